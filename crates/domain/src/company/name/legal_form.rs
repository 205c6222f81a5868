//! The words in a name that say what sort of company it is, not which.

use std::sync::LazyLock;

use super::words::words;

/// Longer forms stand before those they begin with.
const FORMS: [&str; 70] = [
    // English, as used in both countries.
    "limited liability partnership",
    "limited liability company",
    "public joint stock company",
    "open joint stock company",
    "closed joint stock company",
    "joint stock company",
    "public limited company",
    "single member company",
    "private limited",
    "public limited",
    "llp",
    "llc",
    "jsc",
    "ojsc",
    "cjsc",
    "pjsc",
    "plc",
    "pvt",
    "private",
    "ltd",
    "limited",
    "smc",
    "inc",
    "incorporated",
    // Russian, and the Latin letters it is often given in.
    "товарищество с ограниченной ответственностью",
    "общество с ограниченной ответственностью",
    "открытое акционерное общество",
    "закрытое акционерное общество",
    "публичное акционерное общество",
    "акционерное общество",
    "индивидуальный предприниматель",
    "крестьянское хозяйство",
    "тоо",
    "ооо",
    "ао",
    "оао",
    "зао",
    "пао",
    "ип",
    "кх",
    "too",
    "ooo",
    "ao",
    "oao",
    "zao",
    "pao",
    // Kazakh in both alphabets, as a title and as the end of a phrase.
    "жауапкершілігі шектеулі серіктестігі",
    "жауапкершілігі шектеулі серіктестік",
    "акционерлік қоғамы",
    "акционерлік қоғам",
    "жеке кәсіпкер",
    "шаруа қожалығы",
    "жшс",
    "ақ",
    "жк",
    "jauapkerşiligi şekteuli seriktestigi",
    "jauapkerşiligi şekteuli seriktestik",
    "aksionerlik qoğamy",
    "aksionerlik qoğam",
    "jşs",
    "aq",
    "zhshs",
    // Urdu, in the spellings that are seen.
    "پرائیویٹ",
    "پرائیوٹ",
    "پرایویٹ",
    "پبلک لمیٹڈ",
    "لمیٹڈ",
    "لمیٹیڈ",
    "لیمیٹڈ",
    "لمٹڈ",
];

/// The forms, taken apart as names are.
pub(super) static LEGAL_FORMS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| FORMS.into_iter().map(words).collect());

/// The words that remain without the given forms, or all of them if nothing would remain.
pub(super) fn without<'a>(forms: &[Vec<String>], words: &'a [String]) -> Vec<&'a str> {
    let mut remaining = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some((first, others)) = rest.split_first() {
        if let Some(form) = forms.iter().find(|form| rest.starts_with(form)) {
            rest = rest.get(form.len()..).unwrap_or_default();
        } else {
            remaining.push(first.as_str());
            rest = others;
        }
    }
    if remaining.is_empty() { words.iter().map(String::as_str).collect() } else { remaining }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(name: &str) -> String {
        without(&LEGAL_FORMS, &words(name)).join(" ")
    }

    #[test]
    fn the_legal_form_is_dropped_in_every_language() {
        let cases = [
            ("ТОО «Шымкент Дән»", "шымкент дән"),
            ("«Шымкент Дән» ЖШС", "шымкент дән"),
            ("Shymkent Dan LLP", "shymkent dan"),
            ("TOO Shymkent Dan", "shymkent dan"),
            ("\"Şymkent Dän\" JŞS", "şymkent dän"),
            ("АО «Казпочта»", "казпочта"),
            ("«Қазпошта» акционерлік қоғамы", "қазпошта"),
            ("Kazpost J.S.C.", "kazpost"),
            ("Kazpost Joint-Stock Company", "kazpost"),
            ("Karachi Cotton (Pvt.) Ltd.", "karachi cotton"),
            ("Karachi Cotton (Private) Limited", "karachi cotton"),
            ("Karachi Cotton (SMC-Pvt) Ltd", "karachi cotton"),
            ("کراچی کاٹن (پرائیویٹ) لمیٹڈ", "کراچی کاٹن"),
            ("Товарищество с ограниченной ответственностью «Колос»", "колос"),
            ("«Колос» жауапкершілігі шектеулі серіктестігі", "колос"),
        ];
        for (name, expected) in cases {
            assert_eq!(stripped(name), expected, "{name}");
        }
    }

    #[test]
    fn a_name_of_nothing_but_legal_forms_is_kept() {
        for (name, expected) in [("Private Limited", "private limited"), ("ТОО", "тоо"), ("لمیٹڈ", "لمیٹڈ")] {
            assert_eq!(stripped(name), expected, "{name}");
        }
    }

    #[test]
    fn a_form_inside_a_word_is_no_form() {
        for name in ["unlimited", "incense", "тоосан", "privately held", "joint stock"] {
            assert_eq!(stripped(name), name);
        }
    }

    #[test]
    fn no_form_hides_behind_a_shorter_one() {
        for (position, form) in LEGAL_FORMS.iter().enumerate() {
            let earlier = LEGAL_FORMS.iter().take(position).find(|earlier| form.starts_with(earlier));
            assert_eq!(earlier, None, "{form:?}");
        }
    }
}
