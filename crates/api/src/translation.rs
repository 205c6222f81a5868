//! Texts in the languages of the forum, as they are given.

use async_graphql::InputObject;
use domain::{
    language::{Language, Translations},
    text,
};

use crate::user_error::Reading;

/// A text in the languages of the forum. Who reads none of those that are there reads English.
#[derive(InputObject, Debug, Clone)]
pub struct LocalizedTextInput {
    /// In English.
    pub en: String,
    /// In Russian.
    pub ru: Option<String>,
    /// In Kazakh.
    pub kk: Option<String>,
    /// In Urdu.
    pub ur: Option<String>,
}

impl LocalizedTextInput {
    /// Each text of `min` to `max` characters.
    pub fn read(&self, reading: &mut Reading, path: &str, min: usize, max: usize) -> Option<Translations> {
        let given = [
            (Language::En, "en", Some(&self.en)),
            (Language::Ru, "ru", self.ru.as_ref()),
            (Language::Kk, "kk", self.kk.as_ref()),
            (Language::Ur, "ur", self.ur.as_ref()),
        ];
        let mut texts = Vec::new();
        let mut whole = true;
        for (language, field, said) in given {
            let Some(said) = said else { continue };
            match reading.take(format!("{path}.{field}"), text::parse(said, min, max)) {
                Some(text) => texts.push((language, text)),
                None => whole = false,
            }
        }
        whole.then(|| Translations::new(texts))
    }
}

/// Keys or codes, at most `most` of them, each of at most 40 characters and none twice.
pub fn codes(given: &[String], reading: &mut Reading, path: &str, most: usize) -> Vec<String> {
    if given.len() > most {
        reading.fault(path, format!("at most {most}"));
    }
    let mut read: Vec<String> = Vec::new();
    for (at, code) in given.iter().take(most).enumerate() {
        let Some(code) = reading.take(format!("{path}.{at}"), text::parse(code, 1, 40)) else { continue };
        if read.contains(&code) {
            reading.fault(format!("{path}.{at}"), "is named twice");
        } else {
            read.push(code);
        }
    }
    read
}

/// Texts, at most `most` of them, each of at most `longest` characters.
pub fn texts(given: &[String], reading: &mut Reading, path: &str, most: usize, longest: usize) -> Vec<String> {
    if given.len() > most {
        reading.fault(path, format!("at most {most}"));
    }
    let places = given.iter().take(most).enumerate();
    places.filter_map(|(at, said)| reading.take(format!("{path}.{at}"), text::parse(said, 1, longest))).collect()
}

/// An address of the web.
pub fn address(given: &str, reading: &mut Reading, path: &str) -> Option<String> {
    let said = reading.take(path, text::parse(given, 8, 500))?;
    let sound = (said.starts_with("https://") || said.starts_with("http://")) && !said.contains(char::is_whitespace);
    reading.take(path, if sound { Ok(said) } else { Err("an address that begins with https:// or http://") })
}
