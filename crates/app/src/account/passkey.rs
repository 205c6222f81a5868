//! Passkeys: added as a second factor, and shown instead of password and second factor, since a device that looks who is there is both.

use domain::{
    event::Event,
    id::{Identifier, SecondFactorId, UserId},
    policy::KeepFactors,
    second_factor::{FactorKind, SecondFactor},
    stamp::Timestamp,
};
use persistence::{System, Tx, error::Unique, repository::second_factor::FactorSecret};
use serde_json::{Value, json};
use thiserror::Error;

use super::{
    ActAs, Device, SignedInDevice, challenge, factor,
    session::device_of,
    sign_in::{Refusal, choose, device_token, open_session},
};
use crate::{
    application::Application,
    credential::passkey::{Account, CredentialKey, Given, PasskeyError, RelyingParty},
    failure::{Failure, Refused, taken},
    op::{FRESH, Op},
    port::Randomness,
};

const REGISTRATION: &str = "PASSKEY_REGISTRATION";
const SHOWING: &str = "PASSKEY";

/// Why no passkey is added.
#[derive(Debug, Error)]
pub enum PasskeyRegistrationError {
    #[error("this took longer than five minutes, was answered before, or was asked of somebody else")]
    ChallengeInvalid,
    #[error(transparent)]
    Credential(#[from] PasskeyError),
    #[error("this passkey is known already")]
    AlreadyRegistered,
    #[error("you have {} factors; take one away first", factor::MOST)]
    TooMany,
}

/// Why a passkey lets nobody in.
#[derive(Debug, Error)]
pub enum PasskeySignInError {
    #[error("this took longer than five minutes, or was answered before")]
    ChallengeInvalid,
    /// Whether it is unknown, somebody else's or wrong is not told to whoever has not signed in.
    #[error("this passkey is not taken here")]
    CredentialInvalid,
    #[error("you are not a member of that company")]
    NotAMember,
    #[error("you are not on duty")]
    NotOnDuty,
}

impl From<Refusal> for PasskeySignInError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAMember => Self::NotAMember,
            Refusal::NotOnDuty => Self::NotOnDuty,
        }
    }
}

/// What a browser is asked, and until when it may answer.
pub struct Options {
    pub json: Value,
    pub expires_at: Timestamp,
}

/// A passkey that was added, with the codes that stand in for the first factor of all.
pub struct Added {
    pub factor: SecondFactorId,
    pub recovery_codes: Vec<String>,
}

fn here(app: &Application) -> RelyingParty {
    RelyingParty::at(&app.public_url)
}

/// Asks the person's browser for a passkey.
pub async fn start_registration(op: &Op) -> Result<Options, Refused<PasskeyRegistrationError>> {
    let app = op.app();
    let (tx, actor, _) = op.begin_own().await?;
    let user = actor.permit::<KeepFactors>(())?.by().user;
    let factors = tx.second_factors().of(user).await?;
    if factors.len() >= factor::MOST {
        return Err(PasskeyRegistrationError::TooMany.into());
    }
    let mut known = Vec::new();
    for passkey in factors.iter().filter(|factor| factor.kind == FactorKind::Passkey) {
        known.extend(tx.factor_secrets().of(passkey.id).await?.and_then(|secret| secret.handle));
    }
    let person = tx.users().get(user).await?;
    let (question, expires_at) = challenge::ask(app, &tx, REGISTRATION, Some(user), &json!({})).await?;
    tx.commit_chore().await?;
    let account = Account { id: user.uuid(), address: person.email.as_str(), name: &person.name };
    Ok(Options { json: here(app).creation_options(&question, account, &known), expires_at })
}

/// Takes the passkey that the browser made. It counts from now on, and this device has shown it.
pub async fn finish_registration(op: &Op, name: String, given: &Given) -> Result<Added, Refused<PasskeyRegistrationError>> {
    let app = op.app();
    let (tx, actor, _) = op.begin_own().await?;
    let person = *actor.permit::<KeepFactors>(())?.by();
    let user = person.user;
    let asked = challenge::open::<Value>(app, &tx, REGISTRATION, given.challenge()).await?;
    let asked = asked.map(|(asked, _)| asked).filter(|asked| asked.user == Some(user));
    let asked = asked.ok_or(PasskeyRegistrationError::ChallengeInvalid)?;
    let stamp = app.secret_stamp();
    tx.challenges().answered(asked.id, stamp.at).await?;
    let made = match here(app).registered(given) {
        Ok(made) => made,
        Err(fault) => {
            // A question that was answered wrongly is not answered again.
            tx.commit(Event::SecondFactorRefused { user }).await?;
            return Err(PasskeyRegistrationError::Credential(fault).into());
        }
    };
    if tx.second_factors().of(user).await?.len() >= factor::MOST {
        return Err(PasskeyRegistrationError::TooMany.into());
    }
    let id: SecondFactorId = stamp.id();
    let added = SecondFactor { id, user, kind: FactorKind::Passkey, name, added_at: stamp.at, confirmed_at: None, used_at: None };
    tx.second_factors().add(&added).await?;
    let sealed = app.factor_seal.seal(made.key.as_bytes(), id.uuid().as_bytes(), &*app.ports.ids as &dyn Randomness);
    let sealed = sealed.map_err(Failure::from)?;
    let secret = FactorSecret { factor: id, user, sealed, handle: Some(made.handle), counter: i64::from(made.counter) };
    tx.factor_secrets().add(&secret).await.map_err(taken(Unique::Other, || PasskeyRegistrationError::AlreadyRegistered))?;
    let recovery_codes = factor::counts(app, &tx, user, id, stamp.at).await?;
    tx.sessions().confirm_access(person.session, true, stamp.at).await?;
    tx.commit(Event::SecondFactorAdded { user, factor: id }).await?;
    Ok(Added { factor: id, recovery_codes })
}

/// Asks whoever is there for a passkey: to sign in with it, or to show once more that it is he.
pub async fn start_showing(op: &Op) -> Result<Options, Failure> {
    let app = op.app();
    let tx = app.begin_system(op.request()).await?;
    let (question, expires_at) = challenge::ask(app, &tx, SHOWING, None, &json!({})).await?;
    tx.commit_chore().await?;
    Ok(Options { json: here(app).request_options(&question), expires_at })
}

/// Uses up the question that was answered. False if it is none of ours, too old, or answered before.
async fn answers(app: &Application, tx: &Tx<System>, given: &Given) -> Result<bool, Failure> {
    let Some((asked, _)) = challenge::open::<Value>(app, tx, SHOWING, given.challenge()).await? else { return Ok(false) };
    tx.challenges().answered(asked.id, app.now()).await?;
    Ok(true)
}

/// Whose passkey it is, if it is one of ours and rightly shown. The count of its uses only goes up: one that goes back is of a copy.
async fn recognised(app: &Application, tx: &Tx<System>, given: &Given) -> Result<Option<UserId>, Failure> {
    let Some(secret) = tx.factor_secrets().by_handle(given.handle()).await? else { return Ok(None) };
    let found = tx.second_factors().find(secret.user, secret.factor).await?;
    let counts = found.is_some_and(|factor| factor.confirmed_at.is_some() && factor.kind == FactorKind::Passkey);
    if !counts || given.user() != Some(secret.user.uuid().as_bytes().as_slice()) {
        return Ok(None);
    }
    let written = app.factor_seal.open(&secret.sealed, secret.factor.uuid().as_bytes())?;
    let key = CredentialKey::parse(&written).map_err(|error| Failure::Internal(error.to_string()))?;
    let Ok(counter) = here(app).shown(given, &key).map(i64::from) else { return Ok(None) };
    // A device that does not count says nought for ever.
    if (counter > 0 || secret.counter > 0) && !tx.factor_secrets().advance(secret.factor, counter).await? {
        return Ok(None);
    }
    tx.second_factors().used(secret.factor, app.now()).await?;
    Ok(Some(secret.user))
}

/// Signs in whoever shows a passkey, without address and password.
pub async fn finish_sign_in(op: &Op, given: &Given, act_as: ActAs, device: Device) -> Result<SignedInDevice, Refused<PasskeySignInError>> {
    let app = op.app();
    let tx = app.begin_system(op.request()).await?;
    if !answers(app, &tx, given).await? {
        return Err(PasskeySignInError::ChallengeInvalid.into());
    }
    let Some(user) = recognised(app, &tx, given).await? else {
        tx.commit(Event::SignInRefused { user: None }).await?;
        return Err(PasskeySignInError::CredentialInvalid.into());
    };
    tx.users().hold(user).await?;
    let acting = choose(&tx, user, act_as).await?.map_err(PasskeySignInError::from)?;
    let (session, secret) = open_session(op, &tx, user, acting, device, Some(app.now())).await?;
    let known = tx.passwords().of(user).await?.map(|stored| device_token(app, user, stored.changed_at));
    tx.commit(Event::SignedIn { user, session: session.id }).await?;
    Ok(SignedInDevice { device: known, ..device_of(op, &session, acting, secret)? })
}

/// Renews the quarter of an hour within which what is marked as grave may be done, by a passkey of the person who asks.
pub async fn confirm_access_with_passkey(op: &Op, given: &Given) -> Result<Timestamp, Refused<PasskeySignInError>> {
    let app = op.app();
    let (tx, actor, _) = op.begin_own().await?;
    let person = actor.signed_in().ok_or(Failure::SessionEnded)?;
    if !answers(app, &tx, given).await? {
        return Err(PasskeySignInError::ChallengeInvalid.into());
    }
    if recognised(app, &tx, given).await? != Some(person.user) {
        tx.commit(Event::SecondFactorRefused { user: person.user }).await?;
        return Err(PasskeySignInError::CredentialInvalid.into());
    }
    let now = app.now();
    tx.sessions().confirm_access(person.session, true, now).await?;
    tx.commit(Event::AccessConfirmed { user: person.user, session: person.session }).await?;
    Ok(now + FRESH)
}
