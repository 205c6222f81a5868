//! Where the link of the letter leads: looking changes nothing, since mail programs look too; the button does.

use axum::{extract::Query, http::StatusCode};
use cynic::MutationBuilder;
use maud::{Markup, html};
use serde::Deserialize;

use super::Page;
use crate::{fault::Fault, language::Language, router::Visit, schema};

/// What the link carries.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Link {
    token: String,
}

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

#[derive(cynic::QueryFragment, Debug)]
struct VerifyEmailError {
    message: String,
}

/// The button.
pub(crate) fn draw(visit: &Visit) -> Result<Page, Fault> {
    let Query(link) = Query::<Link>::try_from_uri(&visit.uri).map_err(|why| Fault::Refused(why.body_text()))?;
    let language = visit.language;
    if link.token.is_empty() {
        let why = ["The link is not complete: copy the whole of it from the letter.".to_owned()];
        return Ok(refused(language, &why));
    }
    let query = visit.uri.query().unwrap_or_default();
    let main = html! {
        h1 { (language.say("Is this your e-mail address?")) }
        p { (language.say("You opened the link that we sent to it. Confirm, and you can sign in.")) }
        form method="post" action={ "/" (language.tag()) "/verify-email?" (query) } {
            input type="hidden" name="token" value=(link.token);
            button type="submit" { (language.say("Confirm the address")) }
        }
    };
    Ok(Page::new("Confirm your address", main, None))
}

/// Presses the button.
pub(crate) async fn prove(visit: &Visit, link: Link) -> Result<Page, Fault> {
    let input = VerifyEmailInput { token: &link.token };
    let answer = visit.client.run(VerifyEmail::build(VerifyEmailVariables { input })).await?.verify_email;
    let language = visit.language;
    if !answer.verified {
        let why: Vec<_> = answer.user_errors.into_iter().map(|error| error.message).collect();
        return Ok(refused(language, &why));
    }
    let main = html! {
        h1 { (language.say("Your address is confirmed")) }
        p class="actions" { a class="button" href={ "/" (language.tag()) "/sign-in" } { (language.say("Sign in")) } }
    };
    Ok(Page::new("Address confirmed", main, None))
}

fn refused(language: Language, why: &[String]) -> Page {
    let main: Markup = html! {
        h1 { (language.say("The address is not confirmed")) }
        div class="wrong" role="alert" { @for why in why { p { (language.say(why)) } } }
        p { (language.say("A link serves for a while only. If it has run out, ask for another letter.")) }
    };
    Page { status: StatusCode::UNPROCESSABLE_ENTITY, ..Page::new("Address not confirmed", main, None) }
}

/// The operation as it is sent, for the folder of operations.
#[cfg(test)]
pub(crate) fn operation() -> String {
    VerifyEmail::build(VerifyEmailVariables { input: VerifyEmailInput { token: "" } }).query
}
