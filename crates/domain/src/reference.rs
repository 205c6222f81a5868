//! What everybody agrees on: sectors, regions, legal forms, complementarity and ownership rules, held in the process as one value.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::{country::Country, language::Translations, stamp::Timestamp};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A code that was looked up before it was stored.
            #[must_use]
            pub fn stored(code: String) -> Self { Self(code) }
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    )*};
}

codes! {
    /// One of the 18 sectors.
    SectorCode;
    /// One of the 125 subsectors.
    SubsectorCode;
    /// An ISO 3166-2 region.
    RegionCode;
    /// A legal form of one of the two laws.
    LegalFormCode;
}

/// A branch of business, with its subsectors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sector {
    pub code: SectorCode,
    pub order: i32,
    pub names: Translations,
    pub isic4_sections: Vec<String>,
    pub isic4_divisions: Vec<String>,
    pub hs2022_chapters: Vec<String>,
    pub subsectors: Vec<Subsector>,
    /// Keys of the sources that the sector and its names come from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Since when it cannot be chosen any more; what was chosen before stays.
    #[serde(default)]
    pub retired_at: Option<Timestamp>,
    /// The version of the row, with all of its subsectors; known once it was read.
    #[serde(skip)]
    pub version: i32,
}

/// What one lists, needs and matches in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subsector {
    pub code: SubsectorCode,
    pub order: i32,
    pub names: Translations,
    pub isic4: Vec<String>,
    pub isic4_divisions: Vec<String>,
    pub hs2022_chapters: Vec<String>,
    /// Keys of the sources that the subsector and its names come from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Since when it cannot be chosen any more; what was chosen before stays.
    #[serde(default)]
    pub retired_at: Option<Timestamp>,
}

/// A region, province or city of the first order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Region {
    pub code: RegionCode,
    pub country: Country,
    pub kind: String,
    pub names: Translations,
    pub centre: Option<String>,
}

/// A form that a company can have in its country's law.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LegalForm {
    pub code: LegalFormCode,
    pub country: Country,
    pub abbr: Translations,
    pub names: Translations,
    pub jv_use: Option<String>,
}

/// One subsector's output is another's need, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complementarity {
    pub supplier: SubsectorCode,
    pub consumer: SubsectorCode,
    pub kind: String,
    pub flow: String,
    pub weight: u8,
    pub reason: String,
    pub evidence: Vec<String>,
    /// It speaks for no match any more.
    #[serde(default)]
    pub retired: bool,
}

impl Complementarity {
    /// The code under which a row is kept: who supplies whom, which way.
    #[must_use]
    pub fn code(&self) -> String {
        format!("{} {} {}", self.supplier, self.consumer, self.flow)
    }
}

/// A rule of law that a venture should know of; warned about, never refused, with its source and date.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OwnershipRule {
    pub code: String,
    pub country: Country,
    pub sectors: Vec<SubsectorCode>,
    pub rule: String,
    pub effect: String,
    pub sources: Vec<String>,
    pub as_of: String,
}

/// Everything of the above.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Reference {
    pub sectors: Vec<Sector>,
    pub regions: Vec<Region>,
    pub legal_forms: Vec<LegalForm>,
    pub complementarity: Vec<Complementarity>,
    pub ownership_rules: Vec<OwnershipRule>,
    #[serde(skip)]
    places: Places,
}

/// Where each code stands, so that a look-up is not a scan.
#[derive(Debug, Clone, Default)]
struct Places {
    sectors: HashMap<String, usize>,
    /// Sector, subsector within it, and the place among all subsectors: the bit of the match masks.
    subsectors: HashMap<String, (usize, usize, usize)>,
    /// Sector and subsector within it, in the order of bits.
    bits: Vec<(usize, usize)>,
    regions: HashMap<String, usize>,
    legal_forms: HashMap<String, usize>,
}

impl Reference {
    /// Sorts the parts and learns where each code stands.
    #[must_use]
    pub fn arranged(mut self) -> Self {
        self.sectors.sort_by_key(|sector| sector.order);
        let mut places = Places::default();
        for (at, sector) in self.sectors.iter_mut().enumerate() {
            sector.subsectors.sort_by_key(|subsector| subsector.order);
            places.sectors.insert(sector.code.0.clone(), at);
            places.bits.extend((0..sector.subsectors.len()).map(|within| (at, within)));
        }
        // Those that can be chosen come first: the masks are narrow, and what is retired is the first to find no room in them.
        places.bits.sort_by_key(|(at, within)| !is_open(&self.sectors[*at], &self.sectors[*at].subsectors[*within]));
        for (bit, (at, within)) in places.bits.iter().enumerate() {
            places.subsectors.insert(self.sectors[*at].subsectors[*within].code.0.clone(), (*at, *within, bit));
        }
        places.regions = self.regions.iter().enumerate().map(|(at, region)| (region.code.0.clone(), at)).collect();
        places.legal_forms = self.legal_forms.iter().enumerate().map(|(at, form)| (form.code.0.clone(), at)).collect();
        self.places = places;
        self
    }

    #[must_use]
    pub fn sector(&self, code: &str) -> Option<&Sector> {
        self.places.sectors.get(code).map(|at| &self.sectors[*at])
    }

    /// A subsector with the sector it belongs to.
    #[must_use]
    pub fn subsector(&self, code: &str) -> Option<(&Sector, &Subsector)> {
        self.places.subsectors.get(code).map(|(at, within, _)| (&self.sectors[*at], &self.sectors[*at].subsectors[*within]))
    }

    /// The place of a subsector among all of them.
    #[must_use]
    pub fn bit(&self, code: &SubsectorCode) -> Option<usize> {
        self.places.subsectors.get(&code.0).map(|(_, _, bit)| *bit)
    }

    /// Every subsector in the order of its bit, with the place of its sector.
    pub fn subsectors(&self) -> impl Iterator<Item = (usize, &Subsector)> {
        self.places.bits.iter().map(|(at, within)| (*at, &self.sectors[*at].subsectors[*within]))
    }

    /// A subsector that can still be chosen: neither it nor its sector is retired.
    #[must_use]
    pub fn open_subsector(&self, code: &str) -> Option<&Subsector> {
        self.subsector(code).filter(|(sector, subsector)| is_open(sector, subsector)).map(|(_, subsector)| subsector)
    }

    #[must_use]
    pub fn region(&self, code: &str) -> Option<&Region> {
        self.places.regions.get(code).map(|at| &self.regions[*at])
    }

    /// The place of a region among all of them.
    #[must_use]
    pub fn region_place(&self, code: &RegionCode) -> Option<usize> {
        self.places.regions.get(&code.0).copied()
    }

    #[must_use]
    pub fn legal_form(&self, code: &str) -> Option<&LegalForm> {
        self.places.legal_forms.get(code).map(|at| &self.legal_forms[*at])
    }

    /// The rules that a venture in these subsectors should know of.
    pub fn rules_for<'a>(&'a self, subsectors: &'a [SubsectorCode]) -> impl Iterator<Item = &'a OwnershipRule> {
        self.ownership_rules.iter().filter(|rule| rule.sectors.iter().any(|code| subsectors.contains(code)))
    }

    /// The sectors that some subsectors belong to, each once.
    #[must_use]
    pub fn sectors_of(&self, subsectors: &[SubsectorCode]) -> Vec<SectorCode> {
        let found: BTreeMap<_, _> =
            subsectors.iter().filter_map(|code| self.subsector(code.as_str())).map(|(sector, _)| (sector.order, &sector.code)).collect();
        found.into_values().cloned().collect()
    }
}

fn is_open(sector: &Sector, subsector: &Subsector) -> bool {
    sector.retired_at.is_none() && subsector.retired_at.is_none()
}
