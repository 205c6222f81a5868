//! A person's request to be let into a company that is on the forum already.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    id::{CompanyId, JoinRequestId, UserId},
    member::{Membership, Role},
    permit::{Permit, Relation, Subject},
    policy::{AdmitMember, AskToJoin, RefuseMember, WithdrawJoinRequest},
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What became of a request to join.
    pub enum JoinRequestState {
        Pending = "PENDING",
        Admitted = "ADMITTED",
        Refused = "REFUSED",
        Withdrawn = "WITHDRAWN",
        Expired = "EXPIRED",
    }
}

/// A request nobody answers ends by itself.
const EXPIRES_DAYS: i64 = 30;
/// What one person may ask in a day.
const MAX_A_DAY: u64 = 5;
/// How many of one person's requests may wait.
const MAX_PENDING: u64 = 3;
/// Whom a company has refused it does not hear from again for so long.
pub const SILENT_DAYS: i64 = 30;

/// A request to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinRequest {
    pub id: JoinRequestId,
    pub company: CompanyId,
    pub user: UserId,
    pub message: String,
    pub state: JoinRequestState,
    pub asked_at: Timestamp,
    pub expires_at: Timestamp,
    pub answered_by: Option<UserId>,
    pub answered_at: Option<Timestamp>,
    pub version: i32,
}

/// The verified company that is asked, and what is known of the person who asks.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    pub company: CompanyId,
    pub is_member: bool,
    /// A request of his to this company waits.
    pub pending: bool,
    pub pending_in_all: u64,
    pub asked_today: u64,
    /// The company has refused him within the last weeks.
    pub refused_lately: bool,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AskError {
    #[error("you are a member of this company already")]
    AlreadyMember,
    #[error("you have asked this company already and it has not answered yet")]
    AlreadyAsked,
    #[error("the company has refused you; ask again when {SILENT_DAYS} days have passed")]
    RefusedLately,
    #[error("at most {MAX_PENDING} requests wait for an answer, and at most {MAX_A_DAY} are made in a day")]
    QuotaExceeded,
}

/// Why an answer to a request, or taking it back, is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JoinRequestError {
    #[error("the request is {state} already")]
    NotPending { state: JoinRequestState },
    #[error("the request has expired")]
    Expired,
    #[error("this person is a member already")]
    AlreadyMember,
}

impl JoinRequest {
    /// Asks to be let in.
    pub fn ask(permit: Permit<AskToJoin>, message: String, stamp: Stamp) -> Result<Self, AskError> {
        let (wish, by) = permit.into_parts();
        if wish.is_member {
            return Err(AskError::AlreadyMember);
        }
        if wish.pending {
            return Err(AskError::AlreadyAsked);
        }
        if wish.refused_lately {
            return Err(AskError::RefusedLately);
        }
        if wish.pending_in_all >= MAX_PENDING || wish.asked_today >= MAX_A_DAY {
            return Err(AskError::QuotaExceeded);
        }
        Ok(Self {
            id: stamp.id(),
            company: wish.company,
            user: by.user,
            message,
            state: JoinRequestState::Pending,
            asked_at: stamp.at,
            expires_at: stamp.at + chrono::Duration::days(EXPIRES_DAYS),
            answered_by: None,
            answered_at: None,
            version: 1,
        })
    }

    /// Takes the request back.
    pub fn withdraw(permit: Permit<WithdrawJoinRequest>, stamp: Stamp) -> Result<Self, JoinRequestError> {
        let (request, by) = permit.into_parts();
        request.answered(JoinRequestState::Withdrawn, by.user, stamp)
    }

    /// Lets the person in.
    pub fn admit(permit: Permit<AdmitMember>, role: Role, stamp: Stamp) -> Result<(Self, Membership), JoinRequestError> {
        let (request, by) = permit.into_parts();
        let request = request.answered(JoinRequestState::Admitted, by.person.user, stamp)?;
        let membership = Membership { company: request.company, user: request.user, role, since: stamp.at };
        Ok((request, membership))
    }

    /// Leaves the person outside.
    pub fn refuse(permit: Permit<RefuseMember>, stamp: Stamp) -> Result<Self, JoinRequestError> {
        let (request, by) = permit.into_parts();
        request.answered(JoinRequestState::Refused, by.person.user, stamp)
    }

    fn answered(mut self, state: JoinRequestState, by: UserId, stamp: Stamp) -> Result<Self, JoinRequestError> {
        match self.state {
            JoinRequestState::Pending if self.expires_at <= stamp.at => return Err(JoinRequestError::Expired),
            JoinRequestState::Pending => {}
            state => return Err(JoinRequestError::NotPending { state }),
        }
        self.state = state;
        self.answered_by = Some(by);
        self.answered_at = Some(stamp.at);
        Ok(self)
    }
}

/// A person asks for himself.
impl Subject for Wish {
    fn relation(&self, _: &Actor) -> Relation {
        Relation::Own
    }
}

/// The company's to answer, the person's to take back.
impl Subject for JoinRequest {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.company => Relation::Counterpart,
            _ => match actor.signed_in() {
                Some(person) if person.user == self.user => Relation::Own,
                _ => Relation::Stranger,
            },
        }
    }
}
