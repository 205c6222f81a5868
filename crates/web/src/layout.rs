//! The one frame that every page stands in.

use maud::{DOCTYPE, Markup, html};

use crate::{
    appearance::{Appearance, Theme},
    assets,
    language::Language,
    message::{Message, frame as said},
    page::Page,
    schema,
    word::{CompanyState, MemberRole, StaffDuty},
    words::written,
};

/// Who has signed in, and for whom he acts.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Viewer {
    pub user: User,
    pub company: Option<ViewerCompany>,
    pub role: Option<MemberRole>,
    pub staff: Option<Staff>,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct User {
    pub name: String,
    pub email: String,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Company")]
pub(crate) struct ViewerCompany {
    pub id: cynic::Id,
    pub name: String,
    pub state: CompanyState,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Staff {
    pub duty: StaffDuty,
}

/// What the frame has to know beside the page.
pub(crate) struct Frame<'a> {
    pub language: Language,
    /// What follows the language in the address, with the query.
    pub rest: &'a str,
    pub session_ended: bool,
    pub appearance: Appearance,
    /// The token of the forms of this session.
    pub token: &'a str,
    /// The code of what was just done.
    pub flash: Option<&'a str>,
}

/// Draws a page around its main part, which holds the one `h1`.
pub(crate) fn draw(frame: &Frame<'_>, page: &Page) -> Markup {
    let language = frame.language;
    let tag = language.tag();
    html! {
        (DOCTYPE)
        html lang=(tag) dir=(language.direction()) data-theme=[frame.appearance.theme.attribute()] {
            (head(frame, page))
            body {
                a class="skip" href="#main" { (language.say(said::skip())) }
                header class="top" {
                    div class="wrap" {
                        a class="brand" href={ "/" (tag) } { (mark()) span { (language.say(said::forum_short())) } }
                        (menu(frame, page.viewer.as_ref()))
                        (switch(frame))
                    }
                }
                @if frame.session_ended {
                    aside class="notice" aria-label=(language.text(said::session())) {
                        p class="wrap" {
                            (language.say(said::session_ended())) " "
                            a href={ "/" (tag) "/sign-in" } { (language.say(said::sign_in_again())) }
                        }
                    }
                }
                main id="main" class="wrap" tabindex="-1" {
                    @if let Some(done) = frame.flash.and_then(|code| Message::by_code(&format!("Flash-{code}"))) {
                        p class="flash" role="status" { (language.say(done)) }
                    }
                    (page.main)
                }
                (foot(frame, page.viewer.is_some()))
            }
        }
    }
}

fn head(frame: &Frame<'_>, page: &Page) -> Markup {
    let language = frame.language;
    let faces: &[&str] = match language {
        Language::English => &["latin"],
        Language::Russian | Language::Kazakh => &["latin", "cyrillic"],
        Language::Urdu => &["latin", "arabic"],
    };
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (page.title) " · " (language.text(said::forum())) }
            @if let Some(about) = &page.about { meta name="description" content=(about); }
            @for face in faces { link rel="preload" href=(assets::address(&format!("fonts/{face}.woff2"))) as="font" type="font/woff2" crossorigin; }
            link rel="stylesheet" href=(assets::address("site.css"));
            @if language == Language::Urdu && frame.appearance.nastaliq { link rel="stylesheet" href=(assets::address("nastaliq.css")); }
            link rel="icon" href="data:,";
            @for other in Language::ALL {
                link rel="alternate" hreflang=(other.tag()) href={ "/" (other.tag()) (frame.rest) };
            }
            script src=(assets::address("site.js")) defer {}
            @if page.lively {
                meta name="htmx-config" content=r#"{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false}"#;
                script src=(assets::address("htmx/htmx.js")) defer {}
            }
        }
    }
}

/// The sign of the forum: two roads that meet.
fn mark() -> Markup {
    html! {
        svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false" {
            rect width="28" height="28" rx="6" fill="var(--strong)" {}
            path d="M5 20 C11 20 11 9 14 9 S17 20 23 20" fill="none" stroke="var(--on-strong)" stroke-width="2.6" stroke-linecap="round" {}
            circle cx="14" cy="9" r="2.6" fill="var(--accent)" {}
        }
    }
}

/// Where a visitor can go, by what he may do.
fn menu(frame: &Frame<'_>, viewer: Option<&Viewer>) -> Markup {
    let language = frame.language;
    let company = viewer.and_then(|viewer| viewer.company.as_ref());
    let staff = viewer.and_then(|viewer| viewer.staff.as_ref());
    let mut places = Vec::new();
    if viewer.is_some() {
        places.push(("/desk", said::desk()));
    }
    places.push(("/companies", said::companies()));
    if company.is_some() {
        places.extend([("/matches", said::matches()), ("/introductions", said::introductions()), ("/listings", said::listings())]);
    }
    if staff.is_some() {
        places.push(("/moderation", said::moderation()));
    }
    places.extend([("/agreements", said::agreements()), ("/ventures", said::ventures()), ("/roadmap", said::roadmap())]);
    if viewer.is_none() {
        places.push(("/integrators", said::api()));
    }
    let path = frame.rest.split('?').next().unwrap_or_default();
    let current = |place: &str| path == place || path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
    html! {
        details class="menu" {
            summary { (language.say(said::menu())) }
            nav aria-label=(language.text(said::main_menu())) {
                ul {
                    @for (place, name) in places {
                        li { a href={ "/" (language.tag()) (place) } aria-current=[current(place).then_some("page")] { (language.say(name)) } }
                    }
                    li class="who" { (signed_in(language, viewer)) }
                }
            }
        }
    }
}

fn signed_in(language: Language, viewer: Option<&Viewer>) -> Markup {
    let name = viewer.map(|viewer| viewer.company.as_ref().map_or(&viewer.user.name, |company| &company.name));
    html! {
        a href={ "/" (language.tag()) (if name.is_some() { "/account" } else { "/sign-in" }) } {
            @if let Some(name) = name { span class="hidden" { (language.say(said::account())) " " } (written(name)) }
            @else { (language.say(said::sign_in())) }
        }
    }
}

/// The switch keeps the path and the query, and is drawn in the fonts of the system, or it would fetch every face.
fn switch(frame: &Frame<'_>) -> Markup {
    html! {
        nav class="languages system" aria-label=(frame.language.text(said::languages())) {
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

fn foot(frame: &Frame<'_>, signed_in: bool) -> Markup {
    let language = frame.language;
    let tag = language.tag();
    html! {
        footer {
            div class="wrap" {
                p { (language.say(said::what_this_is())) }
                nav aria-label=(language.text(said::for_integrators())) {
                    ul {
                        li { a href={ "/" (tag) "/integrators" } { (language.say(said::integrators())) } }
                        li { a href="/graphql" { (language.say(said::graphiql())) } }
                        @if !signed_in { li { a href={ "/" (tag) "/register" } { (language.say(said::register())) } } }
                    }
                }
                form class="looks" method="post" action={ "/" (tag) "/appearance" } {
                    input type="hidden" name="token" value=(frame.token);
                    input type="hidden" name="to" value={ "/" (tag) (frame.rest) };
                    span { (language.say(said::appearance())) }
                    @for (theme, name) in [(Theme::System, said::theme_system()), (Theme::Light, said::theme_light()), (Theme::Dark, said::theme_dark())] {
                        button type="submit" name="theme" value=(theme.code()) aria-pressed=(if theme == frame.appearance.theme { "true" } else { "false" }) { (language.say(name)) }
                    }
                    @if language == Language::Urdu {
                        @let other = if frame.appearance.nastaliq { "plain" } else { "nastaliq" };
                        button type="submit" name="face" value=(other) {
                            (language.say(if frame.appearance.nastaliq { said::face_plain() } else { said::face_nastaliq() }))
                        }
                    }
                }
            }
        }
    }
}
