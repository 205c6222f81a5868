//! How often companies are shown: counted on each node in memory, added up in the database once a minute, and read back by all nodes.
//!
//! The index asks only whether a company has been shown fewer than ten times, so an order of matches changes seldom; and what a node had
//! counted when it stopped was at most a minute's worth of a hint.

use chrono::TimeDelta;
use domain::{id::CompanyId, stamp::Timestamp};

use crate::{application::Application, failure::Failure};

/// What keeps two nodes from adding at once.
const READING: &str = "exposures";
const EVERY: TimeDelta = TimeDelta::minutes(1);
/// Nodes whose clocks differ by less than this miss nothing of each other.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);
const ROWS: usize = 500;
const PART: u64 = 5_000;

impl Application {
    /// Adds up and reads back, if a minute has passed.
    pub(super) async fn count_exposures(&self) -> Result<(), Failure> {
        let now = self.now();
        if !self.diary.exposures_due(now, EVERY) {
            return Ok(());
        }
        let counted: Vec<(CompanyId, i64)> = self.matches.take_shown();
        for part in counted.chunks(ROWS) {
            self.add_up(part, now).await?;
        }
        self.read_exposures(Some(now - EVERY - OVERLAP)).await
    }

    /// One node adds at a time; what another is about to add waits in its memory for the next round.
    async fn add_up(&self, counted: &[(CompanyId, i64)], now: Timestamp) -> Result<(), Failure> {
        let tx = self.begin_system("exposures").await?;
        if tx.events().claim_reading(READING).await?.is_none() {
            self.matches.put_back(counted);
            return Ok(());
        }
        let companies: Vec<CompanyId> = counted.iter().map(|(company, _)| *company).collect();
        let before = tx.exposures().of(&companies).await?;
        let sum = |(company, shown): &(CompanyId, i64)| {
            let known = before.iter().find(|(known, _)| known == company).map_or(0, |(_, shown)| *shown);
            (*company, known + shown)
        };
        tx.exposures().put(&counted.iter().map(sum).collect::<Vec<_>>(), now).await?;
        tx.commit_chore().await?;
        Ok(())
    }

    /// Reads how often companies were shown: all of them, or those counted since.
    pub(super) async fn read_exposures(&self, since: Option<Timestamp>) -> Result<(), Failure> {
        let (mut from, mut after) = (since.unwrap_or_default(), None);
        loop {
            let part = self.view_system().await?.exposures().since(from, after, PART).await?;
            self.matches.set_exposures(part.iter().map(|(company, shown, _)| (*company, *shown)));
            let Some((company, _, at)) = part.last() else { return Ok(()) };
            (from, after) = (*at, Some(*company));
        }
    }
}
