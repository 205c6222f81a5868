//! Letters of news: in the reader's language, with a way to end them, and none to a mailbox that refuses.

use app::port::{Letter, MailError};
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases};

use super::inbox::{inbox, pair};

on_both_databases! {
    a_link_in_a_letter_ends_letters_of_its_kind,
    a_mailbox_that_refuses_is_left_alone,
    a_letter_that_failed_for_now_is_the_same_letter_later,
}

async fn asks(world: &World, from: &Firm<'_>, to: &Firm<'_>) -> Value {
    let ask = json!({ "companyId": to.id, "message": "We would like to talk about what you published." });
    let payload = from.owner.does("requestIntroduction", ask, "introduction { id }").await;
    world.settle().await;
    payload["introduction"]["id"].clone()
}

async fn declines(world: &World, firm: &Firm<'_>, id: &Value) {
    firm.owner.does("declineIntroduction", json!({ "introductionId": id }), "introduction { state }").await;
    world.settle().await;
}

async fn visits(world: &World, method: &str, address: &str, body: &str) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri(address).header("content-type", "application/x-www-form-urlencoded");
    let response = world.request(request.body(Body::from(body.to_owned())).unwrap()).await;
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

fn to(world: &World, person: &Person<'_>) -> Vec<Letter> {
    world.letters.letters().into_iter().filter(|letter| letter.to == person.email).collect()
}

async fn mail(person: &Person<'_>, topic: &str) -> Value {
    let all = person.asks("{ viewer { notificationPreferences { topic mail } } }", json!({})).await;
    let all = all["viewer"]["notificationPreferences"].as_array().unwrap().clone();
    all.into_iter().find(|one| one["topic"] == topic).unwrap()["mail"].clone()
}

async fn a_link_in_a_letter_ends_letters_of_its_kind(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let asked = asks(&world, &mill, &baker).await;
    let letter = to(&world, &baker.owner).pop().unwrap();
    assert_eq!(letter.subject, "Astyq Dan would like to meet you");
    let address = letter.unsubscribe.clone().unwrap();
    assert!(letter.text.contains(&address) && letter.text.contains("https://forum.example/en/introductions"), "{}", letter.text);
    let address = address.strip_prefix("https://forum.example").unwrap().to_owned();
    assert_eq!(to(&world, &baker.owner)[0].unsubscribe, None, "the letter that proves an address is owed");

    // Programs look at links: to look changes nothing.
    let before = world.happened().await;
    let (status, page) = visits(&world, "GET", &address, "").await;
    assert_eq!(status, 200);
    assert!(page.contains("<form method=\"post\">") && !page.contains(&baker.owner.email), "{page}");
    assert_eq!(mail(&baker.owner, "INTRODUCTIONS").await, "AT_ONCE");
    for broken in [
        "/unsubscribe".to_owned(),
        "/unsubscribe?token=x".to_owned(),
        address.replace("INTRODUCTIONS", "MESSAGES"),
        address.replace("&language=en", "x&language=en"),
        address.replace("token=", "token=%3Cscript%3E"),
    ] {
        for method in ["GET", "POST"] {
            let (status, page) = visits(&world, method, &broken, "").await;
            assert_eq!(status, 404, "{method} {broken}");
            assert!(!page.contains("<script>"));
        }
    }
    let security = address.replace("INTRODUCTIONS", "SECURITY");
    assert_eq!(visits(&world, "POST", &security, "").await.0, 404);
    assert_eq!(world.happened_since(before).await, 0);

    // One click in a mail program, signed out.
    let (status, page) = visits(&world, "POST", &address.replace("&language=en", "&language=ur"), "List-Unsubscribe=One-Click").await;
    assert_eq!(status, 200);
    assert!(page.contains("dir=\"rtl\""), "{page}");
    assert_eq!(world.happened_since(before).await, 1);
    assert_eq!(visits(&world, "POST", &address, "List-Unsubscribe=One-Click").await.0, 200, "twice is once");
    assert_eq!(world.happened_since(before).await, 1);
    assert_eq!(mail(&baker.owner, "INTRODUCTIONS").await, "NEVER");
    assert_eq!(mail(&baker.owner, "MESSAGES").await, "AT_ONCE", "the others stay");
    assert_eq!(mail(&mill.owner, "INTRODUCTIONS").await, "AT_ONCE", "and so do those of others");
    declines(&world, &baker, &asked).await;
    let letters = to(&world, &baker.owner).len();
    asks(&world, &mill, &baker).await;
    assert_eq!(to(&world, &baker.owner).len(), letters);
    assert_eq!(inbox(&baker.owner, false).await[0]["kind"], "INTRODUCTION_REQUESTED", "the inbox has it");

    // The same by GraphQL, signed out.
    let letter = to(&world, &mill.owner).pop().unwrap();
    assert_eq!(letter.subject, "Chenab Flour Mills declined your introduction");
    let token = letter.unsubscribe.unwrap().split("token=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let document = "mutation($token: String!) { unsubscribe(input: { token: $token }) { unsubscribed topic userErrors { code path } } }";
    let done = world.asks(document, json!({ "token": token })).await["unsubscribe"].clone();
    assert_eq!(done, json!({ "unsubscribed": true, "topic": "INTRODUCTIONS", "userErrors": [] }));
    let refused = world.asks(document, json!({ "token": format!("{token}x") })).await["unsubscribe"].clone();
    assert_eq!(refused["userErrors"], json!([{ "code": "LINK_INVALID", "path": ["input", "token"] }]));
    assert_eq!(refused["unsubscribed"], Value::Null);
}

async fn a_mailbox_that_refuses_is_left_alone(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let refused = async || baker.owner.asks("{ viewer { mailRefusedSince } }", json!({})).await["viewer"]["mailRefusedSince"].clone();
    assert_eq!(refused().await, Value::Null);
    world.letters.fail_next(MailError::Permanent("the mail server answered 550".to_owned()));
    let asked = asks(&world, &mill, &baker).await;
    let letters = to(&world, &baker.owner).len();
    assert_ne!(refused().await, Value::Null);
    declines(&world, &baker, &asked).await;
    let asked = asks(&world, &mill, &baker).await;
    assert_eq!(to(&world, &baker.owner).len(), letters, "news go to the inbox only");
    assert_eq!(inbox(&baker.owner, false).await.iter().filter(|node| node["kind"] == "INTRODUCTION_REQUESTED").count(), 2);
    declines(&world, &baker, &asked).await;
    // A letter that the person asks for is tried all the same, and if it arrives the mailbox is well again.
    let again = json!({ "email": baker.owner.email, "password": tests::world::PASSWORD, "name": "Somebody", "language": "EN" });
    let document = "mutation($input: RegisterInput!) { register(input: $input) { letterSent } }";
    world.asks(document, json!({ "input": again })).await;
    world.settle().await;
    assert_eq!(to(&world, &baker.owner).len(), letters + 1);
    assert_eq!(refused().await, Value::Null);
    asks(&world, &mill, &baker).await;
    assert_eq!(to(&world, &baker.owner).len(), letters + 2);
}

async fn a_letter_that_failed_for_now_is_the_same_letter_later(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let letters = to(&world, &baker.owner).len();
    world.letters.fail_next(MailError::Temporary("the mail server took too long".to_owned()));
    asks(&world, &mill, &baker).await;
    assert_eq!(to(&world, &baker.owner).len(), letters);
    world.later(chrono::TimeDelta::minutes(1));
    world.settle().await;
    let sent = to(&world, &baker.owner);
    assert_eq!(sent.len(), letters + 1);
    world.later(chrono::TimeDelta::hours(1));
    world.settle().await;
    assert_eq!(to(&world, &baker.owner).len(), letters + 1, "and once only");
    // Written in the language that the person reads.
    let mut person =
        Person { world: &world, email: "third@example.kz".to_owned(), token: String::new(), refresh: String::new(), factor: None };
    let input = json!({ "email": person.email, "password": tests::world::PASSWORD, "name": "Әсем", "language": "KK" });
    world.asks("mutation($input: RegisterInput!) { register(input: $input) { letterSent } }", json!({ "input": input })).await;
    world.settle().await;
    let token =
        world.letters.last_to(&person.email).unwrap().text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    world.asks("mutation($token: String!) { verifyEmail(input: { token: $token }) { verified } }", json!({ "token": token })).await;
    person.signs_in(json!({ "himself": true })).await;
    let firm = tests::people::registration("KZ", "Semey Foods", 9, &["AGR-GR"]);
    let id = person.does("registerCompany", firm, "company { id }").await["company"]["id"].clone();
    person.signs_in(json!({ "company": id })).await;
    let astana = world.moderator("moderator.of@kz.example", "KZ").await;
    let firm = Firm { owner: person, id: id.as_str().unwrap().to_owned(), name: "Semey Foods".to_owned() };
    let firm = firm.is_verified_by(&astana).await;
    let letter = world.letters.last_to(&firm.owner.email).unwrap();
    assert_eq!(letter.subject, "«\u{2068}Semey Foods\u{2069}» компаниясы тексерілді".replace(['\u{2068}', '\u{2069}'], ""));
    assert!(letter.text.contains("https://forum.example/kk/desk"), "{}", letter.text);
}
