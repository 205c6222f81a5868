//! What the pages say: messages compiled from the files of the four languages, with the values that stand in them.

use icu::plurals::{PluralCategory, PluralRules};
use maud::{Markup, PreEscaped, Render, html};

use crate::{language::Language, number};

mod compiled {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
pub(crate) use compiled::*;

/// One thing that is said, in the order of [`Language::ALL`].
#[derive(Debug)]
pub(crate) struct Message {
    pub(super) texts: [&'static [Piece]; 4],
}

/// A part of a message.
#[derive(Debug)]
pub(crate) enum Piece {
    Text(&'static str),
    Value(usize),
    /// What is said depends on a value: on the word itself, or on the plural that a number takes in this language.
    Choice {
        value: usize,
        cases: &'static [(&'static str, &'static [Piece])],
        otherwise: &'static [Piece],
    },
}

/// A value in a message.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    /// A name or a text that somebody wrote.
    Text(String),
    /// A count of things.
    Number(i64),
    /// A part of the page.
    Drawn(Markup),
}

/// A message with its values.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    message: &'static Message,
    values: Vec<Arg>,
}

impl Said {
    pub(crate) fn new(message: &'static Message, values: Vec<Arg>) -> Self {
        Self { message, values }
    }
}

impl From<&'static Message> for Said {
    fn from(message: &'static Message) -> Self {
        Self::new(message, Vec::new())
    }
}

impl Message {
    /// What a code of the schema is called; unknown ones have no name.
    pub(crate) fn by_code(code: &str) -> Option<&'static Self> {
        let place = BY_CODE.binary_search_by_key(&code, |(key, _)| key).ok()?;
        BY_CODE.get(place).map(|(_, message)| message)
    }
}

impl Language {
    /// A message as a part of a page: what somebody wrote keeps to itself, whichever way it is written.
    pub(crate) fn say(self, said: impl Into<Said>) -> Markup {
        let said = said.into();
        let mut out = String::new();
        self.fill(said.message.texts[self as usize], &said.values, &mut |piece| match piece {
            Part::Text(text) => out.push_str(&html! { (text) }.0),
            Part::Value(Arg::Text(text)) => out.push_str(&html! { bdi { (text) } }.0),
            Part::Value(Arg::Number(number)) => out.push_str(&number::grouped(self, *number)),
            Part::Value(Arg::Drawn(markup)) => out.push_str(&markup.0),
        });
        PreEscaped(out)
    }

    /// A message as plain text, for a title or a label; what somebody wrote is kept apart by marks that are not seen.
    pub(crate) fn text(self, said: impl Into<Said>) -> String {
        let said = said.into();
        let mut out = String::new();
        self.fill(said.message.texts[self as usize], &said.values, &mut |piece| match piece {
            Part::Text(text) => out.push_str(text),
            Part::Value(Arg::Text(text)) if text.is_ascii() && self != Self::Urdu => out.push_str(text),
            Part::Value(Arg::Text(text)) => out.extend(["\u{2068}", text, "\u{2069}"]),
            Part::Value(Arg::Number(number)) => out.push_str(&number::grouped(self, *number)),
            Part::Value(Arg::Drawn(markup)) => out.push_str(&markup.0),
        });
        out
    }

    fn fill(self, pieces: &'static [Piece], values: &[Arg], out: &mut dyn FnMut(Part<'_>)) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => out(Part::Text(text)),
                Piece::Value(place) => {
                    if let Some(value) = values.get(*place) {
                        out(Part::Value(value));
                    }
                }
                Piece::Choice { value, cases, otherwise } => {
                    let fits = |wanted: &str| cases.iter().find(|(case, _)| *case == wanted).map(|(_, pieces)| *pieces);
                    let chosen = match values.get(*value) {
                        Some(Arg::Text(word)) => fits(word),
                        Some(Arg::Number(number)) => fits(&number.to_string()).or_else(|| fits(self.plural(*number))),
                        _ => None,
                    };
                    self.fill(chosen.unwrap_or(otherwise), values, out);
                }
            }
        }
    }

    /// The plural that a number takes.
    fn plural(self, number: i64) -> &'static str {
        let rules = PluralRules::try_new(self.locale().into(), icu::plurals::PluralRulesOptions::default());
        match rules.map(|rules| rules.category_for(number.unsigned_abs())) {
            Ok(PluralCategory::Zero) => "zero",
            Ok(PluralCategory::One) => "one",
            Ok(PluralCategory::Two) => "two",
            Ok(PluralCategory::Few) => "few",
            Ok(PluralCategory::Many) => "many",
            _ => "other",
        }
    }
}

enum Part<'a> {
    Text(&'static str),
    Value(&'a Arg),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for Arg {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Markup> for Arg {
    fn from(markup: Markup) -> Self {
        Self::Drawn(markup)
    }
}

impl From<&Markup> for Arg {
    fn from(markup: &Markup) -> Self {
        Self::Drawn(markup.render())
    }
}
