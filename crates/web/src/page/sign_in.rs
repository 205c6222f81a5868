//! Signing in and out by forms, and for whom one acts; the session is a cookie that no script can read.

use axum::{
    Router,
    http::HeaderValue,
    response::Response,
    routing::{get, post},
};
use cynic::{MutationBuilder, QueryBuilder};
use maud::{Markup, html};

use super::Page;
use crate::{
    address,
    component::{Choice, Field, form, radios, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    layout::{User, Viewer},
    message::sign_in as said,
    router::Site,
    schema,
    visit::{Outcome, Visit},
    word::MemberRole,
};

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/{language}/sign-in", get(show).post(send))
        .route("/{language}/confirm-access", get(show_again).post(send))
        .route("/{language}/account", get(show_account))
        .route("/{language}/sign-out", post(leave))
}

refusals!(LogInError LogInErrorCode);

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct WhoIsSignedIn {
    viewer: Option<Viewer>,
}

/// Everything for which a person can act.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct Account {
    #[cynic(alias, rename = "viewer")]
    standings: Option<Standings>,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Standings {
    user: User,
    memberships: Vec<ViewerMembership>,
}

#[derive(cynic::QueryFragment, Debug)]
struct ViewerMembership {
    company: Option<MembershipCompany>,
    role: MemberRole,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Company")]
struct MembershipCompany {
    id: cynic::Id,
    name: String,
}

#[derive(cynic::InputObject)]
struct LogInInput<'a> {
    email: &'a str,
    password: &'a str,
    kind: SessionKind,
    #[cynic(skip_serializing_if = "Option::is_none")]
    act_as: Option<ActAsInput>,
}

#[derive(cynic::InputObject)]
struct ActAsInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    company: Option<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    forum: Option<bool>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    himself: Option<bool>,
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

async fn show(visit: Visit) -> Response {
    let outcome = entrance(&visit).await;
    visit.finish(outcome)
}

/// The form; whoever has signed in is led to what is his.
async fn entrance(visit: &Visit) -> Result<Outcome, Fault> {
    let query = visit.query()?;
    if visit.client.run(WhoIsSignedIn::build(())).await?.viewer.is_some() {
        let to = address::inner(query.get("to")).map_or_else(|| visit.to("/account"), str::to_owned);
        return Ok(Outcome::Done { to, flash: None, cookies: Vec::new() });
    }
    Ok(Outcome::Page(Box::new(page(visit, &Filled::new(query)))))
}

fn page(visit: &Visit, filled: &Filled) -> Page {
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::title())) }
        (summary(language, filled, &["email", "password"]))
        (form(visit, &visit.to("/sign-in"), "narrow", &html! {
            input type="hidden" name="to" value=(filled.fields.get("to"));
            (Field::input("email", "email", said::email()).required().complete("username").draw(language, filled))
            (Field::input("password", "password", said::password()).required().complete("current-password").draw(language, filled))
            div class="field" { button type="submit" { (language.say(said::sign_in())) } }
        }))
        p class="actions" { (language.say(said::no_account())) " " a href=(visit.to("/register")) { (language.say(said::register())) } }
    };
    Page::new(language.text(said::title()), main, None)
}

async fn show_again(visit: Visit) -> Response {
    let page = again(&visit).await;
    visit.answer(page)
}

/// Asks somebody who has signed in for the password once more, to go on or to act for somebody else.
async fn again(visit: &Visit) -> Result<Page, Fault> {
    let viewer = visit.client.run(WhoIsSignedIn::build(())).await?.viewer.ok_or(Fault::SignInNeeded)?;
    let query = visit.query()?;
    Ok(confirm_page(visit, &Filled::new(query), viewer))
}

fn confirm_page(visit: &Visit, filled: &Filled, viewer: Viewer) -> Page {
    let language = visit.language;
    let own = viewer.company.as_ref().map(|company| company.id.inner().to_owned());
    let standing = own.unwrap_or_else(|| if viewer.staff.is_some() { "forum" } else { "himself" }.to_owned());
    let act_as = filled.fields.some("act-as").unwrap_or(standing);
    let main = html! {
        h1 { (language.say(said::confirm_title())) }
        p { (language.say(said::confirm_why())) }
        (summary(language, filled, &["password"]))
        (form(visit, &visit.to("/confirm-access"), "narrow", &html! {
            input type="hidden" name="to" value=(filled.fields.get("to"));
            input type="hidden" name="act-as" value=(act_as);
            input type="hidden" name="email" value=(viewer.user.email) autocomplete="username";
            (Field::input("password", "password", said::password()).required().complete("current-password").draw(language, filled))
            div class="field" { button type="submit" { (language.say(said::confirm())) } }
        }))
    };
    Page::new(language.text(said::confirm_title()), main, Some(viewer))
}

async fn send(visit: Visit, form: Form) -> Response {
    let outcome = log_in(&visit, form).await;
    visit.finish(outcome)
}

/// Tries the credentials: the cookies to keep, or the form with what was wrong.
async fn log_in(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let act_as = acting(fields.get("act-as"));
    let input = LogInInput { email: fields.get("email"), password: fields.exact("password"), kind: SessionKind::Browser, act_as };
    let (answer, cookies) = visit.client.run_with_cookies(LogIn::build(LogInVariables { input })).await?;
    if answer.log_in.signed_in {
        let to = address::inner(fields.get("to")).map_or_else(|| visit.to("/desk"), str::to_owned);
        return Ok(Outcome::Done { to, flash: None, cookies });
    }
    let filled = Filled::refused(fields, answer.log_in.user_errors);
    let confirming = visit.uri.path().ends_with("/confirm-access");
    let viewer = if confirming { visit.client.run(WhoIsSignedIn::build(())).await?.viewer } else { None };
    Ok(Outcome::again(match viewer {
        Some(viewer) => confirm_page(visit, &filled, viewer),
        None => page(visit, &filled),
    }))
}

/// For whom somebody wants to act: a company, the forum, himself, or whatever comes first.
fn acting(choice: &str) -> Option<ActAsInput> {
    let nothing = ActAsInput { company: None, forum: None, himself: None };
    match choice {
        "" => None,
        "forum" => Some(ActAsInput { forum: Some(true), ..nothing }),
        "himself" => Some(ActAsInput { himself: Some(true), ..nothing }),
        company => Some(ActAsInput { company: Some(cynic::Id::new(company)), ..nothing }),
    }
}

async fn leave(visit: Visit, form: Form) -> Response {
    let outcome = log_out(&visit, form).await;
    visit.finish(outcome)
}

/// Ends the session. Whoever had none is where he wants to be.
async fn log_out(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    form.read()?;
    let cookies: Vec<HeaderValue> = match visit.client.run_with_cookies(LogOut::build(())).await {
        Ok((_, cookies)) => cookies,
        Err(Fault::SessionEnded | Fault::SignInNeeded) => Vec::new(),
        Err(fault) => return Err(fault),
    };
    Ok(Outcome::Done { to: visit.to(""), flash: None, cookies })
}

async fn show_account(visit: Visit) -> Response {
    let page = account(&visit).await;
    visit.answer(page)
}

/// Who has signed in, and for whom he can act.
async fn account(visit: &Visit) -> Result<Page, Fault> {
    let read = visit.client.run(Account::build(())).await?;
    let (standings, viewer) = read.standings.zip(read.viewer).ok_or(Fault::SignInNeeded)?;
    let language = visit.language;
    let name = standings.user.name.as_str();
    let sentence = match (&viewer.company, &viewer.staff) {
        (Some(company), _) => said::as_for(&company.name, name),
        (None, Some(staff)) => said::as_staff(staff.duty.say(language), name),
        (None, None) => said::as_himself(name),
    };
    let main = html! {
        h1 { (language.say(said::account())) }
        p class="lead" { (language.say(sentence)) }
        (switch(visit, &standings, &viewer))
        p class="actions" { a href=(visit.to("/register/company")) { (language.say(said::register_company())) } }
        (form(visit, &visit.to("/sign-out"), "inline", &html! { button type="submit" class="second" { (language.say(said::sign_out())) } }))
    };
    Ok(Page::new(language.text(said::account()), main, Some(viewer)))
}

/// The choice for whom to act: by a link to where the password is asked for.
fn switch(visit: &Visit, standings: &Standings, viewer: &Viewer) -> Markup {
    let language = visit.language;
    let mut choices: Vec<Choice> = standings
        .memberships
        .iter()
        .filter_map(|membership| {
            let company = membership.company.as_ref()?;
            Some(Choice::new(company.id.inner(), format!("{} — {}", company.name, membership.role.text(language))))
        })
        .collect();
    if viewer.staff.is_some() {
        choices.push(Choice::new("forum", language.text(said::act_for_forum())));
    }
    choices.push(Choice::new("himself", language.text(said::act_as_himself())));
    let own = viewer.company.as_ref().map(|company| company.id.inner());
    let standing = own.unwrap_or(if viewer.staff.is_some() { "forum" } else { "himself" });
    let filled = Filled::new(Fields::of(&[("act-as", standing.to_owned())]));
    html! {
        @if choices.len() > 1 {
            form method="get" action=(visit.to("/confirm-access")) class="stack" {
                input type="hidden" name="to" value=(visit.to("/desk"));
                (radios(language, &filled, "act-as", said::act_for(), None, &choices))
                button type="submit" { (language.say(said::switch())) }
            }
        }
    }
}

/// The operations as they are sent, for the folder of operations.
#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    let input = LogInInput { email: "", password: "", kind: SessionKind::Token, act_as: None };
    vec![WhoIsSignedIn::build(()).query, Account::build(()).query, LogIn::build(LogInVariables { input }).query, LogOut::build(()).query]
}
