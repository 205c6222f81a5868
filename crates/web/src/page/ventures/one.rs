//! One venture: stage and what is missing for the next, terms, milestones, outcomes, and what happened when.

use axum::response::Response;
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::{health, one_address, story};
use crate::{
    address::encoded,
    component::{Tone, back, button, facts, mark, stepper, timeline},
    fault::Fault,
    fragment::{Named, Proposal, name_of},
    language::Language,
    layout::Viewer,
    message::ventures as said,
    number::{date, day, money},
    page::Page,
    schema,
    value::{Date, DateTime, LocalizedText, Money},
    visit::Visit,
    word::{
        Confidentiality, ContributionKind, ENDS, MilestoneState, OutcomeKind, VentureHealth, VentureMissing, VenturePartyRole, VentureStage,
        VentureStructure, WAY,
    },
    words::{english, prose, written},
};

#[derive(cynic::QueryVariables)]
struct OneVariables<'a> {
    id: &'a cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "OneVariables")]
struct OneVenture {
    #[arguments(id: $id)]
    node: Option<Node>,
    viewer: Option<Viewer>,
}

#[derive(cynic::InlineFragments, Debug)]
enum Node {
    JointVenture(Box<JointVenture>),
    #[cynic(fallback)]
    Other,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct JointVenture {
    pub id: cynic::Id,
    pub title: String,
    pub stage: VentureStage,
    health: VentureHealth,
    end_reason: Option<String>,
    pub proposal: Proposal,
    pub proposed_stage: Option<StageChange>,
    pub missing_for_next_stage: Vec<VentureMissing>,
    pub stage_history: Vec<StageChange>,
    pub terms: VentureTerms,
    pub versions: Vec<VentureVersion>,
    pub milestones: Vec<Milestone>,
    pub outcomes: Vec<Outcome>,
    ownership_rules: Vec<OwnershipRule>,
    pub proposed_at: DateTime,
    touched_at: DateTime,
    agreement: Option<Agreement>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Agreement {
    id: cynic::Id,
    title: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "VentureStageChange")]
pub(super) struct StageChange {
    pub to: VentureStage,
    pub note: Option<String>,
    pub reason: Option<String>,
    pub proposal: Proposal,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct VentureVersion {
    pub title: String,
    pub terms: VentureTerms,
    pub proposal: Proposal,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct VentureTerms {
    pub capital: Option<Money>,
    pub confidentiality: Confidentiality,
    pub parties: Vec<VentureParty>,
    pub region: Option<Region>,
    pub structure: VentureStructure,
    pub subsectors: Vec<Subsector>,
    pub summary: String,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct VentureParty {
    pub company: Option<Named>,
    pub role: VenturePartyRole,
    pub stake_basis_points: Option<i32>,
    pub contributions: Vec<Contribution>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Contribution {
    pub kind: ContributionKind,
    pub value: Option<Money>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Region {
    pub name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Subsector {
    pub name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Milestone {
    pub id: cynic::Id,
    pub title: String,
    pub due: Date,
    pub original_due: Date,
    pub state: MilestoneState,
    pub evidence: Option<String>,
    pub changes: Vec<DueChange>,
    pub logged_at: DateTime,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct DueChange {
    pub at: DateTime,
    pub from: Date,
    pub to: Date,
    pub reason: String,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Outcome {
    pub id: cynic::Id,
    pub kind: OutcomeKind,
    pub from: Date,
    pub to: Date,
    pub jobs: Option<i32>,
    pub value: Option<Money>,
    pub evidence: String,
    pub proposal: Proposal,
}

#[derive(cynic::QueryFragment, Debug)]
struct OwnershipRule {
    rule: String,
    as_of: String,
    sources: Vec<String>,
}

/// Reads a venture, and whoever reads it.
pub(super) async fn read(visit: &Visit, id: &str) -> Result<(JointVenture, Option<Viewer>), Fault> {
    let id = cynic::Id::new(id);
    let read = visit.client.run(OneVenture::build(OneVariables { id: &id })).await?;
    match read.node {
        Some(Node::JointVenture(venture)) => Ok((*venture, read.viewer)),
        _ => Err(Fault::NotFound),
    }
}

pub(super) async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let (venture, viewer) = read(visit, visit.query()?.get("id")).await?;
    let language = visit.language;
    let own = viewer.as_ref().and_then(|viewer| viewer.company.as_ref()).map(|company| &company.id);
    let party = own.filter(|own| venture.terms.parties.iter().any(|party| party.company.as_ref().is_some_and(|company| &company.id == *own)));
    let main = html! {
        (back(&visit.to("/ventures"), &language.say(said::all())))
        article {
            h1 { (written(&venture.title)) }
            p { (mark(Tone::Plain, &venture.stage.say(language))) " " (health(language, &venture.health)) " " span class="quiet" { (language.say(said::last_word())) " " (day(language, &venture.touched_at)) } }
            (stages(language, &venture))
            @if let Some(own) = party { (waiting(visit, &venture, own)) }
            (next(visit, &venture, party.is_some()))
            (terms(visit, &venture))
            (milestones(visit, &venture, party.is_some()))
            (outcomes(visit, &venture, party))
            (rules(language, &venture.ownership_rules))
            section aria-labelledby="story" { h2 id="story" { (language.say(said::story())) } (timeline(&story::entries(language, &venture))) }
        }
    };
    Ok(Page::new(venture.title.clone(), main, viewer))
}

fn stages(language: Language, venture: &JointVenture) -> Markup {
    let reached = WAY.iter().position(|stage| venture.stage.is(stage));
    let steps: Vec<_> = WAY.iter().map(|stage| VentureStage::of(stage).say(language)).collect();
    html! {
        @match reached {
            Some(reached) => (stepper(&language.text(said::stages()), &steps, reached)),
            None => div class="notice-box" { p { (venture.stage.say(language)) } @if let Some(reason) = &venture.end_reason { blockquote { (prose(reason)) } } },
        }
    }
}

/// What waits for the word of the reader's company.
fn waiting(visit: &Visit, venture: &JointVenture, own: &cynic::Id) -> Markup {
    let language = visit.language;
    let stage = venture.proposed_stage.as_ref().filter(|stage| stage.proposal.waits_for(own));
    let question = match stage {
        Some(stage) => Some(said::stage_waits(stage.to.say(language))),
        None if venture.proposal.waits_for(own) => Some(said::terms_wait()),
        None => None,
    };
    let id = encoded(venture.id.inner());
    html! {
        @if let Some(question) = question {
            div class="notice-box" {
                p { (language.say(question)) }
                @if let Some(note) = stage.and_then(|stage| stage.note.as_ref()) { blockquote { (prose(note)) } }
                p class="actions" {
                    a class="button" href={ (visit.to("/ventures/confirm")) "?id=" (id) } { (language.say(said::confirm())) }
                    a class="button second" href={ (visit.to("/ventures/dispute")) "?id=" (id) } { (language.say(said::dispute())) }
                }
            }
        }
    }
}

/// What the next stage still asks for, and the step to it.
fn next(visit: &Visit, venture: &JointVenture, party: bool) -> Markup {
    let language = visit.language;
    let ended = ENDS.iter().any(|end| venture.stage.is(end)) || venture.stage.is("COMPLETED");
    html! {
        @if !ended {
            section aria-labelledby="next" {
                h2 id="next" { (language.say(said::next())) }
                @if venture.missing_for_next_stage.is_empty() { p { (language.say(said::nothing_missing())) } }
                @else { ul { @for missing in &venture.missing_for_next_stage { li { (missing.say(language)) } } } }
                @if party {
                    p class="actions" {
                        a class="button" href={ (visit.to("/ventures/stage")) "?id=" (encoded(venture.id.inner())) } { (language.say(said::propose_stage())) }
                    }
                }
            }
        }
    }
}

/// A stake in hundredths of a per cent, as people write it.
pub(super) fn stake(language: Language, points: i32) -> String {
    let (whole, rest) = (points / 100, points % 100);
    let mark = if matches!(language, Language::English | Language::Urdu) { '.' } else { ',' };
    match rest {
        0 => format!("{whole}%"),
        rest => format!("{whole}{mark}{rest:02}%"),
    }
}

/// The parties with what each holds and brings.
pub(super) fn parties(language: Language, terms: &VentureTerms) -> Markup {
    html! {
        ul class="rows" {
            @for party in &terms.parties {
                li {
                    strong { (name_of(party.company.as_ref(), language)) } " · " (party.role.say(language))
                    @if let Some(points) = party.stake_basis_points { " · " bdi dir="ltr" { (stake(language, points)) } }
                    @for contribution in &party.contributions {
                        p class="quiet" { (contribution.kind.say(language)) @if let Some(value) = &contribution.value { " " (money(language, value)) } }
                    }
                }
            }
        }
    }
}

fn terms(visit: &Visit, venture: &JointVenture) -> Markup {
    let language = visit.language;
    let terms = &venture.terms;
    let pairs = [
        (language.say(said::structure()), Some(terms.structure.say(language))),
        (language.say(said::capital()), terms.capital.as_ref().map(|capital| money(language, capital))),
        (language.say(said::region()), terms.region.as_ref().map(|region| language.of(&region.name))),
        (language.say(said::confidentiality()), Some(terms.confidentiality.say(language))),
        (
            language.say(said::agreement()),
            venture.agreement.as_ref().map(|paper| html! { a href={ (visit.to("/agreements/one")) "?id=" (encoded(paper.id.inner())) } { (written(&paper.title)) } }),
        ),
    ];
    html! {
        section aria-labelledby="terms" {
            h2 id="terms" { (language.say(said::terms())) }
            (venture.proposal.story(language))
            (facts(&pairs))
            (parties(language, terms))
            ul class="tags" { @for subsector in &terms.subsectors { li class="tag" { (language.of(&subsector.name)) } } }
            @if !terms.summary.is_empty() { (prose(&terms.summary)) }
            @if venture.versions.len() > 1 { (story::compared(language, &venture.versions)) }
        }
    }
}

fn milestones(visit: &Visit, venture: &JointVenture, party: bool) -> Markup {
    let language = visit.language;
    let id = encoded(venture.id.inner());
    let tone = |state: &MilestoneState| match state.0.as_str() {
        "MET" => Tone::Good,
        "OPEN" => Tone::Plain,
        "PARTLY_MET" => Tone::Warn,
        _ => Tone::Wrong,
    };
    html! {
        section aria-labelledby="milestones" {
            h2 id="milestones" { (language.say(said::milestones())) }
            @if venture.milestones.is_empty() { p class="empty" { (language.say(said::no_milestones())) } }
            ul class="rows" {
                @for milestone in &venture.milestones {
                    li {
                        strong { (written(&milestone.title)) } " " (mark(tone(&milestone.state), &milestone.state.say(language)))
                        p {
                            @if milestone.due == milestone.original_due { (date(language, &milestone.due)) }
                            @else { span class="slip" { span class="hidden" { (language.say(said::was_due())) " " } (date(language, &milestone.original_due)) } " → " strong { (date(language, &milestone.due)) } }
                        }
                        @for change in &milestone.changes { p class="quiet" { (language.say(said::moved(date(language, &change.from), date(language, &change.to)))) " " (written(&change.reason)) } }
                        @if let Some(evidence) = &milestone.evidence { blockquote { (prose(evidence)) } }
                        @if party && milestone.state.is("OPEN") {
                            @let address = format!("{}?id={id}&milestone={}", visit.to("/ventures/milestone"), encoded(milestone.id.inner()));
                            p class="actions" { a href={ (address) "&do=settle" } { (language.say(said::settle())) } a href={ (address) "&do=move" } { (language.say(said::move_date())) } }
                        }
                    }
                }
            }
            @if party { p class="actions" { a class="button second" href={ (visit.to("/ventures/milestone")) "?id=" (id) "&do=promise" } { (language.say(said::add_milestone())) } } }
        }
    }
}

fn outcomes(visit: &Visit, venture: &JointVenture, party: Option<&cynic::Id>) -> Markup {
    let language = visit.language;
    html! {
        section aria-labelledby="outcomes" {
            h2 id="outcomes" { (language.say(said::outcomes())) }
            @if venture.outcomes.is_empty() { p class="empty" { (language.say(said::no_outcomes())) } }
            ul class="rows" {
                @for outcome in &venture.outcomes {
                    li {
                        strong { (outcome.kind.say(language)) }
                        @if let Some(value) = &outcome.value { " · " (money(language, value)) }
                        @if let Some(jobs) = outcome.jobs { " · " (language.say(said::jobs(jobs))) }
                        " " (outcome.proposal.mark(language))
                        p class="quiet" { (date(language, &outcome.from)) " – " (date(language, &outcome.to)) }
                        blockquote { (prose(&outcome.evidence)) }
                        @if party.is_some_and(|own| outcome.proposal.waits_for(own)) {
                            (button(visit, &visit.to("/ventures/outcome/confirm"), "", &[("id", venture.id.inner()), ("outcome", outcome.id.inner()), ("hash", &outcome.proposal.hash)], &language.say(said::confirm_outcome())))
                        }
                    }
                }
            }
            @if party.is_some() { p class="actions" { a class="button second" href={ (visit.to("/ventures/outcome")) "?id=" (encoded(venture.id.inner())) } { (language.say(said::report_outcome())) } } }
        }
    }
}

/// Rules of law that the parties should know of.
fn rules(language: Language, rules: &[OwnershipRule]) -> Markup {
    html! {
        @if !rules.is_empty() {
            section aria-labelledby="rules" {
                h2 id="rules" { (language.say(said::rules())) }
                p class="quiet" { (language.say(said::rules_how())) }
                ul class="rows" { @for rule in rules { li { (english(language, &rule.rule)) p class="quiet" { (english(language, &rule.as_of)) " · " @for source in &rule.sources { code { (source) } " " } } } } }
            }
        }
    }
}

/// Where a form about a venture goes back to.
pub(super) fn back_to(visit: &Visit, venture: &JointVenture) -> Markup {
    back(&one_address(visit, venture.id.inner()), &written(&venture.title))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    vec![OneVenture::build(OneVariables { id: &cynic::Id::new("") }).query]
}
