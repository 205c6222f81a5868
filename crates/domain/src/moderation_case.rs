//! One thing that staff decide about: claimed by one of them, decided with a reason, and kept with everything that was said of it.

pub mod appeal;
pub mod entry;

use chrono::Duration;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::{
    actor::{Actor, Staff},
    company::Company,
    country::Country,
    id::{CompanyId, Identifier, IntroductionId, ListingId, ModerationCaseId, PublicationId, StaffId, UserId},
    permit::{Permit, Relation, Subject},
    policy::{AnswerCase, ReviewCase},
    staff::Duty,
    stamp::{Stamp, Timestamp},
    words::words,
};
pub use entry::{CaseEntry, EntryKind};

words! {
    /// What is to be decided.
    pub enum CaseKind {
        Registration = "REGISTRATION",
        /// A verified company says that it is called or numbered otherwise.
        Change = "CHANGE",
        /// A verification runs out soon.
        Recheck = "RECHECK",
        Listing = "LISTING",
        Publication = "PUBLICATION",
        Report = "REPORT",
        Appeal = "APPEAL",
    }
}

impl CaseKind {
    /// Whether it is decided by verifying a submitted company or sending it back.
    #[must_use]
    pub fn is_verification(self) -> bool {
        matches!(self, Self::Registration | Self::Change)
    }
}

words! {
    /// How far it is.
    pub enum CaseState {
        /// It waits for somebody to claim it.
        Open = "OPEN",
        /// Somebody has claimed it.
        InReview = "IN_REVIEW",
        /// It waits for the company.
        ChangesRequested = "CHANGES_REQUESTED",
        Approved = "APPROVED",
        Rejected = "REJECTED",
    }
}

impl CaseState {
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Approved | Self::Rejected)
    }
}

/// The record that a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseSubject {
    Company(CompanyId),
    Listing(ListingId),
    Introduction(IntroductionId),
    Publication(PublicationId),
    /// Another case, against which somebody appeals.
    Case(ModerationCaseId),
}

impl CaseSubject {
    /// The word under which it is stored.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Company(_) => "COMPANY",
            Self::Listing(_) => "LISTING",
            Self::Introduction(_) => "INTRODUCTION",
            Self::Publication(_) => "PUBLICATION",
            Self::Case(_) => "CASE",
        }
    }

    #[must_use]
    pub fn uuid(self) -> Uuid {
        match self {
            Self::Company(id) => id.uuid(),
            Self::Listing(id) => id.uuid(),
            Self::Introduction(id) => id.uuid(),
            Self::Publication(id) => id.uuid(),
            Self::Case(id) => id.uuid(),
        }
    }

    /// As it was stored.
    #[must_use]
    pub fn stored(kind: &str, id: Uuid) -> Option<Self> {
        Some(match kind {
            "COMPANY" => Self::Company(CompanyId::from_uuid(id)),
            "LISTING" => Self::Listing(ListingId::from_uuid(id)),
            "INTRODUCTION" => Self::Introduction(IntroductionId::from_uuid(id)),
            "PUBLICATION" => Self::Publication(PublicationId::from_uuid(id)),
            "CASE" => Self::Case(ModerationCaseId::from_uuid(id)),
            _ => return None,
        })
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

/// Who works on a case, and until when without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    pub by: StaffId,
    pub person: UserId,
    pub until: Timestamp,
}

/// One thing that staff decide about, kept with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModerationCase {
    pub id: ModerationCaseId,
    pub kind: CaseKind,
    pub company: CompanyId,
    /// The side whose it is: the company's, or whose moderator has to agree to a publication.
    pub side: Country,
    pub subject: CaseSubject,
    pub state: CaseState,
    pub opened_at: Timestamp,
    pub claim: Option<Claim>,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<StaffId>,
    /// The side and the duty of who decided: what the company reads of him.
    pub decided_as: Option<(Country, Duty)>,
    pub reason: Option<String>,
    /// People who decided before, and so do not decide about the appeal.
    pub barred: Vec<UserId>,
    /// Companies beside the one that it is about whose people do not decide either.
    pub concerned: Vec<CompanyId>,
    /// Whether the company reads it: a report is not told before staff write to the company.
    pub shared: bool,
    pub version: i32,
}

/// A claim that nothing came of ends by itself.
const CLAIM_MINUTES: i64 = 30;

/// Why a case is not claimed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClaimError {
    #[error("the case is {state}")]
    NotOpen { state: CaseState },
    #[error("somebody else works on this case")]
    ClaimedByOther,
    #[error("a moderator of the other side decides about this")]
    OtherSide,
    #[error("you decided about this before; somebody else hears the appeal")]
    DecidedBefore,
}

/// Why a claim is not given back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReleaseError {
    #[error("you have not claimed this case, or your claim has lapsed")]
    NotClaimed,
}

/// Why nothing is decided.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecideError {
    #[error(transparent)]
    Claim(#[from] ClaimError),
    #[error("a company is verified with what was checked, by `verifyCompany` or `renewVerification`")]
    ByVerifying,
    #[error("what the case is about is in another state by now")]
    SubjectChanged,
}

/// Why a decision is not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReopenError {
    #[error("only what was rejected is opened again; the case is {state}")]
    NotRejected { state: CaseState },
    #[error("a moderator of the other side decides about this")]
    OtherSide,
    #[error("you decided about this before; somebody else hears the appeal")]
    DecidedBefore,
    #[error("what the case is about is in another state by now")]
    SubjectChanged,
}

impl ModerationCase {
    /// Puts something about a company before staff.
    #[must_use]
    pub fn open(kind: CaseKind, subject: CaseSubject, company: CompanyId, side: Country, stamp: Stamp) -> Self {
        Self {
            id: stamp.id(),
            kind,
            company,
            side,
            subject,
            state: CaseState::Open,
            opened_at: stamp.at,
            claim: None,
            decided_at: None,
            decided_by: None,
            decided_as: None,
            reason: None,
            barred: Vec::new(),
            concerned: Vec::new(),
            shared: kind != CaseKind::Report,
            version: 1,
        }
    }

    /// A submitted company waits for a decision.
    #[must_use]
    pub fn registration(company: &Company, stamp: Stamp) -> Self {
        Self::of_company(CaseKind::Registration, company, stamp)
    }

    /// Something about a company itself waits for a decision.
    #[must_use]
    pub fn of_company(kind: CaseKind, company: &Company, stamp: Stamp) -> Self {
        Self::open(kind, CaseSubject::Company(company.id), company.id, company.registration.country, stamp)
    }

    /// Closes the case with what was decided.
    #[must_use]
    pub fn decided(mut self, state: CaseState, by: StaffId, reason: String, stamp: Stamp) -> Self {
        self.state = state;
        self.claim = None;
        self.decided_by = Some(by);
        self.decided_at = Some(stamp.at);
        self.reason = Some(reason);
        self
    }

    /// Whether `by` may work on it now.
    pub fn workable(&self, by: &Staff, stamp: Stamp) -> Result<(), ClaimError> {
        if self.state.is_decided() {
            return Err(ClaimError::NotOpen { state: self.state });
        }
        self.fits(by)?;
        match self.claim {
            Some(claim) if claim.person != by.person.user && claim.until > stamp.at => Err(ClaimError::ClaimedByOther),
            _ => Ok(()),
        }
    }

    fn fits(&self, by: &Staff) -> Result<(), ClaimError> {
        if self.kind == CaseKind::Publication && self.side != by.side {
            return Err(ClaimError::OtherSide);
        }
        if self.barred.contains(&by.person.user) {
            return Err(ClaimError::DecidedBefore);
        }
        Ok(())
    }

    /// Takes the case to work on it; nobody else decides before the claim is given back or lapses.
    pub fn claim(permit: Permit<ReviewCase>, stamp: Stamp) -> Result<Self, ClaimError> {
        let (mut case, by) = permit.into_parts();
        case.workable(&by, stamp)?;
        if case.state == CaseState::ChangesRequested {
            return Err(ClaimError::NotOpen { state: case.state });
        }
        case.state = CaseState::InReview;
        case.claim = Some(Claim { by: by.id, person: by.person.user, until: stamp.at + Duration::minutes(CLAIM_MINUTES) });
        Ok(case)
    }

    /// Gives it back.
    pub fn release(permit: Permit<ReviewCase>, stamp: Stamp) -> Result<Self, ReleaseError> {
        let (mut case, by) = permit.into_parts();
        let own = case.claim.is_some_and(|claim| claim.person == by.person.user && claim.until > stamp.at);
        if !own || case.state != CaseState::InReview {
            return Err(ReleaseError::NotClaimed);
        }
        case.state = CaseState::Open;
        case.claim = None;
        Ok(case)
    }

    /// Asks the company to put something right first.
    pub fn request_changes(permit: Permit<ReviewCase>, stamp: Stamp) -> Result<Self, ClaimError> {
        let (mut case, by) = permit.into_parts();
        case.workable(&by, stamp)?;
        case.state = CaseState::ChangesRequested;
        case.claim = None;
        case.shared = true;
        Ok(case)
    }

    /// Finds it right.
    pub fn approve(permit: Permit<ReviewCase>, reason: String, stamp: Stamp) -> Result<Self, DecideError> {
        let kind = permit.subject().kind;
        if kind.is_verification() || kind == CaseKind::Recheck {
            return Err(DecideError::ByVerifying);
        }
        Ok(Self::close(permit, CaseState::Approved, reason, stamp)?)
    }

    /// Finds it wrong, and says why.
    pub fn reject(permit: Permit<ReviewCase>, reason: String, stamp: Stamp) -> Result<Self, DecideError> {
        Ok(Self::close(permit, CaseState::Rejected, reason, stamp)?)
    }

    /// Closes the case by a decision that a verb of its own has taken, as `verifyCompany` does.
    pub fn close(permit: Permit<ReviewCase>, state: CaseState, reason: String, stamp: Stamp) -> Result<Self, ClaimError> {
        let (case, by) = permit.into_parts();
        case.workable(&by, stamp)?;
        let mut case = case.decided(state, by.id, reason, stamp);
        case.decided_as = Some((by.side, by.duty));
        // What is upheld about a company is told to it; a report that came to nothing is not.
        case.shared |= case.kind == CaseKind::Report && state == CaseState::Approved;
        Ok(case)
    }

    /// Takes a rejection back: the case is open as it was before.
    pub fn reopen(permit: Permit<ReviewCase>) -> Result<Self, ReopenError> {
        let (mut case, by) = permit.into_parts();
        if case.state != CaseState::Rejected {
            return Err(ReopenError::NotRejected { state: case.state });
        }
        case.fits(&by).map_err(|error| match error {
            ClaimError::DecidedBefore => ReopenError::DecidedBefore,
            _ => ReopenError::OtherSide,
        })?;
        case.state = CaseState::Open;
        case.decided_at = None;
        case.decided_by = None;
        case.decided_as = None;
        case.reason = None;
        Ok(case)
    }

    /// The company writes; what it was asked to put right comes before staff again, but for what the company is verified by, which is submitted anew.
    #[must_use]
    pub fn answered(permit: Permit<AnswerCase>) -> (Self, bool) {
        let (mut case, _) = permit.into_parts();
        let again = case.state == CaseState::ChangesRequested && !case.kind.is_verification();
        if again {
            case.state = CaseState::Open;
        }
        (case, again)
    }

    /// What the case was about is gone before anybody decided.
    #[must_use]
    pub fn moot(mut self, reason: String, stamp: Stamp) -> Self {
        self.state = CaseState::Rejected;
        self.claim = None;
        self.decided_at = Some(stamp.at);
        self.reason = Some(reason);
        self
    }

    /// The company is submitted again after what it was asked to put right.
    #[must_use]
    pub fn resubmitted(mut self) -> Self {
        self.state = CaseState::Open;
        self
    }
}

impl Subject for ModerationCase {
    fn relation(&self, actor: &Actor) -> Relation {
        let own = match actor {
            Actor::Member(member) => member.company == self.company,
            Actor::Staff(staff) => staff.companies.iter().any(|company| *company == self.company || self.concerned.contains(company)),
            _ => false,
        };
        if own { Relation::Own } else { Relation::Stranger }
    }
}

#[cfg(test)]
mod tests;
