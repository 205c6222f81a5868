//! How texts of several languages stand beside one another on one page, each marked for what it is.

use maud::{Markup, html};

use crate::{
    language::Language,
    message::Message,
    value::{CountryCode, LocalizedText},
};

impl Language {
    /// The name of a country.
    pub(crate) fn country(self, country: CountryCode) -> String {
        let code = match country {
            CountryCode::Kazakhstan => "CountryCode-KZ",
            CountryCode::Pakistan => "CountryCode-PK",
        };
        Message::by_code(code).map(|message| self.text(message)).unwrap_or_default()
    }

    /// A name from the reference records, in the reader's language where there is one.
    pub(crate) fn of(self, text: &LocalizedText) -> Markup {
        let Some((language, words)) = self.pick(text) else { return html! {} };
        if language == self {
            return html! { (words) };
        }
        html! { bdi lang=(language.tag()) dir=(language.direction()) { (words) } }
    }

    /// The same as [`Self::of`] where there is no room for marks but on the element itself.
    pub(crate) fn pick(self, text: &LocalizedText) -> Option<(Self, &str)> {
        let in_language = |language| match language {
            Self::English => &text.en,
            Self::Russian => &text.ru,
            Self::Kazakh => &text.kk,
            Self::Urdu => &text.ur,
        };
        let mut order = [self, Self::English].into_iter().chain(Self::ALL);
        order.find_map(|language| in_language(language).as_deref().filter(|words| !words.is_empty()).map(|words| (language, words)))
    }
}

/// A text of the records, which are kept in English.
pub(crate) fn english(language: Language, text: &str) -> Markup {
    if language == Language::English {
        html! { (text) }
    } else {
        html! { bdi lang="en" dir="ltr" { (text) } }
    }
}

/// A name or a text that somebody wrote: it keeps to itself, whichever way it is written.
pub(crate) fn written(text: &str) -> Markup {
    html! { bdi { (text) } }
}

/// What somebody wrote at length, line by line as he wrote it.
pub(crate) fn prose(text: &str) -> Markup {
    html! { div class="prose" { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (line) } } } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(en: &str, ur: Option<&str>) -> LocalizedText {
        LocalizedText { en: Some(en.to_owned()), ru: None, kk: Some(String::new()), ur: ur.map(str::to_owned) }
    }

    #[test]
    fn a_name_is_shown_in_the_language_of_the_page_or_says_in_which() {
        assert_eq!(Language::Urdu.of(&text("Food", Some("خوراک"))).into_string(), "خوراک");
        assert_eq!(Language::Kazakh.of(&text("Food", None)).into_string(), r#"<bdi lang="en" dir="ltr">Food</bdi>"#);
        assert_eq!(Language::English.of(&text("Food", None)).into_string(), "Food");
    }

    #[test]
    fn hostile_words_are_only_words() {
        assert_eq!(written("<script>\u{202e}x").into_string(), "<bdi>&lt;script&gt;\u{202e}x</bdi>");
        assert_eq!(prose("a\n\n<b>").into_string(), r#"<div class="prose"><p><bdi>a</bdi></p><p><bdi>&lt;b&gt;</bdi></p></div>"#);
    }
}
