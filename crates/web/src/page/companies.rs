//! The directory: verified companies, narrowed by a form that works without script, page by page along a cursor.

mod filter;
mod form;

use axum::{Router, extract::Query, response::Response, routing::get};
use cynic::QueryBuilder;
use maud::{Markup, html};

pub(crate) use filter::CompanyFilter;
use filter::{Facet, Filter};

use super::Page;
use crate::{
    fault::Fault,
    language::Language,
    component,
    layout::Viewer,
    message::{companies as said, company as company_said},
    number::day,
    router::Site,
    schema,
    value::{CountryCode, DateTime, LocalizedText, PageInfo},
    visit::Visit,
    word::Script,
    words::written,
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/companies", get(show))
}

#[derive(cynic::QueryVariables, Debug)]
pub(crate) struct DirectoryVariables {
    filter: CompanyFilter,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "DirectoryVariables")]
pub(crate) struct Directory {
    #[arguments(first: 24, after: $after, where: $filter)]
    companies: CompanyConnection,
    #[arguments(first: 30)]
    sectors: form::SectorConnection,
    #[arguments(first: 50)]
    regions: form::RegionConnection,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CompanyConnection {
    nodes: Vec<Company>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Debug)]
struct Company {
    slug: String,
    name: String,
    legal_names: Vec<LegalName>,
    country: CountryCode,
    region: Option<Region>,
    subsectors: Vec<Subsector>,
    verification: Option<Verification>,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(super) struct LegalName {
    pub name: String,
    pub script: Script,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Region {
    pub name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Subsector {
    pub name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Verification {
    pub verified_at: DateTime,
    pub valid_until: DateTime,
    pub evidence: String,
}

#[derive(cynic::QueryVariables, Debug)]
pub(crate) struct WithoutVariables {
    search: CompanyFilter,
    country: CompanyFilter,
    region: CompanyFilter,
    sector: CompanyFilter,
    subsector: CompanyFilter,
}

/// Whether anybody is found when one filter is dropped.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "WithoutVariables")]
pub(crate) struct DirectoryWithout {
    #[cynic(alias, rename = "companies")]
    #[arguments(first: 1, where: $search)]
    search: Found,
    #[cynic(alias, rename = "companies")]
    #[arguments(first: 1, where: $country)]
    country: Found,
    #[cynic(alias, rename = "companies")]
    #[arguments(first: 1, where: $region)]
    region: Found,
    #[cynic(alias, rename = "companies")]
    #[arguments(first: 1, where: $sector)]
    sector: Found,
    #[cynic(alias, rename = "companies")]
    #[arguments(first: 1, where: $subsector)]
    subsector: Found,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CompanyConnection")]
struct Found {
    nodes: Vec<Somebody>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Company")]
struct Somebody {
    #[expect(dead_code, reason = "only whether somebody is there matters, and a selection cannot be empty")]
    slug: String,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer_part(RESULTS, page)
}

/// What a click on a filter exchanges.
const RESULTS: &str = "results";

/// Reads one page of the directory.
async fn draw(visit: &Visit) -> Result<(Page, Markup), Fault> {
    let Query(filter) = Query::<Filter>::try_from_uri(&visit.uri).map_err(|why| Fault::Refused(why.body_text()))?;
    let variables = DirectoryVariables { filter: filter.to_schema()?, after: filter.after() };
    let read = visit.client.run(Directory::build(variables)).await?;
    let language = visit.language;
    let facets = filter.facets();
    let names = form::Names { sectors: &read.sectors, regions: &read.regions };
    let helpful =
        if read.companies.nodes.is_empty() && filter.after().is_none() { helpful(visit, &filter, &facets).await? } else { Vec::new() };
    let results = html! {
        (chips(language, &filter, &facets, &names))
        section aria-labelledby="found" {
            h2 id="found" class="hidden" { (language.say(said::found())) }
            @if read.companies.nodes.is_empty() { (nobody(language, &filter, &facets, &helpful, &names)) }
            @else {
                ul class="cards" { @for company in &read.companies.nodes { li class="card" { (card(language, company)) } } }
                (component::onward(visit, &read.companies.page_info, &format!("/companies{}", filter.from("").query())))
            }
        }
    };
    let main = html! {
        h1 { (language.say(said::title())) }
        p class="lead" { (language.say(said::lead())) }
        (form::draw(language, &filter, &names))
        div id=(RESULTS) { (results) }
    };
    let about = Some(language.text(said::about()));
    Ok((Page { about, lively: true, ..Page::new(language.text(said::title()), main, read.viewer) }, results))
}

/// The filters whose dropping alone would show somebody.
async fn helpful(visit: &Visit, filter: &Filter, facets: &[(Facet, String)]) -> Result<Vec<Facet>, Fault> {
    if facets.is_empty() {
        return Ok(Vec::new());
    }
    let without = |facet| filter.without(facet).to_schema();
    let variables = WithoutVariables {
        search: without(Facet::Search)?,
        country: without(Facet::Country)?,
        region: without(Facet::Region)?,
        sector: without(Facet::Sector)?,
        subsector: without(Facet::Subsector)?,
    };
    let found = visit.client.run(DirectoryWithout::build(variables)).await?;
    let anybody = |facet| match facet {
        Facet::Search => &found.search,
        Facet::Country => &found.country,
        Facet::Region => &found.region,
        Facet::Sector => &found.sector,
        Facet::Subsector => &found.subsector,
    };
    Ok(facets.iter().map(|(facet, _)| *facet).filter(|facet| !anybody(*facet).nodes.is_empty()).collect())
}

fn address(language: Language, filter: &Filter) -> String {
    format!("/{}/companies{}", language.tag(), filter.query())
}

fn chips(language: Language, filter: &Filter, facets: &[(Facet, String)], names: &form::Names<'_>) -> Markup {
    html! {
        @if !facets.is_empty() {
            nav class="chips" aria-label=(language.text(said::in_use())) {
                ul {
                    @for (facet, value) in facets {
                        li {
                            a href=(address(language, &filter.without(*facet))) {
                                span class="hidden" { (language.say(said::drop_filter(language.say(facet.title()), names.name(language, *facet, value)))) }
                                span aria-hidden="true" { (names.name(language, *facet, value)) " ×" }
                            }
                        }
                    }
                    li { a class="plain" href=(address(language, &Filter::default())) { (language.say(said::drop_all())) } }
                }
            }
        }
    }
}

fn nobody(language: Language, filter: &Filter, facets: &[(Facet, String)], helpful: &[Facet], names: &form::Names<'_>) -> Markup {
    html! {
        div class="empty" {
            @if filter.after().is_some() {
                p { (language.say(said::nobody_after())) }
            } @else if facets.is_empty() {
                p { (language.say(said::nobody_yet())) }
            } @else {
                p { (language.say(said::nobody_fits())) }
                @if helpful.is_empty() {
                    p { (language.say(said::one_is_not_enough())) }
                } @else {
                    p { (language.say(said::found_without())) }
                    ul {
                        @for (facet, value) in facets.iter().filter(|(facet, _)| helpful.contains(facet)) {
                            li { a href=(address(language, &filter.without(*facet))) { (language.say(said::pair(language.say(facet.title()), names.name(language, *facet, value)))) } }
                        }
                    }
                }
            }
            @if !facets.is_empty() || filter.after().is_some() {
                p { a class="button" href=(address(language, &Filter::default())) { (language.say(said::show_all())) } }
            }
        }
    }
}

fn card(language: Language, company: &Company) -> Markup {
    html! {
        h3 { a href={ "/" (language.tag()) "/companies/" (company.slug) } { (written(&company.name)) } }
        (other_names(&company.name, &company.legal_names))
        p {
            (language.country(company.country))
            @if let Some(region) = &company.region { " · " (language.of(&region.name)) }
        }
        (subsectors(language, &company.subsectors))
        @if let Some(verification) = &company.verification { (badge(language, verification)) }
    }
}

/// The names in the other scripts, each marked as what it is written in, as far as that is known.
pub(super) fn other_names(shown: &str, names: &[LegalName]) -> Markup {
    html! {
        @for other in names.iter().filter(|other| other.name != shown) {
            p class="other-name" { bdi lang=[(other.script.is("ARABIC")).then_some("ur")] { (other.name) } }
        }
    }
}

pub(super) fn subsectors(language: Language, subsectors: &[Subsector]) -> Markup {
    html! { ul class="tags" { @for subsector in subsectors { li class="tag" { (language.of(&subsector.name)) } } } }
}

/// Says what was looked at and when, which a bare tick does not.
pub(super) fn badge(language: Language, verification: &Verification) -> Markup {
    html! {
        div class="badge" {
            p { strong { (language.say(company_said::verified(day(language, &verification.verified_at), day(language, &verification.valid_until)))) } }
            p class="quiet" { (language.say(company_said::evidence(&verification.evidence))) }
        }
    }
}

/// The operations as they are sent, for the folder of operations.
#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    let empty = || Filter::default().to_schema().unwrap();
    let without = WithoutVariables { search: empty(), country: empty(), region: empty(), sector: empty(), subsector: empty() };
    vec![Directory::build(DirectoryVariables { filter: empty(), after: None }).query, DirectoryWithout::build(without).query]
}
