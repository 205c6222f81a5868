//! Invitations: sent by an owner, answered by whoever has proved the address.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    company::Company,
    email_address::EmailAddress,
    event::Event,
    id::{Identifier, InvitationId, UserId},
    invitation::{Addressed, Asked, Invitation, InvitationError, InvitationState, InviteError, ResendError},
    member::{Membership, Role},
    policy::{AcceptInvitation, DeclineInvitation, InviteMember, KeepInvitation},
};
use persistence::{Page, Person, Tx, Window, error::Unique, repository::invitation::InvitationFilter};

use crate::{
    application::Application,
    failure::{Failure, Refused, taken},
    member::{Alone, alone},
    op::Op,
};

/// Which invitation is answered: the one of a link, or one that was found by one's own address.
#[derive(Debug, Clone)]
pub enum By {
    Token(String),
    Id(InvitationId),
}

const LINK: &str = "invitation";

/// The secret part of the link in the letter. It follows from the invitation, so a letter that is sent again has the same link.
pub(crate) fn link_token(app: &Application, id: InvitationId) -> String {
    format!("{}.{}", id.uuid().simple(), app.link_seal.derive_token(LINK, id.uuid()))
}

fn read_token(app: &Application, token: &str) -> Option<InvitationId> {
    let (id, proof) = token.split_once('.')?;
    let id = uuid::Uuid::try_parse(id).ok()?;
    app.link_seal.is_token(LINK, id, proof).then(|| InvitationId::from_uuid(id))
}

/// Asks an address into one's own company.
pub async fn invite(op: &Op, email: EmailAddress, role: Role) -> Result<Invitation, Refused<InviteError>> {
    let Alone { tx, actor, company, roster, .. } = alone(op).await?;
    let stamp = op.secret_stamp();
    let ids: Vec<UserId> = tx.members().of_companies(&[company.id]).await?.iter().map(|member| member.user).collect();
    let members = tx.users().by_ids(&ids).await?;
    let asked = Asked {
        is_member: members.iter().any(|member| member.email == email),
        pending: tx.invitations().pending_for(company.id, &email).await?.is_some(),
        pending_in_all: tx.invitations().count_pending(company.id).await?,
        letters_today: tx.invitations().letters_since(company.id, stamp.at - TimeDelta::days(1)).await?,
    };
    let permit = actor.permit::<InviteMember>(roster)?;
    let invitation = Invitation::invite(permit, &company, email, role, asked, stamp)?;
    tx.invitations().add(&invitation).await.map_err(taken(Unique::PendingInvitation, || InviteError::AlreadyInvited))?;
    tx.commit(Event::MemberInvited { invitation: invitation.id, company: company.id, role }).await?;
    Ok(invitation)
}

/// Sends the letter of an invitation once more.
pub async fn resend(op: &Op, id: InvitationId) -> Result<Invitation, Refused<ResendError>> {
    let Alone { tx, actor, company, .. } = alone(op).await?;
    let stamp = op.stamp();
    let invitation = tx.invitations().get(id).await?;
    let today = tx.invitations().letters_since(company.id, stamp.at - TimeDelta::days(1)).await?;
    let invitation = Invitation::resend(actor.permit::<KeepInvitation>(invitation)?, today, stamp)?;
    tx.invitations().change(&invitation).await?;
    tx.commit(Event::InvitationResent { invitation: id, company: company.id }).await?;
    Ok(next(invitation))
}

/// Takes an invitation back.
pub async fn withdraw(op: &Op, id: InvitationId) -> Result<Invitation, Refused<InvitationError>> {
    let (tx, actor) = op.begin().await?;
    let invitation = tx.invitations().get(id).await?;
    let invitation = Invitation::withdraw(actor.permit::<KeepInvitation>(invitation)?, op.stamp())?;
    tx.invitations().change(&invitation).await?;
    tx.commit(Event::InvitationWithdrawn { invitation: id, company: invitation.company }).await?;
    Ok(next(invitation))
}

/// Becomes a member of the company that invites.
pub async fn accept(op: &Op, by: By) -> Result<(Invitation, Membership, Option<Company>), Refused<InvitationError>> {
    let (tx, actor) = op.begin_person().await?;
    let addressed = addressed(op, &tx, &actor, by).await?;
    let (invitation, membership) = Invitation::accept(actor.permit::<AcceptInvitation>(addressed)?, op.stamp())?;
    // The row of the membership is let in by the invitation that waits, so it comes before the answer.
    tx.members().add(&membership).await.map_err(taken(Unique::Member, || InvitationError::AlreadyMember))?;
    tx.invitations().change(&invitation).await?;
    let company = tx.companies().find(invitation.company).await?;
    let event =
        Event::InvitationAccepted { invitation: invitation.id, company: invitation.company, user: membership.user, role: membership.role };
    tx.commit(event).await?;
    Ok((next(invitation), membership, company))
}

/// Would rather not.
pub async fn decline(op: &Op, by: By) -> Result<Invitation, Refused<InvitationError>> {
    let (tx, actor) = op.begin_person().await?;
    let addressed = addressed(op, &tx, &actor, by).await?;
    let invitation = Invitation::decline(actor.permit::<DeclineInvitation>(addressed)?, op.stamp())?;
    tx.invitations().change(&invitation).await?;
    tx.commit(Event::InvitationDeclined { invitation: invitation.id, company: invitation.company }).await?;
    Ok(next(invitation))
}

/// The invitation, if it names the proved address of whoever asks. A link of somebody else's, of nobody's, and of an invitation that
/// was never written are one refusal.
async fn addressed(op: &Op, tx: &Tx<Person>, actor: &Actor, by: By) -> Result<Addressed, Refused<InvitationError>> {
    let person = actor.signed_in().ok_or(Failure::Unauthenticated)?;
    let found = match by {
        By::Id(id) => Some(tx.invitations().get(id).await?),
        By::Token(token) => match read_token(op.app(), &token) {
            Some(id) => tx.invitations().find(id).await?,
            None => None,
        },
    };
    let invitation = found.ok_or(InvitationError::NotYours)?;
    let is_member = tx.members().find(invitation.company, person.user).await?.is_some();
    Ok(Addressed { invitation, to: person.user, is_member })
}

/// The invitations of one's own proved address, whomever one acts for just now.
pub async fn mine(op: &Op, user: UserId, state: Option<InvitationState>, window: &Window) -> Result<Page<Invitation>, Failure> {
    let view = op.app().database.view(Person(user)).await?;
    Ok(view.invitations().page(InvitationFilter { state, company: None }, window).await?)
}

/// The invitations of one's own company: who is asked in is the owners' to know.
pub async fn of_company(op: &Op, state: Option<InvitationState>, window: &Window) -> Result<Page<Invitation>, Failure> {
    let view = op.tenant_view().await?;
    let member = crate::member::owner(op).await?;
    Ok(view.invitations().page(InvitationFilter { state, company: Some(member.company) }, window).await?)
}

fn next(mut invitation: Invitation) -> Invitation {
    invitation.version += 1;
    invitation
}
