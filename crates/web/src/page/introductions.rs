//! Introductions: the inbox of requests to meet, asking for one, and answering.

mod answer;
mod request;

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    component::{Tone, button, empty, mark, onward, tabs},
    fault::Fault,
    fragment::Named,
    layout::Viewer,
    message::introductions as said,
    number::{day, days_from},
    router::Site,
    schema,
    value::{DateTime, PageInfo},
    visit::Visit,
    word::IntroductionState,
    words::{prose, written},
};

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/{language}/introductions", get(show))
        .route("/{language}/introductions/new", get(request::show).post(request::send))
        .route("/{language}/introductions/accept", post(answer::accept))
        .route("/{language}/introductions/decline", get(answer::show_decline).post(answer::decline))
}

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum IntroductionDirection {
    Received,
    Sent,
}

#[derive(cynic::InputObject, Debug)]
struct IntroductionFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    direction: Option<IntroductionDirection>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    state: Option<IntroductionState>,
}

#[derive(cynic::QueryVariables, Debug)]
struct InboxVariables {
    filter: IntroductionFilter,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "InboxVariables")]
struct Inbox {
    #[arguments(first: 20, after: $after, where: $filter)]
    introductions: IntroductionConnection,
    viewer: Option<Viewer>,
    scoreboard: Now,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Scoreboard")]
struct Now {
    as_of: DateTime,
}

#[derive(cynic::QueryFragment, Debug)]
struct IntroductionConnection {
    nodes: Vec<Introduction>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Debug)]
struct Introduction {
    id: cynic::Id,
    from: Option<Named>,
    to: Option<Named>,
    message: String,
    state: IntroductionState,
    requested_at: DateTime,
    expires_at: DateTime,
    decline_reason: Option<String>,
    listing: Option<Listing>,
    contacts: Vec<Contact>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Listing {
    title: String,
}

#[derive(cynic::QueryFragment, Debug)]
struct Contact {
    name: String,
    email: String,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

/// A view of the inbox: what is asked for, and whether closed ones are shown.
const VIEWS: [&str; 3] = ["received", "sent", "closed"];

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let query = visit.query()?;
    let view = VIEWS.into_iter().find(|view| *view == query.get("view")).unwrap_or(VIEWS[0]);
    let direction = match view {
        "received" => Some(IntroductionDirection::Received),
        "sent" => Some(IntroductionDirection::Sent),
        _ => None,
    };
    let variables = InboxVariables { filter: IntroductionFilter { direction, state: None }, after: query.some("after") };
    let read = visit.client.run(Inbox::build(variables)).await?;
    let language = visit.language;
    // What has come to nothing has a view of its own.
    let closed = |entry: &&Introduction| ["DECLINED", "EXPIRED", "WITHDRAWN"].iter().any(|state| entry.state.is(state));
    let shown: Vec<_> = read.introductions.nodes.iter().filter(|entry| closed(entry) == (view == "closed")).collect();
    let names = [said::received(), said::sent(), said::closed()];
    let entries: Vec<_> = VIEWS
        .into_iter()
        .zip(names)
        .map(|(one, name)| (format!("{}?view={one}", visit.to("/introductions")), language.say(name), one == view))
        .collect();
    let main = html! {
        h1 { (language.say(said::title())) }
        (tabs(&language.text(said::title()), &entries))
        @if shown.is_empty() { (empty(&language.say(said::none()), Some((visit.to("/matches"), language.say(said::to_matches()))))) }
        ul class="cards" { @for entry in shown { li class="card" { (card(visit, entry, view == "received", &read.scoreboard.as_of)) } } }
        (onward(visit, &read.introductions.page_info, &format!("/introductions?view={view}")))
    };
    Ok(Page::new(language.text(said::title()), main, read.viewer))
}

fn card(visit: &Visit, entry: &Introduction, received: bool, now: &DateTime) -> Markup {
    let language = visit.language;
    let tone = match entry.state.0.as_str() {
        "ACCEPTED" => Tone::Good,
        "PENDING" => Tone::Warn,
        _ => Tone::Plain,
    };
    html! {
        h3 {
            @if let Some(from) = &entry.from { (from.link(language)) } " → " @if let Some(to) = &entry.to { (to.link(language)) }
        }
        p { (mark(tone, &entry.state.say(language))) " " (day(language, &entry.requested_at)) }
        @if let Some(listing) = &entry.listing { p class="quiet" { (language.say(said::about(&listing.title))) } }
        (prose(&entry.message))
        @if entry.state.is("PENDING") {
            p class="quiet" { (language.say(said::expires())) " " (day(language, &entry.expires_at)) @if let Some(far) = days_from(language, &now.0, &entry.expires_at.0) { " (" (far) ")" } }
            @if received {
                div class="actions" {
                    (button(visit, &visit.to("/introductions/accept"), "", &[("id", entry.id.inner())], &language.say(said::accept())))
                    a class="button second" href={ (visit.to("/introductions/decline")) "?id=" (crate::address::encoded(entry.id.inner())) } { (language.say(said::decline())) }
                }
            }
        }
        @if let Some(reason) = &entry.decline_reason { p class="quiet" { (language.say(said::declined_because())) } blockquote { (prose(reason)) } }
        @if !entry.contacts.is_empty() {
            h4 { (language.say(said::contacts())) }
            ul class="rows" { @for contact in &entry.contacts { li { (written(&contact.name)) " · " a href={ "mailto:" (contact.email) } dir="ltr" { (contact.email) } } } }
            p class="actions" { a href=(visit.to("/agreements/new")) { (language.say(said::to_agreement())) } }
        }
    }
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    let variables = InboxVariables { filter: IntroductionFilter { direction: None, state: None }, after: None };
    [vec![Inbox::build(variables).query], request::operations(), answer::operations()].concat()
}
