//! The two sides of the forum.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// A side of the forum.
    pub enum Country {
        Kz = "KZ",
        Pk = "PK",
    }
}

impl Country {
    /// The side whose companies this side's companies look for.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Kz => Self::Pk,
            Self::Pk => Self::Kz,
        }
    }
}
