//! What administrators keep for everybody: sectors, the roadmap, trade figures, announcements, companies that were one, and staff.

#[path = "administration/announcement.rs"]
mod announcement;
#[path = "administration/merge.rs"]
mod merge;
#[path = "administration/roadmap.rs"]
mod roadmap;
#[path = "administration/sector.rs"]
mod sector;
#[path = "administration/staff.rs"]
mod staff;
#[path = "administration/trade.rs"]
mod trade;

use domain::staff::Duty;
use serde_json::{Value, json};
use tests::{Person, World, world::code};

/// An administrator of the Kazakh side.
async fn administrator(world: &World) -> Person<'_> {
    world.on_duty("administrator@kz.example", Duty::Administrator, "KZ").await
}

/// A text in all four languages.
fn text(words: &str) -> Value {
    json!({ "en": words, "ru": format!("{words} (ru)"), "kk": format!("{words} (kk)"), "ur": format!("{words} (ur)") })
}

/// Nobody but an administrator with a fresh factor may do it, and nothing happens when others try.
async fn is_for_administrators_only(world: &World, mutation: &str, input: Value) {
    let mut administrator = world.on_duty("stale@forum.example", Duty::Administrator, "PK").await;
    let moderator = world.moderator("moderator@forum.example", "KZ").await;
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    let owner = tests::Firm::registers(world, "PK", "Early Bird", 90, &["AGR-MI"]).await.owner;
    let person = world.person("person@forum.example").await;
    world.settle().await;
    let before = world.happened().await;
    for who in [&moderator, &auditor, &owner, &person] {
        assert_eq!(who.is_denied(mutation, input.clone()).await, "FORBIDDEN", "{mutation} by {}", who.email);
    }
    let capital = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!("mutation($input: {capital}Input!) {{ {mutation}(input: $input) {{ __typename }} }}");
    assert_eq!(code(&world.send(None, &document, json!({ "input": input })).await), "UNAUTHENTICATED");
    assert_eq!(world.happened_since(before).await, 0);
    world.later(chrono::TimeDelta::minutes(15));
    administrator.refreshes().await;
    let before = world.happened().await;
    let answer = administrator.sends(&document, json!({ "input": input })).await;
    assert_eq!((code(&answer), &answer["errors"][0]["extensions"]["reason"]), ("FORBIDDEN", &json!("FRESH_FACTOR_REQUIRED")));
    assert_eq!(world.happened_since(before).await, 0);
}
