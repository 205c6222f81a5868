//! Sockets, over a real listener.

use super::*;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

struct Served {
    node: Node,
    address: SocketAddr,
}

async fn served(change: impl FnOnce(&mut FrontSettings)) -> Served {
    let node = node_with(change);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = node.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    #[expect(clippy::disallowed_methods, reason = "the server ends with the runtime of its test")]
    tokio::spawn(async move { axum::serve(listener, service).await });
    Served { node, address }
}

impl Served {
    async fn try_open(&self, protocol: Option<&'static str>, headers: &[(&'static str, &'static str)]) -> Result<Client, u16> {
        let mut request = format!("ws://{}/graphql/ws", self.address).into_client_request().unwrap();
        if let Some(protocol) = protocol {
            request.headers_mut().insert("sec-websocket-protocol", protocol.parse().unwrap());
        }
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, response)) => {
                assert_eq!(response.headers()["sec-websocket-protocol"], "graphql-transport-ws");
                Ok(Client(socket))
            }
            Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(other) => panic!("{other}"),
        }
    }

    async fn open(&self) -> Client {
        self.try_open(Some("graphql-transport-ws"), &[]).await.unwrap()
    }

    async fn ready(&self) -> Client {
        let mut client = self.open().await;
        client.init(json!({})).await;
        client
    }
}

impl Client {
    async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn init(&mut self, payload: Value) {
        self.say(json!({"type": "connection_init", "payload": payload})).await;
        assert_eq!(self.hear().await, json!({"type": "connection_ack"}));
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({"type": "subscribe", "id": id, "payload": {"query": query}})).await;
    }

    /// The next message that is no ping, or the code of the close.
    async fn hear(&mut self) -> Value {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    let message: Value = serde_json::from_str(&text).unwrap();
                    if message != json!({"type": "ping"}) {
                        return message;
                    }
                    self.say(json!({"type": "pong"})).await;
                }
                Some(Ok(Message::Close(Some(frame)))) => return json!(u16::from(frame.code)),
                Some(Ok(_)) => {}
                other => return json!(format!("{other:?}")),
            }
        }
    }
}

#[tokio::test]
async fn only_the_one_protocol_and_known_origins_get_in() {
    let served = served(|settings| settings.socket_origins = vec!["https://partner.example".to_owned()]).await;
    assert_eq!(served.try_open(None, &[]).await.err(), Some(400));
    assert_eq!(served.try_open(Some("graphql-ws"), &[]).await.err(), Some(400));
    assert!(served.try_open(Some("graphql-ws, graphql-transport-ws"), &[]).await.is_ok());
    let ours = Some("graphql-transport-ws");
    assert_eq!(served.try_open(ours, &[("origin", "https://evil.example")]).await.err(), Some(403));
    assert_eq!(served.try_open(ours, &[("origin", "null")]).await.err(), Some(403));
    assert!(served.try_open(ours, &[("origin", OURS)]).await.is_ok());
    assert!(served.try_open(ours, &[("origin", "https://partner.example")]).await.is_ok());
    let plain = Request::get("/graphql/ws").body(Body::empty()).unwrap();
    assert_eq!(served.node.send(plain).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_subscription_runs_to_its_end() {
    let served = served(|_| ()).await;
    let mut client = served.ready().await;
    client.subscribe("a", "subscription { ticks(count: 2) }").await;
    for tick in [1, 2] {
        assert_eq!(client.hear().await, json!({"type": "next", "id": "a", "payload": {"data": {"ticks": tick}}}));
    }
    assert_eq!(client.hear().await, json!({"type": "complete", "id": "a"}));
    client.say(json!({"type": "ping", "payload": {"n": 1}})).await;
    assert_eq!(client.hear().await, json!({"type": "pong", "payload": {"n": 1}}));
    // The id is free again.
    client.subscribe("a", "subscription { ticks(count: 0) }").await;
    assert_eq!(client.hear().await, json!({"type": "complete", "id": "a"}));
}

#[tokio::test]
async fn only_subscriptions_run_on_a_socket() {
    let served = served(|_| ()).await;
    let mut client = served.ready().await;
    for (document, code) in [
        ("{ hello }", "OPERATION_RESOLUTION_FAILURE"),
        ("mutation { bump }", "OPERATION_RESOLUTION_FAILURE"),
        ("subscription { nope }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { refused }", "INTERNAL_SERVER_ERROR"),
    ] {
        client.subscribe("a", document).await;
        let message = client.hear().await;
        let (kind, told) = if message["type"] == "next" { ("next", &message["payload"]["errors"]) } else { ("error", &message["payload"]) };
        assert_eq!((message["type"].as_str(), told[0]["extensions"]["code"].as_str()), (Some(kind), Some(code)), "{message}");
        assert!(!message.to_string().contains("secret"));
        if kind == "next" {
            assert_eq!(client.hear().await, json!({"type": "complete", "id": "a"}));
        }
    }
    assert_eq!(served.node.world.bumps.load(Ordering::SeqCst), 0);
    client.subscribe("b", "subscription { breaks }").await;
    assert_eq!(client.hear().await["payload"]["data"]["breaks"], 1);
    let broken = client.hear().await;
    assert_eq!((broken["type"].as_str(), broken["payload"][0]["message"].as_str()), (Some("error"), Some("Internal error")));
}

#[tokio::test]
async fn whoever_breaks_the_protocol_is_told_by_the_code() {
    let served = served(|_| ()).await;
    for (message, code) in [
        (json!({"type": "subscribe", "id": "a", "payload": {"query": "subscription { silence }"}}), 4401),
        (json!({"type": "nonsense"}), 4400),
        (json!([]), 4400),
        (json!({"type": "connection_init", "payload": "text"}), 4400),
        (json!({"type": "connection_init", "payload": {"Authorization": 7}}), 4400),
        (json!({"type": "connection_init", "payload": {"Authorization": "Bearer bad"}}), 4401),
        (json!({"type": "connection_init", "payload": {"authorization": "Bearer banned"}}), 4403),
        (json!({"type": "connection_init", "payload": {"Authorization": "Bearer greedy"}}), 4429),
    ] {
        let mut client = served.open().await;
        client.say(message.clone()).await;
        assert_eq!(client.hear().await, json!(code), "{message}");
    }
    for (message, code) in [
        (json!({"type": "connection_init"}), 4429),
        (json!({"type": "subscribe", "id": "", "payload": {"query": "subscription { silence }"}}), 4400),
        (json!({"type": "subscribe", "id": "a"}), 4400),
        (json!({"type": "subscribe", "id": "a", "payload": {"query": 7}}), 4400),
        (json!({"type": "subscribe", "id": "a", "payload": {"query": "x".repeat(70_000)}}), 1009),
    ] {
        let mut client = served.ready().await;
        client.say(message.clone()).await;
        assert_eq!(client.hear().await, json!(code));
    }
    let mut binary = served.ready().await;
    binary.0.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(binary.hear().await, json!(4400));
    let mut twice = served.ready().await;
    twice.subscribe("a", "subscription { silence }").await;
    assert_eq!(twice.hear().await["type"], "next");
    twice.subscribe("a", "subscription { silence }").await;
    assert_eq!(twice.hear().await, json!(4409));
}

#[tokio::test]
async fn a_socket_that_says_nothing_is_closed() {
    let served = served(|settings| settings.socket.init_timeout = Duration::from_millis(50)).await;
    assert_eq!(served.open().await.hear().await, json!(4408));
    // With its init done in time a socket stays, until it leaves a ping unanswered.
    let quick = self::served(|settings| settings.socket.ping_every = Duration::from_millis(300)).await;
    let mut client = quick.ready().await;
    for _ in 0..2 {
        assert_eq!(client.0.next().await.unwrap().unwrap(), Message::text(r#"{"type":"ping"}"#));
        client.say(json!({"type": "pong"})).await;
    }
    assert_eq!(client.0.next().await.unwrap().unwrap(), Message::text(r#"{"type":"ping"}"#));
    let Some(Ok(Message::Close(Some(frame)))) = client.0.next().await else { panic!("not closed") };
    assert_eq!(u16::from(frame.code), 4408);
}

#[tokio::test]
async fn a_socket_has_limits() {
    let served = served(|settings| settings.socket.messages = 40).await;
    let mut client = served.ready().await;
    for n in 0..20 {
        client.subscribe(&n.to_string(), "subscription { silence }").await;
        assert_eq!(client.hear().await["type"], "next");
    }
    client.subscribe("one too many", "subscription { silence }").await;
    assert_eq!(client.hear().await["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    client.say(json!({"type": "complete", "id": "7"})).await;
    client.subscribe("fits", "subscription { ticks(count: 0) }").await;
    assert_eq!(client.hear().await, json!({"type": "complete", "id": "fits"}));
    assert_eq!(served.node.world.dropped.load(Ordering::SeqCst), 1);
    for _ in 0..40 {
        client.say(json!({"type": "pong"})).await;
    }
    assert_eq!(client.hear().await, json!(4429));
}

#[tokio::test]
async fn a_socket_ends_with_its_credential_or_with_the_node() {
    let served = served(|settings| settings.socket.check_every = Duration::from_millis(50)).await;
    let mut client = served.open().await;
    client.init(json!({"Authorization": "Bearer good"})).await;
    client.subscribe("a", "subscription { silence }").await;
    assert_eq!(client.hear().await["type"], "next");
    assert_eq!(served.node.seats.open(), 1);
    served.node.world.revoked.store(true, Ordering::SeqCst);
    assert_eq!(client.hear().await, json!(4401));
    assert_eq!(served.node.world.dropped.load(Ordering::SeqCst), 1);
    let quiet = self::served(|_| ()).await;
    let mut clients = (quiet.open().await, quiet.ready().await);
    quiet.node.stop.send(true).unwrap();
    assert_eq!(clients.0.hear().await, json!(1001));
    assert_eq!(clients.1.hear().await, json!(1001));
}

#[tokio::test]
async fn sockets_have_seats() {
    let shared = served(|settings| settings.seats = Seats::new(9, 1)).await;
    let good = json!({"Authorization": "Bearer good"});
    let mut first = shared.open().await;
    first.init(good.clone()).await;
    let mut second = shared.open().await;
    second.say(json!({"type": "connection_init", "payload": good})).await;
    assert_eq!(second.hear().await, json!(4429));
    let full = served(|settings| settings.seats = Seats::new(2, 1)).await;
    let _open = (full.open().await, full.open().await);
    assert_eq!(full.try_open(Some("graphql-transport-ws"), &[]).await.err(), Some(503));
}

#[tokio::test]
async fn a_cookie_opens_a_socket_from_our_own_page_only() {
    let served = served(|settings| settings.socket_origins = vec!["https://partner.example".to_owned()]).await;
    // The seat has a name only if the cookie was believed, and each name has five.
    for (origin, believed) in [(Some(("origin", OURS)), true), (Some(("origin", "https://partner.example")), false), (None, false)] {
        let mut clients = Vec::new();
        for n in 0..6 {
            let headers: Vec<_> = [("cookie", "forum=1")].into_iter().chain(origin).collect();
            let mut client = served.try_open(Some("graphql-transport-ws"), &headers).await.unwrap();
            client.say(json!({"type": "connection_init"})).await;
            let expected = if believed && n == 5 { json!(4429) } else { json!({"type": "connection_ack"}) };
            assert_eq!(client.hear().await, expected, "{origin:?} {n}");
            clients.push(client);
        }
    }
}
