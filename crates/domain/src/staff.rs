//! A person's duty for the forum.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    country::Country,
    id::{StaffId, UserId},
    permit::{Appointing, Permit, Relation, Subject},
    policy::AppointModerator,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What the forum asks of a member of staff.
    pub enum Duty {
        /// Decides about companies and what they publish.
        Moderator = "MODERATOR",
        /// Appoints moderators and keeps the forum's own records.
        Administrator = "ADMINISTRATOR",
        /// Reads the audit.
        Auditor = "AUDITOR",
    }
}

impl Duty {
    #[must_use]
    pub fn moderates(self) -> bool {
        matches!(self, Self::Moderator | Self::Administrator)
    }

    #[must_use]
    pub fn audits(self) -> bool {
        self == Self::Auditor
    }

    #[must_use]
    pub fn administers(self) -> bool {
        self == Self::Administrator
    }
}

words! {
    /// Whether a duty counts yet: two people stand behind each.
    pub enum AppointmentState {
        /// A second administrator has yet to approve.
        Pending = "PENDING",
        Active = "ACTIVE",
        Ended = "ENDED",
    }
}

/// What somebody is to be appointed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Office {
    pub user: UserId,
    pub duty: Duty,
    pub side: Country,
    /// The same duty of the same person, if he was appointed before.
    pub standing: Option<StaffId>,
}

impl Office {
    /// One that is not there: what the policy is asked about before it is told so.
    #[must_use]
    pub fn unknown(staff: StaffId) -> Self {
        let nobody = crate::id::Identifier::from_uuid(uuid::Uuid::nil());
        Self { user: nobody, duty: Duty::Auditor, side: Country::Kz, standing: Some(staff) }
    }
}

/// An appointment has no company of its own, but it may be that of the one who asks.
impl Subject for Office {
    fn relation(&self, actor: &Actor) -> Relation {
        if actor.signed_in().is_some_and(|person| person.user == self.user) { Relation::Own } else { Relation::Stranger }
    }
}

/// A person on duty, or about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    pub id: StaffId,
    pub user: UserId,
    pub duty: Duty,
    pub side: Country,
    pub state: AppointmentState,
    /// The administrator who proposed it; the operator of the host is nobody.
    pub proposed_by: Option<StaffId>,
    pub approved_by: Option<StaffId>,
    pub since: Timestamp,
    pub version: i32,
}

/// Why an appointment is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AppointError {
    #[error("this person already has this duty")]
    AlreadyAppointed,
    #[error("an administrator is appointed by the operator of the host")]
    AdministratorByOperatorOnly,
    #[error("nobody appoints himself")]
    OwnAppointment,
    #[error("a second administrator has to approve what the first proposed")]
    SameAdministrator,
}

impl Appointment {
    /// Proposes somebody for a duty; the operator's word counts at once, an administrator's waits for a second one.
    pub fn propose(permit: Permit<AppointModerator>, stamp: Stamp) -> Result<Self, AppointError> {
        let (office, by) = permit.into_parts();
        Self::proposed(&by, office, stamp)
    }

    fn proposed(by: &Appointing, office: Office, stamp: Stamp) -> Result<Self, AppointError> {
        if office.standing.is_some() {
            return Err(AppointError::AlreadyAppointed);
        }
        let (state, proposed_by) = match by {
            Appointing::Operator => (AppointmentState::Active, None),
            Appointing::Staff(_) if office.duty == Duty::Administrator => return Err(AppointError::AdministratorByOperatorOnly),
            Appointing::Staff(staff) if staff.person.user == office.user => return Err(AppointError::OwnAppointment),
            Appointing::Staff(staff) => (AppointmentState::Pending, Some(staff.id)),
        };
        Ok(Self {
            id: stamp.id(),
            user: office.user,
            duty: office.duty,
            side: office.side,
            state,
            proposed_by,
            approved_by: None,
            since: stamp.at,
            version: 1,
        })
    }

    /// What the policy is asked about.
    #[must_use]
    pub fn office(&self) -> Office {
        Office { user: self.user, duty: self.duty, side: self.side, standing: Some(self.id) }
    }

    /// The duty is over; whoever is to have it again is proposed anew.
    #[must_use]
    pub fn ended(mut self, stamp: Stamp) -> Self {
        self.state = AppointmentState::Ended;
        self.since = stamp.at;
        self
    }

    /// The second person's word; a first one where the duty had ended before.
    pub fn approve(mut self, permit: &Permit<AppointModerator>, stamp: Stamp) -> Result<Self, AppointError> {
        if self.state == AppointmentState::Ended {
            let mut anew = Self::proposed(permit.by(), Office { standing: None, ..self.office() }, stamp)?;
            (anew.id, anew.version) = (self.id, self.version);
            return Ok(anew);
        }
        if self.state != AppointmentState::Pending {
            return Err(AppointError::AlreadyAppointed);
        }
        if let Appointing::Staff(staff) = permit.by() {
            if staff.person.user == self.user {
                return Err(AppointError::OwnAppointment);
            }
            if self.proposed_by == Some(staff.id) {
                return Err(AppointError::SameAdministrator);
            }
            self.approved_by = Some(staff.id);
        }
        self.state = AppointmentState::Active;
        self.since = stamp.at;
        Ok(self)
    }
}
