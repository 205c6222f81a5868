//! The desk: what waits for whoever has signed in.

use axum::{Router, response::Response, routing::get};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    component::{Tone, empty, mark},
    fault::Fault,
    fragment::Proposal,
    layout::{Viewer, ViewerCompany},
    message::{Said, desk as said},
    router::Site,
    schema,
    visit::Visit,
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/desk", get(show))
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct DeskOwner {
    viewer: Option<Viewer>,
}

/// What may wait for a company.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct DeskOfCompany {
    #[arguments(first: 50, where: { direction: RECEIVED, state: PENDING })]
    introductions: IntroductionConnection,
    #[arguments(first: 50, where: { level: COMPANIES })]
    agreements: AgreementConnection,
    #[arguments(first: 50)]
    joint_ventures: JointVentureConnection,
}

#[derive(cynic::QueryFragment, Debug)]
struct IntroductionConnection {
    nodes: Vec<Introduction>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Introduction {
    #[expect(dead_code, reason = "only how many there are matters")]
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
struct AgreementConnection {
    nodes: Vec<Agreement>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Agreement {
    proposal: Option<Proposal>,
}

#[derive(cynic::QueryFragment, Debug)]
struct JointVentureConnection {
    nodes: Vec<JointVenture>,
}

#[derive(cynic::QueryFragment, Debug)]
struct JointVenture {
    proposal: Proposal,
    proposed_stage: Option<VentureStageChange>,
    outcomes: Vec<Outcome>,
}

#[derive(cynic::QueryFragment, Debug)]
struct VentureStageChange {
    proposal: Proposal,
}

#[derive(cynic::QueryFragment, Debug)]
struct Outcome {
    proposal: Proposal,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct DeskOfStaff {
    #[arguments(first: 50, where: { state: OPEN })]
    moderation_cases: ModerationCaseConnection,
}

#[derive(cynic::QueryFragment, Debug)]
struct ModerationCaseConnection {
    nodes: Vec<ModerationCase>,
}

#[derive(cynic::QueryFragment, Debug)]
struct ModerationCase {
    #[expect(dead_code, reason = "only how many there are matters")]
    id: cynic::Id,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let viewer = visit.client.run(DeskOwner::build(())).await?.viewer.ok_or(Fault::SignInNeeded)?;
    let language = visit.language;
    let mut waiting: Vec<(String, usize, Said)> = Vec::new();
    if let Some(company) = &viewer.company {
        let read = visit.client.run(DeskOfCompany::build(())).await?;
        let own = &company.id;
        let papers = read.agreements.nodes.iter().filter(|paper| paper.proposal.as_ref().is_some_and(|version| version.waits_for(own)));
        let ventures = read.joint_ventures.nodes.iter().filter(|venture| {
            venture.proposal.waits_for(own)
                || venture.proposed_stage.as_ref().is_some_and(|stage| stage.proposal.waits_for(own))
                || venture.outcomes.iter().any(|outcome| outcome.proposal.waits_for(own))
        });
        waiting.push((visit.to("/introductions"), read.introductions.nodes.len(), said::introductions(read.introductions.nodes.len())));
        let (papers, ventures) = (papers.count(), ventures.count());
        waiting.push((visit.to("/agreements"), papers, said::agreements(papers)));
        waiting.push((visit.to("/ventures"), ventures, said::ventures(ventures)));
    }
    if viewer.staff.is_some() {
        let cases = visit.client.run(DeskOfStaff::build(())).await?.moderation_cases.nodes.len();
        waiting.push((visit.to("/moderation"), cases, said::cases(cases)));
    }
    waiting.retain(|(_, number, _)| *number > 0);
    let main = html! {
        h1 { (language.say(said::title(&viewer.user.name))) }
        @if let Some(company) = &viewer.company { (standing(visit, company)) }
        section aria-labelledby="waiting" {
            h2 id="waiting" { (language.say(said::waiting())) }
            @if waiting.is_empty() { (empty(&language.say(said::nothing_waits()), None)) }
            @else {
                ul class="todo" {
                    @for (to, number, sentence) in waiting { li { a href=(to) { strong aria-hidden="true" { (number) } span { (language.say(sentence)) } } } }
                }
            }
        }
        (next(visit, &viewer))
    };
    Ok(Page::new(language.text(said::title(&viewer.user.name)), main, Some(viewer)))
}

/// The company one acts for, and what its state means.
fn standing(visit: &Visit, company: &ViewerCompany) -> Markup {
    let language = visit.language;
    let (tone, sentence) = match company.state.0.as_str() {
        "VERIFIED" => (Tone::Good, said::verified()),
        "DRAFT" => (Tone::Warn, said::draft()),
        "REJECTED" => (Tone::Wrong, said::rejected()),
        "SUSPENDED" => (Tone::Wrong, said::suspended()),
        _ => (Tone::Warn, said::in_review()),
    };
    html! {
        div class="card" {
            p { strong { bdi { (company.name) } } " " (mark(tone, &company.state.say(language))) }
            p { (language.say(sentence)) }
            p class="actions" { a href=(visit.to("/company")) { (language.say(said::my_company())) } }
        }
    }
}

/// What one may want to do next.
fn next(visit: &Visit, viewer: &Viewer) -> Markup {
    let language = visit.language;
    let verified = viewer.company.as_ref().is_some_and(|company| company.state.is("VERIFIED"));
    let steps: Vec<(&str, Said)> = match (&viewer.company, &viewer.staff) {
        (Some(_), _) if verified => vec![
            ("/listings/new", said::next_listing()),
            ("/matches", said::next_matches()),
            ("/agreements/new", said::next_agreement()),
            ("/ventures/new", said::next_venture()),
        ],
        (Some(_), _) => vec![("/company", said::my_company()), ("/listings/new", said::next_listing()), ("/companies", said::next_browse())],
        (None, Some(_)) => vec![("/moderation", said::next_moderation())],
        (None, None) => vec![("/register/company", said::next_register()), ("/account", said::next_account())],
    };
    html! {
        section aria-labelledby="next" {
            h2 id="next" { (language.say(said::next())) }
            ul class="rows linked" { @for (to, name) in steps { li { a href=(visit.to(to)) { (language.say(name)) } } } }
        }
    }
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    vec![DeskOwner::build(()).query, DeskOfCompany::build(()).query, DeskOfStaff::build(()).query]
}
