//! Sectors and subsectors are named, added, retired and reinstated; every node sees it, and an import undoes nothing.

use app::import::{ReferenceFiles, import};
use domain::id::{EventId, Identifier};
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, people::registration};

use super::{administrator, is_for_administrators_only, text};

on_both_databases! {
    a_name_is_seen_on_every_node,
    a_retired_subsector_stays_where_it_is_and_is_not_chosen_anew,
    a_new_subsector_can_be_chosen,
    two_tabs_do_not_write_over_each_other,
    only_administrators_name_sectors,
    an_import_leaves_what_was_edited,
    what_complements_what_is_seen_in_matches,
}

/// A sector as the public reads it on a node.
async fn sector(world: &World, code: &str) -> Value {
    let fields = "code version retiredAt sources name { en ru kk ur }";
    let document = format!(
        "{{ sectors(first: 100, includeRetired: true) {{ nodes {{ {fields} subsectors(includeRetired: true) {{ code retiredAt name {{ en ur }} }} }} }} }}"
    );
    let sectors = world.asks(&document, json!({})).await["sectors"]["nodes"].clone();
    sectors.as_array().unwrap().iter().find(|sector| sector["code"] == code).cloned().unwrap_or_default()
}

/// The codes that a form offers.
async fn offered(world: &World) -> Vec<String> {
    let sectors = world.asks("{ sectors(first: 100) { nodes { subsectors { code } } } }", json!({})).await;
    let sectors = sectors["sectors"]["nodes"].as_array().unwrap().clone();
    let subsectors = sectors.iter().flat_map(|sector| sector["subsectors"].as_array().unwrap().clone());
    subsectors.map(|subsector| subsector["code"].as_str().unwrap().to_owned()).collect()
}

async fn subsector(world: &World, code: &str) -> Value {
    let sector = sector(world, code.split('-').next().unwrap()).await;
    sector["subsectors"].as_array().unwrap().iter().find(|found| found["code"] == code).unwrap().clone()
}

async fn done(who: &Person<'_>, mutation: &str, input: Value) -> Value {
    let payload = who.does(mutation, input, "sector { code version retiredAt }").await;
    who.world.settle().await;
    payload["sector"].clone()
}

async fn a_name_is_seen_on_every_node(world: World) {
    let keeper = administrator(&world).await;
    let other = world.neighbour().await;
    let before = sector(&other, "AGR").await;
    let input = json!({ "code": "AGR-GR", "expectedVersion": before["version"], "names": text("Grain"), "sources": [] });
    let happened = world.happened().await;
    assert_eq!(done(&keeper, "renameSector", input).await["version"], json!(2));
    assert_eq!(world.happened_since(happened).await, 1);
    other.settle().await;
    for node in [&world, &other] {
        assert_eq!(subsector(node, "AGR-GR").await["name"], json!({ "en": "Grain", "ur": "Grain (ur)" }));
        assert_eq!(sector(node, "AGR").await["name"], before["name"], "only the one that was named");
    }
    let names = json!({ "en": "Farming", "ru": "Сельское хозяйство", "kk": "Ауыл шаруашылығы", "ur": "زراعت" });
    done(&keeper, "renameSector", json!({ "code": "AGR", "expectedVersion": 2, "names": names })).await;
    other.settle().await;
    assert_eq!(sector(&other, "AGR").await["name"], names);

    // A name in each language, of known sources, of a sector that is there.
    let input =
        |code: &str, names: Value, sources: Value| json!({ "code": code, "expectedVersion": 3, "names": names, "sources": sources });
    for (input, expected) in [
        (input("AGR", json!({ "en": "Farming" }), json!([])), "NAME_MISSING input.names"),
        (input("AGR", text("Farming"), json!(["nowhere"])), "UNKNOWN_SOURCE input.sources"),
        (input("AGR", text("F"), json!([])), "INVALID_INPUT input.names.en"),
        (input("agr", text("Farming"), json!([])), "INVALID_INPUT input.code"),
        (input("AGR", text("Far\u{202E}ming"), json!([])), "INVALID_INPUT input.names.en"),
    ] {
        assert_eq!(keeper.refusals("renameSector", input.clone()).await[0], expected, "{input}");
    }
    assert_eq!(keeper.is_denied("renameSector", input("XX", text("Nothing"), json!([]))).await, "NOT_FOUND");
    assert_eq!(sector(&world, "AGR").await["version"], json!(3));
}

async fn a_retired_subsector_stays_where_it_is_and_is_not_chosen_anew(world: World) {
    let keeper = administrator(&world).await;
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let listing = mill.publishes("OFFER", "AGR-GR", "Milling wheat").await;
    let retire = json!({ "code": "AGR-GR", "expectedVersion": 1 });
    done(&keeper, "retireSector", retire).await;
    assert!(!offered(&world).await.contains(&"AGR-GR".to_owned()));
    assert_ne!(subsector(&world, "AGR-GR").await["retiredAt"], Value::Null);

    let document = "query($id: ID!) { company(by: { id: $id }) { subsectors { code retiredAt } } }";
    let company = world.asks(document, json!({ "id": mill.id })).await["company"].clone();
    assert_eq!(company["subsectors"][0]["code"], "AGR-GR");
    assert_ne!(company["subsectors"][0]["retiredAt"], Value::Null);
    let node = "query($id: ID!) { node(id: $id) { ... on Listing { state subsector { code } } } }";
    let shown = world.asks(node, json!({ "id": listing })).await["node"].clone();
    assert_eq!(shown, json!({ "state": "PUBLISHED", "subsector": { "code": "AGR-GR" } }));
    let found = world.asks("{ companies(where: { subsector: \"AGR-GR\" }) { nodes { id } } }", json!({})).await;
    assert_eq!(found["companies"]["nodes"], json!([{ "id": mill.id }]), "what was chosen is still found by it");

    let person = world.person("new@kz.example").await;
    let refused = person.refusals("registerCompany", registration("KZ", "Dala Bread", 3, &["AGR-GR"])).await;
    assert_eq!(refused, ["INVALID_INPUT input.subsectors.0"]);
    let terms = json!({ "kind": "OFFER", "subsector": "AGR-GR", "title": "More wheat", "expiresAt": "2026-06-01T00:00:00Z" });
    assert_eq!(mill.owner.refusals("draftListing", json!({ "terms": terms })).await, ["INVALID_INPUT input.terms.subsector"]);

    let again = keeper.refusals("retireSector", json!({ "code": "AGR-GR", "expectedVersion": 2 })).await;
    assert_eq!(again, ["RETIRED_ALREADY input.code"]);
    done(&keeper, "reinstateSector", json!({ "code": "AGR-GR", "expectedVersion": 2 })).await;
    assert!(offered(&world).await.contains(&"AGR-GR".to_owned()));
    mill.owner.does("draftListing", json!({ "terms": terms }), "listing { id }").await;
    let again = keeper.refusals("reinstateSector", json!({ "code": "AGR-GR", "expectedVersion": 3 })).await;
    assert_eq!(again, ["NOT_RETIRED input.code"]);

    // A sector takes its subsectors along.
    done(&keeper, "retireSector", json!({ "code": "AGR", "expectedVersion": 3 })).await;
    assert!(offered(&world).await.iter().all(|code| !code.starts_with("AGR-")));
    assert_eq!(mill.owner.refusals("draftListing", json!({ "terms": terms })).await, ["INVALID_INPUT input.terms.subsector"]);
}

async fn a_new_subsector_can_be_chosen(world: World) {
    let keeper = administrator(&world).await;
    done(&keeper, "addSector", json!({ "code": "SPC", "names": text("Space"), "isic": ["C"], "hsChapters": ["88"] })).await;
    let new = json!({ "code": "SPC-LA", "expectedVersion": 1, "names": text("Launches"), "isic": ["5120"] });
    assert_eq!(done(&keeper, "addSubsector", new.clone()).await["version"], json!(2));
    assert_eq!(offered(&world).await.last().map(String::as_str), Some("SPC-LA"));
    let firm = Firm::registers(&world, "KZ", "Baikonur Works", 1, &["SPC-LA"]).await;
    firm.submits().await;

    assert_eq!(keeper.refusals("addSector", json!({ "code": "AGR", "names": text("Again") })).await, ["CODE_TAKEN input.code"]);
    let taken = json!({ "code": "SPC-LA", "expectedVersion": 2, "names": text("Again") });
    assert_eq!(keeper.refusals("addSubsector", taken).await, ["CODE_TAKEN input.code"]);
    let wrong = json!({ "code": "space", "names": text("Again"), "hsChapters": ["8"] });
    assert_eq!(keeper.refusals("addSector", wrong).await, ["INVALID_INPUT input.code", "INVALID_INPUT input.hsChapters.0"]);
    let nowhere = json!({ "code": "XX-AA", "expectedVersion": 1, "names": text("Again") });
    assert_eq!(keeper.is_denied("addSubsector", nowhere).await, "NOT_FOUND");
    let sibling = |code: &str, version: i64| json!({ "code": code, "expectedVersion": version, "names": text("Sibling") });
    // There is room for 128 that can be chosen, and 126 are there.
    done(&keeper, "addSubsector", sibling("SPC-B1", 2)).await;
    done(&keeper, "addSubsector", sibling("SPC-B2", 3)).await;
    assert_eq!(keeper.refusals("addSubsector", sibling("SPC-B3", 4)).await, ["TOO_MANY_SUBSECTORS input.code"]);
    done(&keeper, "retireSector", json!({ "code": "SPC-B1", "expectedVersion": 4 })).await;
    done(&keeper, "addSubsector", sibling("SPC-B3", 5)).await;
    let full = keeper.refusals("reinstateSector", json!({ "code": "SPC-B1", "expectedVersion": 6 })).await;
    assert_eq!(full, ["TOO_MANY_SUBSECTORS input.code"]);
}

async fn two_tabs_do_not_write_over_each_other(world: World) {
    let keeper = administrator(&world).await;
    let input = |name: &str| json!({ "code": "PET", "expectedVersion": 1, "names": text(name) });
    done(&keeper, "renameSector", input("Oil")).await;
    assert_eq!(keeper.is_denied("renameSector", input("Gas")).await, "CONFLICT");
    assert_eq!(keeper.is_denied("retireSector", json!({ "code": "PET", "expectedVersion": 1 })).await, "CONFLICT");
    assert_eq!(sector(&world, "PET").await["name"]["en"], "Oil");
    let (one, two) = (
        json!({ "code": "MIN", "expectedVersion": 1, "names": text("One") }),
        json!({ "code": "MIN", "expectedVersion": 1, "names": text("Two") }),
    );
    let document = "mutation($input: RenameSectorInput!) { renameSector(input: $input) { sector { version } userErrors { code } } }";
    let before = world.happened().await;
    let (one, two) = futures_util::join!(keeper.sends(document, json!({ "input": one })), keeper.sends(document, json!({ "input": two })));
    let won = [&one, &two].iter().filter(|answer| answer["data"]["renameSector"]["sector"]["version"] == 2).count();
    assert_eq!(won, 1, "{one} {two}");
    assert_eq!(world.happened_since(before).await, 1);
    world.settle().await;
}

async fn only_administrators_name_sectors(world: World) {
    let input = json!({ "code": "PET", "expectedVersion": 1, "names": text("Oil") });
    is_for_administrators_only(&world, "renameSector", input).await;
    assert_eq!(sector(&world, "PET").await["name"]["en"], "Petroleum & gas");
    world.settle().await;
}

async fn an_import_leaves_what_was_edited(world: World) {
    let keeper = administrator(&world).await;
    done(&keeper, "renameSector", json!({ "code": "AGR", "expectedVersion": 1, "names": text("Farming") })).await;
    done(&keeper, "addSector", json!({ "code": "SPC", "names": text("Space") })).await;
    let files = ReferenceFiles::built_in();
    let sectors = files.sectors.replacen("Agriculture & food", "Agrifood", 1).replacen("Petroleum & gas", "Hydrocarbons", 1);
    assert_ne!(sectors, files.sectors);
    let at = world.app.now();
    let author = || persistence_author(at);
    let report = import(world.app.database(), &ReferenceFiles { sectors: &sectors, ..files }, author).await.unwrap();
    assert!(report.changed);
    assert_eq!(report.kept, [("sector", "AGR".to_owned())]);
    assert!(report.to_string().ends_with("; left as administrators wrote it: sector AGR"), "{report}");
    world.settle().await;
    assert_eq!(sector(&world, "AGR").await["name"]["en"], "Farming");
    let imported = sector(&world, "PET").await;
    assert_eq!((&imported["name"]["en"], &imported["version"]), (&json!("Hydrocarbons"), &json!(2)));
    assert_eq!(sector(&world, "SPC").await["name"]["en"], "Space");
    let stale = json!({ "code": "PET", "expectedVersion": 1, "names": text("Oil") });
    assert_eq!(keeper.is_denied("renameSector", stale).await, "CONFLICT", "nobody writes over an import that he has not seen");
}

fn persistence_author(at: domain::stamp::Timestamp) -> app::storage::Author {
    app::storage::Author {
        kind: "OPERATOR",
        id: None,
        request: "import".to_owned(),
        at,
        event: EventId::from_uuid(uuid::Uuid::from_u128(77)),
    }
}

async fn matched(world: &World, firm: &Firm<'_>) -> Value {
    world.settle().await;
    firm.owner.asks("{ matches { nodes { company { id } } } }", json!({})).await["matches"]["nodes"].clone()
}

async fn what_complements_what_is_seen_in_matches(world: World) {
    let keeper = administrator(&world).await;
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let school = world.kazakh("Bilim", 1, &["EDU-HE"], &astana).await;
    let port = world.pakistani("Gwadar Quays", 2, &["MAR-PO"], &astana).await;
    school.publishes("OFFER", "EDU-HE", "Courses for engineers").await;
    port.publishes("NEED", "MAR-PO", "Engineers for a quay").await;
    assert_eq!(matched(&world, &port).await, json!([]));
    let row = |version: Value, retired: bool| {
        json!({
            "supplier": "EDU-HE", "consumer": "MAR-PO", "flow": "KAZAKHSTAN_TO_PAKISTAN", "expectedVersion": version, "kind": "SERVICE",
            "weight": 3, "reason": "Ports need engineers whom schools teach.", "retired": retired,
        })
    };
    let fields = "complementarity { supplier consumer version retired }";
    keeper.does("writeComplementarity", row(Value::Null, false), fields).await;
    assert_eq!(matched(&world, &port).await, json!([{ "company": { "id": school.id } }]));
    assert_eq!(keeper.refusals("writeComplementarity", row(Value::Null, false)).await, ["ALREADY_WRITTEN input"]);
    keeper.does("writeComplementarity", row(json!(1), true), fields).await;
    assert_eq!(matched(&world, &port).await, json!([]));
    assert_eq!(keeper.is_denied("writeComplementarity", row(json!(1), false)).await, "CONFLICT");
    let mut unknown = row(Value::Null, false);
    unknown["consumer"] = json!("MAR-XX");
    assert_eq!(keeper.refusals("writeComplementarity", unknown).await, ["UNKNOWN_SUBSECTOR input"]);
    let mut heavy = row(Value::Null, false);
    heavy["weight"] = json!(4);
    assert_eq!(keeper.refusals("writeComplementarity", heavy).await, ["INVALID_INPUT input.weight"]);
    let rows = "query($all: Boolean!) { complementarity(last: 1, includeRetired: $all) { nodes { supplier consumer } } }";
    let last = async |all: bool| world.asks(rows, json!({ "all": all })).await["complementarity"]["nodes"][0]["supplier"].clone();
    assert_eq!(last(true).await, "EDU-HE");
    assert_ne!(last(false).await, "EDU-HE");
}
