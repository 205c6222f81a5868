//! A reason for which a person must not be erased: a dispute, an inquiry, a duty to keep. Placed and lifted, and never deleted.

use thiserror::Error;

use crate::{
    actor::Actor,
    id::{LegalHoldId, StaffId, UserId},
    permit::{Appointing, Permit, Relation, Subject},
    policy::{LiftLegalHold, PlaceLegalHold},
    stamp::{Stamp, Timestamp},
};

/// A person who is to be held, with the holds that are on him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPerson {
    pub user: UserId,
    pub erased: bool,
}

/// What keeps a person from being erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalHold {
    pub id: LegalHoldId,
    pub user: UserId,
    pub reason: String,
    /// The administrator; the operator of the host is nobody.
    pub placed_by: Option<StaffId>,
    pub placed_at: Timestamp,
    pub lifted: Option<Lifted>,
    pub version: i32,
}

/// How a hold ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifted {
    pub by: Option<StaffId>,
    pub at: Timestamp,
    pub because: String,
}

/// Why a hold is not placed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceHoldError {
    #[error("this person has been erased: there is nothing left to hold")]
    Erased,
}

/// Why a hold is not lifted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LiftHoldError {
    #[error("this hold has been lifted already")]
    AlreadyLifted,
}

impl Subject for HeldPerson {
    fn relation(&self, _: &Actor) -> Relation {
        Relation::Stranger
    }
}

impl Subject for LegalHold {
    fn relation(&self, _: &Actor) -> Relation {
        Relation::Stranger
    }
}

fn staff(by: &Appointing) -> Option<StaffId> {
    match by {
        Appointing::Staff(staff) => Some(staff.id),
        Appointing::Operator => None,
    }
}

impl LegalHold {
    pub fn place(permit: Permit<PlaceLegalHold>, reason: String, stamp: Stamp) -> Result<Self, PlaceHoldError> {
        let (person, by) = permit.into_parts();
        if person.erased {
            return Err(PlaceHoldError::Erased);
        }
        let placed_by = staff(&by);
        Ok(Self { id: stamp.id(), user: person.user, reason, placed_by, placed_at: stamp.at, lifted: None, version: 1 })
    }

    pub fn lift(permit: Permit<LiftLegalHold>, because: String, stamp: Stamp) -> Result<Self, LiftHoldError> {
        let (mut hold, by) = permit.into_parts();
        if hold.lifted.is_some() {
            return Err(LiftHoldError::AlreadyLifted);
        }
        hold.lifted = Some(Lifted { by: staff(&by), at: stamp.at, because });
        Ok(hold)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        actor::{SignedIn, Staff},
        id::{Identifier, SessionId},
        permit::Denied,
        staff::Duty,
    };

    fn staff_of(duty: Duty, fresh: bool) -> Actor {
        let person = SignedIn {
            user: UserId::from_uuid(Uuid::from_u128(1)),
            session: SessionId::from_uuid(Uuid::from_u128(2)),
            proved: true,
            fresh,
            founds: false,
        };
        Actor::Staff(Staff {
            person,
            id: StaffId::from_uuid(Uuid::from_u128(4)),
            duty,
            side: crate::country::Country::Kz,
            companies: Vec::new(),
        })
    }

    fn person(erased: bool) -> HeldPerson {
        HeldPerson { user: UserId::from_uuid(Uuid::from_u128(9)), erased }
    }

    fn stamp() -> Stamp {
        Stamp::new("2026-03-02T09:00:00Z".parse().unwrap(), Uuid::from_u128(5))
    }

    #[test]
    fn administrators_with_a_fresh_factor_and_the_operator_place_holds() {
        let permitted = |actor: &Actor| actor.permit::<PlaceLegalHold>(person(false)).map(|_| ());
        assert_eq!(permitted(&staff_of(Duty::Administrator, true)), Ok(()));
        assert_eq!(permitted(&staff_of(Duty::Administrator, false)), Err(Denied::FreshFactor { action: "PlaceLegalHold" }));
        assert_eq!(permitted(&staff_of(Duty::Moderator, true)), Err(Denied::NotOpen { action: "PlaceLegalHold" }));
        assert_eq!(permitted(&staff_of(Duty::Auditor, true)), Err(Denied::NotOpen { action: "PlaceLegalHold" }));
        assert_eq!(permitted(&Actor::Operator), Ok(()));
    }

    #[test]
    fn whoever_is_erased_is_not_held() {
        let permit = Actor::Operator.permit::<PlaceLegalHold>(person(true)).unwrap();
        assert_eq!(LegalHold::place(permit, "A lawsuit.".to_owned(), stamp()), Err(PlaceHoldError::Erased));
    }

    #[test]
    fn a_hold_is_lifted_once() {
        let permit = staff_of(Duty::Administrator, true).permit::<PlaceLegalHold>(person(false)).unwrap();
        let hold = LegalHold::place(permit, "A lawsuit.".to_owned(), stamp()).unwrap();
        assert_eq!(hold.placed_by, Some(StaffId::from_uuid(Uuid::from_u128(4))));
        let lifted = LegalHold::lift(Actor::Operator.permit(hold).unwrap(), "It was settled.".to_owned(), stamp()).unwrap();
        assert_eq!(lifted.lifted.as_ref().map(|lifted| lifted.because.as_str()), Some("It was settled."));
        let again = LegalHold::lift(Actor::Operator.permit(lifted).unwrap(), "Again.".to_owned(), stamp());
        assert_eq!(again, Err(LiftHoldError::AlreadyLifted));
    }
}
