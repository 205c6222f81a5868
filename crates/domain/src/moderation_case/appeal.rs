//! An appeal: the owner asks other people to look again.

use thiserror::Error;

use super::{CaseKind, CaseState, CaseSubject, ModerationCase};
use crate::{company::CompanyState, id::UserId, permit::Permit, policy::Appeal, stamp::Stamp};

/// Why an appeal is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AppealError {
    #[error("one appeals against what was rejected, or against a suspension; this case is {state}")]
    NotAppealable { state: CaseState },
    #[error("there has been an appeal against this decision already")]
    AlreadyAppealed,
}

/// What is known beside the case.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// The suspension of the company rests on this case.
    pub suspends: bool,
    /// Somebody appealed since it was decided.
    pub appealed: bool,
    /// Who decided it, or proposed or approved the suspension: none of them hears the appeal.
    pub deciders: Vec<UserId>,
}

impl ModerationCase {
    /// Asks people who have not decided about it to look again.
    pub fn appeal(permit: Permit<Appeal>, past: Past, stamp: Stamp) -> Result<Self, AppealError> {
        let (case, by) = permit.into_parts();
        let rejected = case.state == CaseState::Rejected && !matches!(case.kind, CaseKind::Appeal | CaseKind::Report);
        let suspended = by.state == CompanyState::Suspended && past.suspends;
        if !rejected && !suspended {
            return Err(AppealError::NotAppealable { state: case.state });
        }
        if past.appealed {
            return Err(AppealError::AlreadyAppealed);
        }
        let mut appeal = Self::open(CaseKind::Appeal, CaseSubject::Case(case.id), case.company, case.side, stamp);
        appeal.barred = past.deciders;
        appeal.concerned = case.concerned;
        Ok(appeal)
    }
}
