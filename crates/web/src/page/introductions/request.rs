//! Asking to be introduced.

use axum::response::Response;
use cynic::{MutationBuilder, QueryBuilder};
use maud::html;

use crate::{
    component::{Field, form, summary},
    fault::Fault,
    form::{Filled, Form, refusals},
    fragment::Named,
    layout::Viewer,
    message::introductions as said,
    page::Page,
    schema,
    visit::{Outcome, Visit},
};

refusals!(RequestIntroductionError RequestIntroductionErrorCode);

#[derive(cynic::QueryVariables)]
struct CounterpartVariables<'a> {
    company: &'a cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "CounterpartVariables")]
struct Counterpart {
    #[arguments(by: { id: $company })]
    company: Option<Named>,
    viewer: Option<Viewer>,
}

#[derive(cynic::InputObject)]
struct RequestIntroductionInput<'a> {
    company_id: &'a cynic::Id,
    message: &'a str,
}

#[derive(cynic::QueryVariables)]
struct RequestVariables<'a> {
    input: RequestIntroductionInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RequestVariables")]
struct RequestIntroduction {
    #[arguments(input: $input)]
    request_introduction: RequestIntroductionPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct RequestIntroductionPayload {
    user_errors: Vec<RequestIntroductionError>,
}

pub(super) async fn show(visit: Visit) -> Response {
    let page = async { draw(&visit, &Filled::new(visit.query()?)).await }.await;
    visit.answer(page)
}

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let company = cynic::Id::new(filled.fields.get("company"));
    let read = visit.client.run(Counterpart::build(CounterpartVariables { company: &company })).await?;
    let other = read.company.ok_or(Fault::NotFound)?;
    let viewer = read.viewer.ok_or(Fault::SignInNeeded)?;
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::ask(&other.name))) }
        p { (language.say(said::ask_how())) }
        (summary(language, filled, &["message"]))
        (form(visit, &visit.to("/introductions/new"), "stack", &html! {
            input type="hidden" name="company" value=(filled.fields.get("company"));
            (Field::area("message", said::message()).hint(said::message_hint()).required().longest(2_000).draw(language, filled))
            div class="actions" {
                button type="submit" { (language.say(said::send())) }
                a href={ (visit.to("/companies/")) (other.slug) } { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(said::ask(&other.name)), main, Some(viewer)))
}

pub(super) async fn send(visit: Visit, form: Form) -> Response {
    let outcome = ask(&visit, form).await;
    visit.finish(outcome)
}

async fn ask(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let company = cynic::Id::new(fields.get("company"));
    let input = RequestIntroductionInput { company_id: &company, message: fields.get("message") };
    let answer = visit.client.run(RequestIntroduction::build(RequestVariables { input })).await?.request_introduction;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(format!("{}?view=sent", visit.to("/introductions")), "introduction-asked"));
    }
    Ok(Outcome::again(draw(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    let id = cynic::Id::new("");
    let input = RequestIntroductionInput { company_id: &id, message: "" };
    vec![Counterpart::build(CounterpartVariables { company: &id }).query, RequestIntroduction::build(RequestVariables { input }).query]
}
