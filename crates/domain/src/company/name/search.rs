//! Keys by which a name is found whatever the script and spelling.

use super::legal_form::{LEGAL_FORMS, without};
use super::sound::{GAP, sounds};
use super::words::words;

const LONGEST_SLUG: usize = 60;
const FALLBACK_SLUG: &str = "company";

/// The name in lower-case Latin letters and digits, its words apart by one space, without its legal form.
///
/// Empty only if the name has no letter or digit. The keys of a name in Kazakh Cyrillic, in Kazakh Latin and in plain Latin are mostly
/// the same; for Urdu, which leaves out vowels, see [`consonant_key`].
pub fn search_key(name: &str) -> String {
    joined(sounding_words(name).iter().map(|word| word.replace(GAP, "")))
}

/// The consonants of the name, those that are written for one another as one, without its legal form.
///
/// For finding, not for telling apart: many names share a key. A name with no consonants keeps its vowels.
pub fn consonant_key(name: &str) -> String {
    let words = sounding_words(name);
    let key = joined(words.iter().map(|word| consonants(word)));
    if key.is_empty() { joined(words.iter().map(|word| word.replace(GAP, ""))) } else { key }
}

/// The name as part of an address: `a-z`, `0-9` and single dashes, at most sixty characters, never empty.
///
/// Two names may have the same slug; who stores it must make it unique.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for word in search_key(name).split(' ') {
        let room = LONGEST_SLUG.saturating_sub(slug.len());
        if slug.is_empty() {
            slug.extend(word.chars().take(LONGEST_SLUG));
        } else if word.len() < room {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    if slug.is_empty() { FALLBACK_SLUG.to_owned() } else { slug }
}

fn sounding_words(name: &str) -> Vec<String> {
    without(&LEGAL_FORMS, &words(name)).into_iter().map(sounds).collect()
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Spellings of one consonant, longest first, and the letter that stands for it in a key.
const SPELLINGS: [(&str, &str); 15] = [
    ("shch", "s"),
    ("sch", "sk"),
    ("tch", "c"),
    ("dzh", "j"),
    ("ngh", "n"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("wh", "v"),
    ("ts", "s"),
    ("ng", "n"),
];

fn consonants(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    let mut previous = None;
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let spelling = SPELLINGS.iter().find(|(spelling, _)| rest.starts_with(spelling));
        let (length, after) = match spelling {
            Some((spelling, _)) => (spelling.len(), rest.get(spelling.len()..)),
            None => (letter.len_utf8(), rest.get(letter.len_utf8()..)),
        };
        let after = after.unwrap_or_default();
        match spelling {
            Some((_, sounds)) => sounds.chars().for_each(|sound| push(&mut key, sound)),
            None => push_single(&mut key, letter, previous, after),
        }
        previous = rest.get(..length).and_then(|taken| taken.chars().last()).filter(|c| *c != GAP).or(previous);
        rest = after;
    }
    // The forum's commonest word is spelt with another letter in Russian and English than in Kazakh and Urdu.
    match key.strip_prefix("kzh") {
        Some(ending) => format!("kzk{ending}"),
        None => key,
    }
}

fn push_single(key: &mut String, letter: char, previous: Option<char>, after: &str) {
    let next = after.chars().next();
    match letter {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | GAP => {}
        'c' if next.is_some_and(|next| matches!(next, 'e' | 'i' | 'y')) => push(key, 's'),
        'c' | 'q' => push(key, 'k'),
        // The second half of a diphthong, as in "town".
        'w' if previous.is_some_and(is_vowel) && next.is_none_or(|next| !is_vowel(next) && next != GAP) => {}
        'w' => push(key, 'v'),
        'x' if previous.is_none() => push(key, 'h'),
        'x' => {
            push(key, 'k');
            push(key, 's');
        }
        // A last h only lengthens the vowel before it, as in "Madinah".
        'h' if previous.is_some_and(is_vowel) && after.chars().all(|c| c == GAP) => {}
        other => push(key, other),
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Adds a consonant unless it repeats the last one: where vowels are not written, a doubled letter cannot be told from two.
fn push(key: &mut String, sound: char) {
    if sound.is_ascii_digit() || !key.ends_with(sound) {
        key.push(sound);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_in_cyrillic_and_in_both_latins_has_one_search_key() {
        let groups: [(&str, &[&str]); 6] = [
            ("shymkent dan", &["Шымкент Дән", "Shymkent Dan", "Şymkent Dän", "«Шымкент Дән» ЖШС", "SHYMKENT  DAN, LLP"]),
            ("qazposhta", &["«Қазпошта» АҚ", "Qazpoşta AQ", "QAZPOSHTA JSC"]),
            ("nurly kosh", &["Нұрлы Көш", "Nūrly Köş", "Nurly Kosh"]),
            ("ulytau gimarat", &["Ұлытау Ғимарат", "Ūlytau Ğimarat", "Ulytau Gimarat"]),
            ("teniz", &["Теңіз", "Teñiz", "Teñız", "Teniz"]),
            ("al farabi 2", &["Al-Farabi 2", "Аль-Фараби 2", "AL FARABI ۲"]),
        ];
        for (expected, names) in groups {
            for name in names {
                assert_eq!(search_key(name), expected, "{name}");
            }
        }
    }

    #[test]
    fn urdu_meets_the_other_scripts_by_its_consonants() {
        let groups: [&[&str]; 25] = [
            &["Шымкент Дән", "Shymkent Dan", "Şymkent Dän", "Symkent Dan", "شیمکنت دان", "شمکنت دان", "شیمکینت دان لمیٹڈ"],
            &["Алматы", "Almaty", "Almati", "الماتی"],
            &["Астана", "Astana", "آستانہ", "استانا"],
            &["Карачи", "Karachi", "کراچی"],
            &["Пешавар", "Peshawar", "Peshavar", "پشاور"],
            &["Lahore", "Лахор", "لاہور"],
            &["Gwadar", "Гвадар", "گوادر"],
            &["Islamabad", "Исламабад", "İslamabad", "اسلامآباد"],
            &["Казахстан", "Қазақстан", "Kazakhstan", "Qazaqstan", "قازقستان", "قزاقستان"],
            &["Пакистан", "Pakistan", "Päkistan", "پاکستان"],
            &["Халық", "Halyk", "Xalyq", "Khalyk", "Халык", "Halıq", "خالق"],
            &["Нұрлы Жол", "Nurly Zhol", "Nurly Jol", "Nūrly Jol", "نورلی ژول"],
            &["Жаңа", "Zhana", "Jaña", "Zhanga", "Dzhana", "جانا"],
            &["Теңіз", "Teñız", "Tengiz", "Тенгиз", "تنگیز"],
            &["Шыңғыс", "Shyngys", "Şyñğys", "شنگس"],
            &["Текстиль", "Textile", "Tekstil", "ٹیکسٹائل"],
            &["Экспорт", "Export", "ایکسپورٹ"],
            &["Трейдинг", "Trading", "ٹریڈنگ"],
            &["Центр", "Center", "Centre", "سینٹر"],
            &["Коттон", "Cotton", "Kotton", "کاٹن"],
            &["Мұхаммед", "Muhammad", "Mohammed", "محمد", "مُحَمَّد"],
            &["Қуат", "Quat", "Kuat"],
            &["Power", "پاور"],
            &["Phool", "Fool", "پھول", "فول"],
            &["Ghafoor", "Gafur", "Гафур", "غفور"],
        ];
        for names in groups {
            let expected = consonant_key(names[0]);
            for name in names {
                assert_eq!(consonant_key(name), expected, "{name}");
            }
        }
    }

    #[test]
    fn two_letters_between_which_urdu_leaves_out_a_vowel_are_not_one_sound() {
        for (urdu, latin) in [("سہیل", "Sohail"), ("تسلیم", "Taslim"), ("نگار", "Nigar"), ("کسان", "Kisan")] {
            assert_eq!(consonant_key(urdu), consonant_key(latin), "{latin}");
        }
    }

    #[test]
    fn different_names_keep_different_keys() {
        let names = ["Kazpost", "Kaspi", "Halyk", "Hassan", "Khan", "Nigar", "Nur", "Air Astana", "Astana Motors", "Kazakhtelecom"];
        for (position, one) in names.iter().enumerate() {
            for other in names.iter().skip(position + 1) {
                assert_ne!(search_key(one), search_key(other));
                assert_ne!(consonant_key(one), consonant_key(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn numbers_are_kept_as_they_are() {
        assert_eq!(consonant_key("Завод 1100"), "zvd 1100");
        assert_eq!(search_key("Завод ۱۱۰۰"), "zavod 1100");
    }

    #[test]
    fn a_name_of_vowels_only_keeps_them() {
        assert_eq!(consonant_key("Aiya"), "aiya");
        assert_eq!(consonant_key("Уә"), "ua");
    }

    #[test]
    fn a_text_without_letters_has_no_keys() {
        for text in ["", " - ", "«»"] {
            assert_eq!((search_key(text), consonant_key(text)), (String::new(), String::new()));
        }
    }

    #[test]
    fn a_slug_reads_like_the_name() {
        let cases = [
            ("ТОО «Шымкент Дән»", "shymkent-dan"),
            ("Karachi Cotton (Pvt.) Ltd.", "karachi-cotton"),
            ("کراچی کاٹن لمیٹڈ", "krachi-katn"),
            ("Qor'gan & Sons", "qorgan-sons"),
            ("«»", "company"),
            ("", "company"),
        ];
        for (name, expected) in cases {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn a_long_slug_ends_with_a_whole_word_if_it_can() {
        let long = format!("{} {} {}", "a".repeat(30), "b".repeat(29), "c");
        assert_eq!(slug(&long), format!("{}-{}", "a".repeat(30), "b".repeat(29)));
        assert_eq!(slug(&format!("{} {}", "a".repeat(30), "b".repeat(30))), "a".repeat(30));
        assert_eq!(slug(&"щ".repeat(40)).len(), LONGEST_SLUG);
    }

    proptest! {
        #[test]
        fn keys_have_latin_letters_digits_and_single_spaces_only(name in ".{0,40}|[a-zA-Zа-яәғқңөұүһіا-ی .]{0,40}") {
            for key in [search_key(&name), consonant_key(&name)] {
                prop_assert!(key.chars().all(|c| c == ' ' || c.is_ascii_lowercase() || c.is_ascii_digit()), "{}", key);
                prop_assert_eq!(key.split_whitespace().collect::<Vec<_>>().join(" "), key);
            }
        }

        #[test]
        fn case_does_not_matter(name in "[a-zа-яәғқңөұүһі]{1,12}( [a-zа-яәғқңөұүһі]{1,12}){0,2}") {
            prop_assert_eq!(search_key(&name.to_uppercase()), search_key(&name));
            prop_assert_eq!(consonant_key(&name.to_uppercase()), consonant_key(&name));
        }

        #[test]
        fn a_search_key_is_its_own_key(name in "[a-zа-яәғқңөұүһі]{1,12}( [a-zа-яәғқңөұүһі]{1,12}){0,2}") {
            let key = search_key(&name);
            prop_assume!(without(&LEGAL_FORMS, &words(&key)).join(" ") == key);
            prop_assert_eq!(search_key(&key), key.clone());
        }

        #[test]
        fn a_slug_fits_an_address(name in ".{0,120}|[а-я ]{0,120}") {
            let slug = slug(&name);
            prop_assert!((1..=LONGEST_SLUG).contains(&slug.len()));
            prop_assert!(slug.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit()));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }
    }
}
