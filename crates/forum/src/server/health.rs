//! Whether the process lives, and whether it should be given work.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use persistence::Database;
use tokio::{sync::watch, time::timeout};

use super::Phase;

/// What readiness depends on.
pub struct Health {
    pub database: Database,
    pub phase: watch::Receiver<Phase>,
}

/// A balancer asks often, and must not be kept waiting by what it asks about.
const PATIENCE: Duration = Duration::from_secs(1);

/// `/health/live` and `/health/ready`.
pub fn router(health: Health) -> Router {
    Router::new()
        .route("/health/live", get(|| async { plain(StatusCode::OK, "live") }))
        .route("/health/ready", get(ready))
        .with_state(Arc::new(health))
}

async fn ready(State(health): State<Arc<Health>>) -> Response {
    if *health.phase.borrow() != Phase::Serving {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    let looked = timeout(PATIENCE, async {
        health.database.ping().await?;
        health.database.pending_migrations().await
    });
    match looked.await {
        Ok(Ok(pending)) if pending.is_empty() => plain(StatusCode::OK, "ready"),
        Ok(Ok(_)) => plain(StatusCode::SERVICE_UNAVAILABLE, "the schema is behind"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
        Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "the database takes too long"),
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], format!("{text}\n")).into_response()
}
