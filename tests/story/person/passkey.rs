//! Passkeys: a second factor that needs no password beside it, and no lie of a page or a device gets past it.

use chrono::TimeDelta;
use domain::staff::Duty;
use serde_json::{Value, json};
use tests::{
    Person, World,
    authenticator::Authenticator,
    on_both_databases,
    people::refusals,
    world::{PASSWORD, code},
};

on_both_databases! {
    a_passkey_alone_signs_in,
    whoever_has_a_passkey_does_not_get_in_by_the_password_alone,
    a_passkey_serves_those_on_duty,
    a_question_is_answered_once_within_five_minutes_and_by_whom_it_was_asked,
    a_lie_at_registration_adds_nothing,
    a_lie_at_sign_in_lets_nobody_in,
    a_count_that_goes_back_is_of_a_copy,
    a_passkey_shows_once_more_who_it_is,
    another_persons_passkey_shows_nothing,
    a_passkey_that_was_taken_away_serves_no_more,
    adding_one_asks_for_a_fresh_factor,
}

const START: &str = "mutation { startPasskeySignIn { options } }";
const FINISH: &str = "mutation($input: FinishPasskeySignInInput!) { finishPasskeySignIn(input: $input) {
    signedIn tokens { accessToken refreshToken } userErrors { code path message } } }";

fn parsed(options: &Value) -> Value {
    serde_json::from_str(options.as_str().expect("options")).unwrap()
}

async fn creation(person: &Person<'_>) -> Value {
    let started = person.asks("mutation { startPasskeyRegistration { options userErrors { code } } }", json!({})).await;
    parsed(&started["startPasskeyRegistration"]["options"])
}

fn made(credential: &Value) -> Value {
    json!({ "credential": credential.to_string(), "name": "Phone" })
}

/// Adds a passkey, and gives back the codes that came with it.
async fn adds(person: &Person<'_>, device: &mut Authenticator) -> Value {
    let credential = device.creates(&creation(person).await);
    let added = person.does("finishPasskeyRegistration", made(&credential), "factorId recoveryCodes").await;
    assert!(added["factorId"].as_str().is_some_and(|id| id.starts_with("fac_")), "{added}");
    added["recoveryCodes"].clone()
}

async fn request(world: &World) -> Value {
    parsed(&world.asks(START, json!({})).await["startPasskeySignIn"]["options"])
}

async fn finishes(world: &World, credential: &Value, act_as: Value) -> Value {
    let input = json!({ "credential": credential.to_string(), "actAs": act_as });
    world.asks(FINISH, json!({ "input": input })).await["finishPasskeySignIn"].clone()
}

/// Signs in with the passkey; the refusals if it is not taken.
async fn signs_in(world: &World, device: &mut Authenticator) -> Result<String, Vec<String>> {
    let payload = finishes(world, &device.shows(&request(world).await), json!({ "himself": true })).await;
    match payload["tokens"]["accessToken"].as_str() {
        Some(token) => Ok(token.to_owned()),
        None => Err(refusals(&payload)),
    }
}

async fn who(world: &World, token: &str) -> Value {
    world.send(Some(token), "{ viewer { user { email } } }", json!({})).await["data"]["viewer"]["user"]["email"].clone()
}

fn invalid<T: std::fmt::Debug + PartialEq>() -> Result<T, Vec<String>> {
    Err(vec!["CREDENTIAL_INVALID input.credential".to_owned()])
}

async fn a_passkey_alone_signs_in(world: World) {
    let person = world.person("person@example.kz").await;
    let (mut phone, mut key) = (Authenticator::default(), Authenticator::default());
    assert_eq!(adds(&person, &mut phone).await.as_array().unwrap().len(), 10, "codes come with the first factor");
    assert_eq!(adds(&person, &mut key).await, json!([]));
    let listed = person.asks("{ viewer { secondFactors { factors { kind name usedAt } recoveryCodesLeft } } }", json!({})).await;
    let factors = listed["viewer"]["secondFactors"]["factors"].as_array().unwrap().clone();
    assert_eq!(factors.iter().map(|factor| factor["kind"].clone()).collect::<Vec<_>>(), ["PASSKEY", "PASSKEY"]);
    person.asks("mutation { logOut { signedOut } }", json!({})).await;
    for device in [&mut phone, &mut key] {
        let token = signs_in(&world, device).await.expect("a passkey of his");
        assert_eq!(who(&world, &token).await, "person@example.kz");
        // It is as fresh as a factor can be.
        let answer = world.send(Some(&token), "mutation { exportMyData { path } }", json!({})).await;
        assert!(answer["data"]["exportMyData"]["path"].is_string(), "{answer}");
    }
    // Asked on one node, answered on another.
    if matches!(world.location, app::storage::Location::Postgres { .. }) {
        let neighbour = world.neighbour().await;
        let shown = phone.shows(&request(&world).await);
        assert_eq!(finishes(&neighbour, &shown, json!({ "himself": true })).await["signedIn"], true);
    }
}

async fn whoever_has_a_passkey_does_not_get_in_by_the_password_alone(world: World) {
    let person = world.person("person@example.kz").await;
    let mut device = Authenticator::default();
    adds(&person, &mut device).await;
    let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { signedIn tokens { accessToken } challenge { token } } }";
    let answer = world.asks(log_in, json!({ "input": { "email": person.email, "password": PASSWORD } })).await["logIn"].clone();
    assert_eq!((&answer["signedIn"], &answer["tokens"]), (&json!(false), &json!(null)));
    assert!(answer["challenge"]["token"].is_string());
    assert!(signs_in(&world, &mut device).await.is_ok());
}

async fn a_passkey_serves_those_on_duty(world: World) {
    let person = world.person("administrator@forum.example").await;
    let mut device = Authenticator::default();
    adds(&person, &mut device).await;
    let address = domain::email_address::EmailAddress::parse(&person.email).unwrap();
    assert!(app::staff::add(&world.app, address, None, Duty::Administrator, "KZ".parse().unwrap()).await.is_ok());
    let payload = finishes(&world, &device.shows(&request(&world).await), json!({ "forum": true })).await;
    let token = payload["tokens"]["accessToken"].as_str().expect("tokens");
    let staff = world.send(Some(token), "{ viewer { staff { duty } } }", json!({})).await;
    assert_eq!(staff["data"]["viewer"]["staff"]["duty"], "ADMINISTRATOR");
    // Nobody acts for what is not his.
    let somebody = world.person("somebody@example.kz").await;
    let mut other = Authenticator::default();
    adds(&somebody, &mut other).await;
    let refused = finishes(&world, &other.shows(&request(&world).await), json!({ "forum": true })).await;
    assert_eq!(refusals(&refused), ["NOT_ON_DUTY input.actAs.forum"]);
}

async fn a_question_is_answered_once_within_five_minutes_and_by_whom_it_was_asked(world: World) {
    let person = world.person("person@example.kz").await;
    let other = world.person("other@example.kz").await;
    let mut device = Authenticator::default();
    // A registration that was asked of somebody else, or too long ago.
    let for_other = device.creates(&creation(&other).await);
    assert_eq!(person.refusals("finishPasskeyRegistration", made(&for_other)).await, ["CHALLENGE_INVALID input.credential"]);
    let late = device.creates(&creation(&person).await);
    world.later(TimeDelta::minutes(5));
    let mut person = person;
    person.refreshes().await;
    assert_eq!(person.refusals("finishPasskeyRegistration", made(&late)).await, ["CHALLENGE_INVALID input.credential"]);
    let right = device.creates(&creation(&person).await);
    person.does("finishPasskeyRegistration", made(&right), "factorId").await;
    assert_eq!(person.refusals("finishPasskeyRegistration", made(&right)).await, ["CHALLENGE_INVALID input.credential"], "a replay");

    let himself = json!({ "himself": true });
    let shown = device.shows(&request(&world).await);
    assert_eq!(finishes(&world, &shown, himself.clone()).await["signedIn"], true);
    assert_eq!(refusals(&finishes(&world, &shown, himself.clone()).await), ["CHALLENGE_INVALID input.credential"], "a replay");
    let late = device.shows(&request(&world).await);
    world.later(TimeDelta::minutes(5));
    assert_eq!(refusals(&finishes(&world, &late, himself.clone()).await), ["CHALLENGE_INVALID input.credential"]);
    // A question of another purpose, and one that nobody asked.
    person.refreshes().await;
    let of_registration = json!({ "rpId": "forum.example", "challenge": creation(&person).await["challenge"] });
    assert_eq!(refusals(&finishes(&world, &device.shows(&of_registration), himself.clone()).await), ["CHALLENGE_INVALID input.credential"]);
    let of_nobody = json!({ "rpId": "forum.example", "challenge": "bm9ib2R5" });
    assert_eq!(refusals(&finishes(&world, &device.shows(&of_nobody), himself.clone()).await), ["CHALLENGE_INVALID input.credential"]);
    for text in ["", "{}", "null"] {
        let payload = world.asks(FINISH, json!({ "input": { "credential": text } })).await["finishPasskeySignIn"].clone();
        assert_eq!(refusals(&payload), ["INVALID_INPUT input.credential"]);
    }
    assert!(signs_in(&world, &mut device).await.is_ok());
}

/// What a page or a device may lie about.
const LIES: [fn(&mut Authenticator); 6] = [
    |device| device.origin = "https://evil.example".to_owned(),
    |device| device.cross_origin = true,
    |device| device.party = Some("evil.example".to_owned()),
    |device| device.ceremony = Some("webauthn.other".to_owned()),
    |device| device.present = false,
    |device| device.verified = false,
];

async fn a_lie_at_registration_adds_nothing(world: World) {
    let person = world.person("person@example.kz").await;
    for lie in LIES {
        let mut device = Authenticator::default();
        lie(&mut device);
        let credential = device.creates(&creation(&person).await);
        assert_eq!(person.refusals("finishPasskeyRegistration", made(&credential)).await, ["CREDENTIAL_INVALID input.credential"]);
        // The question is used up by a wrong answer.
        assert_eq!(person.refusals("finishPasskeyRegistration", made(&credential)).await, ["CHALLENGE_INVALID input.credential"]);
    }
    let listed = person.asks("{ viewer { secondFactors { factors { id } } } }", json!({})).await;
    assert_eq!(listed["viewer"]["secondFactors"]["factors"], json!([]));
    let right = Authenticator::default().creates(&creation(&person).await);
    let unnamed = json!({ "credential": right.to_string(), "name": " " });
    assert_eq!(person.refusals("finishPasskeyRegistration", unnamed).await, ["INVALID_INPUT input.name"]);
}

async fn a_lie_at_sign_in_lets_nobody_in(world: World) {
    let person = world.person("person@example.kz").await;
    for (number, lie) in LIES.into_iter().enumerate() {
        let mut device = Authenticator::default();
        adds(&person, &mut device).await;
        lie(&mut device);
        assert_eq!(signs_in(&world, &mut device).await, invalid(), "lie {number}");
    }
    // A credential that nobody registered, and a signature of another key under a handle that is known.
    let mut stranger = Authenticator::default();
    stranger.creates(&json!({ "rp": { "id": "forum.example" }, "user": { "id": "AAAA" }, "challenge": "AAAA" }));
    assert_eq!(signs_in(&world, &mut stranger).await, invalid());
    let mut device = Authenticator::default();
    adds(&person, &mut device).await;
    let mut forged = stranger.shows(&request(&world).await);
    forged["rawId"] = device.shows(&request(&world).await)["rawId"].clone();
    forged["response"]["userHandle"] = device.shows(&request(&world).await)["response"]["userHandle"].clone();
    assert_eq!(refusals(&finishes(&world, &forged, json!({ "himself": true })).await), ["CREDENTIAL_INVALID input.credential"]);
    assert!(signs_in(&world, &mut device).await.is_ok());
}

async fn a_count_that_goes_back_is_of_a_copy(world: World) {
    let person = world.person("person@example.kz").await;
    let mut device = Authenticator::default();
    adds(&person, &mut device).await;
    assert!(signs_in(&world, &mut device).await.is_ok());
    assert!(signs_in(&world, &mut device).await.is_ok());
    device.forgets(2);
    assert_eq!(signs_in(&world, &mut device).await, invalid(), "the first count again");
    assert_eq!(signs_in(&world, &mut device).await, invalid(), "the second count again");
    assert!(signs_in(&world, &mut device).await.is_ok(), "the third is new");
    // A device that does not count is believed as long as it never has.
    let mut quiet = Authenticator::default();
    quiet.counts = false;
    adds(&person, &mut quiet).await;
    assert!(signs_in(&world, &mut quiet).await.is_ok());
    assert!(signs_in(&world, &mut quiet).await.is_ok());
}

async fn a_passkey_shows_once_more_who_it_is(world: World) {
    let mut person = world.person("person@example.kz").await;
    let mut device = Authenticator::default();
    adds(&person, &mut device).await;
    world.later(TimeDelta::minutes(16));
    person.refreshes().await;
    let export = "mutation { exportMyData { path } }";
    assert_eq!(person.sends(export, json!({})).await["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    let shown = device.shows(&request(&world).await);
    person.does("confirmAccessWithPasskey", json!({ "credential": shown.to_string() }), "freshUntil").await;
    assert!(person.asks(export, json!({})).await["exportMyData"]["path"].is_string());
    let replay = json!({ "credential": shown.to_string() });
    assert_eq!(person.refusals("confirmAccessWithPasskey", replay).await, ["CHALLENGE_INVALID input.credential"]);
}

async fn another_persons_passkey_shows_nothing(world: World) {
    let mut person = world.person("person@example.kz").await;
    let other = world.person("other@example.kz").await;
    let (mut his, mut others) = (Authenticator::default(), Authenticator::default());
    adds(&person, &mut his).await;
    adds(&other, &mut others).await;
    world.later(TimeDelta::minutes(16));
    person.refreshes().await;
    let shown = others.shows(&request(&world).await);
    let refused = person.refusals("confirmAccessWithPasskey", json!({ "credential": shown.to_string() })).await;
    assert_eq!(refused, ["CREDENTIAL_INVALID input.credential"]);
    let stale = person.sends("mutation { exportMyData { path } }", json!({})).await;
    assert_eq!(stale["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    // A device that says its credential is another's is not believed.
    let id = person.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].as_str().unwrap().replace("usr_", "");
    others.claims(uuid::Uuid::try_parse(&id).unwrap().as_bytes());
    assert_eq!(signs_in(&world, &mut others).await, invalid());
    assert!(signs_in(&world, &mut his).await.is_ok());
}

async fn a_passkey_that_was_taken_away_serves_no_more(world: World) {
    let person = world.person("person@example.kz").await;
    let (mut first, mut second) = (Authenticator::default(), Authenticator::default());
    adds(&person, &mut first).await;
    adds(&person, &mut second).await;
    let listed = person.asks("{ viewer { secondFactors { factors { id } } } }", json!({})).await;
    let id = listed["viewer"]["secondFactors"]["factors"][0]["id"].clone();
    person.does("removeSecondFactor", json!({ "factorId": id }), "__typename").await;
    let mut taken = 0;
    for device in [&mut first, &mut second] {
        match signs_in(&world, device).await {
            Ok(_) => taken += 1,
            refused => assert_eq!(refused, invalid()),
        }
    }
    assert_eq!(taken, 1, "one of the two is left");
    let erased =
        person.asks("mutation($input: EraseMeInput!) { eraseMe(input: $input) { erased } }", json!({ "input": { "email": person.email } }));
    assert_eq!(erased.await["eraseMe"]["erased"], true);
    for device in [&mut first, &mut second] {
        assert_eq!(signs_in(&world, device).await, invalid(), "nobody is left whose it could be");
    }
    let late = second.shows(&json!({ "rpId": "forum.example", "challenge": "AAAA" }));
    assert_eq!(finishes(&world, &late, json!({ "himself": true })).await["signedIn"], false);
}

async fn adding_one_asks_for_a_fresh_factor(world: World) {
    let mut person = world.person("person@example.kz").await;
    let begun = creation(&person).await;
    world.later(TimeDelta::minutes(16));
    person.refreshes().await;
    let start = "mutation { startPasskeyRegistration { options } }";
    assert_eq!(person.sends(start, json!({})).await["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    let made = made(&Authenticator::default().creates(&begun));
    assert_eq!(person.is_denied("finishPasskeyRegistration", made).await, "FORBIDDEN");
    assert_eq!(code(&world.send(None, start, json!({})).await), "UNAUTHENTICATED");
}
