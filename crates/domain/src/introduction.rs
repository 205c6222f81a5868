//! A request of one company to meet another; contacts open only when the other side accepts.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    company::{Company, CompanyState},
    id::{CompanyId, IntroductionId, ListingId, UserId},
    permit::{Permit, Relation, Subject},
    policy::{AcceptIntroduction, DeclineIntroduction, EditIntroduction, RequestIntroduction, WithdrawIntroduction},
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What became of the request.
    pub enum IntroductionState {
        Pending = "PENDING",
        Accepted = "ACCEPTED",
        Declined = "DECLINED",
        Withdrawn = "WITHDRAWN",
        Expired = "EXPIRED",
    }
}

/// A request nobody answers ends by itself.
const EXPIRES_DAYS: i64 = 21;
/// What one company may ask for in a day.
const MAX_A_DAY: u64 = 50;

/// A request to meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    pub id: IntroductionId,
    pub from: CompanyId,
    pub to: CompanyId,
    pub message: String,
    /// The listing of the other side that it is about.
    pub listing: Option<ListingId>,
    pub state: IntroductionState,
    pub requested_by: UserId,
    pub requested_at: Timestamp,
    pub expires_at: Timestamp,
    pub answered_by: Option<UserId>,
    pub answered_at: Option<Timestamp>,
    /// Private to the side that declined.
    pub decline_reason: Option<String>,
    pub version: i32,
}

/// What is known between the two companies before the request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Acquaintance {
    /// A pending or accepted introduction, whichever side asked.
    pub open: bool,
    pub requested_today: u64,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    #[error("introductions join companies of the two countries; this one is of yours")]
    SameCountry,
    #[error("that company is not verified")]
    NotVerified,
    #[error("the verification of your company has run out; it can ask again when it has been looked at")]
    VerificationLapsed,
    #[error("there is an introduction between the two companies already")]
    AlreadyIntroduced,
    #[error("a company asks for at most {MAX_A_DAY} introductions a day")]
    QuotaExceeded,
}

/// Why an answer is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    #[error("the request is {state} already")]
    NotPending { state: IntroductionState },
    #[error("the request expired")]
    Expired,
}

/// Why a request is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AcceptError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error("the verification of your company has run out; it can accept when it has been looked at")]
    VerificationLapsed,
}

/// Why a message stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error("the same message as before")]
    NothingChanged,
}

impl Introduction {
    /// Asks the company of the permit for a meeting.
    pub fn request(
        permit: Permit<RequestIntroduction>,
        from: &Company,
        message: String,
        listing: Option<ListingId>,
        known: Acquaintance,
        stamp: Stamp,
    ) -> Result<Self, RequestError> {
        let (to, by) = permit.into_parts();
        if to.state != CompanyState::Verified || to.has_lapsed(stamp.at) {
            return Err(RequestError::NotVerified);
        }
        if from.has_lapsed(stamp.at) {
            return Err(RequestError::VerificationLapsed);
        }
        if to.registration.country == from.registration.country {
            return Err(RequestError::SameCountry);
        }
        if known.open {
            return Err(RequestError::AlreadyIntroduced);
        }
        if known.requested_today >= MAX_A_DAY {
            return Err(RequestError::QuotaExceeded);
        }
        Ok(Self {
            id: stamp.id(),
            from: by.company,
            to: to.id,
            message,
            listing,
            state: IntroductionState::Pending,
            requested_by: by.person.user,
            requested_at: stamp.at,
            expires_at: stamp.at + chrono::Duration::days(EXPIRES_DAYS),
            answered_by: None,
            answered_at: None,
            decline_reason: None,
            version: 1,
        })
    }

    /// Opens the contacts of both sides, unless the verification of the company that was asked has `lapsed`.
    pub fn accept(permit: Permit<AcceptIntroduction>, lapsed: bool, stamp: Stamp) -> Result<Self, AcceptError> {
        let (introduction, by) = permit.into_parts();
        if lapsed {
            return Err(AcceptError::VerificationLapsed);
        }
        Ok(introduction.answered(IntroductionState::Accepted, by.person.user, None, stamp)?)
    }

    /// Leaves the contacts closed; a reason may be kept for one's own side.
    pub fn decline(permit: Permit<DeclineIntroduction>, reason: Option<String>, stamp: Stamp) -> Result<Self, AnswerError> {
        let (introduction, by) = permit.into_parts();
        introduction.answered(IntroductionState::Declined, by.person.user, reason, stamp)
    }

    /// Says better why the two should meet, as long as nobody has answered.
    pub fn edit(permit: Permit<EditIntroduction>, message: String, stamp: Stamp) -> Result<Self, EditError> {
        let (mut introduction, _) = permit.into_parts();
        introduction.expect_pending(stamp)?;
        if introduction.message == message {
            return Err(EditError::NothingChanged);
        }
        introduction.message = message;
        Ok(introduction)
    }

    /// Takes the request back.
    pub fn withdraw(permit: Permit<WithdrawIntroduction>, stamp: Stamp) -> Result<Self, AnswerError> {
        let (mut introduction, _) = permit.into_parts();
        introduction.expect_pending(stamp)?;
        // Nobody has answered: who took it back and when stands in the event.
        introduction.state = IntroductionState::Withdrawn;
        Ok(introduction)
    }

    fn expect_pending(&self, stamp: Stamp) -> Result<(), AnswerError> {
        match self.state {
            IntroductionState::Pending if self.expires_at <= stamp.at => Err(AnswerError::Expired),
            IntroductionState::Pending => Ok(()),
            state => Err(AnswerError::NotPending { state }),
        }
    }

    fn answered(mut self, state: IntroductionState, by: UserId, reason: Option<String>, stamp: Stamp) -> Result<Self, AnswerError> {
        self.expect_pending(stamp)?;
        self.state = state;
        self.answered_by = Some(by);
        self.answered_at = Some(stamp.at);
        self.decline_reason = reason;
        Ok(self)
    }
}

impl Subject for Introduction {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.from => Relation::Own,
            Actor::Member(member) if member.company == self.to => Relation::Counterpart,
            _ => Relation::Stranger,
        }
    }
}
