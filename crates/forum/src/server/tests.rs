use std::{
    io,
    net::SocketAddr,
    sync::{Arc, atomic::AtomicUsize, atomic::Ordering},
    time::Duration,
};

use axum::{
    Extension, Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
    middleware::from_fn_with_state,
    routing::get,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, watch},
    task::JoinHandle,
};
use tower::ServiceExt;

use super::{Limits, Phase, Server, observe};
use crate::settings::Network;

/// Long enough that nothing but a fault of ours uses it up.
const PATIENCE: Duration = Duration::from_secs(20);

fn limits() -> Limits {
    Limits { connections: 64, head: PATIENCE, keep_alive: PATIENCE, stall: PATIENCE, drain: PATIENCE }
}

/// A server of our own with a few routes that take their time when asked to.
struct Stage {
    address: SocketAddr,
    phase: watch::Sender<Phase>,
    started: Arc<Notify>,
    go_on: Arc<Notify>,
    server: JoinHandle<()>,
}

#[derive(Clone)]
struct Cue {
    started: Arc<Notify>,
    go_on: Arc<Notify>,
}

impl Stage {
    async fn new(limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (phase, watched) = watch::channel(Phase::Serving);
        let (started, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let cue = Cue { started: Arc::clone(&started), go_on: Arc::clone(&go_on) };
        let slow = |Extension(cue): Extension<Cue>| async move {
            cue.started.notify_one();
            cue.go_on.notified().await;
            "slow"
        };
        let router = routes(false, watched.clone())
            .route("/who", get(|ConnectInfo(client): ConnectInfo<SocketAddr>| async move { client.ip().to_string() }))
            .route("/slow", get(slow))
            .layer(Extension(cue));
        let trusted_proxies = [Network::parse("127.0.0.1").unwrap()].into();
        #[expect(clippy::disallowed_methods, reason = "the test waits for the task")]
        let server = tokio::spawn(Server { router, limits, trusted_proxies, phase: watched }.run(listener));
        Self { address, phase, started, go_on, server }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn ask(&self, text: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    async fn end(self) {
        self.phase.send_replace(Phase::Stopping);
        within(self.server).await.unwrap();
    }
}

fn routes(https: bool, phase: watch::Receiver<Phase>) -> Router {
    let count = AtomicUsize::new(0);
    let request_ids = Arc::new(move || format!("request-{}", count.fetch_add(1, Ordering::Relaxed)));
    let observer = Arc::new(observe::Observer { https, request_ids, phase });
    Router::new()
        .route("/hello", get(|| async { "salem" }))
        .route("/own", get(|| async { ([("content-security-policy", "default-src 'self'"), ("cache-control", "max-age=60")], "own") }))
        .route("/panic", get(panics))
        .layer(from_fn_with_state(observer, observe::observe))
}

async fn panics() -> &'static str {
    panic!("steppe-wind")
}

async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("this takes too long")
}

/// Everything that comes until the other end closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match within(stream.read_to_end(&mut bytes)).await {
        Ok(_) => {}
        // With unread bytes on our side of the pipe the system says it less politely.
        Err(error) => assert_eq!(error.kind(), io::ErrorKind::ConnectionReset),
    }
    String::from_utf8(bytes).unwrap()
}

/// One answer, whose body is of so many bytes.
async fn answer(stream: &mut TcpStream, body: usize) -> String {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4 + body;
        }
        bytes.push(within(stream.read_u8()).await.unwrap());
    };
    while bytes.len() < end {
        bytes.push(within(stream.read_u8()).await.unwrap());
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_half_sent_head_is_closed_and_nobody_else_suffers() {
    let stage = Stage::new(Limits { head: Duration::from_millis(200), ..limits() }).await;
    let mut halves = Vec::new();
    for _ in 0..20 {
        halves.push(stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\nX-Slow: ").await);
    }
    let mut whole = stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(rest(&mut whole).await.ends_with("salem"));
    for half in &mut halves {
        assert_eq!(rest(half).await, "");
    }
    stage.end().await;
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let stage = Stage::new(Limits { head: Duration::from_millis(100), ..limits() }).await;
    assert_eq!(rest(&mut stage.connect().await).await, "");
    stage.end().await;
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_gets_no_more_time_than_one_that_stops() {
    let stage = Stage::new(Limits { head: Duration::from_millis(300), ..limits() }).await;
    let (mut read, mut write) = stage.connect().await.into_split();
    let mut every = tokio::time::interval(Duration::from_millis(20));
    let dripping = async {
        loop {
            every.tick().await;
            if write.write_all(b"G").await.is_err() {
                return;
            }
        }
    };
    let mut bytes = Vec::new();
    tokio::select! {
        () = dripping => {}
        _ = within(read.read_to_end(&mut bytes)) => {}
    }
    stage.end().await;
}

#[tokio::test]
async fn a_second_half_sent_head_is_closed_and_silence_between_requests_is_allowed() {
    let stage = Stage::new(Limits { head: Duration::from_millis(100), ..limits() }).await;
    let (mut silent, mut half) =
        (stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").await, stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").await);
    answer(&mut silent, 5).await;
    answer(&mut half, 5).await;
    half.write_all(b"GET /hello HT").await.unwrap();
    assert_eq!(rest(&mut half).await, "");
    // The silent one has outlived the time that a head has.
    silent.write_all(b"GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(rest(&mut silent).await.ends_with("salem"));
    stage.end().await;
}

#[tokio::test]
async fn silence_between_requests_ends_the_connection_in_time() {
    let stage = Stage::new(Limits { keep_alive: Duration::from_millis(100), ..limits() }).await;
    let mut stream = stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").await;
    answer(&mut stream, 5).await;
    assert_eq!(rest(&mut stream).await, "");
    stage.end().await;
}

#[tokio::test]
async fn too_many_or_too_long_headers_are_refused() {
    let stage = Stage::new(limits()).await;
    let many = "X-A: b\r\n".repeat(101);
    let mut stream = stage.ask(&format!("GET /hello HTTP/1.1\r\nHost: a\r\n{many}\r\n")).await;
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 431 "));
    let long = "a".repeat(17 * 1024);
    let mut stream = stage.ask(&format!("GET /hello HTTP/1.1\r\nHost: a\r\nX-A: {long}\r\n\r\n")).await;
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 431 "));
    stage.end().await;
}

#[tokio::test]
async fn what_is_at_work_is_finished_and_nothing_new_is_taken_on() {
    let stage = Stage::new(limits()).await;
    let mut idle = stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").await;
    answer(&mut idle, 5).await;
    let mut busy = stage.ask("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    within(stage.started.notified()).await;
    stage.phase.send_replace(Phase::Stopping);
    assert_eq!(rest(&mut idle).await, "");
    assert!(!stage.server.is_finished());
    stage.go_on.notify_one();
    assert!(rest(&mut busy).await.ends_with("slow"));
    within(stage.server).await.unwrap();
    assert!(TcpStream::connect(stage.address).await.is_err());
}

#[tokio::test]
async fn what_does_not_end_is_left_when_its_time_is_over() {
    let stage = Stage::new(Limits { drain: Duration::from_millis(100), ..limits() }).await;
    let _busy = stage.ask("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    within(stage.started.notified()).await;
    stage.end().await;
}

#[tokio::test]
async fn a_node_that_is_leaving_serves_and_sends_its_callers_elsewhere() {
    let stage = Stage::new(limits()).await;
    stage.phase.send_replace(Phase::Leaving);
    let mut stream = stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let text = rest(&mut stream).await;
    assert!(text.contains("\r\nconnection: close\r\n") && text.ends_with("salem"), "{text}");
    stage.end().await;
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_their_turn() {
    let stage = Stage::new(Limits { connections: 1, ..limits() }).await;
    let mut first = stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").await;
    answer(&mut first, 5).await;
    let mut second = stage.ask("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    // Asked after the second and answered before it: the second is not being served.
    first.write_all(b"GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    answer(&mut first, 5).await;
    assert_eq!(second.try_read(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    drop(first);
    assert!(rest(&mut second).await.ends_with("salem"));
    stage.end().await;
}

#[tokio::test]
async fn a_trusted_proxy_says_who_asks() {
    let stage = Stage::new(limits()).await;
    let mut stream = stage.ask("GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.7\r\nConnection: close\r\n\r\n").await;
    assert!(rest(&mut stream).await.ends_with("198.51.100.7"));
    stage.end().await;
}

async fn get_of(https: bool, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, String) {
    let (_phase, watched) = watch::channel(Phase::Serving);
    let response = routes(https, watched).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 10_000).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() {
    for path in ["/hello", "/nowhere", "/panic"] {
        let (_, headers, _) = get_of(true, Request::get(path).body(Body::empty()).unwrap()).await;
        let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        assert!(value("content-security-policy").starts_with("default-src 'none'; script-src 'self'"), "{path}");
        assert_eq!(value("x-content-type-options"), "nosniff");
        assert_eq!(value("referrer-policy"), "same-origin");
        assert_eq!(value("cross-origin-opener-policy"), "same-origin");
        assert_eq!(value("cross-origin-resource-policy"), "same-origin");
        assert_eq!(value("strict-transport-security"), "max-age=31536000; includeSubDomains");
        assert_eq!(value("cache-control"), "");
    }
    let (_, headers, _) = get_of(false, Request::get("/hello").body(Body::empty()).unwrap()).await;
    assert!(!headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn an_answer_to_somebody_known_is_not_kept_and_a_page_keeps_its_own_policy() {
    let (_, headers, _) = get_of(false, Request::get("/hello").header("cookie", "a=b").body(Body::empty()).unwrap()).await;
    assert_eq!(headers["cache-control"], "no-store");
    let (_, headers, _) = get_of(false, Request::get("/own").header("authorization", "Bearer x").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (&headers["cache-control"], &headers["content-security-policy"]),
        (&"max-age=60".parse().unwrap(), &"default-src 'self'".parse().unwrap())
    );
}

#[tokio::test]
async fn a_panic_is_an_answer_with_the_id_and_without_the_text() {
    let (status, headers, body) = get_of(false, Request::get("/panic").body(Body::empty()).unwrap()).await;
    assert_eq!((status, &headers["x-request-id"]), (StatusCode::INTERNAL_SERVER_ERROR, &"request-0".parse().unwrap()));
    assert!(body.contains("request-0") && !body.contains("steppe-wind"), "{body}");
}

#[tokio::test]
async fn an_id_that_was_sent_is_kept_if_it_is_harmless() {
    let sent = |id: &'static str| Request::get("/hello").header("x-request-id", id).body(Body::empty()).unwrap();
    assert_eq!(get_of(false, sent("from-the-proxy-1")).await.1["x-request-id"], "from-the-proxy-1");
    assert_eq!(get_of(false, sent("with spaces in it")).await.1["x-request-id"], "request-0");
}

#[tokio::test]
async fn whoever_has_connected_before_the_end_is_answered() {
    let stage = Stage::new(limits()).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(stage.connect().await);
    }
    stage.phase.send_replace(Phase::Stopping);
    for stream in &mut streams {
        stream.write_all(b"GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        assert!(rest(stream).await.ends_with("salem"));
    }
    stage.end().await;
}
