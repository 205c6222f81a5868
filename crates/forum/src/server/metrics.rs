//! Figures of the node, for Prometheus to fetch.

use std::{sync::Arc, time::Duration};

use api::front::{InFlight, Seats};
use app::Application;
use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use metrics::{Gauge, counter, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

/// From a page out of memory to the longest that a caller is kept waiting.
const SECONDS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

const REQUESTS: &str = "forum_http_requests_total";
const DURATION: &str = "forum_http_request_duration_seconds";
const CONNECTIONS: &str = "forum_connections_open";

/// What is looked up when somebody asks.
#[derive(Clone)]
pub struct Figures {
    pub handle: PrometheusHandle,
    pub application: Arc<Application>,
    pub seats: Seats,
    pub in_flight: InFlight,
}

/// Begins to count. Once in a process.
pub fn begin() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(&SECONDS)?.install_recorder()?;
    metrics::describe_counter!(REQUESTS, "Requests by route, method and status.");
    metrics::describe_histogram!(DURATION, metrics::Unit::Seconds, "Time until the head of the answer, by route and method.");
    metrics::describe_gauge!(CONNECTIONS, "Connections that are open, sockets included.");
    metrics::describe_gauge!("forum_sockets_open", "WebSockets and event streams that are open.");
    metrics::describe_gauge!("forum_requests_in_flight", "GraphQL requests at work, those included whose caller has left.");
    metrics::describe_gauge!("forum_password_hashing_permits", "Password hashes that may run at once.");
    metrics::describe_gauge!("forum_password_hashing_running", "Password hashes that run.");
    metrics::describe_gauge!("forum_password_hashing_waiting", "Callers who wait for a password hash.");
    metrics::describe_counter!("forum_password_hashes_total", "Password hashes that were worked out.");
    metrics::describe_gauge!("forum_match_index_companies", "Companies in the match index of this node.");
    metrics::describe_gauge!("forum_match_index_bytes", "Memory of the match index of this node.");
    metrics::describe_gauge!("forum_database", "1, with the kind of database.");
    metrics::describe_gauge!("forum_build", "1, with the version that runs.");
    Ok(handle)
}

/// Keeps what was measured from piling up while nobody asks, until the returned future is dropped.
pub async fn keep(handle: PrometheusHandle) {
    let mut every = tokio::time::interval(Duration::from_secs(5));
    loop {
        every.tick().await;
        handle.run_upkeep();
    }
}

/// A request has been answered.
pub fn answered(route: &str, method: &'static str, status: u16, took: Duration) {
    counter!(REQUESTS, "route" => route.to_owned(), "method" => method, "status" => status.to_string()).increment(1);
    histogram!(DURATION, "route" => route.to_owned(), "method" => method).record(took);
}

/// A connection in the count.
pub struct Open(Gauge);

impl Open {
    /// Counts one more, until it is dropped.
    pub fn one() -> Self {
        let open = gauge!(CONNECTIONS);
        open.increment(1.0);
        Self(open)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}

/// `/metrics`.
pub fn router(figures: Figures) -> Router {
    Router::new().route("/metrics", get(render)).with_state(figures)
}

async fn render(State(figures): State<Figures>) -> impl IntoResponse {
    let Figures { handle, application, seats, in_flight } = figures;
    let (permits, running, waiting, hashes) = application.hashing();
    let (companies, bytes) = application.match_index_size();
    let kind = if application.database().is_postgres() { "postgresql" } else { "sqlite" };
    gauge!("forum_sockets_open").set(figure(seats.open()));
    gauge!("forum_requests_in_flight").set(figure(in_flight.count()));
    gauge!("forum_password_hashing_permits").set(figure(permits));
    gauge!("forum_password_hashing_running").set(figure(running));
    gauge!("forum_password_hashing_waiting").set(figure(waiting));
    counter!("forum_password_hashes_total").absolute(hashes);
    gauge!("forum_match_index_companies").set(figure(companies));
    gauge!("forum_match_index_bytes").set(figure(bytes));
    gauge!("forum_database", "kind" => kind).set(1.0);
    gauge!("forum_build", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render())
}

#[expect(clippy::cast_precision_loss, reason = "no count of a node comes near 2^52")]
fn figure(count: usize) -> f64 {
    count as f64
}
