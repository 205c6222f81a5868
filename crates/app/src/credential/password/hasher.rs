//! Argon2id, and a gate before it: one hash costs a tenth of a second of a core, so a flood of sign-ins must not take them all.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use secrecy::{ExposeSecret, SecretSlice};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Password;
use crate::port::Randomness;

/// So many callers may wait for their turn. One more is told to come again, which is cheaper for both.
pub const QUEUE: usize = 32;

/// The work that one hash takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// The recommendation of OWASP: 19 MiB, two passes, one lane.
impl Default for Cost {
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// A hashed password in the PHC string format, as it lies in the database.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// A hash that was read from the database.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text for the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A hash is what a thief wants to take home, so it is kept out of logs.
impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash([redacted])")
    }
}

/// Why no hash was computed. A wrong password is no error but an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HashError {
    /// Too many are waiting.
    #[error("too many passwords are being checked")]
    Overloaded,
    /// The stored hash is not one of ours.
    #[error("the stored password hash is malformed")]
    Malformed,
    /// The cost, or the pepper, is outside what Argon2 allows.
    #[error("the cost of password hashing is out of range")]
    Cost,
    /// The computation broke off, for want of memory or because the process is ending.
    #[error("the password could not be hashed")]
    Broken,
}

/// Hashes and verifies passwords, a few at a time.
pub struct PasswordHasher {
    work: Arc<Work>,
    cost: Cost,
    unknown: PasswordHash,
    randomness: Arc<dyn Randomness>,
    /// Those who are inside, waiting or being served.
    door: Arc<Semaphore>,
    /// Those who are being served.
    cores: Arc<Semaphore>,
    permits: usize,
}

struct Work {
    params: Params,
    pepper: Option<SecretSlice<u8>>,
    evaluated: AtomicU64,
}

impl PasswordHasher {
    /// A hasher with this cost that serves so many callers at once.
    ///
    /// The pepper is a secret of the installation that goes into every hash and is in no database. It cannot be added, changed
    /// or taken away later without every password being set anew.
    pub fn new(
        cost: Cost,
        permits: NonZeroUsize,
        pepper: Option<SecretSlice<u8>>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, HashError> {
        let params = Params::new(cost.memory, cost.passes, cost.lanes, None).map_err(|_| HashError::Cost)?;
        let work = Work { params, pepper, evaluated: AtomicU64::new(0) };
        work.argon2()?;
        let permits = permits.get();
        Ok(Self {
            work: Arc::new(work),
            cost,
            unknown: nobodys(cost),
            randomness,
            door: Arc::new(Semaphore::new(permits + QUEUE)),
            cores: Arc::new(Semaphore::new(permits)),
            permits,
        })
    }

    /// All cores but one, and one where there is only one.
    pub fn spare_cores() -> NonZeroUsize {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        NonZeroUsize::new(cores - 1).unwrap_or(NonZeroUsize::MIN)
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError> {
        let mut salt = [0; 16];
        self.randomness.fill(&mut salt);
        let (work, password) = (Arc::clone(&self.work), password.clone());
        self.in_turn(move || work.hash(&password, &salt)).await
    }

    /// Whether this is the password that was hashed.
    pub async fn verify(&self, password: &Password, stored: &PasswordHash) -> Result<bool, HashError> {
        let (work, password, stored) = (Arc::clone(&self.work), password.clone(), stored.clone());
        self.in_turn(move || work.verify(&password, &stored)).await
    }

    /// Does the work of [`Self::verify`] for an account that does not exist, so that time does not tell the two apart. It waits
    /// at the same gate, so that overload does not tell them apart either.
    ///
    /// The work is that of today's cost. An account whose hash has an older one can be told apart until its next sign-in.
    pub async fn verify_dummy(&self, password: &Password) -> Result<(), HashError> {
        self.verify(password, &self.unknown).await.map(|_| ())
    }

    /// Whether the password should be hashed anew at the next sign-in, because the cost has changed since.
    ///
    /// Memory, passes and lanes are compared, not the whole of the parameters: those read from a hash also carry the length of
    /// its output, and would never equal ours.
    pub fn needs_rehash(&self, stored: &PasswordHash) -> bool {
        let params = phc::PasswordHash::new(stored.as_str())
            .ok()
            .filter(|hash| hash.algorithm == Algorithm::Argon2id.ident() && hash.version == Some(Version::V0x13.into()))
            .and_then(|hash| Params::try_from(&hash).ok());
        params.is_none_or(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost()) != (self.cost.memory, self.cost.passes, self.cost.lanes)
        })
    }

    /// How many hashes were computed since the start, whatever their outcome.
    pub fn evaluated(&self) -> u64 {
        self.work.evaluated.load(Ordering::Relaxed)
    }

    /// How many hashes may be computed at once.
    pub const fn permits(&self) -> usize {
        self.permits
    }

    /// How many hashes are being computed now.
    pub fn running(&self) -> usize {
        self.permits - self.cores.available_permits()
    }

    /// How many callers are waiting for their turn.
    pub fn waiting(&self) -> usize {
        (self.permits + QUEUE - self.door.available_permits()).saturating_sub(self.running())
    }

    async fn in_turn<T: Send + 'static>(&self, task: impl FnOnce() -> Result<T, HashError> + Send + 'static) -> Result<T, HashError> {
        let place = Arc::clone(&self.door).try_acquire_owned().map_err(|_| HashError::Overloaded)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| HashError::Broken)?;
        // The task keeps its permits until it is done. A caller who goes away meanwhile does not make room for another one,
        // or closing the connection early would be a way around the gate.
        let held: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (core, place);
        let outcome = tokio::task::spawn_blocking(move || {
            let outcome = task();
            drop(held);
            outcome
        });
        outcome.await.map_err(|_| HashError::Broken)?
    }
}

impl fmt::Debug for PasswordHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordHasher")
            .field("cost", &self.cost)
            .field("permits", &self.permits)
            .field("running", &self.running())
            .field("evaluated", &self.evaluated())
            .finish_non_exhaustive()
    }
}

impl Work {
    fn argon2(&self) -> Result<Argon2<'_>, HashError> {
        let (algorithm, version, params) = (Algorithm::Argon2id, Version::V0x13, self.params.clone());
        match &self.pepper {
            None => Ok(Argon2::new(algorithm, version, params)),
            Some(pepper) => Argon2::new_with_secret(pepper.expose_secret(), algorithm, version, params).map_err(|_| HashError::Cost),
        }
    }

    fn hash(&self, password: &Password, salt: &[u8]) -> Result<PasswordHash, HashError> {
        self.evaluated.fetch_add(1, Ordering::Relaxed);
        let hash: phc::PasswordHash =
            self.argon2()?.hash_password_with_salt(password.expose().as_bytes(), salt).map_err(|_| HashError::Broken)?;
        Ok(PasswordHash(hash.to_string()))
    }

    fn verify(&self, password: &Password, stored: &PasswordHash) -> Result<bool, HashError> {
        let stored = phc::PasswordHash::new(stored.as_str()).map_err(|_| HashError::Malformed)?;
        self.evaluated.fetch_add(1, Ordering::Relaxed);
        match self.argon2()?.verify_password(password.expose().as_bytes(), &stored) {
            Ok(()) => Ok(true),
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
            Err(argon2::password_hash::Error::OutOfMemory) => Err(HashError::Broken),
            Err(_) => Err(HashError::Malformed),
        }
    }
}

/// A hash of our form that no password is known for. Verifying against it is the work of verifying against any other.
fn nobodys(cost: Cost) -> PasswordHash {
    let Cost { memory, passes, lanes } = cost;
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    PasswordHash(format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}"))
}

#[cfg(test)]
mod tests;
