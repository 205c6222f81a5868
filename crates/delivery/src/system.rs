//! The time and the randomness of the machine that the forum runs on.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use app::port::{COUNTER_BITS, Clock, IdSource, Randomness, uuid_v7_from};
use chrono::{DateTime, Utc};
use ring::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;

/// The clock of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    /// This is the one place where the time of the system comes in.
    #[expect(clippy::disallowed_methods, reason = "the one place where the time of the system comes in")]
    fn now(&self) -> DateTime<Utc> {
        SystemTime::now().into()
    }
}

/// Identities and secrets from the randomness of the system.
#[derive(Debug)]
pub struct SystemIds {
    random: SystemRandom,
    counter: AtomicU64,
}

impl SystemIds {
    /// A source that shares nothing with those of other processes: its counter begins anywhere in the lower half.
    pub fn new() -> Self {
        let ids = Self { random: SystemRandom::new(), counter: AtomicU64::new(0) };
        let mut start = [0; 8];
        ids.fill(&mut start);
        ids.counter.store(u64::from_be_bytes(start) >> (65 - COUNTER_BITS), Ordering::Relaxed);
        ids
    }
}

impl Default for SystemIds {
    fn default() -> Self {
        Self::new()
    }
}

impl Randomness for SystemIds {
    fn fill(&self, bytes: &mut [u8]) {
        if self.random.fill(bytes).is_err() {
            // Without randomness every secret from here on would be known. The process must not live to hand one out, and an
            // error that a caller could overlook would not see to that.
            tracing::error!("the system has no randomness");
            std::process::abort();
        }
    }
}

impl IdSource for SystemIds {
    fn uuid_v7(&self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 5];
        self.fill(&mut random);
        let [step, tail @ ..] = random;
        // Steps of random width keep an identity from telling how many others were given before it.
        let counter = self.counter.fetch_add(1 + u64::from(step), Ordering::Relaxed);
        uuid_v7_from(at, counter, tail)
    }

    fn uuid_v4(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

    use super::*;

    #[test]
    fn the_clock_goes() {
        let clock = SystemClock;
        let before = clock.now();
        assert!(before.timestamp() > 1_700_000_000);
        assert!(clock.now() >= before);
    }

    #[test]
    fn identities_of_one_moment_come_in_order() {
        let (ids, at) = (SystemIds::new(), SystemClock.now());
        let given: Vec<Uuid> = (0..5_000).map(|_| ids.uuid_v7(at)).collect();
        assert!(given.is_sorted_by(|a, b| a < b));
        assert_eq!(given[0].get_version_num(), 7);
    }

    #[test]
    fn the_counter_begins_in_the_lower_half() {
        for _ in 0..100 {
            assert!(SystemIds::new().counter.load(Ordering::Relaxed) < 1 << (COUNTER_BITS - 1));
        }
    }

    #[test]
    fn no_identity_is_given_twice_whoever_asks() {
        let (ids, at) = (Arc::new(SystemIds::new()), SystemClock.now());
        let asking = (0..4).map(|_| {
            let ids = Arc::clone(&ids);
            std::thread::spawn(move || (0..1_000).flat_map(|_| [ids.uuid_v7(at), ids.uuid_v4()]).collect::<Vec<_>>())
        });
        let asking: Vec<_> = asking.collect();
        let given: HashSet<Uuid> = asking.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        assert_eq!(given.len(), 8_000);
    }

    #[test]
    fn randomness_fills_everything() {
        let ids = SystemIds::new();
        let mut seen = [0u8; 64];
        for _ in 0..64 {
            let mut bytes = [0; 64];
            ids.fill(&mut bytes);
            seen.iter_mut().zip(bytes).for_each(|(seen, byte)| *seen |= byte);
        }
        assert!(seen.iter().all(|byte| *byte != 0));
    }
}
