//! One connection: HTTP/1.1 or HTTP/2, until it ends, is silent for too long, or the node stops.

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, Response, Version},
};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{net::TcpStream, sync::watch, time::timeout};
use tower::ServiceExt;

use super::{
    Limits, Phase,
    pace::{Answer, Pace, Paced},
    stopping,
};
use crate::{
    settings::{self, Network},
    wiring::CLIENT,
};

/// A connection that has been accepted.
pub struct Connection {
    pub peer: SocketAddr,
    pub limits: Limits,
    pub trusted_proxies: Arc<[Network]>,
    pub router: Router,
    pub phase: watch::Receiver<Phase>,
}

/// For the first request of a connection that was made when the node was about to stop.
const WELCOME: Duration = Duration::from_secs(1);
const HEADERS: usize = 100;
const HEADER_BYTES: usize = 16 * 1024;
const STREAMS: u32 = 64;
/// An HTTP/2 connection whose other end has vanished is noticed by this.
const PING_EVERY: Duration = Duration::from_secs(20);

impl Connection {
    /// Serves the stream; `held` is dropped when the last byte has passed, which for a WebSocket is long after this returns.
    pub async fn serve<H: Unpin + Send + 'static>(self, stream: TcpStream, held: H) {
        let Self { peer, limits, trusted_proxies, router, mut phase } = self;
        // Answers are written in one piece, so waiting for more to send gains nothing.
        let _ = stream.set_nodelay(true);
        let pace = Pace::new(limits);
        let io = TokioIo::new(Paced::new(stream, Arc::clone(&pace), held));
        let at_work = Arc::clone(&pace);
        let service = service_fn(move |request: Request<Incoming>| {
            let running = at_work.begin(request.version() == Version::HTTP_2);
            let mut request = request.map(Body::new);
            let client = settings::client(peer, request.headers(), &trusted_proxies);
            request.extensions_mut().insert(ConnectInfo(client));
            // For those who are handed headers only; whatever was sent under this name is overwritten.
            request.headers_mut().remove(CLIENT);
            if let Ok(client) = client.ip().to_string().parse() {
                request.headers_mut().insert(CLIENT, client);
            }
            let router = router.clone();
            async move {
                let response: Response<Body> = router.oneshot(request).await.unwrap_or_else(|impossible: Infallible| match impossible {});
                Ok::<_, Infallible>(response.map(|body| Answer::new(body, running)))
            }
        });
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.keep_alive.max(limits.head))
            .max_headers(HEADERS)
            .max_buf_size(HEADER_BYTES)
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(u32::try_from(HEADER_BYTES).unwrap_or(u32::MAX))
            .keep_alive_interval(PING_EVERY)
            .keep_alive_timeout(PING_EVERY);
        let mut connection = pin!(builder.serve_connection_with_upgrades(io, service));
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = pace.overdue() => return,
            () = stopping(&mut phase) => {
                // Whoever connected at the last moment has a request under way that nobody would answer.
                tokio::select! {
                    _ = timeout(WELCOME, pace.served()) => connection.as_mut().graceful_shutdown(),
                    _ = connection.as_mut() => return,
                }
                tokio::select! {
                    ended = connection.as_mut() => ended,
                    () = pace.overdue() => return,
                }
            }
        };
        if let Err(error) = ended {
            // Callers that leave half-way and noise that is no HTTP are everyday.
            tracing::debug!(%peer, %error, "a connection broke");
        }
    }
}
