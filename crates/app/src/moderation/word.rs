//! What staff and the company write to each other about a case, and what staff note for themselves.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    event::Event,
    id::{Identifier, ModerationCaseId},
    moderation_case::{CaseEntry, EntryKind, ModerationCase, entry::MESSAGES_A_DAY, entry::WriteError},
    policy::AnswerCase,
};
use persistence::Quota;

use super::{next, record, review};
use crate::{
    failure::{Failure, Refused},
    op::{For, Op, Who},
};

/// Writes to the other side: staff to the company, or the company to staff.
pub async fn write(op: &Op, id: ModerationCaseId, version: i32, text: String) -> Result<ModerationCase, Refused<WriteError>> {
    if let Who::Person { acting: For::Forum, .. } = op.who() {
        write_as_staff(op, id, version, text).await
    } else {
        write_as_company(op, id, version, text).await
    }
}

async fn write_as_staff(op: &Op, id: ModerationCaseId, version: i32, text: String) -> Result<ModerationCase, Refused<WriteError>> {
    let (tx, actor) = op.begin_staff().await?;
    let (mut case, by) = review(&tx, &actor, id, version).await?.into_parts();
    let stamp = op.stamp();
    tx.take_turn(Quota::CaseMessages, id.uuid()).await?;
    if tx.case_entries().written_since(id, false, stamp.at - TimeDelta::days(1)).await? >= MESSAGES_A_DAY {
        return Err(WriteError::QuotaExceeded.into());
    }
    // What staff write to a company about a report is the first that it learns of it.
    case.shared = true;
    tx.moderation_cases().change(&case).await?;
    record(&tx, &case, EntryKind::Message, &by, Some(text), stamp).await?;
    tx.commit(Event::CaseMessageWritten { case: id, company: case.company, by_staff: true }).await?;
    Ok(next(case))
}

async fn write_as_company(op: &Op, id: ModerationCaseId, version: i32, text: String) -> Result<ModerationCase, Refused<WriteError>> {
    let (tx, actor) = op.begin().await?;
    let case = tx.moderation_cases().get(id).await?;
    let permit = actor.permit::<AnswerCase>(case)?;
    if permit.subject().version != version {
        return Err(Failure::Conflict.into());
    }
    let (by, stamp) = (*permit.by(), op.stamp());
    tx.take_turn(Quota::CaseMessages, id.uuid()).await?;
    if tx.case_entries().written_since(id, true, stamp.at - TimeDelta::days(1)).await? >= MESSAGES_A_DAY {
        return Err(WriteError::QuotaExceeded.into());
    }
    let (case, again) = ModerationCase::answered(permit);
    let kind = if again { EntryKind::Answered } else { EntryKind::Message };
    tx.case_entries().add(&CaseEntry::of_company(&case, kind, &by, Some(text), stamp)).await?;
    if again {
        tx.moderation_cases().change(&case).await?;
        tx.commit(Event::CaseAnswered { case: id, company: case.company, kind: case.kind.as_str().to_owned() }).await?;
        return Ok(next(case));
    }
    tx.commit(Event::CaseMessageWritten { case: id, company: case.company, by_staff: false }).await?;
    Ok(case)
}

/// Notes something for other staff; the company never reads it.
pub async fn note(op: &Op, id: ModerationCaseId, text: String) -> Result<ModerationCase, Refused<WriteError>> {
    let (tx, actor) = op.begin_staff().await?;
    let _permit = actor.permit::<domain::policy::ReadQueue>(domain::moderation_case::Queue)?;
    let version = tx.moderation_cases().get(id).await?.version;
    let (case, by) = review(&tx, &actor, id, version).await?.into_parts();
    record(&tx, &case, EntryKind::Note, &by, Some(text), op.stamp()).await?;
    tx.commit(Event::CaseNoted { case: id, by: by.id }).await?;
    Ok(case)
}

/// What is read of a case: all of it by staff, without the notes by the company.
pub async fn entries(op: &Op, cases: &[ModerationCaseId]) -> Result<Vec<CaseEntry>, Failure> {
    let view = op.view().await?;
    Ok(match (view.as_forum(), view.as_tenant(), op.actor().await?) {
        (Some(view), _, Actor::Staff(staff)) if staff.duty.moderates() => view.case_entries().of(cases).await?,
        (_, Some(view), _) => view.case_entries().of(cases).await?,
        _ => Vec::new(),
    })
}
