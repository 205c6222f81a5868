//! A letter that asks somebody into a company: it finds its reader by his proved address, and ends by itself.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::{
    actor::Actor,
    company::Company,
    email_address::EmailAddress,
    id::{CompanyId, Identifier, InvitationId, UserId},
    language::Language,
    member::{MAX_MEMBERS, Membership, Role, Roster},
    permit::{Permit, Relation, Subject},
    policy::{AcceptInvitation, DeclineInvitation, InviteMember, KeepInvitation},
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What became of an invitation.
    pub enum InvitationState {
        Pending = "PENDING",
        Accepted = "ACCEPTED",
        Declined = "DECLINED",
        Withdrawn = "WITHDRAWN",
        Expired = "EXPIRED",
    }
}

/// An invitation nobody answers ends by itself.
const EXPIRES_DAYS: i64 = 14;
/// What one company may send in a day, letters that are sent again among them.
const MAX_LETTERS_A_DAY: u64 = 20;
/// How often one invitation is sent.
const MAX_LETTERS: i32 = 3;
/// And not at once again: mail takes its time.
const RESEND_AFTER_MINUTES: i64 = 10;

/// An invitation of one address into a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub company: CompanyId,
    /// As it was when the invitation was written: its reader may not see the company yet.
    pub company_name: String,
    pub email: EmailAddress,
    pub role: Role,
    /// Of the company, for a reader who has said none himself.
    pub language: Language,
    pub state: InvitationState,
    pub invited_by: UserId,
    pub invited_at: Timestamp,
    pub expires_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    /// How many letters were asked for, and the last of them.
    pub letters: i32,
    pub letter: Uuid,
    pub letter_asked_at: Timestamp,
    pub version: i32,
}

/// What is known in the company before somebody is asked in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// The address belongs to a member.
    pub is_member: bool,
    /// An invitation of the address waits for an answer.
    pub pending: bool,
    pub pending_in_all: u64,
    pub letters_today: u64,
}

/// Why nobody is invited.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InviteError {
    #[error("the person with this address is a member already")]
    AlreadyMember,
    #[error("an invitation to this address waits for an answer already; it can be sent again")]
    AlreadyInvited,
    #[error("a company sends at most {MAX_LETTERS_A_DAY} invitations a day")]
    QuotaExceeded,
    #[error("a company has at most {MAX_MEMBERS} members, those who are invited among them")]
    CompanyFull,
}

/// Why an invitation is not sent again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ResendError {
    #[error("the invitation is {state} already")]
    NotPending { state: InvitationState },
    #[error("it was sent a moment ago; wait {RESEND_AFTER_MINUTES} minutes")]
    TooSoon,
    #[error("an invitation is sent at most {MAX_LETTERS} times")]
    SentOften,
    #[error("a company sends at most {MAX_LETTERS_A_DAY} invitations a day")]
    QuotaExceeded,
}

/// Why an answer to an invitation, or taking it back, is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvitationError {
    #[error("this link is not an invitation of yours: sign in with the address that it was sent to, and confirm that address")]
    NotYours,
    #[error("the invitation is {state} already")]
    NotPending { state: InvitationState },
    #[error("the invitation has expired; ask for a new one")]
    Expired,
    #[error("you are a member of this company already")]
    AlreadyMember,
}

impl Invitation {
    /// Asks an address into the company of the permit.
    pub fn invite(
        permit: Permit<InviteMember>,
        company: &Company,
        email: EmailAddress,
        role: Role,
        asked: Asked,
        stamp: Stamp,
    ) -> Result<Self, InviteError> {
        let (roster, by): (Roster, _) = permit.into_parts();
        if asked.is_member {
            return Err(InviteError::AlreadyMember);
        }
        if asked.pending {
            return Err(InviteError::AlreadyInvited);
        }
        if asked.letters_today >= MAX_LETTERS_A_DAY {
            return Err(InviteError::QuotaExceeded);
        }
        if roster.count() as u64 + asked.pending_in_all >= MAX_MEMBERS as u64 {
            return Err(InviteError::CompanyFull);
        }
        Ok(Self {
            id: stamp.id(),
            company: roster.company,
            company_name: company.registration.names.primary().to_owned(),
            email,
            role,
            language: company.registration.languages.first().copied().unwrap_or(Language::En),
            state: InvitationState::Pending,
            invited_by: by.person.user,
            invited_at: stamp.at,
            expires_at: stamp.at + chrono::Duration::days(EXPIRES_DAYS),
            answered_at: None,
            letters: 1,
            letter: stamp.nth::<InvitationId>(1).uuid(),
            letter_asked_at: stamp.at,
            version: 1,
        })
    }

    /// Sends the letter once more, with the same link and a new date.
    pub fn resend(permit: Permit<KeepInvitation>, letters_today: u64, stamp: Stamp) -> Result<Self, ResendError> {
        let (mut invitation, _) = permit.into_parts();
        if invitation.state != InvitationState::Pending {
            return Err(ResendError::NotPending { state: invitation.state });
        }
        if invitation.letters >= MAX_LETTERS {
            return Err(ResendError::SentOften);
        }
        if stamp.at - invitation.letter_asked_at < chrono::Duration::minutes(RESEND_AFTER_MINUTES) {
            return Err(ResendError::TooSoon);
        }
        if letters_today >= MAX_LETTERS_A_DAY {
            return Err(ResendError::QuotaExceeded);
        }
        invitation.letters += 1;
        invitation.letter = stamp.nth::<InvitationId>(1).uuid();
        invitation.letter_asked_at = stamp.at;
        invitation.expires_at = stamp.at + chrono::Duration::days(EXPIRES_DAYS);
        Ok(invitation)
    }

    /// Takes the invitation back.
    pub fn withdraw(permit: Permit<KeepInvitation>, stamp: Stamp) -> Result<Self, InvitationError> {
        let (invitation, _) = permit.into_parts();
        match invitation.state {
            InvitationState::Pending => Ok(invitation.ended(InvitationState::Withdrawn, stamp)),
            state => Err(InvitationError::NotPending { state }),
        }
    }

    /// Makes the reader a member.
    pub fn accept(permit: Permit<AcceptInvitation>, stamp: Stamp) -> Result<(Self, Membership), InvitationError> {
        let (addressed, by) = permit.into_parts();
        if addressed.is_member {
            return Err(InvitationError::AlreadyMember);
        }
        let invitation = addressed.invitation.open(stamp)?.ended(InvitationState::Accepted, stamp);
        let membership = Membership { company: invitation.company, user: by.user, role: invitation.role, since: stamp.at };
        Ok((invitation, membership))
    }

    /// The reader would rather not.
    pub fn decline(permit: Permit<DeclineInvitation>, stamp: Stamp) -> Result<Self, InvitationError> {
        let (addressed, _) = permit.into_parts();
        Ok(addressed.invitation.open(stamp)?.ended(InvitationState::Declined, stamp))
    }

    fn open(self, stamp: Stamp) -> Result<Self, InvitationError> {
        match self.state {
            InvitationState::Pending if self.expires_at <= stamp.at => Err(InvitationError::Expired),
            InvitationState::Pending => Ok(self),
            InvitationState::Expired => Err(InvitationError::Expired),
            state => Err(InvitationError::NotPending { state }),
        }
    }

    fn ended(mut self, state: InvitationState, stamp: Stamp) -> Self {
        self.state = state;
        self.answered_at = Some(stamp.at);
        self
    }
}

impl Subject for Invitation {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.company => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}

/// An invitation with the person whose proved address it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    pub invitation: Invitation,
    pub to: UserId,
    /// He belongs to the company already.
    pub is_member: bool,
}

impl Subject for Addressed {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor.signed_in() {
            Some(person) if person.user == self.to => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}
