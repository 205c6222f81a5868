//! One's own listings: drafts, what is published, what is closed.

mod edit;

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    address::encoded,
    component::{Tone, button, empty, mark, onward},
    fault::Fault,
    layout::Viewer,
    message::listings as said,
    number::{day, money},
    router::Site,
    schema,
    value::{DateTime, LocalizedText, Money, PageInfo},
    visit::Visit,
    word::{ListingKind, ListingState},
    words::written,
};

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/{language}/listings", get(show))
        .route("/{language}/listings/new", get(edit::show).post(edit::send))
        .route("/{language}/listings/publish", post(edit::publish))
        .route("/{language}/listings/close", get(edit::show_close).post(edit::close))
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct OwnCompany {
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryVariables, Debug)]
struct OwnListingsVariables<'a> {
    company: &'a cynic::Id,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "OwnListingsVariables")]
struct OwnListings {
    #[arguments(first: 50, after: $after, where: { company: $company })]
    listings: ListingConnection,
}

#[derive(cynic::QueryFragment, Debug)]
struct ListingConnection {
    nodes: Vec<Listing>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Debug)]
struct Listing {
    id: cynic::Id,
    kind: ListingKind,
    state: ListingState,
    title: String,
    subsector: Option<Subsector>,
    value: Option<Money>,
    expires_at: DateTime,
}

#[derive(cynic::QueryFragment, Debug)]
struct Subsector {
    name: LocalizedText,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let viewer = visit.client.run(OwnCompany::build(())).await?.viewer.ok_or(Fault::SignInNeeded)?;
    let company = viewer.company.as_ref().ok_or(Fault::Forbidden)?;
    let after = visit.query()?.some("after");
    let read = visit.client.run(OwnListings::build(OwnListingsVariables { company: &company.id, after })).await?;
    let language = visit.language;
    let verified = company.state.is("VERIFIED");
    let main = html! {
        div class="head" {
            h1 { (language.say(said::title())) }
            p class="actions" { a class="button" href=(visit.to("/listings/new")) { (language.say(said::write())) } }
        }
        @if !verified { p class="notice-box" { (language.say(said::not_verified())) } }
        @if read.listings.nodes.is_empty() { (empty(&language.say(said::none()), Some((visit.to("/listings/new"), language.say(said::write()))))) }
        ul class="cards" { @for listing in &read.listings.nodes { li class="card" { (card(visit, listing, verified)) } } }
        (onward(visit, &read.listings.page_info, "/listings"))
    };
    Ok(Page::new(language.text(said::title()), main, Some(viewer)))
}

fn card(visit: &Visit, listing: &Listing, verified: bool) -> Markup {
    let language = visit.language;
    let tone = match listing.state.0.as_str() {
        "PUBLISHED" => Tone::Good,
        "DRAFT" => Tone::Warn,
        _ => Tone::Plain,
    };
    html! {
        h2 class="h3" { (written(&listing.title)) }
        p { (mark(Tone::Plain, &listing.kind.say(language))) " " (mark(tone, &listing.state.say(language))) }
        @if let Some(subsector) = &listing.subsector { p { span class="tag" { (language.of(&subsector.name)) } } }
        @if let Some(value) = &listing.value { p { (money(language, value)) } }
        p class="quiet" { (language.say(said::open_until())) " " (day(language, &listing.expires_at)) }
        div class="actions" {
            @if listing.state.is("DRAFT") && verified {
                (button(visit, &visit.to("/listings/publish"), "", &[("id", listing.id.inner())], &language.say(said::publish())))
            }
            @if listing.state.is("DRAFT") || listing.state.is("PUBLISHED") {
                a href={ (visit.to("/listings/close")) "?id=" (encoded(listing.id.inner())) } { (language.say(said::close())) }
            }
        }
    }
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    let id = cynic::Id::new("");
    let own = OwnListings::build(OwnListingsVariables { company: &id, after: None }).query;
    [vec![OwnCompany::build(()).query, own], edit::operations()].concat()
}
