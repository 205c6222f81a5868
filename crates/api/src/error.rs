//! How a failure leaves the forum: a code out of one vocabulary, a sentence, and never the text of a fault of ours.

use app::Failure;
use async_graphql::{Error, ErrorExtensions};

use crate::front::Code;

/// A failure as a top-level error.
pub fn failed(failure: impl Into<Failure>) -> Error {
    let failure = failure.into();
    let (code, reason) = match &failure {
        Failure::Unauthenticated => (Code::Unauthenticated, None),
        Failure::SessionEnded => (Code::Unauthenticated, Some("SESSION_ENDED")),
        Failure::Forbidden { .. } => (Code::Forbidden, None),
        Failure::FreshFactorRequired { .. } => (Code::Forbidden, Some("FRESH_FACTOR_REQUIRED")),
        Failure::SecondFactorRequired => (Code::Forbidden, Some("SECOND_FACTOR_REQUIRED")),
        Failure::NotFound => (Code::NotFound, None),
        Failure::Conflict => (Code::Conflict, None),
        Failure::TooOften { .. } => (Code::RateLimited, None),
        Failure::Unavailable => (Code::RateLimited, Some("UNAVAILABLE")),
        // Without a code: the front logs the text, hides it, and tells the request id.
        Failure::Internal(text) => return Error::new(text.clone()),
    };
    let retry_after = match &failure {
        Failure::TooOften { retry_after } => Some(retry_after.as_secs()),
        Failure::Unavailable => Some(1),
        _ => None,
    };
    Error::new(failure.to_string()).extend_with(|_, extensions| {
        extensions.set("code", code.as_str());
        if let Some(reason) = reason {
            extensions.set("reason", reason);
        }
        if let Some(seconds) = retry_after {
            extensions.set("retryAfter", seconds);
        }
    })
}

/// A failure that several fields share, because one statement served them all.
pub fn failed_together(failure: &Failure) -> Error {
    match failure {
        Failure::Internal(text) => Error::new(text.clone()),
        Failure::Unavailable => failed(Failure::Unavailable),
        Failure::SessionEnded => failed(Failure::SessionEnded),
        Failure::Unauthenticated => failed(Failure::Unauthenticated),
        other => Error::new(other.to_string()),
    }
}

/// An argument of a query that cannot be read.
pub fn bad_input(argument: &str, message: impl std::fmt::Display) -> Error {
    Error::new(format!("{argument}: {message}")).extend_with(|_, extensions| {
        extensions.set("code", Code::BadUserInput.as_str());
        extensions.set("argument", argument);
    })
}

/// A nullable field keeps its own error: written as `Option<Result>`, the null stays at the field and does not take its parent along.
pub fn nullable<T>(result: Result<Option<T>, Error>) -> Option<Result<T, Error>> {
    result.transpose()
}
