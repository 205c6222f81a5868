//! Ports that give the same answers every time, for stories and for the demonstration world.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

use super::{Clock, IdSource, Randomness, uuid_v7_from};

/// A clock that stands still until it is told otherwise. It counts microseconds, as the databases do.
#[derive(Debug)]
pub struct StoppedClock(AtomicI64);

impl StoppedClock {
    /// A clock that shows this moment.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(AtomicI64::new(at.timestamp_micros()))
    }

    /// Shows another moment, which may be an earlier one.
    pub fn set(&self, at: DateTime<Utc>) {
        self.0.store(at.timestamp_micros(), Ordering::SeqCst);
    }

    /// Moves on, or back by a negative duration, and says the new moment.
    pub fn advance(&self, by: TimeDelta) -> DateTime<Utc> {
        let micros = by.num_microseconds().unwrap_or(0);
        let before = self.0.fetch_add(micros, Ordering::SeqCst);
        moment(before.saturating_add(micros))
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> DateTime<Utc> {
        moment(self.0.load(Ordering::SeqCst))
    }
}

fn moment(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

/// Identities and secrets that follow from a seed. Whoever knows the seed knows them all, so this is never for a real forum.
#[derive(Debug)]
pub struct CountedIds {
    counter: AtomicU64,
    stream: Mutex<ChaCha20Rng>,
}

impl CountedIds {
    /// The first of the identities that follow from the seed is yet to be given.
    pub fn new(seed: u64) -> Self {
        Self { counter: AtomicU64::new(0), stream: Mutex::new(ChaCha20Rng::seed_from_u64(seed)) }
    }
}

impl Randomness for CountedIds {
    fn fill(&self, bytes: &mut [u8]) {
        // A panic elsewhere cannot leave the stream half-written in a way that matters, so a poisoned lock is taken all the same.
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

impl IdSource for CountedIds {
    fn uuid_v7(&self, at: DateTime<Utc>) -> Uuid {
        let mut tail = [0; 4];
        self.fill(&mut tail);
        uuid_v7_from(at, self.counter.fetch_add(1, Ordering::SeqCst), tail)
    }

    fn uuid_v4(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap()
    }

    #[test]
    fn the_clock_stands_still_and_moves_when_told() {
        let clock = StoppedClock::new(noon());
        assert_eq!(clock.now(), noon());
        assert_eq!(clock.advance(TimeDelta::milliseconds(1500)), noon() + TimeDelta::milliseconds(1500));
        assert_eq!(clock.now(), noon() + TimeDelta::milliseconds(1500));
        clock.advance(TimeDelta::hours(-26));
        assert!(clock.now() < noon());
        clock.set(noon());
        assert_eq!(clock.now(), noon());
    }

    #[test]
    fn one_seed_gives_one_sequence() {
        let (one, same, other) = (CountedIds::new(7), CountedIds::new(7), CountedIds::new(8));
        for _ in 0..10 {
            assert_eq!(one.uuid_v7(noon()), same.uuid_v7(noon()));
            assert_eq!(one.uuid_v4(), same.uuid_v4());
        }
        assert_ne!(one.uuid_v4(), other.uuid_v4());
        assert_eq!(one.uuid_v4().get_version_num(), 4);
    }

    #[test]
    fn identities_of_one_moment_come_in_order_and_differ() {
        let ids = CountedIds::new(1);
        let given: Vec<Uuid> = (0..5_000).map(|_| ids.uuid_v7(noon())).collect();
        assert!(given.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn the_ports_are_objects() {
        let ids: Box<dyn IdSource> = Box::new(CountedIds::new(1));
        let randomness: &dyn Randomness = ids.as_ref();
        let mut bytes = [0; 32];
        randomness.fill(&mut bytes);
        assert_ne!(bytes, [0; 32]);
        let clock: Box<dyn Clock> = Box::new(StoppedClock::new(noon()));
        assert_eq!(clock.now(), noon());
    }
}
