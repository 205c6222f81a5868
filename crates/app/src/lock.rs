//! Staff lock an account or sign it out everywhere; they never set a password.

use domain::{
    actor::Staff,
    email_address::EmailAddress,
    event::Event,
    id::{Identifier, StaffId, UserId},
    policy::{EndSessionsOf, LockAccount, UnlockAccount},
    user::Account,
};
use persistence::{System, Tx};
use thiserror::Error;

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Why an account stays as it is.
#[derive(Debug, Error)]
pub enum LockError {
    #[error("nobody is registered with this address")]
    UnknownPerson,
    #[error("the account is locked already")]
    AlreadyLocked,
    #[error("the account is not locked")]
    NotLocked,
    #[error("this person is on duty; an administrator decides about the account")]
    OnDuty,
}

/// Whose address it is; whether anybody has it is told to staff who may decide about accounts only.
async fn account(tx: &Tx<System>, email: &EmailAddress) -> Result<Option<UserId>, Failure> {
    Ok(tx.users().by_email(email).await?.map(|user| user.id))
}

fn nobody() -> UserId {
    UserId::from_uuid(uuid::Uuid::nil())
}

async fn not_of_staff(tx: &Tx<System>, user: UserId, by: &Staff) -> Result<StaffId, Refused<LockError>> {
    if !by.duty.administers() && tx.staff().active(user).await?.is_some() {
        return Err(LockError::OnDuty.into());
    }
    Ok(by.id)
}

/// The person signs in no more, and is signed in nowhere.
pub async fn lock(op: &Op, email: &EmailAddress, reason: String) -> Result<(), Refused<LockError>> {
    let (tx, actor) = op.begin_beyond().await?;
    let found = account(&tx, email).await?;
    let permit = actor.permit::<LockAccount>(Account(found.unwrap_or_else(nobody)))?;
    let user = found.ok_or(LockError::UnknownPerson)?;
    let by = not_of_staff(&tx, user, permit.by()).await?;
    if tx.users().locked(user).await? {
        return Err(LockError::AlreadyLocked.into());
    }
    let now = op.app().now();
    tx.users().lock(user, Some((now, reason.clone()))).await?;
    tx.sessions().end_all(user, now).await?;
    tx.commit(Event::AccountLocked { user, by, reason }).await?;
    Ok(())
}

/// The person may sign in again.
pub async fn unlock(op: &Op, email: &EmailAddress, reason: String) -> Result<(), Refused<LockError>> {
    let (tx, actor) = op.begin_beyond().await?;
    let found = account(&tx, email).await?;
    let permit = actor.permit::<UnlockAccount>(Account(found.unwrap_or_else(nobody)))?;
    let user = found.ok_or(LockError::UnknownPerson)?;
    let by = not_of_staff(&tx, user, permit.by()).await?;
    if !tx.users().locked(user).await? {
        return Err(LockError::NotLocked.into());
    }
    tx.users().lock(user, None).await?;
    tx.commit(Event::AccountUnlocked { user, by, reason }).await?;
    Ok(())
}

/// Every device of the person is signed out.
pub async fn end_sessions(op: &Op, email: &EmailAddress, reason: String) -> Result<(), Refused<LockError>> {
    let (tx, actor) = op.begin_beyond().await?;
    let found = account(&tx, email).await?;
    let permit = actor.permit::<EndSessionsOf>(Account(found.unwrap_or_else(nobody)))?;
    let user = found.ok_or(LockError::UnknownPerson)?;
    let by = not_of_staff(&tx, user, permit.by()).await?;
    tx.sessions().end_all(user, op.app().now()).await?;
    tx.commit(Event::SessionsEnded { user, by, reason }).await?;
    Ok(())
}
