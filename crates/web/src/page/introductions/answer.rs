//! Accepting, and declining with or without a reason.

use axum::response::Response;
use cynic::MutationBuilder;
use maud::html;

use crate::{
    component::{Confirmation, Field, confirmation, summary},
    fault::Fault,
    form::{Filled, Form, refusals},
    message::introductions as said,
    page::Page,
    schema,
    visit::{Outcome, Visit},
};

refusals!(
    AcceptIntroductionError AcceptIntroductionErrorCode,
    DeclineIntroductionError DeclineIntroductionErrorCode,
);

#[derive(cynic::InputObject)]
struct AcceptIntroductionInput<'a> {
    introduction_id: &'a cynic::Id,
}

#[derive(cynic::QueryVariables)]
struct AcceptVariables<'a> {
    input: AcceptIntroductionInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "AcceptVariables")]
struct AcceptIntroduction {
    #[arguments(input: $input)]
    accept_introduction: AcceptIntroductionPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct AcceptIntroductionPayload {
    user_errors: Vec<AcceptIntroductionError>,
}

#[derive(cynic::InputObject)]
struct DeclineIntroductionInput<'a> {
    introduction_id: &'a cynic::Id,
    #[cynic(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct DeclineVariables<'a> {
    input: DeclineIntroductionInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DeclineVariables")]
struct DeclineIntroduction {
    #[arguments(input: $input)]
    decline_introduction: DeclineIntroductionPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct DeclineIntroductionPayload {
    user_errors: Vec<DeclineIntroductionError>,
}

pub(super) async fn accept(visit: Visit, form: Form) -> Response {
    let outcome = accepted(&visit, form).await;
    visit.finish(outcome)
}

async fn accepted(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let id = cynic::Id::new(fields.get("id"));
    let input = AcceptIntroductionInput { introduction_id: &id };
    let answer = visit.client.run(AcceptIntroduction::build(AcceptVariables { input })).await?.accept_introduction;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(visit.to("/introductions"), "introduction-accepted"));
    }
    let filled = Filled::refused(fields, answer.user_errors);
    Ok(Outcome::again(refused(visit, &filled)))
}

/// An answer that came too late has no form to go back to.
fn refused(visit: &Visit, filled: &Filled) -> Page {
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::title())) }
        (summary(language, filled, &[]))
        p class="actions" { a class="button" href=(visit.to("/introductions")) { (language.say(said::back())) } }
    };
    Page::new(language.text(said::title()), main, None)
}

pub(super) async fn show_decline(visit: Visit) -> Response {
    let page = visit.query().map(|query| page(&visit, &Filled::new(query)));
    visit.answer(page)
}

fn page(visit: &Visit, filled: &Filled) -> Page {
    let language = visit.language;
    let main = confirmation(visit, Confirmation {
        title: said::decline_title(),
        sentence: said::decline_sentence(),
        button: said::decline(),
        action: &visit.to("/introductions/decline"),
        back: &visit.to("/introductions"),
        fields: html! {
            (summary(language, filled, &["reason"]))
            input type="hidden" name="id" value=(filled.fields.get("id"));
            (Field::area("reason", said::decline_reason()).longest(1_000).draw(language, filled))
        },
    });
    Page::new(language.text(said::decline_title()), main, None)
}

pub(super) async fn decline(visit: Visit, form: Form) -> Response {
    let outcome = declined(&visit, form).await;
    visit.finish(outcome)
}

async fn declined(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let id = cynic::Id::new(fields.get("id"));
    let input = DeclineIntroductionInput { introduction_id: &id, reason: fields.some("reason") };
    let answer = visit.client.run(DeclineIntroduction::build(DeclineVariables { input })).await?.decline_introduction;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(format!("{}?view=closed", visit.to("/introductions")), "introduction-declined"));
    }
    Ok(Outcome::again(page(visit, &Filled::refused(fields, answer.user_errors))))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    let id = cynic::Id::new("");
    let decline = DeclineIntroductionInput { introduction_id: &id, reason: None };
    vec![
        AcceptIntroduction::build(AcceptVariables { input: AcceptIntroductionInput { introduction_id: &id } }).query,
        DeclineIntroduction::build(DeclineVariables { input: decline }).query,
    ]
}
