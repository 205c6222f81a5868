//! The address in every letter that may be ended: a page that asks, and what a mail program posts by one click (RFC 8058).
//!
//! It stands beside GraphQL because a mail program sends neither JSON nor a cookie nor an origin: the token alone says whose letters end.
//! Looking at it changes nothing, since programs look at links that nobody has followed.

use std::sync::Arc;

use app::{Application, Failure, Refused, Who, notification::unsubscribe_words};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use domain::language::Language;
use serde::Deserialize;

/// What a mail program posts is one word; a form of ours is empty.
const BODY: usize = 4 * 1024;

/// The route `/unsubscribe`.
pub fn unsubscribe_router(app: Arc<Application>) -> Router {
    Router::new().route("/unsubscribe", get(asks).post(ends)).layer(DefaultBodyLimit::max(BODY)).with_state(app)
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    token: String,
    language: Option<String>,
}

impl Link {
    fn language(&self) -> Language {
        self.language.as_deref().and_then(|language| language.parse().ok()).unwrap_or(Language::En)
    }
}

async fn asks(State(app): State<Arc<Application>>, Query(link): Query<Link>) -> Response {
    let language = link.language();
    let [title, question, button, _, invalid] = unsubscribe_words(language);
    if app.unsubscribes(&link.token).is_err() {
        return page(StatusCode::NOT_FOUND, language, title, &format!("<p>{invalid}</p>"));
    }
    // The form posts to the address it stands at, token and language with it.
    page(StatusCode::OK, language, title, &format!("<p>{question}</p><form method=\"post\"><button>{button}</button></form>"))
}

async fn ends(State(app): State<Arc<Application>>, Query(link): Query<Link>) -> Response {
    let language = link.language();
    let [title, _, _, done, invalid] = unsubscribe_words(language);
    let op = app.op(Who::Anonymous, app.request_id());
    match app::notification::unsubscribe(&op, &link.token).await {
        Ok(_) => page(StatusCode::OK, language, title, &format!("<p>{done}</p>")),
        Err(Refused::Rule(_)) => page(StatusCode::NOT_FOUND, language, title, &format!("<p>{invalid}</p>")),
        Err(Refused::Failure(failure)) => {
            let mut response = match failure {
                Failure::Internal(text) => {
                    tracing::error!(error = text, "letters could not be ended");
                    StatusCode::INTERNAL_SERVER_ERROR.into_response()
                }
                _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            };
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
    }
}

/// A page of one question, without script, style or anything from the address.
fn page(status: StatusCode, language: Language, title: &str, body: &str) -> Response {
    let direction = if language == Language::Ur { "rtl" } else { "ltr" };
    let html = format!(
        "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>"
    );
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
