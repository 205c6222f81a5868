//! The queue of what waits for staff: claimed, decided with a reason, and talked about with the company.

pub mod appeal;
mod effect;
pub mod word;

use domain::{
    actor::{Actor, Staff},
    event::Event,
    id::ModerationCaseId,
    moderation_case::{
        CaseEntry, CaseKind, CaseState, ClaimError, DecideError, EntryKind, ModerationCase, Queue, ReleaseError, ReopenError,
    },
    permit::Permit,
    policy::{ReadQueue, ReviewCase},
    stamp::Stamp,
};
use persistence::{Forum, Tx, View};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// The view of staff who decide: auditors read the audit and not the queue.
pub async fn queue(op: &Op) -> Result<View<Forum>, Failure> {
    let _permit = op.actor().await?.permit::<ReadQueue>(Queue)?;
    op.staff_view().await
}

/// The case, if it still is what was read and the one who asks may work on it.
async fn review(tx: &Tx<Forum>, actor: &Actor, id: ModerationCaseId, version: i32) -> Result<Permit<ReviewCase>, Failure> {
    let _permit = actor.permit::<ReadQueue>(Queue)?;
    let permit = actor.permit::<ReviewCase>(tx.moderation_cases().get(id).await?)?;
    if permit.subject().version == version { Ok(permit) } else { Err(Failure::Conflict) }
}

/// Keeps with the case what staff did about it.
pub(crate) async fn record(
    tx: &Tx<Forum>,
    case: &ModerationCase,
    kind: EntryKind,
    by: &Staff,
    text: Option<String>,
    stamp: Stamp,
) -> Result<(), Failure> {
    Ok(tx.case_entries().add(&CaseEntry::of_staff(case, kind, by, text, stamp)).await?)
}

/// Takes a case to work on it.
pub async fn claim(op: &Op, id: ModerationCaseId, version: i32) -> Result<ModerationCase, Refused<ClaimError>> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = review(&tx, &actor, id, version).await?;
    let (by, stamp) = (permit.by().clone(), op.stamp());
    let case = ModerationCase::claim(permit, stamp)?;
    review_company(&tx, &case, true).await?;
    tx.moderation_cases().change(&case).await?;
    record(&tx, &case, EntryKind::Claimed, &by, None, stamp).await?;
    tx.commit(Event::CaseClaimed { case: id, by: by.id }).await?;
    Ok(next(case))
}

/// Gives it back.
pub async fn release(op: &Op, id: ModerationCaseId, version: i32) -> Result<ModerationCase, Refused<ReleaseError>> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = review(&tx, &actor, id, version).await?;
    let (by, stamp) = (permit.by().clone(), op.stamp());
    let case = ModerationCase::release(permit, stamp)?;
    review_company(&tx, &case, false).await?;
    tx.moderation_cases().change(&case).await?;
    record(&tx, &case, EntryKind::Released, &by, None, stamp).await?;
    tx.commit(Event::CaseReleased { case: id, by: by.id }).await?;
    Ok(next(case))
}

/// The company's own state says whether somebody looks at its registration. It is changed before the case, as by every verb that decides
/// about both, so that two of them never wait for each other in a ring.
async fn review_company(tx: &Tx<Forum>, case: &ModerationCase, claimed: bool) -> Result<(), Failure> {
    if case.kind.is_verification() {
        let company = tx.companies().get(case.company).await?.reviewed(claimed).map_err(|_| Failure::Conflict)?;
        tx.companies().change(&company).await?;
    }
    Ok(())
}

/// Asks the company to put something right first.
pub async fn request_changes(op: &Op, id: ModerationCaseId, version: i32, reason: String) -> Result<ModerationCase, Refused<ClaimError>> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = review(&tx, &actor, id, version).await?;
    let (by, stamp) = (permit.by().clone(), op.stamp());
    let case = ModerationCase::request_changes(permit, stamp)?;
    if case.kind.is_verification() {
        let company = tx.companies().get(case.company).await?.sent_back().map_err(|_| Failure::Conflict)?;
        tx.companies().change(&company).await?;
    }
    tx.moderation_cases().change(&case).await?;
    record(&tx, &case, EntryKind::ChangesRequested, &by, Some(reason.clone()), stamp).await?;
    tx.commit(Event::CaseChangesRequested { case: id, company: case.company, kind: case.kind.as_str().to_owned(), reason }).await?;
    Ok(next(case))
}

/// Finds it right: what was asked for happens with the decision, or neither does.
pub async fn approve(op: &Op, id: ModerationCaseId, version: i32, reason: String) -> Result<ModerationCase, Refused<DecideError>> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = review(&tx, &actor, id, version).await?;
    let (by, stamp) = (permit.by().clone(), op.stamp());
    let case = ModerationCase::approve(permit, reason.clone(), stamp)?;
    tx.moderation_cases().change(&case).await?;
    record(&tx, &case, EntryKind::Approved, &by, Some(reason.clone()), stamp).await?;
    let event = effect::approved(op, &tx, &actor, &case, reason, stamp).await?;
    tx.commit(event).await?;
    Ok(next(case))
}

/// Finds it wrong, and says why.
pub async fn reject(op: &Op, id: ModerationCaseId, version: i32, reason: String) -> Result<ModerationCase, Refused<DecideError>> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = review(&tx, &actor, id, version).await?;
    let (by, stamp) = (permit.by().clone(), op.stamp());
    let case = ModerationCase::reject(permit, reason.clone(), stamp)?;
    tx.moderation_cases().change(&case).await?;
    record(&tx, &case, EntryKind::Rejected, &by, Some(reason.clone()), stamp).await?;
    let event = effect::rejected(&tx, &actor, &case, reason, stamp).await?;
    tx.commit(event).await?;
    Ok(next(case))
}

/// Takes a rejection back.
pub async fn reopen(op: &Op, id: ModerationCaseId, version: i32, reason: String) -> Result<ModerationCase, Refused<ReopenError>> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = review(&tx, &actor, id, version).await?;
    let (by, stamp) = (permit.by().clone(), op.stamp());
    let case = ModerationCase::reopen(permit)?;
    tx.moderation_cases().change(&case).await?;
    record(&tx, &case, EntryKind::Reopened, &by, Some(reason.clone()), stamp).await?;
    if !effect::undone(&tx, &case).await? {
        return Err(ReopenError::SubjectChanged.into());
    }
    tx.commit(Event::CaseReopened { case: id, company: case.company, kind: case.kind.as_str().to_owned(), reason }).await?;
    Ok(next(case))
}

/// Closes the registration of a company by the verb that decides about it.
pub(crate) async fn close_registration(
    tx: &Tx<Forum>,
    actor: &Actor,
    company: domain::id::CompanyId,
    state: CaseState,
    reason: String,
    stamp: Stamp,
) -> Result<ModerationCase, Refused<domain::company::DecideError>> {
    // A company that changed its name may have been due to be looked at anyway: both are answered by the one look.
    let kinds = [CaseKind::Registration, CaseKind::Change, CaseKind::Recheck];
    let open = tx.moderation_cases().undecided_of(company, &kinds).await?;
    let (mut asked, due): (Vec<_>, Vec<_>) = open.into_iter().partition(|case| case.kind.is_verification());
    let asked = if asked.is_empty() { return Err(Failure::NotFound.into()) } else { asked.swap_remove(0) };
    for case in due {
        close_by_verb(tx, actor, case, state, reason.clone(), stamp).await?;
    }
    close_by_verb(tx, actor, asked, state, reason, stamp).await
}

/// Closes a case by a verb of its own that decides about the company, and keeps with it what was decided.
pub(crate) async fn close_by_verb(
    tx: &Tx<Forum>,
    actor: &Actor,
    case: ModerationCase,
    state: CaseState,
    reason: String,
    stamp: Stamp,
) -> Result<ModerationCase, Refused<domain::company::DecideError>> {
    let permit = actor.permit::<ReviewCase>(case)?;
    let by = permit.by().clone();
    let case = ModerationCase::close(permit, state, reason.clone(), stamp).map_err(|error| match error {
        ClaimError::ClaimedByOther => Refused::Rule(domain::company::DecideError::ClaimedByOther),
        _ => Refused::Failure(Failure::Conflict),
    })?;
    tx.moderation_cases().change(&case).await?;
    let kind = if state == CaseState::Approved { EntryKind::Approved } else { EntryKind::Rejected };
    record(tx, &case, kind, &by, Some(reason), stamp).await?;
    Ok(case)
}

fn next(mut case: ModerationCase) -> ModerationCase {
    case.version += 1;
    case
}
