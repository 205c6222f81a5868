//! Companies that were one all along, and companies whose owner is gone.

pub mod propose_merge;
pub mod propose_ownership_transfer;
