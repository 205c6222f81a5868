//! A verification runs out: it is looked at again before, and told of when nobody did.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, ledger, on_both_databases};

on_both_databases! {
    a_case_is_opened_a_month_before_and_a_renewal_closes_it,
    a_lapsed_company_begins_nothing_new_and_its_partners_are_told,
    only_staff_renew_and_only_what_is_verified,
}

const STANDING: &str = "query($id: ID!) { company(by: { id: $id }) { state verification { state lapsed validUntil } } }";
const CASES: &str = "{ moderationCases(where: { state: OPEN }) { nodes { kind company { id } } } }";

async fn signs_in_again(person: &mut Person<'_>, act_as: Value) {
    person.signs_in(act_as).await;
}

fn found(firm: &Firm<'_>, version: i64, on: &str) -> Value {
    let check = json!({ "kind": "REGISTRY_EXTRACT", "evidence": "Extract of the day", "checkedOn": on });
    json!({ "companyId": firm.id, "expectedVersion": version, "evidence": "Looked at again today.", "checks": [check] })
}

async fn told(world: &World, event: &'static str) -> i64 {
    ledger::number(&world.location, event).await
}

const RECHECKS: &str = "SELECT count(*) FROM event WHERE name = 'RecheckOpened'";
const LAPSES: &str = "SELECT count(*) FROM event WHERE name = 'VerificationLapsed'";
const TOLD_OF_LAPSES: &str =
    "SELECT count(*) FROM event_company c JOIN event e ON e.event_id = c.event_id WHERE e.name = 'VerificationLapsed'";

async fn a_case_is_opened_a_month_before_and_a_renewal_closes_it(world: World) {
    let mut astana = world.moderator("moderator@kz.example", "KZ").await;
    let mut firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    world.later(TimeDelta::days(334));
    world.settle().await;
    assert_eq!(told(&world, RECHECKS).await, 0, "not yet");
    world.later(TimeDelta::days(1));
    world.settle().await;
    world.neighbour().await.app.settle().await.unwrap();
    assert_eq!(told(&world, RECHECKS).await, 1, "once for all nodes");
    signs_in_again(&mut astana, json!({ "forum": true })).await;
    let cases = astana.asks(CASES, json!({})).await;
    assert_eq!(cases["moderationCases"]["nodes"], json!([{ "kind": "RECHECK", "company": { "id": firm.id } }]));
    let due = world.asks(STANDING, json!({ "id": firm.id })).await["company"].clone();
    assert_eq!(due["verification"], json!({ "state": "RECHECK_DUE", "lapsed": false, "validUntil": "2027-03-02T09:00:00Z" }));
    signs_in_again(&mut firm.owner, json!({ "company": firm.id })).await;
    let own = firm.owner.asks(CASES, json!({})).await;
    assert_eq!(own["moderationCases"]["nodes"][0]["kind"], "RECHECK", "the company reads that it is looked at again");
    let version = firm.version().await;
    let renewed =
        astana.does("renewVerification", found(&firm, version, "2027-01-31"), "company { state verification { state validUntil } }").await;
    assert_eq!(renewed["company"]["verification"], json!({ "state": "CURRENT", "validUntil": "2028-01-31T09:00:00Z" }));
    assert_eq!(astana.asks(CASES, json!({})).await["moderationCases"]["nodes"], json!([]));
    let public = world.asks(STANDING, json!({ "id": firm.id })).await;
    assert_eq!(public["company"]["verification"]["validUntil"], "2028-01-31T09:00:00Z");
    // What was to run out in a month does not.
    world.later(TimeDelta::days(60));
    world.settle().await;
    assert_eq!((told(&world, RECHECKS).await, told(&world, LAPSES).await), (1, 0));
}

async fn a_lapsed_company_begins_nothing_new_and_its_partners_are_told(world: World) {
    let mut astana = world.moderator("moderator@kz.example", "KZ").await;
    let mut firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let partner = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    firm.is_introduced_to(&partner).await;
    world.later(TimeDelta::days(300));
    signs_in_again(&mut astana, json!({ "forum": true })).await;
    let later = Firm::registers(&world, "PK", "Ravi Textiles", 3, &["AGR-MI"]).await;
    later.submits().await;
    astana.does("verifyCompany", found(&later, later.version().await, "2026-12-27"), "company { state }").await;
    let asked = json!({ "companyId": firm.id, "message": "We would like to buy wheat from you every month." });
    // Asked shortly before the day, answered after it.
    let mut later = later;
    world.later(TimeDelta::days(64));
    world.settle().await;
    signs_in_again(&mut later.owner, json!({ "company": later.id })).await;
    let pending = later.owner.does("requestIntroduction", asked.clone(), "introduction { id }").await;
    let pending = json!({ "introductionId": pending["introduction"]["id"] });
    world.settle().await;
    assert_eq!(told(&world, LAPSES).await, 0);
    world.later(TimeDelta::days(1));
    world.settle().await;
    // Both of the first two run out on the day; each is told of the other.
    assert_eq!((told(&world, LAPSES).await, told(&world, TOLD_OF_LAPSES).await), (2, 4));
    world.neighbour().await.app.settle().await.unwrap();
    assert_eq!(told(&world, LAPSES).await, 2);
    let lapsed = world.asks(STANDING, json!({ "id": firm.id })).await["company"].clone();
    assert_eq!(
        (&lapsed["state"], &lapsed["verification"]["state"], &lapsed["verification"]["lapsed"]),
        (&json!("VERIFIED"), &json!("LAPSED"), &json!(true))
    );

    signs_in_again(&mut firm.owner, json!({ "company": firm.id })).await;
    signs_in_again(&mut later.owner, json!({ "company": later.id })).await;
    let before = world.happened().await;
    let terms = json!({ "kind": "OFFER", "subsector": "AGR-GR", "title": "Wheat", "expiresAt": "2027-06-01T00:00:00Z" });
    let listing = json!({ "listing": { "terms": terms } });
    assert_eq!(firm.owner.refusals("publishListing", listing.clone()).await, ["VERIFICATION_LAPSED input.listing"]);
    let other = json!({ "companyId": later.id, "message": "We would like to sell wheat to you every month." });
    assert_eq!(firm.owner.refusals("requestIntroduction", other).await, ["VERIFICATION_LAPSED input"]);
    assert_eq!(firm.owner.refusals("acceptIntroduction", pending.clone()).await, ["VERIFICATION_LAPSED input.introductionId"]);
    assert_eq!(world.happened_since(before).await, 0);
    // Looked at again, it goes on where it was.
    signs_in_again(&mut astana, json!({ "forum": true })).await;
    astana.does("renewVerification", found(&firm, firm.version().await, "2027-03-01"), "company { state }").await;
    firm.owner.does("publishListing", listing, "listing { state }").await;
    firm.owner.does("acceptIntroduction", pending, "introduction { state }").await;
    world.settle().await;
}

async fn only_staff_renew_and_only_what_is_verified(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let auditor = world.on_duty("auditor@kz.example", domain::staff::Duty::Auditor, "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let draft = Firm::registers(&world, "KZ", "Semey Foods", 3, &["AGR-GR"]).await;
    let version = firm.version().await;
    let input = found(&firm, version, "2026-03-02");
    let before = world.happened().await;
    for other in [&auditor, &firm.owner, &draft.owner] {
        assert_eq!(other.is_denied("renewVerification", input.clone()).await, "FORBIDDEN", "{}", other.email);
    }
    assert_eq!(astana.is_denied("renewVerification", found(&firm, version - 1, "2026-03-02")).await, "CONFLICT");
    let unverified = found(&draft, draft.version().await, "2026-03-02");
    assert_eq!(astana.refusals("renewVerification", unverified).await, ["NOT_VERIFIED input.companyId"]);
    let mut unfounded = input.clone();
    unfounded["checks"] = json!([]);
    assert_eq!(astana.refusals("renewVerification", unfounded).await, ["NO_REGISTRY_EXTRACT input.checks"]);
    assert_eq!(world.happened_since(before).await, 0);
    astana.does("renewVerification", input, "company { state }").await;
    world.settle().await;
}
