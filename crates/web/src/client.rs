//! Typed operations, executed as whoever a page is for.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue};
use cynic::{GraphQlResponse, Operation};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    executor::{Credential, CredentialError, Executor, PageRequest},
    fault::{Extensions, Fault},
};

/// The schema, as one request sees it.
pub(crate) struct Client {
    executor: Arc<dyn Executor>,
    who: Credential,
    request_id: String,
    session_ended: bool,
}

impl Client {
    /// Takes the identity from the headers. Whose session has ended reads what everybody reads.
    pub(crate) async fn of(executor: &Arc<dyn Executor>, headers: &HeaderMap) -> Result<Self, Fault> {
        let request_id = executor.request_id(headers);
        let (who, session_ended) = match executor.credential(headers).await {
            Ok(who) => (who, false),
            Err(CredentialError::SessionEnded) => (executor.nobody(), true),
            Err(CredentialError::Busy) => return Err(Fault::Busy { retry_after: 1 }),
            Err(CredentialError::Broken) => return Err(Fault::Broken { request_id }),
        };
        Ok(Self { executor: Arc::clone(executor), who, request_id, session_ended })
    }

    /// Whether the browser came with a session that has ended.
    pub(crate) fn session_ended(&self) -> bool {
        self.session_ended
    }

    /// Executes an operation that gives the browser nothing to keep.
    pub(crate) async fn run<T: DeserializeOwned, V: Serialize>(&self, operation: Operation<T, V>) -> Result<T, Fault> {
        Ok(self.run_with_cookies(operation).await?.0)
    }

    /// Executes an operation, and tells the cookies that came with the answer.
    pub(crate) async fn run_with_cookies<T: DeserializeOwned, V: Serialize>(
        &self,
        operation: Operation<T, V>,
    ) -> Result<(T, Vec<HeaderValue>), Fault> {
        let broken = || Fault::Broken { request_id: self.request_id.clone() };
        let variables = serde_json::to_value(&operation.variables).map_err(|_| broken())?;
        let variables = if variables.is_null() { serde_json::json!({}) } else { variables };
        let request = PageRequest { who: self.who.clone(), document: operation.query, variables, request_id: self.request_id.clone() };
        let response = self.executor.execute(request).await;
        let answer: GraphQlResponse<T, Extensions> = serde_json::from_value(response.json).map_err(|_| broken())?;
        if let Some(error) = answer.errors.iter().flatten().next() {
            let none = Extensions::default();
            return Err(Fault::of(&error.message, error.extensions.as_ref().unwrap_or(&none), &self.request_id));
        }
        Ok((answer.data.ok_or_else(broken)?, response.set_cookie))
    }
}
