//! Logging a signed agreement: a proposal that the other parties confirm.

use axum::response::Response;
use cynic::{MutationBuilder, QueryBuilder};
use maud::{Markup, html};

use crate::{
    component::{Choice, Field, checks, form, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    fragment::Named,
    language::Language,
    layout::Viewer,
    message::agreements as said,
    page::Page,
    schema,
    value::{CurrencyCode, Date, Decimal, LocalizedText},
    visit::{Outcome, Visit},
    word::{AgreementKind, Confidentiality},
};

refusals!(ProposeAgreementError ProposeAgreementErrorCode);

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct AgreementLists {
    #[arguments(first: 30)]
    sectors: SectorConnection,
    #[arguments(first: 50, where: { state: ACCEPTED })]
    introductions: IntroductionConnection,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SectorConnection {
    nodes: Vec<Sector>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Sector {
    name: LocalizedText,
    subsectors: Vec<Subsector>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Subsector {
    code: String,
    name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
struct IntroductionConnection {
    nodes: Vec<Introduction>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Introduction {
    from: Option<Named>,
    to: Option<Named>,
}

#[derive(cynic::InputObject)]
struct AgreementVersionInput {
    agreement_id: cynic::Id,
    expected_version: i32,
}

#[derive(cynic::InputObject)]
struct AgreementToPropose {
    #[cynic(skip_serializing_if = "Option::is_none")]
    revising: Option<AgreementVersionInput>,
    #[cynic(rename = "with", skip_serializing_if = "Option::is_none")]
    others: Option<Vec<cynic::Id>>,
}

#[derive(cynic::InputObject)]
struct MoneyInput {
    amount: Decimal,
    currency: CurrencyCode,
}

#[derive(cynic::InputObject)]
struct AgreementTermsInput {
    kind: AgreementKind,
    title: String,
    summary: String,
    signed_on: Date,
    #[cynic(skip_serializing_if = "Option::is_none")]
    expires_on: Option<Date>,
    subsectors: Vec<String>,
    umbrella: bool,
    estimate: bool,
    confidentiality: Confidentiality,
    #[cynic(skip_serializing_if = "Option::is_none")]
    value: Option<MoneyInput>,
}

#[derive(cynic::InputObject)]
struct ProposeAgreementInput {
    agreement: AgreementToPropose,
    terms: AgreementTermsInput,
}

#[derive(cynic::QueryVariables)]
struct ProposeVariables {
    input: ProposeAgreementInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ProposeVariables")]
struct ProposeAgreement {
    #[arguments(input: $input)]
    propose_agreement: ProposeAgreementPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct ProposeAgreementPayload {
    user_errors: Vec<ProposeAgreementError>,
}

const NAMES: [&str; 9] =
    ["agreement.with", "kind", "title", "signedOn", "expiresOn", "subsectors", "value", "confidentiality", "summary"];

pub(super) async fn show(visit: Visit) -> Response {
    let page = draw(&visit, &Filled::default()).await;
    visit.answer(page)
}

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let read = visit.client.run(AgreementLists::build(())).await?;
    let viewer = read.viewer.clone().ok_or(Fault::SignInNeeded)?;
    let own = viewer.company.as_ref().ok_or(Fault::Forbidden)?;
    let language = visit.language;
    let partners = partners(&read.introductions.nodes, &own.id);
    let main = html! {
        h1 { (language.say(said::log())) }
        p class="lead" { (language.say(said::log_how())) }
        @if partners.is_empty() { p class="notice-box" { (language.say(said::no_partners())) } }
        (summary(language, filled, &NAMES))
        (form(visit, &visit.to("/agreements/new"), "stack", &html! {
            (fields(language, filled, &read, &partners))
            div class="actions" {
                button type="submit" { (language.say(said::propose())) }
                a href=(visit.to("/agreements")) { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(said::log()), main, Some(viewer)))
}

/// The companies that one has been introduced to, each once.
fn partners(introductions: &[Introduction], own: &cynic::Id) -> Vec<Choice> {
    let sides = introductions.iter().flat_map(|introduction| [&introduction.from, &introduction.to]).flatten();
    let mut partners: Vec<Choice> = Vec::new();
    for company in sides.filter(|company| &company.id != own) {
        if !partners.iter().any(|known| known.code == company.id.inner()) {
            partners.push(Choice::new(company.id.inner(), &company.name));
        }
    }
    partners
}

fn fields(language: Language, filled: &Filled, lists: &AgreementLists, partners: &[Choice]) -> Markup {
    let kinds = ["MEMORANDUM", "LETTER_OF_INTENT", "PROTOCOL", "PROGRAMME", "CONTRACT", "SHAREHOLDERS_AGREEMENT"];
    let kinds = kinds.map(|code| Choice::new(code, AgreementKind::of(code).text(language)));
    let open = ["PRIVATE", "SUMMARY_PUBLIC", "PUBLIC"].map(|code| Choice::new(code, Confidentiality::of(code).text(language)));
    let currencies = ["USD", "KZT", "PKR", "EUR"].map(|code| Choice::new(code, code));
    let marks = [Choice::new("umbrella", language.text(said::umbrella_long())), Choice::new("estimate", language.text(said::estimate_long()))];
    let mut subsectors = Vec::new();
    for sector in &lists.sectors.nodes {
        let (_, group) = language.pick(&sector.name).unwrap_or((language, ""));
        for subsector in &sector.subsectors {
            let (own, name) = language.pick(&subsector.name).unwrap_or((language, &subsector.code));
            let foreign = (own != language).then_some(own);
            subsectors.push(Choice { foreign, group: Some(group.to_owned()), ..Choice::new(&subsector.code, name) });
        }
    }
    html! {
        (checks(language, filled, "agreement.with", said::with(), Some(said::with_hint()), partners))
        (Field::select("kind", said::kind(), kinds.to_vec()).required().draw(language, filled))
        (Field::text("title", said::heading()).required().longest(300).draw(language, filled))
        (Field::input("date", "signedOn", said::signed_on()).required().draw(language, filled))
        (Field::input("date", "expiresOn", said::expires_on()).draw(language, filled))
        (Field::select("subsectors", said::subsectors(), subsectors).required().draw(language, filled))
        div class="two" {
            (Field::text("value.amount", said::value()).left_to_right().longest(20).draw(language, filled))
            (Field::select("value.currency", said::currency(), currencies.to_vec()).draw(language, filled))
        }
        (checks(language, filled, "marks", said::marks(), None, &marks))
        (Field::select("confidentiality", said::confidentiality(), open.to_vec()).required().draw(language, filled))
        (Field::area("summary", said::summary()).longest(5_000).draw(language, filled))
    }
}

fn input(fields: &Fields) -> ProposeAgreementInput {
    let others = fields.all("agreement.with").into_iter().map(cynic::Id::new).collect();
    ProposeAgreementInput {
        agreement: AgreementToPropose { revising: None, others: Some(others) },
        terms: AgreementTermsInput {
            kind: AgreementKind::of(fields.some("kind").as_deref().unwrap_or("MEMORANDUM")),
            title: fields.get("title").to_owned(),
            summary: fields.get("summary").to_owned(),
            signed_on: Date(fields.get("signedOn").to_owned()),
            expires_on: fields.some("expiresOn").map(Date),
            subsectors: fields.all("subsectors"),
            umbrella: fields.has("marks", "umbrella"),
            estimate: fields.has("marks", "estimate"),
            confidentiality: Confidentiality::of(fields.some("confidentiality").as_deref().unwrap_or("PRIVATE")),
            value: fields.some("value.amount").map(|amount| MoneyInput {
                amount: Decimal(amount.replace([' ', '\u{a0}'], "").replace(',', ".")),
                currency: CurrencyCode(fields.some("value.currency").unwrap_or_else(|| "USD".to_owned())),
            }),
        },
    }
}

pub(super) async fn send(visit: Visit, form: Form) -> Response {
    let outcome = proposed(&visit, form).await;
    visit.finish(outcome)
}

async fn proposed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let variables = ProposeVariables { input: input(&fields) };
    let answer = visit.client.run(ProposeAgreement::build(variables)).await?.propose_agreement;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(visit.to("/agreements"), "agreement-proposed"));
    }
    Ok(Outcome::again(draw(visit, &Filled::refused(fields, answer.user_errors).at("terms", "")).await?))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    vec![AgreementLists::build(()).query, ProposeAgreement::build(ProposeVariables { input: input(&Fields::default()) }).query]
}
