//! A person's membership of a company, and the rules by which it changes: a company is never left without an owner.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    id::{CompanyId, UserId},
    permit::{Permit, Relation, Subject},
    policy::{ChangeMemberRole, LeaveCompany, RemoveMember},
    stamp::Timestamp,
    words::words,
};

words! {
    /// What a member may do, from least to most.
    pub enum Role {
        /// Reads.
        Viewer = "VIEWER",
        /// Speaks for the company.
        Editor = "EDITOR",
        /// Binds the company and keeps its members.
        Owner = "OWNER",
    }
}

/// A person's membership of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub company: CompanyId,
    pub user: UserId,
    pub role: Role,
    pub since: Timestamp,
}

/// A membership that has ended; what the person wrote for the company stays his.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerMembership {
    pub membership: Membership,
    pub ended_at: Timestamp,
    /// Himself if he left.
    pub ended_by: UserId,
}

/// More people than this no company needs here.
pub const MAX_MEMBERS: usize = 200;

/// Everybody who belongs to a company, read while nobody else can change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    pub company: CompanyId,
    members: Vec<Membership>,
}

/// Why a member keeps his role or his place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MemberError {
    #[error("this person is not a member of the company")]
    NotAMember,
    #[error("the person has this role already")]
    SameRole,
    #[error("a company keeps at least one Owner: make somebody else an Owner first")]
    LastOwner,
}

/// Why somebody stays.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LeaveError {
    #[error("a company keeps at least one Owner: hand it over first, or close it")]
    LastOwner,
}

impl Roster {
    #[must_use]
    pub fn new(company: CompanyId, members: Vec<Membership>) -> Self {
        Self { company, members }
    }

    #[must_use]
    pub fn find(&self, user: UserId) -> Option<&Membership> {
        self.members.iter().find(|member| member.user == user)
    }

    #[must_use]
    pub fn count(&self) -> usize {
        self.members.len()
    }

    fn is_last_owner(&self, member: &Membership) -> bool {
        member.role == Role::Owner && self.members.iter().filter(|other| other.role == Role::Owner).count() == 1
    }

    /// Gives a member another role.
    pub fn change_role(permit: Permit<ChangeMemberRole>, user: UserId, role: Role) -> Result<Membership, MemberError> {
        let (roster, _) = permit.into_parts();
        let member = roster.find(user).ok_or(MemberError::NotAMember)?;
        if member.role == role {
            return Err(MemberError::SameRole);
        }
        if roster.is_last_owner(member) {
            return Err(MemberError::LastOwner);
        }
        Ok(Membership { role, ..member.clone() })
    }

    /// Ends the membership of another, or of oneself.
    pub fn remove(permit: Permit<RemoveMember>, user: UserId, at: Timestamp) -> Result<FormerMembership, MemberError> {
        let (roster, by) = permit.into_parts();
        let member = roster.find(user).ok_or(MemberError::NotAMember)?;
        if roster.is_last_owner(member) {
            return Err(MemberError::LastOwner);
        }
        Ok(FormerMembership { membership: member.clone(), ended_at: at, ended_by: by.person.user })
    }

    /// Ends one's own membership.
    pub fn leave(permit: Permit<LeaveCompany>, at: Timestamp) -> Result<FormerMembership, LeaveError> {
        let (own, _) = permit.into_parts();
        if own.roster.is_last_owner(&own.membership) {
            return Err(LeaveError::LastOwner);
        }
        let ended_by = own.membership.user;
        Ok(FormerMembership { membership: own.membership, ended_at: at, ended_by })
    }
}

impl Subject for Roster {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.company => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}

/// A person's own place among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMembership {
    pub membership: Membership,
    pub roster: Roster,
}

impl Subject for OwnMembership {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor.signed_in() {
            Some(person) if person.user == self.membership.user => Relation::Own,
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
        id::{Identifier, SessionId},
    };

    fn user(n: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(n))
    }

    fn company() -> CompanyId {
        CompanyId::from_uuid(Uuid::from_u128(99))
    }

    fn now() -> Timestamp {
        Timestamp::from_timestamp(1_790_000_000, 0).unwrap()
    }

    fn roster(roles: &[(u128, Role)]) -> Roster {
        let members = roles.iter().map(|(n, role)| Membership { company: company(), user: user(*n), role: *role, since: now() });
        Roster::new(company(), members.collect())
    }

    fn acting(n: u128, role: Role, company: CompanyId) -> Actor {
        let person = SignedIn { user: user(n), session: SessionId::from_uuid(Uuid::from_u128(5)), proved: true, fresh: true, founds: true };
        Actor::Member(Member { person, company, role, state: CompanyState::Verified })
    }

    fn owner() -> Actor {
        acting(1, Role::Owner, company())
    }

    #[test]
    fn an_owner_changes_a_role() {
        let permit = owner().permit::<ChangeMemberRole>(roster(&[(1, Role::Owner), (2, Role::Viewer)])).unwrap();
        assert_eq!(Roster::change_role(permit, user(2), Role::Editor).unwrap().role, Role::Editor);
    }

    #[test]
    fn the_last_owner_keeps_his_role_and_place() {
        let one = || roster(&[(1, Role::Owner), (2, Role::Editor)]);
        let permit = owner().permit::<ChangeMemberRole>(one()).unwrap();
        assert_eq!(Roster::change_role(permit, user(1), Role::Editor), Err(MemberError::LastOwner));
        let permit = owner().permit::<RemoveMember>(one()).unwrap();
        assert_eq!(Roster::remove(permit, user(1), now()), Err(MemberError::LastOwner));
        let own = |roster: Roster| OwnMembership { membership: roster.find(user(1)).unwrap().clone(), roster };
        let permit = owner().permit::<LeaveCompany>(own(one())).unwrap();
        assert_eq!(Roster::leave(permit, now()), Err(LeaveError::LastOwner));
        let two = roster(&[(1, Role::Owner), (2, Role::Owner)]);
        let permit = owner().permit::<LeaveCompany>(own(two)).unwrap();
        assert_eq!(Roster::leave(permit, now()).unwrap().ended_by, user(1));
    }

    #[test]
    fn what_changes_nothing_or_concerns_nobody_is_refused() {
        let all = || roster(&[(1, Role::Owner), (2, Role::Viewer)]);
        let permit = owner().permit::<ChangeMemberRole>(all()).unwrap();
        assert_eq!(Roster::change_role(permit, user(2), Role::Viewer), Err(MemberError::SameRole));
        let permit = owner().permit::<ChangeMemberRole>(all()).unwrap();
        assert_eq!(Roster::change_role(permit, user(3), Role::Viewer), Err(MemberError::NotAMember));
        let permit = owner().permit::<RemoveMember>(all()).unwrap();
        assert_eq!(Roster::remove(permit, user(3), now()), Err(MemberError::NotAMember));
    }

    #[test]
    fn only_an_owner_of_the_same_company_changes_its_people() {
        let all = || roster(&[(1, Role::Owner), (2, Role::Viewer)]);
        assert!(acting(2, Role::Editor, company()).permit::<RemoveMember>(all()).is_err());
        assert!(acting(2, Role::Viewer, company()).permit::<ChangeMemberRole>(all()).is_err());
        let elsewhere = CompanyId::from_uuid(Uuid::from_u128(98));
        assert!(acting(1, Role::Owner, elsewhere).permit::<RemoveMember>(all()).is_err());
    }
}
