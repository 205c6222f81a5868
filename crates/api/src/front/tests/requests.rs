//! Bodies, documents and what attackers put into them.

#![expect(clippy::format_collect, reason = "a document of many parts reads best so")]

use super::*;

#[tokio::test]
async fn a_body_is_one_json_object() {
    let node = node();
    for body in [
        "",
        "{",
        "null",
        "7",
        "\"{ hello }\"",
        "[]",
        r#"[{"query":"mutation { bump }"}]"#,
        r#"[{"query":"mutation { bump }"},{"query":"mutation { bump }"}]"#,
        "{}",
        r#"{"query":null}"#,
        r#"{"query":7}"#,
        r#"{"query":["{ hello }"]}"#,
        r#"{"query":"{ hello }","variables":[]}"#,
        r#"{"query":"{ hello }","variables":"{}"}"#,
        r#"{"query":"{ hello }","operationName":7}"#,
        r#"{"query":"{ hello }","extensions":[]}"#,
        r#"{"query":"{ hello }","documentId":7}"#,
        r#"{"query":"{ hello }","extensions":{"persistedQuery":{}}}"#,
    ] {
        for accept in ["application/json", "application/graphql-response+json"] {
            let answer = node.post_with(&[("accept", accept)], body).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"), "{body}");
            assert!(answer.json().get("data").is_none() && !answer.text.contains("Error("));
        }
    }
    assert_eq!(node.post_with(&[], vec![b'{', b'"', 0xFF, b'"']).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(node.post_with(&[], "[".repeat(100_000)).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(node.world.bumps.load(Ordering::SeqCst), 0);
    let full = json!({"query": "query A { hello } query B { bye: hello }", "operationName": "B", "variables": null, "extensions": null, "other": []});
    assert_eq!(node.post(full).await.json(), json!({"data": {"bye": "salem"}}));
}

#[tokio::test]
async fn a_large_body_is_refused_announced_or_not() {
    let node = node();
    let body = json!({"query": "{ hello }", "padding": "x".repeat(300_000)}).to_string();
    let announced = node.post_with(&[("content-length", &body.len().to_string())], body.clone()).await;
    assert_eq!((announced.status, announced.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "BAD_USER_INPUT"));
    let chunks: Vec<Result<String, std::io::Error>> =
        body.as_bytes().chunks(1_000).map(|chunk| Ok(String::from_utf8(chunk.to_vec()).unwrap())).collect();
    let streamed = node.post_with(&[], Body::from_stream(futures_util::stream::iter(chunks))).await;
    assert_eq!(streamed.status, StatusCode::PAYLOAD_TOO_LARGE);
    let fits = json!({"query": "{ hello }", "padding": "x".repeat(256 * 1024 - 40)}).to_string();
    assert_eq!(node.post_with(&[], fits).await.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let stalled = Body::from_stream(futures_util::stream::pending::<Result<String, std::io::Error>>());
    let answer = node().post_with(&[], stalled).await;
    assert_eq!(answer.status, StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn the_guard_stands_before_the_library() {
    let node = node();
    for levels in [500, 1_400, 2_000, 3_000, 5_000, 8_000, 50_000] {
        let deep = format!("{{ list(items: {}{}) }}", "[".repeat(levels), "]".repeat(levels));
        let answer = node.query(&deep).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "GRAPHQL_VALIDATION_FAILED"));
        assert!(answer.text.len() < 300);
    }
    let cycle = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }";
    let bomb = (0..28).fold("{ ...f0 } fragment f28 on Query { __typename }".to_owned(), |bomb, level| {
        format!("{bomb} fragment f{level} on Query {{ ...f{0} ...f{0} }}", level + 1)
    });
    let logins = format!("mutation {{ {} }}", (0..5).map(|n| format!("a{n}: logIn(password: \"{n}\") ")).collect::<String>());
    let aliases = format!("{{ node {{ {} }} }}", (0..500).map(|n| format!("a{n}: id ")).collect::<String>());
    let huge = format!("{{ echo(text: \"{}\") }}", "x".repeat(100_000));
    for document in
        [cycle, &bomb, &logins, &aliases, &huge, "{ find(filter: {name: \"a\", name: \"b\"}) }", "{ node { id id: next { id } } }"]
    {
        let answer = node.query(document).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "GRAPHQL_VALIDATION_FAILED"));
        assert!(answer.text.len() < 1_000, "{}", answer.text);
        assert!(answer.json().get("data").is_none());
    }
}

#[tokio::test]
async fn a_flood_of_unknown_fields_gets_a_short_answer() {
    let node = node();
    for count in [1_900, 30_000] {
        let flood = format!("{{ node {{ {} }} }}", (0..count).map(|n| format!("u{n} ")).collect::<String>());
        let answer = node.query(&flood).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.text.len() < 8_000 && answer.json()["errors"].as_array().unwrap().len() <= 20);
    }
}

#[tokio::test]
async fn complaints_have_codes_and_places() {
    let node = node();
    let told = |answer: Answer| (answer.code(), answer.json()["errors"][0]["locations"].clone());
    assert_eq!(told(node.query("{ hello\n  nope }").await), ("GRAPHQL_VALIDATION_FAILED".to_owned(), json!([{"line": 2, "column": 3}])));
    assert_eq!(told(node.query("{ hello(").await).0, "GRAPHQL_PARSE_FAILED");
    assert_eq!(told(node.query("{ hello ! }").await).0, "GRAPHQL_PARSE_FAILED");
    assert_eq!(told(node.query("query A { hello } query B { hello }").await).0, "OPERATION_RESOLUTION_FAILURE");
    assert_eq!(told(node.query("subscription { ticks(count: 1) }").await).0, "OPERATION_RESOLUTION_FAILURE");
    let wrong = node.post(json!({"query": "query($n: Int) { number(n: $n) }", "variables": {"n": "secret"}})).await;
    assert!(!wrong.text.contains("secret"));
    assert_eq!(told(wrong), ("BAD_USER_INPUT".to_owned(), json!([{"line": 1, "column": 7}])));
}

#[tokio::test]
async fn documents_are_found_by_their_hash() {
    let node = node();
    let id = super::super::fixture::stored_id();
    let hash = id.strip_prefix("sha256:").unwrap();
    let persisted = |hash: &str| json!({"persistedQuery": {"version": 1, "sha256Hash": hash}});
    for body in [
        json!({"documentId": id}),
        json!({"extensions": persisted(hash)}),
        json!({"query": "query Stored { hello }", "extensions": persisted(hash)}),
    ] {
        assert_eq!(node.post(body).await.json(), json!({"data": {"hello": "salem"}}));
    }
    assert_eq!(node.get_with(&[], &format!("?documentId={id}")).await.json(), json!({"data": {"hello": "salem"}}));
    let unknown = node.post(json!({"extensions": persisted(&"0".repeat(64))})).await;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (400, "PERSISTED_QUERY_NOT_FOUND"));
    assert_eq!(unknown.json()["errors"][0]["message"], "PersistedQueryNotFound");
    // A document sent with a hash is run and not kept.
    let (text, own) = ("{ bye: hello }", "6ab5b8a9");
    assert_eq!(node.post(json!({"query": text, "extensions": persisted(own)})).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_node_may_run_stored_documents_only() {
    let open = |answer: Answer| answer.json().get("data").is_some();
    let trusted = node_with(|settings| settings.documents = Documents::Trusted);
    let anonymous = node_with(|settings| settings.documents = Documents::TrustedForAnonymous);
    for node in [&trusted, &anonymous] {
        let refused = node.query("{ hello }").await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (400, "PERSISTED_QUERY_NOT_FOUND"));
        assert!(open(node.query("query Stored { hello }").await));
        assert!(open(node.post(json!({"documentId": super::super::fixture::stored_id()})).await));
    }
    let known = [("authorization", "Bearer good")];
    assert!(!open(trusted.post_with(&known, r#"{"query":"{ hello }"}"#).await));
    assert!(open(anonymous.post_with(&known, r#"{"query":"{ hello }"}"#).await));
}

#[tokio::test]
async fn the_engine_is_told_what_will_run() {
    let answer = node().query("query Seen { seen }").await;
    assert_eq!(answer.json(), json!({"data": {"seen": "Query Some(\"Seen\") [\"seen\"] counted-1"}}));
}
