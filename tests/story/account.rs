//! Accounts: who is registered, who is signed in, and who is neither.

#[path = "account/email.rs"]
mod email;
#[path = "account/guessing.rs"]
mod guessing;
#[path = "account/password.rs"]
mod password;
#[path = "account/second_factor.rs"]
mod second_factor;
#[path = "account/sessions.rs"]
mod sessions;

use axum::body::Body;
use chrono::TimeDelta;
use futures_util::future::join_all;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tests::{
    Firm, World, on_both_databases,
    people::{refusals, registration},
    world::{PASSWORD, TERMS, code},
};

on_both_databases! {
    a_stranger_who_registered_first_gains_nothing,
    a_registration_is_refused_with_code_and_path,
    a_known_address_gets_the_same_answer_and_another_letter,
    a_link_proves_the_address_that_it_was_sent_to_for_a_day,
    signing_in_does_not_tell_who_is_known,
    an_unproved_person_registers_no_company,
    nobody_acts_for_a_company_of_others_or_without_duty,
    a_stolen_refresh_token_ends_the_session,
    two_refreshes_of_one_device_may_cross,
    a_session_ends_when_it_is_not_used_for_two_weeks,
    an_access_token_lasts_five_minutes,
    signing_out_ends_the_tokens_at_once,
    a_browser_gets_a_cookie_that_only_our_own_pages_can_use,
    wrong_passwords_make_the_right_one_wait,
    guessing_at_the_same_moment_gains_nothing,
}

const REGISTER: &str = "mutation($input: RegisterInput!) { register(input: $input) { letterSent userErrors { code path message } } }";
const VERIFY: &str = "mutation($token: String!) { verifyEmail(input: { token: $token }) { verified userErrors { code path message } } }";
const LOG_IN: &str = "mutation($input: LogInInput!) { logIn(input: $input) { signedIn tokens { accessToken refreshToken } userErrors { code path message } } }";
const REFRESH: &str =
    "mutation($input: RefreshInput!) { refresh(input: $input) { tokens { accessToken refreshToken } userErrors { code path message } } }";
const VIEWER: &str = "{ viewer { user { email emailVerified } company { id } role } }";

fn somebody(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD, "name": "Асқар Ерланұлы", "language": "EN", "acceptedTerms": TERMS })
}

/// The body as it travels, for answers that must not differ in a byte.
async fn bytes(world: &World, document: &str, variables: Value) -> (StatusCode, Vec<u8>) {
    let body = json!({ "query": document, "variables": variables }).to_string();
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
    let response = world.request(request).await;
    (response.status(), response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

async fn registers(world: &World, email: &str) -> String {
    let answer = world.asks(REGISTER, json!({ "input": somebody(email) })).await;
    assert_eq!(answer["register"], json!({ "letterSent": true, "userErrors": [] }));
    world.settle().await;
    link(world, email)
}

fn link(world: &World, email: &str) -> String {
    let letter = world.letters.last_to(email).expect("a letter");
    let token = letter.text.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next());
    token.unwrap_or_else(|| panic!("no link in {letter:?}")).to_owned()
}

async fn log_in(world: &World, email: &str, password: &str) -> Value {
    let input = json!({ "email": email, "password": password, "actAs": { "himself": true } });
    world.asks(LOG_IN, json!({ "input": input })).await["logIn"].clone()
}

async fn is_signed_in(world: &World, email: &str, password: &str) -> bool {
    log_in(world, email, password).await["signedIn"] == true
}

async fn refresh(world: &World, token: &str) -> Result<(String, String), Vec<String>> {
    let payload = world.asks(REFRESH, json!({ "input": { "refreshToken": token } })).await["refresh"].clone();
    let text = |field: &str| payload["tokens"][field].as_str().map(str::to_owned);
    text("accessToken").zip(text("refreshToken")).ok_or_else(|| refusals(&payload))
}

async fn a_registration_is_refused_with_code_and_path(world: World) {
    let cases = [
        (json!({ "password": "tRz9!kw" }), vec!["PASSWORD_TOO_SHORT input.password"]),
        (json!({ "password": "й%7".repeat(43) }), vec!["PASSWORD_TOO_LONG input.password"]),
        (json!({ "password": "Pakistan Zindabad!" }), vec!["PASSWORD_COMMON input.password"]),
        (json!({ "password": "aaaaaaaaaaaaa" }), vec!["PASSWORD_TOO_WEAK input.password"]),
        // One's own name and address are the first that others try.
        (json!({ "password": "Ерланұлы 12345" }), vec!["PASSWORD_TOO_WEAK input.password"]),
        (json!({ "email": "nobody" }), vec!["INVALID_INPUT input.email"]),
        (json!({ "email": "a@127.0.0.1" }), vec!["INVALID_INPUT input.email"]),
        (json!({ "email": "new@example.kz\r\nBcc: all@example.kz" }), vec!["INVALID_INPUT input.email"]),
        (json!({ "name": " " }), vec!["INVALID_INPUT input.name"]),
        (json!({ "name": "И".repeat(121) }), vec!["INVALID_INPUT input.name"]),
        (json!({ "email": "@", "name": "" }), vec!["INVALID_INPUT input.email", "INVALID_INPUT input.name"]),
    ];
    for (change, expected) in cases {
        let mut input = somebody("new@example.kz");
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = world.asks(REGISTER, json!({ "input": input })).await;
        assert_eq!(answer["register"]["letterSent"], false, "{change}");
        assert_eq!(refusals(&answer["register"]), expected, "{change}");
    }
    world.settle().await;
    assert_eq!(world.letters.letters(), [], "nobody is written to who did not register");
    assert!(!is_signed_in(&world, "new@example.kz", PASSWORD).await);
    // The same address is still free.
    world.person("new@example.kz").await;
}

async fn a_known_address_gets_the_same_answer_and_another_letter(world: World) {
    world.person("known@example.kz").await;
    let fresh = bytes(&world, REGISTER, json!({ "input": somebody("fresh@example.kz") })).await;
    let known = bytes(&world, REGISTER, json!({ "input": somebody("Known@EXAMPLE.kz") })).await;
    let waiting = bytes(&world, REGISTER, json!({ "input": somebody("fresh@example.kz") })).await;
    assert_eq!(fresh, known);
    assert_eq!(fresh, waiting);
    world.settle().await;
    let subjects = |address: &str| {
        let letters = world.letters.letters();
        letters.iter().filter(|letter| letter.to.eq_ignore_ascii_case(address)).map(|letter| letter.subject.clone()).collect::<Vec<_>>()
    };
    assert_eq!(subjects("known@example.kz"), ["Confirm your e-mail address", "You already have an account"]);
    assert!(!world.letters.last_to("known@example.kz").unwrap().text.contains("token="));
    assert_eq!(subjects("fresh@example.kz"), ["Confirm your e-mail address", "Confirm your e-mail address"]);

    // The password of whoever tries does not become that of the account.
    let mut thief = somebody("known@example.kz");
    thief["password"] = json!("seven lorries cross khorgos");
    world.asks(REGISTER, json!({ "input": thief })).await;
    assert!(!is_signed_in(&world, "known@example.kz", "seven lorries cross khorgos").await);
    assert!(is_signed_in(&world, "known@example.kz", PASSWORD).await);
}

async fn a_link_proves_the_address_that_it_was_sent_to_for_a_day(world: World) {
    let late = registers(&world, "late@example.kz").await;
    let other = registers(&world, "other@example.kz").await;
    let proves = async |token: &str| {
        let payload = world.asks(VERIFY, json!({ "token": token })).await["verifyEmail"].clone();
        if payload["verified"] == true {
            assert_eq!(payload["userErrors"], json!([]));
            return true;
        }
        assert_eq!(refusals(&payload), ["LINK_INVALID input.token"], "{token}");
        false
    };
    let (late_parts, other_parts): (Vec<_>, Vec<_>) = (late.split('.').collect(), other.split('.').collect());
    let mut last = late.clone();
    let end = last.pop().unwrap();
    last.push(if end == 'a' { 'b' } else { 'a' });
    for token in [
        "",
        "..",
        "nonsense",
        &late[..late.len() - 1],
        &last,
        &format!("{late}."),
        // The proof of one person for another, and a moment that was not sealed.
        &format!("{}.{}.{}", late_parts[0], late_parts[1], other_parts[2]),
        &format!("{}.{}.{}", late_parts[0], late_parts[1].parse::<i64>().unwrap() + 60, late_parts[2]),
        &format!("{}.{}.{}", late_parts[0], i64::MAX, late_parts[2]),
        &format!("{}.{}.", late_parts[0], late_parts[1]),
    ] {
        assert!(!proves(token).await, "{token}");
    }
    let verified = async |email: &str| {
        let payload = log_in(&world, email, PASSWORD).await;
        let token = payload["tokens"]["accessToken"].as_str().unwrap();
        let answer = world.send(Some(token), VIEWER, json!({})).await;
        answer["data"]["viewer"]["user"]["emailVerified"].as_bool().unwrap()
    };
    assert!(!verified("late@example.kz").await);

    world.later(TimeDelta::hours(24));
    assert!(proves(&other).await, "a day is not over before it is over");
    assert!(proves(&other).await, "a second time has the same answer");
    world.later(TimeDelta::seconds(1));
    assert!(!proves(&late).await);
    assert!(!verified("late@example.kz").await);
    assert!(verified("other@example.kz").await);

    // Whoever was late asks for another letter.
    let again = registers(&world, "late@example.kz").await;
    assert!(proves(&again).await);
    assert!(verified("late@example.kz").await);
}

async fn signing_in_does_not_tell_who_is_known(world: World) {
    world.person("known@example.kz").await;
    let input = |email: &str| json!({ "input": { "email": email, "password": "not the password" } });
    let known = bytes(&world, LOG_IN, input("known@example.kz")).await;
    for unknown in ["unknown@example.kz", "no address", ""] {
        assert_eq!(bytes(&world, LOG_IN, input(unknown)).await, known, "{unknown:?}");
    }
    let payload = log_in(&world, "known@example.kz", "not the password").await;
    assert_eq!(payload["signedIn"], false);
    assert_eq!(payload["tokens"], Value::Null);
    assert_eq!(refusals(&payload), ["INVALID_CREDENTIALS input"]);
    // Letter case of the password counts, that of the address does not.
    assert!(!is_signed_in(&world, "known@example.kz", &PASSWORD.to_uppercase()).await);
    assert!(is_signed_in(&world, "KNOWN@example.kz", PASSWORD).await);
}

async fn an_unproved_person_registers_no_company(world: World) {
    registers(&world, "unproved@example.kz").await;
    let payload = log_in(&world, "unproved@example.kz", PASSWORD).await;
    let token = payload["tokens"]["accessToken"].as_str().unwrap();
    let document = "mutation($input: RegisterCompanyInput!) { registerCompany(input: $input) { company { id } } }";
    let input = json!({ "input": registration("KZ", "Early Bird", 1, &["AGR-GR"]) });
    let answer = world.send(Some(token), document, input.clone()).await;
    assert_eq!(code(&answer), "FORBIDDEN");
    let memberships = world.send(Some(token), "{ viewer { memberships { role } } }", json!({})).await;
    assert_eq!(memberships["data"]["viewer"]["memberships"], json!([]));
    assert_eq!(code(&world.send(None, document, input).await), "UNAUTHENTICATED");
}

async fn nobody_acts_for_a_company_of_others_or_without_duty(world: World) {
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let stranger = world.person("stranger@example.kz").await;
    let absent = "cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f";
    for (act_as, expected) in [
        (json!({ "company": firm.id }), "NOT_A_MEMBER input.actAs.company"),
        (json!({ "company": absent }), "NOT_A_MEMBER input.actAs.company"),
        (json!({ "company": "lst_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f" }), "INVALID_INPUT input.actAs.company"),
        (json!({ "forum": true }), "NOT_ON_DUTY input.actAs.forum"),
        (json!({ "himself": false }), "INVALID_INPUT input.actAs"),
    ] {
        let input = json!({ "email": stranger.email, "password": PASSWORD, "actAs": act_as });
        let payload = world.asks(LOG_IN, json!({ "input": input })).await["logIn"].clone();
        assert_eq!(refusals(&payload), [expected]);
        assert_eq!(payload["tokens"], Value::Null);
        let input = json!({ "refreshToken": stranger.refresh, "actAs": act_as });
        let payload = world.asks(REFRESH, json!({ "input": input })).await["refresh"].clone();
        assert_eq!(refusals(&payload), [expected]);
        assert_eq!(payload["tokens"], Value::Null);
    }
    // The refresh token is not spent by a refusal, and the owner may change over with his.
    assert!(refresh(&world, &stranger.refresh).await.is_ok());
    let input = json!({ "refreshToken": firm.owner.refresh, "actAs": { "himself": true } });
    let payload = world.asks(REFRESH, json!({ "input": input })).await["refresh"].clone();
    let answer = world.send(payload["tokens"]["accessToken"].as_str(), VIEWER, json!({})).await;
    assert_eq!(answer["data"]["viewer"]["company"], Value::Null);
    let answer = firm.owner.asks(VIEWER, json!({})).await;
    assert_eq!(answer["viewer"]["company"]["id"], json!(firm.id), "the token before says still whom it was for");
}

async fn a_stolen_refresh_token_ends_the_session(world: World) {
    // The first token comes back after one or after several successors: whoever shows it, somebody has stolen it.
    for successors in [1, 2, 3] {
        let person = world.person(&format!("person{successors}@example.kz")).await;
        let mut newest = (person.token.clone(), person.refresh.clone());
        for _ in 0..successors {
            world.later(TimeDelta::seconds(11));
            newest = refresh(&world, &newest.1).await.unwrap();
        }
        assert_ne!(newest.1, person.refresh);
        world.later(TimeDelta::seconds(11));
        let answer = world.send(Some(&newest.0), VIEWER, json!({})).await;
        assert_eq!(answer["data"]["viewer"]["user"]["email"], json!(person.email));

        let refused = Err(vec!["TOKEN_INVALID input.refreshToken".to_owned()]);
        assert_eq!(refresh(&world, &person.refresh).await, refused);
        assert_eq!(refresh(&world, &newest.1).await, refused, "the newest token outlived a theft, {successors} successors on");
        assert_eq!(code(&world.send(Some(&newest.0), VIEWER, json!({})).await), "UNAUTHENTICATED");
        // His other devices are not his stolen one.
        assert!(is_signed_in(&world, &person.email, PASSWORD).await);
    }
    for token in
        ["", "nonsense", "pkf_rt_0000000000000000000000000000000000000000000", "pkf_ss_0000000000000000000000000000000000000000000"]
    {
        assert_eq!(refresh(&world, token).await, Err(vec!["TOKEN_INVALID input.refreshToken".to_owned()]));
    }
}

async fn two_refreshes_of_one_device_may_cross(world: World) {
    let person = world.person("person@example.kz").await;
    let first = refresh(&world, &person.refresh).await.unwrap();
    world.later(TimeDelta::seconds(10));
    let second = refresh(&world, &person.refresh).await.unwrap();
    assert_ne!(first.1, second.1);
    // Whichever answer the device kept, it is still signed in.
    let answer = world.send(Some(&first.0), VIEWER, json!({})).await;
    assert_eq!(answer["data"]["viewer"]["user"]["email"], "person@example.kz");
    let third = refresh(&world, &second.1).await.unwrap();
    // Once the successor was used, the token before it is a thief's even within the ten seconds.
    assert!(refresh(&world, &person.refresh).await.is_err());
    assert!(refresh(&world, &third.1).await.is_err());
}

async fn a_session_ends_when_it_is_not_used_for_two_weeks(world: World) {
    let person = world.person("person@example.kz").await;
    world.later(TimeDelta::days(13));
    let next = refresh(&world, &person.refresh).await.unwrap();
    world.later(TimeDelta::days(13));
    let next = refresh(&world, &next.1).await.unwrap();
    world.later(TimeDelta::days(14));
    assert!(refresh(&world, &next.1).await.is_err());
}

async fn an_access_token_lasts_five_minutes(world: World) {
    let person = world.person("person@example.kz").await;
    world.later(TimeDelta::minutes(5));
    assert_eq!(person.asks(VIEWER, json!({})).await["viewer"]["user"]["email"], "person@example.kz", "clocks may differ by seconds");
    world.later(TimeDelta::seconds(6));
    assert_eq!(code(&person.sends(VIEWER, json!({})).await), "UNAUTHENTICATED");
    for token in ["", "nonsense", "a.b.c", &person.token[..person.token.len() - 4]] {
        assert_eq!(code(&world.send(Some(token), VIEWER, json!({})).await), "UNAUTHENTICATED", "{token}");
    }
    let next = refresh(&world, &person.refresh).await.unwrap();
    let answer = world.send(Some(&next.0), VIEWER, json!({})).await;
    assert_eq!(answer["data"]["viewer"]["user"]["email"], "person@example.kz");
}

async fn signing_out_ends_the_tokens_at_once(world: World) {
    let person = world.person("person@example.kz").await;
    let mut elsewhere = world.person("colleague@example.kz").await;
    elsewhere.email.clone_from(&person.email);
    elsewhere.signs_in(json!({ "himself": true })).await;

    let log_out = "mutation { logOut { signedOut } }";
    assert_eq!(person.asks(log_out, json!({})).await["logOut"]["signedOut"], true);
    assert_eq!(code(&person.sends(VIEWER, json!({})).await), "UNAUTHENTICATED");
    assert_eq!(code(&person.sends(log_out, json!({})).await), "UNAUTHENTICATED");
    assert_eq!(refresh(&world, &person.refresh).await, Err(vec!["TOKEN_INVALID input.refreshToken".to_owned()]));
    assert_eq!(code(&world.send(None, log_out, json!({})).await), "UNAUTHENTICATED");
    // The other device of the same person stays.
    assert_eq!(elsewhere.asks(VIEWER, json!({})).await["viewer"]["user"]["email"], "person@example.kz");
    assert!(refresh(&world, &elsewhere.refresh).await.is_ok());
}

/// Sends a document as a browser does, and gives back headers and answer.
async fn browses(world: &World, headers: &[(&str, &str)], document: &str, variables: Value) -> (HeaderMap, Value) {
    let body = json!({ "query": document, "variables": variables }).to_string();
    let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = world.request(request.body(Body::from(body)).unwrap()).await;
    let headers = response.headers().clone();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (headers, serde_json::from_slice(&bytes).unwrap())
}

async fn a_browser_gets_a_cookie_that_only_our_own_pages_can_use(world: World) {
    world.person("person@example.kz").await;
    let ours = ("origin", "https://forum.example");
    let input = json!({ "input": { "email": "person@example.kz", "password": PASSWORD, "kind": "BROWSER" } });
    let (headers, answer) = browses(&world, &[ours], LOG_IN, input).await;
    assert_eq!(answer["data"]["logIn"], json!({ "signedIn": true, "tokens": null, "userErrors": [] }));
    let cookies: Vec<_> = headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
    // One signs in, the other makes the device known when somebody signs in on it again.
    let [cookie, device] = cookies[..] else { panic!("two cookies were expected: {cookies:?}") };
    assert!(
        device.starts_with("__Host-forum-device=") && device.ends_with("; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax; Secure"),
        "{device}"
    );
    assert!(!answer.to_string().contains("device"), "scripts must not read it");
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    let mut attributes: Vec<_> = attributes.split("; ").collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
    let secret = pair.strip_prefix("__Host-forum=").expect("a cookie of this host only");
    assert!(!answer.to_string().contains(secret), "scripts must not read it");

    let who =
        async |headers: &[(&str, &str)]| browses(&world, headers, VIEWER, json!({})).await.1["data"]["viewer"]["user"]["email"].clone();
    let cookie = ("cookie", pair);
    assert_eq!(who(&[cookie, ours]).await, "person@example.kz");
    assert_eq!(who(&[cookie, ("sec-fetch-site", "same-origin")]).await, "person@example.kz");
    assert_eq!(who(&[("cookie", &format!("theme=dark; {pair}")), ours]).await, "person@example.kz");
    for foreign in [
        vec![cookie],
        vec![cookie, ("origin", "https://evil.example")],
        vec![cookie, ("origin", "null")],
        vec![cookie, ours, ("sec-fetch-site", "cross-site")],
        vec![ours],
        vec![("cookie", "__Host-forum="), ours],
        vec![("cookie", "__Host-forum=pkf_ss_0000000000000000000000000000000000000000000"), ours],
    ] {
        assert_eq!(who(&foreign).await, Value::Null, "{foreign:?}");
    }
    // The secret of a cookie is no token of another kind.
    assert_eq!(code(&world.send(Some(secret), VIEWER, json!({})).await), "UNAUTHENTICATED");
    assert!(refresh(&world, secret).await.is_err());
    // GET is for everybody, and knows nobody by his cookie.
    let request = Request::get("/graphql?query=%7Bviewer%7Buser%7Bemail%7D%7D%7D").header("cookie", pair).header(ours.0, ours.1);
    let response = world.request(request.body(Body::empty()).unwrap()).await;
    let answer: Value = serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap();
    assert_eq!(answer["data"], json!({ "viewer": null }));

    // An hour without use ends it, an hour of use does not.
    for _ in 0..3 {
        world.later(TimeDelta::minutes(40));
        assert_eq!(who(&[cookie, ours]).await, "person@example.kz", "a browser in use is signed out");
    }
    let (headers, answer) = browses(&world, &[cookie], "mutation { logOut { signedOut } }", json!({})).await;
    assert_eq!(code(&answer), "UNAUTHENTICATED");
    assert!(!headers.contains_key(header::SET_COOKIE));
    assert_eq!(who(&[cookie, ours]).await, "person@example.kz", "others cannot sign one out");
    let (headers, answer) = browses(&world, &[cookie, ours], "mutation { logOut { signedOut } }", json!({})).await;
    assert_eq!(answer["data"]["logOut"]["signedOut"], true);
    assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("__Host-forum=; Max-Age=0; "));
    assert_eq!(who(&[cookie, ours]).await, Value::Null);
}

async fn wrong_passwords_make_the_right_one_wait(world: World) {
    world.person("person@example.kz").await;
    world.person("neighbour@example.kz").await;
    let wrong = async |times: usize| {
        for _ in 0..times {
            assert_eq!(refusals(&log_in(&world, "person@example.kz", "not the password").await), ["INVALID_CREDENTIALS input"]);
        }
    };
    let right = || is_signed_in(&world, "person@example.kz", PASSWORD);
    // Ten are free, and signing in forgets them.
    wrong(10).await;
    assert!(right().await);
    wrong(10).await;
    assert!(right().await);

    wrong(11).await;
    let refused = log_in(&world, "person@example.kz", PASSWORD).await;
    assert_eq!(refusals(&refused), ["INVALID_CREDENTIALS input"], "nobody learns that guessing was noticed");
    assert!(is_signed_in(&world, "neighbour@example.kz", PASSWORD).await, "others do not wait");
    // What is tried while one waits does not count; each wrong one after it doubles the wait.
    wrong(20).await;
    world.later(TimeDelta::seconds(2));
    wrong(1).await;
    world.later(TimeDelta::seconds(2));
    assert!(!right().await);
    world.later(TimeDelta::seconds(2));
    assert!(right().await);
}

async fn guessing_at_the_same_moment_gains_nothing(world: World) {
    world.person("person@example.kz").await;
    let guesses: Vec<String> = (0..15).map(|guess| format!("guess number {guess}")).collect();
    let signed_in = join_all(guesses.iter().map(|guess| is_signed_in(&world, "person@example.kz", guess))).await;
    assert!(signed_in.iter().all(|signed_in| !signed_in));
    assert!(!is_signed_in(&world, "person@example.kz", PASSWORD).await, "guesses that came together were counted as one");
    world.later(TimeDelta::days(1));
    assert!(is_signed_in(&world, "person@example.kz", PASSWORD).await);
}

/// A stranger registers with somebody's address before him; what he set up is worth nothing once the owner proves the address.
async fn a_stranger_who_registered_first_gains_nothing(world: World) {
    let register = "mutation($input: RegisterInput!) { register(input: $input) { letterSent userErrors { code } } }";
    let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { tokens { accessToken refreshToken } userErrors { code } } }";
    let verify = "mutation($token: String!) { verifyEmail(input: { token: $token }) { verified userErrors { code } } }";
    let link = |text: &str| text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let address = "owner@kz.example";
    let as_whom = |password: &str| json!({ "input": { "email": address, "password": password, "name": "Somebody", "language": "EN", "acceptedTerms": TERMS } });
    let with = |password: &str| json!({ "input": { "email": address, "password": password } });

    world.asks(register, as_whom("stranger walnut saddle 91")).await;
    world.settle().await;
    let first = link(&world.letters.last_to(address).unwrap().text);
    let stranger = world.asks(log_in, with("stranger walnut saddle 91")).await["logIn"]["tokens"].clone();
    world.later(TimeDelta::minutes(1));
    world.asks(register, as_whom("owner monsoon bridge 17")).await;
    world.settle().await;
    let second = link(&world.letters.last_to(address).unwrap().text);

    let refused = world.asks(verify, json!({ "token": first })).await;
    assert_eq!(refused["verifyEmail"], json!({ "verified": false, "userErrors": [{ "code": "LINK_INVALID" }] }));
    let proved = world.asks(verify, json!({ "token": second })).await;
    assert_eq!(proved["verifyEmail"]["verified"], true);

    let denied = world.asks(log_in, with("stranger walnut saddle 91")).await;
    assert_eq!(denied["logIn"]["userErrors"][0]["code"], "INVALID_CREDENTIALS");
    let ended = world.send(stranger["accessToken"].as_str(), "{ viewer { user { email } } }", json!({})).await;
    assert_eq!(tests::world::code(&ended), "UNAUTHENTICATED");
    let refreshed = "mutation($input: RefreshInput!) { refresh(input: $input) { userErrors { code } } }";
    let refreshed = world.asks(refreshed, json!({ "input": { "refreshToken": stranger["refreshToken"] } })).await;
    assert_eq!(refreshed["refresh"]["userErrors"][0]["code"], "TOKEN_INVALID");
    assert!(world.asks(log_in, with("owner monsoon bridge 17")).await["logIn"]["tokens"].is_object());
}
