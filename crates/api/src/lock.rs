//! What staff do to accounts.

pub mod end_sessions;
pub mod lock;
pub mod unlock;
