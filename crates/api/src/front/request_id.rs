//! The id that ties an answer to the log.

use std::fmt;
use std::sync::Arc;

use ::http::{HeaderMap, HeaderValue};

use super::settings::FrontSettings;

/// The id of one request, or of one socket.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestId(Arc<str>);

/// The header that carries it, both ways.
pub(super) const HEADER: &str = "x-request-id";

impl RequestId {
    /// Keeps what the caller sent if it is harmless in a log and in a header.
    pub fn parse(text: &str) -> Option<Self> {
        let sane =
            (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        sane.then(|| Self(text.into()))
    }

    pub(super) fn of(headers: &HeaderMap, settings: &FrontSettings) -> Self {
        let sent = headers.get(HEADER).and_then(|value| value.to_str().ok());
        sent.and_then(Self::parse).unwrap_or_else(|| Self((settings.request_ids)().into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
