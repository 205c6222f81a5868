//! The keys that sign access tokens: how they are made, stored, published, replaced and forgotten.
//!
//! A key is published for an hour before it signs, so that whoever checks our tokens has met it, and it verifies for ten
//! minutes after it last signed, which is longer than a token lives.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{DecodingKey, EncodingKey};
use ring::signature::{Ed25519KeyPair, KeyPair};
use secrecy::zeroize::Zeroizing;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::seal::{Seal, SealError};
use super::token::ed25519_only;
use crate::port::Randomness;

/// After this time a key gets a successor.
pub const ROTATION: TimeDelta = TimeDelta::days(30);
/// So long a key is published before it signs.
pub const NOTICE: TimeDelta = TimeDelta::hours(1);
/// So long a key verifies after it last signed.
pub const AFTERLIFE: TimeDelta = TimeDelta::minutes(10);

/// Why the keys cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SigningKeyError {
    /// A stored key was sealed with another master secret, or was altered.
    #[error("the signing key cannot be unsealed: {0}")]
    Sealed(#[from] SealError),
    /// A stored key is no Ed25519 key, or its two halves do not belong together.
    #[error("the signing key is malformed")]
    Malformed,
    /// There is no key yet that could sign.
    #[error("there is no signing key")]
    None,
    /// Another library installed cryptography for tokens before us.
    #[error("the process already has other cryptography for tokens")]
    Cryptography,
}

/// A key as the database keeps it. The private half is sealed, so that a copy of the database signs nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSigningKey {
    /// The RFC 7638 thumbprint of the public half.
    pub kid: String,
    /// The private half, PKCS#8, sealed for this `kid`.
    pub sealed_private: Vec<u8>,
    /// The public half.
    pub public: [u8; 32],
    /// When it was made and published.
    pub created_at: DateTime<Utc>,
    /// From when on it verifies no more. It is set when the successor is made.
    pub retires_at: Option<DateTime<Utc>>,
}

impl StoredSigningKey {
    /// Makes a key.
    pub fn generate(seal: &Seal, randomness: &dyn Randomness, now: DateTime<Utc>) -> Result<Self, SigningKeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        randomness.fill(seed.as_mut_slice());
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).map_err(|_| SigningKeyError::Malformed)?;
        let public = <[u8; 32]>::try_from(pair.public_key().as_ref()).map_err(|_| SigningKeyError::Malformed)?;
        let kid = thumbprint(&public);
        let sealed_private = seal.seal(&pkcs8(&seed, &public), kid.as_bytes(), randomness)?;
        Ok(Self { kid, sealed_private, public, created_at: now, retires_at: None })
    }
}

impl fmt::Debug for StoredSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSigningKey")
            .field("kid", &self.kid)
            .field("created_at", &self.created_at)
            .field("retires_at", &self.retires_at)
            .finish_non_exhaustive()
    }
}

/// A key in use.
pub struct SigningKey {
    kid: String,
    created_at: DateTime<Utc>,
    retires_at: Option<DateTime<Utc>>,
    x: String,
    private: EncodingKey,
    public: DecodingKey,
}

impl SigningKey {
    /// The name by which a token says who signed it.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub(super) const fn private(&self) -> &EncodingKey {
        &self.private
    }

    pub(super) const fn public(&self) -> &DecodingKey {
        &self.public
    }

    fn verifies(&self, now: DateTime<Utc>) -> bool {
        self.retires_at.is_none_or(|retires_at| now < retires_at)
    }

    fn signs(&self, now: DateTime<Utc>) -> bool {
        self.created_at + NOTICE <= now && self.retires_at.is_none_or(|retires_at| now < retires_at - AFTERLIFE)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.kid)
    }
}

/// What a rotation changes in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The new key, to be added.
    pub successor: StoredSigningKey,
    /// The keys that it follows, and when each verifies no more.
    pub retiring: Vec<(String, DateTime<Utc>)>,
}

/// The keys of the installation, as they were read from the database. A node reads them anew at least every half hour, so that
/// it knows a new key before another node signs with it.
#[derive(Debug)]
pub struct SigningKeys(Vec<SigningKey>);

impl SigningKeys {
    /// Unseals the keys. Keys with one moment of making are ordered by name, so that all nodes agree which is the newest.
    pub fn open(stored: &[StoredSigningKey], seal: &Seal) -> Result<Self, SigningKeyError> {
        if !ed25519_only::install() {
            return Err(SigningKeyError::Cryptography);
        }
        let mut keys = stored.iter().map(|key| open(key, seal)).collect::<Result<Vec<_>, _>>()?;
        keys.sort_by(|a, b| (a.created_at, &a.kid).cmp(&(b.created_at, &b.kid)));
        Ok(Self(keys))
    }

    /// The key that signs now: the newest that has been published for long enough. Where none has, as on the first day or after
    /// every key had to be withdrawn, the newest that is there.
    pub fn active(&self, now: DateTime<Utc>) -> Result<&SigningKey, SigningKeyError> {
        let newest_first = || self.0.iter().rev();
        newest_first()
            .find(|key| key.signs(now))
            .or_else(|| newest_first().find(|key| key.retires_at.is_none()))
            .ok_or(SigningKeyError::None)
    }

    /// The key of this name, unless it has retired.
    pub fn by_kid(&self, kid: &str, now: DateTime<Utc>) -> Option<&SigningKey> {
        self.0.iter().find(|key| key.kid == kid && key.verifies(now))
    }

    /// Whether it is time for a new key.
    pub fn needs_rotation(&self, now: DateTime<Utc>) -> bool {
        let newest = self.0.iter().filter(|key| key.retires_at.is_none()).map(|key| key.created_at).max();
        newest.is_none_or(|created_at| created_at + ROTATION <= now)
    }

    /// Makes the next key and lets the present ones retire. They go on signing until the next one may.
    pub fn rotate(&self, seal: &Seal, randomness: &dyn Randomness, now: DateTime<Utc>) -> Result<Rotation, SigningKeyError> {
        let successor = StoredSigningKey::generate(seal, randomness, now)?;
        let retires_at = now + NOTICE + AFTERLIFE;
        let staying = self.0.iter().filter(|key| key.retires_at.is_none());
        Ok(Rotation { successor, retiring: staying.map(|key| (key.kid.clone(), retires_at)).collect() })
    }

    /// The public halves for `/.well-known/jwks.json`, those that do not sign yet included.
    pub fn jwks(&self, now: DateTime<Utc>) -> Value {
        let keys = self
            .0
            .iter()
            .filter(|key| key.verifies(now))
            .map(|key| json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid, "x": key.x }));
        json!({ "keys": keys.collect::<Vec<_>>() })
    }
}

fn open(stored: &StoredSigningKey, seal: &Seal) -> Result<SigningKey, SigningKeyError> {
    let private = seal.open(&stored.sealed_private, stored.kid.as_bytes())?;
    // The seal covers the private half and the name; that the public half is theirs is seen by deriving it again.
    let pair = Ed25519KeyPair::from_pkcs8(&private).map_err(|_| SigningKeyError::Malformed)?;
    if pair.public_key().as_ref() != stored.public || thumbprint(&stored.public) != stored.kid {
        return Err(SigningKeyError::Malformed);
    }
    Ok(SigningKey {
        kid: stored.kid.clone(),
        created_at: stored.created_at,
        retires_at: stored.retires_at,
        x: URL_SAFE_NO_PAD.encode(stored.public),
        private: EncodingKey::from_ed_der(&private),
        public: DecodingKey::from_ed_der(&stored.public),
    })
}

/// The name of a key: the hash of its public half in the canonical spelling of RFC 7638.
fn thumbprint(public: &[u8; 32]) -> String {
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, URL_SAFE_NO_PAD.encode(public));
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
}

/// Both halves in the form of RFC 8410. It is written here because the key is drawn from the randomness we were given, and the
/// library's own generator takes none but the system's.
fn pkcs8(seed: &[u8; 32], public: &[u8; 32]) -> Zeroizing<Vec<u8>> {
    const BEFORE_SEED: [u8; 16] = [0x30, 0x51, 0x02, 0x01, 0x01, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    const BEFORE_PUBLIC: [u8; 3] = [0x81, 0x21, 0x00];
    Zeroizing::new([&BEFORE_SEED[..], seed, &BEFORE_PUBLIC, public].concat())
}

#[cfg(test)]
mod tests;
