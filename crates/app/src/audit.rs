//! The audit: checkpoints over all chains, proofs that an entry is in one, and the check of everything.
//!
//! Who wants to check for himself needs the entries of his chain, the proof, and a checkpoint that he kept:
//!
//! 1. An entry is canonical JSON (RFC 8785). The hash of entry `n` of chain `c` is
//!    `SHA-256("pkf-audit-v1" ‖ c ‖ n ‖ hash of entry n-1 ‖ entry)`: `c` in 16 bytes, `n` in 8, high first, and 32 zero bytes before the first.
//! 2. A checkpoint takes the heads of the chains that have grown. A head is the text `pkf-audit-head-v1`, the chain in hexadecimal, the
//!    length and the hash, each with a line feed; it is a leaf of one tree (RFC 6962) that only grows.
//! 3. The checkpoint is a signed note (C2SP): the origin, the size of the tree, its root in base64, then `number` and `at`, signed by Ed25519.

pub mod check;
pub mod checkpoint;
pub mod export;
pub mod note;
pub mod reading;

use crate::credential::seal::{MasterSecret, Seal};

/// What seals the key of the checkpoints.
#[must_use]
pub fn seal(secret: &MasterSecret) -> Seal {
    Seal::new(secret, "audit-keys")
}

impl crate::Application {
    /// Checks the whole audit, or one company's part of it, against what is stored and against a checkpoint that was kept outside.
    pub async fn check_audit(
        &self,
        company: Option<domain::id::CompanyId>,
        outside: Option<&str>,
        tell: &mut (dyn FnMut(check::Fault) + Send),
    ) -> Result<check::Report, crate::Failure> {
        check::check(&self.database, check::Scope { company, outside, seal: Some(&self.audit_seal) }, tell).await
    }
}
