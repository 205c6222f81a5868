//! Staff read nothing private, but for one record for an hour, because a case asks for it, and the companies learn of it at once.

use chrono::Duration;
use thiserror::Error;

use crate::{
    actor::Actor,
    country::Country,
    id::{BreakGlassId, CompanyId, ModerationCaseId, StaffId, UserId},
    moderation_case::ModerationCase,
    permit::{Permit, Relation, Subject},
    policy::BreakGlass,
    publication::SharedRecord,
    staff::Duty,
    stamp::{Stamp, Timestamp},
};

/// A record that staff do not read, and the case that asks for it.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub record: SharedRecord,
    pub parties: Vec<CompanyId>,
    pub case: Option<ModerationCase>,
}

/// One record opened to one member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub id: BreakGlassId,
    pub staff: StaffId,
    pub person: UserId,
    /// What the companies read of him.
    pub opened_as: (Country, Duty),
    pub case: ModerationCaseId,
    pub record: SharedRecord,
    pub reason: String,
    pub opened_at: Timestamp,
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// How long a record stays open.
const OPEN_MINUTES: i64 = 60;

/// Why the glass stays whole.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BreakGlassError {
    #[error("the case is about neither this record nor one of its companies")]
    OtherCase,
    #[error("the case is decided; what it asked for is over")]
    CaseDecided,
}

impl Opening {
    /// Opens the record for an hour.
    pub fn open(permit: Permit<BreakGlass>, reason: String, stamp: Stamp) -> Result<Self, BreakGlassError> {
        let (sealed, by) = permit.into_parts();
        let case = sealed.case.filter(|case| sealed.parties.contains(&case.company)).ok_or(BreakGlassError::OtherCase)?;
        if case.state.is_decided() {
            return Err(BreakGlassError::CaseDecided);
        }
        Ok(Self {
            id: stamp.id(),
            staff: by.id,
            person: by.person.user,
            opened_as: (by.side, by.duty),
            case: case.id,
            record: sealed.record,
            reason,
            opened_at: stamp.at,
            expires_at: stamp.at + Duration::minutes(OPEN_MINUTES),
            ended_at: None,
        })
    }

    /// Whether `person` may still read by it.
    #[must_use]
    pub fn opens_to(&self, person: UserId, now: Timestamp) -> bool {
        self.person == person && self.ended_at.is_none() && self.expires_at > now
    }
}

impl Subject for Sealed {
    fn relation(&self, actor: &Actor) -> Relation {
        let own = match actor {
            Actor::Staff(staff) => self.parties.iter().any(|party| staff.companies.contains(party)),
            _ => false,
        };
        if own { Relation::Own } else { Relation::Stranger }
    }
}
