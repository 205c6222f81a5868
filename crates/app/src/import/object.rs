//! Rows of a JSON document, read field by field so that a fault can be named; a field that nobody asked for is a fault too.

use std::{collections::BTreeSet, str::FromStr};

use domain::language::{Language, Translations};
use serde_json::{Map, Value};

use super::Malformed;

/// An object of a document with the fields that were read of it.
pub struct Object {
    file: &'static str,
    row: String,
    fields: Map<String, Value>,
    read: BTreeSet<&'static str>,
}

impl Object {
    /// The document as a whole.
    pub fn document(file: &'static str, text: &str) -> Result<Self, Malformed> {
        let fault = |problem: String| Malformed { file, row: "document".to_owned(), field: "*".to_owned(), problem };
        match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => Ok(Self { file, row: "document".to_owned(), fields, read: BTreeSet::new() }),
            Ok(_) => Err(fault("is no object".to_owned())),
            Err(error) => Err(fault(error.to_string())),
        }
    }

    /// A fault of this row.
    pub fn fault(&self, field: &str, problem: impl Into<String>) -> Malformed {
        Malformed { file: self.file, row: self.row.clone(), field: field.to_owned(), problem: problem.into() }
    }

    fn take(&mut self, field: &'static str) -> Result<Value, Malformed> {
        self.read.insert(field);
        self.fields.get(field).cloned().ok_or_else(|| self.fault(field, "is missing"))
    }

    /// A field that is not imported, but has to be there.
    pub fn passed_over(&mut self, fields: &[&'static str]) -> Result<(), Malformed> {
        fields.iter().try_for_each(|field| self.take(field).map(drop))
    }

    /// A text that is not empty.
    pub fn text(&mut self, field: &'static str) -> Result<String, Malformed> {
        self.optional(field)?.ok_or_else(|| self.fault(field, "must be a text, not null"))
    }

    /// A text, or null.
    pub fn optional(&mut self, field: &'static str) -> Result<Option<String>, Malformed> {
        match self.take(field)? {
            Value::Null => Ok(None),
            Value::String(text) if text.trim().is_empty() => Err(self.fault(field, "is empty")),
            Value::String(text) if text.trim() != text => Err(self.fault(field, "has white space around it")),
            Value::String(text) => Ok(Some(text)),
            _ => Err(self.fault(field, "must be a text")),
        }
    }

    /// A list of texts, each not empty.
    pub fn texts(&mut self, field: &'static str) -> Result<Vec<String>, Malformed> {
        let Value::Array(items) = self.take(field)? else { return Err(self.fault(field, "must be a list")) };
        let text = |item| match item {
            Value::String(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(self.fault(field, "must be a list of texts that are not empty")),
        };
        items.into_iter().map(text).collect()
    }

    /// A whole number.
    pub fn number(&mut self, field: &'static str) -> Result<i64, Malformed> {
        self.optional_number(field)?.ok_or_else(|| self.fault(field, "must be a number, not null"))
    }

    /// A whole number, or null.
    pub fn optional_number(&mut self, field: &'static str) -> Result<Option<i64>, Malformed> {
        match self.take(field)? {
            Value::Null => Ok(None),
            value => value.as_i64().map(Some).ok_or_else(|| self.fault(field, "must be a whole number")),
        }
    }

    /// A word of a closed set.
    pub fn word<T: FromStr>(&mut self, field: &'static str) -> Result<T, Malformed> {
        let text = self.text(field)?;
        text.parse().map_err(|_| self.fault(field, format!("`{text}` is not one of the words for it")))
    }

    /// One of the words that the files use.
    pub fn one_of(&mut self, field: &'static str, words: &[&str]) -> Result<String, Malformed> {
        let text = self.text(field)?;
        if words.contains(&text.as_str()) { Ok(text) } else { Err(self.fault(field, format!("`{text}` is none of {}", words.join(", ")))) }
    }

    /// A name in each of the four languages.
    pub fn translations(&mut self, field: &'static str) -> Result<Translations, Malformed> {
        let mut names = self.object(field)?;
        let tags = [(Language::En, "en"), (Language::Ru, "ru"), (Language::Kk, "kk"), (Language::Ur, "ur")];
        let texts = tags.into_iter().map(|(language, tag)| Ok((language, names.text(tag)?))).collect::<Result<Vec<_>, Malformed>>()?;
        names.done()?;
        Ok(Translations::new(texts))
    }

    /// An object within.
    pub fn object(&mut self, field: &'static str) -> Result<Self, Malformed> {
        match self.take(field)? {
            Value::Object(fields) => Ok(self.within(field.to_owned(), fields)),
            _ => Err(self.fault(field, "must be an object")),
        }
    }

    /// The rows of a list of objects.
    pub fn rows(&mut self, field: &'static str) -> Result<Vec<Self>, Malformed> {
        let Value::Array(items) = self.take(field)? else { return Err(self.fault(field, "must be a list")) };
        let row = |(at, item)| match item {
            Value::Object(fields) => Ok(self.within(format!("{field}[{at}]"), fields)),
            _ => Err(self.fault(field, format!("item {at} must be an object"))),
        };
        items.into_iter().enumerate().map(row).collect()
    }

    fn within(&self, place: String, fields: Map<String, Value>) -> Self {
        let row = if self.row == "document" { place } else { format!("{}.{place}", self.row) };
        Self { file: self.file, row, fields, read: BTreeSet::new() }
    }

    /// Refuses fields that were not read.
    pub fn done(self) -> Result<(), Malformed> {
        match self.fields.keys().find(|field| !self.read.contains(field.as_str())) {
            Some(field) => Err(self.fault(field, "is not known here")),
            None => Ok(()),
        }
    }
}
