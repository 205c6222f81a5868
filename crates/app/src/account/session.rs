//! Sessions: refreshed, read from a token or a cookie, listed and ended.

use chrono::TimeDelta;
use domain::{
    event::Event,
    id::{CompanyId, Identifier, SessionId, UserId},
    policy::EndSessions,
};
use persistence::{
    Page, Position, Window,
    repository::session::{Session, SessionKind},
};
use thiserror::Error;

use super::{
    ActAs, Credentials, SignedInDevice,
    sign_in::{Refusal, choose},
};
use crate::{
    credential::{
        opaque::{Hashed, RefreshToken, SessionCookie},
        token::{Acting, Bearer, LIFETIME},
    },
    failure::{Failure, Refused},
    op::{For, Op, Who},
};

const TOKEN_IDLE: TimeDelta = TimeDelta::days(14);
const BROWSER_IDLE: TimeDelta = TimeDelta::hours(1);
/// A browser left alone by somebody who serves the forum is signed out sooner.
const BROWSER_IDLE_ON_DUTY: TimeDelta = TimeDelta::minutes(15);
/// Two requests of one device may cross: the token before the last still serves for this long, if the last was not used.
const GRACE: TimeDelta = TimeDelta::seconds(10);
/// How exactly the last use of a browser is known: to note each click would be a write for each.
const USE_NOTED: TimeDelta = TimeDelta::minutes(5);

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

pub(super) fn device_of(op: &Op, session: &Session, acting: For, secret: String) -> Result<SignedInDevice, Failure> {
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
    Ok(SignedInDevice { who, credentials, device: None })
}

const REFRESH: &str = "refresh";

/// A refresh token with the session that it is of, sealed: so one that was replaced long ago still tells whose it was, and nobody can
/// make one up for the session of another.
pub(super) fn refresh_token(app: &crate::Application, token: &RefreshToken, session: SessionId) -> String {
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

/// One's own devices that are signed in, the latest first.
pub async fn page(op: &Op, window: &Window) -> Result<Page<(Position, Session)>, Failure> {
    let Who::Person { user, .. } = op.who() else { return Err(Failure::Unauthenticated) };
    op.actor().await?;
    let now = op.app().now();
    let view = op.app().database.view(persistence::Person(user)).await?;
    let page = view.sessions().page(user, now, (now - TOKEN_IDLE, now - BROWSER_IDLE), window).await?;
    Ok(page.map(|session| (Position::at(session.created_at, session.id.uuid()), session)))
}

/// Ends one of one's own sessions.
pub async fn end(op: &Op, id: SessionId) -> Result<(), Failure> {
    let (tx, actor) = op.begin_person().await?;
    let user = actor.permit::<EndSessions>(())?.by().user;
    tx.sessions().end(user, id, op.app().now()).await.map_err(|error| match error {
        persistence::StorageError::Stale => Failure::NotFound,
        other => other.into(),
    })?;
    tx.commit(Event::SessionEnded { user, session: id }).await?;
    Ok(())
}

/// Ends all of one's own sessions but the one that asks, and says how many those were.
pub async fn end_others(op: &Op) -> Result<u64, Failure> {
    let (tx, actor) = op.begin_person().await?;
    let person = *actor.permit::<EndSessions>(())?.by();
    let ended = tx.sessions().end_but(person.user, Some(person.session), op.app().now()).await?;
    tx.commit(Event::OtherSessionsEnded { user: person.user, kept: person.session }).await?;
    Ok(ended)
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

fn idle(session: &Session) -> TimeDelta {
    if session.on_duty { BROWSER_IDLE_ON_DUTY } else { BROWSER_IDLE }
}

/// Who shows a cookie.
pub async fn cookie(app: &crate::Application, secret: &str) -> Result<Who, Failure> {
    let hash = SessionCookie::parse(secret).map_err(|_| Failure::SessionEnded)?.hashed();
    let now = app.now();
    let session = app.view_system().await?.sessions().by_secret(hash.as_bytes()).await?;
    let session = session.filter(|session| session.kind == SessionKind::Browser);
    let session = session.filter(|session| session.ended_at.is_none() && session.expires_at > now && session.used_at + idle(session) > now);
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
