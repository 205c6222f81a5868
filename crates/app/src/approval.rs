//! What needs two members of staff: proposed by one, and carried out when a second one approves, in the same transaction.

use domain::{
    actor::Actor,
    approval::{Approval, DecideError, ProposeError, Proposed, WithdrawError},
    event::Event,
    id::{ApprovalId, CompanyId, ModerationCaseId, StaffId},
    policy::{DecideApproval, EndAppointment, ProposeReinstatement, ProposeSuspension, WithdrawApproval},
    staff::Appointment,
};
use persistence::{Forum, Tx, error::Unique};

use crate::{
    company::read_at,
    failure::{Failure, Refused, taken},
    op::Op,
};

/// Proposes to take a company out of the forum for now.
pub async fn propose_suspension(
    op: &Op,
    company: CompanyId,
    version: i32,
    case: ModerationCaseId,
    reason: String,
) -> Result<Approval, Refused<ProposeError>> {
    let (tx, actor) = op.begin_staff().await?;
    let company = read_at(&tx, company, version).await?;
    let permit = actor.permit::<ProposeSuspension>(company)?;
    let about = tx.moderation_cases().find(case).await?.ok_or(Failure::NotFound)?;
    let approval = Approval::suspension(permit, (case, about.company), reason, op.stamp())?;
    propose(tx, approval).await
}

/// Proposes to take a suspended company back.
pub async fn propose_reinstatement(op: &Op, company: CompanyId, version: i32, reason: String) -> Result<Approval, Refused<ProposeError>> {
    let (tx, actor) = op.begin_staff().await?;
    let company = read_at(&tx, company, version).await?;
    let approval = Approval::reinstatement(actor.permit::<ProposeReinstatement>(company)?, reason, op.stamp())?;
    propose(tx, approval).await
}

/// What came of wanting a duty to end: it has ended, or a second administrator has to say the same.
pub enum Ending {
    Ended(Appointment),
    Proposed(Approval),
}

/// Ends one's own duty, or proposes to end another's.
pub async fn end_appointment(op: &Op, staff: StaffId, reason: String) -> Result<Ending, Refused<ProposeError>> {
    let (tx, actor) = op.begin_staff().await?;
    // The right to end duties is looked at before it is told which there are.
    let probe = tx.staff().get(staff).await;
    let office = probe.as_ref().map_or_else(|_| domain::staff::Office::unknown(staff), Appointment::office);
    let permit = actor.permit::<EndAppointment>(office)?;
    let appointment = probe?;
    let stamp = op.stamp();
    match Approval::end_of_appointment(&permit, &appointment, reason, stamp)? {
        Some(approval) => propose(tx, approval).await.map(Ending::Proposed),
        None => {
            let event = Event::AppointmentEnded { staff, user: appointment.user, by: Some(staff), approval: None };
            let mut appointment = appointment.ended(stamp);
            tx.staff().change(&appointment).await?;
            appointment.version += 1;
            tx.commit(event).await?;
            Ok(Ending::Ended(appointment))
        }
    }
}

/// Puts a proposal before a second person; the same is proposed once at a time. One that lay too long makes room.
pub(crate) async fn propose(tx: Tx<Forum>, approval: Approval) -> Result<Approval, Refused<ProposeError>> {
    if let Some(open) = tx.approvals().pending(approval.proposed.kind(), approval.proposed.subject()).await? {
        if open.waits(approval.proposed_at) {
            return Err(ProposeError::AlreadyProposed.into());
        }
        return Err(Failure::Conflict.into());
    }
    tx.approvals().add(&approval).await.map_err(taken(Unique::PendingApproval, || ProposeError::AlreadyProposed))?;
    let kind = approval.proposed.kind().as_str().to_owned();
    tx.commit(Event::ApprovalProposed { approval: approval.id, by: approval.proposed_by, kind }).await?;
    Ok(approval)
}

/// The second person's yes: what was proposed is carried out with it, or neither is.
pub async fn approve(op: &Op, id: ApprovalId, version: i32) -> Result<Approval, Refused<DecideError>> {
    let (tx, actor) = op.begin_staff().await?;
    let approval = get(&tx, &actor, id, version).await?;
    let stamp = op.stamp();
    let permit = actor.permit::<DecideApproval>(approval)?;
    let by = permit.by().clone();
    let approval = Approval::approve(permit, stamp)?;
    tx.approvals().change(&approval).await?;
    // One line for each kind: the use case that carries it out, and tells what happened.
    let event = match &approval.proposed {
        Proposed::Suspension { company, case } => crate::suspension::suspend(&tx, *company, *case, &approval, &by, stamp).await?,
        // These reach into what staff may not read, so that they are carried out as the workers do it, in the same transaction.
        Proposed::Merge { .. } | Proposed::OwnershipTransfer { .. } => {
            let tx = tx.carried_out_for(&approval).await?;
            let event = crate::merge::carried_out(op, &tx, &approval).await?;
            tx.commit(event).await?;
            return Ok(next(approval));
        }
        Proposed::Reinstatement { company } => crate::suspension::reinstate(op, &tx, *company, &approval).await?,
        Proposed::EndOfAppointment { staff, .. } => crate::staff::end(&tx, *staff, &approval, stamp).await?,
    };
    tx.commit(event).await?;
    Ok(next(approval))
}

/// The second person's no.
pub async fn reject(op: &Op, id: ApprovalId, version: i32, reason: String) -> Result<Approval, Refused<DecideError>> {
    let (tx, actor) = op.begin_staff().await?;
    let approval = get(&tx, &actor, id, version).await?;
    let permit = actor.permit::<DecideApproval>(approval)?;
    let by = permit.by().id;
    let approval = Approval::reject(permit, reason, op.stamp())?;
    tx.approvals().change(&approval).await?;
    tx.commit(Event::ApprovalRejected { approval: id, by, kind: approval.proposed.kind().as_str().to_owned() }).await?;
    Ok(next(approval))
}

/// The first person takes it back.
pub async fn withdraw(op: &Op, id: ApprovalId, version: i32) -> Result<Approval, Refused<WithdrawError>> {
    let (tx, actor) = op.begin_staff().await?;
    let approval = get(&tx, &actor, id, version).await?;
    let approval = Approval::withdraw(actor.permit::<WithdrawApproval>(approval)?, op.stamp())?;
    tx.approvals().change(&approval).await?;
    let kind = approval.proposed.kind().as_str().to_owned();
    tx.commit(Event::ApprovalWithdrawn { approval: id, by: approval.proposed_by, kind }).await?;
    Ok(next(approval))
}

/// The proposal, if it still is what was read. Whoever has no part in moderation learns of none.
async fn get(tx: &Tx<Forum>, actor: &Actor, id: ApprovalId, version: i32) -> Result<Approval, Failure> {
    let _permit = actor.permit::<domain::policy::ReadQueue>(domain::moderation_case::Queue)?;
    let approval = tx.approvals().get(id).await?;
    if approval.version == version { Ok(approval) } else { Err(Failure::Conflict) }
}

fn next(mut approval: Approval) -> Approval {
    approval.version += 1;
    approval
}
