//! Ventures: what is refused at each step of the way, how they end, and that a refusal leaves no trace.

#[path = "joint_venture/ending.rs"]
mod ending;
#[path = "joint_venture/result.rs"]
mod result;
#[path = "joint_venture/revising.rs"]
mod revising;

use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases};

on_both_databases! {
    a_venture_is_refused_for_each_reason,
    its_terms_are_the_others_to_confirm,
    stages_follow_each_other_with_evidence,
    a_pending_stage_is_answered_first,
    a_stranger_touches_nothing,
    two_answers_at_once_are_one,
    two_stages_at_once_are_one,
}

const FIELDS: &str = "jointVenture { id version stage endReason proposal { hash state } missingForNextStage
    proposedStage { to reason proposal { hash state answers { verdict words } } } }";

const VENTURES: &str = "{ jointVentures { nodes { id title version stage endReason health touchedAt proposal { state hash }
    stageHistory { to proposal { state } } milestones { title due state } outcomes { id proposal { state } } } } }";

fn refusal(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}

/// Two companies that have met, with the papers of a memorandum and a contract that both confirmed.
struct Pair<'w> {
    world: &'w World,
    mill: Firm<'w>,
    baker: Firm<'w>,
    stranger: Firm<'w>,
    astana: Person<'w>,
}

impl<'w> Pair<'w> {
    async fn meets(world: &'w World) -> Self {
        let astana = world.moderator("moderator@kz.example", "KZ").await;
        let islamabad = world.moderator("moderator@pk.example", "PK").await;
        let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
        let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
        let stranger = world.pakistani("Ravi Textiles", 3, &["TEX-FI"], &islamabad).await;
        mill.is_introduced_to(&baker).await;
        Self { world, mill, baker, stranger, astana }
    }

    /// What the baker proposes to the mill.
    fn terms(&self) -> Value {
        json!({
            "title": "Flour mill in Multan", "structure": "INCORPORATED", "subsectors": ["AGR-MI"],
            "parties": [
                { "companyId": self.mill.id, "role": "FOUNDER", "stakeBasisPoints": 6000 },
                { "companyId": self.baker.id, "role": "INVESTOR", "stakeBasisPoints": 4000 },
            ],
        })
    }

    async fn venture(&self) -> Value {
        self.baker.owner.does("proposeJointVenture", self.terms(), FIELDS).await["jointVenture"].clone()
    }

    async fn agreed_venture(&self) -> Value {
        let venture = self.venture().await;
        let agreed = self.mill.owner.does("confirmJointVenture", answering(&venture, &venture["proposal"]), FIELDS).await;
        assert_eq!(agreed["jointVenture"]["stage"], "NEGOTIATING");
        agreed["jointVenture"].clone()
    }

    /// A paper that both sides believe.
    async fn paper(&self, kind: &str) -> Value {
        let terms = json!({ "kind": kind, "title": "Flour mill in Multan", "subsectors": ["AGR-MI"], "signedOn": "2026-03-02" });
        let input = json!({ "agreement": { "with": [self.baker.id] }, "terms": terms });
        let paper = self.mill.owner.does("proposeAgreement", input, "agreement { id proposal { hash } }").await["agreement"].clone();
        let input = json!({ "agreementId": paper["id"], "hash": paper["proposal"]["hash"] });
        self.baker.owner.does("confirmAgreement", input, "agreement { id }").await;
        paper["id"].clone()
    }

    /// The mill proposes a stage and the baker confirms it.
    async fn reaches(&self, venture: &Value, to: &str, evidence: Value) -> Value {
        let proposed = self.mill.owner.does("advanceJointVenture", advancing(venture, to, evidence), FIELDS).await["jointVenture"].clone();
        let answer = answering(venture, &proposed["proposedStage"]["proposal"]);
        let reached = self.baker.owner.does("confirmJointVenture", answer, FIELDS).await["jointVenture"].clone();
        assert_eq!(reached["stage"], to);
        reached
    }

    async fn signed_venture(&self) -> Value {
        let venture = self.agreed_venture().await;
        let contract = self.paper("CONTRACT").await;
        self.reaches(&venture, "AGREEMENT_SIGNED", json!({ "agreementId": contract })).await
    }

    /// What both parties read, and how much has happened: equal before and after means that nothing changed.
    async fn state(&self) -> (Value, Value, i64) {
        let mill = self.mill.owner.asks(VENTURES, json!({})).await;
        let baker = self.baker.owner.asks(VENTURES, json!({})).await;
        (mill, baker, self.world.happened().await)
    }
}

fn answering(venture: &Value, version: &Value) -> Value {
    json!({ "jointVentureId": venture["id"], "hash": version["hash"] })
}

#[expect(clippy::needless_pass_by_value, reason = "it is written where it is used")]
fn advancing(venture: &Value, to: &str, evidence: Value) -> Value {
    json!({ "jointVentureId": venture["id"], "to": to, "evidence": evidence })
}

fn ending(venture: &Value, to: &str, reason: &str) -> Value {
    json!({ "jointVentureId": venture["id"], "to": to, "reason": reason })
}

fn with(terms: &Value, pointer: &str, value: Value) -> Value {
    let mut terms = terms.clone();
    if let Some(found) = terms.pointer_mut(pointer) {
        *found = value;
    } else {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        terms.pointer_mut(parent).unwrap()[name] = value;
    }
    terms
}

fn vehicle() -> Value {
    json!({ "name": "Multan Flour", "country": "PK", "legalForm": "PK-PVT", "registrationNumber": { "kind": "SECP", "value": "0991234" } })
}

async fn a_venture_is_refused_for_each_reason(world: World) {
    let pair = Pair::meets(&world).await;
    let (mill, baker) = (&pair.mill, &pair.baker);
    let terms = pair.terms();
    let neighbour = world.kazakh("Qostanai Elevator", 4, &["AGR-GR"], &pair.astana).await;
    let unverified = Firm::registers(&world, "KZ", "Semey Foods", 5, &["AGR-GR"]).await;
    let before = pair.state().await;
    let farm = |mut terms: Value| {
        terms["subsectors"] = json!(["AGR-GR"]);
        terms["parties"][0]["contributions"] = json!([{ "kind": "LAND_USE" }]);
        terms
    };
    let third = |company: &str| json!({ "companyId": company, "role": "OFFTAKER", "stakeBasisPoints": 0 });
    let parties = |added: Vec<Value>| json!([vec![terms["parties"][0].clone(), terms["parties"][1].clone()], added].concat());
    let cases = [
        (with(&terms, "/subsectors", json!([])), "NO_SUBSECTORS", "input.subsectors"),
        (with(&terms, "/subsectors", json!(["AGR-MI", "AGR-MI"])), "SUBSECTOR_TWICE", "input.subsectors"),
        (with(&terms, "/parties/0/stakeBasisPoints", json!(5000)), "STAKES_DO_NOT_ADD_UP", "input.parties"),
        (with(&terms, "/parties/0/stakeBasisPoints", json!(6001)), "STAKES_DO_NOT_ADD_UP", "input.parties"),
        (with(&terms, "/parties/0/stakeBasisPoints", json!(null)), "STAKE_MISSING", "input.parties"),
        (with(&terms, "/parties/1/stakeBasisPoints", json!(10_001)), "INVALID_INPUT", "input.parties.1.stakeBasisPoints"),
        (with(&terms, "/parties/1/stakeBasisPoints", json!(-1)), "INVALID_INPUT", "input.parties.1.stakeBasisPoints"),
        (farm(terms.clone()), "FARMLAND_WITH_FOREIGN_SHARE", "input.parties"),
        (with(&terms, "/parties/1/companyId", json!(mill.id)), "OWN_COMPANY_MISSING", "input.parties"),
        (with(&terms, "/parties", json!([])), "OWN_COMPANY_MISSING", "input.parties"),
        (with(&terms, "/parties/0/companyId", json!(pair.stranger.id)), "ONE_COUNTRY_ONLY", "input.parties"),
        (with(&terms, "/parties", json!([{ "companyId": baker.id, "role": "FOUNDER" }])), "NO_COUNTERPART", "input.parties"),
        (with(&terms, "/parties", parties(vec![third(&mill.id)])), "PARTY_TWICE", "input.parties"),
        (with(&terms, "/parties", parties(vec![third(&baker.id)])), "PARTY_TWICE", "input.parties"),
        (with(&terms, "/parties", parties(vec![third(&neighbour.id)])), "NOT_INTRODUCED", "input.parties"),
        (with(&terms, "/title", json!("Mill")), "INVALID_INPUT", "input.title"),
        (with(&terms, "/region", json!("XX-1")), "INVALID_INPUT", "input.region"),
    ];
    for (terms, code, path) in cases {
        assert_eq!(baker.owner.is_refused("proposeJointVenture", terms.clone()).await, refusal(code, path), "{terms}");
    }
    // Whoever is not verified is not there for others, and proposes nothing.
    let hidden = with(&terms, "/parties", parties(vec![third(&unverified.id)]));
    assert_eq!(baker.owner.is_denied("proposeJointVenture", hidden).await, "NOT_FOUND");
    let own = with(&terms, "/parties", json!([third(&unverified.id), terms["parties"][1].clone()]));
    assert_eq!(unverified.owner.is_denied("proposeJointVenture", own).await, "FORBIDDEN");
    let absent = with(&terms, "/agreementId", json!("agr_0190c0de000070008000000000000000"));
    assert_eq!(baker.owner.is_denied("proposeJointVenture", absent).await, "NOT_FOUND");
    assert_eq!(pair.state().await, before);

    // Land that is no farmland may be brought, and farmland by the side whose law allows it.
    baker.owner.does("proposeJointVenture", with(&terms, "/parties/0/contributions", json!([{ "kind": "LAND_USE" }])), FIELDS).await;
    let abroad = with(&with(&terms, "/subsectors", json!(["AGR-GR"])), "/parties/1/contributions", json!([{ "kind": "LAND_USE" }]));
    baker.owner.does("proposeJointVenture", abroad, FIELDS).await;
    assert_ne!(pair.state().await, before);
}

async fn its_terms_are_the_others_to_confirm(world: World) {
    let pair = Pair::meets(&world).await;
    let venture = pair.venture().await;
    let before = pair.state().await;
    let answer = answering(&venture, &venture["proposal"]);
    assert_eq!(pair.baker.owner.is_denied("confirmJointVenture", answer.clone()).await, "FORBIDDEN");
    let wrong = json!({ "jointVentureId": venture["id"], "hash": "0".repeat(64) });
    assert_eq!(pair.mill.owner.is_refused("confirmJointVenture", wrong).await, refusal("OTHER_TERMS", "input.hash"));
    let early = advancing(&venture, "NEGOTIATING", json!({}));
    assert_eq!(pair.mill.owner.is_refused("advanceJointVenture", early).await, refusal("TERMS_NOT_CONFIRMED", "input.jointVentureId"));
    assert_eq!(pair.state().await, before);

    let mut words = answer.clone();
    words["words"] = json!("Our share is one half.");
    let disputed = pair.mill.owner.does("disputeJointVenture", words, "jointVenture { stage proposal { state answers { words } } }").await;
    let expected = json!({ "stage": "PROPOSED", "proposal": { "state": "DISPUTED", "answers": [{ "words": "Our share is one half." }] } });
    assert_eq!(disputed["jointVenture"], expected);
    let settled = pair.state().await;
    assert_eq!(pair.mill.owner.is_refused("confirmJointVenture", answer).await, refusal("NOT_PENDING", "input.hash"));
    assert_eq!(pair.state().await, settled);
}

async fn stages_follow_each_other_with_evidence(world: World) {
    let pair = Pair::meets(&world).await;
    let mill = &pair.mill.owner;
    let (memorandum, contract) = (pair.paper("MEMORANDUM").await, pair.paper("CONTRACT").await);
    let venture = pair.agreed_venture().await;
    let no_way = refusal("NO_WAY", "input.to");
    let missing = refusal("EVIDENCE_MISSING", "input.evidence");
    // From each stage: what the way does not lead to, what is missing, and what suffices.
    let way: [(&str, &[&str], Value, Value); 6] = [
        (
            "AGREEMENT_SIGNED",
            &["DRAFT", "PROPOSED", "NEGOTIATING", "INCORPORATED", "FINANCED", "COMPLETED", "LAPSED", "DECLINED", "TERMINATED"],
            json!({ "agreementId": memorandum }),
            json!({ "agreementId": contract }),
        ),
        (
            "INCORPORATED",
            &["MOU_SIGNED", "AGREEMENT_SIGNED", "FINANCED", "WITHDRAWN", "DECLINED", "LAPSED"],
            json!({ "vehicle": vehicle() }),
            json!({ "vehicle": vehicle(), "capital": { "amount": "100", "currency": "USD" } }),
        ),
        (
            "FINANCED",
            &["AGREEMENT_SIGNED", "INCORPORATED", "OPERATING", "WITHDRAWN"],
            json!({ "note": "Soon." }),
            json!({ "sourcesOfFunds": "Own funds" }),
        ),
        ("IMPLEMENTING", &["FINANCED", "OPERATING", "COMPLETED", "LAPSED"], json!(null), json!({})),
        ("OPERATING", &["IMPLEMENTING", "COMPLETED", "DECLINED"], json!({}), json!({})),
        ("COMPLETED", &["IMPLEMENTING", "OPERATING", "WITHDRAWN", "LAPSED"], json!(null), json!({})),
    ];
    for (to, nowhere, insufficient, suffices) in way {
        let before = pair.state().await;
        for away in nowhere {
            assert_eq!(mill.is_refused("advanceJointVenture", ending(&venture, away, "As we please")).await, no_way, "{away} before {to}");
        }
        if !insufficient.is_null() {
            assert_eq!(mill.is_refused("advanceJointVenture", advancing(&venture, to, insufficient)).await, missing, "{to}");
        }
        assert_eq!(pair.state().await, before, "before {to}");
        if to == "OPERATING" {
            let report = json!({ "jointVentureId": venture["id"], "kind": "JOBS", "from": "2026-02-01", "to": "2026-02-28", "jobs": 12, "evidence": "Payroll" });
            let outcome = mill.does("reportOutcome", report, "outcome { id proposal { hash } }").await["outcome"].clone();
            // Reported is not confirmed.
            assert_eq!(mill.is_refused("advanceJointVenture", advancing(&venture, to, json!({}))).await, missing);
            let input = json!({ "outcomeId": outcome["id"], "hash": outcome["proposal"]["hash"] });
            pair.baker.owner.does("confirmOutcome", input, "outcome { id }").await;
        }
        pair.reaches(&venture, to, suffices).await;
    }
    // Nothing follows what is completed.
    let before = pair.state().await;
    for away in ["OPERATING", "TERMINATED", "WITHDRAWN", "DECLINED", "LAPSED", "COMPLETED"] {
        assert_eq!(mill.is_refused("advanceJointVenture", ending(&venture, away, "As we please")).await, no_way, "{away}");
    }
    let promise = json!({ "milestone": { "promise": { "jointVentureId": venture["id"], "title": "One more", "due": "2026-06-01" } } });
    assert_eq!(mill.is_refused("logMilestone", promise).await.0, "VENTURE_ENDED");
    assert_eq!(pair.state().await, before);
}

async fn a_pending_stage_is_answered_first(world: World) {
    let pair = Pair::meets(&world).await;
    let (mill, baker) = (&pair.mill.owner, &pair.baker.owner);
    let memorandum = pair.paper("MEMORANDUM").await;
    let venture = pair.agreed_venture().await;
    // A memorandum of other companies, a contract in its place, and no paper at all show nothing.
    let missing = refusal("EVIDENCE_MISSING", "input.evidence");
    let contract = pair.paper("CONTRACT").await;
    for evidence in [json!({}), json!({ "agreementId": contract }), json!({ "agreementId": "agr_0190c0de000070008000000000000000" })] {
        assert_eq!(mill.is_refused("advanceJointVenture", advancing(&venture, "MOU_SIGNED", evidence)).await, missing);
    }
    let step = advancing(&venture, "MOU_SIGNED", json!({ "agreementId": memorandum }));
    let pending = mill.does("advanceJointVenture", step.clone(), FIELDS).await["jointVenture"].clone();
    assert_eq!((&pending["stage"], &pending["proposedStage"]["to"]), (&json!("NEGOTIATING"), &json!("MOU_SIGNED")));
    let before = pair.state().await;
    let waits = refusal("ANSWER_PENDING", "input.jointVentureId");
    assert_eq!(mill.is_refused("advanceJointVenture", step.clone()).await, waits);
    assert_eq!(baker.is_refused("advanceJointVenture", step.clone()).await, waits);
    let skip = advancing(&venture, "AGREEMENT_SIGNED", json!({ "agreementId": contract }));
    assert_eq!(baker.is_refused("advanceJointVenture", skip).await, waits);
    let answer = answering(&venture, &pending["proposedStage"]["proposal"]);
    assert_eq!(mill.is_denied("confirmJointVenture", answer.clone()).await, "FORBIDDEN");
    let terms = answering(&venture, &pending["proposal"]);
    assert_eq!(baker.is_refused("confirmJointVenture", terms).await, refusal("OTHER_TERMS", "input.hash"));
    assert_eq!(pair.state().await, before);

    let mut no = answer.clone();
    no["words"] = json!("We have signed nothing yet.");
    let disputed = baker.does("disputeJointVenture", no, FIELDS).await["jointVenture"].clone();
    assert_eq!(disputed["stage"], "NEGOTIATING");
    let again = mill.does("advanceJointVenture", step, FIELDS).await["jointVenture"].clone();
    let reached = baker.does("confirmJointVenture", answering(&venture, &again["proposedStage"]["proposal"]), FIELDS).await;
    assert_eq!(reached["jointVenture"]["stage"], "MOU_SIGNED");
    let history =
        mill.asks("{ jointVentures { nodes { stageHistory { to proposal { number state answers { words } } } } } }", json!({})).await;
    let expected = json!([{ "stageHistory": [
        { "to": "MOU_SIGNED", "proposal": { "number": 1, "state": "DISPUTED", "answers": [{ "words": "We have signed nothing yet." }] } },
        { "to": "MOU_SIGNED", "proposal": { "number": 2, "state": "CONFIRMED", "answers": [{ "words": null }] } },
    ] }]);
    assert_eq!(history["jointVentures"]["nodes"], expected);
}

fn report(venture: &Value, from: &str, to: &str) -> Value {
    json!({
        "jointVentureId": venture["id"], "kind": "TRADE", "from": from, "to": to,
        "value": { "amount": "250000.50", "currency": "USD" }, "evidence": "Customs declarations of February.",
    })
}

async fn a_stranger_touches_nothing(world: World) {
    let pair = Pair::meets(&world).await;
    let venture = pair.signed_venture().await;
    let milestone = json!({ "milestone": { "promise": { "jointVentureId": venture["id"], "title": "Site bought", "due": "2026-05-01" } } });
    let milestone = pair.mill.owner.does("logMilestone", milestone, "milestone { id }").await["milestone"]["id"].clone();
    let before = pair.state().await;
    let (no_venture, no_milestone) = (json!("jv_0190c0de000070008000000000000000"), json!("mst_0190c0de000070008000000000000000"));
    let hash = "0".repeat(64);
    let attempts = |venture: &Value, milestone: &Value| {
        [
            ("confirmJointVenture", json!({ "jointVentureId": venture, "hash": hash })),
            ("disputeJointVenture", json!({ "jointVentureId": venture, "hash": hash, "words": "Not ours." })),
            ("advanceJointVenture", json!({ "jointVentureId": venture, "to": "TERMINATED", "reason": "Spite" })),
            (
                "logMilestone",
                json!({ "milestone": { "promise": { "jointVentureId": venture, "title": "Site bought", "due": "2026-05-01" } } }),
            ),
            ("logMilestone", json!({ "milestone": { "move": { "milestoneId": milestone, "due": "2026-06-01", "reason": "Spite" } } })),
            ("reportOutcome", report(&json!({ "id": venture }), "2026-02-01", "2026-02-28")),
        ]
    };
    for ((mutation, foreign), (_, absent)) in attempts(&venture["id"], &milestone).into_iter().zip(attempts(&no_venture, &no_milestone)) {
        let capital = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
        let document = format!("mutation($input: {capital}Input!) {{ {mutation}(input: $input) {{ __typename }} }}");
        let foreign = pair.stranger.owner.sends(&document, json!({ "input": foreign })).await;
        let absent = pair.stranger.owner.sends(&document, json!({ "input": absent })).await;
        assert_eq!(tests::world::code(&foreign), "NOT_FOUND", "{mutation}");
        assert_eq!((&foreign["errors"], &foreign["data"]), (&absent["errors"], &absent["data"]), "{mutation}");
    }
    let look = "query($id: ID!) { node(id: $id) { id } jointVentures { nodes { id } } }";
    let seen = pair.stranger.owner.asks(look, json!({ "id": venture["id"] })).await;
    assert_eq!(seen, json!({ "node": null, "jointVentures": { "nodes": [] } }));
    assert_eq!(pair.state().await, before);
}

/// One of two that ran at once worked, the other was told that it came second.
fn is_one(first: &Value, second: &Value, field: &str) {
    let worked = |answer: &Value| answer["data"][field]["userErrors"] == json!([]);
    assert_ne!(worked(first), worked(second), "one of two works: {first:#} {second:#}");
    let late = if worked(first) { second } else { first };
    if late.get("errors").is_some() {
        assert_eq!(tests::world::code(late), "CONFLICT");
    } else {
        let code = late["data"][field]["userErrors"][0]["code"].as_str().unwrap();
        assert!(["NOT_PENDING", "ANSWERED_ALREADY", "ANSWER_PENDING"].contains(&code), "{late:#}");
    }
}

async fn two_answers_at_once_are_one(world: World) {
    let pair = Pair::meets(&world).await;
    let document = "mutation($input: ConfirmJointVentureInput!) { confirmJointVenture(input: $input) { userErrors { code } } }";
    let owner = &pair.mill.owner;
    for _ in 0..3 {
        let venture = pair.venture().await;
        let input = json!({ "input": answering(&venture, &venture["proposal"]) });
        let events = world.happened().await;
        let (first, second) = tokio::join!(owner.sends(document, input.clone()), owner.sends(document, input.clone()));
        is_one(&first, &second, "confirmJointVenture");
        assert_eq!(world.happened_since(events).await, 1);
        let look = "query($id: ID!) { node(id: $id) { ... on JointVenture { stage proposal { answers { verdict } } } } }";
        let seen = owner.asks(look, json!({ "id": venture["id"] })).await;
        assert_eq!(seen["node"], json!({ "stage": "NEGOTIATING", "proposal": { "answers": [{ "verdict": "CONFIRMED" }] } }));
    }
}

async fn two_stages_at_once_are_one(world: World) {
    let pair = Pair::meets(&world).await;
    let (memorandum, contract) = (pair.paper("MEMORANDUM").await, pair.paper("CONTRACT").await);
    let venture = pair.agreed_venture().await;
    let document = "mutation($input: AdvanceJointVentureInput!) { advanceJointVenture(input: $input) { userErrors { code } } }";
    let events = world.happened().await;
    let (first, second) = tokio::join!(
        pair.mill.owner.sends(document, json!({ "input": advancing(&venture, "MOU_SIGNED", json!({ "agreementId": memorandum })) })),
        pair.baker.owner.sends(document, json!({ "input": advancing(&venture, "AGREEMENT_SIGNED", json!({ "agreementId": contract })) })),
    );
    is_one(&first, &second, "advanceJointVenture");
    assert_eq!(world.happened_since(events).await, 1);
    let seen = pair.mill.owner.asks("{ jointVentures { nodes { stageHistory { proposal { number state } } } } }", json!({})).await;
    assert_eq!(seen["jointVentures"]["nodes"], json!([{ "stageHistory": [{ "proposal": { "number": 1, "state": "PENDING" } }] }]));
}
