//! The addresses of the pages, and what stands between an address and its page.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, OriginalUri, State},
    http::{HeaderMap, HeaderValue, header},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use tower_http::compression::CompressionLayer;

use crate::{assets, executor::Executor, fault::Fault, graphiql, headers, language::Language, origin::origin_of, page, visit::faulty};

/// What the pages have to know about where they stand.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address under which visitors reach the forum; forms are taken from its pages only.
    pub public_url: String,
    /// Whether the assets of `GraphiQL` are served.
    pub graphiql: bool,
}

/// What every page shares.
#[derive(Clone)]
pub(crate) struct Site {
    executor: Arc<dyn Executor>,
    public_origin: Arc<str>,
}

impl Site {
    pub(crate) fn executor(&self) -> &Arc<dyn Executor> {
        &self.executor
    }

    /// The origin from which forms are taken.
    pub(crate) fn public_origin(&self) -> &str {
        &self.public_origin
    }
}

/// The largest form that a page sends.
const FORM_BYTES: usize = 64 * 1024;

/// The pages with their assets. What has no address gets the page that says so.
pub fn router(executor: Arc<dyn Executor>, settings: &Settings) -> Router {
    let secure = settings.public_url.starts_with("https://");
    let site = Site { executor, public_origin: origin_of(&settings.public_url).into() };
    let pages = page::routes()
        .route("/", get(entrance))
        .fallback(nowhere)
        .method_not_allowed_fallback(nowhere)
        .layer(middleware::map_response(move |mut response: Response| async move {
            if secure {
                response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
            }
            headers::harden(response)
        }))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(CompressionLayer::new())
        .with_state(site);
    let pages = pages.merge(Router::new().route("/assets/{*name}", get(assets::serve)));
    if settings.graphiql { pages.merge(Router::new().route("/assets/graphiql/{name}", get(graphiql::serve))) } else { pages }
}

async fn entrance(headers: HeaderMap) -> Response {
    let mut response = Redirect::temporary(&format!("/{}", Language::negotiate(&headers).tag())).into_response();
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}

async fn nowhere(State(_): State<Site>, headers: HeaderMap, OriginalUri(uri): OriginalUri) -> Response {
    let asked = Language::parse(uri.path().split('/').nth(1).unwrap_or_default());
    faulty(asked.unwrap_or_else(|| Language::negotiate(&headers)), &uri, &headers, &Fault::NotFound)
}
