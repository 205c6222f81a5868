//! The sectors as bits: which subsector belongs where, and which ones feed each other.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::country::Country;

/// One row of the complementarity table: what the supplier's subsector makes, the consumer's subsector needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complement {
    pub supplier: u8,
    pub consumer: u8,
    /// 1 weak, 2 fair, 3 strong.
    pub weight: u8,
    /// The country whose companies usually supply, where the row names one. A row read against its usual flow counts as weak.
    pub usual_supplier: Option<Country>,
}

/// A complementary fit of two subsectors: the row that says so, and what it weighs for a supplier of the country asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub row: u16,
    pub weight: u8,
}

/// What a taxonomy is made of. A subsector's place in `sector_of` is its bit.
#[derive(Debug, Clone, Default)]
pub struct TaxonomySource {
    pub sector_of: Vec<u8>,
    pub complements: Vec<Complement>,
    /// The subsectors that are never matched openly.
    pub closed: u128,
    /// The regions, of both countries, that each corridor touches: a bit a region.
    pub corridors: Vec<u64>,
}

/// Why a source is not a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TaxonomyError {
    #[error("{count} subsectors are more than the 128 that fit")]
    TooManySubsectors { count: usize },
    #[error("sector {sector} is beyond the 32 that fit")]
    SectorOutOfRange { sector: u8 },
    #[error("complementarity row {row} names subsector {subsector}, which does not exist")]
    UnknownSubsector { row: usize, subsector: u8 },
    #[error("complementarity row {row} weighs {weight}, not 1 to 3")]
    WeightOutOfRange { row: usize, weight: u8 },
    #[error("{count} complementarity rows are more than 65,536")]
    TooManyRows { count: usize },
    #[error("{count} corridors are more than 256")]
    TooManyCorridors { count: usize },
}

/// For one country's suppliers: by weight and subsector, the mask of the subsectors at the other end.
type Ends = [Vec<u128>; 3];

/// The sectors, precomputed into masks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    sector_of: Vec<u8>,
    peers: Vec<u128>,
    links: BTreeMap<(Country, u8, u8), Link>,
    suppliers: [Ends; 2],
    consumers: [Ends; 2],
    closed: u128,
    corridors: Vec<u64>,
}

/// The subsectors of a counterpart that meet a given set, by how well they do. The masks overlap: the best one counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub same: u128,
    /// By weight, 1 to 3.
    pub complementary: [u128; 3],
    pub sector: u128,
}

/// The bits that are set, lowest first.
pub(super) fn bits(mut mask: u128) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        if mask == 0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a bit of 128 has a number below 128")]
        let bit = mask.trailing_zeros() as u8;
        mask &= mask - 1;
        Some(bit)
    })
}

impl Taxonomy {
    pub fn parse(source: TaxonomySource) -> Result<Self, TaxonomyError> {
        let TaxonomySource { sector_of, complements, closed, corridors } = source;
        let count = sector_of.len();
        if count > 128 {
            return Err(TaxonomyError::TooManySubsectors { count });
        }
        if let Some(&sector) = sector_of.iter().find(|sector| **sector >= 32) {
            return Err(TaxonomyError::SectorOutOfRange { sector });
        }
        if corridors.len() > 256 {
            return Err(TaxonomyError::TooManyCorridors { count: corridors.len() });
        }
        let links = links(&complements, count)?;
        let mut suppliers: [Ends; 2] = std::array::from_fn(|_| std::array::from_fn(|_| vec![0; count]));
        let mut consumers = suppliers.clone();
        for (&(country, supplier, consumer), link) in &links {
            let (country, weight) = (country as usize, usize::from(link.weight) - 1);
            suppliers[country][weight][usize::from(consumer)] |= 1 << supplier;
            consumers[country][weight][usize::from(supplier)] |= 1 << consumer;
        }
        let peers = sector_of
            .iter()
            .map(|sector| sector_of.iter().enumerate().filter(|(_, other)| *other == sector).fold(0, |mask, (bit, _)| mask | 1 << bit))
            .collect();
        Ok(Self { sector_of, peers, links, suppliers, consumers, closed, corridors })
    }

    /// How many subsectors there are.
    #[must_use]
    pub fn subsectors(&self) -> usize {
        self.sector_of.len()
    }

    /// Whether listings in the subsector take part in open matching.
    #[must_use]
    pub fn is_open(&self, subsector: u8) -> bool {
        usize::from(subsector) < self.sector_of.len() && self.closed >> subsector & 1 == 0
    }

    #[must_use]
    pub fn sector_of(&self, subsector: u8) -> Option<u8> {
        self.sector_of.get(usize::from(subsector)).copied()
    }

    /// How a subsector's output meets another's need, when companies of `country` supply it.
    #[must_use]
    pub fn link(&self, supplier: u8, consumer: u8, country: Country) -> Option<Link> {
        self.links.get(&(country, supplier, consumer)).copied()
    }

    /// The first corridor that joins the two regions.
    #[must_use]
    pub fn corridor(&self, one: u8, other: u8) -> Option<u8> {
        let both = region_bit(one) | region_bit(other);
        if region_bit(one) == 0 || region_bit(other) == 0 {
            return None;
        }
        self.corridors.iter().position(|regions| regions & both == both).and_then(|place| u8::try_from(place).ok())
    }

    /// The regions that share a corridor with this one.
    pub(super) fn joined_to(&self, region: u8) -> u64 {
        self.corridors.iter().filter(|regions| **regions & region_bit(region) != 0).fold(0, |all, regions| all | regions)
    }

    /// The offers that meet these needs, from suppliers of `country`.
    pub(super) fn supply_for(&self, needs: u128, country: Country) -> Reach {
        self.reach(needs, &self.suppliers[country as usize])
    }

    /// The needs that these offers meet, the supplier being of `country`.
    pub(super) fn demand_for(&self, offers: u128, country: Country) -> Reach {
        self.reach(offers, &self.consumers[country as usize])
    }

    fn reach(&self, mask: u128, ends: &Ends) -> Reach {
        let mut reach = Reach { same: mask, ..Reach::default() };
        for bit in bits(mask).map(usize::from).filter(|bit| *bit < self.peers.len()) {
            reach.sector |= self.peers[bit];
            for (met, end) in reach.complementary.iter_mut().zip(ends) {
                *met |= end[bit];
            }
        }
        reach
    }
}

/// The bit of a region, or none for a number beyond the mask.
pub(super) fn region_bit(region: u8) -> u64 {
    1_u64.checked_shl(u32::from(region)).unwrap_or(0)
}

/// The strongest row of each pair for each country's suppliers; of equal ones the row in its usual flow, then the first.
fn links(complements: &[Complement], subsectors: usize) -> Result<BTreeMap<(Country, u8, u8), Link>, TaxonomyError> {
    let mut best: BTreeMap<(Country, u8, u8), (Link, bool)> = BTreeMap::new();
    for (place, complement) in complements.iter().enumerate() {
        for subsector in [complement.supplier, complement.consumer] {
            if usize::from(subsector) >= subsectors {
                return Err(TaxonomyError::UnknownSubsector { row: place, subsector });
            }
        }
        if !(1..=3).contains(&complement.weight) {
            return Err(TaxonomyError::WeightOutOfRange { row: place, weight: complement.weight });
        }
        let row = u16::try_from(place).map_err(|_| TaxonomyError::TooManyRows { count: complements.len() })?;
        for &country in Country::ALL {
            let usual = complement.usual_supplier.is_none_or(|supplier| supplier == country);
            let link = Link { row, weight: if usual { complement.weight } else { 1 } };
            let held = best.entry((country, complement.supplier, complement.consumer)).or_insert((link, usual));
            if (link.weight, usual) > (held.0.weight, held.1) {
                *held = (link, usual);
            }
        }
    }
    Ok(best.into_iter().map(|(pair, (link, _))| (pair, link)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(supplier: u8, consumer: u8, weight: u8, usual_supplier: Option<Country>) -> Complement {
        Complement { supplier, consumer, weight, usual_supplier }
    }

    fn source() -> TaxonomySource {
        TaxonomySource {
            sector_of: vec![0, 0, 1, 1],
            complements: vec![row(0, 2, 1, Some(Country::Kz)), row(0, 2, 3, Some(Country::Pk)), row(1, 3, 2, None)],
            closed: 0b1000,
            corridors: vec![0b0011, 0b1010],
        }
    }

    #[test]
    fn a_row_against_its_usual_flow_counts_as_weak() {
        let taxonomy = Taxonomy::parse(source()).unwrap();
        assert_eq!(taxonomy.link(0, 2, Country::Pk), Some(Link { row: 1, weight: 3 }));
        assert_eq!(taxonomy.link(0, 2, Country::Kz), Some(Link { row: 0, weight: 1 }));
        assert_eq!(taxonomy.link(1, 3, Country::Kz), Some(Link { row: 2, weight: 2 }));
        assert_eq!(taxonomy.link(2, 0, Country::Pk), None);
    }

    #[test]
    fn reach_goes_from_need_to_supplier_and_from_offer_to_consumer() {
        let taxonomy = Taxonomy::parse(source()).unwrap();
        let supply = taxonomy.supply_for(0b0100, Country::Pk);
        assert_eq!(supply, Reach { same: 0b0100, complementary: [0, 0, 0b0001], sector: 0b1100 });
        let demand = taxonomy.demand_for(0b0001, Country::Kz);
        assert_eq!(demand, Reach { same: 0b0001, complementary: [0b0100, 0, 0], sector: 0b0011 });
    }

    #[test]
    fn a_corridor_joins_the_regions_it_touches() {
        let taxonomy = Taxonomy::parse(source()).unwrap();
        assert_eq!(taxonomy.corridor(0, 1), Some(0));
        assert_eq!(taxonomy.corridor(3, 1), Some(1));
        assert_eq!(taxonomy.corridor(0, 3), None);
        assert_eq!(taxonomy.corridor(0, 200), None);
        assert_eq!(taxonomy.joined_to(1), 0b1011);
        assert_eq!(taxonomy.joined_to(200), 0);
    }

    #[test]
    fn closed_and_unknown_subsectors_are_not_open() {
        let taxonomy = Taxonomy::parse(source()).unwrap();
        assert_eq!([0, 2, 3, 4, 255].map(|bit| taxonomy.is_open(bit)), [true, true, false, false, false]);
    }

    #[test]
    fn a_source_that_does_not_hold_together_is_refused() {
        let with = |change: fn(&mut TaxonomySource)| {
            let mut source = source();
            change(&mut source);
            Taxonomy::parse(source).map(|_| ()).unwrap_err()
        };
        assert_eq!(with(|s| s.sector_of = vec![0; 129]), TaxonomyError::TooManySubsectors { count: 129 });
        assert_eq!(with(|s| s.sector_of[1] = 32), TaxonomyError::SectorOutOfRange { sector: 32 });
        assert_eq!(with(|s| s.complements[1].consumer = 4), TaxonomyError::UnknownSubsector { row: 1, subsector: 4 });
        assert_eq!(with(|s| s.complements[2].weight = 0), TaxonomyError::WeightOutOfRange { row: 2, weight: 0 });
        assert_eq!(with(|s| s.complements = vec![s.complements[0]; 70_000]), TaxonomyError::TooManyRows { count: 70_000 });
        assert_eq!(with(|s| s.corridors = vec![0; 257]), TaxonomyError::TooManyCorridors { count: 257 });
    }
}
