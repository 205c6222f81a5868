//! What the executing library really answers, byte for byte: nulls, the order of keys, and what is hidden.

use super::*;

async fn text(document: &str) -> String {
    node().query(document).await.text
}

#[tokio::test]
async fn keys_stand_in_the_order_of_the_document() {
    assert_eq!(
        text("{ node { next { b: id a: id } id } hello z: hello ...f } fragment f on Query { node { c: id } a: hello }").await,
        r#"{"data":{"node":{"next":{"b":1,"a":1},"id":0,"c":0},"hello":"salem","z":"salem","a":"salem"}}"#
    );
}

#[tokio::test]
async fn an_error_empties_the_nearest_place_that_may_be_null() {
    assert_eq!(
        text("{ hello node { id maybe { id must } } }").await,
        r#"{"errors":[{"message":"not here","locations":[{"line":1,"column":30}],"path":["node","maybe","must"],"extensions":{"code":"NOT_FOUND"}}],"data":{"hello":"salem","node":{"id":0,"maybe":null}}}"#
    );
    assert_eq!(
        text("{ nodes { id must } }").await,
        r#"{"errors":[{"message":"not here","locations":[{"line":1,"column":14}],"path":["nodes",0,"must"],"extensions":{"code":"NOT_FOUND"}}],"data":{"nodes":[null,null]}}"#
    );
}

#[tokio::test]
async fn an_error_without_such_a_place_empties_everything_and_is_still_an_execution() {
    let answer = node().query("{ hello node { must } }").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.text,
        r#"{"errors":[{"message":"not here","locations":[{"line":1,"column":16}],"path":["node","must"],"extensions":{"code":"NOT_FOUND"}}],"data":null}"#
    );
}

/// The library lets the error of `Result<Option<T>>` pass the very field that may be null; only `Option<Result<T>>` keeps it there.
#[tokio::test]
async fn only_an_option_outside_the_result_keeps_an_error_at_its_field() {
    let data = |document| async move { node().query(document).await.json()["data"].clone() };
    assert_eq!(data("{ node { id kept } }").await, json!({"node": {"id": 0, "kept": null}}));
    assert_eq!(data("{ hello node { maybe { id may } } }").await, json!({"hello": "salem", "node": {"maybe": null}}));
    assert_eq!(data("{ hello limited }").await, json!(null));
}

#[tokio::test]
async fn what_has_no_code_is_hidden() {
    assert_eq!(
        text("{ node { kept } }").await,
        r#"{"errors":[{"message":"Internal error","locations":[{"line":1,"column":10}],"path":["node","kept"],"extensions":{"code":"INTERNAL_SERVER_ERROR","requestId":"counted-1"}}],"data":{"node":{"kept":null}}}"#
    );
    // A failure that reads like a complaint about input is told apart by its source.
    let answer = node().query("{ limited }").await;
    assert_eq!(answer.code(), "INTERNAL_SERVER_ERROR");
    assert!(!answer.text.contains("secret"));
}

#[tokio::test]
async fn a_value_that_a_scalar_or_a_validator_refuses_is_the_callers_fault() {
    for (document, message) in [
        ("{ even(n: 3) }", "Failed to parse \"Even\": not even"),
        ("{ even(n: true) }", "Expected input type \"Even\", found true."),
        ("{ first(n: 101) }", "Failed to parse \"Int\": the value is 101, must be less than or equal to 100"),
    ] {
        let answer = node().query(document).await;
        assert_eq!(
            (answer.code().as_str(), answer.json()["errors"][0]["message"].as_str()),
            ("BAD_USER_INPUT", Some(message)),
            "{}",
            answer.text
        );
    }
}

#[tokio::test]
async fn one_of_means_one() {
    assert_eq!(text("{ company(by: {id: 1}) { id name } }").await, r#"{"data":{"company":{"id":1,"name":"Alatau"}}}"#);
    let node = node();
    let variable = |by: Value| json!({"query": "query($by: By!) { company(by: $by) { id } }", "variables": {"by": by}});
    assert_eq!(node.post(variable(json!({"slug": "a"}))).await.json(), json!({"data": {"company": {"id": 0}}}));
    for body in [
        json!({"query": "{ company(by: {id: 1, slug: \"a\"}) { id } }"}),
        json!({"query": "{ company(by: {}) { id } }"}),
        variable(json!({"id": 1, "slug": "a"})),
        variable(json!({})),
        variable(json!({"id": null})),
    ] {
        let answer = node.post(body.clone()).await;
        assert!(matches!(answer.code().as_str(), "BAD_USER_INPUT" | "GRAPHQL_VALIDATION_FAILED"), "{body} {}", answer.text);
    }
}

#[tokio::test]
async fn the_librarys_own_limits_are_complaints_too() {
    let node = node();
    let answer = node.query("{ first(n: 100) }").await;
    assert_eq!(answer.status, StatusCode::OK);
    let introspection = node.query("{ __type(name: \"By\") { name isOneOf inputFields { name } } }").await;
    assert_eq!(introspection.text, r#"{"data":{"__type":{"name":"By","isOneOf":true,"inputFields":[{"name":"id"},{"name":"slug"}]}}}"#);
}
