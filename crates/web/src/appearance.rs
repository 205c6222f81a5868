//! How a visitor wants the pages to look: light or dark, and in Urdu with or without Nastaliq. Remembered by the browser alone.

use axum::http::{HeaderMap, HeaderValue, header};

/// Light, dark, or what the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the style is told; it is told nothing where the system decides.
    pub(crate) fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then_some(self.code())
    }

    fn parse(code: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|theme| theme.code() == code)
    }
}

/// What a request says of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Appearance {
    pub theme: Theme,
    pub nastaliq: bool,
}

impl Appearance {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let theme = cookie(headers, "theme").and_then(|code| Theme::parse(&code)).unwrap_or(Theme::System);
        let saves_data = headers.get("save-data").is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"on"));
        let nastaliq = match cookie(headers, "face").as_deref() {
            Some("plain") => false,
            Some("nastaliq") => true,
            _ => !saves_data,
        };
        Self { theme, nastaliq }
    }
}

/// The cookies that remember a choice, as far as it is one.
pub(crate) fn remember(theme: &str, face: &str) -> Vec<HeaderValue> {
    let theme = Theme::parse(theme).map(|theme| format!("theme={}", theme.code()));
    let face = matches!(face, "plain" | "nastaliq").then(|| format!("face={face}"));
    let year = |pair: String| HeaderValue::from_str(&format!("{pair}; Path=/; Max-Age=31536000; SameSite=Lax")).ok();
    [theme, face].into_iter().flatten().filter_map(year).collect()
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Appearance {
        Appearance::of(&pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect())
    }

    #[test]
    fn whoever_saves_data_gets_no_nastaliq_unless_he_asks_for_it() {
        assert!(of(&[]).nastaliq);
        assert!(!of(&[("save-data", "on")]).nastaliq);
        assert!(of(&[("save-data", "on"), ("cookie", "x=1; face=nastaliq")]).nastaliq);
        assert!(!of(&[("cookie", "face=plain")]).nastaliq);
    }

    #[test]
    fn only_known_choices_are_remembered() {
        assert_eq!(of(&[("cookie", "theme=dark")]).theme, Theme::Dark);
        assert_eq!(of(&[("cookie", "theme=\"><script>")]).theme, Theme::System);
        assert_eq!(remember("dark", "x").len(), 1);
        assert!(remember("", "; Path=/evil").is_empty());
    }
}
