//! The page of one company: who it is, what was verified, what it offers and what it needs.

mod listing;

use axum::{Router, extract::Path, response::Response, routing::get};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::{
    Page,
    companies::{LegalName, Region, Subsector, Verification, badge, other_names, subsectors},
};
use crate::{
    fault::Fault,
    language::Language,
    layout::Viewer,
    message::company as said,
    router::Site,
    schema,
    value::{CountryCode, LocalizedText},
    visit::Visit,
    word::{CompanySize, RegistrationNumberKind},
    words::{prose, written},
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/companies/{slug}", get(show))
}

#[derive(cynic::QueryVariables, Debug)]
struct CompanyVariables<'a> {
    slug: &'a str,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "CompanyVariables")]
struct CompanyPage {
    #[arguments(by: { slug: $slug })]
    company: Option<Company>,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Company {
    id: cynic::Id,
    name: String,
    legal_names: Vec<LegalName>,
    country: CountryCode,
    region: Option<Region>,
    legal_form: Option<LegalForm>,
    registration_number: RegistrationNumberValue,
    size: CompanySize,
    languages: Vec<LanguageTag>,
    subsectors: Vec<Subsector>,
    profile: LocalizedText,
    verification: Option<Verification>,
}

#[derive(cynic::QueryFragment, Debug)]
struct LegalForm {
    name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
struct RegistrationNumberValue {
    kind: RegistrationNumberKind,
    value: String,
}

#[derive(cynic::Enum, Debug, Clone, Copy)]
enum LanguageTag {
    En,
    Kk,
    Ru,
    Ur,
}

impl LanguageTag {
    fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Kk => Language::Kazakh,
            Self::Ru => Language::Russian,
            Self::Ur => Language::Urdu,
        }
    }
}

async fn show(visit: Visit, Path((_, slug)): Path<(String, String)>) -> Response {
    let page = draw(&visit, &slug).await;
    visit.answer(page)
}

/// Reads a company by the name of its page, then what it has published.
async fn draw(visit: &Visit, slug: &str) -> Result<Page, Fault> {
    let read = visit.client.run(CompanyPage::build(CompanyVariables { slug })).await?;
    let company = read.company.ok_or(Fault::NotFound)?;
    let listings = listing::of(visit, &company.id).await?;
    let language = visit.language;
    let main = html! {
        article {
            h1 { (written(&company.name)) }
            (other_names(&company.name, &company.legal_names))
            (subsectors(language, &company.subsectors))
            @match &company.verification {
                Some(verification) => (badge(language, verification)),
                None => p class="notice-box" { (language.say(said::not_verified())) },
            }
            (action(visit, &company, read.viewer.as_ref()))
            @if let Some((own, profile)) = language.pick(&company.profile) {
                section lang=(own.tag()) dir=(own.direction()) aria-label=(language.text(said::profile())) { (prose(profile)) }
            }
            (facts(language, &company))
            (listing::draw(language, &listings))
        }
        p class="actions" { a href={ "/" (language.tag()) "/companies" } { (language.say(said::all())) } }
    };
    Ok(Page::new(company.name, main, read.viewer))
}

/// The one thing to do here, or why it cannot be done.
fn action(visit: &Visit, company: &Company, viewer: Option<&Viewer>) -> Markup {
    let own = viewer.and_then(|viewer| viewer.company.as_ref());
    let why_not = match own {
        None => Some(said::no_introduce_sign_in()),
        Some(own) if own.id == company.id => Some(said::no_introduce_own()),
        Some(own) if !own.state.is("VERIFIED") => Some(said::no_introduce_unverified()),
        Some(_) => None,
    };
    let language = visit.language;
    html! {
        @if company.verification.is_some() && viewer.is_none_or(|viewer| viewer.staff.is_none()) {
            @match why_not {
                Some(why) => p class="quiet" { (language.say(why)) },
                None => p class="actions" {
                    a class="button" href={ (visit.to("/introductions/new")) "?company=" (crate::address::encoded(company.id.inner())) } { (language.say(said::introduce())) }
                },
            }
        }
    }
}

fn facts(language: Language, company: &Company) -> Markup {
    html! {
        section aria-labelledby="facts" {
            h2 id="facts" { (language.say(said::facts())) }
            dl class="facts" {
                div { dt { (language.say(said::country())) } dd { (language.country(company.country)) } }
                @if let Some(region) = &company.region { div { dt { (language.say(said::region())) } dd { (language.of(&region.name)) } } }
                @if let Some(form) = &company.legal_form { div { dt { (language.say(said::legal_form())) } dd { (language.of(&form.name)) } } }
                div { dt { (company.registration_number.kind.say(language)) } dd { bdi dir="ltr" { (company.registration_number.value) } } }
                div { dt { (language.say(said::size())) } dd { (company.size.say(language)) } }
                div {
                    dt { (language.say(said::languages())) }
                    dd { ul class="inline" {
                        @for spoken in company.languages.iter().map(|tag| tag.language()) {
                            li lang=(spoken.tag()) { bdi { (spoken.own_name()) } }
                        }
                    } }
                }
            }
        }
    }
}

/// The operations as they are sent, for the folder of operations.
#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    vec![CompanyPage::build(CompanyVariables { slug: "" }).query, listing::operation()]
}
