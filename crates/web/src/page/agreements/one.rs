//! One agreement: its terms, every version, and what each party said.

use axum::response::Response;
use cynic::QueryBuilder;
use maud::{Markup, html};

use crate::{
    address::encoded,
    component::{Version, back, facts, versions},
    fault::Fault,
    fragment::{Named, Proposal, name_of},
    language::Language,
    layout::Viewer,
    message::agreements as said,
    number::{date, day_in_words, list, money},
    page::Page,
    schema,
    value::{Date, LocalizedText, Money},
    visit::Visit,
    word::{AgreementKind, Confidentiality},
    words::{english, prose, written},
};

#[derive(cynic::QueryVariables)]
pub(super) struct OneVariables<'a> {
    id: &'a cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "OneVariables")]
struct OneAgreement {
    #[arguments(id: $id)]
    node: Option<Node>,
    viewer: Option<Viewer>,
}

#[derive(cynic::InlineFragments, Debug)]
enum Node {
    Agreement(Box<Agreement>),
    #[cynic(fallback)]
    Other,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Agreement {
    pub id: cynic::Id,
    pub title: String,
    pub kind: AgreementKind,
    parties: Vec<Named>,
    pub proposal: Option<Proposal>,
    terms: Option<AgreementTerms>,
    record: Option<StatePaperRecord>,
    versions: Vec<AgreementVersion>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AgreementVersion {
    kind: AgreementKind,
    title: String,
    terms: AgreementTerms,
    proposal: Proposal,
}

#[derive(cynic::QueryFragment, Debug)]
struct AgreementTerms {
    confidentiality: Confidentiality,
    estimate: bool,
    umbrella: bool,
    signed_on: Date,
    expires_on: Option<Date>,
    value: Option<Money>,
    summary: String,
    subsectors: Vec<Subsector>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Subsector {
    name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
struct StatePaperRecord {
    date: Option<String>,
    status: String,
    evidence: String,
    note: Option<String>,
    parties: Vec<String>,
    sources: Vec<String>,
    value: Option<Money>,
}

/// Reads an agreement, and whoever reads it.
pub(super) async fn read(visit: &Visit, id: &str) -> Result<(Agreement, Option<Viewer>), Fault> {
    let id = cynic::Id::new(id);
    let read = visit.client.run(OneAgreement::build(OneVariables { id: &id })).await?;
    match read.node {
        Some(Node::Agreement(agreement)) => Ok((*agreement, read.viewer)),
        _ => Err(Fault::NotFound),
    }
}

pub(super) async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let (agreement, viewer) = read(visit, visit.query()?.get("id")).await?;
    let language = visit.language;
    let main = html! {
        (back(&visit.to("/agreements"), &language.say(said::all())))
        article {
            h1 { (written(&agreement.title)) }
            p { span class="tag" { (agreement.kind.say(language)) } }
            @if !agreement.parties.is_empty() {
                p { (language.say(said::parties())) " " @for (index, party) in agreement.parties.iter().enumerate() { @if index > 0 { " · " } (party.link(language)) } }
            }
            @if let Some(record) = &agreement.record { (state_paper(language, record)) }
            @if let Some(proposal) = &agreement.proposal {
                (answer(visit, &agreement, proposal, viewer.as_ref()))
                section aria-labelledby="said" { h2 id="said" { (language.say(said::what_was_said())) } (proposal.story(language)) }
            }
            @if agreement.versions.len() > 1 { (compared(language, &agreement.versions)) }
            @else if let Some(terms) = &agreement.terms {
                section aria-labelledby="terms" {
                    h2 id="terms" { (language.say(said::terms())) }
                    (facts(&lines(language, terms).into_iter().map(|(name, value)| (name, Some(value))).collect::<Vec<_>>()))
                    @if !terms.summary.is_empty() { (prose(&terms.summary)) }
                }
            }
        }
    };
    Ok(Page::new(agreement.title.clone(), main, viewer))
}

/// Whoever is asked for his word finds both ways to give it.
fn answer(visit: &Visit, agreement: &Agreement, proposal: &Proposal, viewer: Option<&Viewer>) -> Markup {
    let waits = viewer.and_then(|viewer| viewer.company.as_ref()).is_some_and(|company| proposal.waits_for(&company.id));
    let id = encoded(agreement.id.inner());
    let language = visit.language;
    html! {
        @if waits {
            div class="notice-box" {
                p { (language.say(said::your_word())) }
                p class="actions" {
                    a class="button" href={ (visit.to("/agreements/confirm")) "?id=" (id) } { (language.say(said::confirm())) }
                    a class="button second" href={ (visit.to("/agreements/dispute")) "?id=" (id) } { (language.say(said::dispute())) }
                }
            }
        }
    }
}

fn state_paper(language: Language, record: &StatePaperRecord) -> Markup {
    let pairs = [
        (language.say(said::date()), record.date.as_ref().map(|date| html! { bdi { (day_in_words(language, date)) } })),
        (language.say(said::status()), Some(english(language, &record.status))),
        (language.say(said::value()), record.value.as_ref().map(|value| money(language, value))),
        (language.say(said::parties()), Some(english(language, &list(Language::English, &record.parties)))),
        (language.say(said::evidence()), Some(english(language, &record.evidence))),
        (language.say(said::note()), record.note.as_ref().map(|note| english(language, note))),
        (language.say(said::sources()), Some(html! { @for source in &record.sources { code { (source) } " " } })),
    ];
    facts(&pairs)
}

fn lines(language: Language, terms: &AgreementTerms) -> Vec<(Markup, Markup)> {
    let or_nothing = |value: Option<Markup>| value.unwrap_or_else(|| html! { "–" });
    let marks = [(terms.umbrella, said::umbrella()), (terms.estimate, said::estimate())];
    let marks = marks.into_iter().filter(|(is, _)| *is).map(|(_, name)| language.say(name));
    vec![
        (language.say(said::signed_on()), date(language, &terms.signed_on)),
        (language.say(said::expires_on()), or_nothing(terms.expires_on.as_ref().map(|day| date(language, day)))),
        (language.say(said::value()), or_nothing(terms.value.as_ref().map(|value| html! { (money(language, value)) @for mark in marks { " " span class="tag" { (mark) } } }))),
        (language.say(said::confidentiality()), terms.confidentiality.say(language)),
        (language.say(said::subsectors()), html! { ul class="tags" { @for subsector in &terms.subsectors { li class="tag" { (language.of(&subsector.name)) } } } }),
    ]
}

/// The last two versions side by side, so that each sees what the other side says.
fn compared(language: Language, all: &[AgreementVersion]) -> Markup {
    let shown: Vec<_> = all
        .iter()
        .rev()
        .take(2)
        .map(|version| {
            let mut lines = lines(language, &version.terms);
            lines.insert(0, (language.say(said::kind()), version.kind.say(language)));
            lines.insert(0, (language.say(said::heading()), written(&version.title)));
            lines.push((language.say(said::summary()), prose(&version.terms.summary)));
            let by = name_of(version.proposal.proposed_by.as_ref(), language);
            Version { title: html! { (language.say(said::version(by, version.proposal.number))) " " (version.proposal.mark(language)) }, lines }
        })
        .collect();
    html! { section aria-labelledby="versions" { h2 id="versions" { (language.say(said::versions())) } (versions(language, &shown)) } }
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    vec![OneAgreement::build(OneVariables { id: &cynic::Id::new("") }).query]
}
