//! Dated promises of ventures.

use chrono::NaiveDate;
use domain::{
    event::Event,
    id::{JointVentureId, MilestoneId},
    joint_venture::JointVenture,
    milestone::{Milestone, MilestoneChange, MilestoneError},
    policy::LogMilestone,
};

use crate::{failure::Refused, op::Op};

/// Promises something by a date.
pub async fn log(op: &Op, venture: JointVentureId, title: String, due: NaiveDate) -> Result<Milestone, Refused<MilestoneError>> {
    let (tx, actor) = op.begin().await?;
    let permit = actor.permit::<LogMilestone>(tx.joint_ventures().get(venture).await?)?;
    let stamp = op.secret_stamp();
    let milestone = Milestone::log(&permit, title, due, stamp)?;
    tx.milestones().add(&milestone).await?;
    tx.joint_ventures().touch(&touched(permit.subject(), stamp.at)).await?;
    tx.commit(logged(permit.subject(), milestone.id)).await?;
    Ok(milestone)
}

/// Moves a date, or says what became of a promise.
pub async fn change(op: &Op, id: MilestoneId, change: MilestoneChange) -> Result<Milestone, Refused<MilestoneError>> {
    let (tx, actor) = op.begin().await?;
    let milestone = tx.milestones().get(id).await?;
    let permit = actor.permit::<LogMilestone>(tx.joint_ventures().get(milestone.joint_venture).await?)?;
    let stamp = op.stamp();
    let mut milestone = milestone.change(&permit, change, stamp)?;
    tx.milestones().change(&milestone).await?;
    tx.joint_ventures().touch(&touched(permit.subject(), stamp.at)).await?;
    tx.commit(logged(permit.subject(), id)).await?;
    milestone.version += 1;
    Ok(milestone)
}

fn touched(venture: &JointVenture, at: domain::stamp::Timestamp) -> JointVenture {
    let mut venture = venture.clone();
    venture.touch(at);
    venture
}

fn logged(venture: &JointVenture, milestone: MilestoneId) -> Event {
    Event::MilestoneLogged { milestone, joint_venture: venture.id, parties: venture.parties.clone() }
}
