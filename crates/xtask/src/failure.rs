//! The one way a command ends early: a sentence for the person at the terminal.

use std::fmt;
use std::io;
use std::path::Path;

/// What went wrong, as a sentence that says what to do where something can be done.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// A failed file operation, with the path that `io::Error` leaves out.
    pub fn at(path: &Path, error: &io::Error) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
