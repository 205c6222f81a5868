//! The letters of Urdu, and of Arabic script in general, as Latin sounds.
//!
//! Short vowels are not written, and three letters stand for a consonant here and a vowel there. Which of the two is guessed
//! from the neighbours; where the guess is wrong, a search by consonants still finds most names.

use super::sound::GAP;

const DO_CHASHMI_HE: char = 'ھ';

/// Whether the letter is one this file can read.
pub(super) fn is_letter(letter: char) -> bool {
    letter == DO_CHASHMI_HE || is_semivowel(letter) || is_he(letter) || consonant_or_vowel(letter).is_some()
}

/// Adds the sound of the letter at the position, and a gap behind it.
pub(super) fn push_sound(word: &[char], position: usize, sounds: &mut String) {
    let Some(&letter) = word.get(position) else {
        return;
    };
    let previous = position.checked_sub(1).and_then(|before| word.get(before)).copied();
    let next = word.get(position + 1).copied();
    if letter == DO_CHASHMI_HE {
        // It makes an aspirate of the letter before it, so the two are one sound.
        if sounds.ends_with(GAP) {
            sounds.pop();
        }
        sounds.push('h');
    } else if is_he(letter) {
        sounds.push_str(he(previous, next));
    } else if is_semivowel(letter) {
        sounds.push_str(semivowel(letter, position, previous, next));
    } else {
        sounds.push_str(consonant_or_vowel(letter).unwrap_or_default());
    }
    // Inside a word these two are nearly always the one sound of "trading" and "Tengiz".
    let is_ng = letter == 'ن' && position > 0 && next == Some('گ');
    if !is_ng {
        sounds.push(GAP);
    }
}

fn is_he(letter: char) -> bool {
    matches!(letter, 'ہ' | 'ه' | 'ۂ' | 'ۀ')
}

fn is_alef(letter: char) -> bool {
    matches!(letter, 'ا' | 'آ' | 'أ' | 'إ' | 'ٱ')
}

fn is_vav(letter: char) -> bool {
    letter == 'و'
}

fn is_ye(letter: char) -> bool {
    matches!(letter, 'ی' | 'ي' | 'ى')
}

fn is_semivowel(letter: char) -> bool {
    is_vav(letter) || is_ye(letter)
}

/// At the end of a word it is a vowel, unless a long vowel stands before it: Quetta, but Shah.
fn he(previous: Option<char>, next: Option<char>) -> &'static str {
    if next.is_some() || previous.is_none_or(is_alef) { "h" } else { "a" }
}

fn semivowel(letter: char, position: usize, previous: Option<char>, next: Option<char>) -> &'static str {
    let before_vowel =
        next.is_some_and(|next| is_alef(next) || next == 'ے' || (is_vav(letter) && is_ye(next)) || (is_ye(letter) && is_vav(next)));
    // Nawaz, Ravi and Peshawar have a consonant; Lahore and Noor a vowel, and so has Okara, where the alef is silent.
    let behind_long_vowel = position > 1 && previous.is_some_and(is_alef);
    let starts_word = position == 0 && next.is_some();
    match (is_vav(letter), starts_word || before_vowel, behind_long_vowel) {
        (true, true, _) | (true, false, true) => "w",
        (true, false, false) => "o",
        (false, true, _) => "y",
        (false, false, _) => "i",
    }
}

fn consonant_or_vowel(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ٹ' | 'ط' => "t",
        'ث' | 'س' | 'ص' => "s",
        'ج' => "j",
        'چ' => "ch",
        'ح' => "h",
        'خ' => "kh",
        'د' | 'ڈ' => "d",
        'ذ' | 'ز' | 'ض' | 'ظ' => "z",
        'ر' | 'ڑ' => "r",
        'ژ' => "zh",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ڤ' | 'ۋ' => "v",
        'ق' => "q",
        'ک' | 'ك' | 'ڪ' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' | 'ں' | 'ڭ' => "n",
        'ا' | 'آ' | 'أ' | 'إ' | 'ٱ' | 'ۃ' | 'ة' => "a",
        'ے' | 'ۓ' | 'ە' => "e",
        'ؤ' | 'ۆ' => "o",
        'ۇ' | 'ۈ' => "u",
        // The glottal letters: they part vowels, or carry one that is not written.
        'ء' | 'ئ' | 'ع' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sound::sounds;
    use super::*;

    #[test]
    fn places_and_names_are_read() {
        let cases = [
            ("دان", "dan"),
            ("شیمکنت", "shimknt"),
            ("پشاور", "pshawr"),
            ("لاہور", "lahor"),
            ("نور", "nor"),
            ("نواز", "nwaz"),
            ("راوی", "rawi"),
            ("اوکاڑہ", "aokara"),
            ("کوئٹہ", "kota"),
            ("شاہ", "shah"),
            ("یوسف", "yosf"),
            ("گوادر", "gwadr"),
            ("ڈھاکہ", "dhaka"),
            ("غلام", "ghlam"),
        ];
        for (word, expected) in cases {
            assert_eq!(sounds(word).replace(GAP, ""), expected, "{word}");
        }
    }

    #[test]
    fn letters_typed_on_an_arabic_keyboard_sound_the_same() {
        for (urdu, arabic) in [("کراچی", "كراچي"), ("ہاشمی", "هاشمى")] {
            assert_eq!(sounds(urdu), sounds(arabic), "{urdu}");
        }
    }

    #[test]
    fn vowel_signs_and_doubling_signs_do_not_matter() {
        assert_eq!(sounds("مُحَمَّد"), sounds("محمد"));
    }

    #[test]
    fn two_letters_are_no_digraph_but_an_aspirate_is_one_sound() {
        assert_eq!(sounds("سہیل"), "s'h'i'l'");
        assert_eq!(sounds("پھول"), "ph'o'l'");
    }

    #[test]
    fn every_letter_of_the_urdu_alphabet_can_be_read() {
        for letter in "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے".chars() {
            assert!(is_letter(letter), "{letter}");
        }
    }
}
