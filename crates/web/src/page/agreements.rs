//! Agreements: those of one's own company and those between the states, each with its versions and what the parties say.

mod answer;
mod one;
mod propose;

use axum::{Router, response::Response, routing::get};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    address::encoded,
    component::{empty, onward, tabs},
    fault::Fault,
    fragment::{Named, Proposal},
    layout::Viewer,
    message::agreements as said,
    number::{date, day_in_words, money},
    router::Site,
    schema,
    value::{Date, Money, PageInfo},
    visit::Visit,
    word::{AgreementKind, AgreementLevel},
    words::{english, written},
};

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/{language}/agreements", get(show))
        .route("/{language}/agreements/one", get(one::show))
        .route("/{language}/agreements/new", get(propose::show).post(propose::send))
        .route("/{language}/agreements/confirm", get(answer::show_confirm).post(answer::confirm))
        .route("/{language}/agreements/dispute", get(answer::show_dispute).post(answer::dispute))
}

#[derive(cynic::QueryVariables, Debug)]
struct AgreementsVariables {
    level: AgreementLevel,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "AgreementsVariables")]
struct Agreements {
    #[arguments(first: 30, after: $after, where: { level: $level })]
    agreements: AgreementConnection,
}

#[derive(cynic::QueryFragment, Debug)]
struct AgreementConnection {
    nodes: Vec<Agreement>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Debug)]
struct Agreement {
    id: cynic::Id,
    kind: AgreementKind,
    title: String,
    parties: Vec<Named>,
    record: Option<Record>,
    proposal: Option<Proposal>,
    terms: Option<Terms>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "StatePaperRecord")]
struct Record {
    date: Option<String>,
    status: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AgreementTerms")]
struct Terms {
    signed_on: Date,
    value: Option<Money>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct WhoReads {
    viewer: Option<Viewer>,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let query = visit.query()?;
    let viewer = visit.client.run(WhoReads::build(())).await?.viewer;
    let own = viewer.as_ref().and_then(|viewer| viewer.company.as_ref());
    // Whoever acts for no company has none of his own.
    let states = own.is_none() || query.get("view") == "states";
    let level = AgreementLevel::of(if states { "STATES" } else { "COMPANIES" });
    let read = visit.client.run(Agreements::build(AgreementsVariables { level, after: query.some("after") })).await?;
    let language = visit.language;
    let views = [("own", said::own(), !states), ("states", said::states(), states)];
    let entries: Vec<_> =
        views.into_iter().map(|(view, name, here)| (format!("{}?view={view}", visit.to("/agreements")), language.say(name), here)).collect();
    let list = &read.agreements;
    let main = html! {
        div class="head" {
            h1 { (language.say(said::title())) }
            @if own.is_some_and(|own| own.state.is("VERIFIED")) { p class="actions" { a class="button" href=(visit.to("/agreements/new")) { (language.say(said::log())) } } }
        }
        @if own.is_some() { (tabs(&language.text(said::title()), &entries)) } @else { p class="lead" { (language.say(said::states_lead())) } }
        @if list.nodes.is_empty() { (empty(&language.say(said::none()), own.map(|_| (visit.to("/agreements/new"), language.say(said::log()))))) }
        ul class="rows linked" { @for agreement in &list.nodes { li { (row(visit, agreement, own.map(|own| &own.id))) } } }
        (onward(visit, &list.page_info, if states { "/agreements?view=states" } else { "/agreements?view=own" }))
    };
    Ok(Page::new(language.text(said::title()), main, viewer))
}

fn row(visit: &Visit, agreement: &Agreement, own: Option<&cynic::Id>) -> Markup {
    let language = visit.language;
    html! {
        a href={ (visit.to("/agreements/one")) "?id=" (encoded(agreement.id.inner())) } { strong { (written(&agreement.title)) } }
        " " span class="tag" { (agreement.kind.say(language)) }
        @if let Some(proposal) = &agreement.proposal {
            " " (proposal.mark(language))
            @if own.is_some_and(|own| proposal.waits_for(own)) { " " span class="mark warn" { (language.say(said::waits_for_you())) } }
        }
        p class="quiet" {
            @for (index, party) in agreement.parties.iter().enumerate() { @if index > 0 { " · " } (written(&party.name)) }
            @if let Some(record) = &agreement.record {
                @if let Some(date) = &record.date { bdi { (day_in_words(language, date)) } " · " } (english(language, &record.status))
            }
            @if let Some(terms) = &agreement.terms { " · " (date(language, &terms.signed_on)) @if let Some(value) = &terms.value { " · " (money(language, value)) } }
        }
    }
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    let list = Agreements::build(AgreementsVariables { level: AgreementLevel::of("STATES"), after: None }).query;
    [vec![list, WhoReads::build(()).query], one::operations(), propose::operations(), answer::operations()].concat()
}
