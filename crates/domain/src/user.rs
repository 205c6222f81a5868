//! A person: an address that is proved by a letter, and a password that only its hash remembers.

use serde::{Deserialize, Serialize};

use crate::{
    email_address::EmailAddress,
    id::{EmailChangeId, UserId},
    language::Language,
    stamp::Timestamp,
    words::words,
};

/// A person of the forum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub email: EmailAddress,
    pub name: String,
    pub language: Language,
    pub email_verified_at: Option<Timestamp>,
    pub registered_at: Timestamp,
}

words! {
    /// What became of a move to another address.
    pub enum EmailChangeState {
        /// The link that went to the new address was not followed yet.
        Waiting = "WAITING",
        Confirmed = "CONFIRMED",
        /// Whoever reads letters at the former address said no, before or after.
        Stopped = "STOPPED",
        /// The person asked for another one since.
        Replaced = "REPLACED",
    }
}

/// A person moves to another address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailChange {
    pub id: EmailChangeId,
    pub user: UserId,
    pub email: EmailAddress,
    pub former: EmailAddress,
    pub state: EmailChangeState,
    pub asked_at: Timestamp,
    pub decided_at: Option<Timestamp>,
}
