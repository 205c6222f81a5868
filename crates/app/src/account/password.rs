//! Passwords: changed by whoever knows the one before, or set anew by whoever reads the letters of the address.

use chrono::TimeDelta;
use domain::{
    email_address::EmailAddress,
    event::Event,
    id::{Identifier, UserId},
    policy::ChangePassword,
    stamp::Timestamp,
    user::User,
};
use persistence::{
    System, Tx,
    repository::{letter::LetterRequest, user::StoredPassword},
};
use thiserror::Error;

use super::{guess, waiting};
use crate::{
    application::Application,
    credential::password::{Password, PasswordError, PasswordHash, PasswordPolicy},
    failure::{Failure, Refused},
    letter::Content,
    op::Op,
};

/// A link that sets a password is good for an hour.
const RESET_LIFETIME: TimeDelta = TimeDelta::hours(1);

/// Which letter somebody asks for, whoever he is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    ResetPassword,
    VerifyEmail,
}

impl Wanted {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ResetPassword => "RESET_PASSWORD",
            Self::VerifyEmail => "VERIFY_EMAIL",
        }
    }
}

/// Why a password stays as it was.
#[derive(Debug, Error)]
pub enum ChangePasswordError {
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// Why no password is set.
#[derive(Debug, Error)]
pub enum ResetPasswordError {
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("this link is not one of ours, is more than an hour old, or was used before")]
    LinkInvalid,
}

/// Asks for a letter with a link. Whether the address is known is looked up by a worker and not here, so that neither the answer nor its
/// time tells.
pub async fn request_letter(op: &Op, email: &EmailAddress, wanted: Wanted) -> Result<(), Failure> {
    guess::of_address(op, "letters", &domain::meter::LETTERS_ASKED).await?;
    let app = op.app();
    let tx = app.begin_system(op.request()).await?;
    let now = app.now();
    let request = LetterRequest {
        id: app.ports.ids.uuid_v7(now),
        kind: wanted.as_str().to_owned(),
        email_key: email.comparable().to_owned(),
        asked_at: now,
    };
    tx.letter_requests().add(&request).await?;
    tx.commit(Event::LetterRequested {}).await?;
    Ok(())
}

/// Sets another password; every other device is signed out, and a letter says that it happened.
pub async fn change_password(op: &Op, password: &str) -> Result<(), Refused<ChangePasswordError>> {
    let user = op.actor().await?.permit::<ChangePassword>(())?.by().user;
    let password = Password::new(password);
    let hash = fit_hash(op, user, &password).await?.map_err(ChangePasswordError::Password)?;
    let (tx, actor, _) = op.begin_own().await?;
    let person = *actor.permit::<ChangePassword>(())?.by();
    let known = tx.users().get(user).await?;
    store(op, &tx, &known, &hash).await?;
    tx.sessions().end_but(user, Some(person.session), op.app().now()).await?;
    tx.commit(Event::PasswordChanged { user, session: person.session }).await?;
    Ok(())
}

/// The hash of a password that is good enough for this person, who may do with a shorter one if he has a second factor.
async fn fit_hash(op: &Op, user: UserId, password: &Password) -> Result<Result<PasswordHash, PasswordError>, Failure> {
    let (person, enrolled) = {
        let view = op.app().view_system().await?;
        (view.users().get(user).await?, !view.second_factors().of(user).await?.is_empty())
    };
    let policy = if enrolled { PasswordPolicy::with_second_factor() } else { PasswordPolicy::default() };
    if let Err(unfit) = policy.check(password, &[person.email.as_str(), &person.name]) {
        return Ok(Err(unfit));
    }
    Ok(Ok(op.app().hasher.hash(password).await?))
}

/// Keeps another password, forgets how often the one before was guessed at, and writes that it happened.
async fn store(op: &Op, tx: &Tx<System>, person: &User, hash: &PasswordHash) -> Result<(), Failure> {
    let app = op.app();
    tx.passwords().set(person.id, hash.as_str().to_owned(), app.now()).await?;
    tx.meters().forget(&guess::names_of_password(app, person.email.comparable())).await?;
    tx.letters().add(&[waiting(op, person, &Content::PasswordChanged { user: person.id })?]).await?;
    Ok(())
}

fn label(issued: i64, changed_at: Timestamp, email: &EmailAddress) -> String {
    format!("reset-password/{issued}/{}/{}", changed_at.timestamp_micros(), email.comparable())
}

/// The secret part of a link that sets a password: good for the password and the address that it was made for, and for no other.
pub(crate) fn reset_token(app: &Application, user: UserId, issued_at: Timestamp, changed_at: Timestamp, email: &EmailAddress) -> String {
    let issued = issued_at.timestamp();
    let seal = app.link_seal.derive_token(&label(issued, changed_at, email), user.uuid());
    format!("{}.{issued}.{seal}", user.uuid().simple())
}

struct ResetLink<'a> {
    user: UserId,
    issued: i64,
    seal: &'a str,
}

impl<'a> ResetLink<'a> {
    fn read(token: &'a str) -> Option<Self> {
        let mut parts = token.split('.');
        let user = parts.next().and_then(|text| uuid::Uuid::try_parse(text).ok()).map(UserId::from_uuid)?;
        let issued = parts.next()?.parse().ok()?;
        let seal = parts.next()?;
        parts.next().is_none().then_some(Self { user, issued, seal })
    }

    fn is_good(&self, app: &Application, person: &User, stored: &StoredPassword) -> bool {
        let issued_at = Timestamp::from_timestamp(self.issued, 0).unwrap_or_default();
        let age = app.now().signed_duration_since(issued_at);
        let ours = app.link_seal.is_token(&label(self.issued, stored.changed_at, &person.email), self.user.uuid(), self.seal);
        ours && age <= RESET_LIFETIME && age >= TimeDelta::seconds(-5)
    }
}

/// Sets a password by the link of a letter, which proves the address too. Every device is signed out, and a letter says that it happened.
pub async fn reset_password(op: &Op, token: &str, password: &str) -> Result<(), Refused<ResetPasswordError>> {
    let app = op.app();
    let link = ResetLink::read(token).ok_or(ResetPasswordError::LinkInvalid)?;
    {
        let view = app.view_system().await?;
        let known = view.users().find(link.user).await?.zip(view.passwords().of(link.user).await?);
        known.filter(|(person, stored)| link.is_good(app, person, stored)).ok_or(ResetPasswordError::LinkInvalid)?;
    }
    let hash = fit_hash(op, link.user, &Password::new(password)).await?.map_err(ResetPasswordError::Password)?;
    let tx = app.begin_system(op.request()).await?;
    tx.users().hold(link.user).await?;
    // While the hash was made the link may have been followed by somebody else.
    let known = tx.users().find(link.user).await?.zip(tx.passwords().of(link.user).await?);
    let (person, _) = known.filter(|(person, stored)| link.is_good(app, person, stored)).ok_or(ResetPasswordError::LinkInvalid)?;
    store(op, &tx, &person, &hash).await?;
    if person.email_verified_at.is_none() {
        tx.users().verify_email(person.id, app.now()).await?;
    }
    tx.sessions().end_all(person.id, app.now()).await?;
    tx.commit(Event::PasswordReset { user: person.id }).await?;
    Ok(())
}
