//! What can stand in the way of a page, told from the errors of the schema in one place.

use axum::http::StatusCode;
use serde::Deserialize;

/// Why a page cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing is there, or nothing that the visitor may see.
    NotFound,
    /// What was asked for cannot be read; the sentence says why.
    Refused(String),
    /// The page needs somebody who has signed in.
    SignInNeeded,
    /// The session has ended.
    SessionEnded,
    /// Seen, and not allowed.
    Forbidden,
    /// Allowed to whoever has shown the password a short while ago.
    FreshNeeded,
    /// Somebody else changed it meanwhile.
    Stale,
    /// The visitor asked too often; seconds after which it is worth another try.
    TooOften { retry_after: u64 },
    /// The forum has no room at the moment; seconds after which it is worth another try.
    Busy { retry_after: u64 },
    /// The form came from somewhere else.
    ForeignForm,
    /// The form was drawn in another session.
    OldForm,
    /// A fault of our own, with the id that finds it in the log.
    Broken { request_id: String },
}

/// What the errors of the schema carry beside their sentence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Extensions {
    code: String,
    reason: String,
    retry_after: Option<u64>,
}

impl Fault {
    /// The fault that an error of the schema stands for.
    pub(crate) fn of(message: &str, extensions: &Extensions, request_id: &str) -> Self {
        let retry_after = extensions.retry_after.unwrap_or(1);
        match (extensions.code.as_str(), extensions.reason.as_str()) {
            ("NOT_FOUND", _) => Self::NotFound,
            ("BAD_USER_INPUT", _) => Self::Refused(message.to_owned()),
            ("UNAUTHENTICATED", "SESSION_ENDED") => Self::SessionEnded,
            ("UNAUTHENTICATED", _) => Self::SignInNeeded,
            ("FORBIDDEN", "FRESH_FACTOR_REQUIRED") => Self::FreshNeeded,
            ("FORBIDDEN", _) => Self::Forbidden,
            ("CONFLICT", _) => Self::Stale,
            ("RATE_LIMITED", "UNAVAILABLE") => Self::Busy { retry_after },
            ("RATE_LIMITED", _) => Self::TooOften { retry_after },
            _ => Self::Broken { request_id: request_id.to_owned() },
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Refused(_) => StatusCode::BAD_REQUEST,
            Self::SignInNeeded | Self::SessionEnded => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::FreshNeeded | Self::ForeignForm | Self::OldForm => StatusCode::FORBIDDEN,
            Self::Stale => StatusCode::CONFLICT,
            Self::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds after which it is worth another try.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Busy { retry_after } | Self::TooOften { retry_after } => Some(*retry_after),
            _ => None,
        }
    }
}
