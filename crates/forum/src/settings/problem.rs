//! What is wrong with the settings, told so that the operator can put it right without looking anything up.

use std::fmt;

use super::source::Found;

/// One setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    name: String,
    text: String,
}

/// All that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

/// Settings whose value, or a part of it, nobody may read over a shoulder or in a log.
const SECRETS: [&str; 4] = ["DATABASE_URL", "FORUM_MIGRATION_URL", "FORUM_SECRET", "FORUM_SMTP_URL"];

/// A value is shown up to here.
const SHOWN: usize = 80;

impl Problem {
    pub(super) fn wrong(name: &str, found: &Found, right: &str) -> Self {
        let shown = if SECRETS.contains(&name) {
            format!("{} characters that are not shown", found.value.chars().count())
        } else {
            format!("{:?}", found.value.chars().take(SHOWN).collect::<String>())
        };
        Self { name: name.to_owned(), text: format!("found {shown} {}; it must be {right}", found.origin) }
    }

    pub(super) fn missing(name: &str, right: impl fmt::Display) -> Self {
        Self { name: name.to_owned(), text: format!("is not set; it must be {right}") }
    }

    pub(super) fn unknown(name: &str, origin: impl fmt::Display, known: &[&str]) -> Self {
        let nearest = known.iter().min_by_key(|known| distance(name, known)).copied().unwrap_or_default();
        Self { name: name.to_owned(), text: format!("is set {origin}, and there is no such setting; did you mean {nearest}?") }
    }

    pub(super) fn file(path: &std::path::Path, text: impl fmt::Display) -> Self {
        Self { name: path.display().to_string(), text: text.to_string() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.text)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the settings cannot be used:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// How many letters must be added, left out or changed to make one word of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, compared) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *compared);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_far_apart_as_they_have_differing_letters() {
        for (one, other, expected) in [("", "", 0), ("listen", "listen", 0), ("lisen", "listen", 1), ("data", "date", 1), ("", "abc", 3)] {
            assert_eq!(distance(one, other), expected);
            assert_eq!(distance(other, one), expected);
        }
    }
}
