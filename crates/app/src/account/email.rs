//! A person moves to another address: the new one proves itself by a letter, the former one can stop it.

use chrono::TimeDelta;
use domain::{
    email_address::EmailAddress,
    event::Event,
    id::{EmailChangeId, Identifier},
    meter::LETTERS_SENT,
    policy::ChangeEmail,
    user::{EmailChange, EmailChangeState},
};
use persistence::error::Unique;
use thiserror::Error;

use super::{guess, register::LINK_LIFETIME, waiting};
use crate::{
    application::Application,
    failure::{Refused, taken},
    letter::Content,
    op::Op,
};

/// Whoever reads letters at the former address may say no for so long, also when the move has been made.
const STOP_LIFETIME: TimeDelta = TimeDelta::days(7);
const CONFIRM: &str = "confirm-email-change";
const STOP: &str = "stop-email-change";

/// Why nobody is written to.
#[derive(Debug, Error)]
pub enum EmailChangeError {
    #[error("this is your address already")]
    SameAddress,
}

/// Why an address stays as it is.
#[derive(Debug, Error)]
pub enum EmailLinkError {
    #[error("this link is not one of ours, is too old, or was used before")]
    LinkInvalid,
}

/// Writes to the new address, whose link makes the move, and to the present one, whose link stops it. That the new address belongs to
/// somebody else is told to him and not to whoever asks.
pub async fn request_email_change(op: &Op, email: EmailAddress) -> Result<(), Refused<EmailChangeError>> {
    let app = op.app();
    let (tx, actor, _) = op.begin_own().await?;
    let user = actor.permit::<ChangeEmail>(())?.by().user;
    let person = tx.users().get(user).await?;
    if person.email.comparable() == email.comparable() {
        return Err(EmailChangeError::SameAddress.into());
    }
    if let Err(until) = tx.meters().take(&guess::name_of_letters(user), &LETTERS_SENT, app.now()).await? {
        return Err(guess::too_often(app, until).into());
    }
    let stamp = app.secret_stamp();
    let change = EmailChange {
        id: stamp.id(),
        user,
        email: email.clone(),
        former: person.email.clone(),
        state: EmailChangeState::Waiting,
        asked_at: stamp.at,
        decided_at: None,
    };
    tx.email_changes().replace_waiting(user, stamp.at).await?;
    tx.email_changes().add(&change).await?;
    let to_new = match tx.users().by_email(&email).await? {
        Some(other) => waiting(op, &other, &Content::AlreadyRegistered { user: other.id })?,
        None => waiting(op, &person, &Content::ConfirmEmailChange { change: change.id, to: email.clone() })?,
    };
    let to_former = Content::EmailChangeAsked { change: change.id, email: email.as_str().to_owned(), to: person.email.clone() };
    tx.letters().add(&[to_new, waiting(op, &person, &to_former)?]).await?;
    tx.commit(Event::EmailChangeRequested { user }).await?;
    Ok(())
}

fn token(app: &Application, label: &str, change: EmailChangeId) -> String {
    format!("{}.{}", change.uuid().simple(), app.link_seal.derive_token(label, change.uuid()))
}

/// The secret part of the link that makes the move.
pub(crate) fn confirm_token(app: &Application, change: EmailChangeId) -> String {
    token(app, CONFIRM, change)
}

/// The secret part of the link that stops it.
pub(crate) fn stop_token(app: &Application, change: EmailChangeId) -> String {
    token(app, STOP, change)
}

fn read(app: &Application, label: &str, token: &str) -> Result<EmailChangeId, EmailLinkError> {
    let (id, seal) = token.split_once('.').ok_or(EmailLinkError::LinkInvalid)?;
    let id = uuid::Uuid::try_parse(id).map_err(|_| EmailLinkError::LinkInvalid)?;
    let ours = app.link_seal.is_token(label, id, seal);
    ours.then(|| EmailChangeId::from_uuid(id)).ok_or(EmailLinkError::LinkInvalid)
}

/// Makes the move that the link was written for.
pub async fn confirm_email_change(op: &Op, token: &str) -> Result<(), Refused<EmailLinkError>> {
    let app = op.app();
    let id = read(app, CONFIRM, token)?;
    let now = app.now();
    let tx = app.begin_system(op.request()).await?;
    let change = tx.email_changes().find(id).await?.ok_or(EmailLinkError::LinkInvalid)?;
    tx.users().hold(change.user).await?;
    let person = tx.users().get(change.user).await?;
    let good = change.state == EmailChangeState::Waiting
        && now - change.asked_at <= LINK_LIFETIME
        && person.email.comparable() == change.former.comparable();
    if !good {
        return Err(EmailLinkError::LinkInvalid.into());
    }
    tx.email_changes().decide(&change, EmailChangeState::Confirmed, now).await?;
    tx.users().move_to(change.user, &change.email, now).await.map_err(taken(Unique::UserEmail, || EmailLinkError::LinkInvalid))?;
    tx.commit(Event::EmailChanged { user: change.user }).await?;
    Ok(())
}

/// Stops a move, or takes it back. Whoever asked for it was signed in and is not who reads the letters: every device is signed out.
pub async fn stop_email_change(op: &Op, token: &str) -> Result<(), Refused<EmailLinkError>> {
    let app = op.app();
    let id = read(app, STOP, token)?;
    let now = app.now();
    let tx = app.begin_system(op.request()).await?;
    let change = tx.email_changes().find(id).await?.ok_or(EmailLinkError::LinkInvalid)?;
    tx.users().hold(change.user).await?;
    let person = tx.users().get(change.user).await?;
    let moved = change.state == EmailChangeState::Confirmed && person.email.comparable() == change.email.comparable();
    if now - change.asked_at > STOP_LIFETIME || !(moved || change.state == EmailChangeState::Waiting) {
        return Err(EmailLinkError::LinkInvalid.into());
    }
    tx.email_changes().decide(&change, EmailChangeState::Stopped, now).await?;
    if moved {
        let former = tx.users().move_to(change.user, &change.former, now).await;
        former.map_err(taken(Unique::UserEmail, || EmailLinkError::LinkInvalid))?;
    }
    tx.sessions().end_all(change.user, now).await?;
    tx.commit(Event::EmailChangeStopped { user: change.user }).await?;
    Ok(())
}
