//! Access tokens: short-lived proofs that name a person, a session and what the person acts for, and carry no rights.
//!
//! Rights are read from the database in the transaction of the request, so a token cannot outlive a role.

pub mod ed25519_only;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::signing_keys::{SigningKeyError, SigningKeys};

/// How long a token is good for.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(5);
/// How far the clocks of two nodes may differ.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(5);
/// The media type of RFC 9068, which keeps other signed texts of ours from passing as access tokens.
const TYPE: &str = "at+jwt";
/// Ours have some 600 bytes. What is longer is not ours and is not parsed.
const LONGEST: usize = 2_048;

/// For whom a person acts with a token. Changing it takes another token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting {
    /// For himself.
    Alone,
    /// For the company with this identity.
    Company(Uuid),
    /// As staff of the forum.
    Staff,
}

/// Who a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The user.
    pub user: Uuid,
    /// The session that the token was taken from, and ends with.
    pub session: Uuid,
    /// For whom the user acts.
    pub acting: Acting,
}

/// What a valid token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessClaims {
    /// The identity of the token itself.
    pub id: Uuid,
    /// Who it is for.
    pub bearer: Bearer,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

/// Why a token is refused. The reason is for the log; callers are told that they are not signed in, and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TokenError {
    /// It is not a token, or a claim is missing or of the wrong kind.
    #[error("the token is malformed")]
    Malformed,
    /// It names another algorithm than ours, or brings a key or an extension of its own.
    #[error("the token's header is not ours")]
    Header,
    /// It is a signed text for another purpose.
    #[error("the token is of another type")]
    Type,
    /// It names no key, or one that is unknown or retired.
    #[error("the token's key is unknown")]
    UnknownKey,
    /// It was altered or made up.
    #[error("the token's signature is wrong")]
    Signature,
    /// It was issued by somebody else.
    #[error("the token is of another issuer")]
    Issuer,
    /// It was issued for somebody else to read.
    #[error("the token is for another audience")]
    Audience,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// It claims to be good for longer than any token is.
    #[error("the token lives too long")]
    TooLong,
}

/// The claims on the wire.
#[derive(Serialize, Deserialize)]
struct Payload {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    company: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    staff: Option<bool>,
}

/// Issues and verifies the access tokens of one installation.
#[derive(Clone, Debug)]
pub struct AccessTokens {
    issuer: String,
    audience: String,
}

impl AccessTokens {
    /// Tokens that name this issuer and are for this audience, both of them URLs of the installation.
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self { issuer: issuer.into(), audience: audience.into() }
    }

    /// Signs a token with the identity `id` for the bearer, good from now on.
    pub fn issue(&self, keys: &SigningKeys, bearer: Bearer, id: Uuid, now: DateTime<Utc>) -> Result<String, SigningKeyError> {
        let key = keys.active(now)?;
        let header = Header { typ: Some(TYPE.to_owned()), kid: Some(key.kid().to_owned()), ..Header::new(Algorithm::EdDSA) };
        let (company, staff) = match bearer.acting {
            Acting::Alone => (None, None),
            Acting::Company(company) => (Some(company), None),
            Acting::Staff => (None, Some(true)),
        };
        let payload = Payload {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: bearer.user,
            sid: bearer.session,
            jti: id,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + LIFETIME).timestamp(),
            company,
            staff,
        };
        jsonwebtoken::encode(&header, &payload, key.private()).map_err(|_| SigningKeyError::Malformed)
    }

    /// Reads a token, and says what it claims if every one of its claims holds at this moment.
    pub fn verify(&self, keys: &SigningKeys, token: &str, now: DateTime<Utc>) -> Result<AccessClaims, TokenError> {
        if token.len() > LONGEST {
            return Err(TokenError::Malformed);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenError::Malformed)?;
        check_header(&header)?;
        let kid = header.kid.as_deref().ok_or(TokenError::UnknownKey)?;
        let key = keys.by_kid(kid, now).ok_or(TokenError::UnknownKey)?;
        let payload = jsonwebtoken::decode::<Payload>(token, key.public(), &signature_only())
            .map_err(|error| match error.kind() {
                jsonwebtoken::errors::ErrorKind::InvalidSignature => TokenError::Signature,
                _ => TokenError::Malformed,
            })?
            .claims;
        self.check(&payload, now)
    }

    fn check(&self, payload: &Payload, now: DateTime<Utc>) -> Result<AccessClaims, TokenError> {
        if payload.iss != self.issuer {
            return Err(TokenError::Issuer);
        }
        if payload.aud != self.audience {
            return Err(TokenError::Audience);
        }
        let (issued_at, starts_at, expires_at) = (moment(payload.iat)?, moment(payload.nbf)?, moment(payload.exp)?);
        if expires_at - issued_at > LIFETIME {
            return Err(TokenError::TooLong);
        }
        if issued_at > now + LEEWAY || starts_at > now + LEEWAY {
            return Err(TokenError::NotYetValid);
        }
        if expires_at + LEEWAY <= now {
            return Err(TokenError::Expired);
        }
        let acting = match (payload.company, payload.staff) {
            (None, None) => Acting::Alone,
            (Some(company), None) => Acting::Company(company),
            (None, Some(true)) => Acting::Staff,
            _ => return Err(TokenError::Malformed),
        };
        let bearer = Bearer { user: payload.sub, session: payload.sid, acting };
        Ok(AccessClaims { id: payload.jti, bearer, issued_at, expires_at })
    }
}

/// A header of ours has three members. One that brings a key, the address of one, or an extension we must understand is an
/// attempt at something, and is refused before its signature costs anything.
fn check_header(header: &Header) -> Result<(), TokenError> {
    let foreign = header.jku.is_some()
        || header.jwk.is_some()
        || header.x5u.is_some()
        || header.x5c.is_some()
        || header.crit.is_some()
        || header.enc.is_some()
        || header.zip.is_some()
        || header.cty.is_some();
    if header.alg != Algorithm::EdDSA || foreign {
        return Err(TokenError::Header);
    }
    if header.typ.as_deref() != Some(TYPE) {
        return Err(TokenError::Type);
    }
    Ok(())
}

/// The library checks the signature. It would check times by the system's clock, and issuer and audience only where they are
/// present, so those are checked here, where a missing claim is a malformed payload.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

fn moment(seconds: i64) -> Result<DateTime<Utc>, TokenError> {
    // A moment outside these years would overflow the sums of times.
    let sane = 0..=253_402_300_799;
    if !sane.contains(&seconds) {
        return Err(TokenError::Malformed);
    }
    DateTime::from_timestamp(seconds, 0).ok_or(TokenError::Malformed)
}

#[cfg(test)]
mod tests;
