//! Files that nobody needs any more leave the store.

use chrono::TimeDelta;
use domain::event::Event;

use crate::{application::Application, failure::Failure, file::key};

/// A file that was not put to its use, or was taken back, is kept for a day.
const KEPT: TimeDelta = TimeDelta::hours(24);
const BATCH: u64 = 50;

impl Application {
    /// Takes needless files out of the store. True if there were any.
    pub(super) async fn tidy_files(&self) -> Result<bool, Failure> {
        let now = self.now();
        let files = self.view_system().await?.files().needless(now - KEPT, BATCH).await?;
        if files.is_empty() {
            return Ok(false);
        }
        for file in &files {
            // Taken away twice by two nodes is as good as once.
            self.ports.files.delete(&key(file.id)).await?;
        }
        let tx = self.begin_system("tidy").await?;
        tx.files().purged(&files.iter().map(|file| file.id).collect::<Vec<_>>(), now).await?;
        let mut companies: Vec<_> = files.iter().map(|file| file.company).collect();
        companies.sort_unstable();
        companies.dedup();
        tx.commit(Event::FilesPurged { companies }).await?;
        Ok(true)
    }
}
