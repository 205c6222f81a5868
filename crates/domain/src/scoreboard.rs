//! The figures that everybody sees: counted from what every party confirmed, each with its rule.

use crate::{joint_venture::Stage, money::Money};

/// Sums with fewer records behind them would tell what one company keeps to itself.
pub const MIN_RECORDS: u64 = 3;

/// A sum of one currency with the number of records behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub money: Money,
    pub records: u64,
    /// How many of them are not public.
    pub withheld: u64,
}

impl Sum {
    /// The sum, unless it would give away what fewer than three records keep to themselves.
    #[must_use]
    pub fn disclosed(&self) -> Option<Money> {
        (self.withheld == 0 || self.records >= MIN_RECORDS).then_some(self.money)
    }
}

/// Three kinds of money that are never added together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Memoranda and letters of intent, umbrellas left out.
    pub pledged: Vec<Sum>,
    /// Contracts and shareholders' agreements.
    pub committed: Vec<Sum>,
    /// Outcomes that every party confirmed.
    pub realised: Vec<Sum>,
}

/// From the first word to the first earnings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Funnel {
    pub verified_companies: u64,
    pub introductions: u64,
    pub accepted_introductions: u64,
    pub memoranda: u64,
    pub binding_agreements: u64,
    pub ventures: u64,
    pub operating_ventures: u64,
}

/// How many ventures stand at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageCount {
    pub stage: Stage,
    pub ventures: u64,
}

/// What the forum has brought about, as of a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub sums: Sums,
    pub funnel: Funnel,
    pub stages: Vec<StageCount>,
}
