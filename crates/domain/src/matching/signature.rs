//! A company folded into masks, so that two companies are compared in a few instructions.

use super::{
    points::QUIET_EXPOSURES,
    profile::{CompanyFacts, Day, Kind, ListingFacts, Profile},
    taxonomy::{Taxonomy, region_bit},
};
use crate::country::Country;

/// What matching compares of a company. The index stores it by property, in about half its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    pub(super) country: Country,
    pub(super) offers: u128,
    pub(super) needs: u128,
    pub(super) offer_chapters: u128,
    pub(super) need_chapters: u128,
    pub(super) marks: Marks,
    /// When the newest listing was published.
    pub(super) fresh: Day,
    pub(super) joined: Day,
    /// Stops counting at 255.
    pub(super) exposures: u8,
}

/// What counts besides subsectors and chapters, a bit a property.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks(pub u128);

impl Marks {
    pub fn languages(mask: u8) -> Self {
        Self(u128::from(mask))
    }

    pub fn forms(mask: u16) -> Self {
        Self(u128::from(mask) << 8)
    }

    pub fn bands(kind: Kind, mask: u16) -> Self {
        let shift = match kind {
            Kind::Offer => 24,
            Kind::Need => 40,
        };
        Self(u128::from(mask) << shift)
    }

    pub fn sizes(mask: u8) -> Self {
        Self(u128::from(mask) << 56)
    }

    pub fn regions(mask: u64) -> Self {
        Self(u128::from(mask) << 64)
    }

    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The languages and the forms, as they are on both sides.
    pub fn of_both(self) -> (Self, Self) {
        (Self(self.0 & 0xFF), Self(self.0 & 0xFF_FF00))
    }

    /// The bands of a kind that the bands of the other kind here meet.
    pub fn bands_met(self, kind: Kind) -> Self {
        match kind {
            Kind::Offer => Self(self.0 >> 16 & 0xFFFF << 24),
            Kind::Need => Self((self.0 & 0xFFFF << 24) << 16),
        }
    }

    /// The same and the neighbouring sizes.
    pub fn near_sizes(self) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the sizes are these eight bits")]
        let own = (self.0 >> 56) as u8;
        Self::sizes(own | own << 1 | own >> 1)
    }
}

/// The bit of a size band. Bands beyond the eighth are one.
pub(super) fn size_bit(size: u8) -> u8 {
    1 << size.min(7)
}

pub(super) fn is_quiet(exposures: u8) -> bool {
    u32::from(exposures) < QUIET_EXPOSURES
}

pub(super) fn counted(exposures: u32) -> u8 {
    u8::try_from(exposures).unwrap_or(u8::MAX)
}

/// Folds a company and its listings into a signature, one listing at a time.
#[derive(Debug, Clone)]
pub struct SignatureBuilder<'t> {
    taxonomy: &'t Taxonomy,
    signature: Signature,
}

impl<'t> SignatureBuilder<'t> {
    #[must_use]
    pub fn new(taxonomy: &'t Taxonomy, company: &CompanyFacts) -> Self {
        let signature = Signature {
            country: company.country,
            offers: 0,
            needs: 0,
            offer_chapters: 0,
            need_chapters: 0,
            marks: Marks::languages(company.languages)
                .and(Marks::sizes(company.size.map_or(0, size_bit)))
                .and(Marks::regions(company.region.map_or(0, region_bit))),
            fresh: Day::default(),
            joined: company.joined,
            exposures: counted(company.exposures),
        };
        Self { taxonomy, signature }
    }

    /// Adds a listing. One in a closed subsector leaves no trace.
    #[must_use]
    pub fn listing(mut self, listing: &ListingFacts) -> Self {
        if !self.taxonomy.is_open(listing.subsector) {
            return self;
        }
        let signature = &mut self.signature;
        let (subsectors, chapters) = match listing.kind {
            Kind::Offer => (&mut signature.offers, &mut signature.offer_chapters),
            Kind::Need => (&mut signature.needs, &mut signature.need_chapters),
        };
        *subsectors |= 1 << listing.subsector;
        *chapters |= listing.chapter().map_or(0, |chapter| 1 << chapter);
        signature.marks = signature
            .marks
            .and(Marks::languages(listing.languages))
            .and(Marks::forms(listing.forms))
            .and(Marks::bands(listing.kind, listing.band_bit()));
        signature.fresh = signature.fresh.max(listing.published);
        self
    }

    #[must_use]
    pub fn finish(self) -> Signature {
        self.signature
    }
}

impl Signature {
    /// The signature of a company whose listings are all at hand.
    #[must_use]
    pub fn of(taxonomy: &Taxonomy, profile: &Profile) -> Self {
        profile.listings.iter().fold(SignatureBuilder::new(taxonomy, &profile.company), SignatureBuilder::listing).finish()
    }

    #[must_use]
    pub fn country(&self) -> Country {
        self.country
    }

    /// Whether nothing of it can be matched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.offers | self.needs == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_meet_the_same_band_of_the_other_kind() {
        let (offer, need) = (Marks::bands(Kind::Offer, 0x8001), Marks::bands(Kind::Need, 0x8001));
        let rest = Marks::languages(0xFF).and(Marks::forms(0xFFFF)).and(Marks::sizes(0xFF)).and(Marks::regions(u64::MAX));
        assert_eq!(offer.and(rest).bands_met(Kind::Need), need);
        assert_eq!(need.and(rest).bands_met(Kind::Offer), offer);
    }

    #[test]
    fn marks_do_not_overlap() {
        let kinds = [
            Marks::languages(u8::MAX),
            Marks::forms(u16::MAX),
            Marks::bands(Kind::Offer, u16::MAX),
            Marks::bands(Kind::Need, u16::MAX),
            Marks::sizes(u8::MAX),
            Marks::regions(u64::MAX),
        ];
        assert_eq!(kinds.iter().fold(0, |sum, marks| sum ^ marks.0), u128::MAX);
        let (languages, forms) = Marks(u128::MAX).of_both();
        assert_eq!((languages, forms), (kinds[0], kinds[1]));
    }

    #[test]
    fn near_sizes_are_the_neighbours() {
        let near = |size: u8| Marks::sizes(size_bit(size)).near_sizes();
        assert_eq!(near(0), Marks::sizes(0b11));
        assert_eq!(near(3), Marks::sizes(0b1_1100));
        assert_eq!(near(200), Marks::sizes(0b1100_0000));
        assert_eq!(Marks::default().near_sizes(), Marks::default());
    }
}
