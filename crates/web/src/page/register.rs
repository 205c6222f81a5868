//! Registering: first the person, then the company in steps that lose nothing.

mod company;

use axum::{Router, response::Response, routing::get};
use cynic::{MutationBuilder, QueryBuilder};
use maud::html;

use super::Page;
use crate::{
    component::{Choice, Field, checks, form, stepper, summary},
    fault::Fault,
    form::{Filled, Form, refusals},
    language::Language,
    message::register as said,
    router::Site,
    schema,
    visit::{Outcome, Visit},
};

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/{language}/register", get(show).post(send))
        .route("/{language}/register/letter", get(letter))
        .route("/{language}/register/company", get(company::show).post(company::send))
}

refusals!(RegisterError RegisterErrorCode);

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LanguageTag {
    En,
    Kk,
    Ru,
    Ur,
}

impl LanguageTag {
    pub(crate) fn of(language: Language) -> Self {
        match language {
            Language::English => Self::En,
            Language::Kazakh => Self::Kk,
            Language::Russian => Self::Ru,
            Language::Urdu => Self::Ur,
        }
    }
}

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum LegalTextKind {
    Privacy,
    Terms,
}

/// What somebody agrees to who registers.
#[derive(cynic::QueryFragment, Debug)]
struct LegalText {
    kind: LegalTextKind,
    in_force: bool,
    text: String,
    version: String,
}

#[derive(cynic::QueryVariables)]
struct LegalTextsVariables {
    language: LanguageTag,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "LegalTextsVariables")]
struct LegalTexts {
    #[arguments(language: $language)]
    legal_texts: Vec<LegalText>,
}

#[derive(cynic::InputObject)]
struct RegisterInput<'a> {
    accepted_terms: &'a str,
    email: &'a str,
    language: LanguageTag,
    name: &'a str,
    password: &'a str,
}

#[derive(cynic::QueryVariables)]
struct RegisterVariables<'a> {
    input: RegisterInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RegisterVariables")]
struct Register {
    #[arguments(input: $input)]
    register: RegisterPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct RegisterPayload {
    user_errors: Vec<RegisterError>,
}

/// The whole way, so that nobody wonders how much is to come.
fn way(language: Language, reached: usize) -> maud::Markup {
    let steps = [said::way_account(), said::way_company(), said::way_names(), said::way_sectors(), said::way_words(), said::way_check()];
    stepper(&language.text(said::way()), &steps.map(|step| language.say(step)), reached)
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit, &Filled::default()).await;
    visit.answer(page)
}

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let language = visit.language;
    let texts = visit.client.run(LegalTexts::build(LegalTextsVariables { language: LanguageTag::of(language) })).await?.legal_texts;
    let texts: Vec<_> = texts.into_iter().filter(|text| text.in_force).collect();
    let terms = texts.iter().find(|text| text.kind == LegalTextKind::Terms).map_or("", |text| &text.version);
    let accept = [Choice::new(terms, language.text(said::accept_terms()))];
    let main = html! {
        h1 { (language.say(said::title())) }
        (way(language, 0))
        p class="lead" { (language.say(said::lead())) }
        (summary(language, filled, &["name", "email", "password", "acceptedTerms"]))
        (form(visit, &visit.to("/register"), "narrow", &html! {
            (Field::text("name", said::name()).required().complete("name").longest(200).draw(language, filled))
            (Field::input("email", "email", said::email()).hint(said::email_hint()).required().complete("email").draw(language, filled))
            (Field::input("password", "password", said::password()).hint(said::password_hint()).required().complete("new-password").draw(language, filled))
            @for text in &texts {
                details {
                    summary { @match text.kind { LegalTextKind::Terms => { (language.say(said::terms())) }, LegalTextKind::Privacy => { (language.say(said::privacy())) } } }
                    @for paragraph in text.text.split("\n\n") { p { (paragraph) } }
                }
            }
            (checks(language, filled, "acceptedTerms", said::terms().into(), None, &accept))
            div class="field" { button type="submit" { (language.say(said::go_on())) } }
        }))
        p class="actions" { (language.say(said::have_account())) " " a href=(visit.to("/sign-in")) { (language.say(said::sign_in())) } }
    };
    Ok(Page::new(language.text(said::title()), main, None))
}

async fn send(visit: Visit, form: Form) -> Response {
    let outcome = registered(&visit, form).await;
    visit.finish(outcome)
}

async fn registered(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let language = LanguageTag::of(visit.language);
    let input = RegisterInput {
        accepted_terms: fields.get("acceptedTerms"),
        email: fields.get("email"),
        language,
        name: fields.get("name"),
        password: fields.exact("password"),
    };
    let answer = visit.client.run(Register::build(RegisterVariables { input })).await?.register;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::Done { to: visit.to("/register/letter"), flash: None, cookies: Vec::new() });
    }
    Ok(Outcome::again(draw(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

async fn letter(visit: Visit) -> Response {
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::letter_title())) }
        p { (language.say(said::letter())) }
        p { (language.say(said::letter_none())) }
        p class="actions" { a class="button" href={ (visit.to("/sign-in")) "?to=" (visit.to("/register/company")) } { (language.say(said::sign_in())) } }
    };
    visit.answer(Ok(Page::new(language.text(said::letter_title()), main, None)))
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    let input = RegisterInput { accepted_terms: "", email: "", language: LanguageTag::En, name: "", password: "" };
    let texts = LegalTexts::build(LegalTextsVariables { language: LanguageTag::En }).query;
    [vec![texts, Register::build(RegisterVariables { input }).query], company::operations()].concat()
}
