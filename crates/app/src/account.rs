//! Accounts: an address that is proved, a password, and sessions that can be ended.

use chrono::TimeDelta;
use domain::{
    email_address::EmailAddress,
    event::Event,
    id::{CompanyId, Identifier, LetterId, SessionId, UserId},
    language::Language,
    stamp::Timestamp,
    user::User,
};
use persistence::{
    System, Tx,
    repository::{
        letter::WaitingLetter,
        session::{Session, SessionKind},
        user::StoredPassword,
    },
};
use thiserror::Error;

use crate::{
    credential::{
        opaque::{Hashed, RefreshToken, SessionCookie},
        password::{Password, PasswordError, PasswordHash, PasswordPolicy},
        token::{Acting, Bearer, LIFETIME},
    },
    failure::{Failure, Refused},
    letter::Content,
    op::{For, Op, Who},
};

/// A link in a letter is good for a day.
const LINK_LIFETIME: TimeDelta = TimeDelta::hours(24);
const TOKEN_SESSION: TimeDelta = TimeDelta::days(90);
const TOKEN_IDLE: TimeDelta = TimeDelta::days(14);
const BROWSER_SESSION: TimeDelta = TimeDelta::hours(24);
const BROWSER_IDLE: TimeDelta = TimeDelta::hours(1);
/// Two requests of one device may cross: the token before the last still serves for this long, if the last was not used.
const GRACE: TimeDelta = TimeDelta::seconds(10);
/// How exactly the last use of a browser is known: to note each click would be a write for each.
const USE_NOTED: TimeDelta = TimeDelta::minutes(5);
/// Wrong passwords that cost nothing but themselves; each further one doubles the wait.
const FREE_GUESSES: i32 = 10;

/// What a person says of himself.
pub struct Registration {
    pub email: EmailAddress,
    pub password: String,
    pub name: String,
    pub language: Language,
}

/// Why nobody is registered.
#[derive(Debug, Error)]
pub enum RegisterUserError {
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// Why an address is not proved.
#[derive(Debug, Error)]
pub enum VerifyEmailError {
    #[error("this link is not one of ours, or it is more than a day old")]
    LinkInvalid,
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

/// Why a session goes no further.
#[derive(Debug, Error)]
pub enum RefreshError {
    #[error("this token is not one of ours, or its session has ended")]
    TokenInvalid,
    #[error("you are not a member of that company")]
    NotAMember,
    #[error("you are not on duty")]
    NotOnDuty,
}

/// Whom a person wants to act for; his only company if he does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActAs {
    Unsaid,
    Himself,
    Company(CompanyId),
    Forum,
}

/// How the device will prove itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// By an access token that is refreshed.
    Token,
    /// By a cookie.
    Browser,
}

/// What a device is given.
pub enum Credentials {
    Tokens { access: String, refresh: String, expires_at: Timestamp },
    Cookie { secret: String, expires_at: Timestamp },
}

/// A device that has signed in.
pub struct SignedInDevice {
    pub who: Who,
    pub credentials: Credentials,
}

enum Refusal {
    NotAMember,
    NotOnDuty,
}

/// Registers a person, or tells the owner of the address that somebody tried; whoever asked learns nothing of which it was.
pub async fn register(op: &Op, said: Registration) -> Result<(), Refused<RegisterUserError>> {
    let app = op.app();
    let password = Password::new(&said.password);
    let hash = hash_new(op, &password, &[said.email.as_str(), &said.name]).await?;
    let stamp = app.stamp();
    let tx = app.begin_system(op.request()).await?;
    let known = tx.users().by_email(&said.email).await?;
    let proved = known.as_ref().is_some_and(|user| user.email_verified_at.is_some());
    let (user, content, event) = match known {
        Some(user) if proved => {
            let (content, event) = (Content::AlreadyRegistered { user: user.id }, Event::SignInRefused { user: user.id });
            (user, content, event)
        }
        known => {
            let registered_at = known.as_ref().map_or(stamp.at, |user| user.registered_at);
            let id = known.as_ref().map_or_else(|| stamp.id(), |user| user.id);
            let user = User { id, email: said.email, name: said.name, language: said.language, email_verified_at: None, registered_at };
            // Whoever registered before has proved nothing: the last one's word stands, and its letter proves this registration only.
            if known.is_some() {
                tx.users().rename(&user).await?;
            } else {
                tx.users().add(&user, app.subject_salt()).await?;
            }
            tx.passwords().set(user.id, hash.as_str().to_owned(), stamp.at).await?;
            let (content, event) = (Content::VerifyEmail { user: user.id, issued_at: stamp.at }, Event::UserRegistered { user: user.id });
            (user, content, event)
        }
    };
    tx.letters().add(&[waiting(op, &user, &content)?]).await?;
    tx.commit(event).await?;
    Ok(())
}

async fn hash_new(op: &Op, password: &Password, known: &[&str]) -> Result<PasswordHash, Refused<RegisterUserError>> {
    PasswordPolicy::default().check(password, known).map_err(RegisterUserError::Password)?;
    Ok(op.app().hasher.hash(password).await?)
}

fn waiting(op: &Op, user: &User, content: &Content) -> Result<WaitingLetter, Failure> {
    let at = op.app().now();
    Ok(WaitingLetter {
        id: LetterId::from_uuid(op.app().ports.ids.uuid_v7(at)),
        user: user.id,
        language: user.language,
        content: serde_json::to_value(content).map_err(|error| Failure::Internal(error.to_string()))?,
        attempts: 0,
        written_at: at,
    })
}

/// The secret part of a link that proves an address.
pub(crate) fn email_token(app: &crate::Application, user: UserId, issued_at: Timestamp) -> String {
    let issued = issued_at.timestamp();
    format!("{}.{issued}.{}", user.uuid().simple(), app.link_seal.derive_token(&format!("verify-email/{issued}"), user.uuid()))
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
    let ours = app.link_seal.is_token(&format!("verify-email/{issued}"), user.uuid(), proof);
    let now = app.now();
    let age = now.signed_duration_since(Timestamp::from_timestamp(issued, 0).unwrap_or_default());
    if !ours || age > LINK_LIFETIME || age < TimeDelta::seconds(-5) {
        return Err(VerifyEmailError::LinkInvalid.into());
    }
    let tx = app.begin_system(op.request()).await?;
    let known = tx.users().find(user).await?.ok_or(VerifyEmailError::LinkInvalid)?;
    if known.email_verified_at.is_some() {
        // A link that is followed twice has one effect and the same answer.
        return Ok(());
    }
    // A stranger may have registered with the address since, or before: only the letter of the registration that stands proves it.
    let stored = tx.passwords().of(user).await?.ok_or(VerifyEmailError::LinkInvalid)?;
    if stored.changed_at.timestamp() != issued {
        return Err(VerifyEmailError::LinkInvalid.into());
    }
    // Nor does whoever signed in before the proof stay signed in.
    tx.sessions().end_all(user, now).await?;
    tx.users().verify_email(user, now).await?;
    tx.commit(Event::EmailVerified { user }).await?;
    Ok(())
}

/// Signs a person in on a device.
pub async fn log_in(op: &Op, email: &str, password: &str, act_as: ActAs, device: Device) -> Result<SignedInDevice, Refused<LogInError>> {
    let app = op.app();
    let password = Password::new(password);
    let Some((user, stored)) = account(op, email).await? else {
        app.hasher.verify_dummy(&password).await?;
        return Err(LogInError::InvalidCredentials.into());
    };
    let now = app.now();
    if stored.blocked_until.is_some_and(|until| until > now) {
        // The same work and the same answer as for a wrong password: nobody learns that guessing has been noticed.
        app.hasher.verify_dummy(&password).await?;
        return Err(LogInError::InvalidCredentials.into());
    }
    // No transaction is open while the processor is busy with the hash.
    let right = app.hasher.verify(&password, &PasswordHash::new(stored.hash)).await?;
    let tx = app.begin_system(op.request()).await?;
    if !right {
        let failures = tx.passwords().failed(user.id).await?;
        let wait = (failures > FREE_GUESSES).then(|| TimeDelta::seconds(1 << (failures - FREE_GUESSES).min(16)));
        tx.passwords().tried(user.id, failures, wait.map(|wait| now + wait)).await?;
        tx.commit(Event::SignInRefused { user: user.id }).await?;
        return Err(LogInError::InvalidCredentials.into());
    }
    // While the hash was checked other guesses may have been counted: whoever guesses at one moment waits like whoever guesses in turn.
    let stored = tx.passwords().of(user.id).await?.ok_or(LogInError::InvalidCredentials)?;
    if stored.blocked_until.is_some_and(|until| until > now) {
        return Err(LogInError::InvalidCredentials.into());
    }
    let acting = choose(&tx, user.id, act_as).await?.map_err(|refusal| match refusal {
        Refusal::NotAMember => LogInError::NotAMember,
        Refusal::NotOnDuty => LogInError::NotOnDuty,
    })?;
    if stored.failures > 0 {
        tx.passwords().tried(user.id, 0, None).await?;
    }
    let id: SessionId = app.secret_stamp().id();
    let (kind, lifetime, secret, hash) = match device {
        Device::Token => {
            let token = RefreshToken::generate(&*app.ports.ids);
            (SessionKind::Token, TOKEN_SESSION, refresh_token(app, &token, id), token.hashed())
        }
        Device::Browser => {
            let cookie = SessionCookie::generate(&*app.ports.ids);
            (SessionKind::Browser, BROWSER_SESSION, cookie.expose().to_owned(), cookie.hashed())
        }
    };
    let session = Session {
        id,
        user: user.id,
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
    };
    tx.sessions().add(&session).await?;
    tx.commit(Event::SignedIn { user: user.id, session: id }).await?;
    device_of(op, &session, acting, secret).map_err(Refused::Failure)
}

async fn account(op: &Op, email: &str) -> Result<Option<(User, StoredPassword)>, Failure> {
    let Ok(email) = EmailAddress::parse(email) else { return Ok(None) };
    let view = op.app().view_system().await?;
    let Some(user) = view.users().by_email(&email).await? else { return Ok(None) };
    let stored = view.passwords().of(user.id).await?;
    Ok(stored.map(|stored| (user, stored)))
}

async fn choose(tx: &Tx<System>, user: UserId, act_as: ActAs) -> Result<Result<For, Refusal>, Failure> {
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

fn device_of(op: &Op, session: &Session, acting: For, secret: String) -> Result<SignedInDevice, Failure> {
    let app = op.app();
    let who = Who::Person { user: session.user, session: session.id, acting };
    let credentials = match session.kind {
        SessionKind::Browser => Credentials::Cookie { secret, expires_at: session.expires_at },
        SessionKind::Token => {
            let now = app.now();
            let bearer = Bearer {
                user: session.user.uuid(),
                session: session.id.uuid(),
                acting: match acting {
                    For::Himself => Acting::Alone,
                    For::Company(company) => Acting::Company(company.uuid()),
                    For::Forum => Acting::Staff,
                },
            };
            let access = app.tokens.issue(&app.keys.load(), bearer, app.ports.ids.uuid_v4(), now)?;
            Credentials::Tokens { access, refresh: secret, expires_at: now + LIFETIME }
        }
    };
    Ok(SignedInDevice { who, credentials })
}

const REFRESH: &str = "refresh";

/// A refresh token with the session that it is of, sealed: so one that was replaced long ago still tells whose it was, and nobody can
/// make one up for the session of another.
fn refresh_token(app: &crate::Application, token: &RefreshToken, session: SessionId) -> String {
    let session = session.uuid();
    format!("{}.{}.{}", token.expose(), session.simple(), app.link_seal.derive_token(REFRESH, session))
}

fn read_refresh_token(app: &crate::Application, text: &str) -> Option<(Hashed, SessionId)> {
    let mut parts = text.split('.');
    let (secret, session, seal) = (parts.next()?, parts.next()?, parts.next()?);
    let session = uuid::Uuid::try_parse(session).ok()?;
    let ours = parts.next().is_none() && app.link_seal.is_token(REFRESH, session, seal);
    let secret = RefreshToken::parse(secret).ok()?;
    ours.then(|| (secret.hashed(), SessionId::from_uuid(session)))
}

/// Exchanges a refresh token for a new pair, and may change whom the person acts for. A token that comes back after its successor was
/// used has been stolen, by whichever of the two: the session ends.
pub async fn refresh(op: &Op, token: &str, act_as: ActAs) -> Result<SignedInDevice, Refused<RefreshError>> {
    let app = op.app();
    let (shown, session) = read_refresh_token(app, token).ok_or(RefreshError::TokenInvalid)?;
    let now = app.now();
    let tx = app.begin_system(op.request()).await?;
    let found = tx.sessions().find(session).await?.filter(|session| session.kind == SessionKind::Token);
    let mut session = found.ok_or(RefreshError::TokenInvalid)?;
    if session.ended_at.is_some() || session.expires_at <= now || session.used_at + TOKEN_IDLE <= now {
        return Err(RefreshError::TokenInvalid.into());
    }
    let read_with = session.secret_hash;
    let current = Hashed::new(session.secret_hash) == shown;
    let previous = session.previous_hash.is_some_and(|hash| Hashed::new(hash) == shown);
    let crossed = previous && now - session.rotated_at <= GRACE;
    if !current && !crossed {
        session.ended_at = Some(now);
        tx.sessions().change(&session, &read_with).await?;
        tx.commit(Event::SessionRevoked { user: session.user, session: session.id }).await?;
        return Err(RefreshError::TokenInvalid.into());
    }
    let standing = match (session.company, session.on_duty) {
        (Some(company), _) => ActAs::Company(company),
        (None, true) => ActAs::Forum,
        (None, false) => ActAs::Himself,
    };
    let wanted = if act_as == ActAs::Unsaid { standing } else { act_as };
    let acting = choose(&tx, session.user, wanted).await?.map_err(|refusal| match refusal {
        Refusal::NotAMember => RefreshError::NotAMember,
        Refusal::NotOnDuty => RefreshError::NotOnDuty,
    })?;
    let successor = RefreshToken::generate(&*app.ports.ids);
    session.previous_hash = Some(*shown.as_bytes());
    session.secret_hash = *successor.hashed().as_bytes();
    session.rotated_at = now;
    session.used_at = now;
    session.company = if let For::Company(company) = acting { Some(company) } else { None };
    session.on_duty = acting == For::Forum;
    tx.sessions().change(&session, &read_with).await?;
    tx.commit(Event::SessionRefreshed { user: session.user, session: session.id }).await?;
    device_of(op, &session, acting, refresh_token(app, &successor, session.id)).map_err(Refused::Failure)
}

/// Ends the session that asks.
pub async fn log_out(op: &Op) -> Result<(), Failure> {
    let Who::Person { user, session, .. } = op.who() else { return Err(Failure::Unauthenticated) };
    let (tx, _) = op.begin_person().await?;
    let mut live = tx.sessions().find(session).await?.ok_or(Failure::SessionEnded)?;
    live.ended_at = Some(op.app().now());
    let read_with = live.secret_hash;
    tx.sessions().change(&live, &read_with).await?;
    tx.commit(Event::SignedOut { user, session }).await?;
    Ok(())
}

/// Who shows an access token. That the session still lasts is read with what he asks for.
pub fn bearer(app: &crate::Application, token: &str) -> Result<Who, Failure> {
    let claims = app.tokens.verify(&app.keys.load(), token, app.now())?;
    let acting = match claims.bearer.acting {
        Acting::Alone => For::Himself,
        Acting::Company(company) => For::Company(CompanyId::from_uuid(company)),
        Acting::Staff => For::Forum,
    };
    Ok(Who::Person { user: UserId::from_uuid(claims.bearer.user), session: SessionId::from_uuid(claims.bearer.session), acting })
}

/// Who shows a cookie.
pub async fn cookie(app: &crate::Application, secret: &str) -> Result<Who, Failure> {
    let hash = SessionCookie::parse(secret).map_err(|_| Failure::SessionEnded)?.hashed();
    let now = app.now();
    let session = app.view_system().await?.sessions().by_secret(hash.as_bytes()).await?;
    let session = session.filter(|session| session.kind == SessionKind::Browser);
    let session = session.filter(|session| session.ended_at.is_none() && session.expires_at > now && session.used_at + BROWSER_IDLE > now);
    let mut session = session.ok_or(Failure::SessionEnded)?;
    if now - session.used_at >= USE_NOTED {
        session.used_at = now;
        let tx = app.begin_system("cookie").await?;
        tx.sessions().change(&session, hash.as_bytes()).await?;
        tx.commit_chore().await?;
    }
    let acting = match (session.company, session.on_duty) {
        (Some(company), _) => For::Company(company),
        (None, true) => For::Forum,
        (None, false) => For::Himself,
    };
    Ok(Who::Person { user: session.user, session: session.id, acting })
}

/// One's own person.
pub async fn person(op: &Op, user: UserId) -> Result<User, Failure> {
    let view = op.app().database.view(persistence::Person(user)).await?;
    Ok(view.users().get(user).await?)
}

/// One's own memberships with their companies, whomever one acts for just now.
pub async fn memberships(op: &Op, user: UserId) -> Result<Vec<(domain::member::Membership, Option<domain::company::Company>)>, Failure> {
    let view = op.app().database.view(persistence::Person(user)).await?;
    let memberships = view.members().of_user(user).await?;
    let ids: Vec<_> = memberships.iter().map(|membership| membership.company).collect();
    let companies = view.companies().by_ids(&ids).await?;
    Ok(memberships
        .into_iter()
        .map(|membership| {
            let company = companies.iter().find(|company| company.id == membership.company).cloned();
            (membership, company)
        })
        .collect())
}
