//! What was looked at, by which side, on what evidence, until when: and what everybody reads of it.

use serde_json::{Value, json};
use tests::{Firm, World, on_both_databases};

on_both_databases! {
    a_badge_says_what_was_looked_at_and_by_which_side,
    findings_are_refused_with_code_and_path,
    a_company_hands_in_what_is_to_be_looked_at,
}

const BADGE: &str = "query($id: ID!) { company(by: { id: $id }) { papers { reference } verification {
    state lapsed verifiedAt validUntil verifiedBy evidence meaning inUrdu: meaning(language: UR)
    checks { kind evidence checkedOn link meaning(language: RU) }
} } }";

async fn a_badge_says_what_was_looked_at_and_by_which_side(world: World) {
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let firm = Firm::registers(&world, "PK", "Chenab Flour Mills", 2, &["AGR-MI"]).await;
    firm.submits().await;
    let input = json!({
        "companyId": firm.id, "expectedVersion": firm.version().await, "evidence": "Looked at on three days.", "validUntil": "2026-09-02T00:00:00Z",
        "checks": [
            { "kind": "REGISTRY_EXTRACT", "evidence": "SECP extract 7781 of 27 February", "checkedOn": "2026-03-01", "link": "https://papers.example/7781" },
            { "kind": "SANCTIONS", "evidence": "No entry on any list", "checkedOn": "2026-03-02" },
        ],
    });
    islamabad.does("verifyCompany", input, "company { state }").await;
    world.settle().await;
    let public = world.asks(BADGE, json!({ "id": firm.id })).await["company"].clone();
    let badge = &public["verification"];
    assert_eq!((&badge["state"], &badge["lapsed"], &badge["verifiedBy"]), (&json!("CURRENT"), &json!(false), &json!("PK")));
    assert_eq!(badge["validUntil"], "2026-09-02T00:00:00Z");
    assert!(badge["meaning"].as_str().unwrap().starts_with("The forum has looked at"));
    assert!(badge["inUrdu"].as_str().unwrap().contains("فورم"));
    let checks = badge["checks"].as_array().unwrap();
    let told: Vec<_> = checks.iter().map(|check| (check["kind"].as_str().unwrap(), check["checkedOn"].as_str().unwrap())).collect();
    assert_eq!(told, [("REGISTRY_EXTRACT", "2026-03-01"), ("SANCTIONS", "2026-03-02")]);
    assert_eq!(checks[0]["evidence"], "SECP extract 7781 of 27 February");
    assert!(checks[1]["meaning"].as_str().unwrap().contains("санкцион"));
    // Where the paper lies is for the company and staff; who looked is told to nobody.
    assert_eq!((&checks[0]["link"], &public["papers"]), (&json!(null), &json!(null)));
    let text = world.send(None, BADGE, json!({ "id": firm.id })).await.to_string();
    assert!(!text.contains("moderator@pk.example") && !text.contains("papers.example"), "{text}");
    for reader in [&firm.owner, &islamabad] {
        let whole = reader.asks(BADGE, json!({ "id": firm.id })).await;
        assert_eq!(whole["company"]["verification"]["checks"][0]["link"], "https://papers.example/7781");
    }
}

async fn findings_are_refused_with_code_and_path(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    firm.submits().await;
    let version = firm.version().await;
    let with = |checks: Value, until: Value| json!({ "companyId": firm.id, "expectedVersion": version, "evidence": "Looked at today.", "checks": checks, "validUntil": until });
    let check = |kind: &str, on: &str| json!({ "kind": kind, "evidence": "Seen on the day", "checkedOn": on });
    let register = || check("REGISTRY_EXTRACT", "2026-03-01");
    let before = world.happened().await;
    for (input, expected) in [
        (with(json!([]), json!(null)), "NO_REGISTRY_EXTRACT input.checks"),
        (with(json!([check("WEBSITE", "2026-03-01")]), json!(null)), "NO_REGISTRY_EXTRACT input.checks"),
        (with(json!([register(), register()]), json!(null)), "CHECK_TWICE input.checks.1.kind"),
        (with(json!([register(), check("ADDRESS", "2026-03-04")]), json!(null)), "CHECK_IN_THE_FUTURE input.checks.1.checkedOn"),
        (with(json!([check("REGISTRY_EXTRACT", "2025-03-01")]), json!(null)), "CHECK_TOO_OLD input.checks.0.checkedOn"),
        (with(json!([register()]), json!("2026-03-10T00:00:00Z")), "VALIDITY_OUT_OF_BOUNDS input.validUntil"),
        (with(json!([register()]), json!("2028-03-10T00:00:00Z")), "VALIDITY_OUT_OF_BOUNDS input.validUntil"),
        (
            with(
                json!([{ "kind": "WEBSITE", "evidence": "Seen on the day", "checkedOn": "2026-03-01", "link": "javascript:alert(1)" }]),
                json!(null),
            ),
            "INVALID_INPUT input.checks.0.link",
        ),
        (
            with(json!([{ "kind": "WEBSITE", "evidence": "", "checkedOn": "2026-03-01" }]), json!(null)),
            "INVALID_INPUT input.checks.0.evidence",
        ),
    ] {
        assert_eq!(astana.refusals("verifyCompany", input.clone()).await, [expected], "{input}");
    }
    assert_eq!(world.happened_since(before).await, 0);
    assert_eq!(firm.version().await, version);
    astana.does("verifyCompany", with(json!([register()]), json!(null)), "company { state }").await;
    world.settle().await;
}

async fn a_company_hands_in_what_is_to_be_looked_at(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let paper = json!({ "kind": "REGISTRY_EXTRACT", "reference": "Extract 44-91 of 1 March 2026", "link": "https://egov.example/44-91", "issuedOn": "2026-03-01" });
    let wrong = json!({ "papers": [{ "kind": "ADDRESS", "reference": "x", "link": "ftp://egov.example" }] });
    assert_eq!(
        firm.owner.refusals("submitCompany", wrong).await,
        ["INVALID_INPUT input.papers.0.reference", "INVALID_INPUT input.papers.0.link"]
    );
    let many = json!({ "papers": vec![paper.clone(); 13] });
    assert_eq!(firm.owner.refusals("submitCompany", many).await, ["TOO_MANY_PAPERS input.papers"]);
    let submitted =
        firm.owner.does("submitCompany", json!({ "papers": [paper] }), "company { state papers { kind reference link issuedOn } }").await;
    assert_eq!(submitted["company"]["state"], "SUBMITTED");
    assert_eq!(submitted["company"]["papers"], json!([paper]));
    let read = astana.asks(BADGE, json!({ "id": firm.id })).await;
    assert_eq!(read["company"]["papers"], json!([{ "reference": "Extract 44-91 of 1 March 2026" }]));
    world.settle().await;
}
