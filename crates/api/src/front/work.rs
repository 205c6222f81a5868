//! Work that a caller starts and cannot interrupt.

use std::any::Any;
use std::sync::Arc;

use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use tracing::Instrument;

use super::error::FrontError;
use super::request_id::RequestId;
use super::{Engine, Front};

/// The requests at work on this node, those included whose caller has left.
#[derive(Debug, Clone)]
pub struct InFlight {
    places: Arc<Semaphore>,
    limit: u32,
}

impl InFlight {
    /// Room for so many at once.
    pub fn new(limit: u32) -> Self {
        Self { places: Arc::new(Semaphore::new(limit as usize)), limit }
    }

    /// How many there are now.
    pub fn count(&self) -> usize {
        (self.limit as usize).saturating_sub(self.places.available_permits())
    }

    /// Waits until none is left and lets none begin: what a node does before it stops.
    pub async fn drained(&self) {
        // The semaphore closes here and nowhere else, so there is always something to wait for.
        if self.places.acquire_many(self.limit).await.is_ok() {
            self.places.close();
        }
    }
}

impl<E: Engine> Front<E> {
    /// Runs work to its end in a task of its own, and waits for it as long as the caller may be kept waiting.
    ///
    /// A connection that closes drops whatever its task awaits. A transaction dropped half-way can poison the connection it
    /// ran on, so the work goes on, its place among the requests in flight with it, until it ends or is given up.
    pub(super) async fn detached<T, F>(self: &Arc<Self>, id: &RequestId, work: F) -> Result<T, FrontError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, FrontError>> + Send + 'static,
    {
        let settings = &self.settings;
        let Ok(permit) = Arc::clone(&settings.in_flight.places).try_acquire_owned() else {
            return Err(FrontError::unavailable("The server is busy.", settings.retry_after));
        };
        let patience = settings.abandon_after;
        let work = async move {
            let _permit = permit;
            timeout(patience, work).await
        };
        #[expect(clippy::disallowed_methods, reason = "the permit tracks the task, and a node that stops waits for all permits")]
        let task = tokio::spawn(work.in_current_span());
        match timeout(settings.execution_timeout, task).await {
            Ok(Ok(Ok(done))) => done,
            Ok(Ok(Err(_))) | Err(_) => {
                tracing::warn!(request_id = %id, "a request took too long");
                Err(FrontError::unavailable("The request took too long.", settings.retry_after))
            }
            Ok(Err(failed)) => {
                match failed.try_into_panic() {
                    Ok(panic) => panicked(id, panic.as_ref()),
                    Err(cancelled) => tracing::error!(request_id = %id, error = %cancelled, "a request was cancelled"),
                }
                Err(FrontError::internal())
            }
        }
    }
}

/// The text of a panic goes to the log and nowhere else.
pub(super) fn panicked(id: &RequestId, panic: &(dyn Any + Send)) {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(request_id = %id, panic = text.unwrap_or("not text"), "a resolver panicked");
}

/// Waits until the node stops. A node that forgot to keep the other end of the signal never does.
pub(super) async fn stopped(shutdown: &mut watch::Receiver<bool>) {
    if shutdown.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}
