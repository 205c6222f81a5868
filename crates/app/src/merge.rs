//! Companies that were one all along become one again, and a company whose owner is gone is given another.
//!
//! By the interface both need two administrators; the operator of the host does both by his own word.

use domain::{
    actor::Actor,
    email_address::EmailAddress,
    event::Event,
    id::{CompanyId, StaffId, UserId},
    member::Role,
    merge::{Duplicates, MergeError, TransferError, inherit},
    policy::{MergeCompanies, TransferOwnership},
};
use persistence::{System, Tx};

use crate::{
    application::Application,
    failure::{Failure, Refused},
};

/// Makes one company of two by the operator's word.
pub async fn merge_as_operator(app: &Application, keep: CompanyId, retire: CompanyId, reason: String) -> Result<(), Refused<MergeError>> {
    let tx = app.begin_system("operator").await?;
    let duplicates = read(&tx, keep, retire).await?;
    let share = tx.merges().both_are_parties(keep, retire).await?;
    let permit = Actor::Operator.permit::<MergeCompanies>(duplicates)?;
    permit.subject().check(&permit, share)?;
    let (duplicates, _) = permit.into_parts();
    Ok(carry_out(app, tx, &duplicates, reason, None).await?)
}

async fn read(tx: &Tx<System>, keep: CompanyId, retire: CompanyId) -> Result<Duplicates, Failure> {
    Ok(Duplicates { keep: tx.companies().get(keep).await?, retire: tx.companies().get(retire).await? })
}

/// Everything of the retired company follows the kept one, in one transaction with the event that says so.
async fn carry_out(app: &Application, tx: Tx<System>, both: &Duplicates, reason: String, by: Option<StaffId>) -> Result<(), Failure> {
    tx.merges().carry_out(&both.keep, &both.retire, app.now()).await?;
    tx.commit(Event::CompaniesMerged { kept: both.keep.id, retired: both.retire.id, reason, by }).await?;
    Ok(())
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
    let permit = Actor::Operator.permit::<TransferOwnership>(found)?;
    let heir = tx.users().by_email(to).await?;
    let on_duty = match &heir {
        Some(heir) => tx.staff().active(heir.id).await?.is_some(),
        None => false,
    };
    let owners = owners(&tx, company).await?;
    let heir = inherit(&permit, heir, on_duty, |heir| owners == [heir.id])?;
    Ok(hand_over(app, tx, company, heir.id, reason, None).await?)
}

async fn owners(tx: &Tx<System>, company: CompanyId) -> Result<Vec<UserId>, Failure> {
    let members = tx.members().of_companies(&[company]).await?;
    Ok(members.into_iter().filter(|member| member.role == Role::Owner).map(|member| member.user).collect())
}

async fn hand_over(
    app: &Application,
    tx: Tx<System>,
    company: CompanyId,
    to: UserId,
    reason: String,
    by: Option<StaffId>,
) -> Result<(), Failure> {
    let from = tx.merges().transfer(company, to, app.now()).await?;
    tx.commit(Event::OwnershipTransferred { company, to, from, reason, by }).await?;
    Ok(())
}
