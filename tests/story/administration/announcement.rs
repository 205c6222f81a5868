//! What is announced is read by its audience, in its time, and by nobody else.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Person, World, on_both_databases, world::code};

use super::{administrator, is_for_administrators_only, text};

on_both_databases! {
    each_audience_reads_its_own,
    it_is_shown_from_and_until,
    what_was_published_is_not_rewritten,
    a_draft_is_refused_with_code_and_path,
    only_administrators_announce,
}

fn words(audience: &str, side: Value) -> Value {
    json!({ "title": text("Nauryz greetings"), "text": text("The forum is closed on the holiday."), "audience": audience, "side": side })
}

const FIELDS: &str = "announcement { id version state }";

async fn announces(keeper: &Person<'_>, input: Value) -> Value {
    let draft = keeper.does("draftAnnouncement", input, FIELDS).await["announcement"].clone();
    assert_eq!((&draft["state"], &draft["version"]), (&json!("DRAFT"), &json!(1)));
    let publish = json!({ "announcementId": draft["id"], "expectedVersion": 1 });
    keeper.does("publishAnnouncement", publish, FIELDS).await["announcement"].clone()
}

const READ: &str = "{ announcements { nodes { id title { text(language: KK) } } } }";

async fn reads(who: &Person<'_>) -> Vec<Value> {
    let found = who.asks(READ, json!({})).await;
    found["announcements"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()).collect()
}

async fn each_audience_reads_its_own(world: World) {
    let keeper = administrator(&world).await;
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let person = world.person("person@kz.example").await;
    let hidden = keeper.does("draftAnnouncement", words("PUBLIC", Value::Null), FIELDS).await["announcement"]["id"].clone();
    let mut ids = Vec::new();
    for (audience, side) in [("PUBLIC", Value::Null), ("MEMBERS", Value::Null), ("ONE_SIDE", json!("KZ")), ("ONE_SIDE", json!("PK"))] {
        world.later(TimeDelta::seconds(1));
        ids.push(announces(&keeper, words(audience, side)).await["id"].clone());
    }
    let [public, members, kazakh, pakistani] = [0, 1, 2, 3].map(|at: usize| ids[at].clone());
    let anybody = world.asks(READ, json!({})).await["announcements"]["nodes"].clone();
    assert_eq!(anybody, json!([{ "id": public, "title": { "text": "Nauryz greetings (kk)" } }]));
    assert_eq!(reads(&person).await, [public.clone()]);
    assert_eq!(reads(&mill.owner).await, [kazakh.clone(), members.clone(), public.clone()]);
    assert_eq!(reads(&baker.owner).await, [pakistani.clone(), members.clone(), public.clone()]);
    assert_eq!(reads(&astana).await, [pakistani, kazakh, members, public]);
    let drafts = "{ announcementDrafts(state: DRAFT) { nodes { id } } }";
    assert_eq!(keeper.asks(drafts, json!({})).await["announcementDrafts"]["nodes"], json!([{ "id": hidden }]));
    assert_eq!(code(&mill.owner.sends(drafts, json!({})).await), "FORBIDDEN");
    assert_eq!(code(&world.send(None, drafts, json!({})).await), "UNAUTHENTICATED");
    world.settle().await;
}

async fn it_is_shown_from_and_until(world: World) {
    let keeper = administrator(&world).await;
    let mut input = words("PUBLIC", Value::Null);
    (input["from"], input["until"]) = (json!("2026-03-02T09:03:00Z"), json!("2026-03-02T09:04:00Z"));
    let announced = announces(&keeper, input).await;
    let shown = async || world.asks(READ, json!({})).await["announcements"]["nodes"].as_array().unwrap().len();
    assert_eq!(shown().await, 0);
    world.later(TimeDelta::minutes(3) - TimeDelta::microseconds(1));
    assert_eq!(shown().await, 0);
    world.later(TimeDelta::microseconds(1));
    assert_eq!(shown().await, 1);
    world.later(TimeDelta::minutes(1));
    assert_eq!(shown().await, 0);
    let mut lasting = words("PUBLIC", Value::Null);
    lasting["title"] = json!({ "en": "Only in English" });
    lasting["text"] = json!({ "en": "Whoever reads Kazakh reads this." });
    let lasting = announces(&keeper, lasting).await;
    let title = world.asks(READ, json!({})).await["announcements"]["nodes"][0]["title"]["text"].clone();
    assert_eq!(title, "Only in English", "who reads none of the languages that are there reads English");
    let withdraw = |announcement: &Value, version: i64| json!({ "announcementId": announcement["id"], "expectedVersion": version });
    assert_eq!(keeper.is_denied("withdrawAnnouncement", withdraw(&lasting, 1)).await, "CONFLICT");
    keeper.does("withdrawAnnouncement", withdraw(&lasting, 2), FIELDS).await;
    assert_eq!(shown().await, 0);
    assert_eq!(keeper.refusals("withdrawAnnouncement", withdraw(&lasting, 3)).await, ["NOT_PUBLISHED input.announcementId"]);
    keeper.does("withdrawAnnouncement", withdraw(&announced, 2), FIELDS).await;
    world.settle().await;
}

async fn what_was_published_is_not_rewritten(world: World) {
    let keeper = administrator(&world).await;
    let draft = keeper.does("draftAnnouncement", words("PUBLIC", Value::Null), FIELDS).await["announcement"].clone();
    let anew = |version: i64| {
        let mut input = words("MEMBERS", Value::Null);
        (input["announcementId"], input["expectedVersion"]) = (draft["id"].clone(), json!(version));
        input
    };
    keeper.does("draftAnnouncement", anew(1), FIELDS).await;
    assert_eq!(keeper.is_denied("draftAnnouncement", anew(1)).await, "CONFLICT");
    let publish = |version: i64| json!({ "announcementId": draft["id"], "expectedVersion": version });
    assert_eq!(keeper.is_denied("publishAnnouncement", publish(1)).await, "CONFLICT");
    let before = world.happened().await;
    keeper.does("publishAnnouncement", publish(2), FIELDS).await;
    assert_eq!(keeper.refusals("draftAnnouncement", anew(3)).await, ["NOT_A_DRAFT input.announcementId"]);
    assert_eq!(keeper.refusals("publishAnnouncement", publish(3)).await, ["NOT_A_DRAFT input.announcementId"]);
    let absent = json!({ "announcementId": "ann_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f", "expectedVersion": 1 });
    assert_eq!(keeper.is_denied("publishAnnouncement", absent).await, "NOT_FOUND");
    assert_eq!(world.happened_since(before).await, 1);
    world.settle().await;
}

async fn a_draft_is_refused_with_code_and_path(world: World) {
    let keeper = administrator(&world).await;
    let before = world.happened().await;
    let with = |field: &str, value: Value| {
        let mut input = words("PUBLIC", Value::Null);
        input[field] = value;
        input
    };
    for (input, expected) in [
        (with("text", json!({ "en": "Only in English." })), "HALF_TRANSLATED input.text"),
        (with("audience", json!("ONE_SIDE")), "SIDE_MISSING input.side"),
        (with("side", json!("KZ")), "SIDE_FOR_NOBODY input.side"),
        (with("until", json!("2026-03-02T09:00:00Z")), "ENDS_BEFORE_IT_BEGINS input.until"),
        (with("title", json!({ "en": "No" })), "INVALID_INPUT input.title.en"),
        (with("expectedVersion", json!(1)), "INVALID_INPUT input.announcementId"),
    ] {
        assert_eq!(keeper.refusals("draftAnnouncement", input.clone()).await[0], expected, "{input}");
    }
    assert_eq!(world.happened_since(before).await, 0);
    let mut over = words("PUBLIC", Value::Null);
    (over["from"], over["until"]) = (json!("2026-01-01T00:00:00Z"), json!("2026-02-01T00:00:00Z"));
    let draft = keeper.does("draftAnnouncement", over, FIELDS).await["announcement"].clone();
    let late = keeper.refusals("publishAnnouncement", json!({ "announcementId": draft["id"], "expectedVersion": 1 })).await;
    assert_eq!(late, ["OVER_ALREADY input.announcementId"]);
    world.settle().await;
}

async fn only_administrators_announce(world: World) {
    is_for_administrators_only(&world, "draftAnnouncement", words("PUBLIC", Value::Null)).await;
    world.settle().await;
}
