//! Authenticators and recovery codes: enrolled, asked for, used up, lost and taken away.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{
    Person, World, on_both_databases,
    people::{Factor, refusals},
    world::{PASSWORD, code},
};

use super::{LOG_IN, VIEWER};

on_both_databases! {
    an_authenticator_counts_from_its_first_code_on,
    signing_in_takes_two_steps,
    no_code_is_taken_twice,
    a_challenge_is_good_once_and_for_five_minutes,
    a_code_on_paper_stands_in_once,
    other_codes_replace_those_before,
    a_factor_is_taken_away_by_a_fresh_one_only,
    only_the_second_factor_makes_fresh_who_has_one,
    the_password_makes_fresh_who_has_no_other,
    whoever_serves_the_forum_shows_a_second_factor_first,
    guessing_codes_is_bounded,
}

const SECOND: &str = "mutation($input: LogInWithSecondFactorInput!) { logInWithSecondFactor(input: $input) {
    signedIn tokens { accessToken refreshToken } device userErrors { code path message } } }";
const CHALLENGED: &str = "mutation($input: LogInInput!) { logIn(input: $input) {
    signedIn tokens { accessToken } challenge { token expiresAt kinds } userErrors { code path message } } }";

async fn challenged(world: &World, email: &str) -> Value {
    let input = json!({ "email": email, "password": PASSWORD, "actAs": { "himself": true } });
    world.asks(CHALLENGED, json!({ "input": input })).await["logIn"].clone()
}

async fn challenge(world: &World, email: &str) -> Value {
    challenged(world, email).await["challenge"]["token"].clone()
}

async fn answers(world: &World, challenge: &Value, factor: Value) -> Value {
    world.asks(SECOND, json!({ "input": { "challenge": challenge, "factor": factor } })).await["logInWithSecondFactor"].clone()
}

async fn enrolled<'w>(world: &'w World, email: &str) -> (Person<'w>, Factor) {
    let mut person = world.person(email).await;
    person.enrols().await;
    let factor = person.factor.clone().unwrap();
    (person, factor)
}

const FACTORS: &str = "{ viewer { secondFactors { factors { id kind name usedAt } recoveryCodesLeft required } } }";

async fn factors(person: &Person<'_>) -> Value {
    person.asks(FACTORS, json!({})).await["viewer"]["secondFactors"].clone()
}

async fn an_authenticator_counts_from_its_first_code_on(world: World) {
    let person = world.person("person@example.kz").await;
    assert_eq!(factors(&person).await, json!({ "factors": [], "recoveryCodesLeft": 0, "required": false }));
    assert_eq!(person.refusals("enrolTotp", json!({ "name": "" })).await, ["INVALID_INPUT input.name"]);
    let begun = person.does("enrolTotp", json!({ "name": "Телефон" }), "enrolment { factorId secret uri }").await["enrolment"].clone();
    let secret = begun["secret"].as_str().unwrap();
    assert_eq!(
        begun["uri"],
        format!("otpauth://totp/forum.example:person%40example.kz?secret={secret}&issuer=forum.example&algorithm=SHA1&digits=6&period=30")
    );
    // Until then nothing asks for it.
    assert_eq!(factors(&person).await["factors"], json!([]));
    assert_eq!(challenged(&world, "person@example.kz").await["signedIn"], true);

    let mut factor = Factor { id: begun["factorId"].as_str().unwrap().to_owned(), secret: secret.to_owned(), step: 0, codes: vec![] };
    let first = factor.next(&world)["totpCode"].clone();
    let id = factor.id.clone();
    let confirms = |code: &Value| json!({ "factorId": id, "code": code });
    let stranger = world.person("stranger@example.kz").await;
    assert_eq!(stranger.refusals("confirmTotp", confirms(&first)).await, ["NO_SUCH_FACTOR input.factorId"]);
    assert_eq!(person.refusals("confirmTotp", confirms(&json!("12345"))).await, ["CODE_INVALID input.code"]);
    assert_eq!(factors(&person).await["factors"], json!([]));
    let confirmed = person.does("confirmTotp", confirms(&first), "confirmed recoveryCodes").await;
    assert_eq!(confirmed["confirmed"], true);
    let codes: std::collections::BTreeSet<&str> = confirmed["recoveryCodes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(codes.len(), 10, "ten codes that differ");
    assert!(codes.iter().all(|code| code.len() == 19));
    let now = factors(&person).await;
    assert_eq!((&now["factors"][0]["name"], &now["factors"][0]["kind"]), (&json!("Телефон"), &json!("TOTP")));
    assert_eq!(now["recoveryCodesLeft"], 10);
    assert_eq!(factors(&stranger).await["factors"], json!([]));
    assert_eq!(person.refusals("confirmTotp", confirms(&factor.next(&world)["totpCode"])).await, ["NO_SUCH_FACTOR input.factorId"]);
    // A second one brings no other codes.
    let another = person.does("enrolTotp", json!({}), "enrolment { factorId secret }").await["enrolment"].clone();
    let text = |field: &str| another[field].as_str().unwrap().to_owned();
    let mut second = Factor { id: text("factorId"), secret: text("secret"), step: 0, codes: vec![] };
    let input = json!({ "factorId": second.id, "code": second.next(&world)["totpCode"] });
    assert_eq!(person.does("confirmTotp", input, "recoveryCodes").await["recoveryCodes"], json!([]));
}

async fn signing_in_takes_two_steps(world: World) {
    let (_, mut factor) = enrolled(&world, "person@example.kz").await;
    let (_, mut other) = enrolled(&world, "other@example.kz").await;
    let first = challenged(&world, "person@example.kz").await;
    assert_eq!((&first["signedIn"], &first["tokens"]), (&json!(false), &Value::Null), "the password alone signs nobody in");
    assert_eq!(refusals(&first), ["SECOND_FACTOR_REQUIRED input"]);
    assert_eq!(first["challenge"]["kinds"], json!(["TOTP"]));
    let token = &first["challenge"]["token"];
    assert_eq!(refusals(&answers(&world, token, json!({ "totpCode": "000000" })).await), ["CODE_INVALID input.factor"]);
    assert_eq!(refusals(&answers(&world, token, other.next(&world)).await), ["CODE_INVALID input.factor"], "another person's code");
    let wrong = answers(&world, &json!("pkf_ch_0000000000000000000000000000000000000000000"), factor.clone().next(&world)).await;
    assert_eq!(refusals(&wrong), ["CHALLENGE_INVALID input.challenge"]);
    let done = answers(&world, token, factor.next(&world)).await;
    assert_eq!((&done["signedIn"], &done["userErrors"]), (&json!(true), &json!([])));
    let viewer = world.send(done["tokens"]["accessToken"].as_str(), VIEWER, json!({})).await;
    assert_eq!(viewer["data"]["viewer"]["user"]["email"], "person@example.kz");
    // A wrong password says nothing of a second factor.
    let input = json!({ "email": "person@example.kz", "password": "not the password" });
    let wrong = world.asks(CHALLENGED, json!({ "input": input })).await["logIn"].clone();
    assert_eq!((refusals(&wrong), &wrong["challenge"]), (vec!["INVALID_CREDENTIALS input".to_owned()], &Value::Null));
}

async fn no_code_is_taken_twice(world: World) {
    let (_, mut factor) = enrolled(&world, "person@example.kz").await;
    let shown = factor.next(&world);
    let token = challenge(&world, "person@example.kz").await;
    assert_eq!(answers(&world, &token, shown.clone()).await["signedIn"], true);
    let token = challenge(&world, "person@example.kz").await;
    assert_eq!(refusals(&answers(&world, &token, shown).await), ["CODE_INVALID input.factor"]);
    // Nor is one before it, though its half minute would still count.
    let mut before = factor.clone();
    before.step -= 2;
    assert_eq!(refusals(&answers(&world, &token, before.next(&world)).await), ["CODE_INVALID input.factor"]);
    assert_eq!(answers(&world, &token, factor.next(&world)).await["signedIn"], true);

    // Of many answers at one moment with one code, one signs in.
    world.later(TimeDelta::minutes(2));
    let shown = factor.next(&world);
    let mut challenges = Vec::new();
    for _ in 0..4 {
        challenges.push(challenge(&world, "person@example.kz").await);
    }
    let all = join_all(challenges.iter().map(|token| answers(&world, token, shown.clone()))).await;
    assert_eq!(all.iter().filter(|answer| answer["signedIn"] == true).count(), 1, "{all:?}");
}

async fn a_challenge_is_good_once_and_for_five_minutes(world: World) {
    let (person, mut factor) = enrolled(&world, "person@example.kz").await;
    let invalid = ["CHALLENGE_INVALID input.challenge"];
    let token = challenge(&world, "person@example.kz").await;
    assert_eq!(answers(&world, &token, factor.next(&world)).await["signedIn"], true);
    assert_eq!(refusals(&answers(&world, &token, factor.next(&world)).await), invalid);
    let (on_time, late) = (challenge(&world, "person@example.kz").await, challenge(&world, "person@example.kz").await);
    world.later(TimeDelta::seconds(299));
    assert_eq!(answers(&world, &on_time, factor.next(&world)).await["signedIn"], true);
    world.later(TimeDelta::seconds(1));
    assert_eq!(refusals(&answers(&world, &late, factor.next(&world)).await), invalid);
    assert_eq!(code(&world.send(late.as_str(), VIEWER, json!({})).await), "UNAUTHENTICATED", "a challenge is no token");
    assert_eq!(person.factor.as_ref().unwrap().codes.len(), 10);
}

async fn a_code_on_paper_stands_in_once(world: World) {
    let (person, factor) = enrolled(&world, "person@example.kz").await;
    let (_, others) = enrolled(&world, "other@example.kz").await;
    let paper = |code: &str| json!({ "recoveryCode": code });
    let token = challenge(&world, "person@example.kz").await;
    for wrong in ["", "ABCD-EFGH-IJKL-MNOP", &others.codes[0]] {
        assert_eq!(refusals(&answers(&world, &token, paper(wrong)).await), ["CODE_INVALID input.factor"], "{wrong}");
    }
    // As it is typed: in small letters, with spaces.
    let typed = factor.codes[0].to_lowercase().replace('-', " ");
    assert_eq!(answers(&world, &token, paper(&typed)).await["signedIn"], true);
    let token = challenge(&world, "person@example.kz").await;
    assert_eq!(refusals(&answers(&world, &token, paper(&factor.codes[0])).await), ["CODE_INVALID input.factor"]);
    let all = join_all((0..3).map(|_| answers(&world, &token, paper(&factor.codes[1])))).await;
    assert_eq!(all.iter().filter(|answer| answer["signedIn"] == true).count(), 1, "{all:?}");
    assert_eq!(factors(&person).await["recoveryCodesLeft"], 8);
}

const RENEW: &str = "mutation { renewRecoveryCodes { recoveryCodes userErrors { code path message } } }";

async fn other_codes_replace_those_before(world: World) {
    let plain = world.person("plain@example.kz").await;
    assert_eq!(refusals(&plain.asks(RENEW, json!({})).await["renewRecoveryCodes"]), ["NOT_ENROLLED input"]);
    let (person, factor) = enrolled(&world, "person@example.kz").await;
    let renewed = person.asks(RENEW, json!({})).await["renewRecoveryCodes"]["recoveryCodes"].clone();
    assert_eq!(renewed.as_array().unwrap().len(), 10);
    let token = challenge(&world, "person@example.kz").await;
    let old = answers(&world, &token, json!({ "recoveryCode": factor.codes[0] })).await;
    assert_eq!(refusals(&old), ["CODE_INVALID input.factor"]);
    assert_eq!(answers(&world, &token, json!({ "recoveryCode": renewed[0] })).await["signedIn"], true);
    world.later(TimeDelta::minutes(16));
    let mut person = person;
    person.refreshes().await;
    let answer = person.sends(RENEW, json!({})).await;
    assert_eq!((code(&answer), &answer["errors"][0]["extensions"]["reason"]), ("FORBIDDEN", &json!("FRESH_FACTOR_REQUIRED")));
}

async fn a_factor_is_taken_away_by_a_fresh_one_only(world: World) {
    let (mut person, factor) = enrolled(&world, "person@example.kz").await;
    let stranger = world.person("stranger@example.kz").await;
    let gone = json!({ "factorId": factor.id });
    assert_eq!(stranger.refusals("removeSecondFactor", gone.clone()).await, ["NO_SUCH_FACTOR input.factorId"]);
    world.later(TimeDelta::minutes(16));
    person.refreshes().await;
    assert_eq!(person.is_denied("removeSecondFactor", gone.clone()).await, "FORBIDDEN");
    assert_eq!(person.is_denied("enrolTotp", json!({})).await, "FORBIDDEN");
    assert_eq!(factors(&person).await["factors"].as_array().unwrap().len(), 1);
    person.confirms_access().await;
    assert_eq!(person.does("removeSecondFactor", gone, "removed").await["removed"], true);
    assert_eq!(factors(&person).await, json!({ "factors": [], "recoveryCodesLeft": 0, "required": false }));
    assert_eq!(challenged(&world, "person@example.kz").await["signedIn"], true);
}

/// What is asked of whoever does something grave: whether he may begin to add a factor tells how fresh he is.
async fn is_fresh(person: &Person<'_>) -> bool {
    let answer = person.sends("mutation { enrolTotp(input: {}) { userErrors { code } } }", json!({})).await;
    let fresh = answer.get("errors").is_none();
    assert!(fresh || answer["errors"][0]["extensions"]["reason"] == "FRESH_FACTOR_REQUIRED", "{answer}");
    fresh
}

async fn only_the_second_factor_makes_fresh_who_has_one(world: World) {
    let mut person = world.person("person@example.kz").await;
    let mut elsewhere = world.person("colleague@example.kz").await;
    elsewhere.email.clone_from(&person.email);
    elsewhere.signs_in(json!({ "himself": true })).await;
    assert!(is_fresh(&elsewhere).await);
    person.enrols().await;
    // The password that was shown on the other device is not enough any more.
    assert!(is_fresh(&person).await && !is_fresh(&elsewhere).await);
    let password = json!({ "password": PASSWORD });
    assert_eq!(elsewhere.refusals("confirmAccess", password).await, ["SECOND_FACTOR_REQUIRED input.password"]);
    assert_eq!(elsewhere.refusals("confirmAccess", json!({ "totpCode": "000000" })).await, ["CODE_INVALID input"]);
    assert!(!is_fresh(&elsewhere).await);
    elsewhere.factor.clone_from(&person.factor);
    elsewhere.confirms_access().await;
    assert!(is_fresh(&elsewhere).await);
    world.later(TimeDelta::minutes(15));
    elsewhere.refreshes().await;
    person.refreshes().await;
    assert!(!is_fresh(&elsewhere).await, "a refresh token is no factor");
    let until = elsewhere.does("confirmAccess", elsewhere.factor.clone().unwrap().next(&world), "freshUntil").await;
    assert_eq!(until["freshUntil"], "2026-03-02T09:30:00Z");
    assert!(is_fresh(&elsewhere).await);
    assert!(!is_fresh(&person).await, "one device does not speak for the other");
}

async fn the_password_makes_fresh_who_has_no_other(world: World) {
    let mut person = world.person("person@example.kz").await;
    world.later(TimeDelta::minutes(15));
    person.refreshes().await;
    assert!(!is_fresh(&person).await);
    assert_eq!(person.refusals("confirmAccess", json!({ "password": "not the password" })).await, ["PASSWORD_INVALID input.password"]);
    assert_eq!(person.refusals("confirmAccess", json!({ "recoveryCode": "ABCD-EFGH-IJKL-MNOP" })).await, ["CODE_INVALID input"]);
    assert!(!is_fresh(&person).await);
    person.confirms_access().await;
    assert!(is_fresh(&person).await);
    assert_eq!(
        code(&world.send(None, "mutation { confirmAccess(input: { password: \"x\" }) { freshUntil } }", json!({})).await),
        "UNAUTHENTICATED"
    );
}

async fn whoever_serves_the_forum_shows_a_second_factor_first(world: World) {
    let mut person = world.person("moderator@kz.example").await;
    let address = domain::email_address::EmailAddress::parse(&person.email).unwrap();
    assert!(app::staff::add(&world.app, address, None, domain::staff::Duty::Moderator, domain::country::Country::Kz).await.is_ok());
    person.signs_in(json!({ "forum": true })).await;
    assert_eq!(factors(&person).await["required"], true);
    let cases = "{ moderationCases(first: 1) { nodes { id } } }";
    for document in [cases, "mutation { appointModerator(input: { email: \"a@example.kz\", side: KZ }) { userErrors { code } } }"] {
        let answer = person.sends(document, json!({})).await;
        assert_eq!((code(&answer), &answer["errors"][0]["extensions"]["reason"]), ("FORBIDDEN", &json!("SECOND_FACTOR_REQUIRED")));
    }
    // He reads what everybody reads, and of himself, but is on no duty.
    let own = person.asks("{ viewer { user { email } staff { duty } } companies(first: 1) { nodes { id } } }", json!({})).await;
    assert_eq!(own["viewer"], json!({ "user": { "email": "moderator@kz.example" }, "staff": null }));
    person.enrols().await;
    assert_eq!(person.asks("{ viewer { staff { duty } } }", json!({})).await["viewer"]["staff"]["duty"], "MODERATOR");
    person.asks(cases, json!({})).await;
    assert_eq!(factors(&person).await["required"], false);
    // On another device the password alone does not lead there either.
    let input = json!({ "email": person.email, "password": PASSWORD, "actAs": { "forum": true } });
    let first = world.asks(LOG_IN, json!({ "input": input })).await["logIn"].clone();
    assert_eq!((refusals(&first), &first["tokens"]), (vec!["SECOND_FACTOR_REQUIRED input".to_owned()], &Value::Null));
    // Taken away, it has to be added again before he goes on.
    let id = person.factor.take().unwrap().id;
    person.does("removeSecondFactor", json!({ "factorId": id }), "removed").await;
    assert_eq!(code(&person.sends(cases, json!({})).await), "FORBIDDEN");
}

async fn guessing_codes_is_bounded(world: World) {
    let (_, mut factor) = enrolled(&world, "person@example.kz").await;
    let mut looked_at = 0;
    // Whoever guesses whenever he may, for a day.
    for _ in 0..24 * 4 {
        let token = challenge(&world, "person@example.kz").await;
        loop {
            let input = json!({ "challenge": token, "factor": { "recoveryCode": "AAAA-AAAA-AAAA-AAAA" } });
            let answer = world.send(None, SECOND, json!({ "input": input })).await;
            if answer.get("errors").is_some() {
                assert_eq!(code(&answer), "RATE_LIMITED");
                break;
            }
            assert_eq!(refusals(&answer["data"]["logInWithSecondFactor"]), ["CODE_INVALID input.factor"]);
            looked_at += 1;
        }
        world.later(TimeDelta::minutes(15));
    }
    assert!((10..=100).contains(&looked_at), "{looked_at} guesses were looked at");
    // The right one waits like the others, and gets in once it may.
    world.later(TimeDelta::days(1));
    let token = challenge(&world, "person@example.kz").await;
    assert_eq!(answers(&world, &token, factor.next(&world)).await["signedIn"], true);
}
