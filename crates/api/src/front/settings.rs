//! What the binary decides about the front.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use tokio::sync::watch;

use super::seats::Seats;
use super::work::InFlight;

/// Whose documents are run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Documents {
    /// Any document.
    #[default]
    Any,
    /// Stored documents only.
    Trusted,
    /// Stored documents for whoever has not signed in, any document for the rest.
    TrustedForAnonymous,
}

/// Makes the page that a browser sees at `/graphql`, with a content security policy of its own.
pub type Page = Arc<dyn Fn() -> Response + Send + Sync>;

/// Makes request ids, so that tests can count them.
pub type RequestIds = Arc<dyn Fn() -> String + Send + Sync>;

/// The numbers of a WebSocket.
#[derive(Debug, Clone)]
pub struct SocketSettings {
    /// Time for `connection_init`.
    pub init_timeout: Duration,
    /// Time between pings; a socket that was silent since the last one is closed.
    pub ping_every: Duration,
    /// Time between checks of the credential.
    pub check_every: Duration,
    /// Time for the other end to take a message.
    pub send_timeout: Duration,
    /// Bytes of one message.
    pub message_bytes: usize,
    /// Messages between two pings.
    pub messages: usize,
    /// Open operations.
    pub operations: usize,
}

impl Default for SocketSettings {
    fn default() -> Self {
        Self {
            init_timeout: Duration::from_secs(3),
            ping_every: Duration::from_secs(20),
            check_every: Duration::from_secs(30),
            send_timeout: Duration::from_secs(10),
            message_bytes: 64 * 1024,
            messages: 200,
            operations: 20,
        }
    }
}

/// The settings of [`router`](super::router).
#[derive(Clone)]
pub struct FrontSettings {
    /// Our own origins, as `https://forum.example`.
    pub public_origins: Vec<String>,
    /// Other origins that may open a socket, without cookies.
    pub socket_origins: Vec<String>,
    /// Whose documents are run.
    pub documents: Documents,
    /// The page for browsers.
    pub graphiql: Option<Page>,
    /// The source of request ids.
    pub request_ids: RequestIds,
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Time for a body to arrive.
    pub body_timeout: Duration,
    /// Time until the caller is told that it took too long.
    pub execution_timeout: Duration,
    /// Time until work nobody waits for any more is given up.
    pub abandon_after: Duration,
    /// What `Retry-After` says on timeout and overload.
    pub retry_after: Duration,
    /// The requests at work; keep a clone to wait for them when the node stops.
    pub in_flight: InFlight,
    /// Time between comments on a silent event stream.
    pub keep_alive: Duration,
    /// The seats of sockets and event streams; keep a clone to read the count.
    pub seats: Seats,
    /// The numbers of a WebSocket.
    pub socket: SocketSettings,
    /// Becomes true when the node stops.
    pub shutdown: watch::Receiver<bool>,
}

impl FrontSettings {
    /// The settings the forum documents.
    pub fn new(public_origins: Vec<String>, request_ids: RequestIds, shutdown: watch::Receiver<bool>) -> Self {
        Self {
            public_origins,
            socket_origins: Vec::new(),
            documents: Documents::Any,
            graphiql: None,
            request_ids,
            body_bytes: 256 * 1024,
            body_timeout: Duration::from_secs(15),
            execution_timeout: Duration::from_secs(10),
            abandon_after: Duration::from_secs(30),
            retry_after: Duration::from_secs(1),
            in_flight: InFlight::new(200),
            keep_alive: Duration::from_secs(12),
            seats: Seats::new(2_000, 5),
            socket: SocketSettings::default(),
            shutdown,
        }
    }
}

impl fmt::Debug for FrontSettings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FrontSettings")
            .field("public_origins", &self.public_origins)
            .field("documents", &self.documents)
            .field("in_flight", &self.in_flight)
            .field("socket", &self.socket)
            .finish_non_exhaustive()
    }
}
