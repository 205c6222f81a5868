//! The answer as bytes and headers.

use ::http::{HeaderMap, HeaderName, HeaderValue, header};
use async_graphql::{Response as Executed, ServerError, Value};
use axum::body::Body;
use axum::response::Response;
use serde::Serialize;

use super::accept::Media;
use super::error::{FrontError, Kind, status_for};
use super::mask::kind_of;
use super::request_id::{self, RequestId};

/// The GraphQL answer in the specification's order, without `data` where nothing ran.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<&'a Value>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub extensions: &'a std::collections::BTreeMap<String, Value>,
}

/// The JSON of an executed answer.
pub(super) fn json_of(response: &Executed) -> String {
    let data = (kind_of(response) == Kind::Executed).then_some(&response.data);
    let body = Answer { errors: &response.errors, data, extensions: &response.extensions };
    serde_json::to_string(&body).unwrap_or_else(|_| UNPRINTABLE.to_owned())
}

/// The JSON of an answer that is nothing but errors.
pub(super) fn json_of_errors(errors: &[ServerError]) -> String {
    let body = Answer { errors, data: None, extensions: &std::collections::BTreeMap::new() };
    serde_json::to_string(&body).unwrap_or_else(|_| UNPRINTABLE.to_owned())
}

/// Only a map with keys that are not strings could fail to print, and there is none.
const UNPRINTABLE: &str = r#"{"errors":[{"message":"Internal error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#;

/// An executed answer over HTTP. The engine's own headers go with it.
pub(super) fn executed(mut response: Executed, media: Media) -> Response {
    let kind = kind_of(&response);
    let headers = std::mem::take(&mut response.http_headers);
    let mut reply = with(kind, media, json_of(&response));
    for (name, value) in &headers {
        if !OURS.contains(name) {
            reply.headers_mut().append(name.clone(), value.clone());
        }
    }
    if matches!(kind, Kind::RateLimited | Kind::Unavailable) && !reply.headers().contains_key(header::RETRY_AFTER) {
        reply.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    reply
}

/// Headers that the engine cannot set, since the front answers for them.
const OURS: [HeaderName; 5] =
    [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::VARY, header::CACHE_CONTROL, header::TRANSFER_ENCODING];

/// An answer without an execution.
pub(super) fn failed(error: &FrontError, media: Media, id: &RequestId) -> Response {
    let mut reply = with(error.kind(), media, json_of_errors(&error.errors(id)));
    let headers = reply.headers_mut();
    if let Some(after) = error.retry_after() {
        // A part of a second is a whole one to a caller who counts in seconds.
        let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    }
    match error.kind() {
        Kind::MethodNotAllowed(allow) => {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        Kind::Unauthenticated => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // What is left of the body is not read, so the connection cannot be used again.
        Kind::BodyTooLarge | Kind::BodyTimeout => {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        _ => {}
    }
    reply
}

fn with(kind: Kind, media: Media, json: String) -> Response {
    let mut reply = Response::new(Body::from(json));
    *reply.status_mut() = status_for(kind, media);
    let media = if media == Media::Events { Media::Json } else { media };
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    reply
}

/// What every answer of the front says.
pub(super) fn sign(headers: &mut HeaderMap, id: &RequestId) {
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Origin, Cookie, Authorization"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(id) = id.header() {
        headers.insert(request_id::HEADER, id);
    }
}
