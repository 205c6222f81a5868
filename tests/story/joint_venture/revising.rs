//! Other terms for a venture that exists, and leaving while something waits.

use serde_json::json;
use tests::{World, on_both_databases};

use super::{FIELDS, Pair, advancing, answering, refusal};

on_both_databases! {
    a_disputed_venture_goes_on_with_other_terms,
    a_party_leaves_without_waiting_for_an_answer,
}

const VERSIONS: &str = "query($id: ID!) { node(id: $id) { ... on JointVenture { stage versions {
    title proposal { number state answers { verdict words } } terms { parties { stakeBasisPoints } } } } } }";

async fn a_disputed_venture_goes_on_with_other_terms(world: World) {
    let pair = Pair::meets(&world).await;
    let (mill, baker) = (&pair.mill.owner, &pair.baker.owner);
    let venture = baker.does("proposeJointVenture", pair.terms(), FIELDS).await["jointVenture"].clone();
    let mut no = answering(&venture, &venture["proposal"]);
    no["words"] = json!("We were to own two thirds.");
    let disputed = mill.does("disputeJointVenture", no, FIELDS).await["jointVenture"].clone();

    let revising = |version: &serde_json::Value| json!({ "jointVentureId": venture["id"], "expectedVersion": version });
    let mut terms = pair.terms();
    terms["revising"] = revising(&disputed["version"]);
    let before = pair.state().await;
    assert_eq!(mill.is_refused("proposeJointVenture", terms.clone()).await, refusal("NOTHING_CHANGED", "input"));
    terms["parties"][0]["stakeBasisPoints"] = json!(7000);
    assert_eq!(mill.is_refused("proposeJointVenture", terms.clone()).await, refusal("STAKES_DO_NOT_ADD_UP", "input.parties"));
    terms["parties"][1]["stakeBasisPoints"] = json!(3000);
    let mut others = terms.clone();
    others["parties"][1]["companyId"] = json!(pair.stranger.id);
    assert_eq!(mill.is_refused("proposeJointVenture", others).await, refusal("PARTIES_CHANGED", "input.parties"));
    let mut stale = terms.clone();
    stale["revising"] = revising(&json!(1));
    assert_eq!(mill.is_denied("proposeJointVenture", stale).await, "CONFLICT");
    let mut strange = terms.clone();
    strange["parties"][1]["companyId"] = json!(pair.stranger.id);
    assert_eq!(pair.stranger.owner.is_denied("proposeJointVenture", strange).await, "NOT_FOUND");
    assert_eq!(pair.state().await, before);

    let revised = mill.does("proposeJointVenture", terms, FIELDS).await["jointVenture"].clone();
    assert_eq!((&revised["stage"], &revised["proposal"]["state"]), (&json!("PROPOSED"), &json!("PENDING")));
    // The version that was disputed takes no more answers.
    let late = answering(&venture, &venture["proposal"]);
    assert_eq!(baker.is_refused("confirmJointVenture", late).await, refusal("OTHER_TERMS", "input.hash"));
    assert_eq!(mill.is_denied("confirmJointVenture", answering(&venture, &revised["proposal"])).await, "FORBIDDEN");
    let agreed = baker.does("confirmJointVenture", answering(&venture, &revised["proposal"]), FIELDS).await;
    assert_eq!(agreed["jointVenture"]["stage"], "NEGOTIATING");
    let seen = baker.asks(VERSIONS, json!({ "id": venture["id"] })).await["node"]["versions"].clone();
    assert_eq!(
        seen,
        json!([
            {
                "title": "Flour mill in Multan",
                "proposal": { "number": 1, "state": "SUPERSEDED", "answers": [{ "verdict": "DISPUTED", "words": "We were to own two thirds." }] },
                "terms": { "parties": [{ "stakeBasisPoints": 6000 }, { "stakeBasisPoints": 4000 }] },
            },
            {
                "title": "Flour mill in Multan",
                "proposal": { "number": 2, "state": "CONFIRMED", "answers": [{ "verdict": "CONFIRMED", "words": null }] },
                "terms": { "parties": [{ "stakeBasisPoints": 7000 }, { "stakeBasisPoints": 3000 }] },
            },
        ])
    );
}

async fn a_party_leaves_without_waiting_for_an_answer(world: World) {
    let pair = Pair::meets(&world).await;
    let (mill, baker) = (&pair.mill.owner, &pair.baker.owner);
    let memorandum = pair.paper("MEMORANDUM").await;
    let venture = pair.agreed_venture().await;
    let step = advancing(&venture, "MOU_SIGNED", json!({ "agreementId": memorandum }));
    let pending = mill.does("advanceJointVenture", step, FIELDS).await["jointVenture"].clone();
    let mut leave = advancing(&venture, "WITHDRAWN", json!({}));
    leave["reason"] = json!("Our board said no.");
    let left = mill.does("advanceJointVenture", leave, FIELDS).await["jointVenture"].clone();
    assert_eq!(
        (&left["stage"], &left["endReason"], &left["proposedStage"]),
        (&json!("WITHDRAWN"), &json!("Our board said no."), &json!(null))
    );
    let late = answering(&venture, &pending["proposedStage"]["proposal"]);
    // What is left on the table are the baker's own terms, which are not his to confirm.
    assert_eq!(baker.is_denied("confirmJointVenture", late).await, "FORBIDDEN");
    let mut terms = pair.terms();
    terms["title"] = json!("Flour mill in Lahore");
    terms["revising"] = json!({ "jointVentureId": venture["id"], "expectedVersion": left["version"] });
    assert_eq!(baker.is_refused("proposeJointVenture", terms).await, refusal("VENTURE_ENDED", "input.revising"));
}
