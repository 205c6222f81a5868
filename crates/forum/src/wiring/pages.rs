//! How the pages reach the schema: in process, as whoever the cookie belongs to, through the same guard as everybody.

use std::sync::Arc;

use api::{ForumEngine, front::RequestId};
use app::{Failure, Who};
use axum::http::HeaderMap;
use futures_util::{FutureExt, future::BoxFuture};
use web::{Credential, CredentialError, Executor, PageRequest, PageResponse};

/// The schema as the pages know it.
pub struct SchemaExecutor(pub Arc<ForumEngine>);

impl Executor for SchemaExecutor {
    fn credential<'a>(&'a self, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        async move {
            self.0.who_has_cookie(headers).await.map(Credential::new).map_err(|failure| match failure {
                Failure::Unavailable => CredentialError::Busy,
                Failure::Internal(text) => {
                    tracing::error!(error = text, "a cookie could not be looked up");
                    CredentialError::Broken
                }
                _ => CredentialError::SessionEnded,
            })
        }
        .boxed()
    }

    fn nobody(&self) -> Credential {
        Credential::new(Who::Anonymous)
    }

    fn request_id(&self, headers: &HeaderMap) -> String {
        let sent = headers.get("x-request-id").and_then(|value| value.to_str().ok()).and_then(RequestId::parse);
        sent.map_or_else(|| self.0.app().request_id(), |id| id.as_str().to_owned())
    }

    fn execute(&self, request: PageRequest) -> BoxFuture<'_, PageResponse> {
        async move {
            // A credential that this executor did not make is nobody's.
            let who = request.who.get::<Who>().copied().unwrap_or(Who::Anonymous);
            let answer = self.0.answer_page(who, &request.document, request.variables, &request.request_id).await;
            PageResponse { json: answer.json, set_cookie: answer.set_cookie }
        }
        .boxed()
    }
}
