//! The port through which the pages reach the schema.

use std::{any::Any, fmt, sync::Arc};

use axum::http::{HeaderMap, HeaderValue};
use futures_util::future::BoxFuture;

/// Who a page is for, as the executor knows him. The pages hand it on and cannot look inside.
#[derive(Clone)]
pub struct Credential(Arc<dyn Any + Send + Sync>);

impl Credential {
    /// What the executor will want back.
    pub fn new<T: Any + Send + Sync>(who: T) -> Self {
        Self(Arc::new(who))
    }

    /// What was handed over, for the executor that made it.
    #[must_use]
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Credential")
    }
}

/// Why it cannot be said who a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialError {
    /// The session has run out or was ended: the page is drawn for nobody, and says so.
    SessionEnded,
    /// The forum is too busy to look; a moment later it may not be.
    Busy,
    /// A fault of the forum's own, which the log tells of.
    Broken,
}

/// One document of the pages.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// As whom it is executed.
    pub who: Credential,
    /// One operation.
    pub document: String,
    /// Its variables, an object.
    pub variables: serde_json::Value,
    /// What ties the answer to the log.
    pub request_id: String,
}

/// What the schema answers.
#[derive(Debug, Clone)]
pub struct PageResponse {
    /// The response of GraphQL: `data`, `errors`.
    pub json: serde_json::Value,
    /// What a mutation gives the browser to keep, or takes back.
    pub set_cookie: Vec<HeaderValue>,
}

/// Executes the documents of the pages against the schema.
pub trait Executor: Send + Sync + 'static {
    /// Whom a request's cookie belongs to; nobody's if there is none.
    fn credential<'a>(&'a self, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Credential, CredentialError>>;

    /// Somebody who has not signed in.
    fn nobody(&self) -> Credential;

    /// The id of a request: the one that its headers carry if it is harmless, else a new one.
    fn request_id(&self, headers: &HeaderMap) -> String;

    /// Executes one document.
    fn execute(&self, request: PageRequest) -> BoxFuture<'_, PageResponse>;
}
