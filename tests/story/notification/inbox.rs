//! The inbox: who is told what, once, and who is not.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, world::code};

on_both_databases! {
    the_other_side_is_told_and_whoever_did_it_is_not,
    everybody_reads_his_own_inbox,
    one_notice_is_enough_until_somebody_looks,
    nobody_is_told_twice,
    a_notification_arrives_while_one_listens,
    staff_are_told_in_the_morning_what_waits,
}

const INBOX: &str = "query($unread: Boolean!) { viewer { unreadCount notifications(first: 100, unreadOnly: $unread) { nodes {
    id kind topic text path subjectId readAt company { name } subject { __typename id } } } } }";

pub(super) async fn inbox(person: &Person<'_>, unread: bool) -> Vec<Value> {
    let answer = person.asks(INBOX, json!({ "unread": unread })).await;
    let nodes = answer["viewer"]["notifications"]["nodes"].as_array().unwrap().clone();
    if unread {
        assert_eq!(answer["viewer"]["unreadCount"], json!(nodes.len()));
    }
    nodes
}

async fn kinds(person: &Person<'_>) -> Vec<String> {
    inbox(person, false).await.iter().map(|node| node["kind"].as_str().unwrap().to_owned()).collect()
}

pub(super) async fn pair(world: &World) -> (Person<'_>, Firm<'_>, Firm<'_>) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    (astana, mill, baker)
}

async fn the_other_side_is_told_and_whoever_did_it_is_not(world: World) {
    let (_, mill, baker) = pair(&world).await;
    assert_eq!(kinds(&mill.owner).await, ["COMPANY_VERIFIED"]);
    let introduction = mill.is_introduced_to(&baker).await;
    let told = inbox(&baker.owner, true).await;
    assert_eq!(told.len(), 2);
    let expected = json!({
        "kind": "INTRODUCTION_REQUESTED", "topic": "INTRODUCTIONS", "text": "Astyq Dan would like to meet you", "path": "/en/introductions",
        "subjectId": introduction, "readAt": null, "company": { "name": "Chenab Flour Mills" },
        "subject": { "__typename": "Introduction", "id": introduction },
    });
    let mut first = told[0].clone();
    first.as_object_mut().unwrap().remove("id");
    assert_eq!(first, expected);
    assert_eq!(kinds(&mill.owner).await[0], "INTRODUCTION_ACCEPTED");
    assert!(!kinds(&mill.owner).await.contains(&"INTRODUCTION_REQUESTED".to_owned()));

    let terms = json!({ "kind": "MEMORANDUM", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
    let input = json!({ "agreement": { "with": [baker.id] }, "terms": terms });
    let paper = mill.owner.does("proposeAgreement", input, "agreement { id proposal { hash } }").await["agreement"].clone();
    world.later(TimeDelta::seconds(1));
    world.settle().await;
    assert_eq!(
        inbox(&baker.owner, false).await[0]["text"],
        "Astyq Dan proposes terms for “Supply of wheat” and asks for your confirmation"
    );
    let answer = json!({ "agreementId": paper["id"], "hash": paper["proposal"]["hash"] });
    baker.owner.does("confirmAgreement", answer, "agreement { id }").await;
    world.settle().await;
    let concluded = &inbox(&mill.owner, false).await[0];
    assert_eq!(concluded["text"], "“Supply of wheat” is confirmed by every party");
    assert_eq!(concluded["path"], json!(format!("/en/agreements/one?id={}", paper["id"].as_str().unwrap())));
    assert!(!kinds(&baker.owner).await.contains(&"AGREEMENT_CONCLUDED".to_owned()), "he has just confirmed it himself");
    // The same in another language.
    let document = "{ viewer { notifications(first: 1) { nodes { text(language: KK) path(language: KK) } } } }";
    let said = mill.owner.asks(document, json!({})).await["viewer"]["notifications"]["nodes"][0].clone();
    assert_eq!(said["text"], "«Supply of wheat» құжатын барлық тарап растады");
    assert!(said["path"].as_str().unwrap().starts_with("/kk/"));
}

async fn everybody_reads_his_own_inbox(world: World) {
    let (_, mill, baker) = pair(&world).await;
    mill.is_introduced_to(&baker).await;
    let stranger = world.person("stranger@example.kz").await;
    assert_eq!(inbox(&stranger, true).await, Vec::<Value>::new());
    let ours = inbox(&baker.owner, true).await;
    let ids: Vec<&Value> = ours.iter().map(|node| &node["id"]).collect();
    // Another's are left alone, and nobody learns that they are there.
    let payload = stranger.does("markNotificationsRead", json!({ "notifications": { "ids": ids } }), "marked").await;
    assert_eq!(payload["marked"], 0);
    assert_eq!(stranger.is_denied("markNotificationsRead", json!({ "notifications": { "upTo": ids[0] } })).await, "NOT_FOUND");
    let absent = "ntf_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f";
    assert_eq!(stranger.is_denied("markNotificationsRead", json!({ "notifications": { "upTo": absent } })).await, "NOT_FOUND");
    assert_eq!(inbox(&baker.owner, true).await.len(), 2);
    let wrong = json!({ "notifications": { "ids": [mill.id, ids[0]] } });
    assert_eq!(baker.owner.refusals("markNotificationsRead", wrong).await, ["INVALID_INPUT input.notifications.ids.0"]);

    let before = world.happened().await;
    let payload = baker.owner.does("markNotificationsRead", json!({ "notifications": { "ids": [ids[0]] } }), "marked").await;
    assert_eq!(payload["marked"], 1);
    assert_eq!(world.happened_since(before).await, 1);
    assert_eq!(inbox(&baker.owner, true).await.len(), 1);
    assert_eq!(inbox(&baker.owner, false).await.len(), 2, "what was read stays in the inbox");
    let payload = baker.owner.does("markNotificationsRead", json!({ "notifications": { "upTo": ids[0] } }), "marked").await;
    assert_eq!(payload["marked"], 1, "what was read is not read again");
    assert_eq!(inbox(&baker.owner, true).await, Vec::<Value>::new());
    let document = "mutation($input: MarkNotificationsReadInput!) { markNotificationsRead(input: $input) { __typename } }";
    let nobody = world.send(None, document, json!({ "input": { "notifications": { "upTo": ids[0] } } })).await;
    assert_eq!(code(&nobody), "UNAUTHENTICATED");

    // The inbox is the person's, whomever he acts for; page by page, the latest first.
    let mut owner = Person { world: &world, email: baker.owner.email.clone(), token: String::new(), refresh: String::new(), factor: None };
    owner.signs_in(json!({ "himself": true })).await;
    assert_eq!(inbox(&owner, false).await.len(), 2);
    let page =
        "query($after: String) { viewer { notifications(first: 1, after: $after) { pageInfo { hasNextPage endCursor } nodes { id } } } }";
    let first = owner.asks(page, json!({})).await["viewer"]["notifications"].clone();
    let second = owner.asks(page, json!({ "after": first["pageInfo"]["endCursor"] })).await["viewer"]["notifications"].clone();
    assert_eq!((&first["nodes"][0]["id"], &second["nodes"][0]["id"]), (ids[0], ids[1]));
    assert_eq!((first["pageInfo"]["hasNextPage"].clone(), second["pageInfo"]["hasNextPage"].clone()), (json!(true), json!(false)));
}

async fn one_notice_is_enough_until_somebody_looks(world: World) {
    let (_, mill, baker) = pair(&world).await;
    mill.is_introduced_to(&baker).await;
    let id = mill.owner.asks("{ conversations { nodes { id } } }", json!({})).await["conversations"]["nodes"][0]["id"].clone();
    let letters = || world.letters.letters().iter().filter(|letter| letter.subject == "Astyq Dan wrote to you").count();
    let writes = async |text: &str| {
        mill.owner.does("sendMessage", json!({ "conversationId": id, "text": text }), "message { id }").await;
    };
    writes("One").await;
    writes("Two").await;
    world.settle().await;
    writes("Three").await;
    world.settle().await;
    let messages = async || kinds(&baker.owner).await.iter().filter(|kind| *kind == "MESSAGE_RECEIVED").count();
    assert_eq!((messages().await, letters()), (1, 1));
    let told = inbox(&baker.owner, false).await[0].clone();
    assert_eq!(told["subject"], json!({ "__typename": "Conversation", "id": id }));
    assert!(world.letters.letters().iter().all(|letter| !letter.text.contains("Three")), "what was written is read in the forum");
    // To read the conversation is to read the notice.
    world.later(TimeDelta::seconds(1));
    baker.owner.does("markConversationRead", json!({ "conversationId": id }), "conversation { id }").await;
    assert!(inbox(&baker.owner, true).await.iter().all(|node| node["kind"] != "MESSAGE_RECEIVED"));
    writes("Four").await;
    world.settle().await;
    assert_eq!((messages().await, letters()), (2, 2));
}

async fn nobody_is_told_twice(world: World) {
    let (_, mill, baker) = pair(&world).await;
    mill.is_introduced_to(&baker).await;
    let (told, letters) = (inbox(&baker.owner, false).await.len(), world.letters.letters().len());
    // The events are read from the beginning again, as after a restored copy of the place to read on from.
    match &world.location {
        app::storage::Location::Sqlite(path) => {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
            let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options).await.unwrap();
            sqlx::query("UPDATE reading SET xact = 0, seq = 0").execute(&mut connection).await.unwrap();
        }
        app::storage::Location::Postgres { url, .. } => {
            let mut connection = tests::ledger::past_the_wall(url).await;
            sqlx::query("UPDATE reading SET xact = 0, seq = 0").execute(&mut connection).await.unwrap();
        }
    }
    world.settle().await;
    assert_eq!(inbox(&baker.owner, false).await.len(), told);
    assert_eq!(world.letters.letters().len(), letters, "nor by letter");
}

async fn a_notification_arrives_while_one_listens(world: World) {
    use axum::body::Body;
    use http::{Request, header};
    use http_body_util::BodyExt;

    let (_, mill, baker) = pair(&world).await;
    let listens = async |person: &Person<'_>, field: &str| {
        let body = json!({ "query": format!("subscription {{ {field} }}") }).to_string();
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "text/event-stream")
            .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
            .body(Body::from(body))
            .unwrap();
        let before = world.app.listeners();
        let mut body = world.request(request).await.into_body();
        while world.app.listeners() == before {
            assert!(futures_util::poll!(std::pin::pin!(body.frame())).is_pending(), "it speaks before anything happened");
            tokio::task::yield_now().await;
        }
        body
    };
    let next = async |body: &mut Body| -> Value {
        loop {
            let frame = body.frame().await.unwrap().unwrap();
            let text = String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap();
            if let Some(line) = text.lines().find_map(|line| line.strip_prefix("data:")) {
                return serde_json::from_str(line.trim()).unwrap();
            }
        }
    };
    let mut inbox = listens(&baker.owner, "notificationReceived { kind text subjectId }").await;
    let introduction = mill.is_introduced_to(&baker).await;
    let heard = next(&mut inbox).await["data"]["notificationReceived"].clone();
    assert_eq!(heard["text"], "Astyq Dan would like to meet you");
    assert_eq!(heard["subjectId"], json!(introduction));
    let mut talk = listens(&baker.owner, "messageReceived { text own from { name } }").await;
    let id = mill.owner.asks("{ conversations { nodes { id } } }", json!({})).await["conversations"]["nodes"][0]["id"].clone();
    mill.owner.does("sendMessage", json!({ "conversationId": id, "text": "Salem" }), "message { id }").await;
    world.settle().await;
    let heard = next(&mut talk).await["data"]["messageReceived"].clone();
    assert_eq!(heard, json!({ "text": "Salem", "own": false, "from": { "name": "Astyq Dan" } }));
    assert_eq!(next(&mut inbox).await["data"]["notificationReceived"]["kind"], "MESSAGE_RECEIVED");
}

async fn staff_are_told_in_the_morning_what_waits(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let firm = Firm::registers(&world, "KZ", "Semey Foods", 7, &["AGR-GR"]).await;
    firm.submits().await;
    world.settle().await;
    let before = world.letters.letters().len();
    assert!(kinds(&astana).await.iter().all(|kind| kind != "COMPANY_SUBMITTED"), "the queue is where staff look");
    // From nine in Greenwich, which is two in the afternoon, to four the next morning.
    world.later(TimeDelta::hours(19) - TimeDelta::seconds(1));
    world.settle().await;
    assert_eq!(world.letters.letters().len(), before);
    world.later(TimeDelta::seconds(1));
    world.settle().await;
    let letters = world.letters.letters()[before..].to_vec();
    let told: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(told, [astana.email.as_str()], "those of the company's side");
    assert_ne!(islamabad.email, astana.email);
    assert_eq!(letters[0].subject, "1 update from the business forum");
    assert!(letters[0].text.contains("Semey Foods waits for verification"), "{}", letters[0].text);
    world.later(TimeDelta::days(1));
    world.settle().await;
    assert_eq!(world.letters.letters().len(), before + 1);
}
