//! Ventures: logged by one party, believed by the others, advanced stage by stage with evidence.

use domain::{
    event::Event,
    id::{AgreementId, CompanyId, JointVentureId},
    joint_venture::{
        AdvanceError, Answered, ConfirmError, Facts, Health, HealthError, JointVenture, ProposeError, ReviseError, Stage, StageChange,
        VentureParties, VentureTerms,
    },
    policy::{
        AdvanceJointVenture, BindJointVenture, ConfirmJointVenture, DisputeJointVenture, ProposeJointVenture, ReportHealth,
        ReviseJointVenture, WithdrawJointVenture,
    },
    proposal::AnswerError,
};
use persistence::{StorageError, Tenant, tx::Reads};
use persistence::{Tx, View};

use crate::{
    agreement::{introduced, parties},
    failure::{Failure, Refused},
    op::Op,
};

/// Logs a venture of one's own company with others, perhaps following an agreement of theirs.
pub async fn propose(op: &Op, terms: VentureTerms, agreement: Option<AgreementId>) -> Result<JointVenture, Refused<ProposeError>> {
    let (tx, actor) = op.begin().await?;
    let own = tx.company();
    let mut others: Vec<CompanyId> = terms.parties.iter().map(|party| party.company).collect();
    // One's own company is put first; named a second time it stays among the others, and is refused as twice.
    if let Some(at) = others.iter().position(|company| *company == own) {
        others.remove(at);
    }
    let parties = parties(&tx, &others).await?;
    let (introduction, introduced) = introduced(&tx, &others).await?;
    if let Some(agreement) = agreement {
        tx.agreements().get(agreement).await?;
    }
    let permit = actor.permit::<ProposeJointVenture>(VentureParties(parties))?;
    let venture = JointVenture::propose(permit, terms, introduction, agreement, introduced, op.secret_stamp())?;
    tx.joint_ventures().add(&venture).await?;
    tx.commit(proposed(&venture)).await?;
    Ok(venture)
}

fn proposed(venture: &JointVenture) -> Event {
    Event::JointVentureProposed {
        joint_venture: venture.id,
        parties: venture.parties.clone(),
        hash: venture.terms.hash.as_str().to_owned(),
    }
}

/// Proposes other terms for a venture that exists.
pub async fn revise(op: &Op, id: JointVentureId, version: i32, terms: VentureTerms) -> Result<JointVenture, Refused<ReviseError>> {
    let (tx, actor) = op.begin().await?;
    let venture = tx.joint_ventures().get(id).await?;
    if venture.version != version {
        return Err(Failure::Conflict.into());
    }
    let was = venture.terms.state;
    let parties = tx.companies().get_all(&venture.parties).await?;
    let permit = actor.permit::<ReviseJointVenture>(venture)?;
    let (venture, previous) = JointVenture::revise(permit, terms, &parties, op.secret_stamp())?;
    tx.joint_ventures().revise(&venture, &previous, was).await?;
    tx.commit(proposed(&venture)).await?;
    Ok(next(venture))
}

/// Proposes the next stage with its evidence, or declares an end.
pub async fn advance(op: &Op, id: JointVentureId, change: StageChange) -> Result<JointVenture, Refused<AdvanceError>> {
    let (tx, actor) = op.begin().await?;
    let venture = tx.joint_ventures().get(id).await?;
    let facts = facts(&tx, &venture, change.evidence.agreement).await?;
    let to = change.to;
    let before = venture.stage_change.as_ref().map(|change| (change.id, change.state));
    let venture = if to == Stage::Withdrawn {
        JointVenture::withdraw(actor.permit::<WithdrawJointVenture>(venture)?, change.reason, op.secret_stamp())?
    } else {
        JointVenture::advance(actor.permit::<AdvanceJointVenture>(venture)?, change, &facts, op.secret_stamp())?
    };
    tx.joint_ventures().advance(&venture, before).await?;
    let by = tx.company();
    tx.commit(Event::JointVentureAdvanced { joint_venture: id, parties: venture.parties.clone(), by, to: to.as_str().to_owned() }).await?;
    Ok(next(venture))
}

/// What the database knows of what a stage asks for: of the agreement that is named, else of the one that the venture follows.
pub(crate) async fn facts(tx: &Tx<Tenant>, venture: &JointVenture, named: Option<AgreementId>) -> Result<Facts, Failure> {
    Ok(read_facts(tx.agreements(), tx.outcomes(), venture, named).await?)
}

/// The same for a reader.
pub async fn facts_in(view: &View<Tenant>, venture: &JointVenture) -> Result<Facts, Failure> {
    Ok(read_facts(view.agreements(), view.outcomes(), venture, None).await?)
}

async fn read_facts<R: Reads<Scope = Tenant>>(
    agreements: persistence::repository::agreement::Agreements<'_, R>,
    outcomes: persistence::repository::outcome::Outcomes<'_, R>,
    venture: &JointVenture,
    named: Option<AgreementId>,
) -> Result<Facts, StorageError> {
    let agreement = match named.or(venture.agreement) {
        Some(id) => agreements.find(id).await?,
        None => None,
    };
    // A paper between other companies proves nothing about this venture.
    let agreement = agreement.filter(|agreement| venture.parties.iter().all(|party| agreement.parties.contains(party)));
    Ok(Facts {
        agreement_confirmed: agreement.as_ref().is_some_and(domain::agreement::Agreement::is_confirmed),
        agreement_binds: agreement.is_some_and(|agreement| agreement.proposal.terms.kind.binds()),
        outcomes: outcomes.count_confirmed(venture.id).await?,
    })
}

/// Believes the proposed terms or stage whose hash is named.
pub async fn confirm(op: &Op, id: JointVentureId, hash: &str) -> Result<JointVenture, Refused<ConfirmError>> {
    let (tx, actor) = op.begin().await?;
    let venture = tx.joint_ventures().get(id).await?;
    let (venture, answered) = if venture.asks_the_owner() {
        JointVenture::bind(actor.permit::<BindJointVenture>(venture)?, hash, op.stamp())?
    } else {
        JointVenture::confirm(actor.permit::<ConfirmJointVenture>(venture)?, hash, op.stamp())?
    };
    tx.joint_ventures().answer(&venture, answered).await?;
    let by = tx.company();
    tx.commit(Event::JointVentureConfirmed {
        joint_venture: id,
        parties: venture.parties.clone(),
        by,
        stage: venture.stage.as_str().to_owned(),
    })
    .await?;
    Ok(next(venture))
}

/// Says what is wrong with the proposed terms or stage whose hash is named.
pub async fn dispute(op: &Op, id: JointVentureId, hash: &str, words: String) -> Result<JointVenture, Refused<AnswerError>> {
    let (tx, actor) = op.begin().await?;
    let venture = tx.joint_ventures().get(id).await?;
    let (venture, answered): (_, Answered) = JointVenture::dispute(actor.permit::<DisputeJointVenture>(venture)?, hash, words, op.stamp())?;
    tx.joint_ventures().answer(&venture, answered).await?;
    let by = tx.company();
    tx.commit(Event::JointVentureDisputed { joint_venture: id, parties: venture.parties.clone(), by }).await?;
    Ok(next(venture))
}

/// Says how it goes.
pub async fn report_health(op: &Op, id: JointVentureId, health: Health) -> Result<JointVenture, Refused<HealthError>> {
    let (tx, actor) = op.begin().await?;
    let permit = actor.permit::<ReportHealth>(tx.joint_ventures().get(id).await?)?;
    let venture = JointVenture::report_health(permit, health, op.stamp())?;
    tx.joint_ventures().touch(&venture).await?;
    let by = tx.company();
    let health = health.as_str().to_owned();
    tx.commit(Event::JointVentureHealthReported { joint_venture: id, parties: venture.parties.clone(), by, health }).await?;
    Ok(next(venture))
}

fn next(mut venture: JointVenture) -> JointVenture {
    venture.version += 1;
    venture
}
