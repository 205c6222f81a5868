//! How a node learns that something was committed, on itself or on another node.

use std::sync::Arc;

use tokio::sync::Notify;

/// Rung after each commit of this node. Rings while nobody listens are kept as one.
#[derive(Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    pub(crate) fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits for the next ring.
    pub async fn heard(&self) {
        self.0.notified().await;
    }
}
