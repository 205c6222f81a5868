//! Secrets that mean nothing by themselves: session cookies, refresh tokens and API keys.
//!
//! The holder has the text, the database has its SHA-256. A plain hash is enough, because there is nothing to guess: the
//! secrets are drawn at random from more than 2^190.

use std::fmt;
use std::hint::black_box;
use std::marker::PhantomData;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::base62::{self, DIGITS_OF_256_BITS};
use crate::port::Randomness;

/// A family of secrets, told apart by how they begin, so that one cannot be used in the place of another.
pub trait Kind {
    /// What every secret of this kind begins with.
    const PREFIX: &'static str;
}

/// The kind of secret that stands in a browser's cookie.
#[derive(Debug)]
pub enum Session {}

impl Kind for Session {
    const PREFIX: &'static str = "pkf_ss_";
}

/// The kind of secret that buys the next access token.
#[derive(Debug)]
pub enum Refresh {}

impl Kind for Refresh {
    const PREFIX: &'static str = "pkf_rt_";
}

/// The kind of secret that answers a question of the forum's within some minutes.
#[derive(Debug)]
pub enum Challenge {}

impl Kind for Challenge {
    const PREFIX: &'static str = "pkf_ch_";
}

/// The secret by which a challenge is answered.
pub type ChallengeToken = Opaque<Challenge>;
/// The secret of a session.
pub type SessionCookie = Opaque<Session>;
/// The secret that is exchanged for a new access token and a new refresh token.
pub type RefreshToken = Opaque<Refresh>;

/// 256 bits of randomness, written as a prefix and 43 letters and digits.
pub struct Opaque<K> {
    text: SecretString,
    kind: PhantomData<K>,
}

/// Why a text is not a secret of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OpaqueError {
    /// It begins like something else.
    #[error("the secret is of another kind")]
    WrongKind,
    /// It has the wrong length or characters.
    #[error("the secret is malformed")]
    Malformed,
    /// The check at its end does not fit: it was mistyped, cut or made up.
    #[error("the secret was mistyped")]
    WrongChecksum,
}

impl<K: Kind> Opaque<K> {
    /// Draws a new secret.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut bytes = [0; 32];
        randomness.fill(&mut bytes);
        let text = format!("{}{}", K::PREFIX, base62::encode(&bytes, DIGITS_OF_256_BITS));
        bytes.fill(0);
        Self { text: text.into(), kind: PhantomData }
    }

    /// Reads what a caller sent. Whether it is anybody's secret is for the database to say.
    pub fn parse(text: &str) -> Result<Self, OpaqueError> {
        let body = text.strip_prefix(K::PREFIX).ok_or(OpaqueError::WrongKind)?;
        if !base62::is_base62(body, DIGITS_OF_256_BITS) {
            return Err(OpaqueError::Malformed);
        }
        Ok(Self { text: text.into(), kind: PhantomData })
    }

    /// The secret itself, to be handed to its holder and to nobody else.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// What the database keeps.
    pub fn hashed(&self) -> Hashed {
        Hashed::of(self.expose())
    }
}

impl<K: Kind> fmt::Debug for Opaque<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[redacted]", K::PREFIX)
    }
}

/// The SHA-256 of a secret, prefix included, as it lies in the database.
#[derive(Clone, Copy, Eq)]
pub struct Hashed([u8; 32]);

impl Hashed {
    fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).into())
    }

    /// A hash that was read from the database.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes for the database.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Looks at every byte whatever the first ones were, so that time does not tell how far a guess agrees.
impl PartialEq for Hashed {
    fn eq(&self, other: &Self) -> bool {
        let differences = self.0.iter().zip(&other.0).fold(0, |sum, (a, b)| black_box(sum | (a ^ b)));
        black_box(differences) == 0
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hashed([redacted])")
    }
}

/// The key of a program that works for a company: `pkf_live_`, 32 letters and digits, and 6 more that check the rest.
///
/// The fixed form lets secret scanners find a key that leaked into a repository, and lets us refuse a typing error without
/// asking the database.
pub struct ApiKey(SecretString);

impl ApiKey {
    /// What every key begins with.
    pub const PREFIX: &'static str = "pkf_live_";
    const BODY: usize = 32;
    const CHECK: usize = 6;

    /// Draws a new key.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut bytes = [0; 32];
        randomness.fill(&mut bytes);
        let unchecked = format!("{}{}", Self::PREFIX, base62::encode(&bytes, Self::BODY));
        bytes.fill(0);
        let check = Self::check(&unchecked);
        Self(format!("{unchecked}{check}").into())
    }

    /// Reads what a caller sent.
    pub fn parse(text: &str) -> Result<Self, OpaqueError> {
        let body = text.strip_prefix(Self::PREFIX).ok_or(OpaqueError::WrongKind)?;
        if !base62::is_base62(body, Self::BODY + Self::CHECK) {
            return Err(OpaqueError::Malformed);
        }
        let (unchecked, check) = text.split_at(text.len() - Self::CHECK);
        if Self::check(unchecked) != check {
            return Err(OpaqueError::WrongChecksum);
        }
        Ok(Self(text.into()))
    }

    /// The key itself, which its maker sees once.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The beginning of the key, by which its owner recognises it in a list. What is left out still has 166 bits.
    pub fn hint(&self) -> String {
        self.expose().chars().take(Self::PREFIX.len() + 4).collect()
    }

    /// What the database keeps.
    pub fn hashed(&self) -> Hashed {
        Hashed::of(self.expose())
    }

    fn check(unchecked: &str) -> String {
        base62::encode(&crc32(unchecked.as_bytes()).to_be_bytes(), Self::CHECK)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[redacted]", Self::PREFIX)
    }
}

/// The checksum of Ethernet and of zip files. It finds typing errors; it is no protection and need not be.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes
        .iter()
        .fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::seeded::CountedIds;

    #[test]
    fn a_secret_round_trips_and_hashes_alike() {
        let cookie = SessionCookie::generate(&CountedIds::new(1));
        assert!(cookie.expose().starts_with("pkf_ss_"));
        assert_eq!(cookie.expose().len(), 7 + 43);
        let sent = SessionCookie::parse(cookie.expose()).unwrap();
        assert_eq!(sent.hashed(), cookie.hashed());
        assert_eq!(Hashed::new(*sent.hashed().as_bytes()), cookie.hashed());
        assert_eq!(cookie.hashed().as_bytes()[..], Sha256::digest(cookie.expose())[..]);
    }

    #[test]
    fn hashes_that_differ_in_any_one_bit_differ() {
        let one = RefreshToken::generate(&CountedIds::new(1)).hashed();
        for byte in 0..32 {
            for bit in 0..8 {
                let mut other = *one.as_bytes();
                other[byte] ^= 1 << bit;
                assert_ne!(Hashed::new(other), one);
            }
        }
    }

    #[test]
    fn no_two_secrets_are_alike() {
        let ids = CountedIds::new(1);
        let drawn: std::collections::HashSet<String> = (0..1000).map(|_| RefreshToken::generate(&ids).expose().to_owned()).collect();
        assert_eq!(drawn.len(), 1000);
    }

    #[test]
    fn one_kind_does_not_pass_for_another() {
        let ids = CountedIds::new(1);
        let (cookie, refresh, key) = (SessionCookie::generate(&ids), RefreshToken::generate(&ids), ApiKey::generate(&ids));
        assert_eq!(RefreshToken::parse(cookie.expose()).unwrap_err(), OpaqueError::WrongKind);
        assert_eq!(SessionCookie::parse(refresh.expose()).unwrap_err(), OpaqueError::WrongKind);
        assert_eq!(SessionCookie::parse(key.expose()).unwrap_err(), OpaqueError::WrongKind);
        assert_eq!(ApiKey::parse(refresh.expose()).unwrap_err(), OpaqueError::WrongKind);
    }

    #[test]
    fn malformed_secrets_are_refused() {
        let cookie = SessionCookie::generate(&CountedIds::new(1));
        let text = cookie.expose();
        for bad in [&text[..text.len() - 1], &format!("{text}0"), "pkf_ss_", &format!("{} ", &text[..text.len() - 1])] {
            assert_eq!(SessionCookie::parse(bad).unwrap_err(), OpaqueError::Malformed);
        }
        assert_eq!(SessionCookie::parse("").unwrap_err(), OpaqueError::WrongKind);
    }

    #[test]
    fn the_checksum_is_the_well_known_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn an_api_key_has_its_form_and_refuses_every_single_typing_error() {
        let ids = CountedIds::new(1);
        let key = ApiKey::generate(&ids);
        let text = key.expose();
        assert_eq!(text.len(), 9 + 32 + 6);
        assert_eq!(ApiKey::parse(text).unwrap().hashed(), key.hashed());
        assert_eq!(key.hint(), text[..13]);
        for place in 9..text.len() {
            let mut typed = text.as_bytes().to_vec();
            typed[place] = if typed[place] == b'a' { b'b' } else { b'a' };
            let typed = String::from_utf8(typed).unwrap();
            assert_eq!(ApiKey::parse(&typed).unwrap_err(), OpaqueError::WrongChecksum, "{place}");
        }
        assert_eq!(ApiKey::parse(&text[..46]).unwrap_err(), OpaqueError::Malformed);
        assert_eq!(ApiKey::parse(&text.replace("live", "test")).unwrap_err(), OpaqueError::WrongKind);
    }

    #[test]
    fn a_known_key_stays_valid_for_ever() {
        let body = "pkf_live_00000000000000000000000000000000";
        let key = format!("{body}{}", base62::encode(&crc32(body.as_bytes()).to_be_bytes(), 6));
        assert_eq!(key, "pkf_live_000000000000000000000000000000001ubDkS");
        assert!(ApiKey::parse(&key).is_ok());
    }

    #[test]
    fn debug_prints_show_no_secret() {
        let ids = CountedIds::new(1);
        let (cookie, key) = (SessionCookie::generate(&ids), ApiKey::generate(&ids));
        assert_eq!(format!("{cookie:?}"), "pkf_ss_[redacted]");
        assert_eq!(format!("{key:?}"), "pkf_live_[redacted]");
        assert_eq!(format!("{:?}", key.hashed()), "Hashed([redacted])");
    }
}
