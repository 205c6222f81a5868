//! The page of one company: who it is, what was verified, what it offers and what it needs.

mod listing;

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
    router::Visit,
    schema,
    value::{CountryCode, LocalizedText},
    words::{prose, written},
};

#[derive(cynic::QueryVariables, Debug)]
pub(crate) struct CompanyVariables<'a> {
    slug: &'a str,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "CompanyVariables")]
pub(crate) struct CompanyPage {
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
enum RegistrationNumberKind {
    Bin,
    Ntn,
    Secp,
}

#[derive(cynic::Enum, Debug, Clone, Copy)]
enum CompanySize {
    Large,
    Medium,
    Micro,
    Small,
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

/// Reads a company by the name of its page, then what it has published.
pub(crate) async fn draw(visit: &Visit, slug: &str) -> Result<Page, Fault> {
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
                None => p class="notice" { (language.say("This company is not verified; only its own people and the staff see this page.")) },
            }
            @if let Some((own, profile)) = language.pick(&company.profile) {
                section lang=(own.tag()) aria-label="Profile" { (prose(profile)) }
            }
            (facts(language, &company))
            (listing::draw(language, &listings))
        }
        p class="actions" { a href={ "/" (language.tag()) "/companies" } { (language.say("All companies")) } }
    };
    Ok(Page::new(company.name, main, read.viewer))
}

fn facts(language: Language, company: &Company) -> Markup {
    let size = match company.size {
        CompanySize::Micro => "Fewer than 10 people",
        CompanySize::Small => "10 to 49 people",
        CompanySize::Medium => "50 to 249 people",
        CompanySize::Large => "250 people and more",
    };
    let number = match company.registration_number.kind {
        RegistrationNumberKind::Bin => "BIN",
        RegistrationNumberKind::Ntn => "NTN",
        RegistrationNumberKind::Secp => "SECP number",
    };
    html! {
        section aria-labelledby="facts" {
            h2 id="facts" { (language.say("Facts")) }
            dl class="facts" {
                div { dt { (language.say("Country")) } dd { (language.country(company.country)) } }
                @if let Some(region) = &company.region { div { dt { (language.say("Region")) } dd { (language.of(&region.name)) } } }
                @if let Some(form) = &company.legal_form { div { dt { (language.say("Legal form")) } dd { (language.of(&form.name)) } } }
                div { dt { (language.say(number)) } dd { bdi dir="ltr" { (company.registration_number.value) } } }
                div { dt { (language.say("Size")) } dd { (language.say(size)) } }
                div {
                    dt { (language.say("Languages spoken")) }
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
pub(crate) fn operations() -> [String; 2] {
    [CompanyPage::build(CompanyVariables { slug: "" }).query, listing::operation()]
}
