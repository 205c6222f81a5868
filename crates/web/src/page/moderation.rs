//! The queue of the moderators, and one case: what was handed in, and the decision about it.

mod decide;

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
    component::{Field, Tone, back, empty, facts, form, mark, onward, summary, tabs},
    fault::Fault,
    form::Filled,
    layout::Viewer,
    message::moderation as said,
    number::{day, days_from},
    router::Site,
    schema,
    value::{CountryCode, DateTime, LocalizedText, PageInfo},
    visit::Visit,
    word::{CompanySize, ModerationCaseKind, ModerationCaseState, RegistrationNumberKind},
    words::{prose, written},
};

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/{language}/moderation", get(show))
        .route("/{language}/moderation/case", get(show_case))
        .route("/{language}/moderation/verify", post(decide::verify))
        .route("/{language}/moderation/reject", post(decide::reject))
}

#[derive(cynic::InputObject, Debug)]
struct ModerationCaseFilter {
    state: ModerationCaseState,
}

#[derive(cynic::QueryVariables, Debug)]
struct QueueVariables {
    filter: ModerationCaseFilter,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "QueueVariables")]
struct Queue {
    #[arguments(first: 25, after: $after, where: $filter)]
    moderation_cases: ModerationCaseConnection,
    scoreboard: Now,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Scoreboard")]
struct Now {
    as_of: DateTime,
}

#[derive(cynic::QueryFragment, Debug)]
struct ModerationCaseConnection {
    nodes: Vec<QueuedCase>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ModerationCase")]
struct QueuedCase {
    id: cynic::Id,
    kind: ModerationCaseKind,
    opened_at: DateTime,
    company: Option<QueuedCompany>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Company")]
struct QueuedCompany {
    name: String,
    country: CountryCode,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let query = visit.query()?;
    let views = [("OPEN", said::open()), ("APPROVED", said::approved()), ("REJECTED", said::rejected())];
    let state = views.iter().map(|(code, _)| *code).find(|code| *code == query.get("state")).unwrap_or("OPEN");
    let filter = ModerationCaseFilter { state: ModerationCaseState::of(state) };
    let read = visit.client.run(Queue::build(QueueVariables { filter, after: query.some("after") })).await?;
    let language = visit.language;
    let entries: Vec<_> =
        views.into_iter().map(|(code, name)| (format!("{}?state={code}", visit.to("/moderation")), language.say(name), code == state)).collect();
    let main = html! {
        h1 { (language.say(said::title())) }
        p class="lead" { (language.say(said::lead())) }
        (tabs(&language.text(said::title()), &entries))
        @if read.moderation_cases.nodes.is_empty() { (empty(&language.say(said::none()), None)) }
        ul class="rows linked" {
            @for case in &read.moderation_cases.nodes {
                li {
                    a href={ (visit.to("/moderation/case")) "?id=" (encoded(case.id.inner())) } {
                        strong { @match &case.company { Some(company) => (written(&company.name)), None => (case.kind.say(language)) } }
                    }
                    " " span class="tag" { (case.kind.say(language)) }
                    @if let Some(company) = &case.company { " " span class="tag" { (language.country(company.country)) } }
                    p class="quiet" { (language.say(said::opened())) " " (day(language, &case.opened_at)) @if let Some(far) = days_from(language, &read.scoreboard.as_of.0, &case.opened_at.0) { " (" (far) ")" } }
                }
            }
        }
        (onward(visit, &read.moderation_cases.page_info, &format!("/moderation?state={state}")))
    };
    Ok(Page::new(language.text(said::title()), main, read.viewer))
}

#[derive(cynic::QueryVariables)]
struct CaseVariables<'a> {
    id: &'a cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "CaseVariables")]
struct OneCase {
    #[arguments(id: $id)]
    node: Option<Node>,
    viewer: Option<Viewer>,
}

#[derive(cynic::InlineFragments, Debug)]
enum Node {
    ModerationCase(Box<Case>),
    #[cynic(fallback)]
    Other,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ModerationCase")]
struct Case {
    id: cynic::Id,
    kind: ModerationCaseKind,
    state: ModerationCaseState,
    opened_at: DateTime,
    decided_at: Option<DateTime>,
    reason: Option<String>,
    company: Option<Company>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Company {
    id: cynic::Id,
    name: String,
    legal_names: Vec<LegalName>,
    country: CountryCode,
    region: Option<Region>,
    legal_form: Option<LegalForm>,
    registration_number: RegistrationNumberValue,
    size: CompanySize,
    subsectors: Vec<Subsector>,
    profile: LocalizedText,
    version: Option<i32>,
}

#[derive(cynic::QueryFragment, Debug)]
struct LegalName {
    name: String,
}

#[derive(cynic::QueryFragment, Debug)]
struct Region {
    name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
struct LegalForm {
    name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
struct RegistrationNumberValue {
    kind: RegistrationNumberKind,
    value: String,
}

#[derive(cynic::QueryFragment, Debug)]
struct Subsector {
    name: LocalizedText,
}

async fn show_case(visit: Visit) -> Response {
    let page = async { case_page(&visit, &Filled::new(visit.query()?)).await }.await;
    visit.answer(page)
}

async fn case_page(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let id = cynic::Id::new(filled.fields.get("id"));
    let read = visit.client.run(OneCase::build(CaseVariables { id: &id })).await?;
    let Some(Node::ModerationCase(case)) = read.node else { return Err(Fault::NotFound) };
    let language = visit.language;
    let title = case.company.as_ref().map_or_else(|| case.kind.text(language), |company| company.name.clone());
    let tone = match case.state.0.as_str() {
        "OPEN" => Tone::Warn,
        "APPROVED" => Tone::Good,
        _ => Tone::Wrong,
    };
    let main = html! {
        (back(&visit.to("/moderation"), &language.say(said::back())))
        h1 { (written(&title)) }
        p { (mark(Tone::Plain, &case.kind.say(language))) " " (mark(tone, &case.state.say(language))) " " span class="quiet" { (language.say(said::opened())) " " (day(language, &case.opened_at)) } }
        @if let Some(decided) = &case.decided_at { p class="quiet" { (language.say(said::decided())) " " (day(language, decided)) } }
        @if let Some(reason) = &case.reason { p { (language.say(said::the_reason())) } blockquote { (prose(reason)) } }
        (summary(language, filled, &["evidence", "reason"]))
        @if let Some(company) = &case.company {
            (handed_in(visit, company))
            @if case.state.is("OPEN") { (decision(visit, &case, company, filled)) }
        }
    };
    Ok(Page::new(title.clone(), main, read.viewer))
}

fn handed_in(visit: &Visit, company: &Company) -> Markup {
    let language = visit.language;
    let names = html! { ul class="rows" { @for name in &company.legal_names { li { (written(&name.name)) } } } };
    let pairs = [
        (language.say(said::names()), Some(names)),
        (language.say(said::country()), Some(html! { (language.country(company.country)) })),
        (language.say(said::region()), company.region.as_ref().map(|region| language.of(&region.name))),
        (language.say(said::legal_form()), company.legal_form.as_ref().map(|form| language.of(&form.name))),
        (language.say(said::number()), Some(html! { (company.registration_number.kind.say(language)) " " bdi dir="ltr" { (company.registration_number.value) } })),
        (language.say(said::size()), Some(company.size.say(language))),
        (
            language.say(said::subsectors()),
            Some(html! { ul class="tags" { @for subsector in &company.subsectors { li class="tag" { (language.of(&subsector.name)) } } } }),
        ),
    ];
    html! {
        section aria-labelledby="company" {
            h2 id="company" { (language.say(said::company())) }
            (facts(&pairs))
            @if let Some((own, profile)) = language.pick(&company.profile) {
                h3 { (language.say(said::profile())) }
                div lang=(own.tag()) dir=(own.direction()) { (prose(profile)) }
            }
        }
    }
}

/// Both decisions, each a form that names the version that was looked at: two moderators do not decide twice.
fn decision(visit: &Visit, case: &Case, company: &Company, filled: &Filled) -> Markup {
    let language = visit.language;
    let carried = html! {
        input type="hidden" name="id" value=(case.id.inner());
        input type="hidden" name="company" value=(company.id.inner());
        input type="hidden" name="version" value=(company.version.unwrap_or_default());
    };
    html! {
        div class="pair" {
            section class="card" aria-labelledby="approve" {
                h2 id="approve" class="h3" { (language.say(said::approve_title())) }
                (form(visit, &visit.to("/moderation/verify"), "stack", &html! {
                    (carried)
                    (Field::area("evidence", said::evidence()).hint(said::evidence_hint()).required().longest(2_000).draw(language, filled))
                    button type="submit" { (language.say(said::approve())) }
                }))
            }
            section class="card" aria-labelledby="reject" {
                h2 id="reject" class="h3" { (language.say(said::reject_title())) }
                (form(visit, &visit.to("/moderation/reject"), "stack", &html! {
                    (carried)
                    (Field::area("reason", said::reason()).hint(said::reason_hint()).required().longest(2_000).draw(language, filled))
                    button type="submit" class="danger" { (language.say(said::reject())) }
                }))
            }
        }
    }
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    let filter = ModerationCaseFilter { state: ModerationCaseState::of("OPEN") };
    let own = vec![
        Queue::build(QueueVariables { filter, after: None }).query,
        OneCase::build(CaseVariables { id: &cynic::Id::new("") }).query,
    ];
    [own, decide::operations()].concat()
}
