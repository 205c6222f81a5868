//! "Not interested": both leave each other's matches, and only one of them knows.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases};

on_both_databases! {
    both_leave_each_others_matches_and_only_one_knows,
    a_dismissal_is_refused_with_code_and_path,
    a_company_that_is_seldom_shown_has_a_place_kept,
}

async fn names(person: &Person<'_>) -> Vec<String> {
    let answer = person.asks("{ matches(first: 100) { nodes { company { name } } } }", json!({})).await;
    let nodes = answer["matches"]["nodes"].as_array().unwrap().clone();
    nodes.iter().map(|node| node["company"]["name"].as_str().unwrap().to_owned()).collect()
}

async fn market(world: &World) -> (Person<'_>, Firm<'_>, Firm<'_>, Firm<'_>) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let other = world.pakistani("Sindh Bakery", 3, &["AGR-MI"], &astana).await;
    mill.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    baker.publishes("NEED", "AGR-GR", "Wheat for milling").await;
    other.publishes("NEED", "AGR-GR", "Wheat for bread").await;
    (astana, mill, baker, other)
}

async fn both_leave_each_others_matches_and_only_one_knows(world: World) {
    let (_, mill, baker, other) = market(&world).await;
    let ours = ["Chenab Flour Mills", "Sindh Bakery"];
    let seen = async |person: &Person<'_>| {
        let mut seen = names(person).await;
        seen.sort();
        seen
    };
    assert_eq!(seen(&mill.owner).await, ours);
    let before = world.happened().await;
    let input = json!({ "companyId": mill.id, "reason": "They have not paid our neighbour." });
    let payload = baker.owner.does("dismissMatch", input, "dismissed { company { name } reason restoredAt }").await;
    let kept = json!({ "company": { "name": "Astyq Dan" }, "reason": "They have not paid our neighbour.", "restoredAt": null });
    assert_eq!(payload["dismissed"], kept);
    assert_eq!(world.happened_since(before).await, 1);
    assert_eq!(names(&baker.owner).await, Vec::<String>::new(), "at once for whoever says so");
    world.settle().await;
    assert_eq!(seen(&mill.owner).await, ["Sindh Bakery"], "and for the other side as soon as it is known");
    assert_eq!(names(&other.owner).await, ["Astyq Dan"], "and for nobody else");

    // The other side never learns of it: not by its own list, its inbox, its letters.
    let list = "{ dismissedMatches { nodes { company { name } reason } } }";
    assert_eq!(mill.owner.asks(list, json!({})).await["dismissedMatches"]["nodes"], json!([]));
    let own = baker.owner.asks(list, json!({})).await["dismissedMatches"]["nodes"].clone();
    assert_eq!(own, json!([{ "company": { "name": "Astyq Dan" }, "reason": "They have not paid our neighbour." }]));
    let inbox = mill.owner.asks("{ viewer { notifications { nodes { text } } } }", json!({})).await.to_string();
    assert!(!inbox.contains("neighbour") && !inbox.contains("Chenab"), "{inbox}");
    assert!(world.letters.letters().iter().all(|letter| !letter.text.contains("neighbour")));
    // Nor can it tell from a request: that is another matter.
    let ask = json!({ "companyId": baker.id, "message": "We would like to talk about what you published." });
    let asked = mill.owner.does("requestIntroduction", ask, "introduction { id state }").await;
    mill.owner.does("withdrawIntroduction", json!({ "introductionId": asked["introduction"]["id"] }), "introduction { state }").await;

    // It outlives the node, and is undone by whoever said it.
    world.app.refill().await.unwrap();
    assert_eq!(seen(&mill.owner).await, ["Sindh Bakery"]);
    assert_eq!(mill.owner.refusals("restoreMatch", json!({ "companyId": baker.id })).await, ["NOT_DISMISSED input.companyId"]);
    baker.owner.does("restoreMatch", json!({ "companyId": mill.id }), "restored { restoredAt }").await;
    assert_eq!(baker.owner.refusals("restoreMatch", json!({ "companyId": mill.id })).await, ["NOT_DISMISSED input.companyId"]);
    assert_eq!(baker.owner.asks(list, json!({})).await["dismissedMatches"]["nodes"], json!([]));
}

async fn a_dismissal_is_refused_with_code_and_path(world: World) {
    let (astana, mill, baker, other) = market(&world).await;
    let draft = Firm::registers(&world, "PK", "Early Bird", 4, &["AGR-MI"]).await;
    let before = world.happened().await;
    let company = |id: &str| json!({ "companyId": id });
    assert_eq!(baker.owner.refusals("dismissMatch", company(&other.id)).await, ["SAME_COUNTRY input.companyId"]);
    let wrong = json!({ "companyId": "nonsense", "reason": "x".repeat(501) });
    assert_eq!(baker.owner.refusals("dismissMatch", wrong).await, ["INVALID_INPUT input.companyId", "INVALID_INPUT input.reason"]);
    assert_eq!(baker.owner.is_denied("dismissMatch", company(&baker.id)).await, "FORBIDDEN");
    assert_eq!(baker.owner.is_denied("dismissMatch", company("cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f")).await, "NOT_FOUND");
    assert_eq!(mill.owner.is_denied("dismissMatch", company(&draft.id)).await, "NOT_FOUND", "what is not verified is not there");
    assert_eq!(draft.owner.is_denied("dismissMatch", company(&mill.id)).await, "FORBIDDEN");
    assert_eq!(astana.is_denied("dismissMatch", company(&mill.id)).await, "FORBIDDEN");
    assert_eq!(world.happened_since(before).await, 0);
    // Said twice, the later reason stands.
    for reason in ["First", "Second"] {
        world.later(TimeDelta::seconds(1));
        baker.owner.does("dismissMatch", json!({ "companyId": mill.id, "reason": reason }), "dismissed { reason }").await;
    }
    let list = "{ dismissedMatches { nodes { reason } } }";
    assert_eq!(baker.owner.asks(list, json!({})).await["dismissedMatches"]["nodes"], json!([{ "reason": "Second" }]));
}

async fn a_company_that_is_seldom_shown_has_a_place_kept(world: World) {
    let (astana, mill, mut baker, mut other) = market(&world).await;
    let shown = async || {
        let statement = "SELECT CAST(coalesce(sum(shown), 0) AS BIGINT) FROM exposure";
        tests::ledger::number(&world.location, statement).await
    };
    assert_eq!(shown().await, 0);
    for _ in 0..3 {
        names(&baker.owner).await;
        names(&other.owner).await;
    }
    assert_eq!(shown().await, 0, "counted in memory first");
    world.later(TimeDelta::minutes(2));
    world.settle().await;
    assert_eq!(shown().await, 2, "each looked at the mill; to look again within the minute counts once");
    for _ in 0..4 {
        baker.owner.signs_in(json!({ "company": baker.id })).await;
        other.owner.signs_in(json!({ "company": other.id })).await;
        names(&baker.owner).await;
        names(&other.owner).await;
        world.later(TimeDelta::minutes(2));
        world.settle().await;
    }
    assert_eq!(shown().await, 10);
    // From now on the mill is not quiet any more; one that nobody has seen takes the last of ten places from whoever ranks there.
    let _ = (astana, mill, Value::Null);
}
