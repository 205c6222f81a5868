//! The name under which a company is registered, in one script.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::invisible::{is_bidi_control, is_default_ignorable};

const SHORTEST: usize = 2;
const LONGEST: usize = 200;

/// More marks than this on one letter belong to no language: they climb over the lines above and below.
const MOST_MARKS: usize = 4;

/// The name under which a company is registered: composed (NFC), on one line, and nothing in it that cannot be seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LegalName(String);

impl LegalName {
    /// Reads a name; white space at its ends is dropped, and any other run of it becomes one space.
    pub fn parse(text: &str) -> Result<Self, LegalNameError> {
        // Composing a text costs work in proportion to it, so what is far too long is refused as it came.
        if text.len() > LONGEST * 16 {
            return Err(LegalNameError::TooLong { found: text.chars().count() });
        }
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>();
        for c in name.chars() {
            refuse(c)?;
        }
        let length = name.chars().count();
        if length < SHORTEST {
            return Err(LegalNameError::TooShort { found: length });
        }
        if length > LONGEST {
            return Err(LegalNameError::TooLong { found: length });
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err(LegalNameError::NoLetter);
        }
        if has_stacked_marks(&name) {
            return Err(LegalNameError::StackedMarks);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn refuse(c: char) -> Result<(), LegalNameError> {
    if is_bidi_control(c) {
        Err(LegalNameError::BidiControl)
    } else if is_default_ignorable(c) {
        Err(LegalNameError::Invisible)
    } else if c.is_control() {
        Err(LegalNameError::Control)
    } else if has_no_meaning(c) {
        Err(LegalNameError::Meaningless)
    } else {
        Ok(())
    }
}

/// Whether the character is for private use, no character at all, or the sign for a broken one.
fn has_no_meaning(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. | '\u{FDD0}'..='\u{FDEF}' | '\u{FFFD}')
        || matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF)
}

fn has_stacked_marks(name: &str) -> bool {
    let mut marks = 0;
    name.nfd().any(|c| {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        marks > MOST_MARKS
    })
}

impl AsRef<str> for LegalName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LegalName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LegalName {
    type Error = LegalNameError;

    fn try_from(text: String) -> Result<Self, LegalNameError> {
        Self::parse(&text)
    }
}

impl From<LegalName> for String {
    fn from(name: LegalName) -> Self {
        name.0
    }
}

/// Why a text is not the name of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LegalNameError {
    /// It has fewer than two characters.
    #[error("a name has at least {SHORTEST} characters, this has {found}")]
    TooShort {
        /// The characters there are.
        found: usize,
    },
    /// It has more than two hundred characters.
    #[error("a name has at most {LONGEST} characters, this has {found}")]
    TooLong {
        /// The characters there are.
        found: usize,
    },
    /// It has neither a letter nor a digit.
    #[error("a name has at least one letter or digit")]
    NoLetter,
    /// It has characters that turn the direction of writing.
    #[error("a name has no characters that change the direction of writing")]
    BidiControl,
    /// It has characters that cannot be seen.
    #[error("a name has no invisible characters")]
    Invisible,
    /// It has control characters.
    #[error("a name has no control characters")]
    Control,
    /// It has characters for private use, or broken ones.
    #[error("a name has no private or broken characters")]
    Meaningless,
    /// It has more marks on one letter than any language uses.
    #[error("a name has at most {MOST_MARKS} marks on one letter")]
    StackedMarks,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_kept_as_it_is_written() {
        for text in ["«Қазпошта» АҚ", "JSC \"Air Astana\"", "شیمکنت دان پرائیویٹ لمیٹڈ", "Şymkent Dän JŞS", "3М", "A&B (Pvt.) Ltd."]
        {
            assert_eq!(LegalName::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn white_space_is_one_space_inside_and_none_outside() {
        for text in ["  Air Astana", "Air \t Astana\n", "Air\r\nAstana", "Air\u{00A0}\u{2003}Astana\u{3000}"] {
            assert_eq!(LegalName::parse(text).unwrap().as_str(), "Air Astana", "{text:?}");
        }
    }

    #[test]
    fn letters_are_composed() {
        assert_eq!(LegalName::parse("S\u{0327}ymkent").unwrap(), LegalName::parse("Şymkent").unwrap());
        assert_eq!(LegalName::parse("и\u{0306}од").unwrap().as_str(), "йод");
    }

    #[test]
    fn unfit_names_are_refused_for_the_right_reason() {
        let cases = [
            ("", LegalNameError::TooShort { found: 0 }),
            (" A ", LegalNameError::TooShort { found: 1 }),
            ("«--»", LegalNameError::NoLetter),
            ("Air\u{202E}anatsA", LegalNameError::BidiControl),
            ("Air\u{200F} Astana", LegalNameError::BidiControl),
            ("Air \u{2067}Astana\u{2069}", LegalNameError::BidiControl),
            ("Air\u{200B}Astana", LegalNameError::Invisible),
            ("Air\u{00AD}Astana", LegalNameError::Invisible),
            ("\u{FEFF}Air Astana", LegalNameError::Invisible),
            ("Air \u{3164} Astana", LegalNameError::Invisible),
            ("Air\u{FE0F} Astana", LegalNameError::Invisible),
            ("Air\u{E0041} Astana", LegalNameError::Invisible),
            ("Air\0Astana", LegalNameError::Control),
            ("Air\u{1B}[31m Astana", LegalNameError::Control),
            ("Air \u{E000}", LegalNameError::Meaningless),
            ("Air \u{FFFD}", LegalNameError::Meaningless),
            ("Air \u{1FFFE}", LegalNameError::Meaningless),
            ("Air Asta\u{0301}\u{0302}\u{0303}\u{0304}\u{0305}na", LegalNameError::StackedMarks),
        ];
        for (text, reason) in cases {
            assert_eq!(LegalName::parse(text), Err(reason), "{text:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters_not_in_bytes() {
        assert!(LegalName::parse(&"Қ".repeat(200)).is_ok());
        assert_eq!(LegalName::parse(&"Қ".repeat(201)), Err(LegalNameError::TooLong { found: 201 }));
        assert!(LegalName::parse("ҚА").is_ok());
        assert_eq!(LegalName::parse(&"a".repeat(10_000)), Err(LegalNameError::TooLong { found: 10_000 }));
    }

    #[test]
    fn json_is_checked_like_any_other_input() {
        assert_eq!(serde_json::from_str::<LegalName>("\" Air  Astana\"").unwrap().as_str(), "Air Astana");
        assert!(serde_json::from_str::<LegalName>("\"Air\\u202eAstana\"").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_what_is_accepted_is_accepted_again_unchanged(text in ".{0,40}") {
            if let Ok(name) = LegalName::parse(&text) {
                prop_assert_eq!(LegalName::parse(name.as_str()), Ok(name.clone()));
                prop_assert!((SHORTEST..=LONGEST).contains(&name.as_str().chars().count()));
            }
        }
    }
}
