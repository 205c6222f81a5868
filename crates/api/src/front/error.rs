//! What goes wrong before, around or instead of an execution, and the status it leaves with.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use ::http::StatusCode;
use async_graphql::{ErrorExtensionValues, ServerError};

use super::accept::Media;
use super::request_id::RequestId;
use crate::guard::{Code, Refusal};

/// The kinds of answer that have a status of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The operation ran; single fields may have failed.
    Executed,
    /// A well-formed request whose document, variables or operation was refused.
    Refused,
    /// Not a GraphQL request.
    Malformed,
    /// The credential is bad or expired.
    Unauthenticated,
    /// The caller may not be here at all.
    Forbidden,
    /// The method is not for this; the answer says which is.
    MethodNotAllowed(&'static str),
    /// The caller reads none of our media types.
    NotAcceptable,
    /// The body did not arrive in time.
    BodyTimeout,
    /// The body is too long.
    BodyTooLarge,
    /// The body is not JSON in UTF-8.
    UnsupportedMediaType,
    /// Too many requests.
    RateLimited,
    /// It took too long, or too much is going on.
    Unavailable,
    /// Our own fault.
    Internal,
}

/// The one place where a status is chosen.
///
/// Under `application/json` a refused document is still 200, as old clients expect and the audit suite asks. The draft of
/// August 2026 has 422 for a refused document and 294 for a partial result; when the suite follows, this changes here.
pub const fn status_for(kind: Kind, media: Media) -> StatusCode {
    match kind {
        Kind::Executed => StatusCode::OK,
        Kind::Refused => match media {
            Media::GraphqlResponse => StatusCode::BAD_REQUEST,
            Media::Json | Media::Events => StatusCode::OK,
        },
        Kind::Malformed => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
        Kind::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Kind::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
        Kind::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[derive(Debug, Clone)]
enum Told {
    One { code: Code, message: Cow<'static, str> },
    Guard(Arc<Refusal>),
}

/// A request that ends without an execution.
#[derive(Debug, Clone)]
pub struct FrontError {
    kind: Kind,
    told: Told,
    retry_after: Option<Duration>,
}

impl FrontError {
    fn new(kind: Kind, code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, told: Told::One { code, message: message.into() }, retry_after: None }
    }

    /// The credential is bad or expired.
    pub fn unauthenticated(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Unauthenticated, Code::Unauthenticated, message)
    }

    /// The caller is known and may not use this door.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Forbidden, Code::Forbidden, message)
    }

    /// Too many requests; the caller may try again after this time.
    pub fn rate_limited(retry_after: Duration) -> Self {
        let error = Self::new(Kind::RateLimited, Code::RateLimited, "Too many requests.");
        Self { retry_after: Some(retry_after), ..error }
    }

    /// The server cannot take this now.
    pub fn unavailable(message: impl Into<Cow<'static, str>>, retry_after: Duration) -> Self {
        let error = Self::new(Kind::Unavailable, Code::InternalServerError, message);
        Self { retry_after: Some(retry_after), ..error }
    }

    /// Our own fault; the reason belongs in the log and not here.
    pub fn internal() -> Self {
        Self::new(Kind::Internal, Code::InternalServerError, "Internal error")
    }

    pub(super) fn malformed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Malformed, Code::BadUserInput, message)
    }

    pub(super) fn refused(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Refused, code, message)
    }

    pub(super) fn of_kind(kind: Kind, message: &'static str) -> Self {
        Self::new(kind, Code::BadUserInput, message)
    }

    pub(super) fn guard(refusal: Arc<Refusal>) -> Self {
        Self { kind: Kind::Refused, told: Told::Guard(refusal), retry_after: None }
    }

    /// The kind, from which the status follows.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What `Retry-After` says.
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The errors as they stand in the answer. Our own faults carry the id under which the log has the reason.
    pub fn errors(&self, id: &RequestId) -> Vec<ServerError> {
        match &self.told {
            Told::Guard(refusal) => refusal.errors(),
            Told::One { code, message } => {
                let mut error = ServerError::new(message.clone(), None);
                let mut extensions = ErrorExtensionValues::default();
                extensions.set("code", code.as_str());
                if *code == Code::InternalServerError {
                    extensions.set("requestId", id.as_str());
                }
                error.extensions = Some(extensions);
                vec![error]
            }
        }
    }
}
