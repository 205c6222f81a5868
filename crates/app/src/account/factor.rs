//! Second factors: added, shown, taken away; and ten codes for the day on which the factor is lost.

use domain::{
    event::Event,
    id::{Identifier, SecondFactorId, UserId},
    meter::SECOND_FACTOR,
    policy::KeepFactors,
    second_factor::{FactorKind, SecondFactor},
    stamp::Timestamp,
};
use persistence::{System, Tx, repository::second_factor::FactorSecret};
use thiserror::Error;

use super::guess;
use crate::{
    application::Application,
    credential::totp::TotpSecret,
    failure::{Failure, Refused},
    op::{Op, Who},
    port::Randomness,
};

/// Several devices, but not any number of them to try one after the other.
pub(super) const MOST: usize = 10;
const CODES: usize = 10;

/// What a person shows beside the password.
#[derive(Debug, Clone)]
pub enum Shown {
    /// The six digits of an authenticator.
    Totp(String),
    /// A code that was written down.
    RecoveryCode(String),
}

/// Why a second factor is not taken.
#[derive(Debug, Error)]
pub enum SecondFactorError {
    #[error("sign in with address and password again: this took longer than five minutes, or was answered before")]
    ChallengeInvalid,
    #[error("the code is not right, or was used before")]
    CodeInvalid,
    #[error("you are not a member of that company")]
    NotAMember,
    #[error("you are not on duty")]
    NotOnDuty,
}

/// Why factors stay as they are.
#[derive(Debug, Error)]
pub enum FactorError {
    #[error("there is no such factor of yours, or it was confirmed before")]
    NoSuchFactor,
    #[error("the code is not right, or was used before")]
    CodeInvalid,
    #[error("you have {MOST} factors; take one away first")]
    TooMany,
    #[error("there is no second factor that the codes could stand in for")]
    NotEnrolled,
}

/// What became of what was shown.
pub(crate) enum Verdict {
    Right,
    Wrong,
    TooOften(Timestamp),
}

/// A factor that waits for its first code.
pub struct Begun {
    pub factor: SecondFactorId,
    /// For typing into an authenticator.
    pub secret: String,
    /// For a square code.
    pub uri: String,
}

/// Looks at a factor that a person shows, and uses it up. Right or wrong, the caller commits: the guess is counted in his transaction.
pub(crate) async fn check(app: &Application, tx: &Tx<System>, user: UserId, shown: &Shown) -> Result<Verdict, Failure> {
    let now = app.now();
    let meter = guess::name_of_factor(user);
    if let Err(until) = tx.meters().take(&meter, &SECOND_FACTOR, now).await? {
        return Ok(Verdict::TooOften(until));
    }
    let right = match shown {
        Shown::Totp(code) => uses_totp(app, tx, user, code, now).await?,
        Shown::RecoveryCode(code) => tx.factor_secrets().use_code(user, &code_hash(app, user, code), now).await?,
    };
    if !right {
        return Ok(Verdict::Wrong);
    }
    tx.meters().give_back(&meter, now).await?;
    Ok(Verdict::Right)
}

async fn uses_totp(app: &Application, tx: &Tx<System>, user: UserId, code: &str, now: Timestamp) -> Result<bool, Failure> {
    for factor in tx.second_factors().of(user).await? {
        if factor.kind == FactorKind::Totp && uses_code_of(app, tx, factor.id, code, now).await? {
            tx.second_factors().used(factor.id, now).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether it is a code of this factor that nobody has shown before; nor will anybody again.
async fn uses_code_of(app: &Application, tx: &Tx<System>, factor: SecondFactorId, code: &str, now: Timestamp) -> Result<bool, Failure> {
    let Some(secret) = tx.factor_secrets().of(factor).await? else { return Ok(false) };
    let opened = app.factor_seal.open(&secret.sealed, factor.uuid().as_bytes())?;
    match TotpSecret::new(opened.as_slice()).step_of(code, now) {
        Some(step) => Ok(tx.factor_secrets().advance(factor, step).await?),
        None => Ok(false),
    }
}

/// Begins to add an authenticator. It counts when its first code is shown.
pub async fn begin_totp(op: &Op, name: String) -> Result<Begun, Refused<FactorError>> {
    let app = op.app();
    let (tx, actor, _) = op.begin_own().await?;
    let user = actor.permit::<KeepFactors>(())?.by().user;
    if tx.second_factors().of(user).await?.len() >= MOST {
        return Err(FactorError::TooMany.into());
    }
    let person = tx.users().get(user).await?;
    let secret = TotpSecret::generate(&*app.ports.ids as &dyn Randomness);
    tx.second_factors().drop_unconfirmed(user, FactorKind::Totp).await?;
    let factor = add(app, &tx, user, name, &secret).await?;
    tx.commit_chore().await?;
    let issuer = app.public_url.trim_start_matches("https://").trim_start_matches("http://");
    Ok(Begun { factor, secret: secret.text(), uri: secret.uri(issuer, person.email.as_str()) })
}

async fn add(app: &Application, tx: &Tx<System>, user: UserId, name: String, secret: &TotpSecret) -> Result<SecondFactorId, Failure> {
    let stamp = app.secret_stamp();
    let factor = SecondFactor { id: stamp.id(), user, kind: FactorKind::Totp, name, added_at: stamp.at, confirmed_at: None, used_at: None };
    tx.second_factors().add(&factor).await?;
    let sealed = app.factor_seal.seal(secret.bytes(), factor.id.uuid().as_bytes(), &*app.ports.ids as &dyn Randomness)?;
    tx.factor_secrets().add(&FactorSecret { factor: factor.id, user, sealed, handle: None, counter: 0 }).await?;
    Ok(factor.id)
}

/// The first code of an authenticator: it counts from now on, and this device has shown it. With the first factor of all come the codes
/// that stand in for it, which are told once.
pub async fn confirm_totp(op: &Op, id: SecondFactorId, code: &str) -> Result<Vec<String>, Refused<FactorError>> {
    let app = op.app();
    let now = app.now();
    let (tx, actor, _) = op.begin_own().await?;
    let person = *actor.permit::<KeepFactors>(())?.by();
    let user = person.user;
    let found = tx.second_factors().find(user, id).await?.filter(|factor| factor.confirmed_at.is_none() && factor.kind == FactorKind::Totp);
    found.ok_or(FactorError::NoSuchFactor)?;
    let meter = guess::name_of_factor(user);
    if let Err(until) = tx.meters().take(&meter, &SECOND_FACTOR, now).await? {
        return Err(guess::too_often(app, until).into());
    }
    if !uses_code_of(app, &tx, id, code, now).await? {
        tx.commit(Event::SecondFactorRefused { user }).await?;
        return Err(FactorError::CodeInvalid.into());
    }
    tx.meters().give_back(&meter, now).await?;
    let codes = counts(app, &tx, user, id, now).await?;
    tx.sessions().confirm_access(person.session, true, now).await?;
    tx.commit(Event::SecondFactorAdded { user, factor: id }).await?;
    Ok(codes)
}

/// Lets a factor count, and makes the codes that stand in for it if it is the first.
pub(crate) async fn counts(
    app: &Application,
    tx: &Tx<System>,
    user: UserId,
    id: SecondFactorId,
    now: Timestamp,
) -> Result<Vec<String>, Failure> {
    let first = tx.second_factors().of(user).await?.is_empty();
    tx.second_factors().confirm(id, now).await?;
    if first { new_codes(app, tx, user).await } else { Ok(Vec::new()) }
}

/// Takes a factor away; with the last one go the codes that stood in for it.
pub async fn remove(op: &Op, id: SecondFactorId) -> Result<(), Refused<FactorError>> {
    let (tx, actor, _) = op.begin_own().await?;
    let user = actor.permit::<KeepFactors>(())?.by().user;
    let found = tx.second_factors().find(user, id).await?.filter(|factor| factor.confirmed_at.is_some());
    found.ok_or(FactorError::NoSuchFactor)?;
    tx.second_factors().remove(id).await?;
    if tx.second_factors().of(user).await?.is_empty() {
        tx.factor_secrets().renew_codes(user, &[]).await?;
    }
    tx.commit(Event::SecondFactorRemoved { user, factor: id }).await?;
    Ok(())
}

/// Makes other codes in the place of those before, and tells them once.
pub async fn renew_codes(op: &Op) -> Result<Vec<String>, Refused<FactorError>> {
    let (tx, actor, standing) = op.begin_own().await?;
    let user = actor.permit::<KeepFactors>(())?.by().user;
    if !standing.enrolled {
        return Err(FactorError::NotEnrolled.into());
    }
    let codes = new_codes(op.app(), &tx, user).await?;
    tx.commit(Event::RecoveryCodesRenewed { user }).await?;
    Ok(codes)
}

async fn new_codes(app: &Application, tx: &Tx<System>, user: UserId) -> Result<Vec<String>, Failure> {
    let codes: Vec<String> = (0..CODES)
        .map(|_| {
            let text = TotpSecret::generate(&*app.ports.ids as &dyn Randomness).text();
            let groups: Vec<&str> = [&text[..4], &text[4..8], &text[8..12], &text[12..16]].into();
            groups.join("-")
        })
        .collect();
    let hashes: Vec<String> = codes.iter().map(|code| code_hash(app, user, code)).collect();
    tx.factor_secrets().renew_codes(user, &hashes).await?;
    Ok(codes)
}

/// What is kept of a code: under a key that is not in the database, since a code is short enough to be searched for.
fn code_hash(app: &Application, user: UserId, code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    app.factor_seal.derive_token(&format!("recovery-code/{letters}"), user.uuid())
}

/// One's own factors, and how many codes are left.
pub async fn own(op: &Op) -> Result<(Vec<SecondFactor>, u64), Failure> {
    let Who::Person { user, .. } = op.who() else { return Err(Failure::Unauthenticated) };
    op.actor().await?;
    let view = op.app().view_system().await?;
    Ok((view.second_factors().of(user).await?, view.factor_secrets().codes_left(user).await?))
}

/// Gives a person of the demonstration an authenticator whose secret everybody knows.
pub async fn demonstrate(app: &Application, user: UserId, secret: &str) -> Result<(), Failure> {
    let secret = TotpSecret::parse(secret).ok_or_else(|| Failure::Internal("not a secret of an authenticator".to_owned()))?;
    let tx = app.begin_system("demonstration").await?;
    let factor = add(app, &tx, user, "Demonstration".to_owned(), &secret).await?;
    tx.second_factors().confirm(factor, app.now()).await?;
    tx.commit(Event::SecondFactorAdded { user, factor }).await?;
    Ok(())
}
