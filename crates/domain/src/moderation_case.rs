//! One thing that staff decide about.

use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    id::{CompanyId, ModerationCaseId, StaffId},
    permit::{Relation, Subject},
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What is to be decided.
    pub enum CaseKind {
        Registration = "REGISTRATION",
        /// A verified company says that it is called or numbered otherwise.
        Change = "CHANGE",
        /// A verification runs out soon.
        Recheck = "RECHECK",
    }
}

words! {
    /// What was decided.
    pub enum CaseState {
        Open = "OPEN",
        Approved = "APPROVED",
        Rejected = "REJECTED",
    }
}

/// Everything that waits for staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queue;

/// The queue is nobody's own.
impl Subject for Queue {
    fn relation(&self, _: &Actor) -> Relation {
        Relation::Stranger
    }
}

/// One thing that staff decide about, kept with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModerationCase {
    pub id: ModerationCaseId,
    pub kind: CaseKind,
    pub company: CompanyId,
    pub state: CaseState,
    pub opened_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<StaffId>,
    pub reason: Option<String>,
    pub version: i32,
}

impl ModerationCase {
    /// A submitted company waits for a decision.
    #[must_use]
    pub fn open(company: CompanyId, stamp: Stamp) -> Self {
        Self::open_as(CaseKind::Registration, company, stamp)
    }

    /// Something else about a company waits for one.
    #[must_use]
    pub fn open_as(kind: CaseKind, company: CompanyId, stamp: Stamp) -> Self {
        Self {
            id: stamp.id(),
            kind,
            company,
            state: CaseState::Open,
            opened_at: stamp.at,
            decided_at: None,
            decided_by: None,
            reason: None,
            version: 1,
        }
    }

    /// Closes the case with what was decided.
    #[must_use]
    pub fn decided(mut self, state: CaseState, by: StaffId, reason: String, stamp: Stamp) -> Self {
        self.state = state;
        self.decided_by = Some(by);
        self.decided_at = Some(stamp.at);
        self.reason = Some(reason);
        self
    }
}
