//! Who asks. An actor is made by authenticating and re-read in the transaction that serves him.

use crate::{
    company::CompanyState,
    country::Country,
    id::{CompanyId, SessionId, StaffId, UserId},
    member::Role,
    staff::Duty,
};

/// Whoever asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known: reads what is public.
    Anonymous,
    /// A person who acts for no company.
    User(SignedIn),
    /// A person who acts for one company.
    Member(Member),
    /// A person on duty for the forum.
    Staff(Staff),
    /// The operator of the host, by command line.
    Operator,
}

/// A person who has signed in, whatever else he is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedIn {
    pub user: UserId,
    pub session: SessionId,
    /// The e-mail address is proved.
    pub proved: bool,
    /// He showed his strongest factor within the last quarter of an hour: the second one if he has one, else the password.
    pub fresh: bool,
    /// He may found a company: he is on no duty, and of no company that is suspended.
    pub founds: bool,
}

/// A person acting for a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub person: SignedIn,
    pub company: CompanyId,
    pub role: Role,
    pub state: CompanyState,
}

impl Member {
    /// Owner or Editor: whoever speaks for the company.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.role >= Role::Editor
    }

    /// Speaks for a company that may deal with others.
    #[must_use]
    pub fn deals(&self) -> bool {
        self.speaks() && self.state == CompanyState::Verified
    }

    /// Owner of a company that is neither suspended nor closed: whoever keeps its people.
    #[must_use]
    pub fn keeps_members(&self) -> bool {
        self.role == Role::Owner && self.state.may_write()
    }

    /// Owner of a company that may deal with others.
    #[must_use]
    pub fn binds(&self) -> bool {
        self.role == Role::Owner && self.state == CompanyState::Verified
    }
}

/// A person on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub person: SignedIn,
    pub id: StaffId,
    pub duty: Duty,
    /// The side that he serves.
    pub side: Country,
    /// Companies he belongs to as a private person, about which he decides nothing.
    pub companies: Vec<CompanyId>,
}

impl Actor {
    /// The person, if one has signed in.
    #[must_use]
    pub fn signed_in(&self) -> Option<SignedIn> {
        match self {
            Self::Anonymous | Self::Operator => None,
            Self::User(person) => Some(*person),
            Self::Member(member) => Some(member.person),
            Self::Staff(staff) => Some(staff.person),
        }
    }
}
