//! The forum's main job from end to end: two companies meet, sign, build and earn, and the scoreboard shows it.

use serde_json::json;
use tests::{World, on_both_databases};

on_both_databases! {
    two_companies_meet_sign_build_and_earn,
}

#[expect(clippy::too_many_lines, reason = "it is one story, and is to be read as one")]
async fn two_companies_meet_sign_build_and_earn(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;

    // Both are in the directory, found by sector and by a name with a slip.
    let page = world.asks("{ companies(where: { sector: \"AGR\" }) { totalCount nodes { name state } } }", json!({})).await;
    assert_eq!(page["companies"]["totalCount"], 2);
    let found = world.asks("{ companies(where: { search: \"Chenap flour\" }) { nodes { name country } } }", json!({})).await;
    assert_eq!(found["companies"]["nodes"], json!([{ "name": "Chenab Flour Mills", "country": "PK" }]));

    // They publish and find each other, with reasons.
    mill.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    baker.publishes("NEED", "AGR-GR", "Wheat for milling").await;
    let matches = "{ matches { nodes { score myPart theirPart company { name } reasons { code direction listings { title } } } } }";
    let seen = baker.owner.asks(matches, json!({})).await;
    let best = &seen["matches"]["nodes"][0];
    assert_eq!(best["company"]["name"], "Astyq Dan");
    assert_eq!(best["reasons"][0]["code"], "SAME_SUBSECTOR");
    assert_eq!(best["reasons"][0]["direction"], "MY_NEED");

    // They are introduced when both agree.
    let request = json!({ "companyId": mill.id, "message": "We would like to buy wheat from you every month." });
    let asked = baker.owner.does("requestIntroduction", request, "introduction { id state contacts { email } }").await;
    assert_eq!(asked["introduction"]["contacts"], json!([]));
    world.settle().await;
    assert!(world.letters.last_to("owner1@kz.example").unwrap().subject.contains("Chenab Flour Mills"));
    let accept = json!({ "introductionId": asked["introduction"]["id"] });
    let accepted = mill.owner.does("acceptIntroduction", accept, "introduction { state contacts { email } }").await;
    assert_eq!(accepted["introduction"]["contacts"][0]["email"], "owner2@pk.example");
    let after = baker.owner.asks(matches, json!({})).await;
    assert_eq!(after["matches"]["nodes"], json!([]), "whom one has met is not suggested again");

    // They sign a memorandum that both confirm.
    let terms = |kind: &str, amount: &str| {
        json!({
            "kind": kind, "title": "Supply of milling wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02",
            "value": { "amount": amount, "currency": "USD" },
        })
    };
    let fields = "agreement { id version proposal { hash state } }";
    let input = json!({ "agreement": { "with": [baker.id] }, "terms": terms("MEMORANDUM", "1200000") });
    let memorandum = mill.owner.does("proposeAgreement", input, fields).await["agreement"].clone();
    assert_eq!(memorandum["proposal"]["state"], "PENDING");
    let input = json!({ "agreementId": memorandum["id"], "hash": memorandum["proposal"]["hash"] });
    let confirmed = baker.owner.does("confirmAgreement", input, fields).await;
    assert_eq!(confirmed["agreement"]["proposal"]["state"], "CONFIRMED");

    // They log a venture that both confirm.
    let input = json!({
        "title": "Wheat terminal at Port Qasim", "structure": "INCORPORATED", "subsectors": ["AGR-GR"],
        "capital": { "amount": "5000000", "currency": "USD" }, "agreementId": memorandum["id"],
        "parties": [
            { "companyId": mill.id, "role": "FOUNDER", "stakeBasisPoints": 6000 },
            { "companyId": baker.id, "role": "INVESTOR", "stakeBasisPoints": 4000 },
        ],
    });
    let fields = "jointVenture { id stage proposal { hash } proposedStage { to proposal { hash } } missingForNextStage }";
    let venture = baker.owner.does("proposeJointVenture", input, fields).await["jointVenture"].clone();
    assert_eq!(venture["stage"], "PROPOSED");
    assert_eq!(venture["missingForNextStage"], json!(["CONFIRMED_TERMS"]));
    let confirm = |hash: &serde_json::Value| json!({ "jointVentureId": venture["id"], "hash": hash });
    let agreed = mill.owner.does("confirmJointVenture", confirm(&venture["proposal"]["hash"]), fields).await;
    assert_eq!(agreed["jointVenture"]["stage"], "NEGOTIATING");

    // Stage by stage, each with its evidence and the other side's word.
    let contract = json!({ "agreement": { "with": [baker.id] }, "terms": terms("CONTRACT", "3000000") });
    let contract = mill.owner.does("proposeAgreement", contract, "agreement { id proposal { hash } }").await["agreement"].clone();
    let input = json!({ "agreementId": contract["id"], "hash": contract["proposal"]["hash"] });
    baker.owner.does("confirmAgreement", input, "agreement { id }").await;
    for (stage, evidence) in [
        ("MOU_SIGNED", json!({})),
        ("AGREEMENT_SIGNED", json!({ "agreementId": contract["id"] })),
        (
            "INCORPORATED",
            json!({ "vehicle": {
            "name": "Qasim Grain Terminal", "country": "PK", "legalForm": "PK-PVT", "registrationNumber": { "kind": "SECP", "value": "0991234" } } }),
        ),
        ("FINANCED", json!({ "sourcesOfFunds": "Own funds of both parties" })),
        ("IMPLEMENTING", json!({})),
    ] {
        let input = json!({ "jointVentureId": venture["id"], "to": stage, "evidence": evidence });
        let proposed = mill.owner.does("advanceJointVenture", input, fields).await;
        assert_eq!(proposed["jointVenture"]["missingForNextStage"], json!(["ANSWER_TO_PROPOSED_STAGE"]));
        let hash = &proposed["jointVenture"]["proposedStage"]["proposal"]["hash"];
        let reached = baker.owner.does("confirmJointVenture", confirm(hash), fields).await;
        assert_eq!(reached["jointVenture"]["stage"], stage);
    }

    // It promises, and it realises something that both confirm.
    let promise =
        json!({ "milestone": { "promise": { "jointVentureId": venture["id"], "title": "First ship unloaded", "due": "2026-05-01" } } });
    let milestone = mill.owner.does("logMilestone", promise, "milestone { id due originalDue state }").await["milestone"].clone();
    let moved = json!({ "milestone": { "move": { "milestoneId": milestone["id"], "due": "2026-06-15", "reason": "The crane is late." } } });
    let moved = baker.owner.does("logMilestone", moved, "milestone { due originalDue changes { from to reason } }").await;
    assert_eq!(moved["milestone"]["originalDue"], "2026-05-01");
    assert_eq!(moved["milestone"]["due"], "2026-06-15");
    let report = json!({
        "jointVentureId": venture["id"], "kind": "TRADE", "from": "2026-02-01", "to": "2026-02-28",
        "value": { "amount": "250000.50", "currency": "USD" }, "evidence": "Customs declarations of February.",
    });
    let outcome = baker.owner.does("reportOutcome", report, "outcome { id proposal { hash state } }").await["outcome"].clone();
    let input = json!({ "outcomeId": outcome["id"], "hash": outcome["proposal"]["hash"] });
    let believed = mill.owner.does("confirmOutcome", input, "outcome { value { amount currency } proposal { state } }").await;
    assert_eq!(believed["outcome"]["value"], json!({ "amount": "250000.50", "currency": "USD" }));
    let operating = json!({ "jointVentureId": venture["id"], "to": "OPERATING" });
    let operating = baker.owner.does("advanceJointVenture", operating, fields).await;
    mill.owner.does("confirmJointVenture", confirm(&operating["jointVenture"]["proposedStage"]["proposal"]["hash"]), fields).await;
    world.settle().await;

    // The scoreboard shows it to everybody, beside the official figures and the target; sums of fewer than three are withheld.
    let board = world
        .asks(
            "{ scoreboard {
                targets { value { amount currency } sources }
                officialTrade { basis year value { amount } sourceUrl }
                pledged { currency sum { amount } records } committed { sum { amount } records } realised { sum { amount } records }
                funnel { verifiedCompanies introductions acceptedIntroductions memoranda bindingAgreements jointVentures operating }
                stages { stage jointVentures } } }",
            json!({}),
        )
        .await["scoreboard"]
        .clone();
    assert!(
        board["targets"]
            .as_array()
            .unwrap()
            .iter()
            .any(|target| target["value"] == json!({ "amount": "1000000000.00", "currency": "USD" }))
    );
    assert!(board["officialTrade"].as_array().unwrap().len() > 5);
    assert_eq!(board["pledged"], json!([{ "currency": "USD", "sum": null, "records": 1 }]));
    assert_eq!(board["committed"], json!([{ "sum": null, "records": 1 }]));
    assert_eq!(board["realised"], json!([{ "sum": null, "records": 1 }]));
    assert_eq!(
        board["funnel"],
        json!({ "verifiedCompanies": 2, "introductions": 1, "acceptedIntroductions": 1, "memoranda": 1, "bindingAgreements": 1,
                "jointVentures": 1, "operating": 1 })
    );
    assert_eq!(board["stages"], json!([{ "stage": "OPERATING", "jointVentures": 1 }]));
}
