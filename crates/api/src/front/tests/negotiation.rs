//! Methods, media types, statuses and headers.

use super::*;

#[tokio::test]
async fn an_answer_says_what_it_is() {
    let answer = node().query("{ hello }").await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, r#"{"data":{"hello":"salem"}}"#));
    for (name, value) in [
        ("content-type", "application/graphql-response+json; charset=utf-8"),
        ("vary", "Accept, Origin, Cookie, Authorization"),
        ("cache-control", "private, no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-request-id", "counted-1"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
}

#[tokio::test]
async fn the_request_id_is_kept_if_it_is_harmless() {
    let node = node();
    for (sent, answered) in
        [("abc-DEF_1.23", "abc-DEF_1.23"), ("short", "counted-1"), ("with space and more", "counted-2"), ("a\u{e9}bcdefghij", "counted-3")]
    {
        let answer = node.post_with(&[("x-request-id", sent)], r#"{"query":"{ hello }"}"#).await;
        assert_eq!(answer.header("x-request-id"), Some(answered));
    }
    let long = "a".repeat(65);
    assert_eq!(node.post_with(&[("x-request-id", &long)], r#"{"query":"{ hello }"}"#).await.header("x-request-id"), Some("counted-4"));
}

#[tokio::test]
async fn the_status_follows_the_kind_and_the_media_type() {
    let node = node();
    for (document, strict, loose) in [("{ hello }", 200, 200), ("{ nope }", 400, 200), ("{", 400, 200), ("{ node { may } }", 200, 200)] {
        for (accept, status) in [("application/graphql-response+json", strict), ("application/json", loose)] {
            let answer = node.post_with(&[("accept", accept)], json!({ "query": document }).to_string()).await;
            assert_eq!(answer.status.as_u16(), status, "{document} {accept}");
            assert_eq!(answer.json().get("data").is_some(), strict == 200, "{document}");
        }
    }
}

#[tokio::test]
async fn only_get_and_post_are_methods() {
    let node = node();
    for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "QUERY"] {
        let request = Request::builder().method(method).uri("/graphql?query={hello}").header("content-type", "application/json");
        let answer = node.send(request.body(Body::from(r#"{"query":"mutation { bump }"}"#)).unwrap()).await;
        assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, Some("GET, POST")), "{method}");
    }
    assert_eq!(node.world.bumps.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn get_reads_and_never_writes() {
    let node = node();
    assert_eq!(node.get_with(&[], "?query=%7Bhello%7D").await.json(), json!({"data": {"hello": "salem"}}));
    let named = node
        .get_with(
            &[],
            "?query=query%20A%7Bhello%7D%20query%20B($t:String!)%7Becho(text:$t)%7D&operationName=B&variables=%7B%22t%22:%22x%22%7D",
        )
        .await;
    assert_eq!(named.json(), json!({"data": {"echo": "x"}}));
    for query in ["?query=mutation%7Bbump%7D", "?query=query%20A%7Bhello%7D%20mutation%20B%7Bbump%7D&operationName=B"] {
        let answer = node.get_with(&[], query).await;
        assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, Some("POST")));
        assert!(answer.json().get("data").is_none());
    }
    assert_eq!(node.world.bumps.load(Ordering::SeqCst), 0);
    for broken in ["", "?query=%7Bhello%7D&query=%7Bhello%7D", "?query=%7Bhello%7D&variables=%7B", "?query=%7Bhello%7D&variables=[]"] {
        assert_eq!(node.get_with(&[], broken).await.status, StatusCode::BAD_REQUEST, "{broken}");
    }
}

#[tokio::test]
async fn a_browser_without_a_query_gets_the_page() {
    let node = node_with(|settings| {
        settings.graphiql = Some(Arc::new(|| {
            let page = ([("content-security-policy", "default-src 'none'")], axum::response::Html("<!doctype html>"));
            axum::response::IntoResponse::into_response(page)
        }));
    });
    let browser = ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    let page = node.get_with(&[browser], "").await;
    assert_eq!(
        (page.status, page.text.as_str(), page.header("content-security-policy")),
        (StatusCode::OK, "<!doctype html>", Some("default-src 'none'"))
    );
    assert_eq!(node.get_with(&[browser], "?query=%7Bhello%7D").await.json(), json!({"data": {"hello": "salem"}}));
    assert_eq!(node.get_with(&[("accept", "*/*")], "").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(super::node().get_with(&[browser], "").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_nobody_here_speaks_is_not_acceptable() {
    let node = node();
    for accept in ["text/html", "image/png", "application/json;q=0", "multipart/mixed"] {
        let answer = node.post_with(&[("accept", accept)], r#"{"query":"mutation { bump }"}"#).await;
        assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE, "{accept}");
    }
    assert_eq!(node.world.bumps.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn simple_requests_change_nothing() {
    let node = node();
    let body = r#"{"query":"mutation { bump }"}"#;
    for content_type in [
        Some("text/plain"),
        Some("text/plain;charset=UTF-8"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/graphql"),
        Some("application/json; charset=utf-16"),
        None,
    ] {
        let mut request = Request::post("/graphql");
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let answer = node.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type:?}");
    }
    assert_eq!(node.post_with(&[("content-encoding", "gzip")], body).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(node.world.bumps.load(Ordering::SeqCst), 0);
    assert_eq!(node.post_with(&[], body).await.json(), json!({"data": {"bump": 1}}));
}

#[tokio::test]
async fn credentials_have_statuses() {
    let node = node();
    let body = r#"{"query":"{ who }"}"#;
    for (token, status, code) in [("bad", 401, "UNAUTHENTICATED"), ("banned", 403, "FORBIDDEN"), ("greedy", 429, "RATE_LIMITED")] {
        for accept in ["application/json", "application/graphql-response+json", "text/event-stream"] {
            let answer = node.post_with(&[("authorization", &format!("Bearer {token}")), ("accept", accept)], body).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code));
            assert!(answer.json().get("data").is_none());
            assert_eq!(answer.header("retry-after"), (status == 429).then_some("8"));
            assert_eq!(answer.header("www-authenticate"), (status == 401).then_some("Bearer"));
        }
    }
    assert_eq!(node.post_with(&[("authorization", "Bearer good")], body).await.json(), json!({"data": {"who": "aliya"}}));
}

#[tokio::test]
async fn cookies_are_believed_on_our_own_posts_only() {
    let node = node();
    let body = r#"{"query":"{ who }"}"#;
    for (headers, who) in [
        (&[("cookie", "forum=1")][..], ""),
        (&[("cookie", "forum=1"), ("origin", OURS)][..], "bakyt"),
        (&[("cookie", "forum=1"), ("sec-fetch-site", "same-origin")][..], "bakyt"),
        (&[("cookie", "forum=1"), ("origin", "https://evil.example")][..], ""),
        (&[("cookie", "forum=1"), ("sec-fetch-site", "cross-site")][..], ""),
        (&[("cookie", "forum=1"), ("origin", "https://evil.example"), ("authorization", "Bearer good")][..], "aliya"),
    ] {
        assert_eq!(node.post_with(headers, body).await.json(), json!({"data": {"who": who}}), "{headers:?}");
    }
    let get = node.get_with(&[("cookie", "forum=1"), ("origin", OURS), ("sec-fetch-site", "same-origin")], "?query=%7Bwho%7D").await;
    assert_eq!(get.json(), json!({"data": {"who": ""}}));
}
