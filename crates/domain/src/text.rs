//! Texts that people write: trimmed, bounded, and free of characters that hide what is written.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TextError {
    #[error("must not be empty")]
    Empty,
    #[error("must be at least {min} characters long")]
    TooShort { min: usize },
    #[error("must be at most {max} characters long, this is {found}")]
    TooLong { max: usize, found: usize },
    #[error("contains a character that cannot be seen: U+{code_point:04X}")]
    Invisible { code_point: u32 },
}

/// Cleans a text of one or many lines and refuses what is too long or hides something.
pub fn parse(text: &str, min: usize, max: usize) -> Result<String, TextError> {
    // Normalising first would do work in proportion to what was sent: a character is at most four bytes.
    if text.len() > max * 16 {
        return Err(TextError::TooLong { max, found: text.chars().count() });
    }
    let text: String = text.nfc().collect();
    let text = text.trim().replace("\r\n", "\n");
    if let Some(hidden) = text.chars().find(|c| is_hidden(*c)) {
        return Err(TextError::Invisible { code_point: u32::from(hidden) });
    }
    let found = text.chars().count();
    match found {
        0 if min > 0 => Err(TextError::Empty),
        _ if found < min => Err(TextError::TooShort { min }),
        _ if found > max => Err(TextError::TooLong { max, found }),
        _ => Ok(text),
    }
}

/// Control characters and those that turn the direction of the text around it; joiners stay, Urdu needs them.
fn is_hidden(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    control
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' | '\u{200B}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_composed() {
        assert_eq!(parse("  e\u{301}t\u{E9} \r\n ", 1, 10).unwrap(), "été");
    }

    #[test]
    fn bidi_overrides_are_refused_and_joiners_are_not() {
        assert_eq!(parse("safe\u{202E}txt", 1, 20), Err(TextError::Invisible { code_point: 0x202E }));
        assert!(parse("نمک\u{200C}دان", 1, 20).is_ok());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(parse("ааааа", 1, 5).is_ok());
        assert_eq!(parse("аааааа", 1, 5), Err(TextError::TooLong { max: 5, found: 6 }));
        assert_eq!(parse("   ", 1, 5), Err(TextError::Empty));
        assert_eq!(parse("ab", 3, 5), Err(TextError::TooShort { min: 3 }));
    }
}
