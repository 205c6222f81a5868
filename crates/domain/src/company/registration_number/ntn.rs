//! The Pakistani national tax number.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::{digits, plain, weighted_sum};

const WEIGHTS: [u32; 7] = [8, 7, 6, 5, 4, 3, 2];

/// A Pakistani national tax number: seven characters, of which the first may be a letter, and perhaps a check digit.
///
/// Two numbers are equal if their seven characters are: the check digit is often left out, and then it is the same number still.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ntn {
    characters: String,
    check_digit: Option<u8>,
}

impl Ntn {
    /// Reads a number, with or without its check digit.
    pub fn parse(text: &str) -> Result<Self, NtnError> {
        let text = plain(text);
        let found = text.chars().count();
        if found == 13 && digits(&text).is_some() {
            return Err(NtnError::ThirteenDigits);
        }
        if !(7..=8).contains(&found) {
            return Err(NtnError::WrongLength { found });
        }
        if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(NtnError::FirstCharacter);
        }
        if !text.chars().skip(1).all(|c| c.is_ascii_digit()) {
            return Err(NtnError::NotDigits);
        }
        Ok(Self { characters: text.chars().take(7).collect(), check_digit: text.as_bytes().get(7).map(|byte| byte.saturating_sub(b'0')) })
    }

    /// The number of a company with the check digit that was seen on most such numbers, for demonstrations and tests.
    ///
    /// `None` if the serial has more than seven digits.
    pub fn compose(serial: u32) -> Option<Self> {
        let characters = format!("{serial:07}");
        (characters.len() == 7).then(|| Self { check_digit: observed_check_digit(&characters), characters })
    }

    /// The seven characters, by which the tax authority knows the company.
    pub fn as_str(&self) -> &str {
        &self.characters
    }

    /// The check digit, if it was given.
    pub fn check_digit(&self) -> Option<u8> {
        self.check_digit
    }

    /// Whether the check digit is the expected one; nothing if there is none, or no rule for it.
    ///
    /// Good for a warning only: the rule was observed and never published, and good numbers may break it.
    pub fn check_digit_agrees(&self) -> Option<bool> {
        let given = self.check_digit?;
        observed_check_digit(&self.characters).map(|expected| expected == given)
    }
}

fn observed_check_digit(characters: &str) -> Option<u8> {
    let remainder = (11 - weighted_sum(&digits(characters)?, &WEIGHTS) % 11) % 11;
    // Ten has no digit of its own and is written as nought.
    u8::try_from(remainder % 10).ok()
}

impl PartialEq for Ntn {
    fn eq(&self, other: &Self) -> bool {
        self.characters == other.characters
    }
}

impl Eq for Ntn {}

impl Hash for Ntn {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.characters.hash(state);
    }
}

impl fmt::Display for Ntn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.characters)?;
        match self.check_digit {
            Some(digit) => write!(f, "-{digit}"),
            None => Ok(()),
        }
    }
}

impl TryFrom<String> for Ntn {
    type Error = NtnError;

    fn try_from(text: String) -> Result<Self, NtnError> {
        Self::parse(&text)
    }
}

impl From<Ntn> for String {
    fn from(ntn: Ntn) -> Self {
        ntn.to_string()
    }
}

/// Why a text is not an NTN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NtnError {
    /// There are neither seven characters nor seven and a check digit.
    #[error("an NTN has 7 characters and perhaps a check digit, this has {found}")]
    WrongLength {
        /// The characters there are.
        found: usize,
    },
    /// It is the number of a person's identity card, or of a sales tax registration.
    #[error("13 digits are an identity card (CNIC) or a sales tax number, not the NTN of a company")]
    ThirteenDigits,
    /// The first character is neither a Latin letter nor a digit.
    #[error("the first character of an NTN is a digit or a Latin letter")]
    FirstCharacter,
    /// There are characters other than digits after the first.
    #[error("an NTN has digits only after its first character")]
    NotDigits,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_digit_is_kept_apart() {
        let cases = [
            ("0803450-8", "0803450", Some(8)),
            ("0829237-0", "0829237", Some(0)),
            ("0801362-4", "0801362", Some(4)),
            ("0710106-6", "0710106", Some(6)),
            ("0711554", "0711554", None),
            ("G980921-2", "G980921", Some(2)),
            ("F655242-6", "F655242", Some(6)),
            ("A917166", "A917166", None),
        ];
        for (text, characters, check_digit) in cases {
            let ntn = Ntn::parse(text).unwrap();
            assert_eq!((ntn.as_str(), ntn.check_digit()), (characters, check_digit), "{text}");
            assert_eq!(ntn.to_string(), text);
        }
    }

    #[test]
    fn the_check_digit_of_a_number_without_letters_can_be_compared() {
        for text in ["0803450-8", "0829237-0", "0801362-4", "0710106-6", "0711554-7"] {
            assert_eq!(Ntn::parse(text).unwrap().check_digit_agrees(), Some(true), "{text}");
        }
    }

    #[test]
    fn a_check_digit_that_disagrees_is_no_reason_to_refuse() {
        for text in ["8655568-8", "0711902-3", "1431771-7"] {
            assert_eq!(Ntn::parse(text).unwrap().check_digit_agrees(), Some(false), "{text}");
        }
    }

    #[test]
    fn nothing_is_said_where_there_is_no_rule() {
        for text in ["G980921-2", "F655242-6", "A917166", "0711554"] {
            assert_eq!(Ntn::parse(text).unwrap().check_digit_agrees(), None, "{text}");
        }
    }

    #[test]
    fn broken_numbers_are_refused_for_the_right_reason() {
        let cases = [
            ("", NtnError::WrongLength { found: 0 }),
            ("080345", NtnError::WrongLength { found: 6 }),
            ("0710818-04", NtnError::WrongLength { found: 9 }),
            ("34201-0891231-8", NtnError::ThirteenDigits),
            ("12-01-4203-283-46", NtnError::ThirteenDigits),
            ("А917166", NtnError::FirstCharacter),
            ("/917166", NtnError::FirstCharacter),
            ("AB17166", NtnError::NotDigits),
            ("0803450-X", NtnError::NotDigits),
            ("é917166", NtnError::FirstCharacter),
            ("0é17166", NtnError::NotDigits),
        ];
        for (text, reason) in cases {
            assert_eq!(Ntn::parse(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn a_number_may_be_written_in_many_ways() {
        for text in ["g980921-2", "G980921 2", "G980921–2", "Ｇ９８０９２１－２", "G۹۸۰۹۲۱-۲"] {
            assert_eq!(Ntn::parse(text).unwrap().to_string(), "G980921-2", "{text}");
        }
    }

    #[test]
    fn a_number_is_the_same_with_and_without_its_check_digit() {
        assert_eq!(Ntn::parse("0803450-8"), Ntn::parse("0803450"));
        assert_ne!(Ntn::parse("0803450-8"), Ntn::parse("0803451-8"));
    }

    #[test]
    fn a_serial_of_eight_digits_has_no_number() {
        assert_eq!(Ntn::compose(10_000_000), None);
    }

    proptest! {
        #[test]
        fn a_composed_number_is_valid_and_agrees(serial in 0_u32..10_000_000) {
            let ntn = Ntn::compose(serial).unwrap();
            prop_assert_eq!(ntn.check_digit_agrees(), Some(true));
            prop_assert_eq!(Ntn::parse(&ntn.to_string()).unwrap().check_digit(), ntn.check_digit());
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,16}|[A-Z0-9][0-9]{6}-?[0-9]?") {
            if let Ok(ntn) = Ntn::parse(&text) {
                prop_assert_eq!(Ntn::parse(&ntn.to_string()), Ok(ntn.clone()));
            }
        }
    }
}
