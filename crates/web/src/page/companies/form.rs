//! The form of the directory, from the reference names of the schema.

use maud::{Markup, html};

use super::filter::{Facet, Filter};
use crate::{
    language::Language,
    message::companies as said,
    schema,
    value::{CountryCode, LocalizedText},
    words::written,
};

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct SectorConnection {
    nodes: Vec<Sector>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Sector {
    code: String,
    name: LocalizedText,
    subsectors: Vec<CodedSubsector>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Subsector")]
struct CodedSubsector {
    code: String,
    name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct RegionConnection {
    nodes: Vec<CodedRegion>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Region")]
struct CodedRegion {
    code: String,
    name: LocalizedText,
    country: CountryCode,
}

/// The names of what can be chosen.
pub(super) struct Names<'a> {
    pub sectors: &'a SectorConnection,
    pub regions: &'a RegionConnection,
}

const COUNTRIES: [(&str, CountryCode); 2] = [("KZ", CountryCode::Kazakhstan), ("PK", CountryCode::Pakistan)];

impl Names<'_> {
    /// The name of a value of a filter; what has none is shown as it was written.
    pub(super) fn name(&self, language: Language, facet: Facet, value: &str) -> Markup {
        let sectors = || self.sectors.nodes.iter();
        let name = match facet {
            Facet::Search => None,
            Facet::Country => {
                let country = COUNTRIES.iter().find(|(code, _)| *code == value);
                return country
                    .map_or_else(|| written(value), |(_, country)| html! { (language.country(*country)) });
            }
            Facet::Region => self.regions.nodes.iter().find(|region| region.code == value).map(|region| &region.name),
            Facet::Sector => sectors().find(|sector| sector.code == value).map(|sector| &sector.name),
            Facet::Subsector => {
                let mut subsectors = sectors().flat_map(|sector| &sector.subsectors);
                subsectors.find(|subsector| subsector.code == value).map(|subsector| &subsector.name)
            }
        };
        name.map_or_else(|| written(value), |name| language.of(name))
    }
}

pub(super) fn draw(language: Language, filter: &Filter, names: &Names<'_>) -> Markup {
    html! {
        form class="filters" method="get" action={ "/" (language.tag()) "/companies" } role="search" aria-label=(language.text(said::title()))
            hx-get={ "/" (language.tag()) "/companies" } hx-target="#results" hx-push-url="true" hx-trigger="submit, change from:find select" {
            div class="field wide-field" {
                label for="search" { (language.say(said::search())) }
                input id="search" name="search" type="search" maxlength="200" dir="auto" value=(filter.value(Facet::Search));
            }
            // Closed even when in use: the chips say what is chosen, and on a phone the companies come first.
            details {
                summary { (language.say(said::narrow())) }
                div class="fields" {
                    (choice(language, Facet::Country, &html! {
                        @for (code, country) in COUNTRIES {
                            option value=(code) selected[filter.value(Facet::Country) == code] { (language.country(country)) }
                        }
                    }))
                    (choice(language, Facet::Region, &html! {
                        @for (_, country) in COUNTRIES {
                            optgroup label=(language.country(country)) {
                                @for region in names.regions.nodes.iter().filter(|region| region.country == country) {
                                    (option(language, filter.value(Facet::Region), &region.code, &region.name))
                                }
                            }
                        }
                    }))
                    (choice(language, Facet::Sector, &html! {
                        @for sector in &names.sectors.nodes { (option(language, filter.value(Facet::Sector), &sector.code, &sector.name)) }
                    }))
                    (choice(language, Facet::Subsector, &html! {
                        @for sector in &names.sectors.nodes {
                            @let (own, label) = language.pick(&sector.name).unwrap_or((language, &sector.code));
                            optgroup label=(label) lang=(own.tag()) {
                                @for subsector in &sector.subsectors {
                                    (option(language, filter.value(Facet::Subsector), &subsector.code, &subsector.name))
                                }
                            }
                        }
                    }))
                }
            }
            div class="field" { button type="submit" { (language.say(said::show())) } }
        }
    }
}

fn choice(language: Language, facet: Facet, options: &Markup) -> Markup {
    html! {
        div class="field" {
            label for=(facet.key()) { (language.say(facet.title())) }
            select id=(facet.key()) name=(facet.key()) {
                option value="" { (language.text(said::any())) }
                (options)
            }
        }
    }
}

fn option(language: Language, chosen: &str, code: &str, name: &LocalizedText) -> Markup {
    let (own, words) = language.pick(name).unwrap_or((language, code));
    let foreign = own != language;
    html! {
        option value=(code) selected[chosen == code] lang=[foreign.then(|| own.tag())] dir=[foreign.then(|| own.direction())] { (words) }
    }
}
