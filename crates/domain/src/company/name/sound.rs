//! Words of any script as Latin sounds.

use any_ascii::any_ascii_char;
use unicode_normalization::char::is_combining_mark;

use super::perso_arabic;

/// Stands where a short vowel may have been left out, which parts two letters that would otherwise be read as one sound.
pub(super) const GAP: char = '\'';

/// The sounds of a lower-case word, in `a-z` and `0-9`, with a [`GAP`] after each letter of Arabic script.
pub(super) fn sounds(word: &str) -> String {
    let letters = word.chars().filter(|c| !is_combining_mark(*c)).collect::<Vec<_>>();
    let mut sounds = String::with_capacity(word.len());
    for (position, letter) in letters.iter().enumerate() {
        if perso_arabic::is_letter(*letter) {
            perso_arabic::push_sound(&letters, position, &mut sounds);
        } else {
            push_plain(*letter, &mut sounds);
        }
    }
    sounds
}

fn push_plain(letter: char, sounds: &mut String) {
    let own = match letter {
        // Letters of both Kazakh alphabets and their neighbours where the usual transliteration says something else.
        'ş' | 'ș' | 'š' | 'ś' => "sh",
        'ç' | 'č' | 'ć' => "ch",
        'ž' => "zh",
        'ғ' => "g",
        'ң' | 'ŋ' => "n",
        'ə' | 'ǝ' => "a",
        'ө' | 'ɵ' => "o",
        'ъ' | 'ь' => "",
        other => any_ascii_char(other),
    };
    sounds.extend(own.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_kazakh_cyrillic_alphabet_has_its_sound() {
        let cases = [
            ("аәбвгғдеё", "aabvggdee"),
            ("жзийкқ", "zhziykq"),
            ("лмнңоөп", "lmnnoop"),
            ("рстуұүф", "rstuuuf"),
            ("хһцчшщ", "khhtschshshch"),
            ("ъыіьэюя", "yieyuya"),
        ];
        for (letters, expected) in cases {
            assert_eq!(sounds(letters), expected, "{letters}");
        }
    }

    #[test]
    fn every_letter_of_the_kazakh_latin_alphabets_has_its_sound() {
        assert_eq!(sounds("äğıñöşüūç"), "agiinoshuuch".replace("gii", "gi"));
        assert_eq!(sounds("áǵńóúý"), "agnouy");
    }

    #[test]
    fn only_latin_letters_digits_and_gaps_come_out() {
        for word in ["中国", "ελλάς", "भारत", "ひらがな", "½", "😀", "ﷺ", "ۓ", "٣۴"] {
            let sounds = sounds(word);
            assert!(sounds.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == GAP), "{word}: {sounds}");
        }
    }
}
