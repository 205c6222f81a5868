//! The addresses of the pages, and what stands between an address and its page.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts, OriginalUri, State},
    http::{HeaderValue, Uri, header, request::Parts},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use tower_http::compression::CompressionLayer;

use crate::{
    assets,
    client::Client,
    executor::Executor,
    fault::Fault,
    graphiql, headers,
    language::Language,
    layout::{self, Frame},
    origin::{origin_of, same_origin},
    page::{self, Page},
};

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

/// The largest form that a page sends.
const FORM_BYTES: usize = 16 * 1024;

/// The pages with their assets. What has no address gets the page that says so.
pub fn router(executor: Arc<dyn Executor>, settings: &Settings) -> Router {
    let secure = settings.public_url.starts_with("https://");
    let site = Site { executor, public_origin: origin_of(&settings.public_url).into() };
    let pages = Router::new()
        .route("/", get(entrance))
        .route("/{language}", get(home))
        .route("/{language}/companies", get(companies))
        .route("/{language}/companies/{slug}", get(company))
        .route("/{language}/sign-in", get(sign_in).post(log_in))
        .route("/{language}/sign-out", post(log_out))
        .route("/{language}/verify-email", get(verify_email).post(prove_email))
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
    let assets = Router::new().route("/assets/{name}", get(assets::serve));
    let pages = pages.merge(assets);
    if settings.graphiql { pages.merge(Router::new().route("/assets/graphiql/{name}", get(graphiql::serve))) } else { pages }
}

/// One visitor at one address.
pub(crate) struct Visit {
    pub language: Language,
    pub client: Client,
    pub uri: Uri,
    from_our_page: bool,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let uri = parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let known = Language::parse(uri.path().split('/').nth(1).unwrap_or_default());
        let language = known.unwrap_or_else(|| Language::negotiate(&parts.headers));
        if known.is_none() {
            return Err(framed(language, &uri, false, page::fault::draw(language, &Fault::NotFound)));
        }
        let client = Client::of(&site.executor, &parts.headers).await;
        let client = client.map_err(|fault| faulty(language, &uri, &fault))?;
        let from_our_page = same_origin(&parts.headers, &site.public_origin);
        Ok(Self { language, client, uri, from_our_page })
    }
}

impl Visit {
    /// Frames what a page has become.
    fn answer(&self, page: Result<Page, Fault>) -> Response {
        match page {
            Ok(page) => framed(self.language, &self.uri, self.client.session_ended(), page),
            Err(fault) => faulty(self.language, &self.uri, &fault),
        }
    }

    /// Whoever wants something changed has to stand on a page of ours.
    fn may_change(&self) -> Result<(), Fault> {
        if self.from_our_page { Ok(()) } else { Err(Fault::ForeignForm) }
    }
}

fn faulty(language: Language, uri: &Uri, fault: &Fault) -> Response {
    let mut response = framed(language, uri, false, page::fault::draw(language, fault));
    if let Fault::Busy { retry_after } = fault {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
    }
    response
}

fn framed(language: Language, uri: &Uri, session_ended: bool, page: Page) -> Response {
    let path = uri.path();
    let without_language = path.get(1..).and_then(|rest| Language::parse(rest.split('/').next()?)).map_or(path, |_| &path[3..]);
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let rest = format!("{without_language}{query}");
    let frame = Frame { language, rest: &rest, title: &page.title, viewer: page.viewer.as_ref(), session_ended };
    let mut response = (page.status, layout::page(&frame, &page.main)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    for cookie in page.cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

/// Sends the browser on with what it has to keep.
fn sent_on(to: &str, cookies: Vec<HeaderValue>) -> Response {
    let mut response = Redirect::to(to).into_response();
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn entrance(headers: axum::http::HeaderMap) -> Response {
    let mut response = Redirect::temporary(&format!("/{}", Language::negotiate(&headers).tag())).into_response();
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}

async fn nowhere(State(_): State<Site>, headers: axum::http::HeaderMap, OriginalUri(uri): OriginalUri) -> Response {
    let asked = Language::parse(uri.path().split('/').nth(1).unwrap_or_default());
    faulty(asked.unwrap_or_else(|| Language::negotiate(&headers)), &uri, &Fault::NotFound)
}

async fn home(visit: Visit) -> Response {
    let page = page::home::draw(&visit).await;
    visit.answer(page)
}

async fn companies(visit: Visit) -> Response {
    let page = page::companies::draw(&visit).await;
    visit.answer(page)
}

async fn company(visit: Visit, axum::extract::Path((_, slug)): axum::extract::Path<(String, String)>) -> Response {
    let page = page::company::draw(&visit, &slug).await;
    visit.answer(page)
}

async fn sign_in(visit: Visit) -> Response {
    let page = page::sign_in::draw(&visit).await;
    visit.answer(page)
}

type Form<T> = Result<axum::Form<T>, axum::extract::rejection::FormRejection>;

fn read<T>(visit: &Visit, form: Form<T>) -> Result<T, Fault> {
    visit.may_change()?;
    form.map(|form| form.0).map_err(|why| Fault::Refused(why.body_text()))
}

async fn log_in(visit: Visit, form: Form<page::sign_in::Credentials>) -> Response {
    let tried = match read(&visit, form) {
        Ok(form) => page::sign_in::log_in(&visit, form).await,
        Err(fault) => Err(fault),
    };
    match tried {
        Ok(Ok(mut cookies)) => {
            cookies.extend(HeaderValue::from_str(&visit.language.cookie()));
            sent_on(&format!("/{}/sign-in", visit.language.tag()), cookies)
        }
        Ok(Err(page)) => visit.answer(Ok(page)),
        Err(fault) => visit.answer(Err(fault)),
    }
}

async fn log_out(visit: Visit) -> Response {
    let tried = match visit.may_change() {
        Ok(()) => page::sign_in::log_out(&visit).await,
        Err(fault) => Err(fault),
    };
    match tried {
        Ok(cookies) => sent_on(&format!("/{}", visit.language.tag()), cookies),
        Err(fault) => visit.answer(Err(fault)),
    }
}

async fn verify_email(visit: Visit) -> Response {
    let page = page::verify_email::draw(&visit);
    visit.answer(page)
}

async fn prove_email(visit: Visit, form: Form<page::verify_email::Link>) -> Response {
    let page = match read(&visit, form) {
        Ok(link) => page::verify_email::prove(&visit, link).await,
        Err(fault) => Err(fault),
    };
    visit.answer(page)
}
