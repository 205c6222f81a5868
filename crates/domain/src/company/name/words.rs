//! A name taken apart into words.

use std::str::Chars;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::invisible::is_default_ignorable;

/// The words of a name: lower case, compatibility forms unified (NFKC), without punctuation.
///
/// Apostrophes do not part words, nor do the dots of an abbreviation: `J.S.C.` is one word.
pub(super) fn words(name: &str) -> Vec<String> {
    // The second composition is for capitals whose small letter comes in two pieces.
    let text = name.nfkc().collect::<String>().to_lowercase().nfkc().collect::<String>();
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters_since_dot = 0;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if is_word_character(c) {
            word.push(c);
            letters_since_dot += usize::from(!is_combining_mark(c));
        } else if c == '.' && letters_since_dot == 1 && is_abbreviation(rest.clone()) {
            letters_since_dot = 0;
        } else if !(is_apostrophe(c) || is_default_ignorable(c)) {
            finish(&mut word, &mut words);
            letters_since_dot = 0;
        }
    }
    finish(&mut word, &mut words);
    words
}

/// Whether a dot behind a single letter is followed by one letter alone, or by nothing of the same word.
fn is_abbreviation(rest: Chars<'_>) -> bool {
    rest.take_while(|c| is_word_character(*c)).nth(1).is_none()
}

fn finish(word: &mut String, words: &mut Vec<String>) {
    if word.chars().any(char::is_alphanumeric) {
        words.push(std::mem::take(word));
    }
    word.clear();
}

fn is_word_character(c: char) -> bool {
    // U+0640 only stretches a word of Arabic script, and the modifier letters are how some keyboards type an apostrophe.
    (c.is_alphanumeric() || is_combining_mark(c)) && c != '\u{0640}' && !is_apostrophe(c) && !is_default_ignorable(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{00B4}' | '\u{02B9}'..='\u{02BF}' | '\u{02C8}' | '\u{0640}' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_parts_words() {
        let cases: [(&str, &[&str]); 10] = [
            ("«Қазпошта» АҚ", &["қазпошта", "ақ"]),
            ("Joint-Stock Company", &["joint", "stock", "company"]),
            ("A&B (Pvt.) Ltd.", &["a", "b", "pvt", "ltd"]),
            ("J.S.C. Kazpost", &["jsc", "kazpost"]),
            ("A.K. Khan", &["ak", "khan"]),
            ("A.Khan", &["a", "khan"]),
            ("forum.kz", &["forum", "kz"]),
            ("Qor'gan Al’Farabi", &["qorgan", "alfarabi"]),
            ("Ｋａｚｐｏｓｔ №5", &["kazpost", "no5"]),
            ("لـــمیٹڈ", &["لمیٹڈ"]),
        ];
        for (name, expected) in cases {
            assert_eq!(words(name), expected, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_there() {
        assert_eq!(words("Kaz\u{200B}po\u{00AD}st\u{202E}"), ["kazpost"]);
    }

    #[test]
    fn a_text_without_letters_has_no_words() {
        assert!(words(" - «» ... \u{0301} ").is_empty());
    }
}
