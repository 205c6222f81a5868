//! The texts that a person is asked to agree to, version by version.

use serde::{Deserialize, Serialize};

use crate::{language::Language, stamp::Timestamp, words::words};

words! {
    /// What a text is about.
    pub enum LegalTextKind {
        /// What people may expect of the forum, and the forum of people.
        Terms = "TERMS",
        /// What is kept of a person, and why.
        Privacy = "PRIVACY",
    }
}

/// One version of a text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalText {
    pub kind: LegalTextKind,
    pub version: String,
    pub language: Language,
    pub body: String,
    /// SHA-256 of the body, in hexadecimal: what was agreed to can be shown to be this.
    pub digest: String,
    pub in_force_from: Timestamp,
}

/// The version of a kind that is in force, among texts that are in force or were.
#[must_use]
pub fn version_in_force(kind: LegalTextKind, texts: &[LegalText], now: Timestamp) -> Option<&str> {
    let begun = texts.iter().filter(|text| text.kind == kind && text.in_force_from <= now);
    begun.max_by(|a, b| (a.in_force_from, &a.version).cmp(&(b.in_force_from, &b.version))).map(|text| text.version.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(version: &str, from: &str) -> LegalText {
        LegalText {
            kind: LegalTextKind::Terms,
            version: version.to_owned(),
            language: Language::En,
            body: String::new(),
            digest: String::new(),
            in_force_from: from.parse().unwrap(),
        }
    }

    #[test]
    fn a_version_is_in_force_from_its_moment_until_the_next_one_is() {
        let texts = [text("2", "2026-06-01T00:00:00Z"), text("1", "2026-01-01T00:00:00Z")];
        let at = |now: &str| version_in_force(LegalTextKind::Terms, &texts, now.parse().unwrap());
        assert_eq!(at("2025-12-31T23:59:59Z"), None);
        assert_eq!(at("2026-01-01T00:00:00Z"), Some("1"));
        assert_eq!(at("2026-05-31T23:59:59Z"), Some("1"));
        assert_eq!(at("2026-06-01T00:00:00Z"), Some("2"));
        assert_eq!(version_in_force(LegalTextKind::Privacy, &texts, "2026-07-01T00:00:00Z".parse().unwrap()), None);
    }
}
