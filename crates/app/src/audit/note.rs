//! A checkpoint as a text that can be kept anywhere: a signed note in the form of C2SP, and the key that signs it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{
    audit::{Digest, chain::moment},
    stamp::Timestamp,
};
use persistence::repository::audit::StoredAuditKey;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use secrecy::zeroize::Zeroizing;
use thiserror::Error;

use crate::{
    credential::seal::{Seal, SealError},
    port::Randomness,
};

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Whose checkpoint it is: the address of the forum without its scheme, then `/audit`.
    pub origin: String,
    /// How many leaves the tree has.
    pub size: i64,
    pub root: Digest,
    pub number: i64,
    pub at: Timestamp,
}

/// Why a text is not a checkpoint of this forum.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    #[error("this is not the text of a checkpoint")]
    Malformed,
    #[error("no key of this forum signed it")]
    NotSigned,
}

/// Why there is no key.
#[derive(Debug, Error)]
pub enum KeyError {
    #[error("the key of the checkpoints cannot be unsealed: {0}")]
    Sealed(#[from] SealError),
    #[error("the key of the checkpoints is malformed")]
    Malformed,
}

/// The origin of a forum at a public address.
#[must_use]
pub fn origin(public_url: &str) -> String {
    let bare = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    format!("{}/audit", bare.trim_end_matches('/'))
}

impl Note {
    /// The text that is signed.
    #[must_use]
    pub fn body(&self) -> String {
        let Self { origin, size, root, number, at } = self;
        format!("{origin}\n{size}\n{}\nnumber {number}\nat {}\n", STANDARD.encode(root.0), moment(*at))
    }

    /// Reads a signed text and checks that one of the keys has signed it.
    pub fn read(text: &str, keys: &[[u8; 32]]) -> Result<Self, NoteError> {
        let (body, signatures) = text.split_once("\n\n").ok_or(NoteError::Malformed)?;
        let body = format!("{body}\n");
        let note = Self::parse(&body).ok_or(NoteError::Malformed)?;
        // Only the one spelling that we write is ours.
        if note.body() != body {
            return Err(NoteError::Malformed);
        }
        let prefix = format!("\u{2014} {} ", note.origin);
        let signed = signatures.lines().filter_map(|line| STANDARD.decode(line.strip_prefix(&prefix)?).ok());
        let by = |signed: &[u8]| {
            let (id, signature) = signed.split_at_checked(4)?;
            keys.iter().find(|key| {
                id == key_id(&note.origin, key) && UnparsedPublicKey::new(&ED25519, key).verify(body.as_bytes(), signature).is_ok()
            })
        };
        if signed.into_iter().any(|signed| by(&signed).is_some()) { Ok(note) } else { Err(NoteError::NotSigned) }
    }

    fn parse(body: &str) -> Option<Self> {
        let mut lines = body.lines();
        let origin = lines.next()?.to_owned();
        let size = lines.next()?.parse().ok()?;
        let root = Digest::stored(&STANDARD.decode(lines.next()?).ok()?)?;
        let number = lines.next()?.strip_prefix("number ")?.parse().ok()?;
        let at = lines.next()?.strip_prefix("at ")?.parse().ok()?;
        lines.next().is_none().then_some(Self { origin, size, root, number, at })
    }
}

/// The first bytes of the hash of a key and its name, by which a signature says whose it is.
fn key_id(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let [a, b, c, d, ..] = Digest::of(&[name.as_bytes(), b"\n", &[1], public]).0;
    [a, b, c, d]
}

/// A key as a verifier is told of it: name, id and key in one line (C2SP signed-note).
#[must_use]
pub fn verifier(origin: &str, public: &[u8; 32]) -> String {
    let id = key_id(origin, public);
    let key = [&[1][..], public].concat();
    format!("{origin}+{:08x}+{}", u32::from_be_bytes(id), STANDARD.encode(key))
}

/// The key that signs checkpoints.
pub struct AuditKey {
    pair: Ed25519KeyPair,
    public: [u8; 32],
}

impl AuditKey {
    /// Makes a key, as the database keeps it.
    pub fn generate(seal: &Seal, randomness: &dyn Randomness, now: Timestamp) -> Result<StoredAuditKey, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        randomness.fill(seed.as_mut_slice());
        let key = Self::of(seed.as_slice())?;
        let kid = Digest::of(&[&key.public]).to_string();
        let sealed = seal.seal(seed.as_slice(), kid.as_bytes(), randomness)?;
        Ok(StoredAuditKey { kid, sealed, public: key.public.to_vec(), created_at: now })
    }

    /// Unseals a key. That its public half and its name belong to it is seen by working them out again.
    pub fn open(stored: &StoredAuditKey, seal: &Seal) -> Result<Self, KeyError> {
        let key = Self::of(&seal.open(&stored.sealed, stored.kid.as_bytes())?)?;
        let whole = key.public.as_slice() == stored.public && Digest::of(&[&key.public]).to_string() == stored.kid;
        if whole { Ok(key) } else { Err(KeyError::Malformed) }
    }

    fn of(seed: &[u8]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Malformed)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Malformed)?;
        Ok(Self { pair, public })
    }

    #[must_use]
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// The note with our signature under it.
    #[must_use]
    pub fn sign(&self, note: &Note) -> String {
        let body = note.body();
        let signed = [&key_id(&note.origin, &self.public)[..], self.pair.sign(body.as_bytes()).as_ref()].concat();
        format!("{body}\n\u{2014} {} {}\n", note.origin, STANDARD.encode(signed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{credential::seal::MasterSecret, port::seeded::CountedIds};

    fn seal() -> Seal {
        Seal::new(&MasterSecret::new([7; 32]), "audit")
    }

    fn stored() -> StoredAuditKey {
        AuditKey::generate(&seal(), &CountedIds::new(1), "2026-03-02T09:30:00Z".parse().unwrap()).unwrap()
    }

    fn note() -> Note {
        Note {
            origin: origin("https://forum.example/"),
            size: 5,
            root: Digest([9; 32]),
            number: 3,
            at: "2026-03-02T09:30:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_signed_note_is_read_back() {
        let key = AuditKey::open(&stored(), &seal()).unwrap();
        let text = key.sign(&note());
        assert!(text.starts_with(
            "forum.example/audit\n5\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\nnumber 3\nat 2026-03-02T09:30:00.000000Z\n\n\u{2014} "
        ));
        assert_eq!(Note::read(&text, &[*key.public()]), Ok(note()));
        assert_eq!(Note::read(&text, &[]), Err(NoteError::NotSigned));
        assert_eq!(Note::read(&text, &[[1; 32]]), Err(NoteError::NotSigned));
    }

    #[test]
    fn every_altered_byte_of_a_note_is_refused() {
        let key = AuditKey::open(&stored(), &seal()).unwrap();
        let text = key.sign(&note());
        for place in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1;
            let Ok(altered) = String::from_utf8(bytes) else { continue };
            // Base64 ignores nothing and the body has one spelling, so no change goes unseen but one after the last line.
            if place + 1 < text.len() {
                assert!(Note::read(&altered, &[*key.public()]).is_err(), "byte {place}: {altered}");
            }
        }
    }

    #[test]
    fn a_key_that_was_exchanged_does_not_open() {
        let other = AuditKey::generate(&seal(), &CountedIds::new(2), "2026-03-02T09:30:00Z".parse().unwrap()).unwrap();
        let mixed = [
            StoredAuditKey { sealed: other.sealed.clone(), ..stored() },
            StoredAuditKey { public: other.public.clone(), ..stored() },
            StoredAuditKey { kid: other.kid.clone(), ..stored() },
        ];
        assert!(mixed.iter().all(|mixed| AuditKey::open(mixed, &seal()).is_err()));
    }

    #[test]
    fn a_verifier_is_told_of_a_key_in_one_line() {
        let line = verifier("forum.example/audit", &[7; 32]);
        let parts: Vec<&str> = line.split('+').collect();
        assert_eq!(parts[0], "forum.example/audit");
        assert_eq!(parts[1].len(), 8);
        assert_eq!(STANDARD.decode(parts[2]).unwrap(), [&[1][..], &[7; 32]].concat());
    }
}
