//! How ventures end, and what asks for the password again.

use chrono::TimeDelta;
use serde_json::json;
use tests::{World, on_both_databases};

use super::{FIELDS, Pair, advancing, answering, ending, refusal, vehicle, with};

on_both_databases! {
    the_other_side_declines_what_was_proposed,
    a_party_withdraws_before_anything_is_signed,
    after_signing_both_end_it,
    incorporation_asks_for_the_password_again,
}

async fn the_other_side_declines_what_was_proposed(world: World) {
    let pair = Pair::meets(&world).await;
    let venture = pair.venture().await;
    let before = pair.state().await;
    let without = json!({ "jointVentureId": venture["id"], "to": "DECLINED" });
    assert_eq!(pair.mill.owner.is_refused("advanceJointVenture", without).await, refusal("REASON_MISSING", "input.reason"));
    let own = pair.baker.owner.is_refused("advanceJointVenture", ending(&venture, "DECLINED", "We changed our mind")).await;
    assert_eq!(own, refusal("OWN_PROPOSAL", "input.to"));
    assert_eq!(pair.state().await, before);
    let declined = pair.mill.owner.does("advanceJointVenture", ending(&venture, "DECLINED", "Not this year"), FIELDS).await;
    assert_eq!((&declined["jointVenture"]["stage"], &declined["jointVenture"]["endReason"]), (&json!("DECLINED"), &json!("Not this year")));
    assert_eq!(declined["jointVenture"]["missingForNextStage"], json!([]));
    let ended = pair.state().await;
    let again = pair.mill.owner.is_refused("advanceJointVenture", ending(&venture, "WITHDRAWN", "Still not")).await;
    assert_eq!(again, refusal("NO_WAY", "input.to"));
    assert_eq!(pair.state().await, ended);
}

async fn a_party_withdraws_before_anything_is_signed(world: World) {
    let pair = Pair::meets(&world).await;
    let first = pair.venture().await;
    let gone = pair.baker.owner.does("advanceJointVenture", ending(&first, "WITHDRAWN", "Funds went elsewhere"), FIELDS).await;
    assert_eq!(gone["jointVenture"]["stage"], "WITHDRAWN");
    // Terms of what has ended are confirmed no more.
    let late = answering(&first, &first["proposal"]);
    let before = pair.state().await;
    assert_eq!(pair.mill.owner.is_refused("confirmJointVenture", late.clone()).await, refusal("NOT_PENDING", "input.hash"));
    let words = with(&late, "/words", json!("It is over."));
    assert_eq!(pair.mill.owner.is_refused("disputeJointVenture", words).await, refusal("NOT_PENDING", "input.hash"));
    assert_eq!(pair.state().await, before);

    let second = pair.agreed_venture().await;
    let memorandum = pair.paper("MEMORANDUM").await;
    pair.reaches(&second, "MOU_SIGNED", json!({ "agreementId": memorandum })).await;
    let declined = pair.mill.owner.is_refused("advanceJointVenture", ending(&second, "DECLINED", "Too late for that")).await;
    assert_eq!(declined, refusal("NO_WAY", "input.to"));
    let gone = pair.mill.owner.does("advanceJointVenture", ending(&second, "WITHDRAWN", "The harvest failed"), FIELDS).await;
    assert_eq!((&gone["jointVenture"]["stage"], &gone["jointVenture"]["endReason"]), (&json!("WITHDRAWN"), &json!("The harvest failed")));
}

async fn after_signing_both_end_it(world: World) {
    let mut pair = Pair::meets(&world).await;
    let venture = pair.signed_venture().await;
    let before = pair.state().await;
    let withdrawn = pair.mill.owner.is_refused("advanceJointVenture", ending(&venture, "WITHDRAWN", "We would rather not")).await;
    assert_eq!(withdrawn, refusal("NO_WAY", "input.to"));
    let without = advancing(&venture, "TERMINATED", json!({}));
    assert_eq!(pair.mill.owner.is_refused("advanceJointVenture", without).await, refusal("REASON_MISSING", "input.reason"));
    assert_eq!(pair.state().await, before);

    let proposed = pair.mill.owner.does("advanceJointVenture", ending(&venture, "TERMINATED", "The port is closed"), FIELDS).await;
    let proposed = &proposed["jointVenture"];
    // One word does not end it.
    assert_eq!((&proposed["stage"], &proposed["endReason"]), (&json!("AGREEMENT_SIGNED"), &json!(null)));
    for _ in 0..4 {
        world.later(TimeDelta::minutes(4));
        pair.baker.owner.refreshes().await;
        pair.mill.owner.refreshes().await;
    }
    let answer = answering(&venture, &proposed["proposedStage"]["proposal"]);
    let document = "mutation($input: ConfirmJointVentureInput!) { confirmJointVenture(input: $input) { __typename } }";
    let stale = pair.baker.owner.sends(document, json!({ "input": answer })).await;
    assert_eq!(stale["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    let company = json!({ "company": pair.baker.id });
    pair.baker.owner.signs_in(company).await;
    let ended = pair.baker.owner.does("confirmJointVenture", answer, FIELDS).await;
    assert_eq!(
        (&ended["jointVenture"]["stage"], &ended["jointVenture"]["endReason"]),
        (&json!("TERMINATED"), &json!("The port is closed"))
    );
    let report = json!({ "jointVentureId": venture["id"], "kind": "JOBS", "from": "2026-02-01", "to": "2026-02-28", "jobs": 3, "evidence": "Payroll" });
    assert_eq!(pair.mill.owner.is_refused("reportOutcome", report).await, refusal("TOO_EARLY", "input.jointVentureId"));
}

async fn incorporation_asks_for_the_password_again(world: World) {
    let mut pair = Pair::meets(&world).await;
    let venture = pair.signed_venture().await;
    let evidence = json!({ "vehicle": vehicle(), "capital": { "amount": "100", "currency": "USD" } });
    let proposed = pair.mill.owner.does("advanceJointVenture", advancing(&venture, "INCORPORATED", evidence), FIELDS).await;
    for _ in 0..4 {
        world.later(TimeDelta::minutes(4));
        pair.baker.owner.refreshes().await;
        pair.mill.owner.refreshes().await;
    }
    let before = pair.state().await;
    let answer = answering(&venture, &proposed["jointVenture"]["proposedStage"]["proposal"]);
    let document = "mutation($input: ConfirmJointVentureInput!) { confirmJointVenture(input: $input) { __typename } }";
    let stale = pair.baker.owner.sends(document, json!({ "input": answer })).await;
    assert_eq!(tests::world::code(&stale), "FORBIDDEN");
    assert_eq!(stale["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    assert_eq!(pair.state().await, before);
    let company = json!({ "company": pair.baker.id });
    pair.baker.owner.signs_in(company).await;
    let reached = pair.baker.owner.does("confirmJointVenture", answer, FIELDS).await;
    assert_eq!(reached["jointVenture"]["stage"], "INCORPORATED");
}
