//! The roadmap is written down and followed: sources, targets, initiatives with milestones on both sides, pillars, papers between states.

use serde_json::{Value, json};
use tests::{World, on_both_databases};

use super::{administrator, is_for_administrators_only, text};

on_both_databases! {
    an_aim_is_stated_with_its_source,
    an_initiative_is_followed_from_promise_to_result,
    a_pillar_says_whether_it_is_official,
    a_paper_between_states_is_entered_and_corrected,
    only_administrators_write_targets,
    only_administrators_enter_state_papers,
}

fn source(key: &str) -> Value {
    json!({ "key": key, "title": "Joint statement", "publisher": "Ministry of Trade", "url": "https://trade.example/statement", "retrievedOn": "2026-03-01" })
}

fn target(version: Value, sources: Value) -> Value {
    json!({
        "code": "trade-2bn", "expectedVersion": version, "name": text("Trade of two billion dollars"), "value": "2000000000.00",
        "statedBy": "Ministry of Trade", "side": "KZ", "statedOn": "2026-03", "deadline": "by the end of the decade", "deadlineOn": "2030-12-31",
        "baseline": { "value": "250000000", "period": "2025", "basis": "KZ_customs", "source": "statement" }, "sources": sources,
    })
}

async fn an_aim_is_stated_with_its_source(world: World) {
    let keeper = administrator(&world).await;
    let unknown = keeper.refusals("writeTarget", target(Value::Null, json!(["statement"]))).await;
    assert_eq!(unknown, ["UNKNOWN_SOURCE input.sources"]);
    let written = keeper.does("writeSource", source("statement"), "source { key version }").await;
    assert_eq!(written["source"], json!({ "key": "statement", "version": 1 }));
    assert_eq!(keeper.refusals("writeSource", source("statement")).await, ["CODE_TAKEN input.key"]);
    let mut wrong = source("a source");
    wrong["url"] = json!("javascript:alert(1)");
    assert_eq!(keeper.refusals("writeSource", wrong).await, ["INVALID_INPUT input.key", "INVALID_INPUT input.url"]);

    let before = world.happened().await;
    keeper.does("writeTarget", target(Value::Null, json!(["statement"])), "target { version }").await;
    assert_eq!(world.happened_since(before).await, 1);
    let fields = "code value { amount currency } side deadline deadlineOn baseline { value { amount } period basis source } sources version name { ur }";
    let targets = async || {
        let board = world.asks(&format!("{{ scoreboard {{ targets {{ {fields} }} }} }}"), json!({})).await;
        board["scoreboard"]["targets"].as_array().unwrap().clone()
    };
    let shown = targets().await.last().unwrap().clone();
    assert_eq!(
        shown,
        json!({
            "code": "trade-2bn", "value": { "amount": "2000000000.00", "currency": "USD" }, "side": "KZ", "deadline": "by the end of the decade",
            "deadlineOn": "2030-12-31", "baseline": { "value": { "amount": "250000000.00" }, "period": "2025", "basis": "KZ_customs", "source": "statement" },
            "sources": ["statement"], "version": 1, "name": { "ur": "Trade of two billion dollars (ur)" },
        })
    );
    assert_eq!(keeper.refusals("writeTarget", target(Value::Null, json!([]))).await, ["CODE_TAKEN input.code"]);
    assert_eq!(keeper.is_denied("writeTarget", target(json!(2), json!([]))).await, "CONFLICT");
    let mut absent = target(json!(1), json!([]));
    absent["code"] = json!("nowhere");
    assert_eq!(keeper.is_denied("writeTarget", absent).await, "NOT_FOUND");
    let mut nothing = target(json!(1), json!([]));
    nothing["value"] = json!("0");
    assert_eq!(keeper.refusals("writeTarget", nothing).await, ["NO_VALUE input.value"]);

    // What is retired is kept and no longer shown.
    let mut retired = target(json!(1), json!([]));
    retired["retired"] = json!(true);
    let count = targets().await.len();
    keeper.does("writeTarget", retired, "target { version retired }").await;
    assert_eq!(targets().await.len(), count - 1);
    let all = world.asks("{ targets(includeRetired: true, last: 1) { nodes { code version retired } } }", json!({})).await;
    assert_eq!(all["targets"]["nodes"][0], json!({ "code": "trade-2bn", "version": 2, "retired": true }));
    let named = world.asks("{ sources(keys: [\"statement\"]) { nodes { key title publisher url retrievedOn } } }", json!({})).await;
    assert_eq!(
        named["sources"]["nodes"],
        json!([{ "key": "statement", "title": "Joint statement", "publisher": "Ministry of Trade", "url": "https://trade.example/statement", "retrievedOn": "2026-03-01" }])
    );
    world.settle().await;
}

fn initiative(version: Value, papers: Value) -> Value {
    json!({
        "code": "cold-chain", "expectedVersion": version, "name": text("A cold chain to Karachi"), "summary": text("Fruit and meat travel cold from farm to port."),
        "kind": "corridor", "mode": "road", "sectorCodes": ["TRL", "AGR"], "status": "Planned", "facts": ["Two stores are drawn."], "risks": [],
        "sources": ["statement"], "owners": [{ "side": "KZ", "name": text("Ministry of Transport") }, { "side": "PK", "name": text("Ministry of Maritime Affairs") }],
        "agreementIds": papers,
    })
}

async fn an_initiative_is_followed_from_promise_to_result(world: World) {
    let keeper = administrator(&world).await;
    keeper.does("writeSource", source("statement"), "source { key }").await;
    let papers = world.asks("{ agreements(where: { level: STATES }, first: 1) { nodes { id } } }", json!({})).await;
    let paper = papers["agreements"]["nodes"][0]["id"].clone();
    let foreign = initiative(Value::Null, json!(["agr_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f"]));
    assert_eq!(keeper.refusals("writeInitiative", foreign).await, ["PAPER_NOT_PUBLISHED input.agreementIds"]);
    let mut twice = initiative(Value::Null, json!([]));
    twice["owners"][1]["side"] = json!("KZ");
    assert_eq!(keeper.refusals("writeInitiative", twice).await, ["TWO_OWNERS_OF_ONE_SIDE input.owners"]);
    keeper.does("writeInitiative", initiative(Value::Null, json!([paper])), "initiative { version }").await;

    let log = |version: i64, milestone: Value| json!({ "initiative": "cold-chain", "expectedVersion": version, "milestone": milestone });
    let promise = |side: &str, due: &str| json!({ "promise": { "side": side, "title": text("A store is built"), "due": due, "sources": ["statement"] } });
    let fields = "initiative { version milestones { number } }";
    keeper.does("logInitiativeMilestone", log(1, promise("KZ", "2026-06-01")), fields).await;
    keeper.does("logInitiativeMilestone", log(2, promise("PK", "2026-07-01")), fields).await;
    let moved = |due: &str| json!({ "move": { "number": 1, "due": due, "reason": "The ground was frozen." } });
    assert_eq!(keeper.refusals("logInitiativeMilestone", log(3, moved("2026-06-01"))).await, ["DUE_UNCHANGED input.milestone"]);
    keeper.does("logInitiativeMilestone", log(3, moved("2026-09-01")), fields).await;
    assert_eq!(keeper.is_denied("logInitiativeMilestone", log(3, moved("2026-10-01"))).await, "CONFLICT");
    let settle = |state: &str| json!({ "settle": { "number": 2, "state": state, "evidence": "Photographs of the store.", "sources": [] } });
    assert_eq!(keeper.refusals("logInitiativeMilestone", log(4, settle("OPEN"))).await, ["STATE_MISSING input.milestone"]);
    keeper.does("logInitiativeMilestone", log(4, settle("PARTLY_MET")), fields).await;
    assert_eq!(keeper.refusals("logInitiativeMilestone", log(5, settle("MET"))).await, ["SETTLED input.milestone"]);
    let unknown = json!({ "move": { "number": 9, "due": "2026-10-01", "reason": "Nobody knows." } });
    assert_eq!(keeper.refusals("logInitiativeMilestone", log(5, unknown)).await, ["UNKNOWN_MILESTONE input.milestone"]);
    let status = |version: i64, on: &str| json!({ "initiative": "cold-chain", "expectedVersion": version, "on": on, "text": text("Digging has begun."), "sources": ["statement"] });
    assert_eq!(keeper.refusals("logInitiativeStatus", status(5, "2026-03-09")).await, ["DAY_IN_THE_FUTURE input.on"]);
    keeper.does("logInitiativeStatus", status(5, "2026-03-01"), "initiative { version }").await;

    // Written anew, it keeps what was logged.
    keeper.does("writeInitiative", initiative(json!(6), json!([paper])), "initiative { version }").await;
    let document = "{ initiatives(last: 1) { nodes { code version name { kk } summary { en } owners { side name { en } } agreementIds
        milestones { number side title { ru } due originalDue state evidence sources changes { from to reason } }
        statuses { on text { ur } sources } } } }";
    let shown = world.asks(document, json!({})).await["initiatives"]["nodes"][0].clone();
    assert_eq!(
        shown,
        json!({
            "code": "cold-chain", "version": 7, "name": { "kk": "A cold chain to Karachi (kk)" },
            "summary": { "en": "Fruit and meat travel cold from farm to port." },
            "owners": [{ "side": "KZ", "name": { "en": "Ministry of Transport" } }, { "side": "PK", "name": { "en": "Ministry of Maritime Affairs" } }],
            "agreementIds": [paper],
            "milestones": [
                { "number": 1, "side": "KZ", "title": { "ru": "A store is built (ru)" }, "due": "2026-09-01", "originalDue": "2026-06-01", "state": "OPEN", "evidence": null,
                  "sources": ["statement"], "changes": [{ "from": "2026-06-01", "to": "2026-09-01", "reason": "The ground was frozen." }] },
                { "number": 2, "side": "PK", "title": { "ru": "A store is built (ru)" }, "due": "2026-07-01", "originalDue": "2026-07-01", "state": "PARTLY_MET",
                  "evidence": "Photographs of the store.", "sources": ["statement"], "changes": [] },
            ],
            "statuses": [{ "on": "2026-03-01", "text": { "ur": "Digging has begun. (ur)" }, "sources": ["statement"] }],
        })
    );
    world.settle().await;
}

async fn a_pillar_says_whether_it_is_official(world: World) {
    let keeper = administrator(&world).await;
    let roadmap = async || {
        world.asks("{ roadmap { official pillars { code official version initiativeCodes initiatives { code } } } }", json!({})).await["roadmap"].clone()
    };
    let before = roadmap().await;
    assert_eq!(before["official"], json!(false), "the pillars are the forum's own grouping");
    let pillar = |code: &str, version: Value, initiatives: Value, official: bool, sources: Value| json!({ "code": code, "expectedVersion": version, "name": text("Moving goods"), "initiativeCodes": initiatives, "official": official, "sources": sources });
    let taken = keeper.refusals("writePillar", pillar("moving", Value::Null, json!(["ktap"]), false, json!([]))).await;
    assert_eq!(taken, ["UNDER_ANOTHER_PILLAR input.initiativeCodes"]);
    let unknown = keeper.refusals("writePillar", pillar("moving", Value::Null, json!(["canal"]), false, json!([]))).await;
    assert_eq!(unknown, ["UNKNOWN_INITIATIVE input.initiativeCodes"]);
    let unsourced = keeper.refusals("writePillar", pillar("moving", Value::Null, json!([]), true, json!([]))).await;
    assert_eq!(unsourced, ["OFFICIAL_WITHOUT_SOURCE input.sources"]);
    assert_eq!(roadmap().await, before);
    keeper.does("writeSource", source("statement"), "source { key }").await;
    let transport = before["pillars"].as_array().unwrap().iter().find(|pillar| pillar["code"] == "transport").unwrap().clone();
    let fewer: Vec<Value> = transport["initiativeCodes"].as_array().unwrap().iter().filter(|code| **code != "ktap").cloned().collect();
    keeper.does("writePillar", pillar("transport", json!(1), json!(fewer), false, json!([])), "pillar { version }").await;
    keeper.does("writePillar", pillar("moving", Value::Null, json!(["ktap"]), true, json!(["statement"])), "pillar { version }").await;
    let after = roadmap().await;
    let moving = after["pillars"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        moving,
        json!({ "code": "moving", "official": true, "version": 1, "initiativeCodes": ["ktap"], "initiatives": [{ "code": "ktap" }] })
    );
    assert_eq!(after["official"], json!(false), "the others are not");
    world.settle().await;
}

fn paper(version: Value) -> Value {
    json!({
        "code": "visa-2026", "expectedVersion": version, "kind": "PROTOCOL", "title": "Protocol on business visas", "date": "2026-02", "parties": ["Kazakhstan", "Pakistan"],
        "sectorCodes": ["TOU"], "sourceKind": "protocol", "status": "signed", "evidence": "reported", "sources": ["statement"],
    })
}

async fn a_paper_between_states_is_entered_and_corrected(world: World) {
    let keeper = administrator(&world).await;
    assert_eq!(keeper.refusals("writeStatePaper", paper(Value::Null)).await, ["UNKNOWN_SOURCE input.sources"]);
    keeper.does("writeSource", source("statement"), "source { key }").await;
    let fields = "agreement { id title record { date version } }";
    let entered = keeper.does("writeStatePaper", paper(Value::Null), fields).await["agreement"].clone();
    assert_eq!(entered["record"], json!({ "date": "2026-02", "version": 1 }));
    assert_eq!(keeper.refusals("writeStatePaper", paper(Value::Null)).await, ["CODE_TAKEN input.code"]);
    let mut corrected = paper(json!(1));
    (corrected["date"], corrected["dateExact"]) = (json!("2026-02-04"), json!(true));
    let after = keeper.does("writeStatePaper", corrected.clone(), fields).await["agreement"].clone();
    assert_eq!((&after["id"], &after["record"]["version"]), (&entered["id"], &json!(2)));
    assert_eq!(keeper.is_denied("writeStatePaper", corrected).await, "CONFLICT");
    let node = "query($id: ID!) { node(id: $id) { ... on Agreement { level kind record { date dateQuality sources } } } }";
    let shown = world.asks(node, json!({ "id": entered["id"] })).await["node"].clone();
    assert_eq!(
        shown,
        json!({ "level": "STATES", "kind": "PROTOCOL", "record": { "date": "2026-02-04", "dateQuality": "exact", "sources": ["statement"] } })
    );
    let mut wrong = paper(Value::Null);
    (wrong["code"], wrong["date"], wrong["title"]) = (json!("Visa"), json!("February"), json!("No"));
    let refused = keeper.refusals("writeStatePaper", wrong).await;
    assert_eq!(refused, ["INVALID_INPUT input.code", "INVALID_INPUT input.title", "INVALID_INPUT input.date"]);
    world.settle().await;
}

async fn only_administrators_write_targets(world: World) {
    is_for_administrators_only(&world, "writeTarget", target(Value::Null, json!([]))).await;
    world.settle().await;
}

async fn only_administrators_enter_state_papers(world: World) {
    is_for_administrators_only(&world, "writeStatePaper", paper(Value::Null)).await;
    world.settle().await;
}
