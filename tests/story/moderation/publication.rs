//! What the public reads of a record: agreed by all its parties, approved by a moderator of each side, and taken back.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{World, on_both_databases, world::code};

use super::Bench;

on_both_databases! {
    a_summary_is_published_by_all_parties_and_both_sides,
    it_is_refused_rejected_and_withdrawn,
    staff_read_a_private_record_by_breaking_the_glass_only,
    an_account_is_locked_and_its_devices_signed_out,
}

/// A contract between the two that both believe.
async fn contract(bench: &Bench<'_>, confidentiality: &str) -> Value {
    bench.mill.is_introduced_to(&bench.baker).await;
    let terms = json!({
        "kind": "CONTRACT", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02",
        "value": { "amount": "3400000.00", "currency": "USD" }, "confidentiality": confidentiality,
    });
    let input = json!({ "agreement": { "with": [bench.baker.id] }, "terms": terms });
    let paper = bench.mill.owner.does("proposeAgreement", input, "agreement { id proposal { hash } }").await["agreement"].clone();
    let answer = json!({ "agreementId": paper["id"], "hash": paper["proposal"]["hash"] });
    bench.baker.owner.does("confirmAgreement", answer, "agreement { id }").await;
    paper["id"].clone()
}

fn publishing(record: &Value, level: &str) -> Value {
    json!({ "recordId": record, "level": level, "title": "Kazakh wheat for Punjab", "text": "Wheat will be delivered every month.", "named": true })
}

fn answering(publication: &Value, agrees: bool) -> Value {
    json!({ "publicationId": publication["id"], "expectedVersion": publication["version"], "agrees": agrees, "named": false })
}

const FIELDS: &str = "publication { id version state reason }";

async fn public(world: &World) -> Value {
    let document = "{ publishedAgreements { nodes { id level title text value { from { amount } below { amount } } parties { country company { id } } } } publishedJointVentures { nodes { id } } }";
    world.asks(document, json!({})).await
}

async fn cases(bench: &Bench<'_>) -> Vec<Value> {
    let document = "{ moderationCases(where: { kind: PUBLICATION }) { nodes { id version side state publication { title } } } }";
    bench.first.asks(document, json!({})).await["moderationCases"]["nodes"].as_array().unwrap().clone()
}

fn deciding(case: &Value, reason: &str) -> Value {
    json!({ "caseId": case["id"], "expectedVersion": case["version"], "reason": reason })
}

async fn a_summary_is_published_by_all_parties_and_both_sides(world: World) {
    let bench = Bench::sits(&world).await;
    let record = contract(&bench, "SUMMARY_PUBLIC").await;
    let (mill, baker) = (&bench.mill.owner, &bench.baker.owner);
    assert_eq!(mill.refusals("proposePublication", publishing(&record, "PUBLIC")).await, ["CONFIDENTIAL input.level"]);
    assert_eq!(bench.first.is_denied("proposePublication", publishing(&record, "SUMMARY")).await, "FORBIDDEN");
    let proposed = mill.does("proposePublication", publishing(&record, "SUMMARY"), FIELDS).await["publication"].clone();
    assert_eq!(mill.refusals("proposePublication", publishing(&record, "SUMMARY")).await, ["ALREADY_PROPOSED input.recordId"]);
    assert_eq!(mill.is_denied("answerPublication", answering(&proposed, true)).await, "FORBIDDEN", "the other party agrees");
    assert_eq!(cases(&bench).await, Vec::<Value>::new());
    let agreed = baker.does("answerPublication", answering(&proposed, true), FIELDS).await["publication"].clone();
    assert_eq!(agreed["state"], "IN_REVIEW");
    let [kazakh, pakistani]: [Value; 2] = {
        let mut cases = cases(&bench).await;
        cases.sort_by_key(|case| case["side"].as_str().unwrap().to_owned());
        cases.try_into().unwrap()
    };
    assert_eq!(
        (&kazakh["side"], &pakistani["side"], &kazakh["publication"]["title"]),
        (&json!("KZ"), &json!("PK"), &json!("Kazakh wheat for Punjab"))
    );
    assert_eq!(bench.second.refusals("approveCase", deciding(&kazakh, "Nothing against it.")).await, ["OTHER_SIDE input.caseId"]);
    bench.first.does("approveCase", deciding(&kazakh, "Nothing against it."), "case { state }").await;
    assert_eq!(public(&world).await["publishedAgreements"]["nodes"], json!([]), "one side is not both");
    bench.second.does("approveCase", deciding(&pakistani, "Nothing against it."), "case { state }").await;
    let shown = public(&world).await;
    assert_eq!(
        shown["publishedAgreements"]["nodes"],
        json!([{
            "id": agreed["id"], "level": "SUMMARY", "title": "Kazakh wheat for Punjab", "text": "Wheat will be delivered every month.",
            "value": { "from": { "amount": "1000000.00" }, "below": { "amount": "10000000.00" } },
            "parties": [{ "country": "KZ", "company": { "id": bench.mill.id } }, { "country": "PK", "company": null }],
        }])
    );
    assert_eq!(shown["publishedJointVentures"]["nodes"], json!([]));
    // The record itself stays what it was: its parties'.
    let node = world.asks("query($id: ID!) { node(id: $id) { id } }", json!({ "id": record })).await;
    assert_eq!(node["node"], json!(null));
    let now = mill.asks("{ publications { nodes { id version state } } }", json!({})).await["publications"]["nodes"][0].clone();
    assert_eq!(now["state"], "PUBLISHED");
    let back = json!({ "publicationId": now["id"], "expectedVersion": now["version"], "reason": "The price is talked about again." });
    baker.does("withdrawPublication", back.clone(), FIELDS).await;
    assert_eq!(public(&world).await["publishedAgreements"]["nodes"], json!([]));
    assert_eq!(mill.is_denied("withdrawPublication", back).await, "CONFLICT");
}

async fn it_is_refused_rejected_and_withdrawn(world: World) {
    let bench = Bench::sits(&world).await;
    let record = contract(&bench, "PUBLIC").await;
    let (mill, baker) = (&bench.mill.owner, &bench.baker.owner);
    let stranger = world.pakistani("Ravi Textiles", 7, &["TEX-FI"], &bench.moderator).await;
    assert_eq!(stranger.owner.is_denied("proposePublication", publishing(&record, "PUBLIC")).await, "NOT_FOUND");
    let proposed = mill.does("proposePublication", publishing(&record, "PUBLIC"), FIELDS).await["publication"].clone();
    assert_eq!(stranger.owner.is_denied("answerPublication", answering(&proposed, true)).await, "NOT_FOUND");
    let back = |publication: &Value| json!({ "publicationId": publication["id"], "expectedVersion": publication["version"], "reason": "It is too early for it." });
    assert_eq!(stranger.owner.is_denied("withdrawPublication", back(&proposed)).await, "NOT_FOUND");
    assert_eq!(bench.moderator.is_denied("withdrawPublication", back(&proposed)).await, "NOT_FOUND", "staff see what all have agreed to");
    let refused = baker.does("answerPublication", answering(&proposed, false), FIELDS).await["publication"].clone();
    assert_eq!(refused["state"], "REFUSED");
    assert_eq!(baker.refusals("answerPublication", answering(&refused, true)).await, ["NOT_PROPOSED input.publicationId"]);
    let proposed = mill.does("proposePublication", publishing(&record, "PUBLIC"), FIELDS).await["publication"].clone();
    baker.does("answerPublication", answering(&proposed, true), FIELDS).await;
    let kazakh = cases(&bench).await.into_iter().find(|case| case["side"] == "KZ").unwrap();
    bench.first.does("rejectCase", deciding(&kazakh, "The text promises too much."), "case { state }").await;
    let now =
        mill.asks("{ publications(first: 1) { nodes { id version state reason } } }", json!({})).await["publications"]["nodes"][0].clone();
    assert_eq!((&now["state"], &now["reason"]), (&json!("REJECTED"), &json!("The text promises too much.")));
    assert_eq!(mill.refusals("withdrawPublication", back(&now)).await, ["NOT_OPEN input.publicationId"]);
    // Staff take back what is published, too.
    let proposed = mill.does("proposePublication", publishing(&record, "PUBLIC"), FIELDS).await["publication"].clone();
    let agreed = baker.does("answerPublication", answering(&proposed, true), FIELDS).await["publication"].clone();
    bench.second.does("withdrawPublication", back(&agreed), FIELDS).await;
    assert_eq!(public(&world).await["publishedAgreements"]["nodes"], json!([]));
}

async fn staff_read_a_private_record_by_breaking_the_glass_only(world: World) {
    let mut bench = Bench::sits(&world).await;
    let record = contract(&bench, "PRIVATE").await;
    let document = "{ recordOpenings { nodes { id reason side duty agreement { title terms { value { amount } } } } } }";
    let node = async |bench: &Bench<'_>| {
        bench.first.asks("query($id: ID!) { node(id: $id) { id } }", json!({ "id": record })).await["node"].clone()
    };
    assert_eq!(node(&bench).await, json!(null));
    let breaking = |case: &Value| json!({ "caseId": case, "recordId": record, "reason": "The report says that the contract is forged." });
    let decided = json!(bench.case);
    assert_eq!(bench.moderator.is_denied("breakGlass", breaking(&decided)).await, "FORBIDDEN", "administrators only");
    assert_eq!(bench.first.refusals("breakGlass", breaking(&decided)).await, ["CASE_DECIDED input.caseId"]);
    let report = |subject: &str| json!({ "subjectId": subject, "kind": "FRAUD", "text": "Their contract is forged, I saw it." });
    let stranger = world.pakistani("Ravi Textiles", 7, &["TEX-FI"], &bench.moderator).await;
    bench.baker.owner.does("report", report(&stranger.id), "report { id }").await;
    stranger.owner.does("report", report(&bench.mill.id), "report { id }").await;
    let open = bench.first.asks("{ moderationCases(where: { kind: REPORT }) { nodes { id company { id } } } }", json!({})).await;
    let of = |company: &str| {
        open["moderationCases"]["nodes"].as_array().unwrap().iter().find(|case| case["company"]["id"] == company).unwrap()["id"].clone()
    };
    assert_eq!(bench.first.refusals("breakGlass", breaking(&of(&stranger.id))).await, ["OTHER_CASE input.caseId"]);
    assert_eq!(bench.mill.owner.asks(document, json!({})).await["recordOpenings"]["nodes"], json!([]));
    let opened =
        bench.first.does("breakGlass", breaking(&of(&bench.mill.id)), "opening { agreement { title terms { value { amount } } } }").await;
    assert_eq!(opened["opening"]["agreement"], json!({ "title": "Supply of wheat", "terms": { "value": { "amount": "3400000.00" } } }));
    // It is open to who opened it, and every party reads at once that it is.
    assert_eq!(bench.second.asks(document, json!({})).await["recordOpenings"]["nodes"], json!([]));
    for party in [&bench.mill, &bench.baker] {
        let told = party.owner.asks(document, json!({})).await["recordOpenings"]["nodes"][0].clone();
        assert_eq!(
            (&told["reason"], &told["duty"], &told["agreement"]),
            (&json!("The report says that the contract is forged."), &json!("ADMINISTRATOR"), &json!(null))
        );
    }
    assert_eq!(stranger.owner.asks(document, json!({})).await["recordOpenings"]["nodes"], json!([]));
    world.later(TimeDelta::minutes(60));
    bench.signs_in().await;
    let late = bench.first.asks(document, json!({})).await["recordOpenings"]["nodes"][0].clone();
    assert_eq!(late["agreement"], json!(null), "the hour is over before any worker has seen it");
    world.settle().await;
    assert_eq!(bench.first.asks(document, json!({})).await["recordOpenings"]["nodes"][0]["agreement"], json!(null));
}

async fn an_account_is_locked_and_its_devices_signed_out(world: World) {
    let bench = Bench::sits(&world).await;
    let of = |email: &str| json!({ "email": email, "reason": "The laptop was stolen." });
    let owner = &bench.mill.owner;
    assert_eq!(bench.baker.owner.is_denied("lockAccount", of(&owner.email)).await, "FORBIDDEN");
    assert_eq!(bench.moderator.refusals("lockAccount", of("nobody@forum.example")).await, ["UNKNOWN_PERSON input.email"]);
    assert_eq!(bench.moderator.is_denied("lockAccount", of(&bench.moderator.email)).await, "FORBIDDEN", "nobody locks himself");
    assert_eq!(bench.moderator.refusals("lockAccount", of(&bench.first.email)).await, ["ON_DUTY input.email"]);
    bench.moderator.does("endSessionsOf", of(&owner.email), "done").await;
    assert_eq!(code(&owner.sends("{ viewer { role } }", json!({})).await), "UNAUTHENTICATED");
    let document = "mutation($input: LogInInput!) { logIn(input: $input) { tokens { accessToken } userErrors { code } } }";
    let input = json!({ "input": { "email": owner.email, "password": tests::world::PASSWORD, "actAs": { "himself": true } } });
    let signs_in = async || world.asks(document, input.clone()).await["logIn"]["userErrors"].clone();
    assert_eq!(signs_in().await, json!([]));
    bench.moderator.does("lockAccount", of(&owner.email), "done").await;
    assert_eq!(bench.moderator.refusals("lockAccount", of(&owner.email)).await, ["ALREADY_LOCKED input.email"]);
    assert_eq!(signs_in().await, json!([{ "code": "INVALID_CREDENTIALS" }]));
    bench.second.does("unlockAccount", of(&owner.email), "done").await;
    assert_eq!(signs_in().await, json!([]));
    assert_eq!(bench.second.refusals("unlockAccount", of(&owner.email)).await, ["NOT_LOCKED input.email"]);
}
