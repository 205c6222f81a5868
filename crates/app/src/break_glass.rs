//! One private record opened to one administrator for an hour.

use domain::{
    actor::Actor,
    agreement::Agreement,
    break_glass::{BreakGlassError, Opening, Sealed},
    event::Event,
    id::ModerationCaseId,
    joint_venture::JointVenture,
    policy::BreakGlass,
    publication::SharedRecord,
};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Opens the record; its companies learn of it with the same commit. Whose record it is no scope of staff shows, so it is read beyond.
pub async fn open(op: &Op, case: ModerationCaseId, record: SharedRecord, reason: String) -> Result<Opening, Refused<BreakGlassError>> {
    let (tx, actor) = op.begin_beyond().await?;
    // The right to open records is looked at before it is told which there are.
    let _permit = actor.permit::<BreakGlass>(Sealed { record, parties: Vec::new(), case: None })?;
    let (parties, name) = match record {
        SharedRecord::Agreement(id) => (tx.agreements().get(id).await?.parties, id.to_string()),
        SharedRecord::JointVenture(id) => (tx.joint_ventures().get(id).await?.parties, id.to_string()),
    };
    let case = tx.moderation_cases().get(case).await?;
    let permit = actor.permit::<BreakGlass>(Sealed { record, parties: parties.clone(), case: Some(case) })?;
    let opening = Opening::open(permit, reason.clone(), op.stamp())?;
    tx.openings().add(&opening).await?;
    tx.commit(Event::GlassBroken { opening: opening.id, case: opening.case, record: name, parties, reason }).await?;
    Ok(opening)
}

/// Whether the one who asks may read by it now.
async fn opens(op: &Op, opening: &Opening) -> Result<bool, Failure> {
    let Actor::Staff(staff) = op.actor().await? else { return Ok(false) };
    Ok(opening.opens_to(staff.person.user, op.app().now()))
}

/// The agreement that was opened.
pub async fn agreement(op: &Op, opening: &Opening) -> Result<Option<Agreement>, Failure> {
    match opening.record {
        SharedRecord::Agreement(id) if opens(op, opening).await? => Ok(op.staff_view().await?.agreements().find(id).await?),
        _ => Ok(None),
    }
}

/// The venture that was opened.
pub async fn joint_venture(op: &Op, opening: &Opening) -> Result<Option<JointVenture>, Failure> {
    match opening.record {
        SharedRecord::JointVenture(id) if opens(op, opening).await? => Ok(op.staff_view().await?.joint_ventures().find(id).await?),
        _ => Ok(None),
    }
}
