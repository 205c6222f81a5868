//! `GET /graphql/ws`: subscriptions by `graphql-transport-ws`, and no other protocol.

mod message;
mod session;

use std::net::SocketAddr;
use std::sync::Arc;

use ::http::{HeaderMap, header};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::response::Response;

use super::accept::Media;
use super::error::FrontError;
use super::origin::{known_origin, same_origin};
use super::request_id::RequestId;
use super::{Engine, Front, reply};
use session::Session;

const PROTOCOL: &str = "graphql-transport-ws";

/// What a socket remembers of the request that opened it.
struct Opening {
    headers: HeaderMap,
    peer: Option<SocketAddr>,
    cookies: bool,
    id: RequestId,
}

/// Opens a socket, or says why not.
pub(super) async fn open<E: Engine>(State(front): State<Arc<Front<E>>>, request: Request) -> Response {
    let id = RequestId::of(request.headers(), &front.settings);
    let mut response = match upgrade(&front, request, &id).await {
        Ok(response) => response,
        Err(error) => reply::failed(&error, Media::Json, &id),
    };
    reply::sign(response.headers_mut(), &id);
    response
}

async fn upgrade<E: Engine>(front: &Arc<Front<E>>, request: Request, id: &RequestId) -> Result<Response, FrontError> {
    let settings = &front.settings;
    let (mut parts, _body) = request.into_parts();
    if !known_origin(&parts.headers, &settings.public_origins, &settings.socket_origins) {
        return Err(FrontError::forbidden("This origin may not open a socket."));
    }
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &())
        .await
        .map_err(|_| FrontError::malformed("This is not the opening of a WebSocket."))?
        .protocols([PROTOCOL]);
    if upgrade.selected_protocol().is_none() {
        return Err(FrontError::malformed("The only protocol here is graphql-transport-ws."));
    }
    let full = || FrontError::unavailable("Too many sockets are open.", settings.retry_after);
    let seat = settings.seats.take().ok_or_else(full)?;
    let opening = Opening {
        // A page's script cannot hide its origin, so a cookie may be believed here though the method is GET.
        cookies: parts.headers.contains_key(header::ORIGIN) && same_origin(&parts.headers, &settings.public_origins),
        peer: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0),
        headers: parts.headers,
        id: id.clone(),
    };
    let front = Arc::clone(front);
    let bytes = settings.socket.message_bytes;
    Ok(upgrade.max_message_size(bytes).max_frame_size(bytes).on_upgrade(move |socket| Session::new(front, socket, opening, seat).run()))
}
