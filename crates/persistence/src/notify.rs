//! How a node learns that something was committed, on itself or on another node.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sea_orm::sqlx::{self, postgres::PgListener};
use tokio::sync::Notify;

use crate::{
    database::{Database, Location, Pools},
    error::StorageError,
};

/// Rung when there may be something to read. Rings while nobody listens are kept as one.
#[derive(Clone, Default)]
pub struct Bell(Arc<Ring>);

#[derive(Default)]
struct Ring {
    notify: Notify,
    committed: AtomicBool,
}

impl Bell {
    /// This node has committed something.
    pub(crate) fn ring(&self) {
        self.0.committed.store(true, Ordering::Release);
        self.0.notify.notify_one();
    }

    /// Another node has.
    fn knock(&self) {
        self.0.notify.notify_one();
    }

    /// Waits for the next ring.
    pub async fn heard(&self) {
        self.0.notify.notified().await;
    }

    /// Whether this node has committed something since this was last asked.
    #[must_use]
    pub fn take_committed(&self) -> bool {
        self.0.committed.swap(false, Ordering::AcqRel)
    }
}

const CHANNEL: &str = "forum_event";
const RETRY: Duration = Duration::from_secs(1);

impl Database {
    /// Tells the other nodes that there is something to read. In a statement of its own: a NOTIFY inside a writing transaction would take
    /// a lock that all of them share.
    pub async fn announce(&self) -> Result<(), StorageError> {
        if let Pools::Postgres(pool) = self.pools() {
            sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL).execute(pool).await?;
        }
        Ok(())
    }

    /// Listens to the other nodes until the returned future is dropped. SQLite has no other nodes.
    pub async fn hear_other_nodes(&self) {
        let Location::Postgres { url, .. } = self.location() else { return std::future::pending().await };
        loop {
            if let Err(error) = self.hear(url).await {
                tracing::warn!(%error, "the connection that listens to other nodes was lost");
            }
            let _ = tokio::time::timeout(RETRY, std::future::pending::<()>()).await;
        }
    }

    async fn hear(&self, url: &str) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        // What was sent while nobody listened is read now.
        self.bell().knock();
        loop {
            // Nothing means that the connection was lost and made again: something may have been missed.
            let _ = listener.try_recv().await?;
            self.bell().knock();
        }
    }
}
