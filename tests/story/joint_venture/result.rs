//! What ventures promise and what they realise.

use serde_json::json;
use tests::{World, on_both_databases};

use super::{Pair, is_one, refusal, report, with};

on_both_databases! {
    promises_are_kept_with_their_dates,
    outcomes_are_refused_for_each_reason,
    an_outcome_is_confirmed_once,
}

async fn promises_are_kept_with_their_dates(world: World) {
    let pair = Pair::meets(&world).await;
    let (mill, baker) = (&pair.mill.owner, &pair.baker.owner);
    let venture = pair.agreed_venture().await;
    let promise =
        |due: &str| json!({ "milestone": { "promise": { "jointVentureId": venture["id"], "title": "Site bought", "due": due } } });
    let before = pair.state().await;
    assert_eq!(mill.is_refused("logMilestone", promise("2026-03-01")).await.0, "DUE_IN_THE_PAST");
    let short = json!({ "milestone": { "promise": { "jointVentureId": venture["id"], "title": "no", "due": "2026-05-01" } } });
    assert_eq!(mill.is_refused("logMilestone", short).await, refusal("INVALID_INPUT", "input.milestone.promise.title"));
    assert_eq!(pair.state().await, before);
    let fields = "milestone { id due originalDue state evidence changes { from to reason } }";
    let made = mill.does("logMilestone", promise("2026-03-02"), fields).await["milestone"].clone();
    let moved = |due: &str, reason: &str| json!({ "milestone": { "move": { "milestoneId": made["id"], "due": due, "reason": reason } } });
    let settled =
        |state: &str| json!({ "milestone": { "settle": { "milestoneId": made["id"], "state": state, "evidence": "Deed of sale" } } });
    let before = pair.state().await;
    assert_eq!(baker.is_refused("logMilestone", moved("2026-03-02", "No reason")).await.0, "DUE_UNCHANGED");
    assert_eq!(baker.is_refused("logMilestone", moved("2026-04-01", "x")).await, refusal("INVALID_INPUT", "input.milestone.move.reason"));
    assert_eq!(baker.is_refused("logMilestone", settled("OPEN")).await.0, "NOT_SETTLING");
    assert_eq!(pair.state().await, before);
    baker.does("logMilestone", moved("2026-04-01", "The notary is ill"), fields).await;
    mill.does("logMilestone", moved("2026-05-01", "So is the other"), fields).await;
    let kept = baker.does("logMilestone", settled("PARTLY_MET"), fields).await["milestone"].clone();
    assert_eq!(
        kept,
        json!({ "id": made["id"], "due": "2026-05-01", "originalDue": "2026-03-02", "state": "PARTLY_MET", "evidence": "Deed of sale", "changes": [
            { "from": "2026-03-02", "to": "2026-04-01", "reason": "The notary is ill" },
            { "from": "2026-04-01", "to": "2026-05-01", "reason": "So is the other" },
        ] })
    );
    let before = pair.state().await;
    assert_eq!(mill.is_refused("logMilestone", settled("MET")).await.0, "SETTLED");
    assert_eq!(mill.is_refused("logMilestone", moved("2026-06-01", "Once more")).await.0, "SETTLED");
    assert_eq!(pair.state().await, before);
}

async fn outcomes_are_refused_for_each_reason(world: World) {
    let pair = Pair::meets(&world).await;
    let mill = &pair.mill.owner;
    let early = pair.agreed_venture().await;
    let venture = pair.signed_venture().await;
    let good = report(&venture, "2026-02-01", "2026-02-28");
    let before = pair.state().await;
    let cases = [
        (report(&early, "2026-02-01", "2026-02-28"), "TOO_EARLY", "input.jointVentureId"),
        (report(&venture, "2026-02-28", "2026-02-01"), "PERIOD_REVERSED", "input.to"),
        (report(&venture, "2026-03-03", "2026-03-31"), "PERIOD_IN_THE_FUTURE", "input.from"),
        (with(&good, "/value", json!(null)), "VALUE_MISSING", "input.value"),
        (with(&with(&good, "/value", json!(null)), "/kind", json!("INVESTMENT")), "VALUE_MISSING", "input.value"),
        (with(&good, "/kind", json!("JOBS")), "JOBS_MISSING", "input.jobs"),
        (with(&good, "/jobs", json!(0)), "INVALID_INPUT", "input.jobs"),
        (with(&good, "/value/amount", json!("1.005")), "INVALID_INPUT", "input.value.amount"),
        (with(&good, "/evidence", json!("x")), "INVALID_INPUT", "input.evidence"),
    ];
    for (report, code, path) in cases {
        assert_eq!(mill.is_refused("reportOutcome", report.clone()).await, refusal(code, path), "{report}");
    }
    assert_eq!(pair.state().await, before);
    mill.does("reportOutcome", good, "outcome { id }").await;
    assert_ne!(pair.state().await, before);
}

async fn an_outcome_is_confirmed_once(world: World) {
    let pair = Pair::meets(&world).await;
    let (mill, baker) = (&pair.mill.owner, &pair.baker.owner);
    let venture = pair.signed_venture().await;
    let outcome =
        mill.does("reportOutcome", report(&venture, "2026-02-01", "2026-02-28"), "outcome { id proposal { hash } }").await["outcome"]
            .clone();
    let answer = json!({ "outcomeId": outcome["id"], "hash": outcome["proposal"]["hash"] });
    let before = pair.state().await;
    assert_eq!(mill.is_denied("confirmOutcome", answer.clone()).await, "FORBIDDEN");
    assert_eq!(pair.stranger.owner.is_denied("confirmOutcome", answer.clone()).await, "NOT_FOUND");
    let wrong = json!({ "outcomeId": outcome["id"], "hash": "0".repeat(64) });
    assert_eq!(baker.is_refused("confirmOutcome", wrong).await, refusal("OTHER_TERMS", "input.hash"));
    assert_eq!(pair.state().await, before);
    let document =
        "mutation($input: ConfirmOutcomeInput!) { confirmOutcome(input: $input) { outcome { proposal { state } } userErrors { code } } }";
    let events = world.happened().await;
    let (first, second) =
        tokio::join!(baker.sends(document, json!({ "input": answer })), baker.sends(document, json!({ "input": answer })));
    is_one(&first, &second, "confirmOutcome");
    assert_eq!(world.happened_since(events).await, 1);
    let settled = pair.state().await;
    assert_eq!(baker.is_refused("confirmOutcome", answer).await, refusal("NOT_PENDING", "input.hash"));
    assert_eq!(pair.state().await, settled);
}
