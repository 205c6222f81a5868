//! Where the link of the letter leads: looking changes nothing, since mail programs look too; the button does.

use axum::{Router, http::StatusCode, response::Response, routing::get};
use cynic::MutationBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    address,
    component::form,
    fault::Fault,
    form::{Form, Refusal, refusals},
    language::Language,
    message::verify_email as said,
    router::Site,
    schema,
    visit::{Outcome, Visit},
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/verify-email", get(show).post(prove))
}

refusals!(VerifyEmailError VerifyEmailErrorCode);

#[derive(cynic::InputObject)]
struct VerifyEmailInput<'a> {
    token: &'a str,
}

#[derive(cynic::QueryVariables)]
struct VerifyEmailVariables<'a> {
    input: VerifyEmailInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "VerifyEmailVariables")]
struct VerifyEmail {
    #[arguments(input: $input)]
    verify_email: VerifyEmailPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct VerifyEmailPayload {
    verified: bool,
    user_errors: Vec<VerifyEmailError>,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit);
    visit.answer(page)
}

/// The button.
fn draw(visit: &Visit) -> Result<Page, Fault> {
    let link = visit.query()?;
    if link.all("token").len() > 1 {
        return Err(Fault::Refused("the link carries two tokens".to_owned()));
    }
    let language = visit.language;
    let token = link.get("token");
    if token.is_empty() {
        return Ok(refused(language, &[language.say(said::incomplete())]));
    }
    let action = format!("{}?token={}", visit.to("/verify-email"), address::encoded(token));
    let main = html! {
        h1 { (language.say(said::question())) }
        p { (language.say(said::explanation())) }
        (form(visit, &action, "narrow", &html! {
            input type="hidden" name="link" value=(token);
            button type="submit" { (language.say(said::confirm())) }
        }))
    };
    Ok(Page::new(language.text(said::question()), main, None))
}

async fn prove(visit: Visit, form: Form) -> Response {
    let outcome = pressed(&visit, form).await;
    visit.finish(outcome)
}

/// Presses the button.
async fn pressed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let input = VerifyEmailInput { token: fields.get("link") };
    let answer = visit.client.run(VerifyEmail::build(VerifyEmailVariables { input })).await?.verify_email;
    let language = visit.language;
    if !answer.verified {
        let why: Vec<_> = answer.user_errors.into_iter().map(|error| Refusal::from(error).say(language)).collect();
        return Ok(Outcome::Page(Box::new(refused(language, &why))));
    }
    let main = html! {
        h1 { (language.say(said::confirmed())) }
        p class="actions" { a class="button" href=(visit.to("/sign-in")) { (language.say(said::sign_in())) } }
    };
    Ok(Outcome::Page(Box::new(Page::new(language.text(said::confirmed()), main, None))))
}

fn refused(language: Language, why: &[Markup]) -> Page {
    let main = html! {
        h1 { (language.say(said::not_confirmed())) }
        div class="wrong" role="alert" { @for why in why { p { (why) } } }
        p { (language.say(said::for_a_while())) }
    };
    Page { status: StatusCode::UNPROCESSABLE_ENTITY, ..Page::new(language.text(said::not_confirmed()), main, None) }
}

/// The operation as it is sent, for the folder of operations.
#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    vec![VerifyEmail::build(VerifyEmailVariables { input: VerifyEmailInput { token: "" } }).query]
}
