//! A person registers, and proves the address by the letter that went there.

use chrono::TimeDelta;
use domain::{
    consent::{Consent, ConsentError},
    email_address::EmailAddress,
    event::Event,
    id::{Identifier, UserId},
    language::Language,
    stamp::Timestamp,
    user::User,
};
use thiserror::Error;

use super::{guess, waiting};
use crate::{
    credential::password::{Password, PasswordError, PasswordHash, PasswordPolicy},
    failure::Refused,
    letter::Content,
    op::Op,
};

/// A link in a letter is good for a day.
pub(super) const LINK_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What a person says of himself.
pub struct Registration {
    pub email: EmailAddress,
    pub password: String,
    pub name: String,
    pub language: Language,
    /// The version of the terms that he accepted.
    pub accepted_terms: String,
    /// Whether he wants news by letter.
    pub news_by_mail: bool,
}

/// Why nobody is registered.
#[derive(Debug, Error)]
pub enum RegisterUserError {
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Consent(#[from] ConsentError),
}

/// Why an address is not proved.
#[derive(Debug, Error)]
pub enum VerifyEmailError {
    #[error("this link is not one of ours, or it is more than a day old")]
    LinkInvalid,
}

/// Registers a person, or tells the owner of the address that somebody tried; whoever asked learns nothing of which it was.
pub async fn register(op: &Op, said: Registration) -> Result<(), Refused<RegisterUserError>> {
    let app = op.app();
    let password = Password::new(&said.password);
    PasswordPolicy::default().check(&password, &[said.email.as_str(), &said.name]).map_err(RegisterUserError::Password)?;
    guess::of_address(op, "register", &domain::meter::REGISTRATION).await?;
    let hash: PasswordHash = app.hasher.hash(&password).await?;
    let stamp = app.stamp();
    let tx = app.begin_system(op.request()).await?;
    let known = tx.users().by_email(&said.email).await?;
    let texts = tx.legal_texts().in_language(Language::En).await?;
    // Asked before it is looked whether the address is known, so that the answer does not tell.
    let consents = |user: UserId| Consent::at_registration(user, said.language, &said.accepted_terms, said.news_by_mail, &texts, stamp);
    consents(stamp.id()).map_err(RegisterUserError::Consent)?;
    let proved = known.as_ref().is_some_and(|user| user.email_verified_at.is_some());
    let (user, content, event) = match known {
        Some(user) if proved => {
            let (content, event) = (Content::AlreadyRegistered { user: user.id }, Event::SignInRefused { user: Some(user.id) });
            (user, content, event)
        }
        known => {
            let registered_at = known.as_ref().map_or(stamp.at, |user| user.registered_at);
            let id = known.as_ref().map_or_else(|| stamp.id(), |user| user.id);
            let consents = consents(id).map_err(RegisterUserError::Consent)?;
            let user = User {
                id,
                email: said.email,
                name: said.name,
                language: said.language,
                email_verified_at: None,
                registered_at,
                erased_at: None,
            };
            // Whoever registered before has proved nothing: the last one's word stands, and its letter proves this registration only.
            if known.is_some() {
                tx.users().rename(&user).await?;
            } else {
                tx.users().add(&user, app.subject_salt()).await?;
            }
            tx.passwords().set(user.id, hash.as_str().to_owned(), stamp.at).await?;
            tx.consents().add(&consents).await?;
            let (content, event) =
                (Content::VerifyEmail { user: user.id, issued_at: stamp.at, registered_at: None }, Event::UserRegistered { user: user.id });
            (user, content, event)
        }
    };
    tx.letters().add(&[waiting(op, &user, &content)?]).await?;
    tx.commit(event).await?;
    Ok(())
}

fn label(issued: i64, registered_at: Option<Timestamp>) -> String {
    match registered_at {
        None => format!("verify-email/{issued}"),
        Some(registered_at) => format!("verify-email/{issued}/{}", registered_at.timestamp_micros()),
    }
}

/// The secret part of a link that proves an address. The first letter of a registration was issued with it; a later one names it.
pub(crate) fn email_token(app: &crate::Application, user: UserId, issued_at: Timestamp, registered_at: Option<Timestamp>) -> String {
    let issued = issued_at.timestamp();
    format!("{}.{issued}.{}", user.uuid().simple(), app.link_seal.derive_token(&label(issued, registered_at), user.uuid()))
}

/// Proves the address that the link was sent to.
pub async fn verify_email(op: &Op, token: &str) -> Result<(), Refused<VerifyEmailError>> {
    let app = op.app();
    let mut parts = token.split('.');
    let user = parts.next().and_then(|text| uuid::Uuid::try_parse(text).ok()).map(UserId::from_uuid);
    let issued = parts.next().and_then(|text| text.parse::<i64>().ok());
    let (Some(user), Some(issued), Some(proof), None) = (user, issued, parts.next(), parts.next()) else {
        return Err(VerifyEmailError::LinkInvalid.into());
    };
    let now = app.now();
    let age = now.signed_duration_since(Timestamp::from_timestamp(issued, 0).unwrap_or_default());
    if age > LINK_LIFETIME || age < TimeDelta::seconds(-5) {
        return Err(VerifyEmailError::LinkInvalid.into());
    }
    let tx = app.begin_system(op.request()).await?;
    tx.users().hold(user).await?;
    let known = tx.users().find(user).await?.ok_or(VerifyEmailError::LinkInvalid)?;
    let stored = tx.passwords().of(user).await?.ok_or(VerifyEmailError::LinkInvalid)?;
    let first = app.link_seal.is_token(&label(issued, None), user.uuid(), proof);
    let another = app.link_seal.is_token(&label(issued, Some(stored.changed_at)), user.uuid(), proof);
    if !first && !another {
        return Err(VerifyEmailError::LinkInvalid.into());
    }
    if known.email_verified_at.is_some() {
        // A link that is followed twice has one effect and the same answer.
        return Ok(());
    }
    // A stranger may have registered with the address since, or before: only a letter of the registration that stands proves it.
    if first && stored.changed_at.timestamp() != issued {
        return Err(VerifyEmailError::LinkInvalid.into());
    }
    // Nor does whoever signed in before the proof stay signed in.
    tx.sessions().end_all(user, now).await?;
    tx.users().verify_email(user, now).await?;
    tx.commit(Event::EmailVerified { user }).await?;
    Ok(())
}
