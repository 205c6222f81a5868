//! How ventures go: a party says so, silence puts them to sleep, and a memorandum that runs out ends them.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, World, on_both_databases};

on_both_databases! {
    a_party_says_how_it_goes,
    silence_asks_both_sides_whether_it_is_still_alive,
    a_venture_lapses_with_its_memorandum,
}

const FIELDS: &str = "jointVenture { id stage health proposal { hash } proposedStage { proposal { hash } } }";

async fn venture(world: &World) -> (Firm<'_>, Firm<'_>, Value) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    mill.is_introduced_to(&baker).await;
    let parties = json!([{ "companyId": mill.id, "role": "FOUNDER" }, { "companyId": baker.id, "role": "INVESTOR" }]);
    let input = json!({ "title": "Flour mill in Multan", "structure": "CONTRACTUAL", "subsectors": ["AGR-MI"], "parties": parties });
    let venture = mill.owner.does("proposeJointVenture", input, FIELDS).await["jointVenture"].clone();
    let answer = json!({ "jointVentureId": venture["id"], "hash": venture["proposal"]["hash"] });
    baker.owner.does("confirmJointVenture", answer, FIELDS).await;
    world.settle().await;
    (mill, baker, venture["id"].clone())
}

async fn state(firm: &Firm<'_>) -> Value {
    let document = "{ jointVentures { nodes { stage health endReason proposedStage { to } } } }";
    firm.owner.asks(document, json!({})).await["jointVentures"]["nodes"][0].clone()
}

async fn told(firm: &Firm<'_>) -> Vec<String> {
    let answer = firm.owner.asks("{ viewer { notifications(first: 100) { nodes { kind } } } }", json!({})).await;
    let nodes = answer["viewer"]["notifications"]["nodes"].as_array().unwrap().clone();
    nodes.iter().map(|node| node["kind"].as_str().unwrap().to_owned()).collect()
}

async fn a_party_says_how_it_goes(world: World) {
    let (mill, baker, id) = venture(&world).await;
    let astana = world.moderator("moderator.of@kz.example", "KZ").await;
    let stranger = world.pakistani("Ravi Textiles", 3, &["AGR-MI"], &astana).await;
    let says = |health: &str| json!({ "jointVentureId": id, "health": health });
    let before = world.happened().await;
    assert_eq!(mill.owner.refusals("reportHealth", says("DORMANT")).await, ["NOT_BY_WORD input.health"]);
    assert_eq!(stranger.owner.is_denied("reportHealth", says("DELAYED")).await, "NOT_FOUND");
    assert_eq!(world.happened_since(before).await, 0);
    mill.owner.does("reportHealth", says("DELAYED"), FIELDS).await;
    assert_eq!(world.happened_since(before).await, 1);
    assert_eq!(state(&baker).await["health"], "DELAYED");
    world.settle().await;
    assert_eq!(told(&baker).await[0], "HEALTH_REPORTED");
    assert!(!told(&mill).await.contains(&"HEALTH_REPORTED".to_owned()), "whoever says it knows it");
    let withdraws = json!({ "jointVentureId": id, "to": "WITHDRAWN", "reason": "No permit" });
    mill.owner.does("advanceJointVenture", withdraws, FIELDS).await;
    assert_eq!(baker.owner.refusals("reportHealth", says("ON_TRACK")).await, ["ENDED input.jointVentureId"]);
    assert_eq!(state(&baker).await["health"], "DELAYED");
}

async fn silence_asks_both_sides_whether_it_is_still_alive(world: World) {
    let (mut mill, mut baker, id) = venture(&world).await;
    world.later(TimeDelta::days(60) - TimeDelta::seconds(1));
    world.settle().await;
    let before = world.happened().await;
    world.later(TimeDelta::seconds(61));
    world.settle().await;
    assert_eq!(world.happened_since(before).await, 1, "asked once");
    world.later(TimeDelta::days(1));
    world.settle().await;
    assert_eq!(world.happened_since(before).await, 1, "and not again");
    for firm in [&mut mill, &mut baker] {
        firm.owner.signs_in(json!({ "company": firm.id })).await;
        assert_eq!(state(firm).await["health"], "DORMANT", "{}", firm.name);
        assert_eq!(told(firm).await[0], "VENTURE_DORMANT", "{}", firm.name);
        let letter = world.letters.last_to(&firm.owner.email).unwrap();
        assert!(letter.subject.contains("Is it still alive?"), "{}", letter.subject);
    }
    // A word wakes it, whatever the word is about.
    let promise = json!({ "milestone": { "promise": { "jointVentureId": id, "title": "Site bought", "due": "2026-12-01" } } });
    mill.owner.does("logMilestone", promise, "milestone { id }").await;
    assert_eq!(state(&baker).await["health"], "ON_TRACK");
}

async fn a_venture_lapses_with_its_memorandum(world: World) {
    let (mut mill, mut baker, id) = venture(&world).await;
    let terms = json!({
        "kind": "MEMORANDUM", "title": "Intent to mill", "subsectors": ["AGR-MI"], "signedOn": "2026-03-01", "expiresOn": "2026-04-15",
    });
    let input = json!({ "agreement": { "with": [baker.id] }, "terms": terms });
    let paper = mill.owner.does("proposeAgreement", input, "agreement { id proposal { hash } }").await["agreement"].clone();
    let answer = json!({ "agreementId": paper["id"], "hash": paper["proposal"]["hash"] });
    baker.owner.does("confirmAgreement", answer, "agreement { id }").await;
    let step = json!({ "jointVentureId": id, "to": "MOU_SIGNED", "evidence": { "agreementId": paper["id"] } });
    let step = mill.owner.does("advanceJointVenture", step, FIELDS).await["jointVenture"].clone();
    let answer = json!({ "jointVentureId": id, "hash": step["proposedStage"]["proposal"]["hash"] });
    baker.owner.does("confirmJointVenture", answer, FIELDS).await;
    world.settle().await;
    // On its last day the memorandum still holds: 2 March to 15 April.
    world.later(TimeDelta::days(44));
    world.settle().await;
    mill.owner.signs_in(json!({ "company": mill.id })).await;
    assert_eq!(state(&mill).await["stage"], "MOU_SIGNED");
    world.later(TimeDelta::days(1));
    world.settle().await;
    mill.owner.signs_in(json!({ "company": mill.id })).await;
    baker.owner.signs_in(json!({ "company": baker.id })).await;
    let ended =
        json!({ "stage": "LAPSED", "health": "ON_TRACK", "endReason": "The memorandum ran out on 2026-04-15.", "proposedStage": null });
    assert_eq!(state(&baker).await, ended);
    for firm in [&mill, &baker] {
        assert_eq!(told(firm).await[0], "VENTURE_LAPSED", "{}", firm.name);
    }
    let before = world.happened().await;
    world.later(TimeDelta::days(1));
    world.settle().await;
    assert_eq!(world.happened_since(before).await, 0);
}
