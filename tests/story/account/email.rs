//! Moving to another address: confirmed there, stopped here.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{
    World, on_both_databases,
    people::refusals,
    world::{PASSWORD, code},
};

use super::{VIEWER, is_signed_in, link};

on_both_databases! {
    a_person_moves_to_another_address,
    the_former_address_stops_a_move,
    the_former_address_takes_a_move_back,
    a_move_to_an_address_of_others_is_told_to_them_alone,
    only_the_last_move_counts,
}

const CONFIRM: &str =
    "mutation($token: String!) { confirmEmailChange(input: { token: $token }) { changed userErrors { code path message } } }";
const STOP: &str = "mutation($token: String!) { stopEmailChange(input: { token: $token }) { stopped userErrors { code path message } } }";

async fn confirms(world: &World, token: &str) -> Value {
    world.asks(CONFIRM, json!({ "token": token })).await["confirmEmailChange"].clone()
}

async fn stops(world: &World, token: &str) -> Value {
    world.asks(STOP, json!({ "token": token })).await["stopEmailChange"].clone()
}

async fn a_person_moves_to_another_address(world: World) {
    let person = world.person("person@example.kz").await;
    for (email, refused) in [("nobody", "INVALID_INPUT input.email"), ("Person@EXAMPLE.kz", "SAME_ADDRESS input.email")] {
        assert_eq!(person.refusals("requestEmailChange", json!({ "email": email })).await, [refused]);
    }
    person.does("requestEmailChange", json!({ "email": "moved@example.kz" }), "lettersSent").await;
    world.settle().await;
    assert!(world.letters.last_to("moved@example.kz").unwrap().text.contains("/en/confirm-email?token="));
    let notice = world.letters.last_to("person@example.kz").unwrap().text;
    assert!(notice.contains("moved@example.kz") && notice.contains("/en/stop-email-change?token="));
    assert!(is_signed_in(&world, "person@example.kz", PASSWORD).await && !is_signed_in(&world, "moved@example.kz", PASSWORD).await);
    let token = link(&world, "moved@example.kz");
    for wrong in ["", ".", "nonsense", &token[..token.len() - 1], &link(&world, "person@example.kz")] {
        assert_eq!(refusals(&confirms(&world, wrong).await), ["LINK_INVALID input.token"], "{wrong}");
    }
    assert_eq!(confirms(&world, &token).await, json!({ "changed": true, "userErrors": [] }));
    assert!(!is_signed_in(&world, "person@example.kz", PASSWORD).await && is_signed_in(&world, "moved@example.kz", PASSWORD).await);
    assert_eq!(person.asks(VIEWER, json!({})).await["viewer"]["user"], json!({ "email": "moved@example.kz", "emailVerified": true }));
    assert_eq!(refusals(&confirms(&world, &token).await), ["LINK_INVALID input.token"], "a link serves once");

    person.does("requestEmailChange", json!({ "email": "late@example.kz" }), "lettersSent").await;
    world.settle().await;
    world.later(TimeDelta::seconds(86_401));
    assert_eq!(refusals(&confirms(&world, &link(&world, "late@example.kz")).await), ["LINK_INVALID input.token"]);
}

async fn the_former_address_stops_a_move(world: World) {
    let thief = world.person("person@example.kz").await;
    thief.does("requestEmailChange", json!({ "email": "thief@example.kz" }), "lettersSent").await;
    world.settle().await;
    let (theirs, own) = (link(&world, "thief@example.kz"), link(&world, "person@example.kz"));
    assert_eq!(refusals(&stops(&world, &theirs).await), ["LINK_INVALID input.token"]);
    assert_eq!(stops(&world, &own).await, json!({ "stopped": true, "userErrors": [] }));
    assert_eq!(refusals(&confirms(&world, &theirs).await), ["LINK_INVALID input.token"]);
    assert_eq!(code(&thief.sends(VIEWER, json!({})).await), "UNAUTHENTICATED", "whoever asked is signed out");
    assert!(is_signed_in(&world, "person@example.kz", PASSWORD).await);
    assert_eq!(refusals(&stops(&world, &own).await), ["LINK_INVALID input.token"]);
}

async fn the_former_address_takes_a_move_back(world: World) {
    let mut thief = world.person("person@example.kz").await;
    thief.does("requestEmailChange", json!({ "email": "thief@example.kz" }), "lettersSent").await;
    world.settle().await;
    let own = link(&world, "person@example.kz");
    assert_eq!(confirms(&world, &link(&world, "thief@example.kz")).await["changed"], true);
    world.later(TimeDelta::days(6));
    thief.refreshes().await;
    assert_eq!(stops(&world, &own).await["stopped"], true);
    assert_eq!(code(&thief.sends(VIEWER, json!({})).await), "UNAUTHENTICATED");
    assert!(is_signed_in(&world, "person@example.kz", PASSWORD).await && !is_signed_in(&world, "thief@example.kz", PASSWORD).await);

    // A week later the move stands.
    thief.signs_in(json!({ "himself": true })).await;
    thief.does("requestEmailChange", json!({ "email": "moved@example.kz" }), "lettersSent").await;
    world.settle().await;
    let own = link(&world, "person@example.kz");
    assert_eq!(confirms(&world, &link(&world, "moved@example.kz")).await["changed"], true);
    world.later(TimeDelta::seconds(7 * 86_400 + 1));
    assert_eq!(refusals(&stops(&world, &own).await), ["LINK_INVALID input.token"]);
    assert!(is_signed_in(&world, "moved@example.kz", PASSWORD).await);
}

async fn a_move_to_an_address_of_others_is_told_to_them_alone(world: World) {
    let person = world.person("person@example.kz").await;
    world.person("known@example.kz").await;
    let free = person.does("requestEmailChange", json!({ "email": "free@example.kz" }), "lettersSent").await;
    let taken = person.does("requestEmailChange", json!({ "email": "known@example.kz" }), "lettersSent").await;
    assert_eq!(free, taken);
    world.settle().await;
    let letter = world.letters.last_to("known@example.kz").unwrap();
    assert_eq!(letter.subject, "You already have an account");
    assert!(!letter.text.contains("token="));
}

async fn only_the_last_move_counts(world: World) {
    let person = world.person("person@example.kz").await;
    person.does("requestEmailChange", json!({ "email": "first@example.kz" }), "lettersSent").await;
    person.does("requestEmailChange", json!({ "email": "second@example.kz" }), "lettersSent").await;
    world.settle().await;
    assert_eq!(refusals(&confirms(&world, &link(&world, "first@example.kz")).await), ["LINK_INVALID input.token"]);
    // Somebody else registers with the address before the link is followed: it is his.
    world.person("second@example.kz").await;
    let token = {
        person.does("requestEmailChange", json!({ "email": "third@example.kz" }), "lettersSent").await;
        world.settle().await;
        link(&world, "third@example.kz")
    };
    world.person("third@example.kz").await;
    assert_eq!(refusals(&confirms(&world, &token).await), ["LINK_INVALID input.token"]);
    assert!(is_signed_in(&world, "person@example.kz", PASSWORD).await);
    // More than a few letters an hour go to nobody.
    assert_eq!(person.is_denied("requestEmailChange", json!({ "email": "fourth@example.kz" })).await, "RATE_LIMITED");
}
