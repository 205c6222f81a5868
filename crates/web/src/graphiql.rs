//! The page of `GraphiQL`, from assets of our own: no other host is asked for anything.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, html};

use crate::{assets, headers};

/// Inline style and fonts inside style are what `GraphiQL` needs, and are allowed on this one page only.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; \
     connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
);

const SCRIPTS: [&str; 5] =
    ["graphiql/react.js", "graphiql/react-dom.js", "graphiql/graphql-ws.js", "graphiql/graphiql.js", "graphiql/start.js"];

/// The page that answers a browser at `/graphql`.
pub fn graphiql() -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "GraphiQL · Pakistan–Kazakhstan Business Forum" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(assets::address("graphiql/graphiql.css"));
                @for script in SCRIPTS { script src=(assets::address(script)) defer {} }
            }
            body {
                div id="graphiql" { h1 { "GraphiQL" } p { "This tool needs JavaScript. Programs send their documents to /graphql by POST." } }
            }
        }
    };
    let mut response = page.into_response();
    let told = response.headers_mut();
    told.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    told.insert(header::VARY, HeaderValue::from_static("accept"));
    headers::harden(response)
}

/// The assets of the page above.
pub(crate) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    if name.contains('/') {
        return StatusCode::NOT_FOUND.into_response();
    }
    assets::any(Path(format!("graphiql/{name}")), headers).await
}
