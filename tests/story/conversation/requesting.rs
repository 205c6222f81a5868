//! A request to meet is said better, or taken back, while nobody has answered.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, World, on_both_databases};

on_both_databases! {
    a_pending_request_is_said_better,
    a_pending_request_is_taken_back,
}

async fn asked(world: &World) -> (Firm<'_>, Firm<'_>, Value) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let ask = json!({ "companyId": baker.id, "message": "We would like to buy wheat from you every month." });
    let payload = mill.owner.does("requestIntroduction", ask, "introduction { id version }").await;
    let id = payload["introduction"]["id"].clone();
    (mill, baker, id)
}

async fn message(firm: &Firm<'_>) -> Value {
    firm.owner.asks("{ introductions { nodes { message state version } } }", json!({})).await["introductions"]["nodes"][0].clone()
}

async fn a_pending_request_is_said_better(world: World) {
    let (mill, baker, id) = asked(&world).await;
    let better = "We would like to sell wheat to you every month.";
    let edit = |version: i32, text: &str| json!({ "introductionId": id, "expectedVersion": version, "message": text });
    assert_eq!(mill.owner.refusals("editIntroduction", edit(1, "Too short")).await, ["INVALID_INPUT input.message"]);
    let same = "We would like to buy wheat from you every month.";
    assert_eq!(mill.owner.refusals("editIntroduction", edit(1, same)).await, ["NOTHING_CHANGED input.message"]);
    assert_eq!(baker.owner.is_denied("editIntroduction", edit(1, better)).await, "FORBIDDEN");
    mill.owner.does("editIntroduction", edit(1, better), "introduction { message version }").await;
    assert_eq!(message(&baker).await, json!({ "message": better, "state": "PENDING", "version": 2 }));
    // A second tab that has read the first version.
    assert_eq!(mill.owner.is_denied("editIntroduction", edit(1, "We would rather buy maize from you.")).await, "CONFLICT");
    baker.owner.does("acceptIntroduction", json!({ "introductionId": id }), "introduction { state }").await;
    let refused = mill.owner.refusals("editIntroduction", edit(3, "We would rather buy maize from you.")).await;
    assert_eq!(refused, ["NOT_PENDING input.introductionId"]);
    assert_eq!(message(&baker).await["message"], better);
}

async fn a_pending_request_is_taken_back(world: World) {
    let (mut mill, baker, id) = asked(&world).await;
    let input = json!({ "introductionId": id });
    assert_eq!(baker.owner.is_denied("withdrawIntroduction", input.clone()).await, "FORBIDDEN");
    mill.owner.does("withdrawIntroduction", input.clone(), "introduction { state }").await;
    assert_eq!(message(&baker).await["state"], "WITHDRAWN");
    for (firm, mutation) in [(&mill, "withdrawIntroduction"), (&baker, "acceptIntroduction"), (&baker, "declineIntroduction")] {
        assert_eq!(firm.owner.refusals(mutation, input.clone()).await, ["NOT_PENDING input.introductionId"], "{mutation}");
    }
    assert_eq!(baker.owner.asks("{ conversations { nodes { id } } }", json!({})).await["conversations"]["nodes"], json!([]));
    // One may ask again, and a request that has run out is not withdrawn.
    let ask = json!({ "companyId": baker.id, "message": "We would like to buy wheat from you every month." });
    let again = mill.owner.does("requestIntroduction", ask, "introduction { id }").await["introduction"]["id"].clone();
    world.later(TimeDelta::days(21));
    mill.owner.signs_in(json!({ "company": mill.id })).await;
    let refused = mill.owner.refusals("withdrawIntroduction", json!({ "introductionId": again })).await;
    assert_eq!(refused, ["EXPIRED input.introductionId"]);
}
