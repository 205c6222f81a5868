//! Matches: companies of the other country that fit, with the reasons in sentences.

use axum::{Router, response::Response, routing::get};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    address::encoded,
    component::{empty, onward},
    fault::Fault,
    fragment::Named,
    language::Language,
    layout::Viewer,
    message::matches as said,
    router::Site,
    schema,
    value::{LocalizedText, PageInfo},
    visit::Visit,
    word::MatchReasonCode,
    words::english,
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/matches", get(show))
}

#[derive(cynic::QueryVariables, Debug)]
struct MatchesVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "MatchesVariables")]
struct Matches {
    #[arguments(first: 10, after: $after)]
    matches: MatchConnection,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct MatchConnection {
    nodes: Vec<Match>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Debug)]
struct Match {
    company: Option<Named>,
    score: i32,
    my_part: i32,
    their_part: i32,
    reasons: Vec<MatchReason>,
}

#[derive(cynic::QueryFragment, Debug)]
struct MatchReason {
    code: MatchReasonCode,
    direction: Option<MatchDirection>,
    explanation: Option<String>,
    hs_chapter: Option<String>,
    listings: Vec<Listing>,
    subsectors: Vec<Subsector>,
}

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum MatchDirection {
    MyNeed,
    TheirNeed,
}

#[derive(cynic::QueryFragment, Debug)]
struct Listing {
    title: String,
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
    let after = visit.query()?.some("after");
    let read = visit.client.run(Matches::build(MatchesVariables { after })).await?;
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::title())) }
        p class="lead" { (language.say(said::lead())) }
        @if read.matches.nodes.is_empty() { (empty(&language.say(said::none()), Some((visit.to("/listings/new"), language.say(said::write_listing()))))) }
        ul class="cards" { @for found in &read.matches.nodes { li class="card" { (card(visit, found)) } } }
        (onward(visit, &read.matches.page_info, "/matches"))
    };
    Ok(Page::new(language.text(said::title()), main, read.viewer))
}

fn card(visit: &Visit, found: &Match) -> Markup {
    let language = visit.language;
    let score = (found.score + 50) / 100;
    html! {
        @if let Some(company) = &found.company { h3 { (company.link(language)) } }
        p { (language.say(said::score(score))) " " progress class="meter" max="100" value=(score) aria-hidden="true" {} }
        p class="quiet" { (language.say(said::parts(found.my_part, found.their_part))) }
        ul class="rows" { @for reason in &found.reasons { li { (sentence(language, reason)) } } }
        @if let Some(company) = &found.company {
            p class="actions" {
                a class="button" href={ (visit.to("/introductions/new")) "?company=" (encoded(company.id.inner())) } { (language.say(said::introduce())) }
            }
        }
    }
}

/// A reason as a sentence, with what it rests on.
fn sentence(language: Language, reason: &MatchReason) -> Markup {
    let names = || -> Markup { html! { @for (index, subsector) in reason.subsectors.iter().enumerate() { @if index > 0 { " → " } (language.of(&subsector.name)) } } };
    let spoken = match (reason.code.0.as_str(), reason.direction) {
        ("SAME_SUBSECTOR", Some(MatchDirection::MyNeed)) => language.say(said::they_offer(names())),
        ("SAME_SUBSECTOR", Some(MatchDirection::TheirNeed)) => language.say(said::they_need(names())),
        ("SAME_HS_CHAPTER", _) if reason.hs_chapter.is_some() => {
            language.say(said::chapter(reason.hs_chapter.as_deref().unwrap_or_default()))
        }
        _ => html! { (reason.code.say(language)) @if !reason.subsectors.is_empty() { " " (names()) } },
    };
    html! {
        (spoken)
        @if let Some(explanation) = &reason.explanation { p class="quiet" { (english(language, explanation)) } }
        @if !reason.listings.is_empty() {
            p class="quiet" { @for (index, listing) in reason.listings.iter().enumerate() { @if index > 0 { " · " } bdi { (listing.title) } } }
        }
    }
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    vec![Matches::build(MatchesVariables { after: None }).query]
}
