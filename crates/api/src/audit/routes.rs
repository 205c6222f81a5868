//! What is fetched as a file: checkpoints and the key that signs them, for everybody; a copy of the audit, for auditors.

use std::sync::Arc;

use app::{
    Application, Failure, Op,
    audit::export::{self, Form},
    storage::AuditFilter,
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{audit::canonical::canonical, stamp::Timestamp};
use futures_util::stream;
use http::{HeaderMap, StatusCode, header};

/// The routes below `/audit`.
pub fn routes(app: Arc<Application>) -> Router {
    Router::new()
        .route("/audit/checkpoints/{number}", get(checkpoint))
        .route("/audit/key", get(key))
        .route("/audit/events.ndjson", get(lines))
        .route("/audit/events.csv", get(table))
        .with_state(app)
}

async fn checkpoint(State(app): State<Arc<Application>>, Path(number): Path<String>) -> Response {
    let number = match number.as_str() {
        "latest" => None,
        // One spelling for each, so that none is kept twice on the way.
        text => match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Some(number),
            _ => return refused(&Failure::NotFound),
        },
    };
    match app.checkpoint(number).await {
        Ok(Some(text)) => {
            let keep = if number.is_some() { "public, max-age=31536000, immutable" } else { "no-cache" };
            plain(text, keep)
        }
        Ok(None) => refused(&Failure::NotFound),
        Err(failure) => refused(&failure),
    }
}

async fn key(State(app): State<Arc<Application>>) -> Response {
    match app.checkpoint_key() {
        Some(line) => plain(format!("{line}\n"), "no-cache"),
        None => refused(&Failure::NotFound),
    }
}

fn plain(text: String, keep: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, keep)], text).into_response()
}

async fn lines(State(app): State<Arc<Application>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    copy(app, query, &headers, Form::Lines, "application/x-ndjson", "audit.ndjson").await
}

async fn table(State(app): State<Arc<Application>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    copy(app, query, &headers, Form::Table, "text/csv; charset=utf-8", "audit.csv").await
}

async fn copy(
    app: Arc<Application>,
    query: Option<String>,
    headers: &HeaderMap,
    form: Form,
    media: &'static str,
    name: &'static str,
) -> Response {
    // A cookie is not asked for: a link on a strange page must not make an auditor's browser fetch this.
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = shown.and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, token)) = token else { return refused(&Failure::Unauthenticated) };
    let Some(filter) = filter(query.as_deref().unwrap_or_default()) else {
        return problem(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", "actor, company, event, from, until and request are understood");
    };
    let who = match app::account::bearer(&app, token.trim()) {
        Ok(who) => who,
        Err(failure) => return refused(&failure),
    };
    let request = app.request_id();
    let op: Op = app.op(who, request);
    let begun = match export::begin(&op, filter, form).await {
        Ok(begun) => begun,
        Err(failure) => return refused(&failure),
    };
    let parts = stream::try_unfold((app, begun), async |(app, mut copy)| match copy.next(&app).await {
        Ok(Some(text)) => Ok(Some((Bytes::from(text), (app, copy)))),
        Ok(None) => Ok(None),
        // The end is missing, which whoever fetches it sees.
        Err(failure) => Err(std::io::Error::other(failure.to_string())),
    });
    let name = format!("attachment; filename=\"{name}\"");
    let head = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (head, Body::from_stream(parts)).into_response()
}

/// Reads `name=value&name=value`. Nothing where something in it is not understood: what was left out silently would be missed.
fn filter(query: &str) -> Option<AuditFilter> {
    let mut filter = AuditFilter::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=')?;
        let value = decoded(value)?;
        let moment = |text: &str| text.parse::<Timestamp>().ok();
        match name {
            "actor" => filter.actor = Some(value.parse().ok()?),
            "company" => filter.company = Some(value.parse().ok()?),
            "event" => filter.event = Some(value),
            "from" => filter.from = Some(moment(&value)?),
            "until" => filter.until = Some(moment(&value)?),
            "request" => filter.request = Some(value),
            _ => return None,
        }
    }
    Some(filter)
}

/// A value without its percent signs.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn refused(failure: &Failure) -> Response {
    let (status, code) = match failure {
        Failure::Unauthenticated | Failure::SessionEnded => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
        Failure::Forbidden { .. } | Failure::FreshFactorRequired { .. } => (StatusCode::FORBIDDEN, "FORBIDDEN"),
        Failure::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND"),
        Failure::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
        Failure::TooOften { .. } => (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"),
        other => {
            tracing::error!(error = %other, "a file of the audit could not be given");
            return problem(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", "something went wrong; it has been logged");
        }
    };
    problem(status, code, &failure.to_string())
}

fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    let body = canonical(&serde_json::json!({ "code": code, "message": message }));
    let head = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, head, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_whole_or_not_at_all() {
        let read = filter("event=CompanyVerified&from=2026-03-01T00:00:00Z&until=2026-03-02T00%3A00%3A00Z&request=a%20b").unwrap();
        assert_eq!(read.event.as_deref(), Some("CompanyVerified"));
        assert_eq!(read.from, Some("2026-03-01T00:00:00Z".parse().unwrap()));
        assert_eq!(read.until, Some("2026-03-02T00:00:00Z".parse().unwrap()));
        assert_eq!(read.request.as_deref(), Some("a b"));
        assert_eq!(filter(""), Some(AuditFilter::default()));
        for text in ["event", "since=1", "from=yesterday", "actor=cmp_1", "company=x", "event=%", "event=%zz", "event=%ff"] {
            assert_eq!(filter(text), None, "{text}");
        }
    }
}
