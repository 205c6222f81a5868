//! What an accepted introduction opens: two companies write to each other, and nobody else reads it.
//!
//! A message is not edited: whoever has read it has read it. Its author may take it back for a few minutes, which leaves its place.

use chrono::TimeDelta;
use thiserror::Error;

use crate::{
    actor::Actor,
    id::{CompanyId, ConversationId, Identifier, IntroductionId, MessageId, UserId},
    introduction::Introduction,
    permit::{Permit, Relation, Subject},
    policy::{RetractMessage, SendMessage},
    stamp::{Stamp, Timestamp},
};

/// What one company may write in a day, to all others together.
pub const MAX_A_DAY: u64 = 500;
/// What one company may write in one conversation within ten minutes: a person types no faster.
pub const MAX_AT_ONCE: u64 = 30;
/// How long ten minutes are.
pub const AT_ONCE: TimeDelta = TimeDelta::minutes(10);
/// How long an author may take a message back.
const RETRACTED_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// Two companies that write to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    pub id: ConversationId,
    pub introduction: IntroductionId,
    pub from: CompanyId,
    pub to: CompanyId,
    pub opened_at: Timestamp,
    /// When somebody last wrote, and the opening as long as nobody has.
    pub last_message_at: Timestamp,
    pub messages: i32,
}

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub conversation: ConversationId,
    /// In whose name.
    pub company: CompanyId,
    pub author: UserId,
    /// Nothing once it was taken back.
    pub body: String,
    pub sent_at: Timestamp,
    pub retracted_at: Option<Timestamp>,
}

/// How much the company has written lately.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pace {
    pub today: u64,
    pub here_at_once: u64,
}

/// Why a message does not go out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendError {
    #[error("the other company is not verified at present and cannot answer")]
    CounterpartNotVerified,
    #[error("a company writes at most {MAX_AT_ONCE} messages in ten minutes to one other, and {MAX_A_DAY} a day to all")]
    QuotaExceeded,
}

/// Why a message stays.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RetractError {
    #[error("only its author takes a message back")]
    NotTheAuthor,
    #[error("a message is taken back within five minutes")]
    TooLate,
    #[error("the message was taken back already")]
    Retracted,
}

impl Conversation {
    /// Opens with the introduction that was accepted, under its identity: there is never a second one.
    #[must_use]
    pub fn open(introduction: &Introduction, at: Timestamp) -> Self {
        Self {
            id: ConversationId::from_uuid(introduction.id.uuid()),
            introduction: introduction.id,
            from: introduction.from,
            to: introduction.to,
            opened_at: at,
            last_message_at: at,
            messages: 0,
        }
    }

    /// The other side, for a company that takes part.
    #[must_use]
    pub fn other(&self, company: CompanyId) -> CompanyId {
        if self.from == company { self.to } else { self.from }
    }
}

impl Message {
    /// Writes to the other side, which is verified and so can answer, or is not.
    pub fn send(
        permit: Permit<SendMessage>,
        body: String,
        can_answer: bool,
        pace: Pace,
        stamp: Stamp,
    ) -> Result<(Conversation, Self), SendError> {
        let (mut conversation, by) = permit.into_parts();
        if !can_answer {
            return Err(SendError::CounterpartNotVerified);
        }
        if pace.today >= MAX_A_DAY || pace.here_at_once >= MAX_AT_ONCE {
            return Err(SendError::QuotaExceeded);
        }
        let message = Self {
            id: stamp.id(),
            conversation: conversation.id,
            company: by.company,
            author: by.person.user,
            body,
            sent_at: stamp.at,
            retracted_at: None,
        };
        conversation.last_message_at = conversation.last_message_at.max(stamp.at);
        conversation.messages += 1;
        Ok((conversation, message))
    }

    /// Takes it back: its place stays, its words do not.
    pub fn retract(permit: Permit<RetractMessage>, stamp: Stamp) -> Result<Self, RetractError> {
        let (mut message, by) = permit.into_parts();
        if message.author != by.person.user {
            return Err(RetractError::NotTheAuthor);
        }
        if message.retracted_at.is_some() {
            return Err(RetractError::Retracted);
        }
        if stamp.at - message.sent_at > RETRACTED_WITHIN {
            return Err(RetractError::TooLate);
        }
        message.body = String::new();
        message.retracted_at = Some(stamp.at);
        Ok(message)
    }
}

/// A conversation is as much the one side's as the other's.
impl Subject for Conversation {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.from || member.company == self.to => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}

impl Subject for Message {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.company => Relation::Own,
            Actor::Member(_) => Relation::Counterpart,
            _ => Relation::Stranger,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        actor::{Member, SignedIn},
        company::CompanyState,
        id::SessionId,
        member::Role,
    };

    fn id<I: Identifier>(number: u128) -> I {
        I::from_uuid(Uuid::from_u128(number))
    }

    fn member(user: u128, role: Role, state: CompanyState) -> Actor {
        let person = SignedIn { user: id(user), session: SessionId::from_uuid(Uuid::nil()), proved: true, fresh: false, founds: true };
        Actor::Member(Member { person, company: id(1), role, state })
    }

    fn conversation() -> Conversation {
        Conversation { id: id(9), introduction: id(9), from: id(1), to: id(2), opened_at: at(0), last_message_at: at(0), messages: 0 }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    fn stamp(seconds: i64) -> Stamp {
        Stamp::new(at(seconds), Uuid::from_u128(77))
    }

    fn sent() -> Message {
        let permit = member(5, Role::Editor, CompanyState::Verified).permit::<SendMessage>(conversation()).unwrap();
        Message::send(permit, "Salem".to_owned(), true, Pace::default(), stamp(0)).unwrap().1
    }

    #[test]
    fn who_speaks_for_a_verified_company_writes() {
        for (role, state, may) in [
            (Role::Owner, CompanyState::Verified, true),
            (Role::Editor, CompanyState::Verified, true),
            (Role::Viewer, CompanyState::Verified, false),
            (Role::Owner, CompanyState::Suspended, false),
        ] {
            assert_eq!(member(5, role, state).permit::<SendMessage>(conversation()).is_ok(), may, "{role} {state:?}");
        }
        let foreign = Conversation { from: id(3), ..conversation() };
        assert!(member(5, Role::Owner, CompanyState::Verified).permit::<SendMessage>(foreign).is_err());
    }

    #[test]
    fn a_company_writes_only_so_much_and_not_to_one_that_cannot_answer() {
        let permit = || member(5, Role::Editor, CompanyState::Verified).permit::<SendMessage>(conversation()).unwrap();
        let tries = |can_answer, pace| {
            Message::send(permit(), "Salem".to_owned(), can_answer, pace, stamp(3)).map(|(conversation, _)| conversation.messages)
        };
        assert_eq!(tries(true, Pace { today: MAX_A_DAY - 1, here_at_once: MAX_AT_ONCE - 1 }), Ok(1));
        assert_eq!(tries(true, Pace { today: MAX_A_DAY, here_at_once: 0 }), Err(SendError::QuotaExceeded));
        assert_eq!(tries(true, Pace { today: 0, here_at_once: MAX_AT_ONCE }), Err(SendError::QuotaExceeded));
        assert_eq!(tries(false, Pace::default()), Err(SendError::CounterpartNotVerified));
    }

    #[test]
    fn an_author_takes_a_message_back_for_five_minutes() {
        let tries = |message: Message, user, seconds| {
            let permit = member(user, Role::Owner, CompanyState::Verified).permit::<RetractMessage>(message).unwrap();
            Message::retract(permit, stamp(seconds))
        };
        let gone = tries(sent(), 5, 300).unwrap();
        assert_eq!((gone.body.as_str(), gone.retracted_at), ("", Some(at(300))));
        assert_eq!(tries(sent(), 5, 301), Err(RetractError::TooLate));
        assert_eq!(tries(sent(), 6, 1), Err(RetractError::NotTheAuthor));
        assert_eq!(tries(gone, 5, 301), Err(RetractError::Retracted));
    }
}
