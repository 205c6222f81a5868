//! Work that goes on, work that takes too long, and work that breaks.

use super::*;

#[tokio::test]
async fn a_client_that_leaves_does_not_stop_its_mutation() {
    let node = node();
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .body(Body::from(r#"{"query":"mutation { slowBump }"}"#))
        .unwrap();
    #[expect(clippy::disallowed_methods, reason = "the test is the client, and stops it")]
    let connection = tokio::spawn(node.router.clone().oneshot(request));
    node.world.started.notified().await;
    connection.abort();
    assert!(connection.await.unwrap_err().is_cancelled());
    node.world.go_on.notify_one();
    node.world.finished.notified().await;
    assert_eq!(node.world.bumps.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_takes_too_long_is_answered() {
    let node = node();
    let answer = node.query("{ waits }").await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, Some("1")));
    assert!(answer.json().get("data").is_none());
}

#[tokio::test(start_paused = true)]
async fn a_full_node_says_so_until_work_is_given_up() {
    let node = node_with(|settings| settings.in_flight = InFlight::new(1));
    // The caller has its answer after ten seconds, the work keeps its place for thirty.
    assert_eq!(node.query("{ waits }").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let full = node.query("{ hello }").await;
    assert_eq!(
        (full.status, full.header("retry-after"), full.json()["errors"][0]["message"].as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, Some("1"), Some("The server is busy."))
    );
    tokio::time::advance(std::time::Duration::from_secs(21)).await;
    tokio::task::yield_now().await;
    assert_eq!(node.query("{ hello }").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_panic_is_our_fault_and_its_text_stays_here() {
    let node = node();
    for accept in ["application/json", "application/graphql-response+json"] {
        let answer = node.post_with(&[("accept", accept), ("x-request-id", "panic-0001")], r#"{"query":"{ hello panics }"}"#).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(
            answer.text,
            r#"{"errors":[{"message":"Internal error","extensions":{"code":"INTERNAL_SERVER_ERROR","requestId":"panic-0001"}}]}"#
        );
    }
    assert_eq!(node.query("{ hello }").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_node_that_stops_waits_for_its_work() {
    let in_flight = InFlight::new(2);
    let node = node_with(|settings| settings.in_flight = in_flight.clone());
    let mut mutation = std::pin::pin!(node.query("mutation { slowBump }"));
    tokio::select! {
        _ = &mut mutation => panic!("the mutation does not wait"),
        () = node.world.started.notified() => {}
    }
    assert_eq!(in_flight.count(), 1);
    let mut drained = std::pin::pin!(in_flight.drained());
    assert!(futures_util::poll!(&mut drained).is_pending());
    assert_eq!(node.query("{ hello }").await.status, StatusCode::SERVICE_UNAVAILABLE);
    node.world.go_on.notify_one();
    drained.await;
    assert_eq!(mutation.await.json(), json!({"data": {"slowBump": 1}}));
}
