//! One's own company: its state, what the state means, who belongs to it, and the step to verification.

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use cynic::{MutationBuilder, QueryBuilder};
use maud::{Markup, html};

use super::Page;
use crate::{
    component::{Tone, button, mark, summary},
    fault::Fault,
    form::{Filled, Form, refusals},
    layout::Viewer,
    message::my_company as said,
    number::day,
    router::Site,
    schema,
    value::DateTime,
    visit::{Outcome, Visit},
    word::{CompanyState, MemberRole},
    words::{prose, written},
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/company", get(show)).route("/{language}/company/submit", post(send))
}

refusals!(SubmitCompanyError SubmitCompanyErrorCode);

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct MyCompany {
    #[cynic(alias, rename = "viewer")]
    own: Option<Own>,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Own {
    company: Option<Company>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Company {
    slug: String,
    name: String,
    state: CompanyState,
    rejection_reason: Option<String>,
    members: Option<Vec<Member>>,
    verification: Option<Verification>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Verification {
    verified_at: DateTime,
    valid_until: DateTime,
}

#[derive(cynic::QueryFragment, Debug)]
struct Member {
    role: MemberRole,
    since: DateTime,
    user: Option<Person>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "User")]
struct Person {
    name: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation")]
struct SubmitCompany {
    submit_company: SubmitCompanyPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct SubmitCompanyPayload {
    user_errors: Vec<SubmitCompanyError>,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit, &Filled::default()).await;
    visit.answer(page)
}

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let read = visit.client.run(MyCompany::build(())).await?;
    let viewer = read.viewer.ok_or(Fault::SignInNeeded)?;
    let language = visit.language;
    let Some(company) = read.own.and_then(|own| own.company) else {
        let main = html! {
            h1 { (language.say(said::none())) }
            p class="actions" {
                a class="button" href=(visit.to("/register/company")) { (language.say(said::register())) }
                a href=(visit.to("/account")) { (language.say(said::to_account())) }
            }
        };
        return Ok(Page::new(language.text(said::none()), main, Some(viewer)));
    };
    let main = html! {
        h1 { (written(&company.name)) }
        (summary(language, filled, &[]))
        (state(visit, &company, viewer.role.as_ref()))
        @if let Some(members) = &company.members {
            section aria-labelledby="members" {
                h2 id="members" { (language.say(said::members())) }
                ul class="rows" {
                    @for member in members {
                        li { @if let Some(person) = &member.user { strong { (written(&person.name)) } " " } (mark(Tone::Plain, &member.role.say(language))) " " span class="quiet" { (language.say(said::since())) " " (day(language, &member.since)) } }
                    }
                }
            }
        }
        p class="actions" {
            a class="button second" href={ (visit.to("/companies/")) (company.slug) } { (language.say(said::public_page())) }
            a href=(visit.to("/listings")) { (language.say(said::to_listings())) }
        }
    };
    Ok(Page::new(company.name.clone(), main, Some(viewer)))
}

fn state(visit: &Visit, company: &Company, role: Option<&MemberRole>) -> Markup {
    let language = visit.language;
    let (tone, meaning) = match company.state.0.as_str() {
        "VERIFIED" => (Tone::Good, said::verified()),
        "DRAFT" => (Tone::Warn, said::draft()),
        "REJECTED" => (Tone::Wrong, said::rejected()),
        "SUSPENDED" => (Tone::Wrong, said::suspended()),
        _ => (Tone::Warn, said::in_review()),
    };
    let may_submit = (company.state.is("DRAFT") || company.state.is("REJECTED")) && role.is_some_and(|role| role.is("OWNER"));
    html! {
        div class="card" {
            p { (mark(tone, &company.state.say(language))) }
            p { (language.say(meaning)) }
            @if let Some(reason) = &company.rejection_reason { p class="quiet" { (language.say(said::reason())) } blockquote { (prose(reason)) } }
            @if let Some(checked) = &company.verification {
                p class="quiet" { (language.say(said::checked(day(language, &checked.verified_at), day(language, &checked.valid_until)))) }
            }
            @if may_submit { (button(visit, &visit.to("/company/submit"), "", &[], &language.say(said::submit()))) }
        }
    }
}

async fn send(visit: Visit, form: Form) -> Response {
    let outcome = submitted(&visit, form).await;
    visit.finish(outcome)
}

async fn submitted(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let answer = visit.client.run(SubmitCompany::build(())).await?.submit_company;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(visit.to("/company"), "company-submitted"));
    }
    Ok(Outcome::again(draw(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    vec![MyCompany::build(()).query, SubmitCompany::build(()).query]
}
