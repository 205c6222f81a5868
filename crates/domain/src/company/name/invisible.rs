//! Characters that take no room on the page, and so can hide in a name.

/// Whether the character turns the direction of the text round it.
pub(super) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether Unicode has the character drawn as nothing (`Default_Ignorable_Code_Point`).
pub(super) fn is_default_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bidi_control_is_ignorable_too() {
        let controls = ('\0'..=char::MAX).filter(|c| is_bidi_control(*c)).collect::<Vec<_>>();
        assert_eq!(controls.len(), 12);
        assert!(controls.into_iter().all(is_default_ignorable));
    }

    #[test]
    fn no_letter_or_digit_of_our_languages_is_ignorable() {
        for text in ["Қазақстан", "Qazaqstan", "قازقستان", "پاکستان", "Россия 2024", "Ünğİış"] {
            assert!(!text.chars().any(is_default_ignorable), "{text}");
        }
    }
}
