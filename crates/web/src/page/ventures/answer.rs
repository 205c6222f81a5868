//! A party's word on the terms or on a stage: yes, or no with words.

use axum::response::Response;
use cynic::MutationBuilder;
use maud::html;

use super::{one, one_address};
use crate::{
    component::{Confirmation, Field, confirmation, form, summary},
    fault::Fault,
    form::{Filled, Form, refusals},
    message::ventures as said,
    page::Page,
    schema,
    visit::{Outcome, Visit},
};

refusals!(
    ConfirmJointVentureError ConfirmJointVentureErrorCode,
    DisputeJointVentureError DisputeJointVentureErrorCode,
);

#[derive(cynic::InputObject)]
struct ConfirmJointVentureInput<'a> {
    joint_venture_id: cynic::Id,
    hash: &'a str,
}

#[derive(cynic::QueryVariables)]
struct ConfirmVentureVariables<'a> {
    input: ConfirmJointVentureInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmVentureVariables")]
struct ConfirmJointVenture {
    #[arguments(input: $input)]
    confirm_joint_venture: ConfirmJointVenturePayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct ConfirmJointVenturePayload {
    user_errors: Vec<ConfirmJointVentureError>,
}

#[derive(cynic::InputObject)]
struct DisputeJointVentureInput<'a> {
    joint_venture_id: cynic::Id,
    hash: &'a str,
    words: &'a str,
}

#[derive(cynic::QueryVariables)]
struct DisputeVentureVariables<'a> {
    input: DisputeJointVentureInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DisputeVentureVariables")]
struct DisputeJointVenture {
    #[arguments(input: $input)]
    dispute_joint_venture: DisputeJointVenturePayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct DisputeJointVenturePayload {
    user_errors: Vec<DisputeJointVentureError>,
}

/// The version that waits: of a stage that is proposed, else of the terms.
fn hash(venture: &one::JointVenture) -> String {
    let pending = venture.proposed_stage.as_ref().map(|stage| &stage.proposal).filter(|proposal| proposal.state.is("PENDING"));
    pending.unwrap_or(&venture.proposal).hash.clone()
}

pub(super) async fn show_confirm(visit: Visit) -> Response {
    let page = async { confirm_page(&visit, &Filled::new(visit.query()?)).await }.await;
    visit.answer(page)
}

async fn confirm_page(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let (venture, viewer) = one::read(visit, filled.fields.get("id")).await?;
    let language = visit.language;
    let main = confirmation(visit, Confirmation {
        title: said::confirm_title(&venture.title),
        sentence: said::confirm_sentence(),
        button: said::confirm(),
        action: &visit.to("/ventures/confirm"),
        back: &one_address(visit, venture.id.inner()),
        fields: html! {
            (summary(language, filled, &[]))
            @if let Some(stage) = venture.proposed_stage.as_ref().filter(|stage| stage.proposal.state.is("PENDING")) { p { (language.say(said::stage_waits(stage.to.say(language)))) } }
            @else { (one::parties(language, &venture.terms)) }
            input type="hidden" name="id" value=(venture.id.inner());
            input type="hidden" name="hash" value=(hash(&venture));
        },
    });
    Ok(Page::new(language.text(said::confirm_title(&venture.title)), main, viewer))
}

pub(super) async fn confirm(visit: Visit, form: Form) -> Response {
    let outcome = confirmed(&visit, form).await;
    visit.finish(outcome)
}

async fn confirmed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let input = ConfirmJointVentureInput { joint_venture_id: cynic::Id::new(fields.get("id")), hash: fields.get("hash") };
    let answer = visit.client.run(ConfirmJointVenture::build(ConfirmVentureVariables { input })).await?.confirm_joint_venture;
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
    let (venture, viewer) = one::read(visit, filled.fields.get("id")).await?;
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::dispute_title(&venture.title))) }
        p { (language.say(said::dispute_sentence())) }
        (summary(language, filled, &["words"]))
        (form(visit, &visit.to("/ventures/dispute"), "stack", &html! {
            input type="hidden" name="id" value=(venture.id.inner());
            input type="hidden" name="hash" value=(hash(&venture));
            (Field::area("words", said::words()).required().longest(2_000).draw(language, filled))
            div class="actions" {
                button type="submit" { (language.say(said::dispute())) }
                a href=(one_address(visit, venture.id.inner())) { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(said::dispute_title(&venture.title)), main, viewer))
}

pub(super) async fn dispute(visit: Visit, form: Form) -> Response {
    let outcome = disputed(&visit, form).await;
    visit.finish(outcome)
}

async fn disputed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let (id, hash, words) = (cynic::Id::new(fields.get("id")), fields.get("hash"), fields.get("words"));
    let input = DisputeJointVentureInput { joint_venture_id: id, hash, words };
    let answer = visit.client.run(DisputeJointVenture::build(DisputeVentureVariables { input })).await?.dispute_joint_venture;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(one_address(visit, fields.get("id")), "disputed"));
    }
    Ok(Outcome::again(dispute_page(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    let id = || cynic::Id::new("");
    let dispute = DisputeJointVentureInput { joint_venture_id: id(), hash: "", words: "" };
    vec![
        ConfirmJointVenture::build(ConfirmVentureVariables { input: ConfirmJointVentureInput { joint_venture_id: id(), hash: "" } }).query,
        DisputeJointVenture::build(DisputeVentureVariables { input: dispute }).query,
    ]
}
