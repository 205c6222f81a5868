//! Passwords: forgotten, set anew by a link, and changed.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{
    World, on_both_databases,
    people::refusals,
    world::{PASSWORD, code},
};

use super::{REGISTER, VIEWER, bytes, is_signed_in, link, refresh, somebody};

on_both_databases! {
    a_forgotten_password_is_set_by_a_link,
    a_link_serves_once_and_for_an_hour,
    a_link_is_good_for_the_password_and_address_that_it_was_made_for,
    nobody_learns_whether_an_address_is_known,
    letters_to_one_person_are_few,
    a_changed_password_signs_other_devices_out,
    a_change_asks_for_a_fresh_password,
    another_letter_proves_the_address,
}

const NEW: &str = "seven lorries cross khorgos";
const FORGOTTEN: &str =
    "mutation($email: String!) { requestPasswordReset(input: { email: $email }) { requested userErrors { code path message } } }";
const RESET: &str = "mutation($input: ResetPasswordInput!) { resetPassword(input: $input) { changed userErrors { code path message } } }";
const ANOTHER: &str =
    "mutation($email: String!) { requestEmailVerification(input: { email: $email }) { requested userErrors { code path message } } }";

async fn forgets(world: &World, email: &str) -> String {
    let answer = world.asks(FORGOTTEN, json!({ "email": email })).await;
    assert_eq!(answer["requestPasswordReset"], json!({ "requested": true, "userErrors": [] }));
    world.settle().await;
    assert!(world.letters.last_to(email).unwrap().text.contains("/en/reset-password?token="));
    link(world, email)
}

async fn resets(world: &World, token: &str, password: &str) -> Value {
    world.asks(RESET, json!({ "input": { "token": token, "newPassword": password } })).await["resetPassword"].clone()
}

async fn a_forgotten_password_is_set_by_a_link(world: World) {
    let person = world.person("person@example.kz").await;
    let token = forgets(&world, "person@example.kz").await;
    assert!(is_signed_in(&world, "person@example.kz", PASSWORD).await, "to ask changes nothing");
    for (password, refused) in
        [("short", "PASSWORD_TOO_SHORT"), ("Pakistan Zindabad!", "PASSWORD_COMMON"), ("aaaaaaaaaaaaa", "PASSWORD_TOO_WEAK")]
    {
        assert_eq!(refusals(&resets(&world, &token, password).await), [format!("{refused} input.newPassword")]);
    }
    assert!(person.sends(VIEWER, json!({})).await.get("errors").is_none(), "a refusal ends no session");
    assert_eq!(resets(&world, &token, NEW).await, json!({ "changed": true, "userErrors": [] }));
    assert!(is_signed_in(&world, "person@example.kz", NEW).await);
    assert!(!is_signed_in(&world, "person@example.kz", PASSWORD).await);
    // Whoever was signed in by the one before is not any more.
    assert_eq!(code(&person.sends(VIEWER, json!({})).await), "UNAUTHENTICATED");
    assert!(refresh(&world, &person.refresh).await.is_err());
    world.settle().await;
    assert_eq!(world.letters.last_to("person@example.kz").unwrap().subject, "Your password was changed");
}

async fn a_link_serves_once_and_for_an_hour(world: World) {
    world.person("person@example.kz").await;
    world.person("other@example.kz").await;
    let invalid = ["LINK_INVALID input.token"];
    let (token, other) = (forgets(&world, "person@example.kz").await, forgets(&world, "other@example.kz").await);
    let (own, theirs): (Vec<_>, Vec<_>) = (token.split('.').collect(), other.split('.').collect());
    for wrong in [
        "",
        "..",
        "nonsense",
        &token[..token.len() - 1],
        &format!("{token}."),
        &format!("{}.{}.{}", own[0], own[1], theirs[2]),
        &format!("{}.{}.{}", own[0], own[1].parse::<i64>().unwrap() + 60, own[2]),
        &format!("{}.{}.{}", own[0], i64::MAX, own[2]),
    ] {
        assert_eq!(refusals(&resets(&world, wrong, NEW).await), invalid, "{wrong}");
    }
    // Of many who follow it at one moment, one sets the password.
    let passwords: Vec<String> = (0..4).map(|number| format!("{NEW} {number}")).collect();
    let all = join_all(passwords.iter().map(|password| resets(&world, &token, password))).await;
    assert_eq!(all.iter().filter(|payload| payload["changed"] == true).count(), 1, "{all:?}");
    assert_eq!(refusals(&resets(&world, &token, NEW).await), invalid);
    world.later(TimeDelta::hours(1));
    assert_eq!(resets(&world, &other, NEW).await["changed"], true, "an hour is not over before it is over");
    let late = forgets(&world, "person@example.kz").await;
    world.later(TimeDelta::seconds(3_601));
    assert_eq!(refusals(&resets(&world, &late, NEW).await), invalid);
    assert!(!is_signed_in(&world, "person@example.kz", NEW).await);
}

async fn a_link_is_good_for_the_password_and_address_that_it_was_made_for(world: World) {
    let person = world.person("person@example.kz").await;
    let before = forgets(&world, "person@example.kz").await;
    let after = {
        world.later(TimeDelta::seconds(1));
        forgets(&world, "person@example.kz").await
    };
    assert_ne!(before, after);
    world.later(TimeDelta::seconds(1));
    person.does("changePassword", json!({ "newPassword": NEW }), "changed").await;
    for token in [before, after] {
        assert_eq!(refusals(&resets(&world, &token, "other monsoon bridge 17").await), ["LINK_INVALID input.token"]);
    }
    let to_former = forgets(&world, "person@example.kz").await;
    person.does("requestEmailChange", json!({ "email": "moved@example.kz" }), "lettersSent").await;
    world.settle().await;
    let token = link(&world, "moved@example.kz");
    let moved = world.asks("mutation($t: String!) { confirmEmailChange(input: { token: $t }) { changed } }", json!({ "t": token })).await;
    assert_eq!(moved["confirmEmailChange"]["changed"], true);
    assert_eq!(refusals(&resets(&world, &to_former, "other monsoon bridge 17").await), ["LINK_INVALID input.token"]);
    assert!(is_signed_in(&world, "moved@example.kz", NEW).await);
}

async fn nobody_learns_whether_an_address_is_known(world: World) {
    world.person("known@example.kz").await;
    world.asks(REGISTER, json!({ "input": somebody("unproved@example.kz") })).await;
    world.settle().await;
    let letters = world.letters.letters().len();
    let hashes = world.app.hashing().3;
    for document in [FORGOTTEN, ANOTHER] {
        let known = bytes(&world, document, json!({ "email": "known@example.kz" })).await;
        for other in ["unknown@example.kz", "unproved@example.kz", "KNOWN@example.kz"] {
            assert_eq!(bytes(&world, document, json!({ "email": other })).await, known, "{other}");
        }
        let malformed = world.asks(document, json!({ "email": "nobody" })).await;
        let payload = malformed.as_object().unwrap().values().next().unwrap();
        assert_eq!(refusals(payload), ["INVALID_INPUT input.email"]);
    }
    assert_eq!(world.app.hashing().3, hashes, "there is no work to compare");
    world.settle().await;
    // A link to set the password for each who is known, another proof for the one who lacks it, and nothing for a stranger.
    let told = |address: &str| world.letters.letters()[letters..].iter().filter(|letter| letter.to == address).count();
    assert_eq!((told("known@example.kz"), told("unproved@example.kz"), told("unknown@example.kz")), (2, 2, 0));
    assert_eq!(world.letters.letters().len() - letters, 4);

    // Signing in and registering do the same work for those who are known and those who are not.
    let work = async |document: &str, input: Value| {
        let before = world.app.hashing().3;
        world.send(None, document, json!({ "input": input })).await;
        world.app.hashing().3 - before
    };
    for address in ["known@example.kz", "unproved@example.kz", "unknown@example.kz", "no address"] {
        let input = json!({ "email": address, "password": "not the password" });
        assert_eq!(work(super::LOG_IN, input).await, 1, "{address}");
    }
    for address in ["known@example.kz", "unproved@example.kz", "fresh@example.kz"] {
        assert_eq!(work(REGISTER, somebody(address)).await, 1, "{address}");
    }
    // Also when guessing has been noticed.
    for address in ["known@example.kz", "unknown@example.kz"] {
        for _ in 0..15 {
            let input = json!({ "email": address, "password": "not the password" });
            assert_eq!(work(super::LOG_IN, input).await, 1, "{address}");
        }
    }
    world.settle().await;
}

async fn letters_to_one_person_are_few(world: World) {
    world.person("person@example.kz").await;
    let before = world.letters.letters().len();
    for _ in 0..20 {
        assert_eq!(world.asks(FORGOTTEN, json!({ "email": "person@example.kz" })).await["requestPasswordReset"]["requested"], true);
    }
    world.settle().await;
    assert_eq!(world.letters.letters().len() - before, 3, "whoever asks for many letters floods nobody");
    world.later(TimeDelta::hours(1));
    forgets(&world, "person@example.kz").await;
    assert_eq!(world.letters.letters().len() - before, 4);
}

async fn a_changed_password_signs_other_devices_out(world: World) {
    let mut elsewhere = world.person("person@example.kz").await;
    let first = elsewhere.token.clone();
    elsewhere.signs_in(json!({ "himself": true })).await;
    let person = elsewhere;
    assert!(world.send(Some(&first), VIEWER, json!({})).await.get("errors").is_none());
    for (password, refused) in [("short", "PASSWORD_TOO_SHORT"), ("person example 12", "PASSWORD_TOO_WEAK")] {
        let input = json!({ "newPassword": password });
        assert_eq!(person.refusals("changePassword", input).await, [format!("{refused} input.newPassword")]);
    }
    assert!(world.send(Some(&first), VIEWER, json!({})).await.get("errors").is_none(), "a refusal signs nobody out");
    person.does("changePassword", json!({ "newPassword": NEW }), "changed").await;
    assert_eq!(code(&world.send(Some(&first), VIEWER, json!({})).await), "UNAUTHENTICATED");
    assert!(person.sends(VIEWER, json!({})).await.get("errors").is_none(), "the device that asked stays");
    assert!(is_signed_in(&world, "person@example.kz", NEW).await && !is_signed_in(&world, "person@example.kz", PASSWORD).await);
    world.settle().await;
    assert_eq!(world.letters.last_to("person@example.kz").unwrap().subject, "Your password was changed");
}

async fn a_change_asks_for_a_fresh_password(world: World) {
    let mut person = world.person("person@example.kz").await;
    world.later(TimeDelta::minutes(15));
    person.refreshes().await;
    let before = world.happened().await;
    for (mutation, input) in [
        ("changePassword", json!({ "newPassword": NEW })),
        ("requestEmailChange", json!({ "email": "moved@example.kz" })),
        ("endSession", json!({ "sessionId": "ses_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f" })),
    ] {
        assert_eq!(person.is_denied(mutation, input).await, "FORBIDDEN", "{mutation}");
    }
    assert_eq!(world.happened_since(before).await, 0);
    assert!(is_signed_in(&world, "person@example.kz", PASSWORD).await);
    person.confirms_access().await;
    person.does("changePassword", json!({ "newPassword": NEW }), "changed").await;
    // With a second factor eight characters do.
    person.enrols().await;
    person.does("changePassword", json!({ "newPassword": "tRz9!kw-Q2x" }), "changed").await;
}

async fn another_letter_proves_the_address(world: World) {
    world.asks(REGISTER, json!({ "input": somebody("late@example.kz") })).await;
    world.settle().await;
    let first = link(&world, "late@example.kz");
    world.later(TimeDelta::days(2));
    let proves = async |token: &str| {
        let answer = world.asks(super::VERIFY, json!({ "token": token })).await;
        answer["verifyEmail"]["verified"] == true
    };
    assert!(!proves(&first).await);
    let answer = world.asks(ANOTHER, json!({ "email": "late@example.kz" })).await;
    assert_eq!(answer["requestEmailVerification"]["requested"], true);
    world.settle().await;
    let stale = link(&world, "late@example.kz");
    // Whoever registers with the address since is another registration, which this letter does not prove.
    world.later(TimeDelta::minutes(1));
    world.asks(REGISTER, json!({ "input": somebody("late@example.kz") })).await;
    assert!(!proves(&stale).await);
    world.asks(ANOTHER, json!({ "email": "late@example.kz" })).await;
    world.settle().await;
    assert!(proves(&link(&world, "late@example.kz")).await);
    // Whoever has proved it gets no further letter.
    let letters = world.letters.letters().len();
    world.asks(ANOTHER, json!({ "email": "late@example.kz" })).await;
    world.settle().await;
    assert_eq!(world.letters.letters().len(), letters);
}
