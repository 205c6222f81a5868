//! The pages, one a file: what each asks of the schema, and how it draws the answer.

use axum::{
    Router,
    http::{HeaderValue, StatusCode},
};
use maud::Markup;

use crate::{layout::Viewer, router::Site};

pub(crate) mod fault;

/// Declares the screens: each has its addresses, and the operations that it sends.
macro_rules! screens {
    ($($screen:ident,)*) => {
        $(pub(crate) mod $screen;)*

        /// Every address of every screen.
        pub(crate) fn routes() -> Router<Site> {
            Router::new()$(.merge($screen::routes()))*
        }

        /// Every operation as it is sent, for the folder of operations.
        #[cfg(test)]
        pub(crate) fn operations() -> Vec<String> {
            [$($screen::operations()),*].concat()
        }
    };
}

// One a line, in the order of the alphabet, so that two who add a screen do not meet.
screens! {
    agreements,
    appearance,
    companies,
    company,
    desk,
    home,
    integrators,
    introductions,
    listings,
    matches,
    moderation,
    my_company,
    register,
    roadmap,
    sign_in,
    ventures,
    verify_email,
}

/// A page before its frame.
pub(crate) struct Page {
    pub status: StatusCode,
    pub title: String,
    /// What search machines show of it; pages that are not for everybody say nothing.
    pub about: Option<String>,
    pub main: Markup,
    pub viewer: Option<Viewer>,
    pub cookies: Vec<HeaderValue>,
    /// Whether parts of it are exchanged by script.
    pub lively: bool,
}

impl Page {
    /// A page that went well.
    pub(crate) fn new(title: impl Into<String>, main: Markup, viewer: Option<Viewer>) -> Self {
        Self { status: StatusCode::OK, title: title.into(), about: None, main, viewer, cookies: Vec::new(), lively: false }
    }
}
