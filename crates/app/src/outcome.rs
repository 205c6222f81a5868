//! What ventures have realised: reported by one party, believed by the others.

use domain::{
    event::Event,
    id::{JointVentureId, OutcomeId},
    outcome::{Outcome, OutcomeTerms, ReportError},
    policy::{ConfirmOutcome, ReportOutcome},
    proposal::{AnswerError, ProposalState},
};

use crate::{failure::Refused, op::Op};

/// Says what a venture has realised.
pub async fn report(op: &Op, venture: JointVentureId, terms: OutcomeTerms) -> Result<Outcome, Refused<ReportError>> {
    let (tx, actor) = op.begin().await?;
    let venture = tx.joint_ventures().get(venture).await?;
    let mut touched = venture.clone();
    let stamp = op.secret_stamp();
    let outcome = Outcome::report(actor.permit::<ReportOutcome>(venture)?, terms, stamp)?;
    tx.outcomes().add(&outcome).await?;
    touched.touch(stamp.at);
    tx.joint_ventures().touch(&touched).await?;
    tx.commit(Event::OutcomeReported { outcome: outcome.id, joint_venture: outcome.joint_venture, parties: outcome.parties.clone() })
        .await?;
    Ok(outcome)
}

/// Believes what another party reported.
pub async fn confirm(op: &Op, id: OutcomeId, hash: &str) -> Result<Outcome, Refused<AnswerError>> {
    let (tx, actor) = op.begin().await?;
    let outcome = tx.outcomes().get(id).await?;
    let stamp = op.stamp();
    let mut outcome = Outcome::confirm(actor.permit::<ConfirmOutcome>(outcome)?, hash, stamp)?;
    tx.outcomes().answer(&outcome).await?;
    let mut venture = tx.joint_ventures().get(outcome.joint_venture).await?;
    venture.touch(stamp.at);
    tx.joint_ventures().touch(&venture).await?;
    let by = tx.company();
    tx.commit(Event::OutcomeConfirmed {
        outcome: id,
        joint_venture: outcome.joint_venture,
        parties: outcome.parties.clone(),
        by,
        by_all: outcome.proposal.state == ProposalState::Confirmed,
    })
    .await?;
    outcome.version += 1;
    Ok(outcome)
}
