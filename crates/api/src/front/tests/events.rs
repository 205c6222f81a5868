//! Server-sent events.

use super::*;
use futures_util::StreamExt;

const STREAM: (&str, &str) = ("accept", "text/event-stream");

#[tokio::test]
async fn a_subscription_is_a_stream_that_completes() {
    let node = node();
    let answer = node.post_with(&[STREAM], r#"{"query":"subscription { ticks(count: 2) }"}"#).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, Some("text/event-stream")));
    assert_eq!(
        answer.text,
        "event: next\ndata: {\"data\":{\"ticks\":1}}\n\nevent: next\ndata: {\"data\":{\"ticks\":2}}\n\nevent: complete\n\n"
    );
    assert_eq!(node.get_with(&[STREAM], "?query=subscription%7Bticks(count:0)%7D").await.text, "event: complete\n\n");
    assert_eq!(node.seats.open(), 0);
}

#[tokio::test]
async fn a_single_result_is_a_stream_of_one() {
    let node = node();
    for (query, data) in [("{ hello }", r#"{"data":{"hello":"salem"}}"#), ("mutation { bump }", r#"{"data":{"bump":1}}"#)] {
        let answer = node.post_with(&[STREAM], json!({ "query": query }).to_string()).await;
        assert_eq!(answer.text, format!("event: next\ndata: {data}\n\nevent: complete\n\n"));
    }
    let refused = node.post_with(&[STREAM], r#"{"query":"{ nope }"}"#).await;
    assert_eq!((refused.status, refused.header("content-type")), (StatusCode::OK, Some("text/event-stream")));
    assert!(refused.text.starts_with("event: next\ndata: {\"errors\":[") && !refused.text.contains("\"data\":"));
    assert_eq!(node.get_with(&[STREAM], "?query=mutation%7Bbump%7D").await.status, StatusCode::METHOD_NOT_ALLOWED);
    // Who reads JSON as well gets JSON for a single result.
    let both = node.post_with(&[("accept", "text/event-stream, application/json;q=0.5")], r#"{"query":"{ hello }"}"#).await;
    assert_eq!(both.text, r#"{"data":{"hello":"salem"}}"#);
}

#[tokio::test]
async fn what_breaks_in_a_stream_is_told_without_its_text() {
    let node = node();
    for document in ["subscription { breaks }", "subscription { refused }"] {
        let answer = node.post_with(&[STREAM], json!({ "query": document }).to_string()).await;
        assert!(answer.text.contains("INTERNAL_SERVER_ERROR") && !answer.text.contains("secret"), "{}", answer.text);
        assert!(answer.text.ends_with("event: complete\n\n"));
    }
}

async fn open(node: &Node) -> axum::body::BodyDataStream {
    let request = Request::post("/graphql").header("content-type", "application/json").header(STREAM.0, STREAM.1);
    let request = request.header("authorization", "Bearer good").body(Body::from(r#"{"query":"subscription { silence }"}"#)).unwrap();
    let mut stream = node.router.clone().oneshot(request).await.unwrap().into_body().into_data_stream();
    assert_eq!(text(&mut stream).await.as_deref(), Some("event: next\ndata: {\"data\":{\"silence\":0}}\n\n"));
    stream
}

async fn text(stream: &mut axum::body::BodyDataStream) -> Option<String> {
    stream.next().await.map(|chunk| String::from_utf8(chunk.unwrap().to_vec()).unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_is_kept_alive_and_let_go() {
    let node = node();
    let mut stream = open(&node).await;
    assert_eq!(text(&mut stream).await.as_deref(), Some(":\n\n"));
    assert_eq!((node.seats.open(), node.world.dropped.load(Ordering::SeqCst)), (1, 0));
    drop(stream);
    assert_eq!((node.seats.open(), node.world.dropped.load(Ordering::SeqCst)), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_when_its_credential_does() {
    let node = node();
    let mut stream = open(&node).await;
    node.world.revoked.store(true, Ordering::SeqCst);
    let mut rest = String::new();
    while let Some(part) = text(&mut stream).await {
        rest.push_str(&part);
    }
    assert!(rest.contains("UNAUTHENTICATED") && rest.ends_with("event: complete\n\n"), "{rest}");
    assert_eq!(node.seats.open(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_without_complete_when_the_node_stops() {
    let node = node();
    let mut stream = open(&node).await;
    node.stop.send(true).unwrap();
    assert_eq!(text(&mut stream).await, None);
}

#[tokio::test(start_paused = true)]
async fn streams_have_seats() {
    let node = node_with(|settings| settings.seats = Seats::new(3, 2));
    let _open = (open(&node).await, open(&node).await);
    let subscribe = r#"{"query":"subscription { ticks(count: 1) }"}"#;
    assert_eq!(node.post_with(&[STREAM, ("authorization", "Bearer good")], subscribe).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(node.post_with(&[STREAM], subscribe).await.status, StatusCode::OK);
    let _third = node.seats.take().unwrap();
    assert_eq!(node.post_with(&[STREAM], subscribe).await.status, StatusCode::SERVICE_UNAVAILABLE);
}
