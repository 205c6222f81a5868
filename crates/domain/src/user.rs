//! A person: an address that is proved by a letter, and a password that only its hash remembers.

use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    email_address::{EmailAddress, EmailAddressError},
    id::{EmailChangeId, Identifier, UserId},
    language::Language,
    permit::{Relation, Subject},
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
    /// Since when nothing says any more who he was.
    pub erased_at: Option<Timestamp>,
}

/// The name of everybody who has been erased.
const ERASED: &str = "Erased person";

impl User {
    /// What is left of a person who is erased: an author without a name, an address to which no letter goes.
    pub fn erased(known: &Self, at: Timestamp) -> Result<Self, EmailAddressError> {
        Ok(Self {
            id: known.id,
            email: EmailAddress::parse(&format!("{}@erased.invalid", known.id.uuid().simple()))?,
            name: ERASED.to_owned(),
            language: Language::En,
            email_verified_at: None,
            registered_at: known.registered_at,
            erased_at: Some(at),
        })
    }
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_erased_person_keeps_nothing_but_an_identity() {
        let at: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let known = User {
            id: UserId::from_uuid(Uuid::from_u128(7)),
            email: EmailAddress::parse("aigul@example.kz").unwrap(),
            name: "Айгүл Сейітова".to_owned(),
            language: Language::Kk,
            email_verified_at: Some(at),
            registered_at: at,
            erased_at: None,
        };
        let erased = User::erased(&known, at).unwrap();
        assert_eq!((erased.id, erased.erased_at, erased.email_verified_at), (known.id, Some(at), None));
        let left = format!("{erased:?}");
        assert!(!left.contains("aigul") && !left.contains("Айгүл") && !left.contains("Kk"), "{left}");
    }
}

/// A person's account, which staff may lock; nobody sets a password but the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account(pub UserId);

impl Subject for Account {
    fn relation(&self, actor: &Actor) -> Relation {
        if actor.signed_in().is_some_and(|person| person.user == self.0) { Relation::Own } else { Relation::Stranger }
    }
}
