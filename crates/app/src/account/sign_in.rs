//! Signing in: the password, then the second factor of whoever has one.

use chrono::TimeDelta;
use domain::{
    email_address::EmailAddress,
    event::Event,
    id::{Identifier, SessionId, UserId},
    second_factor::FactorKind,
    stamp::Timestamp,
    user::User,
};
use persistence::{
    System, Tx,
    repository::{
        session::{Session, SessionKind},
        user::StoredPassword,
    },
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    ActAs, Device, SignedInDevice, challenge,
    factor::{self, SecondFactorError, Shown, Verdict},
    guess,
    session::{device_of, refresh_token},
};
use crate::{
    application::Application,
    credential::{
        opaque::{RefreshToken, SessionCookie},
        password::{Password, PasswordHash},
    },
    failure::{Failure, Refused},
    op::{For, Op},
};

const TOKEN_SESSION: TimeDelta = TimeDelta::days(90);
const BROWSER_SESSION: TimeDelta = TimeDelta::hours(24);
/// Whoever serves the forum signs in again each day.
const BROWSER_SESSION_ON_DUTY: TimeDelta = TimeDelta::hours(12);
/// How long a device is known after somebody signed in on it.
const DEVICE_KNOWN: TimeDelta = TimeDelta::days(365);
const PURPOSE: &str = "SIGN_IN";

/// Who wants to sign in, for whom, and on what.
pub struct SigningIn {
    pub email: String,
    pub password: String,
    pub act_as: ActAs,
    pub device: Device,
    /// By what the device is known, if the program keeps no cookies.
    pub known_device: Option<String>,
}

/// Why nobody is signed in.
#[derive(Debug, Error)]
pub enum LogInError {
    #[error("the e-mail address or the password is not right")]
    InvalidCredentials,
    #[error("you are not a member of that company")]
    NotAMember,
    #[error("you are not on duty")]
    NotOnDuty,
}

/// How far the password leads.
pub enum SignIn {
    Done(SignedInDevice),
    /// The person has a second factor, and shows it next.
    Asked(Asked),
}

/// What is asked of whoever has a second factor.
pub struct Asked {
    pub challenge: String,
    pub expires_at: Timestamp,
    /// What the person has.
    pub kinds: Vec<FactorKind>,
}

/// What is remembered between password and second factor: the answer is good for this password, this device and this choice only.
#[derive(Serialize, Deserialize)]
struct Halfway {
    act_as: ActAs,
    device: Device,
    password_changed_at: Timestamp,
}

pub(super) enum Refusal {
    NotAMember,
    NotOnDuty,
}

impl From<Refusal> for LogInError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAMember => Self::NotAMember,
            Refusal::NotOnDuty => Self::NotOnDuty,
        }
    }
}

impl From<Refusal> for SecondFactorError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAMember => Self::NotAMember,
            Refusal::NotOnDuty => Self::NotOnDuty,
        }
    }
}

/// Signs a person in on a device, or asks for the second factor. For an address that nobody has the same work is done, and the same
/// answer given, as for a wrong password.
pub async fn log_in(op: &Op, said: SigningIn) -> Result<SignIn, Refused<LogInError>> {
    let app = op.app();
    let password = Password::new(&said.password);
    let address = EmailAddress::parse(&said.email).map_or_else(|_| "?".to_owned(), |email| email.comparable().to_owned());
    let found = account(op, &said.email).await?;
    let shown = said.known_device.as_deref().or(op.origin().device.as_deref());
    let known = found.as_ref().is_some_and(|(user, stored)| is_known_device(app, user.id, stored, shown));
    let guesses = guess::at_password(app, &address, known);
    if guesses.take(op).await?.is_err() {
        // The same work and the same answer as for a wrong password: nobody learns that guessing has been noticed.
        app.hasher.verify_dummy(&password).await?;
        return Err(LogInError::InvalidCredentials.into());
    }
    // No transaction is open while the processor is busy with the hash.
    let (right, rehashed) = match verified(op, &password, found.as_ref().map(|(_, stored)| stored)).await {
        Ok(verified) => verified,
        Err(failure) => {
            // What was not looked at was no guess.
            guesses.give_back(op).await?;
            return Err(failure.into());
        }
    };
    let tx = app.begin_system(op.request()).await?;
    let Some((user, stored)) = found.as_ref().filter(|_| right) else {
        tx.commit(Event::SignInRefused { user: found.map(|(user, _)| user.id) }).await?;
        return Err(LogInError::InvalidCredentials.into());
    };
    tx.users().hold(user.id).await?;
    // Whoever changed the password meanwhile has ended what was signed in by the one before.
    let unchanged = tx.passwords().of(user.id).await?.is_some_and(|now| now.changed_at == stored.changed_at);
    if !unchanged {
        return Err(LogInError::InvalidCredentials.into());
    }
    guesses.give_back_in(&tx, app.now()).await?;
    if let Some(hash) = rehashed {
        tx.passwords().rehash(user.id, &stored.hash, hash.as_str().to_owned()).await?;
    }
    let factors = tx.second_factors().of(user.id).await?;
    if !factors.is_empty() {
        let halfway = Halfway { act_as: said.act_as, device: said.device, password_changed_at: stored.changed_at };
        let (challenge, expires_at) = challenge::ask(app, &tx, PURPOSE, Some(user.id), &halfway).await?;
        let mut kinds: Vec<FactorKind> = factors.iter().map(|factor| factor.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        tx.commit(Event::SignInChallenged { user: user.id }).await?;
        return Ok(SignIn::Asked(Asked { challenge, expires_at, kinds }));
    }
    let acting = choose(&tx, user.id, said.act_as).await?.map_err(LogInError::from)?;
    let (session, secret) = open_session(op, &tx, user.id, acting, said.device, None).await?;
    tx.commit(Event::SignedIn { user: user.id, session: session.id }).await?;
    let device = device_token(app, user.id, stored.changed_at);
    Ok(SignIn::Done(SignedInDevice { device: Some(device), ..device_of(op, &session, acting, secret)? }))
}

/// Whether the password is right, and its hash under today's cost if that has changed. Where there is nothing to compare with, the same
/// work is done.
async fn verified(op: &Op, password: &Password, stored: Option<&StoredPassword>) -> Result<(bool, Option<PasswordHash>), Failure> {
    let hasher = &op.app().hasher;
    let Some(stored) = stored else {
        hasher.verify_dummy(password).await?;
        return Ok((false, None));
    };
    let hash = PasswordHash::new(stored.hash.clone());
    let right = hasher.verify(password, &hash).await?;
    let rehashed = if right && hasher.needs_rehash(&hash) { Some(hasher.hash(password).await?) } else { None };
    Ok((right, rehashed))
}

/// The second step: whoever answers the challenge with a factor of the person is signed in as the first step said.
pub async fn log_in_with_second_factor(op: &Op, token: &str, shown: &Shown) -> Result<SignedInDevice, Refused<SecondFactorError>> {
    let app = op.app();
    let tx = app.begin_system(op.request()).await?;
    let (asked, halfway) = challenge::open::<Halfway>(app, &tx, PURPOSE, token).await?.ok_or(SecondFactorError::ChallengeInvalid)?;
    let user = asked.user.ok_or(SecondFactorError::ChallengeInvalid)?;
    tx.users().hold(user).await?;
    let stored = tx.passwords().of(user).await?.filter(|stored| stored.changed_at == halfway.password_changed_at);
    let stored = stored.ok_or(SecondFactorError::ChallengeInvalid)?;
    match factor::check(app, &tx, user, shown).await? {
        Verdict::Right => {}
        Verdict::Wrong => {
            tx.commit(Event::SecondFactorRefused { user }).await?;
            return Err(SecondFactorError::CodeInvalid.into());
        }
        Verdict::TooOften(until) => return Err(guess::too_often(app, until).into()),
    }
    let now = app.now();
    tx.challenges().answered(asked.id, now).await?;
    let acting = choose(&tx, user, halfway.act_as).await?.map_err(SecondFactorError::from)?;
    let (session, secret) = open_session(op, &tx, user, acting, halfway.device, Some(now)).await?;
    tx.commit(Event::SignedIn { user, session: session.id }).await?;
    let device = device_token(app, user, stored.changed_at);
    Ok(SignedInDevice { device: Some(device), ..device_of(op, &session, acting, secret)? })
}

/// Writes down that a device is signed in, and gives back its secret.
pub(super) async fn open_session(
    op: &Op,
    tx: &Tx<System>,
    user: UserId,
    acting: For,
    device: Device,
    second_factor_at: Option<Timestamp>,
) -> Result<(Session, String), Failure> {
    let app = op.app();
    let now = app.now();
    // However he proved who he is, and whenever he began to: a locked account opens to nobody.
    if tx.users().locked(user).await? {
        return Err(Failure::SessionEnded);
    }
    let id: SessionId = app.secret_stamp().id();
    let (kind, lifetime, secret, hash) = match device {
        Device::Token => {
            let token = RefreshToken::generate(&*app.ports.ids);
            (SessionKind::Token, TOKEN_SESSION, refresh_token(app, &token, id), token.hashed())
        }
        Device::Browser => {
            let cookie = SessionCookie::generate(&*app.ports.ids);
            let lifetime = if acting == For::Forum { BROWSER_SESSION_ON_DUTY } else { BROWSER_SESSION };
            (SessionKind::Browser, lifetime, cookie.expose().to_owned(), cookie.hashed())
        }
    };
    let session = Session {
        id,
        user,
        kind,
        company: if let For::Company(company) = acting { Some(company) } else { None },
        on_duty: acting == For::Forum,
        secret_hash: *hash.as_bytes(),
        previous_hash: None,
        rotated_at: now,
        authenticated_at: now,
        used_at: now,
        expires_at: now + lifetime,
        ended_at: None,
        created_at: now,
        agent: op.origin().agent.clone(),
        second_factor_at,
    };
    tx.sessions().add(&session).await?;
    Ok((session, secret))
}

async fn account(op: &Op, email: &str) -> Result<Option<(User, StoredPassword)>, Failure> {
    let Ok(email) = EmailAddress::parse(email) else { return Ok(None) };
    let view = op.app().view_system().await?;
    let Some(user) = view.users().by_email(&email).await? else { return Ok(None) };
    // Whoever asks for a locked account is answered as for one that is not there.
    if view.users().locked(user.id).await? {
        return Ok(None);
    }
    let stored = view.passwords().of(user.id).await?;
    Ok(stored.map(|stored| (user, stored)))
}

fn device_label(issued: i64, password_changed_at: Timestamp) -> String {
    format!("device/{issued}/{}", password_changed_at.timestamp_micros())
}

/// By what a device is known when the same person signs in on it again. Another password makes it unknown.
pub(super) fn device_token(app: &Application, user: UserId, password_changed_at: Timestamp) -> String {
    let issued = app.now().timestamp();
    let seal = app.link_seal.derive_token(&device_label(issued, password_changed_at), user.uuid());
    format!("{}.{issued}.{seal}", user.uuid().simple())
}

fn is_known_device(app: &Application, user: UserId, stored: &StoredPassword, shown: Option<&str>) -> bool {
    let Some(shown) = shown else { return false };
    let mut parts = shown.split('.');
    let whose = parts.next().and_then(|text| uuid::Uuid::try_parse(text).ok());
    let issued = parts.next().and_then(|text| text.parse::<i64>().ok());
    let (Some(whose), Some(issued), Some(seal), None) = (whose, issued, parts.next(), parts.next()) else { return false };
    let age = app.now().signed_duration_since(Timestamp::from_timestamp(issued, 0).unwrap_or_default());
    whose == user.uuid() && age < DEVICE_KNOWN && app.link_seal.is_token(&device_label(issued, stored.changed_at), whose, seal)
}

pub(super) async fn choose(tx: &Tx<System>, user: UserId, act_as: ActAs) -> Result<Result<For, Refusal>, Failure> {
    Ok(match act_as {
        ActAs::Himself => Ok(For::Himself),
        ActAs::Company(company) => match tx.members().find(company, user).await? {
            Some(_) => Ok(For::Company(company)),
            None => Err(Refusal::NotAMember),
        },
        ActAs::Forum => match tx.staff().active(user).await? {
            Some(_) => Ok(For::Forum),
            None => Err(Refusal::NotOnDuty),
        },
        ActAs::Unsaid => match tx.members().of_user(user).await?.as_slice() {
            [only] => Ok(For::Company(only.company)),
            [] if tx.staff().active(user).await?.is_some() => Ok(For::Forum),
            _ => Ok(For::Himself),
        },
    })
}
