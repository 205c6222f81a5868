//! The four languages of the pages, and which of them a visitor is led to.

use axum::http::{HeaderMap, header};
use icu::locale::{Locale, locale};

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Russian,
    Kazakh,
    Urdu,
}

/// The cookie that remembers the language that somebody chose; it tells nothing else about him.
const COOKIE: &str = "language";

impl Language {
    pub const ALL: [Self; 4] = [Self::English, Self::Russian, Self::Kazakh, Self::Urdu];

    /// The tag that stands in addresses and in `lang`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::Kazakh => "kk",
            Self::Urdu => "ur",
        }
    }

    /// What it is called among the locales. English is that of Britain, which both countries write.
    pub(crate) fn locale(self) -> Locale {
        match self {
            Self::English => locale!("en-GB"),
            Self::Russian => locale!("ru"),
            Self::Kazakh => locale!("kk"),
            Self::Urdu => locale!("ur"),
        }
    }

    /// Which way it is written.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self == Self::Urdu { "rtl" } else { "ltr" }
    }

    /// What it calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Russian => "Русский",
            Self::Kazakh => "Қазақша",
            Self::Urdu => "اردو",
        }
    }

    /// The language of a tag, exactly.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language of a visitor who has not said which: by the cookie, else by what the browser asks for, else English.
    #[must_use]
    pub fn negotiate(headers: &HeaderMap) -> Self {
        let text = |name| headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let cookie = text(header::COOKIE).flat_map(|line| line.split(';')).find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == COOKIE).then(|| Self::parse(value)).flatten()
        });
        let asked = || text(header::ACCEPT_LANGUAGE).flat_map(|line| line.split(',')).filter_map(preference);
        let best = || asked().reduce(|best, next| if next.1 > best.1 { next } else { best });
        cookie.or_else(|| best().map(|(language, _)| language)).unwrap_or(Self::English)
    }

    /// The line that makes a browser remember the language for a year.
    pub(crate) fn cookie(self) -> String {
        format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", self.tag())
    }
}

/// A language that we have, with its weight in thousandths. `ru-KZ` asks for Russian.
fn preference(range: &str) -> Option<(Language, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let primary = parts.next()?.split('-').next()?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1_000), thousandths)?;
    (weight > 0).then_some((Language::parse(&primary)?, weight))
}

fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let decimals: u16 = format!("{decimals:0<3}").get(..3)?.parse().ok()?;
    Some((whole * 1_000 + decimals).min(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiated(accept: &'static str, cookie: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accept.parse().unwrap());
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        Language::negotiate(&headers)
    }

    #[test]
    fn the_visitor_is_led_to_his_language() {
        for (accept, expected) in [
            ("", Language::English),
            ("de", Language::English),
            ("ur-PK", Language::Urdu),
            ("ru-KZ, kk;q=0.9", Language::Russian),
            ("ru;q=0.8, kk;q=0.9, en;q=0.1", Language::Kazakh),
            ("kk;q=0, ru;q=0.5", Language::Russian),
            ("ru;q=2, ur;q=nonsense, kk;q=0.001", Language::Kazakh),
            ("de, UR;q=0.5", Language::Urdu),
            ("ru;q=0.ä", Language::English),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, axum::http::HeaderValue::from_bytes(accept.as_bytes()).unwrap());
            assert_eq!(Language::negotiate(&headers), expected, "{accept}");
        }
        assert_eq!(Language::negotiate(&HeaderMap::new()), Language::English);
    }

    #[test]
    fn the_cookie_goes_before_the_browser() {
        assert_eq!(negotiated("ru", "forum=x; language=kk"), Language::Kazakh);
        assert_eq!(negotiated("ru", "language=xx"), Language::Russian);
    }
}
