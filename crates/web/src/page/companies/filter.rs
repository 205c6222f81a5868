//! The filters of the directory: from the address to the schema, and back into addresses.

use serde::Deserialize;

use crate::{
    fault::Fault,
    message::{Said, companies as said},
    schema,
    value::CountryCode,
};

/// What the schema is asked for.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CompanyFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    country: Option<CountryCode>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    search: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    sector: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    subsector: Option<String>,
}

/// One thing that narrows the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    Search,
    Country,
    Region,
    Sector,
    Subsector,
}

impl Facet {
    const ALL: [Self; 5] = [Self::Search, Self::Country, Self::Region, Self::Sector, Self::Subsector];

    /// Its name in the address and in the form.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Country => "country",
            Self::Region => "region",
            Self::Sector => "sector",
            Self::Subsector => "subsector",
        }
    }

    pub(super) fn title(self) -> Said {
        match self {
            Self::Search => said::facet_search(),
            Self::Country => said::facet_country(),
            Self::Region => said::facet_region(),
            Self::Sector => said::facet_sector(),
            Self::Subsector => said::facet_subsector(),
        }
    }
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    search: String,
    country: String,
    region: String,
    sector: String,
    subsector: String,
    after: String,
}

impl Filter {
    pub(super) fn value(&self, facet: Facet) -> &str {
        let value = match facet {
            Facet::Search => &self.search,
            Facet::Country => &self.country,
            Facet::Region => &self.region,
            Facet::Sector => &self.sector,
            Facet::Subsector => &self.subsector,
        };
        value.trim()
    }

    /// The filters in use, with their values.
    pub(super) fn facets(&self) -> Vec<(Facet, String)> {
        let used = |facet: Facet| (facet, self.value(facet).to_owned());
        Facet::ALL.into_iter().map(used).filter(|(_, value)| !value.is_empty()).collect()
    }

    pub(super) fn after(&self) -> Option<String> {
        (!self.after.is_empty()).then(|| self.after.clone())
    }

    /// The same, from the beginning, with one filter dropped.
    pub(super) fn without(&self, facet: Facet) -> Self {
        let mut filter = self.from("");
        let field = match facet {
            Facet::Search => &mut filter.search,
            Facet::Country => &mut filter.country,
            Facet::Region => &mut filter.region,
            Facet::Sector => &mut filter.sector,
            Facet::Subsector => &mut filter.subsector,
        };
        field.clear();
        filter
    }

    /// The same, from behind this place.
    pub(super) fn from(&self, cursor: &str) -> Self {
        Self { after: cursor.to_owned(), ..self.clone() }
    }

    pub(super) fn to_schema(&self) -> Result<CompanyFilter, Fault> {
        let given = |facet| Some(self.value(facet).to_owned()).filter(|value| !value.is_empty());
        let country = match self.value(Facet::Country) {
            "" => None,
            "KZ" => Some(CountryCode::Kazakhstan),
            "PK" => Some(CountryCode::Pakistan),
            _ => return Err(Fault::Refused("country is KZ or PK".to_owned())),
        };
        Ok(CompanyFilter {
            country,
            region: given(Facet::Region),
            search: given(Facet::Search),
            sector: given(Facet::Sector),
            subsector: given(Facet::Subsector),
        })
    }

    /// The query of an address, with its question mark; nothing where nothing is asked for.
    pub(super) fn query(&self) -> String {
        let after = Some(("after", self.after.as_str())).filter(|(_, value)| !value.is_empty());
        let facets = Facet::ALL.into_iter().map(|facet| (facet.key(), self.value(facet))).filter(|(_, value)| !value.is_empty());
        let mut query = String::new();
        for (key, value) in facets.chain(after) {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(key);
            query.push('=');
            encode(value, &mut query);
        }
        query
    }
}

fn encode(value: &str, query: &mut String) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            query.push(char::from(byte));
        } else {
            query.extend(['%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::Query;

    use super::*;

    fn read(uri: &str) -> Filter {
        Query::<Filter>::try_from_uri(&uri.parse().unwrap()).unwrap().0
    }

    #[test]
    fn an_address_survives_the_way_there_and_back() {
        let filter = read("/en/companies?search=%D1%82%D0%BE%D0%BE%20%26%3D%22+x&country=PK&region=&after=a%2Bb%3D");
        assert_eq!(filter.value(Facet::Search), "тоо &=\" x");
        assert_eq!(filter.query(), "?search=%D1%82%D0%BE%D0%BE%20%26%3D%22%20x&country=PK&after=a%2Bb%3D");
        assert_eq!(read(&format!("/{}", filter.query())).query(), filter.query());
    }

    #[test]
    fn dropping_a_filter_starts_from_the_beginning() {
        let filter = read("/?country=PK&sector=AGR&after=x");
        assert_eq!(filter.without(Facet::Country).query(), "?sector=AGR");
        assert_eq!(filter.from("y").query(), "?country=PK&sector=AGR&after=y");
        assert_eq!(filter.facets().len(), 2);
    }

    #[test]
    fn a_country_that_takes_no_part_is_refused() {
        assert_eq!(read("/?country=DE").to_schema().unwrap_err(), Fault::Refused("country is KZ or PK".to_owned()));
    }
}
