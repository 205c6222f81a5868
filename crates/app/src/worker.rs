//! What follows from what happened: indexes refreshed, figures counted, letters written and sent, dates that pass.
//!
//! What each node keeps in memory it reads for itself; what must happen once is claimed in the database by whichever node is first.

mod derive;
mod digest;
mod expiry;
mod exposure;
mod likeness;
mod links;
mod membership;
mod news;
mod post;
mod telling;
mod venture;
mod verification;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use domain::stamp::Timestamp;
use persistence::repository::event::Bookmark;

use crate::{application::Application, failure::Failure};

/// How far this node has read, and what is still to be done about it.
#[derive(Default)]
pub(crate) struct Diary {
    bookmark: Mutex<Bookmark>,
    recount: AtomicBool,
    keys_read_at: Mutex<Option<Timestamp>>,
    /// The last notification that those who listen on this node have heard of.
    noted: AtomicI64,
    ventures_watched_at: Mutex<Option<Timestamp>>,
    exposures_counted_at: Mutex<Option<Timestamp>>,
}

impl Diary {
    fn bookmark(&self) -> Bookmark {
        *self.bookmark.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn noted_up_to(&self) -> i64 {
        self.noted.load(Ordering::Acquire)
    }

    fn note_up_to(&self, seq: i64) {
        self.noted.store(seq, Ordering::Release);
    }

    /// Whether it is time again to look at ventures, whose dates are days.
    fn ventures_due(&self, now: Timestamp) -> bool {
        is_due(&self.ventures_watched_at, now, TimeDelta::minutes(1), true)
    }

    /// Whether a round of counting has passed since the last, or since the node began.
    fn exposures_due(&self, now: Timestamp, every: TimeDelta) -> bool {
        is_due(&self.exposures_counted_at, now, every, false)
    }

    fn turn_to(&self, bookmark: Bookmark) {
        *self.bookmark.lock().unwrap_or_else(PoisonError::into_inner) = bookmark;
    }
}

/// Whether so much time has passed since something was done last; if so it is done now.
fn is_due(last: &Mutex<Option<Timestamp>>, now: Timestamp, every: TimeDelta, at_first: bool) -> bool {
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    let due = last.map_or(at_first, |last| now - last >= every || now < last);
    if due || last.is_none() {
        *last = Some(now);
    }
    due
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
        busy |= self.answer_letter_requests().await?;
        busy |= self.tell().await?;
        self.pass_on().await?;
        busy |= self.gather().await?;
        busy |= self.send_letters().await?;
        busy |= self.expire().await?;
        busy |= self.expire_memberships().await?;
        busy |= self.send_invitations().await?;
        busy |= self.watch_verifications().await?;
        busy |= self.compare_companies().await?;
        busy |= self.watch_ventures().await?;
        self.count_exposures().await?;
        busy |= self.take_checkpoint().await?;
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
        self.diary.note_up_to(self.view_system().await?.notifications().latest().await?);
        self.diary.turn_to(bookmark);
        Ok(())
    }
}
