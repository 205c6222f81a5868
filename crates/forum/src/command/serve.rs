//! Starts a node, keeps it running, and ends it so that nobody's work is broken off.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use api::front::{FrontSettings, InFlight};
use app::Application;
use axum::{Json, Router, routing::get};
use futures_util::FutureExt;
use persistence::{
    Database,
    doctor::{Finding, Verdict, examine},
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    time::{Instant, timeout, timeout_at},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Serve, schema};
use crate::{
    demonstration,
    failure::Failure,
    server::{Limits, Phase, Server, health, metrics, observe},
    settings::{LogFormat, Settings},
    terminal::say,
    wiring,
};

/// A balancer that asks every two seconds has seen by then that this node is leaving.
const LINGER: Duration = Duration::from_secs(3);
/// For workers to let go, and for the database to be closed.
const CLOSE: Duration = Duration::from_secs(5);
/// Before a worker that broke is started again.
const RESTART: Duration = Duration::from_secs(1);

pub async fn run(settings: Settings, how: &Serve) -> Result<(), Failure> {
    if how.demo {
        demonstration::permit(&settings)?;
    }
    let mut signals = Signals::new()?;
    let database = wiring::open_database(&settings).await?;
    let started = tokio::select! {
        started = start(settings, how, database.clone()) => started,
        _ = signals.next() => Err(Failure::Refused("told to stop before the node had started".to_owned())),
    };
    let node = match started {
        Ok(node) => node,
        Err(failure) => {
            let _ = timeout(CLOSE, database.close()).await;
            return Err(failure);
        }
    };
    let lingers = signals.next().await;
    tokio::select! {
        () = node.stop(lingers) => tracing::info!("stopped"),
        _ = signals.next() => tracing::warn!("told a second time to stop: what was at work is broken off"),
    }
    Ok(())
}

/// What runs, and how it is told to end.
struct Node {
    database: Database,
    in_flight: InFlight,
    phase: watch::Sender<Phase>,
    shutdown: watch::Sender<bool>,
    server: TaskTracker,
    workers: TaskTracker,
    release: CancellationToken,
}

async fn start(settings: Settings, how: &Serve, database: Database) -> Result<Node, Failure> {
    schema::prepare(&database, &settings).await?;
    let findings = examine(&database).await;
    fit(findings, how.i_accept_data_loss)?;

    // Whether the address is free is known before anything is worked out for it.
    let listener = TcpListener::bind(settings.listen).await.map_err(Failure::io("the address of FORUM_LISTEN"))?;
    let address = listener.local_addr().map_err(Failure::io("the address of FORUM_LISTEN"))?;
    let (public_url, is_postgres, format) = (settings.public_url_or(address), settings.is_postgres(), settings.log.format);
    let ports = wiring::ports(&settings.data, settings.mail, settings.bucket.as_ref())?;
    if !is_postgres {
        let report = wiring::import(&database, &ports).await?;
        tracing::info!(%report, "reference data");
    }
    let application = wiring::open_application(database.clone(), ports.clone(), public_url.origin.clone(), settings.secret).await?;
    if how.demo {
        demonstration::lay_out(&application, &ports).await?;
    }

    let handle = metrics::begin().map_err(|error| Failure::Refused(format!("metrics: {error}")))?;
    let (phase, (shutdown, stopping)) = (watch::Sender::new(Phase::Serving), watch::channel(false));
    let request_ids: Arc<dyn Fn() -> String + Send + Sync> = {
        let application = Arc::clone(&application);
        Arc::new(move || application.request_id())
    };
    let front = FrontSettings::new(vec![public_url.origin.clone()], Arc::clone(&request_ids), stopping);
    let figures = metrics::Figures {
        handle: handle.clone(),
        application: Arc::clone(&application),
        seats: front.seats.clone(),
        in_flight: front.in_flight.clone(),
    };
    let in_flight = front.in_flight.clone();
    let observer = observe::Observer { https: public_url.https, request_ids, phase: phase.subscribe() };
    let router = wiring::doors(&application, front, &public_url.origin, public_url.https)?
        .merge(health::router(health::Health { database: database.clone(), phase: phase.subscribe() }))
        .merge(metrics::router(figures))
        .merge(key_set(Arc::clone(&application)))
        .layer(axum::middleware::from_fn_with_state(Arc::new(observer), observe::observe));

    let (server, workers, release) = (TaskTracker::new(), TaskTracker::new(), CancellationToken::new());
    let limits = Limits::default();
    let trusted_proxies = settings.trusted_proxies.into();
    server.spawn(Server { router, limits, trusted_proxies, phase: phase.subscribe() }.run(listener));
    let (worker, ear) = (Arc::clone(&application), Arc::clone(&application));
    workers.spawn(release.clone().run_until_cancelled_owned(keep_running("worker", move || Arc::clone(&worker).work())));
    workers.spawn(release.clone().run_until_cancelled_owned(keep_running("ear", move || Arc::clone(&ear).hear_other_nodes())));
    workers.spawn(release.clone().run_until_cancelled_owned(metrics::keep(handle)));

    tracing::info!(%address, public_url = public_url.origin, "listening");
    if how.demo {
        say(demonstration::welcome(&public_url.origin))?;
    } else if format == LogFormat::Text {
        say(format_args!("The forum listens on http://{address}"))?;
    }
    Ok(Node { database, in_flight, phase, shutdown, server, workers, release })
}

/// Refuses to go on with a database that lets strangers in or forgets.
fn fit(findings: Vec<Finding>, accept_data_loss: bool) -> Result<(), Failure> {
    let findings = findings.into_iter().map(|finding| if accept_data_loss { finding.with_data_loss_accepted() } else { finding });
    let (fatal, others): (Vec<_>, Vec<_>) = findings.partition(Finding::is_fatal);
    for warning in others.iter().filter(|finding| finding.verdict == Verdict::Warning) {
        tracing::warn!("{}: {}", warning.name, warning.text);
    }
    if fatal.is_empty() { Ok(()) } else { Err(Failure::Unfit(fatal)) }
}

/// The public halves of the keys that sign access tokens.
fn key_set(application: Arc<Application>) -> Router {
    Router::new().route("/.well-known/jwks.json", get(move || async move { Json(application.jwks()) }))
}

/// A panic in one round must not leave the node without its worker.
async fn keep_running<F: Future<Output = ()>>(name: &'static str, begin: impl Fn() -> F) {
    loop {
        let ended = AssertUnwindSafe(begin()).catch_unwind().await;
        tracing::error!(name, panicked = ended.is_err(), "a part of the node has ended and is started again");
        let _ = timeout(RESTART, std::future::pending::<()>()).await;
    }
}

impl Node {
    async fn stop(self, lingers: bool) {
        let Self { database, in_flight, phase, shutdown, server, workers, release } = self;
        tracing::info!("stopping");
        phase.send_replace(Phase::Leaving);
        if lingers {
            let _ = timeout(LINGER, std::future::pending::<()>()).await;
        }
        let deadline = Instant::now() + Limits::default().drain + Duration::from_secs(1);
        phase.send_replace(Phase::Stopping);
        shutdown.send_replace(true);
        server.close();
        if timeout_at(deadline, async { tokio::join!(server.wait(), in_flight.drained()) }).await.is_err() {
            tracing::warn!(in_flight = in_flight.count(), "some requests had not ended when their time was over");
        }
        release.cancel();
        workers.close();
        let _ = timeout(CLOSE, workers.wait()).await;
        if timeout(CLOSE, database.close()).await.is_err() {
            tracing::warn!("the database could not be closed in time");
        }
    }
}

/// The two ways in which a process is asked to end.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Self, Failure> {
        let listen = |kind| signal(kind).map_err(Failure::io("the signals of the system"));
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    /// Waits for the next. True if it came from a supervisor, behind whom a balancer may stand, and not from a keyboard.
    async fn next(&mut self) -> bool {
        tokio::select! {
            _ = self.terminate.recv() => true,
            _ = self.interrupt.recv() => false,
        }
    }
}
