//! How the pages reach the schema: in process, as whoever the cookie belongs to, through the same guard as everybody.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use api::{ForumEngine, Visitor, front::RequestId};
use app::{Failure, Origin, Who};
use axum::http::HeaderMap;
use futures_util::{FutureExt, future::BoxFuture};
use web::{Credential, CredentialError, Executor, PageRequest, PageResponse};

/// The other end of the connection, as the server has made it out; it takes away what others write there.
pub const CLIENT: &str = "x-forum-client";
/// Visitors of whom nothing is known are bounded together.
const NOWHERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

fn nobody() -> Visitor {
    Visitor { who: Who::Anonymous, origin: Origin { address: NOWHERE, ..Origin::default() } }
}

/// The schema as the pages know it.
pub struct SchemaExecutor(pub Arc<ForumEngine>);

impl Executor for SchemaExecutor {
    fn credential<'a>(&'a self, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        async move {
            let address = headers.get(CLIENT).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
            let origin = self.0.origin(headers, address.or(NOWHERE));
            self.0.who_has_cookie(headers).await.map(|who| Credential::new(Visitor { who, origin })).map_err(|failure| match failure {
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
        Credential::new(nobody())
    }

    fn request_id(&self, headers: &HeaderMap) -> String {
        let sent = headers.get("x-request-id").and_then(|value| value.to_str().ok()).and_then(RequestId::parse);
        sent.map_or_else(|| self.0.app().request_id(), |id| id.as_str().to_owned())
    }

    fn execute(&self, request: PageRequest) -> BoxFuture<'_, PageResponse> {
        async move {
            // A credential that this executor did not make is nobody's.
            let visitor = request.who.get::<Visitor>().cloned().unwrap_or_else(nobody);
            let answer = self.0.answer_page(visitor, &request.document, request.variables, &request.request_id).await;
            PageResponse { json: answer.json, set_cookie: answer.set_cookie }
        }
        .boxed()
    }
}
