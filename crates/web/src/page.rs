//! The pages, one a file: what each asks of the schema, and how it draws the answer.

pub(crate) mod companies;
pub(crate) mod company;
pub(crate) mod fault;
pub(crate) mod home;
pub(crate) mod sign_in;
pub(crate) mod verify_email;

use axum::http::{HeaderValue, StatusCode};
use maud::Markup;

use crate::layout::Viewer;

/// A page before its frame.
pub(crate) struct Page {
    pub status: StatusCode,
    pub title: String,
    pub main: Markup,
    pub viewer: Option<Viewer>,
    pub cookies: Vec<HeaderValue>,
}

impl Page {
    /// A page that went well.
    pub(crate) fn new(title: impl Into<String>, main: Markup, viewer: Option<Viewer>) -> Self {
        Self { status: StatusCode::OK, title: title.into(), main, viewer, cookies: Vec::new() }
    }
}
