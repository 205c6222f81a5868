//! A person: an address that is proved by a letter, and a password that only its hash remembers.

use crate::{email_address::EmailAddress, id::UserId, language::Language, stamp::Timestamp};

/// A person of the forum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub email: EmailAddress,
    pub name: String,
    pub language: Language,
    pub email_verified_at: Option<Timestamp>,
    pub registered_at: Timestamp,
    /// Since when nothing says any more who he was.
    pub erased_at: Option<Timestamp>,
}
