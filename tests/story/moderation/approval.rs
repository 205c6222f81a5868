//! What needs two: a suspension, its end, the end of a duty.

use chrono::TimeDelta;
use domain::{email_address::EmailAddress, staff::Duty};
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases};

use super::{Bench, shown, state};

on_both_databases! {
    two_people_suspend_a_company_and_take_it_back,
    one_person_is_not_two,
    of_two_decisions_at_one_moment_one_counts,
    a_proposal_is_rejected_withdrawn_or_lapses,
    a_duty_ends_by_ones_own_word_or_by_that_of_two,
}

async fn proposal(by: &Person<'_>, firm: &Firm<'_>, case: &str) -> Value {
    let input =
        json!({ "companyId": firm.id, "expectedVersion": firm.version().await, "caseId": case, "reason": "The extract was forged." });
    by.does("proposeSuspension", input, "approval { id version state kind reason companies { id } }").await["approval"].clone()
}

fn about(proposal: &Value) -> Value {
    json!({ "approvalId": proposal["id"], "expectedVersion": proposal["version"] })
}

async fn two_people_suspend_a_company_and_take_it_back(world: World) {
    let bench = Bench::sits(&world).await;
    let (mill, baker) = (&bench.mill, &bench.baker);
    mill.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    assert_eq!(shown(&world, mill).await, (1, 1));
    let proposed = proposal(&bench.moderator, mill, &bench.case).await;
    assert_eq!((&proposed["kind"], &proposed["state"]), (&json!("SUSPENSION"), &json!("PENDING")));
    assert_eq!(proposed["companies"], json!([{ "id": mill.id }]));
    // One word changes nothing.
    assert_eq!((shown(&world, mill).await, state(mill).await), ((1, 1), json!("VERIFIED")));
    let again = json!({ "companyId": mill.id, "expectedVersion": mill.version().await, "caseId": bench.case, "reason": "Once more, it was forged." });
    assert_eq!(bench.first.refusals("proposeSuspension", again).await, ["ALREADY_PROPOSED input.companyId"]);

    let before = world.happened().await;
    let approved = bench.second.does("approve", about(&proposed), "approval { state decidedAt version }").await;
    assert_eq!(approved["approval"]["state"], "APPROVED");
    assert_eq!(world.happened_since(before).await, 1);
    world.settle().await;
    assert_eq!((shown(&world, mill).await, state(mill).await), ((0, 0), json!("SUSPENDED")));
    // It reads, and does nothing with others; the very token that it had before is held by it.
    let request = json!({ "companyId": baker.id, "message": "We would like to talk about your flour." });
    assert_eq!(mill.owner.is_denied("requestIntroduction", request).await, "FORBIDDEN");
    let back = json!({ "companyId": mill.id, "message": "We would like to talk about your wheat." });
    assert_eq!(baker.owner.is_denied("requestIntroduction", back).await, "NOT_FOUND");
    let matches = baker.owner.asks("{ matches { nodes { company { id } } } }", json!({})).await;
    assert!(matches["matches"]["nodes"].as_array().unwrap().iter().all(|found| found["company"]["id"] != json!(mill.id)));

    let input = json!({ "companyId": mill.id, "expectedVersion": mill.version().await, "reason": "The register confirms the extract." });
    let proposed = bench.second.does("proposeReinstatement", input, "approval { id version }").await["approval"].clone();
    bench.first.does("approve", about(&proposed), "approval { state }").await;
    world.settle().await;
    assert_eq!((shown(&world, mill).await, state(mill).await), ((1, 1), json!("VERIFIED")));
    assert_eq!(bench.first.is_denied("approve", about(&proposed)).await, "CONFLICT", "what was decided has another version");
}

async fn one_person_is_not_two(world: World) {
    let mut bench = Bench::sits(&world).await;
    let (mill, case) = (&bench.mill, &bench.case);
    let proposed = proposal(&bench.first, mill, case).await;
    let before = world.happened().await;
    assert_eq!(bench.first.refusals("approve", about(&proposed)).await, ["SAME_PERSON input.approvalId"]);
    assert_eq!(bench.moderator.is_denied("approve", about(&proposed)).await, "FORBIDDEN");
    for (person, expected) in [(&bench.mill.owner, "FORBIDDEN"), (&bench.baker.owner, "FORBIDDEN")] {
        assert_eq!(person.is_denied("approve", about(&proposed)).await, expected);
    }
    // Somebody of the company is on duty: he neither decides about it nor proposes.
    let address = EmailAddress::parse(&bench.mill.owner.email).unwrap();
    assert!(app::staff::add(&world.app, address, None, Duty::Administrator, "KZ".parse().unwrap()).await.is_ok());
    let version = bench.mill.version().await;
    bench.mill.owner.signs_in(json!({ "forum": true })).await;
    let before = before + 2;
    assert_eq!(bench.mill.owner.is_denied("approve", about(&proposed)).await, "FORBIDDEN");
    let input = json!({ "companyId": bench.mill.id, "expectedVersion": version, "caseId": case, "reason": "The extract was forged." });
    assert_eq!(bench.mill.owner.is_denied("proposeSuspension", input).await, "FORBIDDEN");
    // A fresh password is asked of the second person.
    world.later(TimeDelta::minutes(16));
    bench.second.refreshes().await;
    let answer = bench.second.is_denied("approve", about(&proposed)).await;
    assert_eq!(answer, "FORBIDDEN");
    assert_eq!(world.happened_since(before).await, 1, "the refreshed token and nothing else");
    // What is no proposal at all answers the same as what is another's matter would.
    bench.signs_in().await;
    let nothing = json!({ "approvalId": format!("apr_{}", "0".repeat(32)), "expectedVersion": 1 });
    assert_eq!(bench.second.is_denied("approve", nothing).await, "NOT_FOUND");
    assert_eq!(bench.second.is_denied("approve", json!({ "approvalId": proposed["id"], "expectedVersion": 7 })).await, "CONFLICT");
    let wrong_case = bench.baker.owner.asks("{ moderationCases { nodes { id } } }", json!({})).await;
    let input = json!({ "companyId": bench.mill.id, "expectedVersion": version, "caseId": wrong_case["moderationCases"]["nodes"][0]["id"], "reason": "The extract was forged." });
    assert_eq!(bench.second.refusals("proposeSuspension", input).await, ["OTHER_COMPANY input.caseId"]);
}

async fn of_two_decisions_at_one_moment_one_counts(world: World) {
    let bench = Bench::sits(&world).await;
    let third = world.on_duty("third@kz.example", Duty::Administrator, "KZ").await;
    let proposed = proposal(&bench.moderator, &bench.mill, &bench.case).await;
    let before = world.happened().await;
    let document = "mutation($input: ApproveInput!) { approve(input: $input) { approval { state } userErrors { code } } }";
    let no = "mutation($input: RejectApprovalInput!) { rejectApproval(input: $input) { approval { state } userErrors { code } } }";
    let input = json!({ "input": about(&proposed) });
    let mut refusing = about(&proposed);
    refusing["reason"] = json!("The extract is in order.");
    let (one, two, three) = tokio::join!(
        bench.first.sends(document, input.clone()),
        bench.second.sends(document, input.clone()),
        third.sends(no, json!({ "input": refusing })),
    );
    let decided = [&one, &two, &three].iter().filter(|answer| answer.get("errors").is_none()).count();
    assert_eq!(decided, 1, "{one} {two} {three}");
    assert_eq!(world.happened_since(before).await, 1);
}

async fn a_proposal_is_rejected_withdrawn_or_lapses(world: World) {
    let mut bench = Bench::sits(&world).await;
    let proposed = proposal(&bench.moderator, &bench.mill, &bench.case).await;
    let no = json!({ "approvalId": proposed["id"], "expectedVersion": 1, "reason": "The extract is in order." });
    let rejected = bench.first.does("rejectApproval", no, "approval { state decisionReason version }").await["approval"].clone();
    assert_eq!((&rejected["state"], &rejected["decisionReason"]), (&json!("REJECTED"), &json!("The extract is in order.")));
    let late = json!({ "approvalId": proposed["id"], "expectedVersion": rejected["version"] });
    assert_eq!(bench.second.refusals("approve", late).await, ["NOT_PENDING input.approvalId"]);

    let proposed = proposal(&bench.moderator, &bench.mill, &bench.case).await;
    assert_eq!(bench.first.refusals("withdrawApproval", about(&proposed)).await, ["OF_ANOTHER input.approvalId"]);
    let withdrawn = bench.moderator.does("withdrawApproval", about(&proposed), "approval { state version }").await;
    assert_eq!(withdrawn["approval"]["state"], "WITHDRAWN");

    let proposed = proposal(&bench.moderator, &bench.mill, &bench.case).await;
    world.later(TimeDelta::days(7));
    bench.signs_in().await;
    assert_eq!(bench.second.refusals("approve", about(&proposed)).await, ["EXPIRED input.approvalId"]);
    world.settle().await;
    let list = bench
        .second
        .asks("{ approvals { nodes { state } } pending: approvals(where: { state: PENDING }) { nodes { id } } }", json!({}))
        .await;
    assert_eq!(list["approvals"]["nodes"], json!([{ "state": "EXPIRED" }, { "state": "WITHDRAWN" }, { "state": "REJECTED" }]));
    assert_eq!(list["pending"]["nodes"], json!([]));
    assert_eq!(state(&bench.mill).await, "VERIFIED");
    // Whoever has no part in moderation learns of no proposal.
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    for (person, expected) in [(&auditor, "FORBIDDEN"), (&bench.mill.owner, "FORBIDDEN")] {
        let answer = person.sends("{ approvals { nodes { id } } }", json!({})).await;
        assert_eq!(tests::world::code(&answer), expected);
    }
}

async fn a_duty_ends_by_ones_own_word_or_by_that_of_two(world: World) {
    let bench = Bench::sits(&world).await;
    let duty = async |person: &Person<'_>| person.asks("{ viewer { staff { id } } }", json!({})).await["viewer"]["staff"]["id"].clone();
    let (moderator, second) = (duty(&bench.moderator).await, duty(&bench.second).await);
    let ending = |id: &Value| json!({ "appointmentId": id, "reason": "The term of office is over." });
    assert_eq!(bench.moderator.is_denied("endAppointment", ending(&second)).await, "FORBIDDEN");
    let fields = "appointment { state } approval { id version state }";
    let proposed = bench.first.does("endAppointment", ending(&moderator), fields).await;
    assert_eq!((&proposed["appointment"], &proposed["approval"]["state"]), (&json!(null), &json!("PENDING")));
    // The moderator still decides.
    assert!(bench.moderator.sends("{ moderationCases { nodes { id } } }", json!({})).await.get("errors").is_none());
    bench.second.does("approve", about(&proposed["approval"]), "approval { state }").await;
    let answer = bench.moderator.sends("{ moderationCases { nodes { id } } }", json!({})).await;
    assert_eq!(tests::world::code(&answer), "UNAUTHENTICATED");
    // One's own duty ends at once.
    let ended = bench.second.does("endAppointment", ending(&second), fields).await;
    assert_eq!((&ended["appointment"]["state"], &ended["approval"]), (&json!("ENDED"), &json!(null)));
    assert_eq!(bench.second.is_denied("endAppointment", ending(&second)).await, "UNAUTHENTICATED");
    // Who has left may be proposed anew, which again takes two.
    let third = world.on_duty("third@kz.example", Duty::Administrator, "KZ").await;
    let anew = json!({ "email": "moderator@kz.example", "side": "KZ" });
    let pending = bench.first.does("appointModerator", anew.clone(), "appointment { state }").await;
    assert_eq!(pending["appointment"]["state"], "PENDING");
    let active = third.does("appointModerator", anew, "appointment { state }").await;
    assert_eq!(active["appointment"]["state"], "ACTIVE");
}
