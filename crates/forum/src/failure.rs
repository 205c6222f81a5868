//! Why a command did not do what it was asked, in words for the operator.

use std::io;

use persistence::{StorageError, doctor::Finding};
use thiserror::Error;

use crate::settings::Problems;

#[derive(Debug, Error)]
pub enum Failure {
    #[error("{0}")]
    Settings(Problems),
    #[error("the database: {0}")]
    Storage(#[from] StorageError),
    #[error("{0}")]
    Application(#[from] app::Failure),
    #[error("{what}: {error}")]
    Io { what: &'static str, error: io::Error },
    #[error("the database is not fit to be used:{}", lines(.0))]
    Unfit(Vec<Finding>),
    /// The operator asked for something that would do harm, or that cannot be.
    #[error("{0}")]
    Refused(String),
}

impl Failure {
    /// Says what was being done when the system refused.
    pub fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io { what, error }
    }
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |lines, finding| lines + "\n  " + finding.name + ": " + &finding.text)
}
