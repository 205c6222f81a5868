//! A dated promise of a venture. Dates keep their original, every change and its reason.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    id::{CompanyId, JointVentureId, MilestoneId},
    joint_venture::JointVenture,
    permit::Permit,
    policy::LogMilestone,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// Whether the promise was kept.
    pub enum MilestoneState {
        Open = "OPEN",
        Met = "MET",
        PartlyMet = "PARTLY_MET",
        NotMet = "NOT_MET",
    }
}

/// A date that moved, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueChange {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub reason: String,
    pub by: CompanyId,
    pub at: Timestamp,
}

/// A dated promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    pub id: MilestoneId,
    pub joint_venture: JointVentureId,
    pub title: String,
    pub due: NaiveDate,
    pub original_due: NaiveDate,
    pub changes: Vec<DueChange>,
    pub state: MilestoneState,
    pub evidence: Option<String>,
    pub logged_by: CompanyId,
    pub logged_at: Timestamp,
    pub version: i32,
}

/// What is said about a milestone that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MilestoneChange {
    Move { due: NaiveDate, reason: String },
    Settle { state: MilestoneState, evidence: String },
}

/// Why a milestone is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MilestoneError {
    #[error("the venture has ended")]
    VentureEnded,
    #[error("due in the past")]
    DueInThePast,
    #[error("the same date as before")]
    DueUnchanged,
    #[error("the milestone is {state} already")]
    Settled { state: MilestoneState },
    #[error("say whether it was met, partly met or not met")]
    NotSettling,
}

impl Milestone {
    /// Promises something by a date.
    pub fn log(permit: &Permit<LogMilestone>, title: String, due: NaiveDate, stamp: Stamp) -> Result<Self, MilestoneError> {
        let venture = open(permit)?;
        if due < stamp.at.date_naive() {
            return Err(MilestoneError::DueInThePast);
        }
        Ok(Self {
            id: stamp.id(),
            joint_venture: venture.id,
            title,
            due,
            original_due: due,
            changes: Vec::new(),
            state: MilestoneState::Open,
            evidence: None,
            logged_by: permit.by().company,
            logged_at: stamp.at,
            version: 1,
        })
    }

    /// Moves the date, or says what became of the promise.
    pub fn change(mut self, permit: &Permit<LogMilestone>, change: MilestoneChange, stamp: Stamp) -> Result<Self, MilestoneError> {
        open(permit)?;
        if self.state != MilestoneState::Open {
            return Err(MilestoneError::Settled { state: self.state });
        }
        match change {
            MilestoneChange::Move { due, .. } if due == self.due => return Err(MilestoneError::DueUnchanged),
            MilestoneChange::Move { due, reason } => {
                self.changes.push(DueChange { from: self.due, to: due, reason, by: permit.by().company, at: stamp.at });
                self.due = due;
            }
            MilestoneChange::Settle { state: MilestoneState::Open, .. } => return Err(MilestoneError::NotSettling),
            MilestoneChange::Settle { state, evidence } => {
                self.state = state;
                self.evidence = Some(evidence);
            }
        }
        Ok(self)
    }
}

fn open(permit: &Permit<LogMilestone>) -> Result<&JointVenture, MilestoneError> {
    let venture = permit.subject();
    if venture.stage.is_final() { Err(MilestoneError::VentureEnded) } else { Ok(venture) }
}
