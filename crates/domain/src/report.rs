//! What a person reports: staff look at it, the company never learns who it was.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    id::{CompanyId, ModerationCaseId, ReportId, UserId},
    moderation_case::CaseSubject,
    permit::{Permit, Relation, Subject},
    policy::ReportContent,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What is wrong with it.
    pub enum ReportKind {
        /// Somebody asks for money and gives nothing for it.
        Fraud = "FRAUD",
        /// The company is not who it says.
        FalseIdentity = "FALSE_IDENTITY",
        /// It says what is not so.
        Misleading = "MISLEADING",
        /// What is offered must not be traded.
        Prohibited = "PROHIBITED",
        Offensive = "OFFENSIVE",
        Spam = "SPAM",
        Other = "OTHER",
    }
}

words! {
    /// What came of it.
    pub enum ReportState {
        Open = "OPEN",
        /// Staff found it right and did something.
        Upheld = "UPHELD",
        /// Staff found nothing wrong.
        Dismissed = "DISMISSED",
    }
}

/// Something of a company that may be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    pub subject: CaseSubject,
    pub company: CompanyId,
}

/// What one person said of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub by: UserId,
    pub case: ModerationCaseId,
    pub subject: CaseSubject,
    pub kind: ReportKind,
    pub text: String,
    pub state: ReportState,
    pub reported_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

/// What one person reports in a day.
const MAX_A_DAY: u64 = 20;

/// What is known before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reporter {
    pub reported_today: u64,
    /// He has an open report about the same.
    pub open: bool,
}

/// Why a report is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReportError {
    #[error("you have reported this already; staff will look at it")]
    AlreadyReported,
    #[error("a person reports at most {MAX_A_DAY} things a day")]
    QuotaExceeded,
}

impl Report {
    /// Says what is wrong with something, for the case that staff have about it.
    pub fn file(
        permit: &Permit<ReportContent>,
        case: ModerationCaseId,
        kind: ReportKind,
        text: String,
        known: Reporter,
        stamp: Stamp,
    ) -> Result<Self, ReportError> {
        if known.open {
            return Err(ReportError::AlreadyReported);
        }
        if known.reported_today >= MAX_A_DAY {
            return Err(ReportError::QuotaExceeded);
        }
        Ok(Self {
            id: stamp.id(),
            by: permit.by().person().user,
            case,
            subject: permit.subject().subject,
            kind,
            text,
            state: ReportState::Open,
            reported_at: stamp.at,
            closed_at: None,
        })
    }
}

impl Subject for Reported {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.company => Relation::Own,
            Actor::Staff(staff) if staff.companies.contains(&self.company) => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}
