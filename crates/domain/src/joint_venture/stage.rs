//! How far a venture is, and what the next stage asks for.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::JointVenture;
use crate::{
    actor::Member, company::registration_number::RegistrationNumberKind, country::Country, id::AgreementId, money::Money,
    reference::LegalFormCode, words::words,
};

words! {
    /// How far a venture is: forward by one step, or to one of the four ends.
    pub enum Stage {
        Draft = "DRAFT",
        Proposed = "PROPOSED",
        Negotiating = "NEGOTIATING",
        MouSigned = "MOU_SIGNED",
        AgreementSigned = "AGREEMENT_SIGNED",
        Incorporated = "INCORPORATED",
        Financed = "FINANCED",
        Implementing = "IMPLEMENTING",
        Operating = "OPERATING",
        Completed = "COMPLETED",
        Declined = "DECLINED",
        Withdrawn = "WITHDRAWN",
        Lapsed = "LAPSED",
        Terminated = "TERMINATED",
    }
}

impl Stage {
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(self, Self::Declined | Self::Withdrawn | Self::Lapsed | Self::Terminated)
    }

    /// Nothing follows.
    #[must_use]
    pub fn is_final(self) -> bool {
        self.is_end() || self == Self::Completed
    }

    /// One party's word is enough.
    #[must_use]
    pub fn is_unilateral(self) -> bool {
        matches!(self, Self::Declined | Self::Withdrawn)
    }

    /// The stage that comes next by itself.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|stage| *stage == self)?;
        if self.is_final() { None } else { Self::ALL.get(at + 1).copied() }
    }

    /// Whether the way leads from here to there: by one step, past the memorandum where a binding paper came first, or to an end.
    #[must_use]
    pub fn leads_to(self, to: Self) -> bool {
        match to {
            Self::Declined => self == Self::Proposed,
            Self::Withdrawn => self >= Self::Proposed && self < Self::AgreementSigned,
            Self::Terminated => self >= Self::AgreementSigned && self < Self::Completed,
            // By date only, so never by a party's word.
            Self::Lapsed => false,
            Self::AgreementSigned => matches!(self, Self::Negotiating | Self::MouSigned),
            _ => self.next() == Some(to),
        }
    }
}

/// The company that a venture has founded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    pub name: String,
    pub country: Country,
    pub legal_form: LegalFormCode,
    pub number_kind: RegistrationNumberKind,
    pub number: String,
}

/// What shows that a stage is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    pub agreement: Option<AgreementId>,
    pub vehicle: Option<Vehicle>,
    pub capital: Option<Money>,
    pub sources_of_funds: Option<String>,
    pub note: Option<String>,
}

/// A step that a party proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageChange {
    pub to: Stage,
    pub evidence: Evidence,
    /// Asked for where it ends the venture.
    pub reason: Option<String>,
}

/// What the database knows of what a stage asks for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// The named agreement is between the same parties and confirmed by all of them.
    pub agreement_confirmed: bool,
    pub agreement_binds: bool,
    /// Outcomes that every party confirmed.
    pub outcomes: u64,
}

words! {
    /// What the next stage still asks for.
    pub enum Missing {
        ConfirmedTerms = "CONFIRMED_TERMS",
        ConfirmedMemorandum = "CONFIRMED_MEMORANDUM",
        ConfirmedBindingAgreement = "CONFIRMED_BINDING_AGREEMENT",
        Vehicle = "VEHICLE",
        Stakes = "STAKES",
        Capital = "CAPITAL",
        SourcesOfFunds = "SOURCES_OF_FUNDS",
        ConfirmedOutcome = "CONFIRMED_OUTCOME",
        AnswerToProposedStage = "ANSWER_TO_PROPOSED_STAGE",
    }
}

/// Why a step is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StageError {
    #[error("the way does not lead from {from} to {to}")]
    NoWay { from: Stage, to: Stage },
    #[error("the stage asks for {missing} first")]
    EvidenceMissing { missing: Missing },
    #[error("say why it ends")]
    ReasonMissing,
    #[error("only the other side declines")]
    OwnProposal,
}

impl StageChange {
    pub(super) fn check(&self, venture: &JointVenture, by: Member, facts: &Facts) -> Result<(), StageError> {
        if !venture.stage.leads_to(self.to) {
            return Err(StageError::NoWay { from: venture.stage, to: self.to });
        }
        if self.to.is_end() && self.reason.is_none() {
            return Err(StageError::ReasonMissing);
        }
        if self.to == Stage::Declined && venture.terms.proposed_by == by.company {
            return Err(StageError::OwnProposal);
        }
        match self.missing(venture, facts).first() {
            Some(missing) => Err(StageError::EvidenceMissing { missing: *missing }),
            None => Ok(()),
        }
    }

    /// What this step still asks for.
    #[must_use]
    pub fn missing(&self, venture: &JointVenture, facts: &Facts) -> Vec<Missing> {
        let asks: Vec<(Missing, bool)> = match self.to {
            Stage::MouSigned => vec![(Missing::ConfirmedMemorandum, facts.agreement_confirmed && !facts.agreement_binds)],
            Stage::AgreementSigned => vec![(Missing::ConfirmedBindingAgreement, facts.agreement_confirmed && facts.agreement_binds)],
            Stage::Incorporated => vec![
                (Missing::Vehicle, self.evidence.vehicle.is_some()),
                (Missing::Stakes, venture.terms.terms.parties.iter().all(|party| party.stake.is_some())),
                (Missing::Capital, self.evidence.capital.or(venture.terms.terms.capital).is_some()),
            ],
            Stage::Financed => vec![(Missing::SourcesOfFunds, self.evidence.sources_of_funds.is_some())],
            Stage::Operating => vec![(Missing::ConfirmedOutcome, facts.outcomes > 0)],
            _ => Vec::new(),
        };
        asks.into_iter().filter(|(_, there)| !there).map(|(missing, _)| missing).collect()
    }
}

impl JointVenture {
    /// What is missing for the next stage, given what the forum knows of the parties' papers and outcomes.
    #[must_use]
    pub fn missing_for_next(&self, facts: &Facts) -> Vec<Missing> {
        if self.pending_stage().is_some() {
            return vec![Missing::AnswerToProposedStage];
        }
        match self.stage.next() {
            None => Vec::new(),
            Some(Stage::Negotiating) => vec![Missing::ConfirmedTerms],
            Some(to) => StageChange { to, evidence: Evidence::default(), reason: None }.missing(self, facts),
        }
    }
}
