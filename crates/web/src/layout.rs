//! The one frame that every page stands in.

use maud::{DOCTYPE, Markup, html};

use crate::{assets, language::Language, schema, words::written};

/// Who has signed in, and for whom he acts.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Viewer {
    pub user: User,
    pub company: Option<ViewerCompany>,
    pub staff: Option<Staff>,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct User {
    pub name: String,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Company")]
pub(crate) struct ViewerCompany {
    pub name: String,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Staff {
    pub duty: StaffDuty,
}

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StaffDuty {
    Administrator,
    Auditor,
    Moderator,
}

/// What a page says of itself to the frame.
pub(crate) struct Frame<'a> {
    pub language: Language,
    /// What follows the language in the address, with the query.
    pub rest: &'a str,
    pub title: &'a str,
    pub viewer: Option<&'a Viewer>,
    pub session_ended: bool,
}

const FORUM: &str = "Pakistan–Kazakhstan Business Forum";

/// Draws a page around its main part, which holds the one `h1`.
pub(crate) fn page(frame: &Frame<'_>, main: &Markup) -> Markup {
    let language = frame.language;
    let tag = language.tag();
    html! {
        (DOCTYPE)
        html lang=(tag) dir=(language.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (frame.title) " · " (FORUM) }
                link rel="stylesheet" href=(assets::address("site.css"));
                link rel="icon" href="data:,";
                @for other in Language::ALL {
                    link rel="alternate" hreflang=(other.tag()) href={ "/" (other.tag()) (frame.rest) };
                }
            }
            body {
                a class="skip" href="#main" { (language.say("Skip to the content")) }
                header class="top" {
                    div class="wrap" {
                        a class="brand" href={ "/" (tag) } { (language.say(FORUM)) }
                        nav class="main-nav" aria-label="Main" {
                            ul {
                                li { a href={ "/" (tag) "/companies" } { (language.say("Companies")) } }
                                li { a href="/graphql" { (language.say("API")) } }
                                li { (signed_in(frame)) }
                            }
                        }
                        (switch(frame))
                    }
                }
                @if language != Language::English {
                    aside class="notice" aria-label="Translation" {
                        p class="wrap" lang="en" dir="ltr" {
                            "This page is in English for now; the translation of the interface follows. Names of sectors, regions and "
                            "projects stand in " bdi lang=(tag) dir=(language.direction()) { (language.own_name()) } " where they are known."
                        }
                    }
                }
                @if frame.session_ended {
                    aside class="notice" aria-label="Session" {
                        p class="wrap" {
                            (language.say("Your session has ended; you see what everybody sees.")) " "
                            a href={ "/" (tag) "/sign-in" } { (language.say("Sign in again")) }
                        }
                    }
                }
                main id="main" class="wrap" tabindex="-1" { (main) }
                footer {
                    div class="wrap" {
                        p { (language.say("Companies of Pakistan and Kazakhstan, verified by people, and what they bring about together.")) }
                        nav aria-label="For integrators" {
                            a href="/graphql" { (language.say("GraphiQL and the schema")) }
                        }
                    }
                }
            }
        }
    }
}

fn signed_in(frame: &Frame<'_>) -> Markup {
    let language = frame.language;
    let name = frame.viewer.map(|viewer| viewer.company.as_ref().map_or(&viewer.user.name, |company| &company.name));
    html! {
        a href={ "/" (language.tag()) "/sign-in" } {
            @if let Some(name) = name { (language.sentence(html! { span class="hidden" { "Signed in for " } (written(name)) })) }
            @else { (language.say("Sign in")) }
        }
    }
}

/// The switch keeps the path and the query.
fn switch(frame: &Frame<'_>) -> Markup {
    html! {
        nav class="languages" aria-label="Languages" {
            ul {
                @for other in Language::ALL {
                    li {
                        a href={ "/" (other.tag()) (frame.rest) } hreflang=(other.tag()) lang=(other.tag()) dir=(other.direction())
                            aria-current=[(other == frame.language).then_some("true")] { (other.own_name()) }
                    }
                }
            }
        }
    }
}
