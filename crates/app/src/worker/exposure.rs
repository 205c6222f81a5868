//! How often companies are shown: counted on each node in memory, added up in the database once a minute, and read back by all nodes.
//!
//! The index asks only whether a company has been shown fewer than ten times, so an order of matches changes seldom; and what a node had
//! counted when it stopped was at most a minute's worth of a hint.

use chrono::TimeDelta;
use domain::id::CompanyId;

use crate::{application::Application, failure::Failure};

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
            let tx = self.begin_system("exposures").await?;
            tx.exposures().add(part, now).await?;
            tx.commit_chore().await?;
        }
        self.read_exposures(Some(now - EVERY - OVERLAP)).await
    }

    /// Reads how often companies were shown: all of them, or those counted since.
    pub(super) async fn read_exposures(&self, since: Option<domain::stamp::Timestamp>) -> Result<(), Failure> {
        let (mut from, mut after) = (since.unwrap_or_default(), None);
        loop {
            let part = self.view_system().await?.exposures().since(from, after, PART).await?;
            self.matches.set_exposures(part.iter().map(|(company, shown, _)| (*company, *shown)));
            let Some((company, _, at)) = part.last() else { return Ok(()) };
            (from, after) = (*at, Some(*company));
        }
    }
}
