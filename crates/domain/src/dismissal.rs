//! "Not interested": a company would rather not see another among its matches. The other side never learns of it.

use thiserror::Error;

use crate::{
    actor::Actor,
    id::{CompanyId, UserId},
    permit::{Permit, Relation, Subject},
    policy::{DismissMatch, RestoreMatch},
    stamp::{Stamp, Timestamp},
};

/// What a company keeps to itself about another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissal {
    pub company: CompanyId,
    pub other: CompanyId,
    pub reason: Option<String>,
    pub by: UserId,
    pub at: Timestamp,
    /// When the company thought better of it.
    pub restored_at: Option<Timestamp>,
}

/// Why nobody is dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DismissError {
    #[error("matches join companies of the two countries; this one is of yours")]
    SameCountry,
}

/// Why nobody comes back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RestoreError {
    #[error("that company was not dismissed")]
    NotDismissed,
}

impl Dismissal {
    /// Whether the two leave each other's matches.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.restored_at.is_none()
    }

    /// Takes the company of the permit out of one's matches; `own` is one's own country.
    pub fn dismiss(
        permit: Permit<DismissMatch>,
        own: crate::country::Country,
        reason: Option<String>,
        stamp: Stamp,
    ) -> Result<Self, DismissError> {
        let (other, by) = permit.into_parts();
        if other.registration.country == own {
            return Err(DismissError::SameCountry);
        }
        Ok(Self { company: by.company, other: other.id, reason, by: by.person.user, at: stamp.at, restored_at: None })
    }

    /// Lets the other company come back.
    pub fn restore(permit: Permit<RestoreMatch>, stamp: Stamp) -> Result<Self, RestoreError> {
        let (mut dismissal, _) = permit.into_parts();
        if !dismissal.holds() {
            return Err(RestoreError::NotDismissed);
        }
        dismissal.restored_at = Some(stamp.at);
        Ok(dismissal)
    }
}

impl Subject for Dismissal {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.company => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}
