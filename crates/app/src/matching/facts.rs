//! How companies and listings become the small numbers that the match index compares.

use domain::{
    company::CompanySize,
    id::Identifier,
    language::Language,
    listing::{Listing, ListingKind, PartnershipForm},
    matching::{CompanyFacts, Complement, Day, Kind, ListingFacts, Profile, Taxonomy, TaxonomyError, TaxonomySource},
    money::Money,
    reference::{Reference, RegionCode, SubsectorCode},
    sector::MAX_SUBSECTORS,
    stamp::Timestamp,
};
use persistence::repository::{directory::Card, matching::Candidate};

/// Subsectors that are never matched openly: arms and naval systems.
const CLOSED: [&str; 2] = ["DEF-AM", "DEF-NV"];

/// The overland corridors by the regions at their two ends: the western Trans-Afghan route by Torghundi and Chaman to the ports, and the
/// quadrilateral route through China by Khorgos and Khunjerab (sources `iais2026`, `ptfp`).
const CORRIDORS: [&[&str]; 2] = [&["KZ-47", "KZ-15", "PK-BA", "PK-SD"], &["KZ-19", "KZ-33", "KZ-75", "PK-GB", "PK-IS", "PK-PB", "PK-KP"]];

fn small(number: usize) -> Option<u8> {
    u8::try_from(number).ok()
}

/// The bit of a subsector; none for one that was retired when there was no room left for it.
fn bit(reference: &Reference, code: &SubsectorCode) -> Option<u8> {
    reference.bit(code).filter(|bit| *bit < MAX_SUBSECTORS).and_then(small)
}

pub(super) fn taxonomy(reference: &Reference) -> Result<Taxonomy, TaxonomyError> {
    let bit = |code: &SubsectorCode| bit(reference, code);
    let complements = reference.complementarity.iter().filter(|row| !row.retired).filter_map(|row| {
        let usual_supplier = match row.flow.as_str() {
            "KZ>PK" => Some(domain::country::Country::Kz),
            "PK>KZ" => Some(domain::country::Country::Pk),
            _ => None,
        };
        Some(Complement { supplier: bit(&row.supplier)?, consumer: bit(&row.consumer)?, weight: row.weight, usual_supplier })
    });
    let closed = CLOSED.iter().filter_map(|code| bit(&SubsectorCode::stored((*code).to_owned())));
    let corridor = |regions: &&[&str]| {
        let places = regions.iter().filter_map(|code| region(reference, &RegionCode::stored((*code).to_owned())));
        places.fold(0_u64, |mask, place| mask | 1 << place)
    };
    Taxonomy::parse(TaxonomySource {
        sector_of: reference.subsectors().take(MAX_SUBSECTORS).filter_map(|(sector, _)| small(sector)).collect(),
        complements: complements.collect(),
        closed: closed.fold(0, |mask, bit| mask | 1_u128 << bit),
        corridors: CORRIDORS.iter().map(corridor).collect(),
    })
}

fn region(reference: &Reference, code: &RegionCode) -> Option<u8> {
    reference.region_place(code).and_then(small).filter(|place| *place < 64)
}

pub(super) fn day(at: Timestamp) -> Day {
    Day(u16::try_from(at.timestamp() / 86_400).unwrap_or(0))
}

fn languages(spoken: &[Language]) -> u8 {
    spoken.iter().fold(0, |mask, language| mask | 1 << (*language as u8))
}

fn forms(sought: &[PartnershipForm]) -> u16 {
    sought.iter().fold(0, |mask, form| mask | 1 << (*form as u16))
}

/// The order of magnitude of a sum in its own currency; rough on purpose, since it only has to be near.
fn value_band(value: Money) -> Option<u8> {
    let units = value.minor / 10_i64.pow(value.currency.exponent());
    // Tenge and rupees are a few hundred to the dollar: two orders of magnitude down brings them beside it.
    let scaled = if matches!(value.currency.code(), "KZT" | "PKR" | "RUB") { units / 100 } else { units };
    u32::try_from(scaled.max(1)).ok().map(|units| u8::try_from(units.ilog2() / 2).unwrap_or(15).min(15))
}

fn listing(reference: &Reference, listing: &Listing) -> Option<ListingFacts> {
    let terms = &listing.terms;
    Some(ListingFacts {
        id: listing.id.uuid(),
        kind: match terms.kind {
            ListingKind::Offer => Kind::Offer,
            ListingKind::Need => Kind::Need,
        },
        subsector: bit(reference, &terms.subsector)?,
        hs: terms.hs_code.as_ref().map(|code| code.as_str().to_owned()),
        value_band: terms.value.and_then(value_band),
        languages: languages(&terms.languages),
        forms: forms(&terms.forms),
        published: day(listing.published_at.unwrap_or(listing.drafted_at)),
    })
}

fn size(size: CompanySize) -> Option<u8> {
    CompanySize::ALL.iter().position(|known| *known == size).and_then(small)
}

pub(super) fn profile(reference: &Reference, candidate: &Candidate) -> Profile {
    Profile {
        company: CompanyFacts {
            country: candidate.country,
            region: region(reference, &candidate.region),
            languages: languages(&candidate.languages),
            size: size(candidate.size),
            joined: day(candidate.joined_at),
            exposures: 0,
        },
        listings: candidate.listings.iter().filter_map(|one| listing(reference, one)).collect(),
    }
}

pub(super) fn profile_of_card<'a>(reference: &Reference, card: &Card, listings: impl Iterator<Item = &'a Listing>) -> Profile {
    Profile {
        company: CompanyFacts {
            country: card.country,
            region: region(reference, &card.region),
            languages: languages(&card.languages),
            size: size(card.size),
            joined: day(card.verified_at),
            exposures: 0,
        },
        listings: listings.filter_map(|one| listing(reference, one)).collect(),
    }
}
