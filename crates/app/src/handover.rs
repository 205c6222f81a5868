//! A company handed to another of its members, which counts when he has acknowledged it.

use domain::{
    event::Event,
    handover::{Handover, HandoverError, TransferError},
    id::{HandoverId, UserId},
    member::Role,
    policy::{AcceptOwnership, DeclineOwnership, OfferOwnership},
};
use persistence::error::Unique;

use crate::{
    failure::{Failure, Refused, taken},
    member::{Alone, alone},
    op::Op,
};

/// Offers one's own place to another member.
pub async fn offer(op: &Op, to: UserId, note: Option<String>) -> Result<Handover, Refused<TransferError>> {
    let Alone { tx, actor, company, roster, .. } = alone(op).await?;
    let pending = tx.handovers().pending(company.id).await?.is_some();
    let permit = actor.permit::<OfferOwnership>(roster)?;
    let handover = Handover::offer(permit, to, note, pending, op.secret_stamp())?;
    tx.handovers().add(&handover).await.map_err(taken(Unique::PendingHandover, || TransferError::AlreadyOffered))?;
    tx.commit(Event::OwnershipOffered { handover: handover.id, company: company.id, from: handover.from, to }).await?;
    Ok(handover)
}

/// Acknowledges: the receiver is Owner from now on, the giver an Editor.
pub async fn accept(op: &Op, id: HandoverId) -> Result<Handover, Refused<HandoverError>> {
    let Alone { tx, actor, roster, .. } = alone(op).await?;
    let handover = tx.handovers().get(id).await?;
    let permit = actor.permit::<AcceptOwnership>(handover)?;
    let (handover, [receiver, giver]) = Handover::accept(permit, &roster, op.stamp())?;
    let was = roster.find(receiver.user).ok_or(Failure::SessionEnded)?.role;
    // The receiver first: while the offer waits he may become an owner, and as one he may change the giver.
    tx.members().change_role(&receiver, was).await?;
    tx.members().change_role(&giver, Role::Owner).await?;
    tx.handovers().change(&handover).await?;
    let event = Event::OwnershipHandedOver { handover: id, company: handover.company, from: handover.from, to: handover.to };
    tx.commit(event).await?;
    Ok(next(handover))
}

/// Would rather not, or takes it back.
pub async fn decline(op: &Op, id: HandoverId) -> Result<Handover, Refused<HandoverError>> {
    let Alone { tx, actor, member, .. } = alone(op).await?;
    let handover = tx.handovers().get(id).await?;
    let handover = Handover::decline(actor.permit::<DeclineOwnership>(handover)?, op.stamp())?;
    tx.handovers().change(&handover).await?;
    tx.commit(Event::OwnershipDeclined { handover: id, company: handover.company, by: member.person.user }).await?;
    Ok(next(handover))
}

/// The offer that waits in one's own company.
pub async fn pending(op: &Op) -> Result<Option<Handover>, Failure> {
    let view = op.tenant_view().await?;
    let domain::actor::Actor::Member(member) = op.actor().await? else { return Ok(None) };
    Ok(view.handovers().pending(member.company).await?)
}

fn next(mut handover: Handover) -> Handover {
    handover.version += 1;
    handover
}
