//! A file of trade figures is looked at row by row, then brought in whole or not at all, once.

use serde_json::{Value, json};
use tests::{Person, World, on_both_databases, world::code};

use super::{administrator, is_for_administrators_only};

on_both_databases! {
    a_preview_tells_every_row_and_writes_nothing,
    a_file_is_brought_in_whole_and_once,
    a_refused_row_keeps_everything_out,
    what_came_with_a_file_outlives_an_import_of_the_reference,
    twins_at_one_moment_have_one_effect,
    the_operator_brings_in_the_same_way,
    only_administrators_bring_in_figures,
}

const HEADER: &str = "period,period_type,basis,flow,value_usd_m,status,note,source_key,source_url";

fn row(period: &str, value: &str) -> String {
    format!("{period},CY,KZ_customs,total,{value},reported,,statement,https://trade.example/figures")
}

fn file(rows: &[String]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

async fn keeper(world: &World) -> Person<'_> {
    let keeper = administrator(world).await;
    let source = json!({ "key": "statement", "title": "Customs of Kazakhstan", "url": "https://trade.example" });
    keeper.does("writeSource", source, "source { key }").await;
    world.settle().await;
    keeper
}

async fn previews(who: &Person<'_>, csv: &str) -> Value {
    let document = "query($csv: String!) { previewTradeImport(basis: \"KZ_customs\", csv: $csv) { digest added changed same refused
        rows(first: 100) { nodes { line verdict before { value { amount } } after { period value { amount } } faults { column code } } } } }";
    who.asks(document, json!({ "csv": csv })).await["previewTradeImport"].clone()
}

async fn figures(world: &World) -> Value {
    let document = "{ tradeFlows(basis: \"KZ_customs\", first: 100) { nodes { period direction value { amount } sourceKey } } }";
    world.asks(document, json!({})).await["tradeFlows"]["nodes"].clone()
}

fn bringing(csv: &str, digest: &Value) -> Value {
    json!({ "basis": "KZ_customs", "csv": csv, "digest": digest })
}

const IMPORTED: &str = "tradeImport { id added changes { before { value { amount } } after { value { amount } } } } repeated";

async fn a_preview_tells_every_row_and_writes_nothing(world: World) {
    let keeper = keeper(&world).await;
    let before = (figures(&world).await, world.happened().await);
    let csv = file(&[
        row("2030-01", "1"),
        "2024,CY,PK_SBP,total,1,reported,,statement,https://trade.example".to_owned(),
        row("2024", "many"),
        row("2025", "12.50"),
        row("2025", "13"),
        "2023,CY,KZ_customs,total,1,reported,=1+1,nowhere,https://trade.example".to_owned(),
    ]);
    let preview = previews(&keeper, &csv).await;
    let counts = json!([preview["added"], preview["changed"], preview["same"], preview["refused"]]);
    assert_eq!(counts, json!([1, 0, 0, 5]));
    let told: Vec<Value> =
        preview["rows"]["nodes"].as_array().unwrap().iter().map(|row| json!([row["line"], row["verdict"], row["faults"]])).collect();
    let fault = |column: &str, code: &str| json!({ "column": column, "code": code });
    assert_eq!(
        told,
        [
            json!([2, "REFUSED", [fault("period", "OUT_OF_RANGE")]]),
            json!([3, "REFUSED", [fault("basis", "OTHER_BASIS")]]),
            json!([4, "REFUSED", [fault("value_usd_m", "MALFORMED")]]),
            json!([5, "NEW", []]),
            json!([6, "REFUSED", [fault("*", "TWICE")]]),
            json!([7, "REFUSED", [fault("note", "FORMULA")]]),
        ]
    );
    let semicolons = previews(&keeper, &file(&[row("2025", "1")]).replace(',', ";")).await;
    assert_eq!(semicolons["rows"]["nodes"][0]["faults"], json!([fault("*", "SEPARATOR")]));
    assert_eq!((figures(&world).await, world.happened().await), before);
}

async fn a_file_is_brought_in_whole_and_once(world: World) {
    let keeper = keeper(&world).await;
    let other = world.neighbour().await;
    let known = figures(&world).await.as_array().unwrap().len();
    // As a spreadsheet saves it.
    let csv = format!("\u{FEFF}{}", file(&[row("2024", "10"), row("2025", "12.50")]).replace('\n', "\r\n"));
    let preview = previews(&keeper, &csv).await;
    assert_eq!(json!([preview["added"], preview["refused"]]), json!([2, 0]));
    let other_file = bringing(&csv.replace("12.50", "99"), &preview["digest"]);
    assert_eq!(keeper.refusals("importTradeFlows", other_file).await, ["OTHER_FILE input.digest"]);
    let before = world.happened().await;
    let first = keeper.does("importTradeFlows", bringing(&csv, &preview["digest"]), IMPORTED).await;
    assert_eq!(json!([first["repeated"], first["tradeImport"]["added"], first["tradeImport"]["changes"]]), json!([false, 2, []]));
    let again = keeper.does("importTradeFlows", bringing(&csv, &preview["digest"]), IMPORTED).await;
    assert_eq!(json!([again["repeated"], again["tradeImport"]["id"]]), json!([true, first["tradeImport"]["id"]]));
    assert_eq!(world.happened_since(before).await, 1);
    for node in [&world, &other] {
        let shown = figures(node).await.as_array().unwrap()[known..].to_vec();
        let figure = |period: &str, amount: &str| json!({ "period": period, "direction": "TOTAL", "value": { "amount": amount }, "sourceKey": "statement" });
        assert_eq!(shown, [figure("2024", "10000000.00"), figure("2025", "12500000.00")]);
    }
    let board = other.asks("{ scoreboard { officialTrade { period basis sourceKey } } }", json!({})).await;
    let ours = board["scoreboard"]["officialTrade"].as_array().unwrap().iter().filter(|flow| flow["sourceKey"] == "statement").count();
    assert_eq!(ours, 2, "the scoreboard follows on every node");

    // A later file corrects a figure and says again what is known.
    let later = file(&[row("2024", "10"), row("2025", "12.75")]);
    let preview = previews(&keeper, &later).await;
    assert_eq!(json!([preview["added"], preview["changed"], preview["same"]]), json!([0, 1, 1]));
    let changed = keeper.does("importTradeFlows", bringing(&later, &preview["digest"]), IMPORTED).await;
    let change = json!({ "before": { "value": { "amount": "12500000.00" } }, "after": { "value": { "amount": "12750000.00" } } });
    assert_eq!(changed["tradeImport"]["changes"], json!([change]));
    assert_eq!(figures(&world).await.as_array().unwrap().len(), known + 2);
    let kept = keeper.asks("{ tradeImports(first: 1) { nodes { basis csv added } } }", json!({})).await;
    assert_eq!(kept["tradeImports"]["nodes"], json!([{ "basis": "KZ_customs", "csv": later, "added": 0 }]));
    world.settle().await;
}

async fn a_refused_row_keeps_everything_out(world: World) {
    let keeper = keeper(&world).await;
    let before = (figures(&world).await, world.happened().await);
    let csv = file(&[row("2024", "10"), row("2025", "10,5")]);
    let preview = previews(&keeper, &csv).await;
    let refused = keeper.refusals("importTradeFlows", bringing(&csv, &preview["digest"])).await;
    assert_eq!(refused, ["ROWS_REFUSED input.csv"]);
    assert_eq!((figures(&world).await, world.happened().await), before);
    assert_eq!(keeper.asks("{ tradeImports { nodes { id } } }", json!({})).await["tradeImports"]["nodes"], json!([]));
}

async fn what_came_with_a_file_outlives_an_import_of_the_reference(world: World) {
    let keeper = keeper(&world).await;
    let csv = file(&[row("2024", "10")]);
    let preview = previews(&keeper, &csv).await;
    keeper.does("importTradeFlows", bringing(&csv, &preview["digest"]), IMPORTED).await;
    let before = figures(&world).await;
    let files = app::import::ReferenceFiles::built_in();
    let trade = files.trade.replacen(",23.93,", ",23.94,", 1);
    let at = world.app.now();
    let event = domain::id::Identifier::from_uuid(uuid::Uuid::from_u128(78));
    let author = || app::storage::Author { kind: "OPERATOR", id: None, request: "import".to_owned(), at, event };
    let report = app::import::import(world.app.database(), &app::import::ReferenceFiles { trade: &trade, ..files }, author).await.unwrap();
    assert_eq!(
        report.kept,
        [("source", "statement".to_owned())].iter().filter(|_| false).cloned().collect::<Vec<_>>(),
        "no file names them"
    );
    world.settle().await;
    let mut after = figures(&world).await.as_array().unwrap().clone();
    let mut before = before.as_array().unwrap().clone();
    for rows in [&mut after, &mut before] {
        rows.sort_by_key(Value::to_string);
    }
    assert_eq!(after, before);
}

async fn twins_at_one_moment_have_one_effect(world: World) {
    let keeper = keeper(&world).await;
    let csv = file(&[row("2024", "10")]);
    let digest = previews(&keeper, &csv).await["digest"].clone();
    let before = world.happened().await;
    let (one, two) = futures_util::join!(
        keeper.tries("importTradeFlows", bringing(&csv, &digest), IMPORTED),
        keeper.tries("importTradeFlows", bringing(&csv, &digest), IMPORTED),
    );
    assert_eq!(one["tradeImport"]["id"], two["tradeImport"]["id"]);
    let mut repeated = [one["repeated"].as_bool(), two["repeated"].as_bool()];
    repeated.sort_unstable();
    assert_eq!(repeated, [Some(false), Some(true)]);
    assert_eq!(world.happened_since(before).await, 1);
    world.settle().await;
}

async fn the_operator_brings_in_the_same_way(world: World) {
    let _keeper = keeper(&world).await;
    let csv = file(&[row("2024", "10")]);
    let before = world.happened().await;
    let report = app::trade_import::preview_as_operator(&world.app, "KZ_customs", &csv).await.unwrap();
    assert_eq!((report.counts().new, world.happened_since(before).await), (1, 0));
    let broken = app::trade_import::import_as_operator(&world.app, "PK_SBP", csv.clone()).await;
    assert!(broken.is_err());
    assert_eq!(world.happened_since(before).await, 0);
    let imported = app::trade_import::import_as_operator(&world.app, "KZ_customs", csv.clone()).await;
    let Ok(imported) = imported else { panic!("the file is refused") };
    assert!(!imported.repeated && imported.import.by.is_none());
    let Ok(again) = app::trade_import::import_as_operator(&world.app, "KZ_customs", csv).await else { panic!("the file is refused") };
    assert!(again.repeated);
    assert_eq!(world.happened_since(before).await, 1);
    world.settle().await;
}

async fn only_administrators_bring_in_figures(world: World) {
    let csv = file(&[row("2024", "10")]);
    let moderator = world.moderator("reader@kz.example", "KZ").await;
    let document = "query($csv: String!) { previewTradeImport(basis: \"KZ_customs\", csv: $csv) { digest } }";
    assert_eq!(code(&moderator.sends(document, json!({ "csv": csv })).await), "FORBIDDEN");
    assert_eq!(code(&world.send(None, document, json!({ "csv": csv })).await), "UNAUTHENTICATED");
    let digest = app::trade_import::digest("KZ_customs", &csv);
    is_for_administrators_only(&world, "importTradeFlows", bringing(&csv, &json!(digest))).await;
    world.settle().await;
}
