//! Who belongs to a company: roles changed, memberships ended by an owner or by oneself.

use domain::{
    actor::{Actor, Member},
    event::Event,
    id::{Identifier, UserId},
    member::{FormerMembership, LeaveError, MemberError, Membership, OwnMembership, Role, Roster},
    policy::{ChangeMemberRole, LeaveCompany, RemoveMember},
    stamp::Stamp,
};
use persistence::{Tenant, Tx};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// One's own company, alone with it: whoever else would change its people waits, and what one may do is read after the wait.
pub(crate) struct Alone {
    pub tx: Tx<Tenant>,
    pub actor: Actor,
    pub member: Member,
    pub company: domain::company::Company,
    pub roster: Roster,
}

/// Two owners who leave at one moment must not both find the other still there.
pub(crate) async fn alone(op: &Op) -> Result<Alone, Failure> {
    let (tx, actor) = op.begin().await?;
    let Actor::Member(member) = actor else { return Err(Failure::SessionEnded) };
    let company = tx.companies().lock(member.company).await?;
    let roster = Roster::new(company.id, tx.members().of_companies(&[company.id]).await?);
    let role = roster.find(member.person.user).ok_or(Failure::SessionEnded)?.role;
    let member = Member { role, state: company.state, ..member };
    Ok(Alone { tx, actor: Actor::Member(member), member, company, roster })
}

/// Whoever asks, if he is an owner of the company that he acts for.
pub(crate) async fn owner(op: &Op) -> Result<Member, Failure> {
    match op.actor().await? {
        Actor::Member(member) if member.role == Role::Owner => Ok(*member),
        _ => Err(Failure::Forbidden { action: "read" }),
    }
}

/// Gives a member another role, if he has the one that was read.
pub async fn change_role(op: &Op, user: UserId, read: Role, role: Role) -> Result<Membership, Refused<MemberError>> {
    let Alone { tx, actor, company, roster, .. } = alone(op).await?;
    let from = roster.find(user).map(|member| member.role);
    let changed = Roster::change_role(actor.permit::<ChangeMemberRole>(roster)?, user, role)?;
    if from != Some(read) {
        return Err(Failure::Conflict.into());
    }
    tx.members().change_role(&changed, read).await?;
    tx.commit(Event::MemberRoleChanged { company: company.id, user, from: read, to: role }).await?;
    Ok(changed)
}

/// Ends a membership; what the person wrote for the company stays.
pub async fn remove(op: &Op, user: UserId) -> Result<FormerMembership, Refused<MemberError>> {
    let Alone { tx, actor, company, roster, .. } = alone(op).await?;
    let stamp = op.stamp();
    let former = Roster::remove(actor.permit::<RemoveMember>(roster)?, user, stamp.at)?;
    end(&tx, &former, stamp).await?;
    tx.commit(Event::MemberRemoved { company: company.id, user, role: former.membership.role }).await?;
    Ok(former)
}

/// Ends one's own membership.
pub async fn leave(op: &Op) -> Result<FormerMembership, Refused<LeaveError>> {
    let Alone { tx, actor, member, company, roster } = alone(op).await?;
    let stamp = op.stamp();
    let user = member.person.user;
    let membership = roster.find(user).cloned().ok_or(Failure::SessionEnded)?;
    let former = Roster::leave(actor.permit::<LeaveCompany>(OwnMembership { membership, roster })?, stamp.at)?;
    end(&tx, &former, stamp).await?;
    tx.commit(Event::MemberLeft { company: company.id, user, role: former.membership.role }).await?;
    Ok(former)
}

/// An offer of ownership falls with either of the two.
async fn end(tx: &Tx<Tenant>, former: &FormerMembership, stamp: Stamp) -> Result<(), Failure> {
    let was = &former.membership;
    let offer = tx.handovers().pending(was.company).await?.filter(|offer| offer.concerns(was.user));
    if let Some(offer) = offer {
        tx.handovers().change(&offer.void(stamp)).await?;
    }
    Ok(tx.members().end(stamp.id::<domain::id::EventId>().uuid(), former).await?)
}
