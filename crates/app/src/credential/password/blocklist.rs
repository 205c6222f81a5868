//! Passwords that everybody tries first, here.
//!
//! The estimator of strength knows English lists. These are the ones it does not know: the forum's own words, the two
//! countries, and the keyboard rows and words of Russian, Kazakh and Urdu, in lengths that the policy would let through.

/// Words that count as known when strength is estimated: a password made of them and a year is no secret.
pub const LOCAL_WORDS: &[&str] = &[
    "pakistan",
    "kazakhstan",
    "qazaqstan",
    "islamabad",
    "astana",
    "almaty",
    "karachi",
    "lahore",
    "rawalpindi",
    "peshawar",
    "quetta",
    "multan",
    "faisalabad",
    "sialkot",
    "gwadar",
    "shymkent",
    "aktau",
    "aktobe",
    "atyrau",
    "karaganda",
    "pavlodar",
    "nursultan",
    "zindabad",
    "business",
    "forum",
    "trade",
    "bismillah",
    "allah",
    "inshallah",
    "mashallah",
    "jinnah",
    "tenge",
    "rupee",
    "parol",
    "privet",
    "salem",
    "salam",
    "пакистан",
    "казахстан",
    "қазақстан",
    "исламабад",
    "астана",
    "алматы",
    "карачи",
    "пароль",
    "привет",
    "қупиясөз",
    "сәлем",
    "форум",
    "бизнес",
    "پاکستان",
    "قازقستان",
    "اسلام",
    "آباد",
    "کراچی",
    "لاہور",
    "زندہ",
    "باد",
];

/// Beginnings and whole passwords, in lower case and without anything but letters and digits. What follows a beginning may be
/// digits only.
const COMMON: &[&str] = &[
    "password",
    "passwordpassword",
    "administrator",
    "welcome",
    "iloveyou",
    "letmein",
    "changeme",
    "qwerty",
    "qwertyuiop",
    "qwertyqwerty",
    "asdfghjkl",
    "zxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qazwsxedc",
    "abcdefghijkl",
    "pakistan",
    "pakistanzindabad",
    "pakistanpakistan",
    "kazakhstan",
    "kazakhstankazakhstan",
    "qazaqstan",
    "bismillah",
    "bismillahbismillah",
    "allahuakbar",
    "alhamdulillah",
    "inshallah",
    "mashallah",
    "nursultan",
    "nurotan",
    "businessforum",
    "pakistankazakhstan",
    "kazakhstanpakistan",
    "пароль",
    "парольпароль",
    "йцукен",
    "йцукенгшщзхъ",
    "йцукенгшщзхъфывапролджэ",
    "фывапролджэ",
    "ячсмитьбю",
    "привет",
    "приветпривет",
    "казахстан",
    "қазақстан",
    "пакистан",
    "алматы",
    "қупиясөз",
    "құпиясөз",
    "администратор",
    "پاکستان",
    "پاکستانزندہباد",
    "بسماللہ",
    "پاسورڈ",
];

/// Whether the password is one of those that everybody tries first.
pub fn is_common(password: &str) -> bool {
    let bare: String = password.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let beginning = bare.trim_end_matches(|letter: char| letter.is_numeric());
    beginning.is_empty() || COMMON.contains(&bare.as_str()) || COMMON.contains(&beginning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_known_however_they_are_dressed_up() {
        for password in [
            "Password1234",
            "PASSWORD!!!!",
            "Pakistan Zindabad 1947",
            "Пароль-2026-!!",
            "йцукенгшщзхъ",
            "ҚАЗАҚСТАН1991",
            "پاکستان زندہ باد",
            "123456789012",
            "1q2w3e4r5t6y",
            "!!!!!!!!!!!!",
        ] {
            assert!(is_common(password), "{password}");
        }
    }

    #[test]
    fn a_common_word_among_others_is_not_refused_here() {
        for password in ["pakistan sends lorries north", "correct horse battery", "шёлк и хлопок везут"] {
            assert!(!is_common(password), "{password}");
        }
    }

    #[test]
    fn the_list_is_in_the_form_it_is_searched_in() {
        for word in COMMON {
            assert!(is_common(word), "{word}");
        }
    }
}
