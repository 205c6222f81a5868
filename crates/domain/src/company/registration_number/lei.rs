//! The legal entity identifier.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::plain;

const LENGTH: usize = 20;

/// A legal entity identifier: eighteen letters and digits and two check digits by ISO 7064 MOD 97-10.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lei(String);

impl Lei {
    /// Reads an identifier, with or without spaces and dashes.
    pub fn parse(text: &str) -> Result<Self, LeiError> {
        let text = plain(text);
        if !text.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(LeiError::NotAlphanumeric);
        }
        if text.len() != LENGTH {
            return Err(LeiError::WrongLength { found: text.len() });
        }
        let (_, check_digits) = text.split_at(LENGTH - 2);
        if !check_digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(LeiError::CheckDigitsNotDigits);
        }
        // The standard gives 02 to 98; the other three would pass the sum as twins of 97, 98 and 02.
        if matches!(check_digits, "00" | "01" | "99") || remainder(&text) != 1 {
            return Err(LeiError::CheckDigits);
        }
        Ok(Self(text))
    }

    /// The twenty characters, in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text modulo 97, where A is 10 and Z is 35.
fn remainder(text: &str) -> u32 {
    text.chars().filter_map(|c| c.to_digit(36)).fold(0, |sum, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (sum * shift + value) % 97
    })
}

impl fmt::Display for Lei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Lei {
    type Error = LeiError;

    fn try_from(text: String) -> Result<Self, LeiError> {
        Self::parse(&text)
    }
}

impl From<Lei> for String {
    fn from(lei: Lei) -> Self {
        lei.0
    }
}

/// Why a text is not a legal entity identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeiError {
    /// There are more or fewer than twenty characters.
    #[error("an LEI has {LENGTH} characters, this has {found}")]
    WrongLength {
        /// The characters there are.
        found: usize,
    },
    /// There are characters other than Latin letters and digits.
    #[error("an LEI has Latin letters and digits only")]
    NotAlphanumeric,
    /// The last two characters are not digits.
    #[error("the last two characters of an LEI are digits")]
    CheckDigitsNotDigits,
    /// The last two digits do not fit the rest.
    #[error("the last two digits of the LEI do not fit the rest; please look for a typing mistake")]
    CheckDigits,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALID: [&str; 5] =
        ["HWUPKR0MPOU8FGXBT394", "MLU0ZO3ML4LN2LL2TL39", "506700GE1G29325QX363", "213800KUD8LAJWSQ9D15", "000000FORUMTESTKZ186"];

    #[test]
    fn valid_identifiers_are_accepted() {
        for text in VALID {
            assert_eq!(Lei::parse(text).map(String::from), Ok(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn broken_identifiers_are_refused_for_the_right_reason() {
        let cases = [
            ("HWUPKR0MPOU8FGXBT395", LeiError::CheckDigits),
            ("213800KUD8LXJWSQ9D15", LeiError::CheckDigits),
            ("HWUPKR0MPOU8FGXBT39", LeiError::WrongLength { found: 19 }),
            ("HWUPKR0MPOU8FGXBT3944", LeiError::WrongLength { found: 21 }),
            ("HWUPKR0MPOU8FGXBT3_4", LeiError::NotAlphanumeric),
            ("НWUPKR0MPOU8FGXBT394", LeiError::NotAlphanumeric),
            ("HWUPKR0MPOU8FGXBT3A4", LeiError::CheckDigitsNotDigits),
        ];
        for (text, reason) in cases {
            assert_eq!(Lei::parse(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn small_letters_and_spaces_are_tolerated() {
        assert_eq!(Lei::parse("hwup kr0m pou8 fgxb t394").unwrap().as_str(), VALID[0]);
    }

    #[test]
    fn check_digits_the_standard_never_gives_are_refused() {
        let twins = (0..10_000).filter_map(|serial| {
            let front = format!("000000FORUMTEST{serial:04}").chars().take(18).collect::<String>();
            ["00", "01", "99"].into_iter().map(|check| format!("{front}{check}")).find(|text| remainder(text) == 1)
        });
        let mut seen = 0;
        for text in twins {
            seen += 1;
            assert_eq!(Lei::parse(&text), Err(LeiError::CheckDigits), "{text}");
        }
        assert!(seen > 0);
    }

    // A letter counts as two digits, so 3X and X3 are one sum, 333: only mistakes within one sort are always found.

    #[test]
    fn one_wrong_character_of_the_same_sort_is_always_found() {
        for valid in VALID {
            for position in 0..LENGTH {
                for other in ('0'..='9').chain('A'..='Z') {
                    let mut text = valid.chars().collect::<Vec<_>>();
                    if text[position] == other || text[position].is_ascii_digit() != other.is_ascii_digit() {
                        continue;
                    }
                    text[position] = other;
                    let text = text.into_iter().collect::<String>();
                    assert_eq!(Lei::parse(&text), Err(LeiError::CheckDigits), "{text}");
                }
            }
        }
    }

    #[test]
    fn two_neighbours_of_one_sort_changed_round_are_always_found() {
        for valid in VALID {
            for position in 1..LENGTH {
                let mut text = valid.chars().collect::<Vec<_>>();
                let (one, other) = (text[position - 1], text[position]);
                if one == other || one.is_ascii_digit() != other.is_ascii_digit() {
                    continue;
                }
                text.swap(position - 1, position);
                let text = text.into_iter().collect::<String>();
                assert_eq!(Lei::parse(&text), Err(LeiError::CheckDigits), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_what_is_accepted_is_canonical(text in "\\PC{0,24}|[0-9A-Za-z]{18}[0-9]{2}") {
            if let Ok(lei) = Lei::parse(&text) {
                prop_assert_eq!(lei.as_str().len(), LENGTH);
                prop_assert_eq!(Lei::parse(lei.as_str()), Ok(lei.clone()));
            }
        }
    }
}
