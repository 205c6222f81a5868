//! Companies that were one all along become one again, and a company whose owner is gone is given another.
//!
//! By the interface both need two administrators; the operator of the host does both by his own word.

use domain::{
    actor::Actor,
    approval::{Approval, DecideError, Proposed},
    company::Company,
    email_address::EmailAddress,
    event::Event,
    id::{CompanyId, StaffId, UserId},
    member::Role,
    merge::{Duplicates, MergeError, ProposeMergeError, ProposeTransferError, TransferError, inherit},
    policy::{MergeCompanies, TransferOwnership},
    user::User,
};
use persistence::{System, Tx};

use crate::{
    application::Application,
    approval::propose,
    failure::{Failure, Refused},
    op::Op,
};

/// Proposes that two companies become one.
pub async fn propose_merge(op: &Op, keep: CompanyId, retire: CompanyId, reason: String) -> Result<Approval, Refused<ProposeMergeError>> {
    let (tx, actor) = op.begin_staff().await?;
    let duplicates = Duplicates { keep: tx.companies().get(keep).await?, retire: tx.companies().get(retire).await? };
    let permit = actor.permit::<MergeCompanies>(duplicates)?;
    // Staff do not see who shares what; it is looked at again when the merge is carried out.
    let share = op.app().view_system().await?.merges().both_are_parties(keep, retire).await?;
    let approval = Approval::merge(permit, share, reason, op.stamp()).map_err(ProposeMergeError::Merge)?;
    let approval = approval.ok_or(Failure::Forbidden { action: "ProposeMerge" })?;
    propose(tx, approval).await.map_err(|refused| refused.map(ProposeMergeError::Propose))
}

/// Proposes another owner for a company.
pub async fn propose_transfer(
    op: &Op,
    company: CompanyId,
    to: &EmailAddress,
    reason: String,
) -> Result<Approval, Refused<ProposeTransferError>> {
    let (tx, actor) = op.begin_staff().await?;
    let found = tx.companies().get(company).await?;
    let permit = actor.permit::<TransferOwnership>(found.clone())?;
    let heir = tx.users().by_email(to).await?;
    let on_duty = match &heir {
        Some(heir) => tx.staff().active(heir.id).await?.is_some(),
        None => false,
    };
    let members = tx.members().of_companies(&[company]).await?;
    let owners: Vec<_> = members.into_iter().filter(|member| member.role == Role::Owner).map(|member| member.user).collect();
    let heir = inherit(&found, heir, on_duty, |heir| owners == [heir.id]).map_err(ProposeTransferError::Transfer)?;
    let approval = Approval::ownership_transfer(permit, heir.id, reason, op.stamp()).map_err(ProposeTransferError::Transfer)?;
    let approval = approval.ok_or(Failure::Forbidden { action: "ProposeOwnershipTransfer" })?;
    propose(tx, approval).await.map_err(|refused| refused.map(ProposeTransferError::Propose))
}

/// What a second administrator approved, in the transaction of the approval.
pub(crate) async fn carried_out(op: &Op, tx: &Tx<System>, approval: &Approval) -> Result<Event, Refused<DecideError>> {
    let (app, reason, by) = (op.app(), approval.reason.clone(), approval.decided_by);
    match &approval.proposed {
        Proposed::Merge { keep, retire } => {
            let duplicates = read(tx, *keep, *retire).await?;
            let share = tx.merges().both_are_parties(*keep, *retire).await?;
            duplicates.check(share).map_err(DecideError::Merge)?;
            Ok(unite(app, tx, &duplicates, reason, by).await?)
        }
        Proposed::OwnershipTransfer { company, to } => {
            let found = tx.companies().get(*company).await?;
            let heir = tx.users().find(*to).await?;
            let heir = heir_of(tx, &found, heir).await.map_err(|refused| refused.map(DecideError::Transfer))?;
            Ok(hand_over(app, tx, *company, heir.id, reason, by).await?)
        }
        Proposed::Suspension { .. } | Proposed::Reinstatement { .. } | Proposed::EndOfAppointment { .. } => {
            Err(Failure::Internal("nothing of this kind is carried out here".to_owned()).into())
        }
    }
}

/// Makes one company of two by the operator's word.
pub async fn merge_as_operator(app: &Application, keep: CompanyId, retire: CompanyId, reason: String) -> Result<(), Refused<MergeError>> {
    let tx = app.begin_system("operator").await?;
    let duplicates = read(&tx, keep, retire).await?;
    let share = tx.merges().both_are_parties(keep, retire).await?;
    let (duplicates, _) = Actor::Operator.permit::<MergeCompanies>(duplicates)?.into_parts();
    duplicates.check(share)?;
    let event = unite(app, &tx, &duplicates, reason, None).await?;
    Ok(tx.commit(event).await?)
}

async fn read(tx: &Tx<System>, keep: CompanyId, retire: CompanyId) -> Result<Duplicates, Failure> {
    Ok(Duplicates { keep: tx.companies().get(keep).await?, retire: tx.companies().get(retire).await? })
}

/// Everything of the retired company follows the kept one.
async fn unite(app: &Application, tx: &Tx<System>, both: &Duplicates, reason: String, by: Option<StaffId>) -> Result<Event, Failure> {
    tx.merges().carry_out(&both.keep, &both.retire, app.now()).await?;
    Ok(Event::CompaniesMerged { kept: both.keep.id, retired: both.retire.id, reason, by })
}

/// Gives a company another owner by the operator's word.
pub async fn transfer_as_operator(
    app: &Application,
    company: CompanyId,
    to: &EmailAddress,
    reason: String,
) -> Result<(), Refused<TransferError>> {
    let tx = app.begin_system("operator").await?;
    let found = tx.companies().get(company).await?;
    let (found, _) = Actor::Operator.permit::<TransferOwnership>(found)?.into_parts();
    let heir = tx.users().by_email(to).await?;
    let heir = heir_of(&tx, &found, heir).await?;
    let event = hand_over(app, &tx, company, heir.id, reason, None).await?;
    Ok(tx.commit(event).await?)
}

async fn heir_of(tx: &Tx<System>, company: &Company, heir: Option<User>) -> Result<User, Refused<TransferError>> {
    let on_duty = match &heir {
        Some(heir) => tx.staff().active(heir.id).await?.is_some(),
        None => false,
    };
    let members = tx.members().of_companies(&[company.id]).await?;
    let owners: Vec<_> = members.into_iter().filter(|member| member.role == Role::Owner).map(|member| member.user).collect();
    Ok(inherit(company, heir, on_duty, |heir| owners == [heir.id])?)
}

async fn hand_over(
    app: &Application,
    tx: &Tx<System>,
    company: CompanyId,
    to: UserId,
    reason: String,
    by: Option<StaffId>,
) -> Result<Event, Failure> {
    let from = tx.merges().transfer(company, to, app.now()).await?;
    Ok(Event::OwnershipTransferred { company, to, from, reason, by })
}
