//! Handing a company to another of its members: it counts when both have said so.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    id::{CompanyId, HandoverId, UserId},
    member::{Membership, Role, Roster},
    permit::{Permit, Relation, Subject},
    policy::{AcceptOwnership, DeclineOwnership, OfferOwnership},
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What became of a handover.
    pub enum HandoverState {
        Pending = "PENDING",
        Accepted = "ACCEPTED",
        Declined = "DECLINED",
        Withdrawn = "WITHDRAWN",
        Expired = "EXPIRED",
    }
}

/// A handover nobody accepts ends by itself.
const EXPIRES_DAYS: i64 = 14;

/// One owner's place, offered to another member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub id: HandoverId,
    pub company: CompanyId,
    pub from: UserId,
    pub to: UserId,
    /// What the giver wants the receiver to know.
    pub note: Option<String>,
    pub state: HandoverState,
    pub offered_at: Timestamp,
    pub expires_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub version: i32,
}

/// Why ownership is not offered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TransferError {
    #[error("this person is not a member of the company")]
    NotAMember,
    #[error("you cannot hand the company to yourself")]
    Oneself,
    #[error("this person is an Owner already")]
    AlreadyOwner,
    #[error("a handover waits for an answer already")]
    AlreadyOffered,
}

/// Why an answer to a handover is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HandoverError {
    #[error("the handover is {state} already")]
    NotPending { state: HandoverState },
    #[error("the handover has expired")]
    Expired,
    #[error("the person who offered it is no Owner any more")]
    GiverGone,
}

impl Handover {
    /// Offers one's own place to another member.
    pub fn offer(
        permit: Permit<OfferOwnership>,
        to: UserId,
        note: Option<String>,
        pending: bool,
        stamp: Stamp,
    ) -> Result<Self, TransferError> {
        let (roster, by): (Roster, _) = permit.into_parts();
        if to == by.person.user {
            return Err(TransferError::Oneself);
        }
        match roster.find(to) {
            None => return Err(TransferError::NotAMember),
            Some(member) if member.role == Role::Owner => return Err(TransferError::AlreadyOwner),
            Some(_) if pending => return Err(TransferError::AlreadyOffered),
            Some(_) => {}
        }
        Ok(Self {
            id: stamp.id(),
            company: roster.company,
            from: by.person.user,
            to,
            note,
            state: HandoverState::Pending,
            offered_at: stamp.at,
            expires_at: stamp.at + chrono::Duration::days(EXPIRES_DAYS),
            answered_at: None,
            version: 1,
        })
    }

    /// The receiver acknowledges: he becomes Owner, and the giver an Editor. Gives back both memberships as they are from now on.
    pub fn accept(permit: Permit<AcceptOwnership>, roster: &Roster, stamp: Stamp) -> Result<(Self, [Membership; 2]), HandoverError> {
        let (handover, _) = permit.into_parts();
        let handover = handover.open(stamp)?;
        let giver = roster.find(handover.from).filter(|giver| giver.role == Role::Owner).ok_or(HandoverError::GiverGone)?;
        let receiver = roster.find(handover.to).ok_or(HandoverError::GiverGone)?;
        let both = [Membership { role: Role::Owner, ..receiver.clone() }, Membership { role: Role::Editor, ..giver.clone() }];
        Ok((handover.ended(HandoverState::Accepted, stamp), both))
    }

    /// The receiver would rather not, or the giver takes it back.
    pub fn decline(permit: Permit<DeclineOwnership>, stamp: Stamp) -> Result<Self, HandoverError> {
        let (handover, by) = permit.into_parts();
        let state = if by.person.user == handover.to { HandoverState::Declined } else { HandoverState::Withdrawn };
        Ok(handover.open(stamp)?.ended(state, stamp))
    }

    /// One of the two leaves the company before it was answered.
    #[must_use]
    pub fn void(self, stamp: Stamp) -> Self {
        self.ended(HandoverState::Withdrawn, stamp)
    }

    /// Whether it concerns the person.
    #[must_use]
    pub fn concerns(&self, user: UserId) -> bool {
        self.from == user || self.to == user
    }

    fn open(self, stamp: Stamp) -> Result<Self, HandoverError> {
        match self.state {
            HandoverState::Pending if self.expires_at <= stamp.at => Err(HandoverError::Expired),
            HandoverState::Pending => Ok(self),
            HandoverState::Expired => Err(HandoverError::Expired),
            state => Err(HandoverError::NotPending { state }),
        }
    }

    fn ended(mut self, state: HandoverState, stamp: Stamp) -> Self {
        self.state = state;
        self.answered_at = Some(stamp.at);
        self
    }
}

/// The giver's own; the receiver is his counterpart. To every other member it is a stranger's.
impl Subject for Handover {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.company && member.person.user == self.from => Relation::Own,
            Actor::Member(member) if member.company == self.company && member.person.user == self.to => Relation::Counterpart,
            _ => Relation::Stranger,
        }
    }
}
