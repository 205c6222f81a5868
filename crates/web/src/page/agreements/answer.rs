//! A party's word on a version: yes, or no with words.

use axum::response::Response;
use cynic::MutationBuilder;
use maud::html;

use super::one;
use crate::{
    address::encoded,
    component::{Confirmation, Field, confirmation, form, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    message::agreements as said,
    page::Page,
    schema,
    visit::{Outcome, Visit},
};

refusals!(
    ConfirmAgreementError ConfirmAgreementErrorCode,
    DisputeAgreementError DisputeAgreementErrorCode,
);

#[derive(cynic::InputObject)]
struct ConfirmAgreementInput<'a> {
    agreement_id: cynic::Id,
    hash: &'a str,
}

#[derive(cynic::QueryVariables)]
struct ConfirmVariables<'a> {
    input: ConfirmAgreementInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmVariables")]
struct ConfirmAgreement {
    #[arguments(input: $input)]
    confirm_agreement: ConfirmAgreementPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct ConfirmAgreementPayload {
    user_errors: Vec<ConfirmAgreementError>,
}

#[derive(cynic::InputObject)]
struct DisputeAgreementInput<'a> {
    agreement_id: cynic::Id,
    hash: &'a str,
    words: &'a str,
}

#[derive(cynic::QueryVariables)]
struct DisputeVariables<'a> {
    input: DisputeAgreementInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DisputeVariables")]
struct DisputeAgreement {
    #[arguments(input: $input)]
    dispute_agreement: DisputeAgreementPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct DisputeAgreementPayload {
    user_errors: Vec<DisputeAgreementError>,
}

pub(super) async fn show_confirm(visit: Visit) -> Response {
    let page = async { confirm_page(&visit, &Filled::new(visit.query()?)).await }.await;
    visit.answer(page)
}

/// The form names the version that was read: another is not confirmed by mistake.
async fn confirm_page(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let (agreement, viewer) = one::read(visit, filled.fields.get("id")).await?;
    let hash = agreement.proposal.as_ref().map(|proposal| proposal.hash.clone()).unwrap_or_default();
    let language = visit.language;
    let main = confirmation(visit, Confirmation {
        title: said::confirm_title(&agreement.title),
        sentence: said::confirm_sentence(),
        button: said::confirm(),
        action: &visit.to("/agreements/confirm"),
        back: &one_address(visit, agreement.id.inner()),
        fields: html! {
            (summary(language, filled, &[]))
            input type="hidden" name="id" value=(agreement.id.inner());
            input type="hidden" name="hash" value=(hash);
        },
    });
    Ok(Page::new(language.text(said::confirm_title(&agreement.title)), main, viewer))
}

fn one_address(visit: &Visit, id: &str) -> String {
    format!("{}?id={}", visit.to("/agreements/one"), encoded(id))
}

pub(super) async fn confirm(visit: Visit, form: Form) -> Response {
    let outcome = confirmed(&visit, form).await;
    visit.finish(outcome)
}

async fn confirmed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let input = ConfirmAgreementInput { agreement_id: cynic::Id::new(fields.get("id")), hash: fields.get("hash") };
    let answer = visit.client.run(ConfirmAgreement::build(ConfirmVariables { input })).await?.confirm_agreement;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(one_address(visit, fields.get("id")), "confirmed"));
    }
    Ok(Outcome::again(confirm_page(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

pub(super) async fn show_dispute(visit: Visit) -> Response {
    let page = async { dispute_page(&visit, &Filled::new(visit.query()?)).await }.await;
    visit.answer(page)
}

async fn dispute_page(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let (agreement, viewer) = one::read(visit, filled.fields.get("id")).await?;
    let hash = agreement.proposal.as_ref().map(|proposal| proposal.hash.clone()).unwrap_or_default();
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::dispute_title(&agreement.title))) }
        p { (language.say(said::dispute_sentence())) }
        (summary(language, filled, &["words"]))
        (form(visit, &visit.to("/agreements/dispute"), "stack", &html! {
            input type="hidden" name="id" value=(agreement.id.inner());
            input type="hidden" name="hash" value=(hash);
            (Field::area("words", said::words()).required().longest(2_000).draw(language, filled))
            div class="actions" {
                button type="submit" { (language.say(said::dispute())) }
                a href=(one_address(visit, agreement.id.inner())) { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(said::dispute_title(&agreement.title)), main, viewer))
}

pub(super) async fn dispute(visit: Visit, form: Form) -> Response {
    let outcome = disputed(&visit, form).await;
    visit.finish(outcome)
}

async fn disputed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields: Fields = form.read()?;
    let (id, hash, words) = (cynic::Id::new(fields.get("id")), fields.get("hash"), fields.get("words"));
    let input = DisputeAgreementInput { agreement_id: id, hash, words };
    let answer = visit.client.run(DisputeAgreement::build(DisputeVariables { input })).await?.dispute_agreement;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(one_address(visit, fields.get("id")), "disputed"));
    }
    Ok(Outcome::again(dispute_page(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    let id = || cynic::Id::new("");
    let dispute = DisputeAgreementInput { agreement_id: id(), hash: "", words: "" };
    vec![
        ConfirmAgreement::build(ConfirmVariables { input: ConfirmAgreementInput { agreement_id: id(), hash: "" } }).query,
        DisputeAgreement::build(DisputeVariables { input: dispute }).query,
    ]
}
