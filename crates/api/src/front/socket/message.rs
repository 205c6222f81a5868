//! The messages of `graphql-transport-ws`, and the codes a socket is closed with.

use async_graphql::ServerError;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// What a client may say.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromClient {
    ConnectionInit {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Ping {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Pong {},
    Subscribe {
        id: String,
        payload: Map<String, Value>,
    },
    Complete {
        id: String,
    },
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToClient<'a> {
    ConnectionAck,
    Ping,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Map<String, Value>>,
    },
    Next {
        id: &'a str,
        payload: &'a RawValue,
    },
    Error {
        id: &'a str,
        payload: &'a [ServerError],
    },
    Complete {
        id: &'a str,
    },
}

/// Why a socket is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Close {
    pub code: u16,
    pub reason: &'static str,
}

impl Close {
    pub const GOING_AWAY: Self = Self::new(1001, "Going away");
    pub const TOO_LARGE: Self = Self::new(1009, "Message too large");
    pub const BAD_MESSAGE: Self = Self::new(4400, "Invalid message");
    pub const UNAUTHORIZED: Self = Self::new(4401, "Unauthorized");
    pub const FORBIDDEN: Self = Self::new(4403, "Forbidden");
    pub const INIT_TIMEOUT: Self = Self::new(4408, "Connection initialisation timeout");
    pub const SILENT: Self = Self::new(4408, "No answer to a ping");
    pub const SUBSCRIBER_EXISTS: Self = Self::new(4409, "Subscriber already exists");
    pub const TOO_MANY_INITS: Self = Self::new(4429, "Too many initialisation requests");
    pub const TOO_MANY_MESSAGES: Self = Self::new(4429, "Too many messages");
    pub const TOO_MANY_SOCKETS: Self = Self::new(4429, "Too many sockets");
    pub const RATE_LIMITED: Self = Self::new(4429, "Too many requests");
    pub const INTERNAL: Self = Self::new(4500, "Internal error");

    const fn new(code: u16, reason: &'static str) -> Self {
        Self { code, reason }
    }
}
