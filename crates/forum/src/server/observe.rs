//! What surrounds every request: an id, a line in the log, figures, headers that protect, and a net under panics.
//!
//! Neither bodies nor queries nor headers are logged: tokens, cookies and other people's words stand in them.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Instant};

use api::front::RequestId;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use tokio::sync::watch;
use tracing::Instrument;

use super::{Phase, headers, metrics};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What an observer needs to know of the node.
pub struct Observer {
    pub https: bool,
    pub request_ids: Arc<dyn Fn() -> String + Send + Sync>,
    pub phase: watch::Receiver<Phase>,
}

/// Passes the request on, and sees what becomes of it.
pub async fn observe(State(observer): State<Arc<Observer>>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let sent = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok()).and_then(RequestId::parse);
    let id = sent.map_or_else(|| (observer.request_ids)(), |id| id.to_string());
    let header = HeaderValue::from_str(&id).ok();
    if let Some(header) = header.clone() {
        // Whoever answers takes it from here, so that there is one id and not two.
        request.headers_mut().insert(REQUEST_ID, header);
    }
    let method = method_name(request.method());
    let path = request.uri().path().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let credential = headers::has_credential(request.headers());
    let version = request.version();
    let span = tracing::info_span!("request", request_id = %id, method, path);

    let answer = AssertUnwindSafe(next.run(request).instrument(span.clone())).catch_unwind().await;
    // The text of the panic is in the log already, by the hook.
    let mut response = answer.unwrap_or_else(|_| broken(&id));

    if let Some(header) = header {
        response.headers_mut().insert(REQUEST_ID, header);
    }
    headers::protect(response.headers_mut(), observer.https, credential);
    if *observer.phase.borrow() != Phase::Serving && version < Version::HTTP_2 && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        // The next request of this caller goes to a node that stays.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let (took, status) = (begun.elapsed(), response.status().as_u16());
    metrics::answered(&route, method, status, took);
    let milliseconds = took.as_secs_f64() * 1_000.0;
    span.in_scope(|| {
        if is_watching(&route) {
            tracing::debug!(route, status, milliseconds, "answered");
        } else {
            tracing::info!(route, status, milliseconds, "answered");
        }
    });
    response
}

/// Balancers and collectors ask every few seconds, and would fill the log.
fn is_watching(route: &str) -> bool {
    route.starts_with("/health/") || route == "/metrics"
}

fn broken(id: &str) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("Something broke on our side. If it lasts, tell us this number: {id}\n")).into_response()
}

/// The methods that anybody uses, by name: a stranger could make up any number of others.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "OTHER",
    }
}
