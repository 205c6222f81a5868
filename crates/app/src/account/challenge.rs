//! Questions that are open for some minutes: what is asked is kept in the database, so that any node takes the answer, once.

use chrono::TimeDelta;
use domain::{id::UserId, stamp::Timestamp};
use persistence::{System, Tx, repository::challenge::Challenge};
use serde::{Serialize, de::DeserializeOwned};

use crate::{application::Application, credential::opaque::ChallengeToken, failure::Failure};

/// How long an answer is waited for.
pub(crate) const LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// Asks, and gives back the secret by which the answer names the question, with the moment until which it may.
pub(crate) async fn ask(
    app: &Application,
    tx: &Tx<System>,
    purpose: &str,
    user: Option<UserId>,
    content: &impl Serialize,
) -> Result<(String, Timestamp), Failure> {
    let token = ChallengeToken::generate(&*app.ports.ids);
    let now = app.now();
    let challenge = Challenge {
        id: app.secret_stamp().id(),
        user,
        purpose: purpose.to_owned(),
        secret_hash: *token.hashed().as_bytes(),
        content: serde_json::to_value(content).map_err(|error| Failure::Internal(error.to_string()))?,
        made_at: now,
        expires_at: now + LIFETIME,
    };
    tx.challenges().add(&challenge).await?;
    Ok((token.expose().to_owned(), challenge.expires_at))
}

/// The open question that a secret names, with what was kept of it. Whoever takes the answer says `answered` in the same transaction.
pub(crate) async fn open<T: DeserializeOwned>(
    app: &Application,
    tx: &Tx<System>,
    purpose: &str,
    token: &str,
) -> Result<Option<(Challenge, T)>, Failure> {
    let Ok(token) = ChallengeToken::parse(token) else { return Ok(None) };
    let Some(challenge) = tx.challenges().open(purpose, token.hashed().as_bytes(), app.now()).await? else { return Ok(None) };
    let content = serde_json::from_value(challenge.content.clone()).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(Some((challenge, content)))
}
