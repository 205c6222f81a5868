//! An undertaking of two or more companies, at least one of each country, followed from the first word until it earns.

pub mod stage;
pub mod terms;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::{Actor, Member},
    agreement::{self, PartiesFault},
    company::Company,
    id::{AgreementId, CompanyId, IntroductionId, JointVentureId},
    permit::{Permit, Relation, Subject},
    policy::{
        AdvanceJointVenture, BindJointVenture, ConfirmJointVenture, DisputeJointVenture, ProposeJointVenture, ReportHealth,
        ReviseJointVenture, WithdrawJointVenture,
    },
    proposal::{AnswerError, Proposal, ProposalState, Unwritable},
    stamp::{Stamp, Timestamp},
    words::words,
};
pub use stage::{Evidence, Facts, Missing, Stage, StageChange, StageError};
pub use terms::{Contribution, ContributionKind, PartyRole, Structure, TermsError, VentureParty, VentureTerms};

words! {
    /// How it goes; apart from how far it is.
    pub enum Health {
        OnTrack = "ON_TRACK",
        AtRisk = "AT_RISK",
        Delayed = "DELAYED",
        /// Nobody has written for sixty days.
        Dormant = "DORMANT",
    }
}

/// A venture nobody writes about for this long is asked whether it is still alive.
pub const DORMANT_DAYS: i64 = 60;

/// The companies that a venture is to be of.
#[derive(Debug, Clone)]
pub struct VentureParties(pub Vec<Company>);

/// A venture with its current terms and the stage change that waits for an answer, if one does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointVenture {
    pub id: JointVentureId,
    pub parties: Vec<CompanyId>,
    pub introduction: Option<IntroductionId>,
    pub agreement: Option<AgreementId>,
    pub stage: Stage,
    pub health: Health,
    pub terms: Proposal<VentureTerms>,
    pub stage_change: Option<Proposal<StageChange>>,
    /// Why it ended, in the words of who ended it.
    pub end_reason: Option<String>,
    pub proposed_at: Timestamp,
    /// When somebody last wrote about it.
    pub touched_at: Timestamp,
    pub version: i32,
}

/// Why a venture is not proposed.
#[derive(Debug, Error)]
pub enum ProposeError {
    #[error(transparent)]
    Terms(#[from] TermsError),
    #[error("name at least one other company")]
    NoCounterpart,
    #[error("`{company}` is named twice")]
    PartyTwice { company: CompanyId },
    #[error("`{company}` is not verified")]
    PartyNotVerified { company: CompanyId },
    #[error("a venture of the forum has a company of each country")]
    OneCountryOnly,
    #[error("a venture follows an accepted introduction between the companies")]
    NotIntroduced,
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

/// Why other terms are refused.
#[derive(Debug, Error)]
pub enum ReviseError {
    #[error(transparent)]
    Terms(#[from] TermsError),
    #[error("the venture has ended")]
    Ended,
    #[error("a proposed stage waits for an answer")]
    AnswerPending,
    #[error("the same companies share a venture from its beginning to its end; log another one")]
    PartiesChanged,
    #[error("the same terms as the current version")]
    NothingChanged,
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

/// Why a stage change is not proposed.
#[derive(Debug, Error)]
pub enum AdvanceError {
    #[error(transparent)]
    Stage(#[from] StageError),
    #[error("a proposed stage waits for an answer")]
    AnswerPending,
    #[error("the terms wait for every party's confirmation")]
    TermsNotConfirmed,
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

/// Why an answer is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfirmError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error(transparent)]
    Stage(#[from] StageError),
}

impl From<PartiesFault> for ProposeError {
    fn from(fault: PartiesFault) -> Self {
        match fault {
            PartiesFault::NoCounterpart => Self::NoCounterpart,
            PartiesFault::Twice(company) => Self::PartyTwice { company },
            PartiesFault::NotVerified(company) => Self::PartyNotVerified { company },
            PartiesFault::OneCountryOnly => Self::OneCountryOnly,
        }
    }
}

/// Why a word about how it goes is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HealthError {
    #[error("the venture has ended")]
    Ended,
    #[error("a venture falls asleep by itself; say that it is delayed, or end it")]
    NotByWord,
}

/// What was answered: the terms or a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answered {
    Terms,
    Stage,
}

impl JointVenture {
    /// Logs a venture; it is its proposer's word until every other party confirms the terms.
    pub fn propose(
        permit: Permit<ProposeJointVenture>,
        terms: VentureTerms,
        introduction: Option<IntroductionId>,
        agreement: Option<AgreementId>,
        introduced: bool,
        stamp: Stamp,
    ) -> Result<Self, ProposeError> {
        let (VentureParties(parties), by) = permit.into_parts();
        agreement::check_parties(&parties)?;
        if !introduced {
            return Err(ProposeError::NotIntroduced);
        }
        terms.check(&parties)?;
        Ok(Self {
            id: stamp.id(),
            parties: parties.iter().map(|party| party.id).collect(),
            introduction,
            agreement,
            stage: Stage::Proposed,
            health: Health::OnTrack,
            terms: Proposal::new(1, terms, by.company, by.person.user, stamp)?,
            stage_change: None,
            end_reason: None,
            proposed_at: stamp.at,
            touched_at: stamp.at,
            version: 1,
        })
    }

    /// Writes other terms in the place of the current ones; every other party has to confirm them before the venture goes on. `parties`
    /// are its companies as they are now.
    pub fn revise(
        permit: Permit<ReviseJointVenture>,
        terms: VentureTerms,
        parties: &[Company],
        stamp: Stamp,
    ) -> Result<(Self, Proposal<VentureTerms>), ReviseError> {
        let (mut venture, by) = permit.into_parts();
        if venture.stage.is_final() {
            return Err(ReviseError::Ended);
        }
        if venture.pending_stage().is_some() {
            return Err(ReviseError::AnswerPending);
        }
        let same = terms.parties.len() == venture.parties.len()
            && venture.parties.iter().all(|company| terms.parties.iter().any(|party| party.company == *company));
        if !same {
            return Err(ReviseError::PartiesChanged);
        }
        terms.check(parties)?;
        if terms == venture.terms.terms {
            return Err(ReviseError::NothingChanged);
        }
        let next = Proposal::new(venture.terms.number + 1, terms, by.company, by.person.user, stamp)?;
        let mut previous = std::mem::replace(&mut venture.terms, next);
        previous.supersede();
        venture.touch(stamp.at);
        Ok((venture, previous))
    }

    /// Proposes the next stage with its evidence. Declining needs no second word and takes effect at once.
    pub fn advance(permit: Permit<AdvanceJointVenture>, change: StageChange, facts: &Facts, stamp: Stamp) -> Result<Self, AdvanceError> {
        let (venture, by) = permit.into_parts();
        if change.to == Stage::Withdrawn {
            // Whoever leaves shows another permit.
            return Err(StageError::NoWay { from: venture.stage, to: change.to }.into());
        }
        venture.advanced(change, by, facts, stamp)
    }

    /// Leaves the venture: the Owner's word, which takes effect at once.
    pub fn withdraw(permit: Permit<WithdrawJointVenture>, reason: Option<String>, stamp: Stamp) -> Result<Self, AdvanceError> {
        let (venture, by) = permit.into_parts();
        let change = StageChange { to: Stage::Withdrawn, evidence: Evidence::default(), reason };
        venture.advanced(change, by, &Facts::default(), stamp)
    }

    fn advanced(mut self, change: StageChange, by: Member, facts: &Facts, stamp: Stamp) -> Result<Self, AdvanceError> {
        // Leaving needs nobody's answer, so it does not wait for one either.
        if self.pending_stage().is_some() && !change.to.is_unilateral() {
            return Err(AdvanceError::AnswerPending);
        }
        if !change.to.is_end() && self.terms.state != ProposalState::Confirmed {
            return Err(AdvanceError::TermsNotConfirmed);
        }
        change.check(&self, by, facts)?;
        self.touch(stamp.at);
        if change.to.is_unilateral() {
            self.end_reason.clone_from(&change.reason);
            self.stage = change.to;
            if let Some(open) = self.stage_change.as_mut() {
                open.supersede();
            }
        } else {
            let number = self.stage_change.as_ref().map_or(1, |previous| previous.number + 1);
            self.stage_change = Some(Proposal::new(number, change, by.company, by.person.user, stamp)?);
        }
        Ok(self)
    }

    /// Whether the answer that is asked for binds the company or ends the venture, so that only its Owner gives it.
    #[must_use]
    pub fn asks_the_owner(&self) -> bool {
        self.pending_stage().is_some_and(|pending| pending.terms.to == Stage::Incorporated || pending.terms.to.is_end())
    }

    /// Believes the proposed terms or stage whose hash is named.
    pub fn confirm(permit: Permit<ConfirmJointVenture>, hash: &str, stamp: Stamp) -> Result<(Self, Answered), ConfirmError> {
        let (venture, by) = permit.into_parts();
        venture.confirmed(hash, by.company, by.person.user, stamp)
    }

    /// Does so as the Owner.
    pub fn bind(permit: Permit<BindJointVenture>, hash: &str, stamp: Stamp) -> Result<(Self, Answered), ConfirmError> {
        let (venture, by) = permit.into_parts();
        venture.confirmed(hash, by.company, by.person.user, stamp)
    }

    fn confirmed(mut self, hash: &str, company: CompanyId, by: crate::id::UserId, stamp: Stamp) -> Result<(Self, Answered), ConfirmError> {
        self.expect_alive()?;
        let parties = self.parties.clone();
        let answered = if let Some(pending) = self.stage_change.as_mut().filter(|change| change.state == ProposalState::Pending) {
            pending.confirm(hash, company, by, &parties, stamp)?;
            if pending.state == ProposalState::Confirmed {
                self.stage = pending.terms.to;
                // The paper that it stands on from here, where it was logged without one.
                self.agreement = self.agreement.or(pending.terms.evidence.agreement);
                self.end_reason = pending.terms.reason.clone().filter(|_| pending.terms.to.is_end());
            }
            Answered::Stage
        } else {
            self.terms.confirm(hash, company, by, &parties, stamp)?;
            // Terms that all believe are what the parties negotiate about from then on.
            if self.terms.state == ProposalState::Confirmed && self.stage == Stage::Proposed {
                self.stage = Stage::Negotiating;
            }
            Answered::Terms
        };
        self.touch(stamp.at);
        Ok((self, answered))
    }

    /// Says what is wrong with the proposed terms or stage.
    pub fn dispute(permit: Permit<DisputeJointVenture>, hash: &str, words: String, stamp: Stamp) -> Result<(Self, Answered), AnswerError> {
        let (mut venture, by) = permit.into_parts();
        venture.expect_alive()?;
        let answered = if let Some(pending) = venture.stage_change.as_mut().filter(|change| change.state == ProposalState::Pending) {
            pending.dispute(hash, by.company, by.person.user, words, stamp)?;
            Answered::Stage
        } else {
            venture.terms.dispute(hash, by.company, by.person.user, words, stamp)?;
            Answered::Terms
        };
        venture.touch(stamp.at);
        Ok((venture, answered))
    }

    /// Says how it goes. A venture that was asleep is awake with it.
    pub fn report_health(permit: Permit<ReportHealth>, health: Health, stamp: Stamp) -> Result<Self, HealthError> {
        let (mut venture, _) = permit.into_parts();
        if venture.stage.is_final() {
            return Err(HealthError::Ended);
        }
        if health == Health::Dormant {
            return Err(HealthError::NotByWord);
        }
        venture.touch(stamp.at);
        venture.health = health;
        Ok(venture)
    }

    /// Falls asleep where nobody has written for sixty days. Nothing where somebody has, or where it has ended.
    #[must_use]
    pub fn fall_asleep(mut self, now: Timestamp) -> Option<Self> {
        let silent = now - self.touched_at >= chrono::Duration::days(DORMANT_DAYS);
        if !silent || self.stage.is_final() || self.health == Health::Dormant {
            return None;
        }
        self.health = Health::Dormant;
        Some(self)
    }

    /// Ends by date: the memorandum that it stands on has run out, and nothing that binds has followed. Nothing at any other stage.
    #[must_use]
    pub fn lapse(mut self, expired_on: chrono::NaiveDate) -> Option<Self> {
        if self.stage != Stage::MouSigned {
            return None;
        }
        self.stage = Stage::Lapsed;
        self.end_reason = Some(format!("The memorandum ran out on {expired_on}."));
        if let Some(open) = self.stage_change.as_mut() {
            open.supersede();
        }
        Some(self)
    }

    /// Notes that somebody wrote about it, which wakes it if it was asleep.
    pub fn touch(&mut self, at: Timestamp) {
        self.touched_at = at;
        if self.health == Health::Dormant {
            self.health = Health::OnTrack;
        }
    }

    /// Nothing that was proposed for a venture that has ended is answered any more.
    fn expect_alive(&self) -> Result<(), AnswerError> {
        if self.stage.is_final() { Err(AnswerError::NotPending { state: ProposalState::Superseded }) } else { Ok(()) }
    }

    /// The stage change that waits for an answer.
    #[must_use]
    pub fn pending_stage(&self) -> Option<&Proposal<StageChange>> {
        self.stage_change.as_ref().filter(|change| change.state == ProposalState::Pending)
    }
}

/// The proposer of what is on the table looks at his own; other parties are his counterparts.
impl Subject for JointVenture {
    fn relation(&self, actor: &Actor) -> Relation {
        let proposed_by = self.pending_stage().map_or(self.terms.proposed_by, |pending| pending.proposed_by);
        agreement::relation_to(actor, &self.parties, proposed_by)
    }
}

impl Subject for VentureParties {
    fn relation(&self, actor: &Actor) -> Relation {
        agreement::AgreementParties(self.0.clone()).relation(actor)
    }
}
