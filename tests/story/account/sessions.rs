//! The devices that a person is signed in on: listed, and ended one by one.

use axum::body::Body;
use chrono::TimeDelta;
use http::{Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tests::{
    Person, World, on_both_databases,
    world::{PASSWORD, code},
};

use super::{LOG_IN, VIEWER, refresh};

on_both_databases! {
    a_person_sees_his_own_devices,
    a_device_is_signed_out_from_elsewhere,
    all_other_devices_are_signed_out,
    a_browser_of_staff_is_signed_out_sooner,
}

const SESSIONS: &str = "query($first: Int, $after: String) { viewer { sessions(first: $first, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { id kind agent createdAt lastUsedAt expiresAt onDuty companyId current } } } }";

async fn sessions(person: &Person<'_>) -> Vec<Value> {
    person.asks(SESSIONS, json!({})).await["viewer"]["sessions"]["nodes"].as_array().unwrap().clone()
}

/// Signs in as a browser does, and gives back the cookie.
async fn browses(world: &World, email: &str, act_as: Value, agent: &str) -> String {
    let input = json!({ "email": email, "password": PASSWORD, "kind": "BROWSER", "actAs": act_as });
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, agent)
        .header(header::ORIGIN, "https://forum.example")
        .body(Body::from(json!({ "query": LOG_IN, "variables": { "input": input } }).to_string()))
        .unwrap();
    let response = world.request(request).await;
    let cookie = response.headers().get_all(header::SET_COOKIE).iter().find_map(|value| {
        let pair = value.to_str().unwrap().split(';').next().unwrap();
        pair.starts_with("__Host-forum=").then(|| pair.to_owned())
    });
    cookie.expect("a cookie")
}

async fn is_known(world: &World, cookie: &str) -> bool {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, cookie)
        .header(header::ORIGIN, "https://forum.example")
        .body(Body::from(json!({ "query": "{ viewer { user { id } } }" }).to_string()))
        .unwrap();
    let bytes = world.request(request).await.into_body().collect().await.unwrap().to_bytes();
    let answer: Value = serde_json::from_slice(&bytes).unwrap();
    answer["data"]["viewer"].is_object()
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn a_person_sees_his_own_devices(world: World) {
    let person = world.person("person@example.kz").await;
    let stranger = world.person("stranger@example.kz").await;
    world.later(TimeDelta::minutes(1));
    browses(&world, "person@example.kz", json!({ "himself": true }), FIREFOX).await;
    let mut seen = sessions(&person).await;
    for session in &mut seen {
        assert!(session["id"].as_str().unwrap().starts_with("ses_"));
        session["id"].take();
    }
    assert_eq!(
        json!(seen),
        json!([
            { "id": null, "kind": "BROWSER", "agent": "Firefox, Linux", "createdAt": "2026-03-02T09:01:00Z", "lastUsedAt": "2026-03-02T09:01:00Z",
              "expiresAt": "2026-03-03T09:01:00Z", "onDuty": false, "companyId": null, "current": false },
            { "id": null, "kind": "TOKEN", "agent": null, "createdAt": "2026-03-02T09:00:00Z", "lastUsedAt": "2026-03-02T09:00:00Z",
              "expiresAt": "2026-05-31T09:00:00Z", "onDuty": false, "companyId": null, "current": true },
        ])
    );
    assert_eq!(sessions(&stranger).await.len(), 1);
    // Page by page, and no page of nobody's.
    let first = person.asks(SESSIONS, json!({ "first": 1 })).await["viewer"]["sessions"].clone();
    assert_eq!((&first["nodes"][0]["kind"], &first["pageInfo"]["hasNextPage"]), (&json!("BROWSER"), &json!(true)));
    let rest = person.asks(SESSIONS, json!({ "first": 1, "after": first["pageInfo"]["endCursor"] })).await["viewer"]["sessions"].clone();
    assert_eq!((&rest["nodes"][0]["kind"], &rest["pageInfo"]["hasNextPage"]), (&json!("TOKEN"), &json!(false)));
    assert_eq!(world.send(None, SESSIONS, json!({})).await["data"]["viewer"], Value::Null);
    // What was left alone for too long is signed in no more, and not listed.
    let mut person = person;
    world.later(TimeDelta::hours(1));
    person.refreshes().await;
    let kinds: Vec<Value> = sessions(&person).await.iter().map(|session| session["kind"].clone()).collect();
    assert_eq!(kinds, ["TOKEN"]);
}

async fn a_device_is_signed_out_from_elsewhere(world: World) {
    let person = world.person("person@example.kz").await;
    let stranger = world.person("stranger@example.kz").await;
    let cookie = browses(&world, "person@example.kz", json!({ "himself": true }), FIREFOX).await;
    assert!(is_known(&world, &cookie).await);
    let other = sessions(&person).await.into_iter().find(|session| session["current"] == false).unwrap()["id"].clone();
    let before = world.happened().await;
    assert_eq!(stranger.is_denied("endSession", json!({ "sessionId": other })).await, "NOT_FOUND");
    let absent = json!({ "sessionId": "ses_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f" });
    assert_eq!(person.is_denied("endSession", absent).await, "NOT_FOUND");
    assert_eq!(
        person.refusals("endSession", json!({ "sessionId": "cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f" })).await,
        ["INVALID_INPUT input.sessionId"]
    );
    assert_eq!(world.happened_since(before).await, 0);
    assert!(is_known(&world, &cookie).await);
    assert_eq!(person.does("endSession", json!({ "sessionId": other }), "ended").await["ended"], true);
    assert!(!is_known(&world, &cookie).await);
    assert_eq!(sessions(&person).await.len(), 1);
    assert_eq!(person.is_denied("endSession", json!({ "sessionId": other })).await, "NOT_FOUND");
}

async fn all_other_devices_are_signed_out(world: World) {
    let mut person = world.person("person@example.kz").await;
    let stranger = world.person("stranger@example.kz").await;
    let first = (person.token.clone(), person.refresh.clone());
    let cookie = browses(&world, "person@example.kz", json!({ "himself": true }), FIREFOX).await;
    person.signs_in(json!({ "himself": true })).await;
    let ended = person.asks("mutation { endOtherSessions { ended userErrors { code } } }", json!({})).await;
    assert_eq!(ended["endOtherSessions"], json!({ "ended": 2, "userErrors": [] }));
    assert!(!is_known(&world, &cookie).await);
    assert_eq!(code(&world.send(Some(&first.0), VIEWER, json!({})).await), "UNAUTHENTICATED");
    assert!(refresh(&world, &first.1).await.is_err());
    assert_eq!(sessions(&person).await.len(), 1);
    assert_eq!(sessions(&stranger).await.len(), 1, "others stay where they are");
}

async fn a_browser_of_staff_is_signed_out_sooner(world: World) {
    let plain = world.person("person@example.kz").await;
    let address = domain::email_address::EmailAddress::parse(&plain.email).unwrap();
    assert!(app::staff::add(&world.app, address, None, domain::staff::Duty::Moderator, domain::country::Country::Kz).await.is_ok());
    let on_duty = browses(&world, "person@example.kz", json!({ "forum": true }), FIREFOX).await;
    let himself = browses(&world, "person@example.kz", json!({ "himself": true }), FIREFOX).await;
    world.later(TimeDelta::minutes(14));
    assert!(is_known(&world, &on_duty).await && is_known(&world, &himself).await);
    world.later(TimeDelta::minutes(15));
    assert!(!is_known(&world, &on_duty).await && is_known(&world, &himself).await);
}
