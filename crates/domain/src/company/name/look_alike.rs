//! Names that look like another name without being it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton as confusable_skeleton;
use unicode_security::mixed_script::MixedScript;

use super::legal_form::{LEGAL_FORMS, without};
use super::words::words;

/// The legal forms as they look, so that a form is known even in letters of another script.
static LEGAL_FORM_SHAPES: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| LEGAL_FORMS.iter().map(|form| form.iter().map(|word| shape(word)).collect()).collect());

/// What the name looks like, by the confusable characters of UTS 39; case, accents, punctuation and legal form do not count.
///
/// Names with equal skeletons may be taken for one another. The skeleton is for comparing, never for showing. It errs on the side of
/// likeness, because it sends a name to a person for review and refuses none.
pub fn skeleton(name: &str) -> String {
    let shapes = words(name).iter().map(|word| shape(word)).collect::<Vec<_>>();
    without(&LEGAL_FORM_SHAPES, &shapes).join(" ")
}

/// Whether a single word of the name has letters of scripts that no language writes together, such as Latin and Cyrillic or Arabic.
///
/// Words of different scripts beside one another are usual here, and not meant.
pub fn mixes_scripts(name: &str) -> bool {
    words(name).iter().any(|word| !word.as_str().is_single_script())
}

fn shape(word: &str) -> String {
    let skeleton = confusable_skeleton(word).collect::<String>().to_lowercase();
    let mut shape = String::with_capacity(skeleton.len());
    for c in skeleton.nfd().filter(|c| !is_combining_mark(*c)) {
        match shape_of_capital(c) {
            Some(other) => shape.push_str(other),
            None => shape.push(c),
        }
    }
    // A word of nothing but marks looks like itself, or it would look like every other such word.
    if shape.is_empty() { word.to_owned() } else { shape }
}

/// UTS 39 compares letters as they stand. In a comparison without case, a small letter also looks like whatever its capital looks
/// like, and that is missing from its data.
fn shape_of_capital(c: char) -> Option<&'static str> {
    Some(match c {
        // The small Cyrillic в, з, к, м, н, т and ь, under the names that UTS 39 gives their shapes.
        'ʙ' | 'ƅ' => "b",
        'ɜ' => "3",
        'ĸ' => "k",
        'ʍ' | 'ᴍ' => "rn",
        'ʜ' => "h",
        'ᴛ' => "t",
        // The capital I looks like the small l.
        'i' | 'ı' => "l",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn imitations_have_the_skeleton_of_what_they_imitate() {
        let cases = [
            ("Kazpost", "Каzpost"),
            ("Kazpost", "КАZРОSТ"),
            ("Kazpost", "Kazp0st"),
            ("Kazpost", "Қаzpоst"),
            ("Kazpost", "Kaz\u{200B}post"),
            ("Kazpost", "Ｋａｚｐｏｓｔ"),
            ("Kazpost", "𝐊𝐚𝐳𝐩𝐨𝐬𝐭"),
            ("Halyk Bank", "HaIyk Bank"),
            ("Halyk Bank", "Ha1yk «Bank»"),
            ("Halyk Bank", "НАLYК ВАNК"),
            ("Max Textile", "МАХ Тextile"),
            ("Max Textile", "Rnax Textile"),
            ("Казпочта", "Kaзпочта"),
            ("Казпочта", "Ka3почтa"),
            ("Kaspi", "Kaspí"),
            ("کاسپی", "كاسپي"),
        ];
        for (name, imitation) in cases {
            assert_eq!(skeleton(imitation), skeleton(name), "{imitation}");
        }
    }

    #[test]
    fn the_legal_form_does_not_make_a_name_another() {
        for name in ["ТОО Каzpost", "Kazpost LLP", "«Kazpost» JSC", "TОO Kazpost", "Kazpost (Рvt.) Ltd."] {
            assert_eq!(skeleton(name), skeleton("Kazpost"), "{name}");
        }
    }

    #[test]
    fn names_that_look_different_have_different_skeletons() {
        let names = ["Kazpost", "Казпочта", "Қазпошта", "Kaspi", "Halyk Bank", "HalykBank", "کاسپی", "Air Astana", "Air Almaty"];
        for (position, one) in names.iter().enumerate() {
            for other in names.iter().skip(position + 1) {
                assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn a_word_of_two_scripts_is_noticed() {
        for name in ["Каzpost", "KAZPОST", "Bank Halуk", "Kazpostپ", "Қazaq", "Astanа-1", "ΑirAstana"] {
            assert!(mixes_scripts(name), "{name}");
        }
    }

    #[test]
    fn words_of_different_scripts_may_stand_together() {
        let names = [
            "ТОО Kazpost",
            "IT-компания «Дән»",
            "3М Қазақстан 2024",
            "Şymkent Dän",
            "Əl-Fərabi",
            "شیمکنت دان Ltd",
            "پاکستان ۲۰۲۴",
            "مُحَمَّد",
            "№1 Аль-Фараби",
            "Qor’gan",
            "",
        ];
        for name in names {
            assert!(!mixes_scripts(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn case_does_not_change_the_skeleton(name in "[a-zа-яәғқңөұүһі]{1,12}( [a-zа-яәғқңөұүһі]{1,12}){0,2}") {
            prop_assert_eq!(skeleton(&name.to_uppercase()), skeleton(&name));
        }

        #[test]
        fn any_text_is_answered(name in ".{0,60}") {
            let skeleton = skeleton(&name);
            prop_assert_eq!(skeleton.trim(), &skeleton);
            let _ = mixes_scripts(&name);
        }
    }
}
