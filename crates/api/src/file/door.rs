//! `POST /files` takes a file, `GET /files/{id}` gives it to whoever may see it.
//!
//! The bytes are the body as it is, the purpose and the name stand in the address: `POST /files?purpose=PAPER&name=Contract.pdf`.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use app::{Failure, Refused};
use axum::{
    Json, Router,
    body::Body,
    extract::{ConnectInfo, Path, Query, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    file::{FilePurpose, MOST_BYTES, StoreFileError, StoredFile},
    id::FileId,
    text,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserialize;
use serde_json::json;
use tokio::time::timeout;

use crate::{
    engine::{Caller, ForumEngine},
    front::{Door, Engine, Entry, FrontError, Kind, RequestId, same_origin},
};

/// A phone on a slow line needs a while for five megabytes.
const ARRIVES_WITHIN: Duration = Duration::from_mins(2);
/// What one file takes out of the bucket of whoever hands it over.
const COST: u32 = 500;

/// What the door needs to know.
struct Porch {
    engine: Arc<ForumEngine>,
    public_origins: Vec<String>,
}

/// The routes below `/files`.
pub fn router(engine: Arc<ForumEngine>, public_origins: Vec<String>) -> Router {
    let porch = Arc::new(Porch { engine, public_origins });
    Router::new().route("/files", post(take)).route("/files/{id}", get(give)).with_state(porch)
}

/// A file as its owner is told of it.
pub fn told(file: &StoredFile) -> serde_json::Value {
    let digest: String = file.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "id": file.id.to_string(), "purpose": file.purpose.as_str(), "mediaType": file.media_type.as_str(), "name": file.name,
        "size": file.size, "sha256": digest, "width": file.measures.map(|(width, _)| width), "height": file.measures.map(|(_, height)| height),
    })
}

#[derive(Deserialize)]
struct Said {
    purpose: Option<String>,
    name: Option<String>,
}

/// Why a request ends here: the code of GraphQL's vocabulary, or that of a rule.
struct Denied {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Denied {
    fn new(status: StatusCode, code: &'static str, message: impl std::fmt::Display) -> Self {
        Self { status, code, message: message.to_string() }
    }
}

impl IntoResponse for Denied {
    fn into_response(self) -> Response {
        let body = json!({ "errors": [{ "message": self.message, "extensions": { "code": self.code } }] });
        let mut response = (self.status, Json(body)).into_response();
        if matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl From<FrontError> for Denied {
    fn from(error: FrontError) -> Self {
        match error.kind() {
            Kind::Unauthenticated => Failure::SessionEnded.into(),
            Kind::RateLimited => Failure::TooOften { retry_after: error.retry_after().unwrap_or_default() }.into(),
            Kind::Unavailable => Failure::Unavailable.into(),
            _ => Failure::Internal("nobody could be told from the request".to_owned()).into(),
        }
    }
}

impl From<Failure> for Denied {
    fn from(failure: Failure) -> Self {
        let (status, code) = match &failure {
            Failure::Unauthenticated | Failure::SessionEnded => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
            Failure::Forbidden { .. } | Failure::FreshFactorRequired { .. } => (StatusCode::FORBIDDEN, "FORBIDDEN"),
            Failure::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND"),
            Failure::Conflict => (StatusCode::CONFLICT, "CONFLICT"),
            Failure::TooOften { .. } => (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"),
            Failure::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "RATE_LIMITED"),
            Failure::Internal(text) => {
                tracing::error!(error = text, "a file could not be served by a fault of ours");
                return Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", "Internal error");
            }
        };
        Self::new(status, code, failure)
    }
}

impl From<Refused<StoreFileError>> for Denied {
    fn from(refused: Refused<StoreFileError>) -> Self {
        let rule = match refused {
            Refused::Failure(failure) => return failure.into(),
            Refused::Rule(rule) => rule,
        };
        let (status, code) = match rule {
            StoreFileError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE"),
            StoreFileError::Empty => (StatusCode::UNPROCESSABLE_ENTITY, "EMPTY"),
            StoreFileError::NotAPicture => (StatusCode::UNPROCESSABLE_ENTITY, "NOT_A_PICTURE"),
            StoreFileError::BrokenPicture => (StatusCode::UNPROCESSABLE_ENTITY, "BROKEN_PICTURE"),
            StoreFileError::NotADocument => (StatusCode::UNPROCESSABLE_ENTITY, "NOT_A_DOCUMENT"),
            StoreFileError::BrokenDocument => (StatusCode::UNPROCESSABLE_ENTITY, "BROKEN_DOCUMENT"),
            StoreFileError::ActiveDocument => (StatusCode::UNPROCESSABLE_ENTITY, "ACTIVE_DOCUMENT"),
            StoreFileError::QuotaExceeded => (StatusCode::UNPROCESSABLE_ENTITY, "QUOTA_EXCEEDED"),
        };
        Self::new(status, code, rule)
    }
}

impl Porch {
    /// Who asks. A file is read like a page: the cookie counts on GET, which writes nothing, and else only from a page of our own.
    async fn caller(&self, parts: &Parts) -> Result<(Caller, RequestId), Denied> {
        let Parts { headers, method, extensions, .. } = parts;
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
        let sent = headers.get("x-request-id").and_then(|value| value.to_str().ok()).and_then(RequestId::parse);
        let id = sent.or_else(|| RequestId::parse(&self.engine.app().request_id()));
        let id = id.ok_or_else(|| Denied::from(Failure::Internal("no request id".to_owned())))?;
        let cookies = *method == Method::GET || same_origin(headers, &self.public_origins);
        let entry = Entry { headers, peer, method, cookies, door: Door::Http, request_id: &id };
        Ok((self.engine.authenticate(entry).await?, id))
    }
}

async fn take(State(porch): State<Arc<Porch>>, Query(said): Query<Said>, request: Request) -> Result<Response, Denied> {
    let bad = |field: &str, message: &dyn std::fmt::Display| {
        Denied::new(StatusCode::UNPROCESSABLE_ENTITY, "BAD_USER_INPUT", format!("{field}: {message}"))
    };
    let (parts, body) = request.into_parts();
    let (caller, id) = porch.caller(&parts).await?;
    let purpose = said.purpose.unwrap_or_default().parse::<FilePurpose>().map_err(|error| bad("purpose", &error))?;
    let name = text::parse(&said.name.unwrap_or_default(), 1, 200).map_err(|error| bad("name", &error))?;
    // Asked before the body is read: a stranger does not get to send it.
    let op = porch.engine.charged(&caller, id.as_str(), COST)?;
    op.may::<domain::policy::StoreFile>(()).await?;
    let bytes = read(body).await?;
    let file = app::file::store(&op, purpose, name, bytes).await?;
    Ok((StatusCode::CREATED, Json(told(&file))).into_response())
}

async fn read(body: Body) -> Result<bytes::Bytes, Denied> {
    match timeout(ARRIVES_WITHIN, Limited::new(body, MOST_BYTES).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refused::Rule(StoreFileError::TooLarge).into()),
        Ok(Err(_)) => Err(Denied::new(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", "The body broke off.")),
        Err(_) => Err(Denied::new(StatusCode::REQUEST_TIMEOUT, "BAD_USER_INPUT", "The body did not arrive in time.")),
    }
}

async fn give(State(porch): State<Arc<Porch>>, Path(id): Path<String>, request: Request) -> Result<Response, Denied> {
    let (parts, _) = request.into_parts();
    let (caller, request) = porch.caller(&parts).await?;
    // What is no identifier is no file.
    let id: FileId = id.parse().map_err(|_| Failure::NotFound)?;
    let (file, bytes) = app::file::fetch(&porch.engine.op(&caller, request.as_str()), id).await?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, file.media_type.as_str());
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Whatever it is, it runs nothing and reaches nothing of ours.
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    match file.purpose {
        // Another picture has another address, so this one never changes.
        FilePurpose::Logo if file.attached_at.is_some() => set(header::CACHE_CONTROL, "public, max-age=86400, immutable"),
        FilePurpose::Logo | FilePurpose::Paper => set(header::CACHE_CONTROL, "private, no-store"),
    }
    if file.purpose == FilePurpose::Paper {
        set(header::CONTENT_DISPOSITION, &format!("attachment; filename*=UTF-8''{}", encoded(&file.name)));
    }
    Ok(response)
}

/// A name in a header, as RFC 8187 writes it.
fn encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_script_fits_into_a_header() {
        assert_eq!(encoded("Contract 2026.pdf"), "Contract%202026.pdf");
        assert_eq!(encoded("\"\r\nX: 1"), "%22%0D%0AX%3A%201");
        assert_eq!(encoded("Ән"), "%D3%98%D0%BD");
    }
}
