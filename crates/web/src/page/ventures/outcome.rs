//! Reporting what a venture brought about, and confirming what another party reported.

use axum::response::Response;
use cynic::MutationBuilder;
use maud::html;

use super::{one, one_address, stage::amount};
use crate::{
    component::{Choice, Field, form, radios, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    message::ventures as said,
    page::Page,
    schema,
    value::{CurrencyCode, Date, Decimal},
    visit::{Outcome, Visit},
    word::OutcomeKind,
};

refusals!(
    ReportOutcomeError ReportOutcomeErrorCode,
    ConfirmOutcomeError ConfirmOutcomeErrorCode,
);

#[derive(cynic::InputObject)]
struct MoneyInput {
    amount: Decimal,
    currency: CurrencyCode,
}

#[derive(cynic::InputObject)]
struct ReportOutcomeInput {
    joint_venture_id: cynic::Id,
    kind: OutcomeKind,
    from: Date,
    to: Date,
    #[cynic(skip_serializing_if = "Option::is_none")]
    value: Option<MoneyInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    jobs: Option<i32>,
    evidence: String,
}

#[derive(cynic::QueryVariables)]
struct ReportVariables {
    input: ReportOutcomeInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ReportVariables")]
struct ReportOutcome {
    #[arguments(input: $input)]
    report_outcome: ReportOutcomePayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct ReportOutcomePayload {
    user_errors: Vec<ReportOutcomeError>,
}

#[derive(cynic::InputObject)]
struct ConfirmOutcomeInput<'a> {
    outcome_id: cynic::Id,
    hash: &'a str,
}

#[derive(cynic::QueryVariables)]
struct ConfirmOutcomeVariables<'a> {
    input: ConfirmOutcomeInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmOutcomeVariables")]
struct ConfirmOutcome {
    #[arguments(input: $input)]
    confirm_outcome: ConfirmOutcomePayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct ConfirmOutcomePayload {
    user_errors: Vec<ConfirmOutcomeError>,
}

pub(super) async fn show(visit: Visit) -> Response {
    let page = async { draw(&visit, &Filled::new(visit.query()?)).await }.await;
    visit.answer(page)
}

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let (venture, viewer) = one::read(visit, filled.fields.get("id")).await?;
    let language = visit.language;
    let kinds = ["TRADE", "INVESTMENT", "JOBS"].map(|code| Choice::new(code, OutcomeKind::of(code).text(language)));
    let currencies = ["USD", "KZT", "PKR", "EUR"].map(|code| Choice::new(code, code));
    let main = html! {
        (one::back_to(visit, &venture))
        h1 { (language.say(said::report_outcome())) }
        p { (language.say(said::outcome_how())) }
        (summary(language, filled, &["kind", "from", "to", "value", "jobs", "evidence"]))
        (form(visit, &visit.to("/ventures/outcome"), "stack", &html! {
            input type="hidden" name="id" value=(venture.id.inner());
            (radios(language, filled, "kind", said::outcome_kind(), None, &kinds))
            (Field::input("date", "from", said::from()).required().draw(language, filled))
            (Field::input("date", "to", said::to()).required().draw(language, filled))
            div class="two" {
                (Field::text("value.amount", said::value()).left_to_right().longest(20).draw(language, filled))
                (Field::select("value.currency", said::currency(), currencies.to_vec()).draw(language, filled))
            }
            (Field::input("number", "jobs", said::jobs_number()).draw(language, filled))
            (Field::area("evidence", said::evidence()).required().longest(2_000).draw(language, filled))
            div class="actions" {
                button type="submit" { (language.say(said::report())) }
                a href=(one_address(visit, venture.id.inner())) { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(said::report_outcome()), main, viewer))
}

fn input(fields: &Fields) -> ReportOutcomeInput {
    ReportOutcomeInput {
        joint_venture_id: cynic::Id::new(fields.get("id")),
        kind: OutcomeKind::of(fields.some("kind").as_deref().unwrap_or("TRADE")),
        from: Date(fields.get("from").to_owned()),
        to: Date(fields.get("to").to_owned()),
        value: fields.some("value.amount").map(|text| MoneyInput {
            amount: amount(&text),
            currency: CurrencyCode(fields.some("value.currency").unwrap_or_else(|| "USD".to_owned())),
        }),
        jobs: fields.get("jobs").parse().ok(),
        evidence: fields.get("evidence").to_owned(),
    }
}

pub(super) async fn send(visit: Visit, form: Form) -> Response {
    let outcome = reported(&visit, form).await;
    visit.finish(outcome)
}

async fn reported(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let answer = visit.client.run(ReportOutcome::build(ReportVariables { input: input(&fields) })).await?.report_outcome;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(one_address(visit, fields.get("id")), "outcome-reported"));
    }
    Ok(Outcome::again(draw(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

pub(super) async fn confirm(visit: Visit, form: Form) -> Response {
    let outcome = confirmed(&visit, form).await;
    visit.finish(outcome)
}

async fn confirmed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let input = ConfirmOutcomeInput { outcome_id: cynic::Id::new(fields.get("outcome")), hash: fields.get("hash") };
    let answer = visit.client.run(ConfirmOutcome::build(ConfirmOutcomeVariables { input })).await?.confirm_outcome;
    let to = one_address(visit, fields.get("id"));
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(to, "confirmed"));
    }
    let language = visit.language;
    let filled = Filled::refused(fields, answer.user_errors);
    let main = html! {
        h1 { (language.say(said::confirm_outcome())) }
        (summary(language, &filled, &[]))
        p class="actions" { a class="button" href=(to) { (language.say(said::back())) } }
    };
    Ok(Outcome::again(Page::new(language.text(said::confirm_outcome()), main, None)))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    let confirm = ConfirmOutcomeInput { outcome_id: cynic::Id::new(""), hash: "" };
    vec![
        ReportOutcome::build(ReportVariables { input: input(&Fields::default()) }).query,
        ConfirmOutcome::build(ConfirmOutcomeVariables { input: confirm }).query,
    ]
}
