//! A person: an address that is proved by a letter, and a password that only its hash remembers.

use crate::{
    actor::Actor,
    email_address::EmailAddress,
    id::UserId,
    language::Language,
    permit::{Relation, Subject},
    stamp::Timestamp,
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

/// A person's account, which staff may lock; nobody sets a password but the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account(pub UserId);

impl Subject for Account {
    fn relation(&self, actor: &Actor) -> Relation {
        if actor.signed_in().is_some_and(|person| person.user == self.0) { Relation::Own } else { Relation::Stranger }
    }
}
