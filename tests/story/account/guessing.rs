//! Guessing at passwords, and floods: bounded for whoever tries, harmless for everybody else.

use std::net::SocketAddr;

use app::credential::password::Cost;
use axum::{body::Body, extract::ConnectInfo};
use chrono::TimeDelta;
use futures_util::future::join_all;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tests::{
    Kind, World, on_both_databases,
    world::{PASSWORD, code},
};

use super::{LOG_IN, REGISTER, is_signed_in, log_in, somebody};

on_both_databases! {
    a_day_of_guessing_is_a_hundred_guesses,
    a_known_device_gets_in_while_others_guess,
    what_makes_a_device_known_cannot_be_made_up,
    few_register_from_one_address,
    few_letters_are_asked_for_from_one_address,
    a_flood_of_passwords_is_turned_away_and_hurts_nobody_else,
}

/// Guesses from many addresses of the network, at two nodes, several at a moment, for a day: what the other nodes have counted counts.
async fn a_day_of_guessing_is_a_hundred_guesses(world: World) {
    world.person("person@example.kz").await;
    let other = world.neighbour().await;
    let events = async || {
        let statement = "SELECT count(*) FROM event WHERE name = 'SignInRefused'";
        tests::ledger::number(&world.location, statement).await
    };
    let before = events().await;
    for _ in 0..24 * 6 {
        for node in [&world, &other] {
            let guesses = (0..3)
                .map(|guess| is_signed_in(node, if guess == 1 { "PERSON@example.kz" } else { "person@example.kz" }, "a guess or two"));
            assert!(join_all(guesses).await.iter().all(|signed_in| !signed_in));
        }
        world.later(TimeDelta::minutes(10));
        other.later(TimeDelta::minutes(10));
    }
    // Each guess that was looked at is one event; the others did the same work for nothing.
    let looked_at = events().await - before;
    assert!((10..=100).contains(&looked_at), "{looked_at} guesses were looked at within a day");
    world.later(TimeDelta::days(1));
    assert!(is_signed_in(&world, "person@example.kz", PASSWORD).await);
}

const WITH_DEVICE: &str = "mutation($input: LogInInput!) { logIn(input: $input) { signedIn device } }";

async fn signs_in_on(world: &World, email: &str, password: &str, device: &Value) -> Value {
    let input = json!({ "email": email, "password": password, "device": device });
    world.asks(WITH_DEVICE, json!({ "input": input })).await["logIn"].clone()
}

async fn a_known_device_gets_in_while_others_guess(world: World) {
    world.person("person@example.kz").await;
    let device = signs_in_on(&world, "person@example.kz", PASSWORD, &Value::Null).await["device"].clone();
    assert!(device.is_string());
    for _ in 0..30 {
        log_in(&world, "person@example.kz", "a guess or two").await;
    }
    assert!(!is_signed_in(&world, "person@example.kz", PASSWORD).await, "a device that nobody knows waits");
    assert_eq!(signs_in_on(&world, "person@example.kz", PASSWORD, &device).await["signedIn"], true);
    // Who has stolen a device guesses no more often than others.
    let mut looked_at = 0;
    for _ in 0..24 * 6 {
        let before = world.happened().await;
        signs_in_on(&world, "person@example.kz", "a guess or two", &device).await;
        looked_at += world.happened_since(before).await;
        world.later(TimeDelta::minutes(10));
    }
    assert!((5..=20).contains(&looked_at), "{looked_at}");
}

async fn what_makes_a_device_known_cannot_be_made_up(world: World) {
    let person = world.person("person@example.kz").await;
    world.person("other@example.kz").await;
    let device = signs_in_on(&world, "person@example.kz", PASSWORD, &Value::Null).await["device"].as_str().unwrap().to_owned();
    let theirs = signs_in_on(&world, "other@example.kz", PASSWORD, &Value::Null).await["device"].as_str().unwrap().to_owned();
    for _ in 0..11 {
        log_in(&world, "person@example.kz", "a guess or two").await;
    }
    let parts: Vec<&str> = device.split('.').collect();
    let forged = [
        String::new(),
        "..".to_owned(),
        theirs.clone(),
        device[..device.len() - 1].to_owned(),
        format!("{}.{}.{}", parts[0], parts[1].parse::<i64>().unwrap() + 1, parts[2]),
        format!("{}.{}.{}", theirs.split('.').next().unwrap(), parts[1], parts[2]),
    ];
    for forged in forged {
        assert_eq!(signs_in_on(&world, "person@example.kz", PASSWORD, &json!(forged)).await["signedIn"], false, "{forged}");
    }
    assert_eq!(signs_in_on(&world, "person@example.kz", PASSWORD, &json!(device)).await["signedIn"], true);
    // It is no credential, and another password makes it unknown.
    assert_eq!(code(&world.send(Some(&device), "{ viewer { user { id } } }", json!({})).await), "UNAUTHENTICATED");
    world.later(TimeDelta::seconds(5));
    person.does("changePassword", json!({ "newPassword": "seven lorries cross khorgos" }), "changed").await;
    for _ in 0..11 {
        log_in(&world, "person@example.kz", "a guess or two").await;
    }
    assert_eq!(signs_in_on(&world, "person@example.kz", "seven lorries cross khorgos", &json!(device)).await["signedIn"], false);
}

/// Sends a document from an address of the network, and gives back status, what `Retry-After` says, and the answer.
async fn from(world: &World, address: &str, document: &str, variables: Value) -> (StatusCode, Option<String>, Value) {
    let body = json!({ "query": document, "variables": variables }).to_string();
    let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address.parse().unwrap(), 4711)));
    let response = world.request(request).await;
    let status = response.status();
    let retry_after = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, retry_after, serde_json::from_slice(&bytes).unwrap())
}

async fn few_register_from_one_address(world: World) {
    let register = async |address: &str, number: u32| {
        let input = json!({ "input": somebody(&format!("person{number}@example.kz")) });
        from(&world, address, REGISTER, input).await.2
    };
    for number in 0..3 {
        assert_eq!(register("192.0.2.1", number).await["data"]["register"]["letterSent"], true);
    }
    let before = world.happened().await;
    let hashes = world.app.hashing().3;
    let refused = register("192.0.2.1", 3).await;
    assert_eq!(code(&refused), "RATE_LIMITED");
    assert_eq!(refused["errors"][0]["extensions"]["retryAfter"], 3_600);
    assert_eq!((world.happened_since(before).await, world.app.hashing().3), (0, hashes), "no work is done for it");
    assert_eq!(register("192.0.2.2", 4).await["data"]["register"]["letterSent"], true, "others may");
    // Whoever has a network of IPv6 has no more for it; malformed registrations are not counted.
    for number in 5..8 {
        assert_eq!(register(&format!("2001:db8::{number}"), number).await["data"]["register"]["letterSent"], true);
    }
    assert_eq!(code(&register("2001:db8::99:1", 8).await), "RATE_LIMITED");
    assert_eq!(
        from(&world, "192.0.2.9", REGISTER, json!({ "input": somebody("nobody") })).await.2["data"]["register"]["letterSent"],
        false
    );
    // The other node has counted too.
    let other = world.neighbour().await;
    assert_eq!(code(&from(&other, "192.0.2.1", REGISTER, json!({ "input": somebody("p9@example.kz") })).await.2), "RATE_LIMITED");
    world.later(TimeDelta::hours(1));
    assert_eq!(register("192.0.2.1", 10).await["data"]["register"]["letterSent"], true);
}

async fn few_letters_are_asked_for_from_one_address(world: World) {
    let document = "mutation($email: String!) { requestPasswordReset(input: { email: $email }) { requested } }";
    for number in 0..10 {
        let variables = json!({ "email": format!("person{number}@example.kz") });
        assert_eq!(from(&world, "192.0.2.1", document, variables).await.2["data"]["requestPasswordReset"]["requested"], true);
    }
    let refused = from(&world, "192.0.2.1", document, json!({ "email": "person@example.kz" })).await.2;
    assert_eq!(code(&refused), "RATE_LIMITED");
    assert_eq!(
        from(&world, "192.0.2.2", document, json!({ "email": "person@example.kz" })).await.2["data"]["requestPasswordReset"]["requested"],
        true
    );
}

/// A hundred at one moment, where one core takes a tenth of a second for each: some are served, the rest is told to come again.
async fn a_flood_of_passwords_is_turned_away_and_hurts_nobody_else(world: World) {
    let kind = if matches!(world.location, app::storage::Location::Sqlite(_)) { Kind::Sqlite } else { Kind::Postgres };
    let world = World::with_cost(kind, Cost { memory: 64 * 1024, passes: 3, lanes: 1 }).await;
    let attempts = (0..100).map(|number| {
        let input = json!({ "email": format!("person{number}@example.kz"), "password": "a guess or two" });
        let address = format!("192.0.2.{}", number % 200);
        let world = &world;
        async move { from(world, &address, LOG_IN, json!({ "input": input })).await }
    });
    let others = async {
        // Whoever only reads is served while the flood waits for the one core.
        for _ in 0..20 {
            world.asks("{ companies(first: 1) { nodes { id } } }", json!({})).await;
        }
        (world.app.hashing().1, world.app.hashing().0)
    };
    let (answers, (running, permits)) = tokio::join!(join_all(attempts), others);
    assert!(running <= permits, "no more hashes run than there are cores to spare");
    let (busy, served): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(status, ..)| *status == StatusCode::SERVICE_UNAVAILABLE);
    assert!(!busy.is_empty() && !served.is_empty(), "{} busy, {} served", busy.len(), served.len());
    for (_, retry_after, answer) in &busy {
        assert_eq!((retry_after.as_deref(), code(answer)), (Some("1"), "RATE_LIMITED"));
    }
    for (status, _, answer) in &served {
        assert_eq!((*status, &answer["data"]["logIn"]["signedIn"]), (StatusCode::OK, &json!(false)), "{answer}");
    }
    // Those who were turned away have not guessed: a person who was among them is not kept waiting for it.
    world.settle().await;
}
