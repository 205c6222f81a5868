//! One master secret of the installation, and the keys derived from it: for sealing what the database must not read, and for
//! links in mails that need no stored secret.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::{aead, hkdf, hmac};
use secrecy::zeroize::Zeroizing;
use thiserror::Error;
use uuid::Uuid;

use super::base62::{self, DIGITS_OF_256_BITS};
use crate::port::Randomness;

/// The secret from which all keys of the installation are derived.
pub struct MasterSecret(Zeroizing<[u8; 32]>);

impl MasterSecret {
    /// Takes 32 bytes that were drawn at random.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads the setting: 32 bytes in hexadecimal or in base64, ordinary or for URLs.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let text = text.trim();
        let bytes = Zeroizing::new(
            match text.len() {
                64 => hex(text),
                _ => STANDARD.decode(text).or_else(|_| URL_SAFE_NO_PAD.decode(text)).ok(),
            }
            .unwrap_or_default(),
        );
        let bytes = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| SealError::MasterSecret)?;
        Ok(Self::new(bytes))
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    Some(digits?.chunks_exact(2).map(|pair| (pair[0] << 4) | pair[1]).collect())
}

impl fmt::Debug for MasterSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterSecret([redacted])")
    }
}

/// Why something could not be sealed or opened. It never says more, because the reason helps only who tries keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SealError {
    /// The setting is not 32 bytes.
    #[error("the master secret must be 32 bytes in hexadecimal or base64")]
    MasterSecret,
    /// The sealed bytes are not ours, were altered, or belong to another record.
    #[error("the seal is broken")]
    Broken,
    /// The cipher refused, which it does only for texts of many gigabytes.
    #[error("the text could not be sealed")]
    Refused,
}

/// Keys for one purpose. Two seals with different contexts cannot open each other's texts or recognise each other's links.
pub struct Seal {
    cipher: aead::LessSafeKey,
    nonces: hmac::Key,
    links: hmac::Key,
}

impl Seal {
    /// Derives the keys for the purpose that the context names.
    pub fn new(master: &MasterSecret, context: &str) -> Self {
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"pakistan-kazakhstan-forum/seal/1").extract(master.0.as_slice());
        Self {
            cipher: aead::LessSafeKey::new(derive(&root, context, b"cipher", &aead::AES_256_GCM)),
            nonces: derive(&root, context, b"nonce", hmac::HMAC_SHA256),
            links: derive(&root, context, b"link", hmac::HMAC_SHA256),
        }
    }

    /// Seals a text for one record: the nonce, the ciphertext and the tag. Only the same record opens it again.
    ///
    /// The nonce is not the caller's to choose. It is a keyed hash of fresh randomness, the record and the text, so that even a
    /// source of randomness that repeats itself, as a seeded one does, cannot bring one nonce to two different texts.
    pub fn seal(&self, text: &[u8], record: &[u8], randomness: &dyn Randomness) -> Result<Vec<u8>, SealError> {
        let mut fresh = [0; 32];
        randomness.fill(&mut fresh);
        let mut hedge = hmac::Context::with_key(&self.nonces);
        hedge.update(&fresh);
        hedge.update(&length(record));
        hedge.update(record);
        hedge.update(text);
        let mut nonce = [0; aead::NONCE_LEN];
        nonce.copy_from_slice(&hedge.sign().as_ref()[..aead::NONCE_LEN]);

        let mut body = text.to_vec();
        self.cipher
            .seal_in_place_append_tag(aead::Nonce::assume_unique_for_key(nonce), aead::Aad::from(record), &mut body)
            .map_err(|_| SealError::Refused)?;
        Ok([&nonce[..], &body].concat())
    }

    /// Opens what was sealed for this record.
    pub fn open(&self, sealed: &[u8], record: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (nonce, body) = sealed.split_at_checked(aead::NONCE_LEN).ok_or(SealError::Broken)?;
        let nonce = aead::Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Broken)?;
        let mut body = Zeroizing::new(body.to_vec());
        let length = self.cipher.open_in_place(nonce, aead::Aad::from(record), &mut body).map_err(|_| SealError::Broken)?.len();
        body.truncate(length);
        Ok(body)
    }

    /// The secret of a link in a mail: it follows from what the link is for and from the record, so nothing is stored and a
    /// letter that is sent again has the same link. That the record is still open is for its row to say.
    pub fn derive_token(&self, label: &str, id: Uuid) -> String {
        base62::encode(hmac::sign(&self.links, &link(label, id)).as_ref(), DIGITS_OF_256_BITS)
    }

    /// Whether the text is the secret of this link. The time it takes does not depend on where it differs.
    pub fn is_token(&self, label: &str, id: Uuid, text: &str) -> bool {
        // Both sides are hashed under the key once more, so that what is compared byte by byte cannot be steered.
        let expected = hmac::sign(&self.links, self.derive_token(label, id).as_bytes());
        hmac::verify(&self.links, text.as_bytes(), expected.as_ref()).is_ok()
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal([redacted])")
    }
}

fn link(label: &str, id: Uuid) -> Vec<u8> {
    [&length(label.as_bytes()), label.as_bytes(), id.as_bytes()].concat()
}

/// Lengths go before texts of any length, so that two different lists of texts are never the same bytes.
fn length(text: &[u8]) -> [u8; 8] {
    (text.len() as u64).to_be_bytes()
}

#[expect(clippy::expect_used, reason = "HKDF refuses only outputs above 8,160 bytes, and both kinds of key are of 32")]
fn derive<L: hkdf::KeyType, K: for<'a> From<hkdf::Okm<'a, L>>>(root: &hkdf::Prk, context: &str, part: &[u8], kind: L) -> K {
    let purpose = [&length(context.as_bytes()), context.as_bytes(), part];
    K::from(root.expand(&purpose, kind).expect("a key of 32 bytes"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::port::seeded::CountedIds;

    fn seal_of(context: &str) -> Seal {
        Seal::new(&MasterSecret::new([7; 32]), context)
    }

    #[test]
    fn what_was_sealed_opens_for_its_record_only() {
        let seal = seal_of("keys");
        let sealed = seal.seal(b"secret", b"record-1", &CountedIds::new(1)).unwrap();
        assert_eq!(sealed.len(), 12 + 6 + 16);
        assert_eq!(seal.open(&sealed, b"record-1").unwrap().as_slice(), b"secret");
        assert_eq!(seal.open(&sealed, b"record-2").unwrap_err(), SealError::Broken);
        assert_eq!(seal_of("other").open(&sealed, b"record-1").unwrap_err(), SealError::Broken);
        let stranger = Seal::new(&MasterSecret::new([8; 32]), "keys");
        assert_eq!(stranger.open(&sealed, b"record-1").unwrap_err(), SealError::Broken);
    }

    #[test]
    fn every_altered_bit_breaks_the_seal() {
        let seal = seal_of("keys");
        let sealed = seal.seal(b"secret", b"record", &CountedIds::new(1)).unwrap();
        for byte in 0..sealed.len() {
            for bit in 0..8 {
                let mut altered = sealed.clone();
                altered[byte] ^= 1 << bit;
                assert_eq!(seal.open(&altered, b"record").unwrap_err(), SealError::Broken);
            }
        }
        for length in 0..sealed.len() {
            assert_eq!(seal.open(&sealed[..length], b"record").unwrap_err(), SealError::Broken);
        }
    }

    #[test]
    fn a_nonce_never_comes_back() {
        let (seal, ids) = (seal_of("keys"), CountedIds::new(1));
        let nonces: HashSet<Vec<u8>> = (0..5_000).map(|_| seal.seal(b"same", b"same", &ids).unwrap()[..12].to_vec()).collect();
        assert_eq!(nonces.len(), 5_000);
    }

    #[test]
    fn randomness_that_repeats_itself_brings_no_nonce_to_two_texts() {
        let seal = seal_of("keys");
        let nonce = |text: &[u8], record: &[u8]| seal.seal(text, record, &CountedIds::new(1)).unwrap()[..12].to_vec();
        assert_eq!(nonce(b"one", b"record"), nonce(b"one", b"record"));
        assert_ne!(nonce(b"one", b"record"), nonce(b"two", b"record"));
        assert_ne!(nonce(b"one", b"record"), nonce(b"one", b"other"));
        assert_ne!(nonce(b"ab", b"c"), nonce(b"b", b"ca"));
    }

    #[test]
    fn a_link_is_known_by_its_purpose_and_record() {
        let (seal, ids) = (seal_of("mail"), CountedIds::new(1));
        let (one, other) = (crate::port::IdSource::uuid_v4(&ids), crate::port::IdSource::uuid_v4(&ids));
        let token = seal.derive_token("reset", one);
        assert!(base62::is_base62(&token, 43));
        assert_eq!(token, seal_of("mail").derive_token("reset", one));
        assert!(seal.is_token("reset", one, &token));
        assert!(!seal.is_token("reset", other, &token));
        assert!(!seal.is_token("invite", one, &token));
        assert!(!seal_of("other").is_token("reset", one, &token));
        assert!(!seal.is_token("reset", one, ""));
        assert!(!seal.is_token("reset", one, &token[..42]));
        assert!(!seal.is_token("reset", one, &format!("{token}0")));
    }

    #[test]
    fn the_master_secret_is_read_in_three_spellings_and_otherwise_refused() {
        let bytes: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).unwrap() | 0xf0);
        let expected = Seal::new(&MasterSecret::new(bytes), "x").derive_token("x", Uuid::nil());
        let in_hex = bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        for text in [in_hex.clone(), in_hex.to_uppercase(), STANDARD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes)] {
            let master = MasterSecret::parse(&format!(" {text}\n")).unwrap();
            assert_eq!(Seal::new(&master, "x").derive_token("x", Uuid::nil()), expected);
        }
        for text in ["", "changeme", &in_hex[..62], &in_hex.replace('f', "g"), &STANDARD.encode([1; 31])] {
            assert_eq!(MasterSecret::parse(text).unwrap_err(), SealError::MasterSecret);
        }
        assert_eq!(format!("{:?}", MasterSecret::new(bytes)), "MasterSecret([redacted])");
    }
}
