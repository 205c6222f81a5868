//! What a venture has realised: it counts when every party confirmed it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    id::{CompanyId, JointVentureId, OutcomeId},
    joint_venture::Stage,
    money::Money,
    permit::{Permit, Relation, Subject},
    policy::{ConfirmOutcome, ReportOutcome},
    proposal::{AnswerError, Proposal, Unwritable},
    stamp::Stamp,
    words::words,
};

words! {
    /// What was realised.
    pub enum OutcomeKind {
        /// Goods or services sold between the countries.
        Trade = "TRADE",
        /// Money that went into the venture.
        Investment = "INVESTMENT",
        /// People employed; has no sum.
        Jobs = "JOBS",
    }
}

/// What a party says was realised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeTerms {
    pub kind: OutcomeKind,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub value: Option<Money>,
    pub jobs: Option<i32>,
    pub evidence: String,
}

/// A realised value of a venture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub id: OutcomeId,
    pub joint_venture: JointVentureId,
    pub parties: Vec<CompanyId>,
    pub proposal: Proposal<OutcomeTerms>,
    pub version: i32,
}

/// Why an outcome is refused.
#[derive(Debug, Error)]
pub enum ReportError {
    #[error("a venture realises something from the day it is signed; this one is {stage}")]
    TooEarly { stage: Stage },
    #[error("the period ends before it begins")]
    PeriodReversed,
    #[error("the period lies in the future")]
    PeriodInTheFuture,
    #[error("name the sum")]
    ValueMissing,
    #[error("name the number of jobs")]
    JobsMissing,
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

impl Outcome {
    /// Says what the venture of the permit has realised.
    pub fn report(permit: Permit<ReportOutcome>, terms: OutcomeTerms, stamp: Stamp) -> Result<Self, ReportError> {
        let (venture, by) = permit.into_parts();
        if venture.stage < Stage::AgreementSigned || venture.stage.is_end() {
            return Err(ReportError::TooEarly { stage: venture.stage });
        }
        if terms.to < terms.from {
            return Err(ReportError::PeriodReversed);
        }
        if terms.from > stamp.at.date_naive() {
            return Err(ReportError::PeriodInTheFuture);
        }
        match terms.kind {
            OutcomeKind::Jobs if terms.jobs.is_none() => return Err(ReportError::JobsMissing),
            OutcomeKind::Trade | OutcomeKind::Investment if terms.value.is_none() => return Err(ReportError::ValueMissing),
            _ => {}
        }
        Ok(Self {
            id: stamp.id(),
            joint_venture: venture.id,
            parties: venture.parties,
            proposal: Proposal::new(1, terms, by.company, by.person.user, stamp)?,
            version: 1,
        })
    }

    /// Believes it.
    pub fn confirm(permit: Permit<ConfirmOutcome>, hash: &str, stamp: Stamp) -> Result<Self, AnswerError> {
        let (mut outcome, by) = permit.into_parts();
        let parties = outcome.parties.clone();
        outcome.proposal.confirm(hash, by.company, by.person.user, &parties, stamp)?;
        Ok(outcome)
    }
}

impl Subject for Outcome {
    fn relation(&self, actor: &crate::actor::Actor) -> Relation {
        crate::agreement::relation_to(actor, &self.parties, self.proposal.proposed_by)
    }
}
