//! A permit is the proof that somebody may do one thing to one record: commands take it, so that an unauthorised one does not compile.
//!
//! With the permit for it, a command compiles:
//! ```
//! use domain::{company::Company, permit::Permit, policy::SubmitCompany};
//!
//! fn submit(permit: Permit<SubmitCompany>) {
//!     let _ = Company::submit(permit);
//! }
//! ```
//!
//! A permit for one action does not serve another:
//! ```compile_fail
//! use domain::{company::Company, permit::Permit, policy::RejectCompany};
//!
//! fn submit(permit: Permit<RejectCompany>) {
//!     let _ = Company::submit(permit);
//! }
//! ```
//!
//! Only `Actor::permit` makes a permit; its fields are private:
//! ```compile_fail
//! use domain::{actor::Member, company::Company, permit::Permit, policy::SubmitCompany};
//!
//! fn forge(subject: Company, by: Member) -> Permit<SubmitCompany> {
//!     Permit { subject, by }
//! }
//! ```

use thiserror::Error;

use crate::actor::{Actor, Member, SignedIn, Staff};

/// How the record stands to the one who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It is his company's.
    Own,
    /// His company is the other party.
    Counterpart,
    /// It concerns others only.
    Stranger,
}

/// Something that can be acted on.
pub trait Subject {
    fn relation(&self, actor: &Actor) -> Relation;
}

/// A kind of actor that an action asks for.
pub trait Acting: Sized {
    const NAME: &'static str;
    fn of(actor: &Actor) -> Option<Self>;
    fn fresh(&self) -> bool;
}

/// One thing that somebody may do to a record.
pub trait Action {
    type By: Acting;
    type Subject: Subject;
    const NAME: &'static str;
    /// Marked ‡ in the policy: the password or factor was shown within the last quarter of an hour.
    const FRESH: bool;
    fn allows(by: &Self::By, relation: Relation) -> bool;
}

/// The proof that `By` may do `A` to the subject within.
#[must_use]
pub struct Permit<A: Action> {
    subject: A::Subject,
    by: A::By,
}

impl<A: Action> Permit<A> {
    pub fn by(&self) -> &A::By {
        &self.by
    }

    pub fn subject(&self) -> &A::Subject {
        &self.subject
    }

    pub fn into_parts(self) -> (A::Subject, A::By) {
        (self.subject, self.by)
    }
}

/// Why there is no permit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Denied {
    #[error("sign in first")]
    SignIn,
    #[error("`{action}` is not open to you")]
    NotOpen { action: &'static str },
    #[error("`{action}` asks for your password again")]
    FreshFactor { action: &'static str },
}

impl Actor {
    /// Asks for the permit to do `A` to `subject`.
    pub fn permit<A: Action>(&self, subject: A::Subject) -> Result<Permit<A>, Denied> {
        let Some(by) = A::By::of(self) else {
            return Err(if *self == Self::Anonymous { Denied::SignIn } else { Denied::NotOpen { action: A::NAME } });
        };
        if !A::allows(&by, subject.relation(self)) {
            return Err(Denied::NotOpen { action: A::NAME });
        }
        if A::FRESH && !by.fresh() {
            return Err(Denied::FreshFactor { action: A::NAME });
        }
        Ok(Permit { subject, by })
    }
}

/// Nothing that exists yet: what is about to be made is one's own.
impl Subject for () {
    fn relation(&self, _: &Actor) -> Relation {
        Relation::Own
    }
}

/// What belongs to the forum itself and to no company: its sectors, its roadmap, what it announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForumRecord;

impl Subject for ForumRecord {
    fn relation(&self, _: &Actor) -> Relation {
        Relation::Stranger
    }
}

impl Acting for SignedIn {
    const NAME: &'static str = "user";
    fn of(actor: &Actor) -> Option<Self> {
        actor.signed_in()
    }
    fn fresh(&self) -> bool {
        self.fresh
    }
}

impl Acting for Member {
    const NAME: &'static str = "member";
    fn of(actor: &Actor) -> Option<Self> {
        if let Actor::Member(member) = actor { Some(*member) } else { None }
    }
    fn fresh(&self) -> bool {
        self.person.fresh
    }
}

impl Acting for Staff {
    const NAME: &'static str = "staff";
    fn of(actor: &Actor) -> Option<Self> {
        if let Actor::Staff(staff) = actor { Some(staff.clone()) } else { None }
    }
    fn fresh(&self) -> bool {
        self.person.fresh
    }
}

/// Staff by mutation, or the operator by command on the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appointing {
    Staff(Staff),
    Operator,
}

impl Acting for Appointing {
    const NAME: &'static str = "staff or operator";
    fn of(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Staff(staff) => Some(Self::Staff(staff.clone())),
            Actor::Operator => Some(Self::Operator),
            _ => None,
        }
    }
    fn fresh(&self) -> bool {
        match self {
            Self::Staff(staff) => staff.person.fresh,
            Self::Operator => true,
        }
    }
}

/// Anybody who may tell staff that something is wrong: a person, a member of a company, or staff themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reporting {
    User(SignedIn),
    Member(Member),
    Staff(Staff),
}

impl Reporting {
    #[must_use]
    pub fn person(&self) -> SignedIn {
        match self {
            Self::User(person) => *person,
            Self::Member(member) => member.person,
            Self::Staff(staff) => staff.person,
        }
    }
}

impl Acting for Reporting {
    const NAME: &'static str = "user, member or staff";
    fn of(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::User(person) => Some(Self::User(*person)),
            Actor::Member(member) => Some(Self::Member(*member)),
            Actor::Staff(staff) => Some(Self::Staff(staff.clone())),
            Actor::Anonymous | Actor::Operator => None,
        }
    }
    fn fresh(&self) -> bool {
        self.person().fresh
    }
}
