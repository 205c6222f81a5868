//! When a command happens and which identity it gives to what it makes.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::id::Identifier;

/// A moment in UTC.
pub type Timestamp = DateTime<Utc>;

/// The time and the fresh identity that a command is given from outside.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    pub at: Timestamp,
    id: Uuid,
}

impl Stamp {
    #[must_use]
    pub fn new(at: Timestamp, id: Uuid) -> Self {
        Self { at, id }
    }

    /// The identity of the one thing that the command makes.
    #[must_use]
    pub fn id<I: Identifier>(&self) -> I {
        I::from_uuid(self.id)
    }

    /// The identity of the n-th thing made beside it: derived, so that one command needs one random number.
    #[must_use]
    pub fn nth<I: Identifier>(&self, n: u32) -> I {
        let digest = Sha256::new().chain_update(self.id.as_bytes()).chain_update(I::PREFIX).chain_update(n.to_be_bytes()).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        I::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}
