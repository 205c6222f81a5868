//! One queue: claimed, decided once, talked about, and taken back.

use chrono::TimeDelta;
use domain::{email_address::EmailAddress, staff::Duty};
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, world::code};

use super::{Bench, state};

on_both_databases! {
    a_claim_keeps_others_away_until_it_lapses,
    of_two_moderators_at_one_moment_one_decides,
    what_was_asked_for_is_put_right_and_what_was_rejected_is_opened_again,
    the_queue_is_read_by_those_who_decide,
    nobody_decides_about_his_own_company,
}

const FIELDS: &str = "case { id state version claimedByMe claimedUntil reason company { state } }";

/// The one case of a company, as it reads it.
async fn case_of(firm: &Firm<'_>) -> Value {
    let document = "{ moderationCases { nodes { id kind state version reason decidedBySide decidedByDuty notes { text } correspondence { kind side duty text } } } }";
    firm.owner.asks(document, json!({})).await["moderationCases"]["nodes"][0].clone()
}

fn about(case: &Value) -> Value {
    json!({ "caseId": case["id"], "expectedVersion": case["version"] })
}

fn with(case: &Value, reason: &str) -> Value {
    let mut input = about(case);
    input["reason"] = json!(reason);
    input
}

async fn submitted<'w>(world: &'w World, serial: u32) -> Firm<'w> {
    let firm = Firm::registers(world, "KZ", "Semey Foods", serial, &["AGR-GR"]).await;
    firm.submits().await;
    firm
}

async fn verifying(firm: &Firm<'_>) -> Value {
    json!({ "companyId": firm.id, "expectedVersion": firm.version().await, "evidence": "Registry extract read on the day." })
}

async fn a_claim_keeps_others_away_until_it_lapses(world: World) {
    let mut bench = Bench::sits(&world).await;
    let mut firm = submitted(&world, 10).await;
    let open = case_of(&firm).await;
    let claimed = bench.moderator.does("claimCase", about(&open), FIELDS).await["case"].clone();
    assert_eq!(
        (&claimed["state"], &claimed["claimedByMe"], &claimed["company"]["state"]),
        (&json!("IN_REVIEW"), &json!(true), &json!("IN_REVIEW"))
    );
    assert_eq!(bench.first.is_denied("claimCase", about(&open)).await, "CONFLICT", "the other tab has read an older version");
    let before = world.happened().await;
    assert_eq!(bench.first.refusals("claimCase", about(&claimed)).await, ["CLAIMED_BY_OTHER input.caseId"]);
    assert_eq!(bench.first.refusals("verifyCompany", verifying(&firm).await).await, ["CLAIMED_BY_OTHER input.companyId"]);
    assert_eq!(bench.first.refusals("rejectCase", with(&claimed, "The extract was forged.")).await, ["CLAIMED_BY_OTHER input.caseId"]);
    assert_eq!(bench.first.refusals("releaseCase", about(&claimed)).await, ["NOT_CLAIMED input.caseId"]);
    assert_eq!(bench.moderator.refusals("approveCase", with(&claimed, "The extract is right.")).await, ["BY_VERIFYING input.caseId"]);
    assert_eq!((world.happened_since(before).await, state(&firm).await), (0, json!("IN_REVIEW")));
    let released = bench.moderator.does("releaseCase", about(&claimed), FIELDS).await["case"].clone();
    assert_eq!((&released["state"], &released["company"]["state"]), (&json!("OPEN"), &json!("SUBMITTED")));
    let again = bench.moderator.does("claimCase", about(&released), FIELDS).await["case"].clone();
    world.later(TimeDelta::minutes(30));
    bench.signs_in().await;
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    world.settle().await;
    let lapsed = case_of(&firm).await;
    assert_eq!((&lapsed["state"], state(&firm).await), (&json!("OPEN"), json!("SUBMITTED")));
    assert_ne!(lapsed["version"], again["version"]);
    bench.first.does("claimCase", about(&lapsed), FIELDS).await;
    bench.first.does("verifyCompany", verifying(&firm).await, "company { state }").await;
    let decided = case_of(&firm).await;
    assert_eq!(
        (&decided["state"], &decided["decidedBySide"], &decided["decidedByDuty"]),
        (&json!("APPROVED"), &json!("KZ"), &json!("ADMINISTRATOR"))
    );
    // The company reads what was done, and of claims nothing.
    let kinds: Vec<&str> = decided["correspondence"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["OPENED", "APPROVED"]);
}

async fn of_two_moderators_at_one_moment_one_decides(world: World) {
    let bench = Bench::sits(&world).await;
    for serial in 10..13 {
        let firm = submitted(&world, serial).await;
        let input = verifying(&firm).await;
        let no = json!({ "companyId": firm.id, "expectedVersion": input["expectedVersion"], "reason": "The extract cannot be read." });
        let case = case_of(&firm).await;
        let verify = "mutation($input: VerifyCompanyInput!) { verifyCompany(input: $input) { company { state } userErrors { code } } }";
        let reject = "mutation($input: RejectCompanyInput!) { rejectCompany(input: $input) { company { state } userErrors { code } } }";
        let claim = "mutation($input: ClaimCaseInput!) { claimCase(input: $input) { case { state } userErrors { code } } }";
        let before = world.happened().await;
        let (one, two, three) = tokio::join!(
            bench.moderator.sends(verify, json!({ "input": input })),
            bench.first.sends(reject, json!({ "input": no })),
            bench.second.sends(claim, json!({ "input": about(&case) })),
        );
        let done = [("verifyCompany", &one), ("rejectCompany", &two), ("claimCase", &three)];
        let worked =
            done.iter().filter(|(name, answer)| answer.get("errors").is_none() && answer["data"][*name]["userErrors"] == json!([]));
        assert_eq!((worked.count(), world.happened_since(before).await), (1, 1), "{one} {two} {three}");
    }
}

async fn what_was_asked_for_is_put_right_and_what_was_rejected_is_opened_again(world: World) {
    let bench = Bench::sits(&world).await;
    let firm = submitted(&world, 10).await;
    let open = case_of(&firm).await;
    bench
        .moderator
        .does("noteOnCase", json!({ "caseId": open["id"], "text": "The stamp looks odd." }), "case { notes { text side } }")
        .await;
    assert_eq!(firm.owner.is_denied("noteOnCase", json!({ "caseId": open["id"], "text": "Mine." })).await, "FORBIDDEN");
    let asked = bench.moderator.does("requestChanges", with(&open, "The extract is of last year."), FIELDS).await["case"].clone();
    assert_eq!((&asked["state"], &asked["company"]["state"]), (&json!("CHANGES_REQUESTED"), &json!("DRAFT")));
    let mut words = about(&asked);
    words["text"] = json!("The new one is in the register now.");
    assert_eq!(bench.mill.owner.is_denied("writeToCase", words.clone()).await, "NOT_FOUND", "another company's case");
    firm.owner.does("writeToCase", words, "case { state }").await;
    firm.submits().await;
    let again = case_of(&firm).await;
    assert_eq!((&again["id"], &again["state"], &again["notes"]), (&open["id"], &json!("OPEN"), &json!([])));
    let mut answer = about(&again);
    answer["text"] = json!("Thank you, we look at it.");
    let answered = bench.moderator.does("writeToCase", answer, FIELDS).await["case"].clone();
    let rejected =
        bench.moderator.does("rejectCase", with(&answered, "The register knows another director."), FIELDS).await["case"].clone();
    assert_eq!((&rejected["state"], state(&firm).await), (&json!("REJECTED"), json!("REJECTED")));
    assert_eq!(bench.first.refusals("claimCase", about(&rejected)).await, ["NOT_OPEN input.caseId"]);
    let back = bench.first.does("reopenCase", with(&rejected, "The director has changed since."), FIELDS).await["case"].clone();
    assert_eq!((&back["state"], &back["reason"], state(&firm).await), (&json!("OPEN"), &json!(null), json!("SUBMITTED")));
    bench.first.does("verifyCompany", verifying(&firm).await, "company { state }").await;
    let kept = case_of(&firm).await;
    let entries = kept["correspondence"].as_array().unwrap();
    let told: Vec<(&str, Option<&str>)> = entries.iter().map(|entry| (entry["kind"].as_str().unwrap(), entry["duty"].as_str())).collect();
    assert_eq!(
        told,
        [
            ("OPENED", None),
            ("CHANGES_REQUESTED", Some("MODERATOR")),
            ("MESSAGE", None),
            ("ANSWERED", None),
            ("MESSAGE", Some("MODERATOR")),
            ("REJECTED", Some("MODERATOR")),
            ("REOPENED", Some("ADMINISTRATOR")),
            ("APPROVED", Some("ADMINISTRATOR")),
        ]
    );
    assert_eq!(
        bench.first.refusals("reopenCase", with(&json!({ "id": kept["id"], "version": kept["version"] }), "We change our mind.")).await,
        ["NOT_REJECTED input.caseId"]
    );
}

async fn the_queue_is_read_by_those_who_decide(world: World) {
    let bench = Bench::sits(&world).await;
    let early = submitted(&world, 10).await;
    world.later(TimeDelta::seconds(1));
    let late = submitted(&world, 11).await;
    let document = "query($where: ModerationCaseFilter!, $after: String) { moderationCases(where: $where, first: 1, after: $after) { nodes { id company { id } } pageInfo { hasNextPage endCursor } } }";
    let open = json!({ "state": "OPEN", "kind": "REGISTRATION", "side": "KZ" });
    let page = bench.moderator.asks(document, json!({ "where": open })).await["moderationCases"].clone();
    assert_eq!(
        (&page["nodes"][0]["company"]["id"], &page["pageInfo"]["hasNextPage"]),
        (&json!(early.id), &json!(true)),
        "who waits longest comes first"
    );
    let next = bench.moderator.asks(document, json!({ "where": open, "after": page["pageInfo"]["endCursor"] })).await;
    assert_eq!(next["moderationCases"]["nodes"][0]["company"]["id"], json!(late.id));
    assert_eq!(next["moderationCases"]["pageInfo"]["hasNextPage"], json!(false));
    bench.moderator.does("claimCase", about(&case_of(&late).await), FIELDS).await;
    let mine = bench.moderator.asks(document, json!({ "where": { "claimedByMe": true } })).await;
    assert_eq!(mine["moderationCases"]["nodes"][0]["company"]["id"], json!(late.id));
    let others = bench.first.asks(document, json!({ "where": { "claimedByMe": true } })).await;
    assert_eq!(others["moderationCases"]["nodes"], json!([]));
    let counts = bench.first.asks("{ moderationCaseCounts { kind state side cases } }", json!({})).await;
    assert_eq!(
        counts["moderationCaseCounts"],
        json!([
            { "kind": "REGISTRATION", "state": "APPROVED", "side": "KZ", "cases": 1 },
            { "kind": "REGISTRATION", "state": "APPROVED", "side": "PK", "cases": 1 },
            { "kind": "REGISTRATION", "state": "IN_REVIEW", "side": "KZ", "cases": 1 },
            { "kind": "REGISTRATION", "state": "OPEN", "side": "KZ", "cases": 1 },
        ])
    );
    // A company reads its own, whatever it asks for; auditors read the audit and not the queue.
    let own = bench.mill.owner.asks(document, json!({ "where": { "company": early.id } })).await;
    assert_eq!(own["moderationCases"]["nodes"], json!([]));
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    for question in ["{ moderationCases { nodes { id } } }", "{ moderationCaseCounts { kind } }"] {
        assert_eq!(code(&auditor.sends(question, json!({})).await), "FORBIDDEN");
    }
    let id = case_of(&early).await["id"].clone();
    let node =
        async |person: &Person<'_>| person.asks("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await["node"].clone();
    assert_eq!((node(&auditor).await, node(&bench.mill.owner).await), (json!(null), json!(null)));
    assert_eq!(node(&bench.moderator).await, json!({ "id": id }));
}

async fn nobody_decides_about_his_own_company(world: World) {
    let _bench = Bench::sits(&world).await;
    let mut firm = submitted(&world, 10).await;
    let case = case_of(&firm).await;
    let address = EmailAddress::parse(&firm.owner.email).unwrap();
    assert!(app::staff::add(&world.app, address, None, Duty::Moderator, "KZ".parse().unwrap()).await.is_ok());
    let verifying = verifying(&firm).await;
    firm.owner.signs_in(json!({ "forum": true })).await;
    let before = world.happened().await;
    for (mutation, input) in [
        ("claimCase", about(&case)),
        ("requestChanges", with(&case, "Nothing to change at all.")),
        ("approveCase", with(&case, "Fine, as I know it is.")),
        ("rejectCase", with(&case, "Somebody might believe me.")),
        ("reopenCase", with(&case, "Somebody might believe me.")),
        ("verifyCompany", verifying),
    ] {
        assert_eq!(firm.owner.is_denied(mutation, input).await, "FORBIDDEN", "{mutation}");
    }
    assert_eq!(world.happened_since(before).await, 0);
}
