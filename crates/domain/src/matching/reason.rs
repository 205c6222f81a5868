//! Why two companies fit, from both sides' listings: worked out for the few that are shown.

use std::{cmp::Reverse, collections::BTreeMap};

use uuid::Uuid;

use super::{
    points,
    profile::{Day, Kind, ListingFacts, Profile},
    signature::size_bit,
    taxonomy::{Link, Taxonomy},
};
use crate::country::Country;

/// Which way a reason points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// What I need meets what they offer.
    MyNeed,
    /// What they need meets what I offer.
    TheirNeed,
}

/// Whose something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    Mine,
    Theirs,
}

/// One thing that speaks for a meeting. `mine` and `theirs` are listings unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    SameSubsector {
        direction: Direction,
        subsector: u8,
        mine: Uuid,
        theirs: Uuid,
    },
    /// A row of the complementarity table, with the weight it has for a supplier of this country.
    Complementary {
        direction: Direction,
        row: u16,
        weight: u8,
        supplier: Uuid,
        consumer: Uuid,
    },
    SameSector {
        direction: Direction,
        sector: u8,
        mine: Uuid,
        theirs: Uuid,
    },
    SameHsChapter {
        direction: Direction,
        chapter: u8,
        mine: Uuid,
        theirs: Uuid,
    },
    ValueBand {
        direction: Direction,
        band: u8,
        mine: Uuid,
        theirs: Uuid,
    },
    /// Both regions lie on a corridor.
    Corridor {
        corridor: u8,
        mine: u8,
        theirs: u8,
    },
    /// The languages both can work in, a bit each.
    CommonLanguage {
        languages: u8,
    },
    /// The forms of partnership both seek, a bit each.
    PartnershipForm {
        forms: u16,
    },
    /// The size bands of both, which are the same or neighbours.
    SizeBand {
        mine: u8,
        theirs: u8,
    },
    /// A side's newest listing is 90 days old at most.
    Fresh {
        whose: Whose,
        listing: Uuid,
        published: Day,
    },
}

impl Reason {
    /// The word that each language has a sentence for.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SameSubsector { .. } => "SAME_SUBSECTOR",
            Self::Complementary { .. } => "COMPLEMENTARY",
            Self::SameSector { .. } => "SAME_SECTOR",
            Self::SameHsChapter { .. } => "SAME_HS_CHAPTER",
            Self::ValueBand { .. } => "VALUE_BAND",
            Self::Corridor { .. } => "CORRIDOR",
            Self::CommonLanguage { .. } => "COMMON_LANGUAGE",
            Self::PartnershipForm { .. } => "PARTNERSHIP_FORM",
            Self::SizeBand { .. } => "SIZE_BAND",
            Self::Fresh { .. } => "FRESH",
        }
    }

    /// The direction it speaks for; nothing if it speaks for both.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        match self {
            Self::SameSubsector { direction, .. }
            | Self::Complementary { direction, .. }
            | Self::SameSector { direction, .. }
            | Self::SameHsChapter { direction, .. }
            | Self::ValueBand { direction, .. } => Some(*direction),
            _ => None,
        }
    }
}

/// How two subsectors tie, the better the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    Sector(u8),
    Complementary(Link),
    Same,
}

impl Tie {
    fn points(self) -> u32 {
        match self {
            Self::Sector(_) => points::SECTOR,
            Self::Complementary(link) => points::COMPLEMENTARY[usize::from(link.weight) - 1],
            Self::Same => points::SAME,
        }
    }
}

/// A side's open listings of one kind: the newest of each property stands for all.
struct Side<'p> {
    listings: Vec<&'p ListingFacts>,
}

impl<'p> Side<'p> {
    fn of(taxonomy: &Taxonomy, profile: &'p Profile, kind: Kind) -> Self {
        let mut listings: Vec<&ListingFacts> = open(taxonomy, profile).filter(|listing| listing.kind == kind).collect();
        listings.sort_by_key(|listing| (Reverse(listing.published), listing.id));
        Self { listings }
    }

    fn by<K: Ord>(&self, property: impl Fn(&ListingFacts) -> Option<K>) -> BTreeMap<K, Uuid> {
        let mut newest = BTreeMap::new();
        for listing in &self.listings {
            if let Some(key) = property(listing) {
                newest.entry(key).or_insert(listing.id);
            }
        }
        newest
    }
}

fn open<'p>(taxonomy: &Taxonomy, profile: &'p Profile) -> impl Iterator<Item = &'p ListingFacts> {
    profile.listings.iter().filter(|listing| taxonomy.is_open(listing.subsector))
}

/// Everything that speaks for a meeting of two companies, seen from the first: what ties my needs to their offers, what ties their
/// needs to mine, and what both share. Nothing if they are of one country or no sector ties them.
///
/// Of a direction's ties the best is named, and those that add to it: up to three shared subsectors, and the best complementary row.
#[must_use]
pub fn reasons(taxonomy: &Taxonomy, mine: &Profile, theirs: &Profile, today: Day) -> Vec<Reason> {
    if mine.company.country == theirs.company.country {
        return Vec::new();
    }
    let mut reasons = Vec::new();
    for direction in [Direction::MyNeed, Direction::TheirNeed] {
        let (consumer, supplier) = match direction {
            Direction::MyNeed => (mine, theirs),
            Direction::TheirNeed => (theirs, mine),
        };
        let needs = Side::of(taxonomy, consumer, Kind::Need);
        let offers = Side::of(taxonomy, supplier, Kind::Offer);
        let tied = ties(taxonomy, direction, supplier.company.country, &needs, &offers);
        if !tied.is_empty() {
            reasons.extend(tied);
            reasons.extend(in_common(direction, &needs, &offers));
        }
    }
    if !reasons.is_empty() {
        reasons.extend(of_both(taxonomy, mine, theirs, today));
    }
    reasons
}

/// A need's listing and an offer's listing as mine and theirs.
fn sides(direction: Direction, need: Uuid, offer: Uuid) -> (Uuid, Uuid) {
    match direction {
        Direction::MyNeed => (need, offer),
        Direction::TheirNeed => (offer, need),
    }
}

fn ties(taxonomy: &Taxonomy, direction: Direction, supplier: Country, needs: &Side<'_>, offers: &Side<'_>) -> Vec<Reason> {
    let (needs, offers) = (needs.by(|listing| Some(listing.subsector)), offers.by(|listing| Some(listing.subsector)));
    let mut ties: Vec<(Tie, u8, Uuid, Uuid)> = Vec::new();
    for (&consumer, &need) in &needs {
        for (&source, &offer) in &offers {
            let sector = taxonomy.sector_of(consumer).filter(|sector| taxonomy.sector_of(source) == Some(*sector));
            let tie = if consumer == source {
                Some(Tie::Same)
            } else {
                taxonomy.link(source, consumer, supplier).map(Tie::Complementary).or(sector.map(Tie::Sector))
            };
            ties.extend(tie.map(|tie| (tie, consumer, need, offer)));
        }
    }
    ties.sort_by_key(|(tie, consumer, need, offer)| (Reverse(tie.points()), *consumer, *need, *offer));
    let (mut shared, mut others) = (0, 0);
    ties.retain(|(tie, ..)| {
        let (count, at_most) = match tie {
            Tie::Same => (&mut shared, 1 + points::FURTHER_AT_MOST),
            // A sector in common goes without saying where anything better ties the two.
            Tie::Sector(_) => (&mut others, usize::from(shared == 0)),
            Tie::Complementary(_) => (&mut others, 1),
        };
        *count += 1;
        *count <= at_most
    });
    let reason = |(tie, subsector, need, offer)| {
        let (mine, theirs) = sides(direction, need, offer);
        match tie {
            Tie::Same => Reason::SameSubsector { direction, subsector, mine, theirs },
            Tie::Complementary(Link { row, weight }) => Reason::Complementary { direction, row, weight, supplier: offer, consumer: need },
            Tie::Sector(sector) => Reason::SameSector { direction, sector, mine, theirs },
        }
    };
    ties.into_iter().map(reason).collect()
}

/// The lowest HS chapter and the lowest value band that a direction's needs and offers both name.
fn in_common(direction: Direction, needs: &Side<'_>, offers: &Side<'_>) -> impl Iterator<Item = Reason> {
    let lowest = |property: fn(&ListingFacts) -> Option<u8>| {
        let offered = offers.by(property);
        let mut needed = needs.by(property).into_iter();
        needed.find_map(|(key, need)| offered.get(&key).map(|offer| (key, sides(direction, need, *offer))))
    };
    let chapter = lowest(ListingFacts::chapter);
    let band = lowest(|listing| listing.value_band.filter(|_| listing.band_bit() != 0));
    chapter
        .map(|(chapter, (mine, theirs))| Reason::SameHsChapter { direction, chapter, mine, theirs })
        .into_iter()
        .chain(band.map(|(band, (mine, theirs))| Reason::ValueBand { direction, band, mine, theirs }))
}

/// What counts for both directions.
fn of_both(taxonomy: &Taxonomy, mine: &Profile, theirs: &Profile, today: Day) -> Vec<Reason> {
    let languages = |profile: &Profile| open(taxonomy, profile).fold(profile.company.languages, |all, listing| all | listing.languages);
    let forms = |profile: &Profile| open(taxonomy, profile).fold(0, |all, listing| all | listing.forms);
    let fresh = |whose, profile: &Profile| {
        open(taxonomy, profile)
            .max_by_key(|listing| (listing.published, Reverse(listing.id)))
            .filter(|listing| points::fresh_points(listing.published, today) > 0)
            .map(|listing| Reason::Fresh { whose, listing: listing.id, published: listing.published })
    };
    let corridor = mine.company.region.zip(theirs.company.region).and_then(|(mine, theirs)| {
        let corridor = taxonomy.corridor(mine, theirs)?;
        Some(Reason::Corridor { corridor, mine, theirs })
    });
    let sizes = mine.company.size.zip(theirs.company.size);
    let size = sizes.filter(|(mine, theirs)| {
        let (mine, theirs) = (size_bit(*mine), size_bit(*theirs));
        (mine | mine << 1 | mine >> 1) & theirs != 0
    });
    let (languages, forms) = (languages(mine) & languages(theirs), forms(mine) & forms(theirs));
    [
        corridor,
        (languages != 0).then_some(Reason::CommonLanguage { languages }),
        (forms != 0).then_some(Reason::PartnershipForm { forms }),
        size.map(|(mine, theirs)| Reason::SizeBand { mine, theirs }),
        fresh(Whose::Mine, mine),
        fresh(Whose::Theirs, theirs),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{CompanyFacts, Complement, TaxonomySource},
        *,
    };

    const TODAY: Day = Day(20_000);

    /// Two sectors of three; 0 supplies 3 strongly when Kazakh; 5 is closed; regions 1 and 2 lie on a corridor.
    fn taxonomy() -> Taxonomy {
        Taxonomy::parse(TaxonomySource {
            sector_of: vec![0, 0, 0, 1, 1, 1],
            complements: vec![Complement { supplier: 0, consumer: 3, weight: 3, usual_supplier: Some(Country::Kz) }],
            closed: 1 << 5,
            corridors: vec![0b110],
        })
        .unwrap()
    }

    fn listing(id: u128, kind: Kind, subsector: u8) -> ListingFacts {
        let id = Uuid::from_u128(id);
        ListingFacts { id, kind, subsector, hs: None, value_band: None, languages: 0, forms: 0, published: Day(1) }
    }

    fn profile(country: Country, listings: Vec<ListingFacts>) -> Profile {
        let company = CompanyFacts { country, region: None, languages: 0, size: None, joined: Day(1), exposures: 0 };
        Profile { company, listings }
    }

    fn why(mine: Vec<ListingFacts>, theirs: Vec<ListingFacts>) -> Vec<Reason> {
        reasons(&taxonomy(), &profile(Country::Kz, mine), &profile(Country::Pk, theirs), TODAY)
    }

    fn id(id: u128) -> Uuid {
        Uuid::from_u128(id)
    }

    #[test]
    fn a_need_meets_an_offer_in_its_subsector() {
        let found = why(vec![listing(1, Kind::Need, 1)], vec![listing(2, Kind::Offer, 1)]);
        assert_eq!(found, [Reason::SameSubsector { direction: Direction::MyNeed, subsector: 1, mine: id(1), theirs: id(2) }]);
    }

    #[test]
    fn an_offer_meets_a_complementary_need() {
        let found = why(vec![listing(1, Kind::Offer, 0)], vec![listing(2, Kind::Need, 3)]);
        let expected = Reason::Complementary { direction: Direction::TheirNeed, row: 0, weight: 3, supplier: id(1), consumer: id(2) };
        assert_eq!(found, [expected]);
        assert_eq!(expected.code(), "COMPLEMENTARY");
        let against = why(vec![listing(1, Kind::Need, 3)], vec![listing(2, Kind::Offer, 0)]);
        assert!(matches!(against[..], [Reason::Complementary { weight: 1, supplier, .. }] if supplier == id(2)));
    }

    #[test]
    fn a_shared_sector_is_named_only_where_nothing_better_ties() {
        let found = why(vec![listing(1, Kind::Need, 1)], vec![listing(2, Kind::Offer, 2)]);
        assert_eq!(found, [Reason::SameSector { direction: Direction::MyNeed, sector: 0, mine: id(1), theirs: id(2) }]);
        let found = why(vec![listing(1, Kind::Need, 1)], vec![listing(2, Kind::Offer, 2), listing(3, Kind::Offer, 1)]);
        assert!(matches!(found[..], [Reason::SameSubsector { .. }]));
    }

    #[test]
    fn two_offers_or_one_country_or_a_closed_subsector_tie_nobody() {
        assert_eq!(why(vec![listing(1, Kind::Offer, 1)], vec![listing(2, Kind::Offer, 1)]), []);
        assert_eq!(why(vec![listing(1, Kind::Need, 5)], vec![listing(2, Kind::Offer, 5)]), []);
        assert_eq!(why(vec![listing(1, Kind::Need, 5)], vec![listing(2, Kind::Offer, 4)]), []);
        let (mine, theirs) = (vec![listing(1, Kind::Need, 1)], vec![listing(2, Kind::Offer, 1)]);
        assert_eq!(reasons(&taxonomy(), &profile(Country::Kz, mine), &profile(Country::Kz, theirs), TODAY), []);
    }

    #[test]
    fn the_newest_listing_of_a_subsector_stands_for_all() {
        let newer = ListingFacts { published: Day(2), ..listing(9, Kind::Offer, 1) };
        let found = why(vec![listing(1, Kind::Need, 1)], vec![listing(2, Kind::Offer, 1), newer]);
        assert!(matches!(found[..], [Reason::SameSubsector { theirs, .. }] if theirs == id(9)));
    }

    #[test]
    fn everything_else_that_is_shared_is_named_once() {
        let rich = |id, kind| ListingFacts {
            hs: Some("1006.30".to_owned()),
            value_band: Some(4),
            languages: 0b01,
            forms: 0b110,
            published: TODAY,
            ..listing(id, kind, 1)
        };
        let of = |country, region, size, listing| {
            let plain = profile(country, vec![listing]);
            Profile { company: CompanyFacts { region: Some(region), size: Some(size), languages: 0b10, ..plain.company }, ..plain }
        };
        let (mine, theirs) = (of(Country::Kz, 1, 3, rich(1, Kind::Need)), of(Country::Pk, 2, 4, rich(2, Kind::Offer)));
        let direction = Direction::MyNeed;
        let (need, offer) = (id(1), id(2));
        let expected = [
            Reason::SameSubsector { direction, subsector: 1, mine: need, theirs: offer },
            Reason::SameHsChapter { direction, chapter: 10, mine: need, theirs: offer },
            Reason::ValueBand { direction, band: 4, mine: need, theirs: offer },
            Reason::Corridor { corridor: 0, mine: 1, theirs: 2 },
            Reason::CommonLanguage { languages: 0b11 },
            Reason::PartnershipForm { forms: 0b110 },
            Reason::SizeBand { mine: 3, theirs: 4 },
            Reason::Fresh { whose: Whose::Mine, listing: need, published: TODAY },
            Reason::Fresh { whose: Whose::Theirs, listing: offer, published: TODAY },
        ];
        assert_eq!(reasons(&taxonomy(), &mine, &theirs, TODAY), expected);
    }
}
