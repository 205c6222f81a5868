//! Joint ventures: the list, one with everything that is known of it, and every step that a party takes.

mod answer;
mod milestone;
mod one;
mod outcome;
mod propose;
mod stage;
mod story;

use axum::{Router, response::Response, routing::get};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    address::encoded,
    component::{Tone, empty, mark, onward},
    fault::Fault,
    fragment::{Named, Proposal},
    layout::Viewer,
    message::ventures as said,
    number::day,
    router::Site,
    schema,
    value::{DateTime, PageInfo},
    visit::Visit,
    word::{VentureHealth, VentureStage},
    words::written,
};

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/{language}/ventures", get(show))
        .route("/{language}/ventures/one", get(one::show))
        .route("/{language}/ventures/new", get(propose::show).post(propose::send))
        .route("/{language}/ventures/confirm", get(answer::show_confirm).post(answer::confirm))
        .route("/{language}/ventures/dispute", get(answer::show_dispute).post(answer::dispute))
        .route("/{language}/ventures/stage", get(stage::show).post(stage::send))
        .route("/{language}/ventures/milestone", get(milestone::show).post(milestone::send))
        .route("/{language}/ventures/outcome", get(outcome::show).post(outcome::send))
        .route("/{language}/ventures/outcome/confirm", axum::routing::post(outcome::confirm))
}

#[derive(cynic::QueryVariables, Debug)]
struct VenturesVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "VenturesVariables")]
struct Ventures {
    #[arguments(first: 30, after: $after)]
    joint_ventures: JointVentureConnection,
}

#[derive(cynic::QueryFragment, Debug)]
struct JointVentureConnection {
    nodes: Vec<JointVenture>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Debug)]
struct JointVenture {
    id: cynic::Id,
    title: String,
    stage: VentureStage,
    health: VentureHealth,
    touched_at: DateTime,
    parties: Vec<Named>,
    proposal: Proposal,
    proposed_stage: Option<VentureStageChange>,
}

#[derive(cynic::QueryFragment, Debug)]
struct VentureStageChange {
    proposal: Proposal,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct VentureStages {
    scoreboard: Scoreboard,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Scoreboard {
    stages: Vec<StageCount>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ScoreboardStage")]
struct StageCount {
    stage: VentureStage,
    joint_ventures: i32,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let read = visit.client.run(VentureStages::build(())).await?;
    let language = visit.language;
    let Some(company) = read.viewer.as_ref().and_then(|viewer| viewer.company.clone()) else {
        return Ok(everybody(visit, read));
    };
    let after = visit.query()?.some("after");
    let own = visit.client.run(Ventures::build(VenturesVariables { after })).await?.joint_ventures;
    let main = html! {
        div class="head" {
            h1 { (language.say(said::title())) }
            @if company.state.is("VERIFIED") { p class="actions" { a class="button" href=(visit.to("/ventures/new")) { (language.say(said::log())) } } }
        }
        @if own.nodes.is_empty() { (empty(&language.say(said::none()), Some((visit.to("/ventures/new"), language.say(said::log()))))) }
        ul class="cards" { @for venture in &own.nodes { li class="card" { (card(visit, venture, &company.id)) } } }
        (onward(visit, &own.page_info, "/ventures"))
    };
    Ok(Page::new(language.text(said::title()), main, read.viewer))
}

/// What everybody may know of the ventures: how many stand at which stage.
fn everybody(visit: &Visit, read: VentureStages) -> Page {
    let language = visit.language;
    let stages: Vec<_> = read.scoreboard.stages.iter().filter(|entry| entry.joint_ventures > 0).collect();
    let main = html! {
        h1 { (language.say(said::title())) }
        p class="lead" { (language.say(said::everybody())) }
        @if stages.is_empty() { (empty(&language.say(said::none_public()), None)) }
        ul class="funnel" {
            @for entry in &stages { li { strong { (crate::number::grouped(language, entry.joint_ventures.into())) } span { (entry.stage.say(language)) } } }
        }
        p class="actions" { a class="button" href=(visit.to("/sign-in")) { (language.say(said::sign_in())) } }
    };
    Page { about: Some(language.text(said::everybody())), ..Page::new(language.text(said::title()), main, read.viewer) }
}

/// How it goes, as a word in a frame.
fn health(language: crate::language::Language, health: &VentureHealth) -> Markup {
    let tone = match health.0.as_str() {
        "ON_TRACK" => Tone::Good,
        "AT_RISK" | "DORMANT" => Tone::Warn,
        _ => Tone::Wrong,
    };
    mark(tone, &health.say(language))
}

fn card(visit: &Visit, venture: &JointVenture, own: &cynic::Id) -> Markup {
    let language = visit.language;
    let waits = venture.proposal.waits_for(own) || venture.proposed_stage.as_ref().is_some_and(|stage| stage.proposal.waits_for(own));
    html! {
        h2 class="h3" { a href={ (visit.to("/ventures/one")) "?id=" (encoded(venture.id.inner())) } { (written(&venture.title)) } }
        p { (mark(Tone::Plain, &venture.stage.say(language))) " " (health(language, &venture.health)) @if waits { " " (mark(Tone::Warn, &language.say(said::waits_for_you()))) } }
        p class="quiet" { @for (index, party) in venture.parties.iter().enumerate() { @if index > 0 { " · " } (written(&party.name)) } }
        p class="quiet" { (language.say(said::last_word())) " " (day(language, &venture.touched_at)) }
    }
}

/// The address of one venture.
fn one_address(visit: &Visit, id: &str) -> String {
    format!("{}?id={}", visit.to("/ventures/one"), encoded(id))
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    let own = vec![Ventures::build(VenturesVariables { after: None }).query, VentureStages::build(()).query];
    [own, one::operations(), answer::operations(), stage::operations(), milestone::operations(), outcome::operations(), propose::operations()].concat()
}
