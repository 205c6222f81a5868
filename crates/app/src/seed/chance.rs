//! Choices that follow from the seed, and identities and moments that follow from the choices.

use chrono::TimeDelta;
use domain::stamp::{Stamp, Timestamp};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use crate::port::uuid_v7_from;

/// One stream of choices. Streams of one seed do not touch each other, so chunks can be made in any order.
pub struct Chance {
    stream: ChaCha20Rng,
    counter: u64,
}

/// How many identities a stream may give before it meets the next one.
const IDENTITIES: u64 = 1 << 20;

impl Chance {
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha20Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self { stream: generator, counter: stream * IDENTITIES }
    }

    /// A number from `low` to `high`, both included; `low` where they are the wrong way round.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        if low >= high { low } else { self.stream.random_range(low..=high) }
    }

    /// A place in a list of this length; nought in an empty one.
    pub fn below(&mut self, length: usize) -> usize {
        if length == 0 { 0 } else { self.stream.random_range(0..length) }
    }

    pub fn percent(&mut self, share: u8) -> bool {
        self.stream.random_range(0..100_u8) < share
    }

    pub fn pick<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        const { assert!(N > 0, "there is something to pick") };
        items[self.below(N)]
    }

    /// A place in a list of weights, in proportion to them.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let whole: u64 = weights.clone().sum();
        if whole == 0 {
            return 0;
        }
        let mut left = self.stream.random_range(0..whole);
        let found = weights.into_iter().position(|weight| match left.checked_sub(weight) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        found.unwrap_or(0)
    }

    /// A moment between two, on a whole second.
    pub fn moment(&mut self, from: Timestamp, to: Timestamp) -> Timestamp {
        let second = self.between(from.timestamp(), to.timestamp());
        Timestamp::from_timestamp(second, 0).unwrap_or(from)
    }

    /// A moment with a fresh identity.
    pub fn stamp(&mut self, at: Timestamp) -> Stamp {
        let tail = self.stream.random();
        self.stamp_ending(at, tail)
    }

    /// A moment with an identity of which the last bytes are given.
    pub fn stamp_ending(&mut self, at: Timestamp, tail: [u8; 4]) -> Stamp {
        self.counter += 1;
        Stamp::new(at, uuid_v7_from(at, self.counter, tail))
    }

    pub fn byte(&mut self) -> u8 {
        self.stream.random()
    }
}

/// Walks from one moment towards another in about so many steps, each of its own length.
pub struct Pace {
    at: Timestamp,
    until: Timestamp,
    steps: i64,
}

impl Pace {
    pub fn new(from: Timestamp, until: Timestamp, steps: i64) -> Self {
        Self { at: from, until, steps }
    }

    /// The moment of the last step.
    pub fn reached(&self) -> Timestamp {
        self.at
    }

    pub fn step(&mut self, chance: &mut Chance) -> Timestamp {
        let left = (self.until - self.at).num_seconds().max(0);
        let even = left / self.steps.max(1);
        self.steps -= 1;
        let stride = chance.between(even / 2, (even * 3 / 2).min(left));
        self.at += TimeDelta::seconds(stride);
        self.at
    }
}
