//! Where settings stand: in the environment, which wins, and in a file.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
};

use config::{FileFormat, Source as _, ValueKind};

use super::problem::Problem;

/// Every setting, as the environment writes it.
const KNOWN: [&str; 19] = [
    "DATABASE_URL",
    "FORUM_CONFIG",
    "FORUM_DATA",
    "FORUM_DEMO_ANYWHERE",
    "FORUM_FILES_BUCKET",
    "FORUM_FILES_ENDPOINT",
    "FORUM_FILES_KEY_ID",
    "FORUM_FILES_REGION",
    "FORUM_FILES_SECRET",
    "FORUM_LISTEN",
    "FORUM_LOG",
    "FORUM_LOG_FORMAT",
    "FORUM_MAIL_FROM",
    "FORUM_MIGRATE",
    "FORUM_MIGRATION_URL",
    "FORUM_PUBLIC_URL",
    "FORUM_SECRET",
    "FORUM_SMTP_URL",
    "FORUM_TRUSTED_PROXIES",
];

/// What Compose takes from the same `.env`; the forum passes over it.
const OF_COMPOSE: [&str; 3] = ["FORUM_DATABASE_PASSWORD", "FORUM_MIGRATOR_PASSWORD", "FORUM_SITE"];
/// What the test command says to the tests; a forum that a test starts inherits it.
const OF_TESTS: &str = "FORUM_TEST_";

const DEFAULT_FILE: &str = "forum.toml";

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub value: String,
    pub origin: Origin,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Environment,
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("in the environment"),
            Self::File(path) => write!(f, "in {}", path.display()),
        }
    }
}

/// All settings that are given, by name.
#[derive(Default)]
pub struct Source {
    found: BTreeMap<String, Found>,
    problems: Vec<Problem>,
}

impl Source {
    /// Gathers what the environment says, and what a file says of the rest. Relative names of files begin in the folder.
    pub fn gather(environment: impl IntoIterator<Item = (OsString, OsString)>, folder: &Path) -> Self {
        let mut source = Self::default();
        for (name, value) in environment {
            let Some(name) = name.to_str().filter(|name| *name == "DATABASE_URL" || name.starts_with("FORUM_")) else { continue };
            if OF_COMPOSE.contains(&name) || name.starts_with(OF_TESTS) {
                continue;
            }
            match value.into_string() {
                Ok(value) => source.take(name, &value, Origin::Environment),
                Err(_) => source.problems.push(Problem::missing(name, "text in UTF-8, and the environment has other bytes")),
            }
        }
        let named = source.get("FORUM_CONFIG").map(|found| folder.join(&found.value));
        match named {
            Some(path) => source.read_file(&path),
            None if folder.join(DEFAULT_FILE).is_file() => source.read_file(&folder.join(DEFAULT_FILE)),
            None => {}
        }
        source
    }

    pub fn get(&self, name: &str) -> Option<&Found> {
        self.found.get(name)
    }

    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn take(&mut self, name: &str, value: &str, origin: Origin) {
        let value = value.trim();
        if !KNOWN.contains(&name) {
            self.problems.push(Problem::unknown(name, &origin, &KNOWN));
        } else if !value.is_empty() {
            // Compose passes on what is not set as an empty text.
            self.found.entry(name.to_owned()).or_insert(Found { value: value.to_owned(), origin });
        }
    }

    fn read_file(&mut self, path: &Path) {
        let file = config::File::from(path).format(FileFormat::Toml).required(true);
        let values = match file.collect() {
            Ok(values) => values,
            Err(error) => return self.problems.push(Problem::file(path, without_excerpt(&error.to_string()))),
        };
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by(|one, other| one.0.cmp(&other.0));
        for (key, value) in values {
            let name = if key == "database_url" { "DATABASE_URL".to_owned() } else { format!("FORUM_{}", key.to_ascii_uppercase()) };
            let text = match value.kind {
                ValueKind::Array(items) => {
                    let items: Result<Vec<String>, _> = items.into_iter().map(config::Value::into_string).collect();
                    items.map(|items| items.join(","))
                }
                _ => value.into_string(),
            };
            match text {
                Ok(text) => self.take(&name, &text, Origin::File(path.to_owned())),
                Err(_) => self.problems.push(Problem::file(path, format!("`{key}` must be a text, a number or a list of texts"))),
            }
        }
    }
}

/// A parser shows the line that it stumbled over, and a secret may stand in it.
fn without_excerpt(text: &str) -> String {
    text.lines().filter(|line| !line.contains('|')).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}
