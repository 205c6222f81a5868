//! Carries the routes over TCP: a limit on connections, patience with slow ones, and an end that breaks nothing off.

mod connection;
mod headers;
pub mod health;
pub mod metrics;
pub mod observe;
mod pace;

use std::{sync::Arc, time::Duration};

use axum::Router;
use futures_util::FutureExt;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
    time::timeout,
};
use tokio_util::task::TaskTracker;

use crate::settings::Network;
use connection::Connection;

/// What a node gives its callers.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once; further ones wait to be accepted.
    pub connections: usize,
    /// For a request's head to arrive, from its first byte, and for a new connection to send one.
    pub head: Duration,
    /// For a connection to be silent between two requests.
    pub keep_alive: Duration,
    /// For the other end to neither send nor take a byte while a request is at work.
    pub stall: Duration,
    /// For everything at work to be finished when the node stops.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            head: Duration::from_secs(10),
            keep_alive: Duration::from_mins(1),
            stall: Duration::from_mins(1),
            drain: Duration::from_secs(20),
        }
    }
}

/// How far a node has come towards its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Serving,
    /// Still serving, and telling whoever asks that it is about to stop.
    Leaving,
    /// Taking nothing more on.
    Stopping,
}

/// The server of a node.
pub struct Server {
    pub router: Router,
    pub limits: Limits,
    pub trusted_proxies: Arc<[Network]>,
    pub phase: watch::Receiver<Phase>,
}

/// How long nothing is accepted after the system has refused to, for want of file descriptors for example.
const BREATH: Duration = Duration::from_millis(100);

impl Server {
    /// Serves until the node stops, and returns when everything that was at work has ended or has had its time.
    pub async fn run(self, listener: TcpListener) {
        let Self { router, limits, trusted_proxies, phase } = self;
        let room = Arc::new(Semaphore::new(limits.connections));
        let connections = TaskTracker::new();
        let welcome = |permit, stream, peer| {
            let (trusted_proxies, router, phase) = (Arc::clone(&trusted_proxies), router.clone(), phase.clone());
            let held = (permit, connections.token(), metrics::Open::one());
            connections.spawn(Connection { peer, limits, trusted_proxies, router, phase }.serve(stream, held));
        };
        let accept = async {
            // The semaphore is never closed.
            while let Ok(permit) = Arc::clone(&room).acquire_owned().await {
                match listener.accept().await {
                    Ok((stream, peer)) => welcome(permit, stream, peer),
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        let _ = timeout(BREATH, std::future::pending::<()>()).await;
                    }
                }
            }
        };
        let mut ending = phase.clone();
        tokio::select! {
            () = accept => {}
            () = stopping(&mut ending) => {}
        }
        // Those whom the system has let in already would be thrown out with the listener.
        while let Ok(permit) = Arc::clone(&room).try_acquire_owned()
            && let Some(Ok((stream, peer))) = listener.accept().now_or_never()
        {
            welcome(permit, stream, peer);
        }
        drop(listener);
        connections.close();
        let open = connections.len();
        if timeout(limits.drain, connections.wait()).await.is_err() {
            tracing::warn!(open, left = connections.len(), "some connections had not ended when their time was over");
        }
    }
}

/// Waits until the node takes nothing more on. Whoever held the other end and dropped it has stopped too.
async fn stopping(phase: &mut watch::Receiver<Phase>) {
    drop(phase.wait_for(|phase| *phase == Phase::Stopping).await);
}

#[cfg(test)]
mod tests;
