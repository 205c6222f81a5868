//! What the application needs from the outside: the time, identities and randomness, and a way to send mail.
//!
//! Only these ports may differ between a running forum and a story told in a test; everything else is the same code.

pub mod seeded;

use std::pin::Pin;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::language::Language;
use thiserror::Error;
use uuid::Uuid;

/// A future behind a pointer, so that a port with an asynchronous method can still be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The time of day.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
}

/// A source of secrets.
pub trait Randomness: Send + Sync {
    /// Overwrites the bytes with ones that nobody can guess. It does not return without having done so.
    fn fill(&self, bytes: &mut [u8]);
}

/// A source of identities.
pub trait IdSource: Randomness {
    /// An identity that sorts by the moment it was given at, and among those of one millisecond by the order of the calls.
    fn uuid_v7(&self, at: DateTime<Utc>) -> Uuid;

    /// An identity that tells nothing, for what must not reveal when it was made.
    fn uuid_v4(&self) -> Uuid;
}

/// A letter to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The identity of the letter. A letter that is sent twice has the same one, so that a mailbox can recognise the copy.
    pub id: Uuid,
    /// The address of the person, as an `EmailAddress` writes it.
    pub to: String,
    /// The subject, one line of any script.
    pub subject: String,
    /// The text, plain and of any script.
    pub text: String,
    /// The language of subject and text.
    pub language: Language,
}

/// Why a letter did not leave. The texts are for the log and hold no address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MailError {
    /// The same letter may leave later: no connection, a full queue, refused credentials.
    #[error("the letter could not be sent now: {0}")]
    Temporary(String),
    /// The letter will never leave as it is: no such mailbox, a malformed address.
    #[error("the letter cannot be sent: {0}")]
    Permanent(String),
}

/// The post office.
pub trait Mailer: Send + Sync {
    /// Hands the letter over. When this returns well, somebody else is answerable for the letter.
    fn send(&self, letter: Letter) -> BoxFuture<'_, Result<(), MailError>>;
}

/// Why the store of files did not do what it was asked. The text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    #[error("the store has no such file")]
    Absent,
    #[error("the store of files cannot be reached: {0}")]
    Unavailable(String),
}

/// Where the bytes of files lie.
pub trait FileStore: Send + Sync {
    /// Keeps the bytes under the key. When this returns well, a power cut does not lose them.
    fn put<'a>(&'a self, key: &'a str, bytes: Bytes) -> BoxFuture<'a, Result<(), StoreError>>;

    /// The bytes under the key.
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Bytes, StoreError>>;

    /// Takes them away; what is not there is as good as gone.
    fn delete<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// How many bits of a time-ordered identity count the calls.
pub const COUNTER_BITS: u32 = 42;

/// Lays out a time-ordered identity: the millisecond, then the counter, then four bytes that keep two processes apart.
///
/// The counter never goes back while a process lives, so identities that one operation gives at its one moment come in the
/// order in which it gave them, whatever other operations do meanwhile.
pub fn uuid_v7_from(at: DateTime<Utc>, counter: u64, tail: [u8; 4]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    // The version covers the first half of the first byte, the variant the first two bits of the third.
    let high = (counter >> 30) & 0x0fff;
    let low = counter & 0x3fff_ffff;
    let mut bytes = [0; 10];
    bytes[..2].copy_from_slice(&high.to_be_bytes()[6..]);
    bytes[2..6].copy_from_slice(&low.to_be_bytes()[4..]);
    bytes[6..].copy_from_slice(&tail);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn identities_sort_by_moment_then_by_counter() {
        let at = DateTime::from_timestamp(1_790_000_000, 123_000_000).unwrap();
        let counters = [0, 1, 255, 65_536, (1 << 30) - 1, 1 << 30, (1 << COUNTER_BITS) - 1];
        let ids: Vec<Uuid> = counters.iter().map(|counter| uuid_v7_from(at, *counter, [255; 4])).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        let later = uuid_v7_from(at + TimeDelta::milliseconds(1), 0, [0; 4]);
        assert!(ids.iter().all(|id| *id < later));
    }

    #[test]
    fn an_identity_says_its_version_and_moment() {
        let at = DateTime::from_timestamp(1_790_000_000, 123_000_000).unwrap();
        let id = uuid_v7_from(at, u64::MAX, [7; 4]);
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        assert_eq!(id.get_timestamp().unwrap().to_unix(), (1_790_000_000, 123_000_000));
    }
}
