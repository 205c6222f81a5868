//! What follows from what happened: indexes refreshed, figures counted, letters written and sent, dates that pass.
//!
//! What each node keeps in memory it reads for itself; what must happen once is claimed in the database by whichever node is first.

mod derive;
mod expiry;
mod post;
mod tidy;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::stamp::Timestamp;
use persistence::repository::event::Bookmark;

use crate::{application::Application, failure::Failure};

/// How far this node has read, and what is still to be done about it.
#[derive(Default)]
pub(crate) struct Diary {
    bookmark: Mutex<Bookmark>,
    recount: AtomicBool,
    keys_read_at: Mutex<Option<Timestamp>>,
}

impl Diary {
    fn bookmark(&self) -> Bookmark {
        *self.bookmark.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn_to(&self, bookmark: Bookmark) {
        *self.bookmark.lock().unwrap_or_else(PoisonError::into_inner) = bookmark;
    }
}

/// Without a ring a node looks by itself this often: a notice may get lost, an event never does.
const TICK: Duration = Duration::from_secs(1);

impl Application {
    /// Works until the returned future is dropped: after each ring, and once a second without one.
    pub async fn work(self: Arc<Self>) {
        loop {
            let _ = tokio::time::timeout(TICK, self.database.bell().heard()).await;
            if self.database.bell().take_committed()
                && let Err(error) = self.database.announce().await
            {
                tracing::warn!(%error, "the other nodes were not told; they will look by themselves");
            }
            if let Err(error) = self.round().await {
                tracing::warn!(%error, "a round of the worker failed and will be repeated");
            }
        }
    }

    /// One round of everything that may be waiting. True if something was.
    async fn round(&self) -> Result<bool, Failure> {
        let mut busy = self.catch_up().await?;
        if self.diary.recount.swap(false, Ordering::AcqRel) {
            self.count_board().await?;
        }
        busy |= self.write_letters().await?;
        busy |= self.send_letters().await?;
        busy |= self.expire().await?;
        busy |= self.tidy_files().await?;
        self.renew_keys().await?;
        Ok(busy)
    }

    /// Works until nothing is left to be done: what tests wait for instead of waiting.
    pub async fn settle(&self) -> Result<(), Failure> {
        while self.round().await? {}
        Ok(())
    }

    /// Hears of what other nodes commit, until the returned future is dropped.
    pub async fn hear_other_nodes(self: Arc<Self>) {
        self.database.hear_other_nodes().await;
    }

    /// Fills everything that this node keeps in memory from the database.
    pub async fn refill(&self) -> Result<(), Failure> {
        // From here on events are read again: what is swept below may be older or newer than them, and reading twice does no harm.
        let bookmark = self.view_system().await?.events().latest().await?;
        self.load_reference().await?;
        self.sweep().await?;
        self.count_board().await?;
        self.diary.turn_to(bookmark);
        Ok(())
    }
}
