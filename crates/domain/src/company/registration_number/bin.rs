//! The Kazakh business identification number.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{digits, plain, weighted_sum};

const LENGTH: usize = 12;
const FIRST_WEIGHTS: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND_WEIGHTS: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

/// A Kazakh business identification number: twelve digits of which the last is a check digit.
///
/// The check cannot find every slip: the eleventh digit weighs eleven, which is nothing modulo eleven.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bin(String);

impl Bin {
    /// Reads a number, with or without spaces and dashes.
    pub fn parse(text: &str) -> Result<Self, BinError> {
        let text = plain(text);
        let digits = digits(&text).ok_or(BinError::NotDigits)?;
        let &[_, _, ten_months, months, kind, unit, _, _, _, _, _, check] = digits.as_slice() else {
            return Err(BinError::WrongLength { found: digits.len() });
        };
        // Before all other rules: a mistyped number of a person is still the number of a person.
        if kind <= 3 {
            return Err(BinError::IsIndividualNumber);
        }
        if !(1..=12).contains(&(ten_months * 10 + months)) {
            return Err(BinError::Month);
        }
        BinKind::of(kind).ok_or(BinError::Kind)?;
        BinUnit::of(unit).ok_or(BinError::Unit)?;
        if check_digit(&digits) != Some(check) {
            return Err(BinError::CheckDigit);
        }
        Ok(Self(text))
    }

    /// The number of a resident company's head unit, for demonstrations and tests.
    ///
    /// `None` where no such number can be issued: about one serial in a hundred has no check digit.
    pub fn compose(yy: u8, mm: u8, serial: u32) -> Option<Self> {
        if yy > 99 || !(1..=12).contains(&mm) || serial > 99_999 {
            return None;
        }
        let front = format!("{yy:02}{mm:02}40{serial:05}");
        let check = check_digit(&digits(&front)?)?;
        Some(Self(format!("{front}{check}")))
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last two digits of the year of registration or re-registration; the number does not tell the century.
    pub fn year(&self) -> u8 {
        self.number_at(0) * 10 + self.number_at(1)
    }

    /// The month of registration or re-registration, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.number_at(2) * 10 + self.number_at(3)
    }

    /// What was registered.
    pub fn kind(&self) -> BinKind {
        BinKind::of(self.number_at(4).into()).unwrap_or(BinKind::ResidentLegalEntity)
    }

    /// Which part of it was registered.
    pub fn unit(&self) -> BinUnit {
        BinUnit::of(self.number_at(5).into()).unwrap_or(BinUnit::Head)
    }

    fn number_at(&self, position: usize) -> u8 {
        self.0.as_bytes().get(position).map_or(0, |byte| byte.saturating_sub(b'0'))
    }
}

/// The check digit of the first eleven digits, or nothing if such a number is not issued.
fn check_digit(digits: &[u32]) -> Option<u32> {
    [FIRST_WEIGHTS, SECOND_WEIGHTS].into_iter().map(|weights| weighted_sum(digits, &weights) % 11).find(|remainder| *remainder != 10)
}

impl fmt::Display for Bin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Bin {
    type Error = BinError;

    fn try_from(text: String) -> Result<Self, BinError> {
        Self::parse(&text)
    }
}

impl From<Bin> for String {
    fn from(bin: Bin) -> Self {
        bin.0
    }
}

/// What a BIN was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinKind {
    /// A legal entity resident in Kazakhstan.
    ResidentLegalEntity,
    /// A legal entity resident elsewhere.
    NonResidentLegalEntity,
    /// Individual entrepreneurs who trade jointly.
    JointEntrepreneurship,
}

impl BinKind {
    const fn of(digit: u32) -> Option<Self> {
        match digit {
            4 => Some(Self::ResidentLegalEntity),
            5 => Some(Self::NonResidentLegalEntity),
            6 => Some(Self::JointEntrepreneurship),
            _ => None,
        }
    }
}

/// Which part of an enterprise a BIN was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinUnit {
    /// The enterprise itself.
    Head,
    /// A branch.
    Branch,
    /// A representative office.
    RepresentativeOffice,
    /// A peasant farm run jointly.
    PeasantFarm,
}

impl BinUnit {
    const fn of(digit: u32) -> Option<Self> {
        match digit {
            0 => Some(Self::Head),
            1 => Some(Self::Branch),
            2 => Some(Self::RepresentativeOffice),
            3 => Some(Self::PeasantFarm),
            _ => None,
        }
    }
}

/// Why a text is not a BIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BinError {
    /// There are more or fewer than twelve digits.
    #[error("a BIN has {LENGTH} digits, this has {found}")]
    WrongLength {
        /// The digits there are.
        found: usize,
    },
    /// There are characters other than digits.
    #[error("a BIN has digits only")]
    NotDigits,
    /// It is the number of a person: sole traders are not listed, and their numbers are not kept.
    #[error("this is the number of an individual (IIN), not of a company")]
    IsIndividualNumber,
    /// The third and fourth digit are no month.
    #[error("the third and fourth digit of a BIN are a month")]
    Month,
    /// The fifth digit names no kind of holder.
    #[error("the fifth digit of a BIN is 4, 5 or 6")]
    Kind,
    /// The sixth digit names no unit.
    #[error("the sixth digit of a BIN is 0, 1, 2 or 3")]
    Unit,
    /// The last digit does not fit the others.
    #[error("the last digit of the BIN does not fit the others; please look for a typing mistake")]
    CheckDigit,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ISSUED: [&str; 12] = [
        "020240000555",
        "970240000816",
        "010940000162",
        "971240001315",
        "940140000385",
        "941240000193",
        "081140000436",
        "000140002217",
        "970440003326",
        "950440001673",
        "140940023346",
        "020540003431",
    ];

    #[test]
    fn issued_numbers_are_accepted() {
        for text in ISSUED {
            assert_eq!(Bin::parse(text).map(String::from), Ok(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_check_digit_may_need_the_second_pass() {
        let digits = digits("97024000081").unwrap();
        assert_eq!(weighted_sum(&digits, &FIRST_WEIGHTS) % 11, 10);
        assert!(Bin::parse("970240000816").is_ok());
    }

    #[test]
    fn broken_numbers_are_refused_for_the_right_reason() {
        let cases = [
            ("940140000386", BinError::CheckDigit),
            ("941340000385", BinError::Month),
            ("940040000385", BinError::Month),
            ("940170000385", BinError::Kind),
            ("940149000385", BinError::Unit),
            ("94014000038", BinError::WrongLength { found: 11 }),
            ("9401400003850", BinError::WrongLength { found: 13 }),
            ("", BinError::WrongLength { found: 0 }),
            ("94014000038X", BinError::NotDigits),
            ("020240000655", BinError::CheckDigit),
        ];
        for (text, reason) in cases {
            assert_eq!(Bin::parse(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn numbers_of_individuals_are_refused_as_such() {
        // The third has a date that never was, the fourth a wrong check digit: they are numbers of individuals all the same.
        for text in ["990101100010", "991231200027", "980229100015", "990101100011"] {
            assert_eq!(Bin::parse(text), Err(BinError::IsIndividualNumber), "{text}");
        }
    }

    #[test]
    fn a_refusal_does_not_repeat_the_number() {
        let refusal = Bin::parse("990101100010").unwrap_err();
        assert!(!format!("{refusal} {refusal:?}").contains("9901"));
    }

    #[test]
    fn a_wrong_eleventh_digit_cannot_be_detected() {
        assert!(Bin::parse("020240000555").is_ok());
        assert!(Bin::parse("020240000565").is_ok());
    }

    #[test]
    fn spaces_dashes_and_other_digits_are_tolerated() {
        for text in [
            " 940140 000385 ",
            "9401-4000-0385",
            "\u{FF19}\u{FF14}\u{FF10}\u{FF11}\u{FF14}\u{FF10}\u{FF10}\u{FF10}\u{FF10}\u{FF13}\u{FF18}\u{FF15}",
            "٩٤٠١٤٠٠٠٠٣٨٥",
            "۹۴۰۱۴۰۰۰۰۳۸۵",
        ] {
            assert_eq!(Bin::parse(text).unwrap().as_str(), "940140000385", "{text}");
        }
    }

    #[test]
    fn a_number_tells_when_and_as_what_it_was_given() {
        let bin = Bin::parse("081140000436").unwrap();
        assert_eq!((bin.year(), bin.month()), (8, 11));
        assert_eq!((bin.kind(), bin.unit()), (BinKind::ResidentLegalEntity, BinUnit::Head));
    }

    #[test]
    fn every_kind_and_unit_can_be_read() {
        let kinds = [('4', BinKind::ResidentLegalEntity), ('5', BinKind::NonResidentLegalEntity), ('6', BinKind::JointEntrepreneurship)];
        let units = [('0', BinUnit::Head), ('1', BinUnit::Branch), ('2', BinUnit::RepresentativeOffice), ('3', BinUnit::PeasantFarm)];
        for (kind_digit, kind) in kinds {
            for (unit_digit, unit) in units {
                let front = format!("2001{kind_digit}{unit_digit}00012");
                let check = check_digit(&digits(&front).unwrap()).unwrap();
                let bin = Bin::parse(&format!("{front}{check}")).unwrap();
                assert_eq!((bin.kind(), bin.unit()), (kind, unit), "{bin}");
            }
        }
    }

    #[test]
    fn composing_refuses_what_has_no_place_in_the_number() {
        assert_eq!(Bin::compose(100, 1, 1), None);
        assert_eq!(Bin::compose(20, 0, 1), None);
        assert_eq!(Bin::compose(20, 13, 1), None);
        assert_eq!(Bin::compose(20, 1, 100_000), None);
    }

    #[test]
    fn composing_gives_an_issued_number_again() {
        assert_eq!(Bin::compose(94, 1, 38).unwrap().as_str(), "940140000385");
    }

    #[test]
    fn some_serials_have_no_check_digit_but_few() {
        let missing = (0..10_000).filter(|serial| Bin::compose(24, 5, *serial).is_none()).count();
        assert!((1..=200).contains(&missing), "{missing}");
    }

    proptest! {
        #[test]
        fn a_composed_number_is_valid(yy in 0_u8..100, mm in 1_u8..=12, serial in 0_u32..100_000) {
            if let Some(bin) = Bin::compose(yy, mm, serial) {
                prop_assert_eq!(Bin::parse(bin.as_str()), Ok(bin.clone()));
                prop_assert_eq!((bin.year(), bin.month()), (yy, mm));
            }
        }

        #[test]
        fn a_wrong_check_digit_is_always_found(which in 0..ISSUED.len(), shift in 1_u8..10) {
            let issued = ISSUED[which];
            let last = (issued.as_bytes()[11] - b'0' + shift) % 10;
            let text = format!("{}{last}", &issued[..11]);
            prop_assert_eq!(Bin::parse(&text), Err(BinError::CheckDigit));
        }

        #[test]
        fn any_text_is_answered_and_what_is_accepted_is_canonical(text in "\\PC{0,20}|[0-9]{12}") {
            if let Ok(bin) = Bin::parse(&text) {
                prop_assert_eq!(bin.as_str().len(), LENGTH);
                prop_assert_eq!(Bin::parse(bin.as_str()), Ok(bin.clone()));
            }
        }
    }
}
