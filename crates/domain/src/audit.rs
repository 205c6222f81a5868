//! The arithmetic of the audit: how what happened is written down, how each entry of a chain follows from the one before, and how the
//! heads of all chains become one number that can be kept outside.
//!
//! Nothing here is secret: whoever has the entries can work out every hash of them again.

pub mod canonical;
pub mod chain;
pub mod merkle;

use std::fmt;

use crate::{
    actor::Actor,
    permit::{Relation, Subject},
};

/// The audit of all: it is nobody's own.
#[derive(Debug, Clone, Copy)]
pub struct WholeAudit;

impl Subject for WholeAudit {
    fn relation(&self, _: &Actor) -> Relation {
        Relation::Stranger
    }
}

/// A SHA-256 value, written in lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What the first entry of a chain follows from.
    pub const ZERO: Self = Self([0; 32]);

    /// SHA-256 over some parts, one after the other.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        use sha2::Digest as _;
        let mut digest = sha2::Sha256::new();
        for part in parts {
            digest.update(part);
        }
        Self(digest.finalize().into())
    }

    /// The digest that a database holds, if it is one.
    #[must_use]
    pub fn stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
