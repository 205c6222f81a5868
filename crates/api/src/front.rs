//! The doors of `/graphql`: JSON over POST and GET, server-sent events, and one WebSocket protocol.
//!
//! This replaces the ready-made extractors of the executing library, which run mutations by GET and by simple requests,
//! read bodies of any size and open sockets to any origin.

mod accept;
mod envelope;
mod error;
mod events;
mod http;
mod mask;
mod origin;
mod reply;
mod request_id;
mod seats;
mod settings;
mod socket;
mod work;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;

use ::http::{HeaderMap, Method};
use async_graphql::{Request, Response};
use axum::Router;
use axum::routing::any;
use futures_util::stream::BoxStream;

pub use crate::guard::{Code, Complaint, Guard, Limits, Operation, OperationKind, Refusal, SchemaRefused};
pub use accept::Media;
pub use error::{FrontError, Kind, status_for};
pub use mask::mask;
pub use origin::{known_origin, same_origin};
pub use request_id::RequestId;
pub use seats::{Seat, Seats};
pub use settings::{Documents, FrontSettings, Page, RequestIds, SocketSettings};
pub use work::InFlight;

/// The way a request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// One request, one answer.
    Http,
    /// Server-sent events.
    Events,
    /// A WebSocket, asked once when it opens.
    Socket,
}

/// What is known of a request before anybody knows who sent it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The headers; on a WebSocket `Authorization` is that of `connection_init`, if it had one.
    pub headers: &'a HeaderMap,
    /// The other end of the connection, which may be a proxy.
    pub peer: Option<SocketAddr>,
    /// The HTTP method.
    pub method: &'a Method,
    /// Whether a cookie may be believed: never on GET, and only if the request comes from our own pages.
    pub cookies: bool,
    /// The door it came by.
    pub door: Door,
    /// The id that the answer and the log will carry.
    pub request_id: &'a RequestId,
}

/// What the front needs of the interface behind it.
pub trait Engine: Send + Sync + 'static {
    /// Who calls, as the engine knows it.
    type Caller: Clone + Send + Sync + 'static;

    /// Finds out who calls. No credential is an anonymous caller; a bad one is an error. Counts against the rate limit.
    fn authenticate(&self, entry: Entry<'_>) -> impl Future<Output = Result<Self::Caller, FrontError>> + Send;

    /// Runs a query or a mutation. The request carries `Arc<Operation>` and `RequestId` as data.
    fn execute(&self, caller: Self::Caller, request: Request) -> impl Future<Output = Response> + Send;

    /// Starts a subscription. The request carries the same data.
    fn subscribe(&self, caller: Self::Caller, request: Request) -> BoxStream<'static, Response>;

    /// Whether the credential of an open socket still holds.
    fn still_valid(&self, caller: &Self::Caller) -> impl Future<Output = bool> + Send;

    /// The guard of every document.
    fn guard(&self) -> &Guard;

    /// The stored document of an id, `sha256:` and 64 hexadecimal digits.
    fn document(&self, id: &str) -> Option<Arc<str>>;

    /// A stable name of who calls, for counting sockets; none is an anonymous caller.
    fn subject(&self, caller: &Self::Caller) -> Option<String>;
}

struct Front<E> {
    engine: Arc<E>,
    settings: FrontSettings,
}

/// The routes `/graphql` and `/graphql/ws`.
pub fn router<E: Engine>(engine: Arc<E>, settings: FrontSettings) -> Router {
    let front = Arc::new(Front { engine, settings });
    Router::new().route("/graphql", any(http::graphql::<E>)).route("/graphql/ws", any(socket::open::<E>)).with_state(front)
}
