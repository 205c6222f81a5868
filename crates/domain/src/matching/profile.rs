//! What matching knows of a company: plain facts, with codes already turned into numbers.

use uuid::Uuid;

use crate::country::Country;

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u16);

impl Day {
    /// The day this many days ago, or the first day there is.
    #[must_use]
    pub fn before(self, days: u16) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

/// Whether a listing will be paid for what it names, or will pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Offer,
    Need,
}

/// A company, without its listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompanyFacts {
    pub country: Country,
    /// The region's number in the reference, below 64.
    pub region: Option<u8>,
    /// A bit a language.
    pub languages: u8,
    /// The size band, small to large.
    pub size: Option<u8>,
    /// When the company joined the forum.
    pub joined: Day,
    /// How often it has been shown to others.
    pub exposures: u32,
}

/// One published listing that has not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingFacts {
    pub id: Uuid,
    pub kind: Kind,
    /// The subsector's bit.
    pub subsector: u8,
    /// The HS code as it was written: `1006.30`, `1006 30 10` or `1006`.
    pub hs: Option<String>,
    /// The band its price or budget falls in, below 16.
    pub value_band: Option<u8>,
    /// A bit a language.
    pub languages: u8,
    /// A bit a form of partnership sought.
    pub forms: u16,
    pub published: Day,
}

impl ListingFacts {
    /// The HS chapter, where a code names one.
    #[must_use]
    pub fn chapter(&self) -> Option<u8> {
        self.hs.as_deref().and_then(chapter_of)
    }

    /// The bit of its value band, or none.
    pub(super) fn band_bit(&self) -> u16 {
        self.value_band.and_then(|band| 1_u16.checked_shl(u32::from(band))).unwrap_or(0)
    }
}

/// A company with its listings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub company: CompanyFacts,
    pub listings: Vec<ListingFacts>,
}

/// The chapter of an HS code: its first two digits, 01 to 97 without the reserved 77.
#[must_use]
pub fn chapter_of(code: &str) -> Option<u8> {
    let mut digits = code.trim_start().bytes();
    let (tens, ones) = (digits.next()?, digits.next()?);
    if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
        return None;
    }
    let chapter = (tens - b'0') * 10 + (ones - b'0');
    ((1..=97).contains(&chapter) && chapter != 77).then_some(chapter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chapter_is_the_first_two_digits() {
        let read = ["1006.30", " 0101", "97", "77", "00", "98", "9", "", "x1", "١٠"].map(chapter_of);
        assert_eq!(read, [Some(10), Some(1), Some(97), None, None, None, None, None, None, None]);
    }

    #[test]
    fn days_do_not_run_below_the_first() {
        assert_eq!(Day(20).before(30), Day(0));
        assert_eq!(Day(20_000).before(30), Day(19_970));
    }
}
