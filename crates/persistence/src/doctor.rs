//! Whether the database is fit to hold other people's secrets: what is looked at before a node starts, and on demand.
//!
//! Row-level security that is switched off for the login, or a disk that is not waited for, shows in no test of behaviour.

mod postgres;
mod sqlite;

use crate::database::{Database, Location, Pools};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Good,
    /// The forum runs, and the operator should know.
    Warning,
    /// The forum does not start.
    Fatal,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub name: &'static str,
    pub verdict: Verdict,
    pub text: String,
}

/// The findings that tell whether an acknowledged write survives a power cut.
const DURABILITY: [&str; 4] = ["fsync", "synchronous_commit", "full_page_writes", "synchronous"];

impl Finding {
    fn good(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Good, text: text.into() }
    }

    fn fatal(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Fatal, text: text.into() }
    }

    /// Good without complaints, fatal with them.
    fn unless(name: &'static str, complaints: &[String], good: impl Into<String>) -> Self {
        if complaints.is_empty() { Self::good(name, good) } else { Self::fatal(name, complaints.join("; ")) }
    }

    #[must_use]
    pub fn is_fatal(&self) -> bool {
        self.verdict == Verdict::Fatal
    }

    /// The same finding for an operator who has said that this data may be lost.
    #[must_use]
    pub fn with_data_loss_accepted(mut self) -> Self {
        if self.is_fatal() && DURABILITY.contains(&self.name) {
            self.verdict = Verdict::Warning;
        }
        self
    }
}

/// Looks at everything, also after something bad was found: an operator mends all of it at once.
pub async fn examine(database: &Database) -> Vec<Finding> {
    let mut findings = match (database.pools(), database.location()) {
        (Pools::Sqlite { readers, writer }, Location::Sqlite(path)) => sqlite::examine(path, readers, writer).await,
        (Pools::Sqlite { .. }, Location::Postgres { .. }) => Vec::new(),
        (Pools::Postgres(pool), _) => postgres::examine(pool).await,
    };
    findings.push(migrations(database).await);
    findings
}

async fn migrations(database: &Database) -> Finding {
    const NAME: &str = "migrations";
    match database.pending_migrations().await {
        Ok(pending) if pending.is_empty() => Finding::good(NAME, "the schema is the one that this forum knows"),
        Ok(pending) => Finding::fatal(NAME, format!("not applied yet: {}; run `forum migrate`", pending.join(", "))),
        Err(error) => Finding::fatal(NAME, format!("could not be looked at: {error}")),
    }
}
