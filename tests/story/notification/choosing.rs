//! What people choose to be told.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Person, World, on_both_databases};

use super::inbox::{inbox, pair};

on_both_databases! {
    a_person_chooses_by_topic,
    news_are_gathered_for_the_morning,
    a_choice_is_refused_with_code_and_path,
}

const PREFERENCES: &str = "{ viewer { notificationPreferences { topic inApp mail optional } } }";

async fn chooses(person: &Person<'_>, topic: &str, in_app: bool, mail: &str) -> Value {
    let input = json!({ "preferences": [{ "topic": topic, "inApp": in_app, "mail": mail }] });
    person.does("updateNotificationPreferences", input, "preferences { topic inApp mail optional }").await["preferences"].clone()
}

async fn of(person: &Person<'_>, topic: &str) -> Value {
    let all = person.asks(PREFERENCES, json!({})).await["viewer"]["notificationPreferences"].clone();
    all.as_array().unwrap().iter().find(|one| one["topic"] == topic).cloned().unwrap_or(Value::Null)
}

async fn a_person_chooses_by_topic(world: World) {
    let (astana, mill, baker) = pair(&world).await;
    let usual = json!({ "topic": "INTRODUCTIONS", "inApp": true, "mail": "AT_ONCE", "optional": true });
    assert_eq!(of(&baker.owner, "INTRODUCTIONS").await, usual);
    assert_eq!(of(&baker.owner, "SECURITY").await["optional"], false);
    assert_eq!(of(&baker.owner, "QUEUE").await, Value::Null, "which is for staff");
    assert_eq!(of(&astana, "QUEUE").await["mail"], "DAILY");

    let before = world.happened().await;
    let chosen = chooses(&baker.owner, "INTRODUCTIONS", false, "NEVER").await;
    assert_eq!(world.happened_since(before).await, 1);
    assert!(chosen.as_array().unwrap().contains(&json!({ "topic": "INTRODUCTIONS", "inApp": false, "mail": "NEVER", "optional": true })));
    assert_eq!(of(&mill.owner, "INTRODUCTIONS").await, usual, "a choice is one's own");
    let (told, letters) = (inbox(&baker.owner, false).await.len(), world.letters.letters().len());
    mill.is_introduced_to(&baker).await;
    assert_eq!(inbox(&baker.owner, false).await.len(), told);
    let to_baker = world.letters.letters()[letters..].iter().filter(|letter| letter.to == baker.owner.email).count();
    assert_eq!(to_baker, 0);
    // In the inbox only.
    chooses(&baker.owner, "MESSAGES", true, "NEVER").await;
    let id = mill.owner.asks("{ conversations { nodes { id } } }", json!({})).await["conversations"]["nodes"][0]["id"].clone();
    mill.owner.does("sendMessage", json!({ "conversationId": id, "text": "Salem" }), "message { id }").await;
    world.settle().await;
    assert_eq!(inbox(&baker.owner, false).await[0]["kind"], "MESSAGE_RECEIVED");
    assert_ne!(world.letters.last_to(&baker.owner.email).unwrap().subject, "Astyq Dan wrote to you");
    // By letter only.
    chooses(&baker.owner, "MESSAGES", false, "AT_ONCE").await;
    baker.owner.does("markConversationRead", json!({ "conversationId": id }), "conversation { id }").await;
    let told = inbox(&baker.owner, false).await.len();
    mill.owner.does("sendMessage", json!({ "conversationId": id, "text": "Salem again" }), "message { id }").await;
    world.settle().await;
    assert_eq!(inbox(&baker.owner, false).await.len(), told);
    assert_eq!(world.letters.last_to(&baker.owner.email).unwrap().subject, "Astyq Dan wrote to you");
}

async fn news_are_gathered_for_the_morning(world: World) {
    let (_, mill, mut baker) = pair(&world).await;
    mill.is_introduced_to(&baker).await;
    for topic in ["AGREEMENTS", "MESSAGES"] {
        chooses(&baker.owner, topic, true, if topic == "MESSAGES" { "WEEKLY" } else { "DAILY" }).await;
    }
    world.settle().await;
    let before = world.letters.letters().len();
    for title in ["Supply of wheat", "Supply of barley"] {
        let terms = json!({ "kind": "MEMORANDUM", "title": title, "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
        let input = json!({ "agreement": { "with": [baker.id] }, "terms": terms });
        mill.owner.does("proposeAgreement", input, "agreement { id }").await;
        world.later(TimeDelta::seconds(1));
    }
    let id = mill.owner.asks("{ conversations { nodes { id } } }", json!({})).await["conversations"]["nodes"][0]["id"].clone();
    mill.owner.does("sendMessage", json!({ "conversationId": id, "text": "Salem" }), "message { id }").await;
    world.settle().await;
    let of_baker =
        |letters: Vec<app::port::Letter>| letters.into_iter().filter(|letter| letter.to == "owner2@pk.example").collect::<Vec<_>>();
    assert_eq!(world.letters.letters().len(), before, "nothing at once");
    // Monday the second of March, two in the afternoon over there; the next morning is nineteen hours away.
    world.later(TimeDelta::hours(19));
    world.settle().await;
    let letters = of_baker(world.letters.letters()[before..].to_vec());
    let subjects: Vec<_> = letters.iter().map(|letter| (letter.to.as_str(), letter.subject.as_str())).collect();
    assert_eq!(subjects, [(baker.owner.email.as_str(), "2 updates from the business forum")]);
    for title in ["Supply of wheat", "Supply of barley"] {
        assert!(letters[0].text.contains(&format!("Astyq Dan proposes terms for “{title}”")), "{}", letters[0].text);
    }
    assert!(!letters[0].text.contains("wrote to you"), "which waits for Monday");
    // What was read meanwhile is not told again.
    baker.owner.signs_in(json!({ "company": baker.id })).await;
    baker.owner.does("markConversationRead", json!({ "conversationId": id }), "conversation { id }").await;
    world.later(TimeDelta::days(6));
    world.settle().await;
    assert_eq!(of_baker(world.letters.letters()[before..].to_vec()).len(), 1);
}

async fn a_choice_is_refused_with_code_and_path(world: World) {
    let person = world.person("somebody@example.kz").await;
    let one = |topic: &str| json!({ "topic": topic, "inApp": false, "mail": "NEVER" });
    let before = world.happened().await;
    let refused = async |preferences: Value| person.refusals("updateNotificationPreferences", json!({ "preferences": preferences })).await;
    assert_eq!(refused(json!([one("MESSAGES"), one("SECURITY")])).await, ["ALWAYS_TOLD input.preferences"]);
    assert_eq!(refused(json!([one("MESSAGES"), one("MESSAGES")])).await, ["TOPIC_TWICE input.preferences"]);
    assert_eq!(world.happened_since(before).await, 0);
    assert_eq!(of(&person, "MESSAGES").await["mail"], "AT_ONCE");
}
