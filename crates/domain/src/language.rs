//! The languages of the forum, and texts that exist in several of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// A language of the forum, by its BCP 47 tag.
    pub enum Language {
        En = "en",
        Ru = "ru",
        Kk = "kk",
        Ur = "ur",
    }
}

/// One text in up to four languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Translations(BTreeMap<Language, String>);

impl Translations {
    #[must_use]
    pub fn new(texts: impl IntoIterator<Item = (Language, String)>) -> Self {
        Self(texts.into_iter().collect())
    }

    #[must_use]
    pub fn get(&self, language: Language) -> Option<&str> {
        self.0.get(&language).map(String::as_str)
    }

    /// The text for a reader of `language`: his own, else English, else whatever there is.
    #[must_use]
    pub fn best(&self, language: Language) -> Option<&str> {
        self.get(language).or_else(|| self.get(Language::En)).or_else(|| self.0.values().next().map(String::as_str))
    }

    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        self.0.iter().map(|(language, text)| (*language, text.as_str()))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
