//! Holds: administrators place and lift them with a fresh factor, and nobody else reads them.

use chrono::TimeDelta;
use domain::staff::Duty;
use serde_json::json;
use tests::{World, on_both_databases, world::code};

on_both_databases! {
    an_administrator_holds_and_lets_go,
    a_hold_asks_for_a_fresh_factor,
    nobody_else_places_lifts_or_reads_holds,
}

const HOLDS: &str = "query($where: LegalHoldFilter) { legalHolds(where: $where) { nodes { id userId reason liftedBecause } } }";
const REASON: &str = "A court of Almaty asks for it.";

async fn an_administrator_holds_and_lets_go(world: World) {
    let person = world.person("person@example.kz").await;
    let id = person.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone();
    let administrator = world.on_duty("administrator@forum.example", Duty::Administrator, "KZ").await;
    let input = |email: &str, reason: &str| json!({ "email": email, "reason": reason });
    let before = world.happened().await;
    for (wrong, refusal) in [
        (input("nobody@example.kz", REASON), "UNKNOWN_PERSON input.email"),
        (input("nobody", REASON), "INVALID_INPUT input.email"),
        (input(&person.email, "Why not"), "INVALID_INPUT input.reason"),
    ] {
        assert_eq!(administrator.refusals("placeLegalHold", wrong).await, [refusal]);
    }
    assert_eq!(world.happened_since(before).await, 0);
    let placed = administrator.does("placeLegalHold", input(&person.email, REASON), "legalHold { id userId reason liftedAt }").await;
    let hold = placed["legalHold"]["id"].clone();
    assert_eq!(placed["legalHold"], json!({ "id": hold, "userId": id, "reason": REASON, "liftedAt": null }));
    assert_eq!(world.happened_since(before).await, 1);
    let on =
        async |on: bool| administrator.asks(HOLDS, json!({ "where": { "userId": id, "on": on } })).await["legalHolds"]["nodes"].clone();
    assert_eq!(on(true).await, json!([{ "id": hold, "userId": id, "reason": REASON, "liftedBecause": null }]));
    let because = json!({ "legalHoldId": hold, "because": "The suit was settled." });
    administrator.does("liftLegalHold", because.clone(), "legalHold { liftedBecause }").await;
    assert_eq!(on(true).await, json!([]));
    assert_eq!(on(false).await[0]["liftedBecause"], "The suit was settled.");
    let before = world.happened().await;
    assert_eq!(administrator.refusals("liftLegalHold", because).await, ["ALREADY_LIFTED input.legalHoldId"]);
    let unknown = json!({ "legalHoldId": "hld_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f", "because": "The suit was settled." });
    assert_eq!(administrator.is_denied("liftLegalHold", unknown).await, "NOT_FOUND");
    assert_eq!(world.happened_since(before).await, 0);
}

async fn a_hold_asks_for_a_fresh_factor(world: World) {
    world.person("person@example.kz").await;
    let mut administrator = world.on_duty("administrator@forum.example", Duty::Administrator, "KZ").await;
    world.later(TimeDelta::minutes(16));
    administrator.refreshes().await;
    let before = world.happened().await;
    let input = json!({ "email": "person@example.kz", "reason": REASON });
    let answer = administrator
        .sends("mutation($input: PlaceLegalHoldInput!) { placeLegalHold(input: $input) { __typename } }", json!({ "input": input }))
        .await;
    assert_eq!(code(&answer), "FORBIDDEN");
    assert_eq!(answer["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    assert_eq!(world.happened_since(before).await, 0);
}

async fn nobody_else_places_lifts_or_reads_holds(world: World) {
    let person = world.person("person@example.kz").await;
    let administrator = world.on_duty("administrator@forum.example", Duty::Administrator, "KZ").await;
    let input = json!({ "email": person.email, "reason": REASON });
    let placed = administrator.does("placeLegalHold", input.clone(), "legalHold { id }").await;
    let because = json!({ "legalHoldId": placed["legalHold"]["id"], "because": "The suit was settled." });
    let moderator = world.moderator("moderator@kz.example", "KZ").await;
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "PK").await;
    let before = world.happened().await;
    for other in [&person, &moderator, &auditor] {
        assert_eq!(other.is_denied("placeLegalHold", input.clone()).await, "FORBIDDEN");
        assert_eq!(other.is_denied("liftLegalHold", because.clone()).await, "FORBIDDEN");
        assert_eq!(code(&other.sends(HOLDS, json!({ "where": {} })).await), "FORBIDDEN");
    }
    assert_eq!(code(&world.send(None, HOLDS, json!({ "where": {} })).await), "UNAUTHENTICATED");
    assert_eq!(world.happened_since(before).await, 0);
}
