//! Why nothing could be measured.

use std::{fmt::Display, io};

use thiserror::Error;

#[derive(Debug, Error)]
pub enum Failure {
    #[error("{place}: {error}")]
    Io { place: String, error: io::Error },
    #[error("PostgreSQL: {0}")]
    Database(#[from] tokio_postgres::Error),
    #[error("http: {0}")]
    Http(#[from] hyper::Error),
    #[error("{0}")]
    Other(String),
}

impl Failure {
    /// Names where an I/O error happened.
    pub fn at(place: impl Display) -> impl FnOnce(io::Error) -> Self {
        let place = place.to_string();
        move |error| Self::Io { place, error }
    }
}
