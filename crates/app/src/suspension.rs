//! A company leaves the forum for now, and comes back: carried out when a second person has approved.

use domain::{
    actor::Staff,
    approval::{Approval, DecideError},
    event::Event,
    id::{CompanyId, ModerationCaseId},
    moderation_case::EntryKind,
    stamp::Stamp,
};
use persistence::{Forum, Tx};

use crate::{failure::Refused, moderation::record, op::Op};

/// The company leaves the directory and the matches with what it publishes; its people read, export and appeal.
pub(crate) async fn suspend(
    tx: &Tx<Forum>,
    company: CompanyId,
    case: ModerationCaseId,
    approval: &Approval,
    by: &Staff,
    stamp: Stamp,
) -> Result<Event, Refused<DecideError>> {
    let suspended = tx.companies().get(company).await?.suspend(approval)?;
    tx.companies().change(&suspended).await?;
    tx.directory().unlist(&[company]).await?;
    tx.listings().withhold(company, true).await?;
    // The company reads on what it was suspended, and may appeal against it.
    let mut ground = tx.moderation_cases().get(case).await?;
    ground.shared = true;
    tx.moderation_cases().change(&ground).await?;
    record(tx, &ground, EntryKind::Suspended, by, Some(approval.reason.clone()), stamp).await?;
    Ok(Event::CompanySuspended { company, case, approval: approval.id, reason: approval.reason.clone() })
}

/// The company and what it publishes are there again as they were.
pub(crate) async fn reinstate(op: &Op, tx: &Tx<Forum>, company: CompanyId, approval: &Approval) -> Result<Event, Refused<DecideError>> {
    let back = tx.companies().get(company).await?.reinstate(approval)?;
    tx.companies().change(&back).await?;
    let sectors = op.app().reference().sectors_of(&back.registration.subsectors);
    tx.directory().list(&[(back, sectors)]).await?;
    tx.listings().withhold(company, false).await?;
    Ok(Event::CompanyReinstated { company, approval: approval.id, reason: approval.reason.clone() })
}
