//! A copy of everything that is held on a person: whole, his alone, and for a short while.

use axum::body::Body;
use chrono::TimeDelta;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tests::{
    Person, World, on_both_databases,
    world::{PASSWORD, code},
};

on_both_databases! {
    a_person_fetches_everything_that_is_held_on_him,
    a_copy_holds_no_secret,
    nobody_else_fetches_it,
    a_copy_is_there_for_a_quarter_of_an_hour,
    a_browser_fetches_it_with_its_cookie,
    asking_for_it_needs_a_fresh_factor,
}

async fn asks(person: &Person<'_>) -> String {
    let answer = person.asks("mutation { exportMyData { exportId path expiresAt } }", json!({})).await;
    answer["exportMyData"]["path"].as_str().expect("a path").to_owned()
}

async fn fetches(world: &World, path: &str, headers: &[(&str, &str)]) -> (StatusCode, Vec<u8>) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = world.request(request.body(Body::empty()).unwrap()).await;
    let status = response.status();
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

async fn as_bearer(world: &World, path: &str, token: &str) -> (StatusCode, Vec<u8>) {
    fetches(world, path, &[("authorization", &format!("Bearer {token}"))]).await
}

async fn copy(person: &Person<'_>) -> Value {
    let path = asks(person).await;
    let (status, body) = as_bearer(person.world, &path, &person.token).await;
    assert_eq!(status, StatusCode::OK);
    serde_json::from_slice(&body).unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&body)))
}

async fn a_person_fetches_everything_that_is_held_on_him(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let seller = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let buyer = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
    let id = seller.is_introduced_to(&buyer).await;
    seller.owner.does("recordConsent", json!({ "purpose": "NEWS_BY_MAIL" }), "consent { id }").await;

    let held = copy(&seller.owner).await["held"].clone();
    let account = &held["user_account.id"][0];
    assert_eq!(
        (&account["email"], &account["name"], &account["language"]),
        (&json!(seller.owner.email), &json!("Айгүл Сейітова"), &json!("en"))
    );
    let purposes: Vec<&str> = held["consent.user_id"].as_array().unwrap().iter().filter_map(|row| row["purpose"].as_str()).collect();
    assert_eq!(purposes.len(), 4);
    assert!(purposes.contains(&"NEWS_BY_MAIL"));
    assert_eq!(held["member.user_id"][0]["role"], "OWNER");
    assert!(held["session.user_id"].as_array().unwrap().len() >= 2, "both times that he signed in");
    assert_eq!(held["introduction.requested_by"][0]["message"], "We would like to talk about what you published.");
    assert!(id.ends_with(&held["introduction.requested_by"][0]["id"].as_str().unwrap().replace('-', "")));
    assert!(!held["letter.user_id"].as_array().unwrap().is_empty());
    let happened: Vec<&str> = held["event.actor_id"].as_array().unwrap().iter().filter_map(|row| row["name"].as_str()).collect();
    for event in ["CompanyRegistered", "CompanySubmitted", "IntroductionRequested", "ConsentGiven", "DataExportRequested"] {
        assert!(happened.contains(&event), "{event} in {happened:?}");
    }
    // Every place is told of, also where there is nothing; and what the other side did is not his.
    assert_eq!(held.as_object().unwrap().len(), persistence::repository::personal::PLACES.len());
    assert_eq!(held["introduction.answered_by"], json!([]));
    let text = held.to_string();
    // The other company stands in what he was told of it, and nobody of its people does.
    assert!(!text.contains(&buyer.owner.email));
    // The duty of a person is his as well.
    let duty = copy(&astana).await["held"].clone();
    assert_eq!(duty["staff.user_id"][0]["duty"], "MODERATOR");
    assert_eq!(duty["moderation_case.decided_by"].as_array().unwrap().len(), 1);
}

async fn a_copy_holds_no_secret(world: World) {
    let person = world.person("person@example.kz").await;
    let copy = copy(&person).await;
    let text = copy.to_string();
    for word in ["argon2", "secret_hash", "previous_hash", "\"hash\"", "salt\":", PASSWORD, person.token.as_str(), person.refresh.as_str()]
    {
        assert!(!text.contains(word), "{word}");
    }
    assert!(copy["held"]["password.user_id"][0]["changed_at"].is_string());
}

async fn nobody_else_fetches_it(world: World) {
    let person = world.person("person@example.kz").await;
    let other = world.person("other@example.kz").await;
    let administrator = world.on_duty("administrator@forum.example", domain::staff::Duty::Administrator, "KZ").await;
    let path = asks(&person).await;
    let nowhere = "/exports/exp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f";
    for stranger in [&other, &administrator] {
        let refused = as_bearer(&world, &path, &stranger.token).await;
        assert_eq!(refused.0, StatusCode::NOT_FOUND);
        assert_eq!(refused, as_bearer(&world, nowhere, &stranger.token).await, "not even that it exists is told");
        assert_eq!(refused, as_bearer(&world, "/exports/nothing", &stranger.token).await);
    }
    assert_eq!(fetches(&world, &path, &[]).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(as_bearer(&world, &path, "not a token").await.0, StatusCode::UNAUTHORIZED);
    person.asks("mutation { logOut { signedOut } }", json!({})).await;
    assert_eq!(as_bearer(&world, &path, &person.token).await.0, StatusCode::UNAUTHORIZED);
}

async fn a_copy_is_there_for_a_quarter_of_an_hour(world: World) {
    let mut person = world.person("person@example.kz").await;
    let path = asks(&person).await;
    world.later(TimeDelta::minutes(14));
    person.refreshes().await;
    assert_eq!(as_bearer(&world, &path, &person.token).await.0, StatusCode::OK);
    world.later(TimeDelta::minutes(1));
    assert_eq!(as_bearer(&world, &path, &person.token).await.0, StatusCode::NOT_FOUND);
}

async fn a_browser_fetches_it_with_its_cookie(world: World) {
    let person = world.person("person@example.kz").await;
    let path = asks(&person).await;
    let document = "mutation($input: LogInInput!) { logIn(input: $input) { signedIn } }";
    let input = json!({ "email": person.email, "password": PASSWORD, "kind": "BROWSER" });
    let body = json!({ "query": document, "variables": { "input": input } }).to_string();
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").header("origin", "https://forum.example");
    let response = world.request(request.body(Body::from(body)).unwrap()).await;
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let (status, body) = fetches(&world, &path, &[("cookie", &cookie)]).await;
    assert_eq!(status, StatusCode::OK);
    let copy: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(copy["held"]["user_account.id"][0]["email"], json!(person.email));
}

async fn asking_for_it_needs_a_fresh_factor(world: World) {
    let mut person = world.person("person@example.kz").await;
    world.later(TimeDelta::minutes(16));
    person.refreshes().await;
    let before = world.happened().await;
    let answer = person.sends("mutation { exportMyData { path } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    assert_eq!(code(&world.send(None, "mutation { exportMyData { path } }", json!({})).await), "UNAUTHENTICATED");
    assert_eq!(world.happened_since(before).await, 0);
}
