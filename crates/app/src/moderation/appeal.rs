//! The owner asks other people to look again.

use domain::{
    approval::{Approval, ApprovalKind, Proposed},
    event::Event,
    id::{Identifier, ModerationCaseId, UserId},
    moderation_case::{
        CaseEntry, CaseKind, CaseSubject, EntryKind, ModerationCase,
        appeal::{AppealError, Past},
    },
    policy::Appeal,
};
use persistence::{System, Tx};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Appeals against what was decided about one's own company. Who decided stands in staff's own records, so the transaction is not the
/// company's: its scope has shown the case before.
pub async fn appeal(op: &Op, id: ModerationCaseId, text: String) -> Result<ModerationCase, Refused<AppealError>> {
    op.tenant_view().await?.moderation_cases().get(id).await?;
    let (tx, actor) = op.begin_beyond().await?;
    let permit = actor.permit::<Appeal>(tx.moderation_cases().get(id).await?)?;
    let (by, stamp) = (*permit.by(), op.stamp());
    let past = past(&tx, permit.subject()).await?;
    let case = ModerationCase::appeal(permit, past, stamp)?;
    tx.moderation_cases().add(&case).await?;
    tx.case_entries().add(&CaseEntry::of_company(&case, EntryKind::Opened, &by, Some(text), stamp)).await?;
    tx.commit(Event::CaseAppealed { case: case.id, against: id, company: case.company }).await?;
    Ok(case)
}

async fn past(tx: &Tx<System>, case: &ModerationCase) -> Result<Past, Failure> {
    let suspension = tx.approvals().approved(ApprovalKind::Suspension, case.company.uuid()).await?;
    let suspension = suspension.filter(|found| matches!(found.proposed, Proposed::Suspension { case: ground, .. } if ground == case.id));
    let mut staff: Vec<_> = case.decided_by.into_iter().collect();
    let mut deciders: Vec<UserId> = Vec::new();
    if let Some(Approval { proposer, decided_by, .. }) = &suspension {
        deciders.push(*proposer);
        staff.extend(*decided_by);
    }
    deciders.extend(tx.staff().by_ids(&staff).await?.iter().map(|appointment| appointment.user));
    let since = case.decided_at.max(suspension.as_ref().and_then(|found| found.decided_at));
    let appeals = tx.moderation_cases().about(CaseKind::Appeal, CaseSubject::Case(case.id)).await?;
    let appealed = appeals.iter().any(|appeal| since.is_none_or(|since| appeal.opened_at >= since));
    Ok(Past { suspends: suspension.is_some(), appealed, deciders })
}
