//! Reports and what comes of them: listings taken from sight, suspensions, and appeals that others hear.

use domain::staff::Duty;
use serde_json::{Value, json};
use tests::{World, on_both_databases};

use super::{Bench, shown, state};

on_both_databases! {
    a_report_is_looked_at_and_never_tells_who_made_it,
    a_person_reports_so_much_and_no_more,
    a_listing_is_taken_from_sight_and_shown_again,
    listings_of_arms_are_seen_by_a_moderator_first,
    others_hear_the_appeal_against_a_suspension,
}

fn saying(subject: &Value) -> Value {
    json!({ "subjectId": subject, "kind": "MISLEADING", "text": "This is barley and not wheat at all." })
}

const CASES: &str =
    "{ moderationCases(first: 100) { nodes { id kind state version reason reports { text kind state } correspondence { kind text } } } }";

async fn queue(bench: &Bench<'_>, kind: &str) -> Vec<Value> {
    let cases = bench.second.asks(CASES, json!({})).await;
    cases["moderationCases"]["nodes"].as_array().unwrap().iter().filter(|case| case["kind"] == kind).cloned().collect()
}

fn with(case: &Value, reason: &str) -> Value {
    json!({ "caseId": case["id"], "expectedVersion": case["version"], "reason": reason })
}

async fn a_report_is_looked_at_and_never_tells_who_made_it(world: World) {
    let bench = Bench::sits(&world).await;
    let listing = json!(bench.mill.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await);
    let passer = world.person("passer@forum.example").await;
    let before = world.happened().await;
    assert_eq!(bench.mill.owner.is_denied("report", saying(&listing)).await, "FORBIDDEN", "nobody reports what is his own");
    assert_eq!(passer.is_denied("report", saying(&json!(format!("lst_{}", "0".repeat(32))))).await, "NOT_FOUND");
    assert_eq!(passer.refusals("report", saying(&json!("agr_00000000000000000000000000000000"))).await, ["INVALID_INPUT input.subjectId"]);
    assert_eq!(world.happened_since(before).await, 0);
    passer.does("report", saying(&listing), "report { id state }").await;
    assert_eq!(passer.refusals("report", saying(&listing)).await, ["ALREADY_REPORTED input.subjectId"]);
    bench.baker.owner.does("report", saying(&listing), "report { state }").await;
    let [case] = queue(&bench, "REPORT").await.try_into().expect("both joined one case");
    assert_eq!(case["reports"].as_array().unwrap().len(), 2);
    // The company learns nothing of it yet, and never of who reported.
    assert!(!bench.mill.owner.asks(CASES, json!({})).await.to_string().contains("REPORT"));
    let upheld = bench.second.does("approveCase", with(&case, "The picture shows barley."), "case { state }").await;
    assert_eq!(upheld["case"]["state"], "APPROVED");
    let told = bench.mill.owner.asks(CASES, json!({})).await.to_string();
    assert!(told.contains("The picture shows barley.") && !told.contains("This is barley"), "{told}");
    let own = passer.asks("{ reports { nodes { state } } }", json!({})).await;
    assert_eq!(own["reports"]["nodes"], json!([{ "state": "UPHELD" }]));
    assert_eq!(bench.mill.owner.asks("{ reports { nodes { state } } }", json!({})).await["reports"]["nodes"], json!([]));
    // A further report opens a further case, which comes to nothing.
    passer.does("report", saying(&json!(bench.mill.id)), "report { state }").await;
    let open = queue(&bench, "REPORT").await.into_iter().find(|case| case["state"] == "OPEN").unwrap();
    bench.second.does("rejectCase", with(&open, "Nothing is wrong with the company."), "case { state }").await;
    assert!(!bench.mill.owner.asks(CASES, json!({})).await.to_string().contains("Nothing is wrong"));
    let own = passer.asks("{ reports { nodes { state } } }", json!({})).await;
    assert_eq!(own["reports"]["nodes"][0], json!({ "state": "DISMISSED" }));
}

async fn a_person_reports_so_much_and_no_more(world: World) {
    let bench = Bench::sits(&world).await;
    let passer = world.person("passer@forum.example").await;
    let mut listings = Vec::new();
    for number in 0..22 {
        listings.push(json!(bench.mill.publishes("OFFER", "AGR-GR", &format!("Milling wheat, lot {number}")).await));
    }
    for listing in &listings[..18] {
        passer.does("report", saying(listing), "report { id }").await;
    }
    // The rest at one moment: two get through, whatever the moment.
    let document = "mutation($input: ReportInput!) { report(input: $input) { report { id } userErrors { code } } }";
    let answers =
        futures_util::future::join_all(listings[18..].iter().map(|listing| passer.sends(document, json!({ "input": saying(listing) }))))
            .await;
    let filed = answers.iter().filter(|answer| answer["data"]["report"]["userErrors"] == json!([])).count();
    let refused = answers.iter().filter(|answer| answer["data"]["report"]["userErrors"][0]["code"] == "QUOTA_EXCEEDED").count();
    assert_eq!((filed, refused), (2, 2), "{answers:?}");
}

async fn a_listing_is_taken_from_sight_and_shown_again(world: World) {
    let bench = Bench::sits(&world).await;
    let id = bench.mill.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    let version = async || {
        let answer =
            bench.mill.owner.asks("query($id: ID!) { node(id: $id) { ... on Listing { version state } } }", json!({ "id": id })).await;
        answer["node"].clone()
    };
    let about = async |reason: &str| json!({ "listingId": id, "expectedVersion": version().await["version"], "reason": reason });
    assert_eq!(bench.baker.owner.is_denied("hideListing", about("It is not true what it says.").await).await, "FORBIDDEN");
    assert_eq!(bench.second.refusals("restoreListing", about("It is true what it says.").await).await, ["NOT_HIDDEN input.listingId"]);
    bench.moderator.does("hideListing", about("It is not true what it says.").await, "listing { state }").await;
    world.settle().await;
    assert_eq!((shown(&world, &bench.mill).await, version().await["state"].clone()), ((1, 0), json!("HIDDEN")));
    let cases = bench.mill.owner.asks(CASES, json!({})).await["moderationCases"]["nodes"].clone();
    let case = cases.as_array().unwrap().iter().find(|case| case["kind"] == "LISTING").unwrap();
    assert_eq!(case["reason"], "It is not true what it says.");
    let appeal = json!({ "caseId": case["id"], "text": "It is true: see the certificate." });
    assert_eq!(bench.baker.owner.is_denied("appeal", appeal.clone()).await, "NOT_FOUND");
    bench.mill.owner.does("appeal", appeal.clone(), "case { kind state }").await;
    assert_eq!(bench.mill.owner.refusals("appeal", appeal).await, ["ALREADY_APPEALED input.caseId"]);
    let [heard] = queue(&bench, "APPEAL").await.try_into().unwrap();
    assert_eq!(bench.moderator.refusals("approveCase", with(&heard, "I was wrong after all.")).await, ["DECIDED_BEFORE input.caseId"]);
    bench.second.does("approveCase", with(&heard, "The certificate is right."), "case { state }").await;
    // What was rejected waits for a decision again, and staff show it.
    assert_eq!(version().await["state"], "IN_REVIEW");
    let open = queue(&bench, "LISTING").await.pop().unwrap();
    bench.second.does("approveCase", with(&open, "The certificate is right."), "case { state }").await;
    world.settle().await;
    assert_eq!(shown(&world, &bench.mill).await, (1, 1));
    bench.moderator.does("hideListing", about("Once more, it is not true.").await, "listing { state }").await;
    bench.second.does("restoreListing", about("It is true what it says.").await, "listing { state }").await;
    world.settle().await;
    assert_eq!(shown(&world, &bench.mill).await, (1, 1));
}

async fn listings_of_arms_are_seen_by_a_moderator_first(world: World) {
    let bench = Bench::sits(&world).await;
    let terms = json!({ "kind": "OFFER", "subsector": "DEF-AM", "title": "Hunting cartridges", "expiresAt": "2026-06-01T00:00:00Z" });
    let listed =
        bench.mill.owner.does("publishListing", json!({ "listing": { "terms": terms } }), "listing { id state publishedAt }").await;
    assert_eq!((&listed["listing"]["state"], &listed["listing"]["publishedAt"]), (&json!("IN_REVIEW"), &json!(null)));
    world.settle().await;
    assert_eq!(shown(&world, &bench.mill).await, (1, 0));
    let [case] = queue(&bench, "LISTING").await.try_into().unwrap();
    bench.moderator.does("approveCase", with(&case, "For hunting, with a licence."), "case { state listing { state } }").await;
    world.settle().await;
    assert_eq!(shown(&world, &bench.mill).await, (1, 1));
}

async fn others_hear_the_appeal_against_a_suspension(world: World) {
    let bench = Bench::sits(&world).await;
    let passer = world.person("passer@forum.example").await;
    passer.does("report", saying(&json!(bench.mill.id)), "report { state }").await;
    let [ground] = queue(&bench, "REPORT").await.try_into().unwrap();
    bench.suspends_the_mill(ground["id"].as_str().unwrap()).await;
    assert_eq!(state(&bench.mill).await, "SUSPENDED");
    assert_eq!(bench.mill.owner.is_denied("report", saying(&json!(bench.baker.id))).await, "FORBIDDEN");
    // The company reads now on what it was suspended, and appeals against it; the moderator and the administrator do not hear it.
    let input = json!({ "caseId": ground["id"], "text": "The register confirms our extract." });
    let appeal = bench.mill.owner.does("appeal", input, "case { id version state }").await["case"].clone();
    for staff in [&bench.moderator, &bench.second] {
        assert_eq!(staff.refusals("approveCase", with(&appeal, "The register was asked.")).await, ["DECIDED_BEFORE input.caseId"]);
    }
    bench.first.does("approveCase", with(&appeal, "The register was asked."), "case { state }").await;
    assert_eq!(state(&bench.mill).await, "SUSPENDED", "a second person has yet to say the same");
    let pending = bench.first.asks("{ approvals(where: { state: PENDING }) { nodes { id version kind } } }", json!({})).await;
    let pending = &pending["approvals"]["nodes"][0];
    assert_eq!(pending["kind"], "REINSTATEMENT");
    let yes = json!({ "approvalId": pending["id"], "expectedVersion": pending["version"] });
    assert_eq!(bench.first.refusals("approve", yes.clone()).await, ["SAME_PERSON input.approvalId"]);
    let third = world.on_duty("third@kz.example", Duty::Administrator, "KZ").await;
    third.does("approve", yes, "approval { state }").await;
    assert_eq!(state(&bench.mill).await, "VERIFIED");
}
