//! Signing in and out by forms; the session is a cookie that no script can read.

use axum::http::{HeaderValue, StatusCode};
use cynic::{MutationBuilder, QueryBuilder};
use maud::{Markup, html};
use serde::Deserialize;

use super::Page;
use crate::{
    fault::Fault,
    language::Language,
    layout::{StaffDuty, Viewer},
    router::Visit,
    schema,
    words::written,
};

/// What the form says.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
pub(crate) struct WhoIsSignedIn {
    viewer: Option<Viewer>,
}

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "LogInInput")]
struct LogInInput<'a> {
    email: &'a str,
    password: &'a str,
    kind: SessionKind,
}

#[derive(cynic::Enum, Debug, Clone, Copy)]
enum SessionKind {
    Browser,
    Token,
}

#[derive(cynic::QueryVariables)]
struct LogInVariables<'a> {
    input: LogInInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "LogInVariables")]
struct LogIn {
    #[arguments(input: $input)]
    log_in: LogInPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct LogInPayload {
    signed_in: bool,
    user_errors: Vec<LogInError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct LogInError {
    message: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation")]
struct LogOut {
    #[expect(dead_code, reason = "an answer without errors says it all, and a selection cannot be empty")]
    log_out: LogOutPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct LogOutPayload {
    #[expect(dead_code, reason = "it is always true")]
    signed_out: bool,
}

/// The form, or who has signed in.
pub(crate) async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let viewer = visit.client.run(WhoIsSignedIn::build(())).await?.viewer;
    let language = visit.language;
    Ok(match viewer {
        Some(viewer) => Page::new("Signed in", signed_in(language, &viewer), Some(viewer)),
        None => Page::new("Sign in", form(language, "", &[]), None),
    })
}

/// Tries the credentials: the cookies to keep, or the form with what was wrong.
pub(crate) async fn log_in(visit: &Visit, given: Credentials) -> Result<Result<Vec<HeaderValue>, Page>, Fault> {
    let input = LogInInput { email: &given.email, password: &given.password, kind: SessionKind::Browser };
    let (answer, cookies) = visit.client.run_with_cookies(LogIn::build(LogInVariables { input })).await?;
    if answer.log_in.signed_in {
        return Ok(Ok(cookies));
    }
    let wrong: Vec<_> = answer.log_in.user_errors.into_iter().map(|error| error.message).collect();
    let page = Page::new("Sign in", form(visit.language, &given.email, &wrong), None);
    Ok(Err(Page { status: StatusCode::UNPROCESSABLE_ENTITY, ..page }))
}

/// Ends the session. Whoever had none is where he wants to be.
pub(crate) async fn log_out(visit: &Visit) -> Result<Vec<HeaderValue>, Fault> {
    match visit.client.run_with_cookies(LogOut::build(())).await {
        Ok((_, cookies)) => Ok(cookies),
        Err(Fault::SessionEnded | Fault::SignInNeeded) => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}

fn form(language: Language, email: &str, wrong: &[String]) -> Markup {
    let failed = !wrong.is_empty();
    html! {
        h1 { (language.say("Sign in")) }
        @if failed {
            div class="wrong" role="alert" id="wrong" {
                p { strong { (language.say("You are not signed in.")) } }
                ul { @for message in wrong { li { (language.say(message)) } } }
            }
        }
        form class="narrow" method="post" action={ "/" (language.tag()) "/sign-in" } {
            div class="field" {
                label for="email" { (language.say("E-mail address")) }
                input id="email" name="email" type="email" autocomplete="username" required dir="ltr" value=(email)
                    aria-invalid=[failed.then_some("true")] aria-describedby=[failed.then_some("wrong")];
            }
            div class="field" {
                label for="password" { (language.say("Password")) }
                input id="password" name="password" type="password" autocomplete="current-password" required dir="ltr"
                    aria-invalid=[failed.then_some("true")] aria-describedby=[failed.then_some("wrong")];
            }
            div class="field" { button type="submit" { (language.say("Sign in")) } }
        }
    }
}

fn signed_in(language: Language, viewer: &Viewer) -> Markup {
    html! {
        h1 { (language.say("You are signed in")) }
        p {
            (language.sentence(html! {
                "As " strong { (written(&viewer.user.name)) } " "
                @match (&viewer.company, &viewer.staff) {
                    (Some(company), _) => { "for " strong { (written(&company.name)) } },
                    (None, Some(staff)) => { "for the forum, as " (duty(staff.duty)) },
                    (None, None) => "for no company",
                }
            }))
        }
        form method="post" action={ "/" (language.tag()) "/sign-out" } {
            button type="submit" { (language.say("Sign out")) }
        }
    }
}

fn duty(duty: StaffDuty) -> &'static str {
    match duty {
        StaffDuty::Administrator => "an administrator",
        StaffDuty::Auditor => "an auditor",
        StaffDuty::Moderator => "a moderator",
    }
}

/// The operations as they are sent, for the folder of operations.
#[cfg(test)]
pub(crate) fn operations() -> [String; 3] {
    let input = LogInInput { email: "", password: "", kind: SessionKind::Token };
    [WhoIsSignedIn::build(()).query, LogIn::build(LogInVariables { input }).query, LogOut::build(()).query]
}
