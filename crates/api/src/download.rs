//! What is fetched as a file: the copy of what is held on a person, written while it is read.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use app::Failure;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Path, Request, State},
    response::Response,
    routing::get,
};
use domain::id::DataExportId;
use futures_util::{StreamExt, pin_mut, stream};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use tokio::{sync::mpsc, time::timeout};

use crate::{
    engine::ForumEngine,
    front::{Door, Engine, Entry, Kind, Media, RequestId, status_for},
};

/// How long a reader may take for one piece before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Pieces that are ready before the reader has taken them.
const AHEAD: usize = 2;

/// The route `/exports/{id}`.
pub fn router(engine: Arc<ForumEngine>) -> Router {
    Router::new().route("/exports/{id}", get(export)).with_state(engine)
}

async fn export(State(engine): State<Arc<ForumEngine>>, Path(id): Path<String>, request: Request) -> Response {
    let sent = request.headers().get("x-request-id").and_then(|value| value.to_str().ok()).and_then(RequestId::parse);
    let Some(request_id) = sent.or_else(|| RequestId::parse(&engine.app().request_id())) else {
        return told(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", "Internal error");
    };
    let entry = Entry {
        headers: request.headers(),
        peer: request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0),
        method: request.method(),
        // Nothing is changed by this, and another site's page can neither send the cookie with it nor read the answer.
        cookies: true,
        door: Door::Http,
        request_id: &request_id,
    };
    let caller = match engine.authenticate(entry).await {
        Ok(caller) => caller,
        Err(error) if error.kind() == Kind::Unauthenticated => {
            return told(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "sign in first");
        }
        Err(error) => return told(status_for(error.kind(), Media::Json), "UNAVAILABLE", "try again in a moment"),
    };
    // What is no identifier of a copy is no copy.
    let Ok(id) = id.parse::<DataExportId>() else { return refused(&Failure::NotFound, &request_id) };
    let op = Arc::new(engine.app().op(caller.who(), request_id.as_str()));
    let (pieces, mut read) = mpsc::channel(AHEAD);
    // A reader that leaves must not leave a statement half-way on its connection: the pieces are read in a task of their own.
    #[expect(clippy::disallowed_methods, reason = "the task ends when nobody takes its pieces for half a minute")]
    tokio::spawn(async move {
        let copy = match app::data_export::fetch(&op, id).await {
            Ok(copy) => copy,
            Err(failure) => {
                let _ = pieces.send(Err(failure)).await;
                return;
            }
        };
        pin_mut!(copy);
        while let Some(piece) = copy.next().await {
            let broken = piece.is_err();
            if !matches!(timeout(PATIENCE, pieces.send(piece)).await, Ok(Ok(()))) || broken {
                return;
            }
        }
    });
    let first = match read.recv().await {
        Some(Ok(first)) => first,
        Some(Err(failure)) => return refused(&failure, &request_id),
        None => return refused(&Failure::Unavailable, &request_id),
    };
    let rest = stream::unfold(read, |mut read| async move { read.recv().await.map(|piece| (piece, read)) });
    // A copy that breaks off ends the connection without its last chunk, so that half of it is not taken for all.
    let body = stream::iter([Ok(first)]).chain(rest).map(|piece| piece.map_err(|failure| std::io::Error::other(failure.to_string())));
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"forum-my-data.json\""));
    response
}

fn refused(failure: &Failure, request_id: &RequestId) -> Response {
    match failure {
        Failure::Unauthenticated | Failure::SessionEnded => told(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "sign in first"),
        Failure::Unavailable => told(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "try again in a moment"),
        Failure::Internal(text) => {
            tracing::error!(%request_id, error = text, "a copy of a person's data could not be made");
            told(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", "Internal error")
        }
        _ => told(StatusCode::NOT_FOUND, "NOT_FOUND", "not found"),
    }
}

fn told(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
