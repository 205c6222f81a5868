//! One visitor at one address: who he is, what he reads, and what becomes of his request.

use axum::{
    extract::{FromRequestParts, OriginalUri, Query},
    http::{HeaderMap, HeaderValue, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use maud::Markup;

use crate::{
    appearance::{Appearance, cookie},
    client::Client,
    fault::Fault,
    form::{self, Fields},
    language::Language,
    layout::{self, Frame},
    page::{self, Page},
    router::Site,
};

/// How long a word about what was just done waits for the page that says it.
const FLASH_SECONDS: u32 = 60;

/// One visitor at one address.
pub(crate) struct Visit {
    pub language: Language,
    pub client: Client,
    pub uri: Uri,
    /// The token that a form of this visitor must carry.
    pub token: String,
    headers: HeaderMap,
}

/// What a form leads to.
pub(crate) enum Outcome {
    /// The page again, or another.
    Page(Box<Page>),
    /// On to an address, with a code of what was done.
    Done { to: String, flash: Option<&'static str>, cookies: Vec<HeaderValue> },
}

impl Outcome {
    /// On to an address, where what was done is said.
    pub(crate) fn done(to: String, flash: &'static str) -> Self {
        Self::Done { to, flash: Some(flash), cookies: Vec::new() }
    }

    /// The form again, with what was wrong with it.
    pub(crate) fn again(page: Page) -> Self {
        Self::Page(Box::new(Page { status: axum::http::StatusCode::UNPROCESSABLE_ENTITY, ..page }))
    }
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let uri = parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let known = Language::parse(uri.path().split('/').nth(1).unwrap_or_default());
        let language = known.unwrap_or_else(|| Language::negotiate(&parts.headers));
        if known.is_none() {
            return Err(faulty(language, &uri, &parts.headers, &Fault::NotFound));
        }
        let client = Client::of(site.executor(), &parts.headers).await;
        let client = client.map_err(|fault| faulty(language, &uri, &parts.headers, &fault))?;
        Ok(Self { language, client, uri, token: form::token(&parts.headers), headers: parts.headers.clone() })
    }
}

impl Visit {
    /// An address of the reader's language.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("/{}{path}", self.language.tag())
    }

    /// What the query of the address says.
    pub(crate) fn query(&self) -> Result<Fields, Fault> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&self.uri).map_err(|why| Fault::Refused(why.body_text()))?;
        let pairs: Vec<(&str, String)> = pairs.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        Ok(Fields::of(&pairs))
    }

    /// Whether only this part of the page is asked for, by the script of the page.
    pub(crate) fn wants_only(&self, part: &str) -> bool {
        self.headers.get("hx-target").is_some_and(|value| value.as_bytes() == part.as_bytes())
    }

    /// Frames what a page has become.
    pub(crate) fn answer(&self, page: Result<Page, Fault>) -> Response {
        match page {
            Ok(page) => {
                let rest = rest(&self.uri);
                framed(self.language, &rest, &self.headers, self.client.session_ended(), &page)
            }
            Err(fault) => faulty(self.language, &self.uri, &self.headers, &fault),
        }
    }

    /// A part of a page for the script that asked for it, else the page.
    pub(crate) fn answer_part(&self, part: &str, page: Result<(Page, Markup), Fault>) -> Response {
        match page {
            Ok((_, markup)) if self.wants_only(part) => {
                let mut response = markup.into_response();
                response.headers_mut().insert(header::VARY, HeaderValue::from_static("hx-target"));
                response
            }
            other => self.answer(other.map(|(page, _)| page)),
        }
    }

    /// Goes on to where a form leads.
    pub(crate) fn finish(&self, outcome: Result<Outcome, Fault>) -> Response {
        match outcome {
            Ok(Outcome::Page(page)) => self.answer(Ok(*page)),
            Ok(Outcome::Done { to, flash, mut cookies }) => {
                let flash = flash.map(|code| format!("flash={code}; Path=/; Max-Age={FLASH_SECONDS}; SameSite=Lax; HttpOnly"));
                cookies.extend(flash.and_then(|line| HeaderValue::from_str(&line).ok()));
                let mut response = Redirect::to(&to).into_response();
                for cookie in cookies {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                response
            }
            Err(fault) => self.answer(Err(fault)),
        }
    }
}

/// What follows the language in an address, with the query.
fn rest(uri: &Uri) -> String {
    let path = uri.path();
    let without = path.get(1..).and_then(|rest| Language::parse(rest.split('/').next()?)).map_or(path, |_| &path[3..]);
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{without}{query}")
}

/// A fault as a page, for whoever could not even be told who he is.
pub(crate) fn faulty(language: Language, uri: &Uri, headers: &HeaderMap, fault: &Fault) -> Response {
    let rest = rest(uri);
    let here = format!("/{}{rest}", language.tag());
    let mut response = framed(language, &rest, headers, false, &page::fault::draw(language, fault, &here));
    if let Some(seconds) = fault.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn framed(language: Language, rest: &str, headers: &HeaderMap, session_ended: bool, page: &Page) -> Response {
    let flash = cookie(headers, "flash");
    let token = form::token(headers);
    let appearance = Appearance::of(headers);
    let frame = Frame { language, rest, session_ended, appearance, token: &token, flash: flash.as_deref() };
    let mut response = (page.status, layout::draw(&frame, page)).into_response();
    let told = response.headers_mut();
    told.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    for cookie in &page.cookies {
        told.append(header::SET_COOKIE, cookie.clone());
    }
    if flash.is_some() {
        told.append(header::SET_COOKIE, HeaderValue::from_static("flash=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly"));
    }
    if cookie(headers, "language").as_deref() != Some(language.tag()) && page.status.is_success() {
        told.extend(HeaderValue::from_str(&language.cookie()).map(|line| (header::SET_COOKIE, line)).ok());
    }
    response
}
