//! Companies that may be taken for one another are found across scripts and countries, and shown to whoever decides.

use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, people::registration};

on_both_databases! {
    an_imitation_of_a_verified_company_is_marked,
    duplicates_are_found_whatever_their_state,
    a_company_like_no_other_has_no_findings,
    the_company_itself_reads_nothing_of_it,
}

const FOUND: &str =
    "{ moderationCases(where: { state: OPEN }) { nodes { company { id } lookAlike findings { company { id } reason ofVerified } } } }";

/// Registers and submits a company with some fields said otherwise.
async fn submits<'w>(world: &'w World, country: &str, serial: u32, change: Value) -> (Person<'w>, String) {
    let mut owner = world.person(&format!("founder{serial}@example.org")).await;
    let mut input = registration(country, "Nothing Like It", serial, &["AGR-GR"]);
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let id = owner.does("registerCompany", input, "company { id }").await["company"]["id"].as_str().unwrap().to_owned();
    owner.signs_in(json!({ "company": id })).await;
    owner.does("submitCompany", json!({}), "company { state }").await;
    world.settle().await;
    (owner, id)
}

/// What a moderator reads of the open case of a company: whether it is marked, and each finding.
async fn findings(moderator: &Person<'_>, id: &str) -> (bool, Vec<(String, String, bool)>) {
    let answer = moderator.asks(FOUND, json!({})).await;
    let cases = answer["moderationCases"]["nodes"].as_array().unwrap();
    let case = cases.iter().find(|case| case["company"]["id"] == id).expect("a case");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = case["findings"].as_array().unwrap().iter();
    let found = found.map(|one| (text(&one["company"]["id"]), text(&one["reason"]), one["ofVerified"].as_bool().unwrap()));
    (case["lookAlike"].as_bool().unwrap(), found.collect())
}

async fn an_imitation_of_a_verified_company_is_marked(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let real = world.kazakh("Shymkent Dan", 1, &["AGR-GR"], &astana).await;
    let names = |script: &str, name: &str| json!({ "legalNames": [{ "script": script, "name": name }] });
    for (serial, country, script, name, reason) in [
        // Cyrillic letters in a Latin name: it looks the same.
        (11, "KZ", "LATIN", "Ѕhymkent Dаn LLP", "LOOKS_ALIKE"),
        // Other scripts: it is read the same, in either country.
        (12, "KZ", "CYRILLIC", "ТОО «Шымкент Дән»", "SOUNDS_ALIKE"),
        (13, "PK", "ARABIC", "شیمکنت دان لمیٹڈ", "SOUNDS_ALIKE"),
    ] {
        let (_, id) = submits(&world, country, serial, names(script, name)).await;
        let (marked, found) = findings(&astana, &id).await;
        assert!(marked, "{name}");
        assert!(found.contains(&(real.id.clone(), reason.to_owned(), true)), "{name}: {found:?}");
    }
}

async fn duplicates_are_found_whatever_their_state(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let first = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let website = json!({ "expectedVersion": first.version().await, "website": "https://www.astyq.kz/about" });
    first.owner.does("editCompany", website, "company { website }").await;
    world.settle().await;
    let (kind, value) = tests::people::number("KZ", 1);
    let (_, same_number) = submits(&world, "KZ", 21, json!({ "registrationNumber": { "kind": kind, "value": value } })).await;
    let (marked, found) = findings(&astana, &same_number).await;
    assert!(!marked, "a draft is nobody to be taken for yet");
    assert_eq!(found, [(first.id.clone(), "SAME_NUMBER".to_owned(), false)]);
    let lei = json!({ "lei": "5493001KJTIIGC8Y1R12", "legalNames": [{ "script": "LATIN", "name": "Ertis Mining" }] });
    let (_, one) = submits(&world, "KZ", 22, lei).await;
    let lei = json!({ "lei": "5493001KJTIIGC8Y1R12", "legalNames": [{ "script": "LATIN", "name": "Karakoram Tours" }] });
    let (_, other) = submits(&world, "PK", 23, lei).await;
    assert_eq!(findings(&astana, &other).await.1, [(one, "SAME_LEI".to_owned(), false)]);
    // A website that is said only while the case waits is compared too.
    let (owner, fourth) = submits(&world, "PK", 24, json!({ "legalNames": [{ "script": "LATIN", "name": "Indus Shipping" }] })).await;
    assert_eq!(findings(&astana, &fourth).await.1, []);
    let version = owner.asks("{ viewer { company { version } } }", json!({})).await["viewer"]["company"]["version"].clone();
    owner.does("editCompany", json!({ "expectedVersion": version, "website": "http://astyq.kz" }), "company { website }").await;
    world.settle().await;
    assert_eq!(findings(&astana, &fourth).await.1, [(first.id.clone(), "SAME_WEBSITE".to_owned(), false)]);
}

async fn a_company_like_no_other_has_no_findings(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    world.kazakh("Shymkent Dan", 1, &["AGR-GR"], &astana).await;
    let (_, id) = submits(&world, "PK", 31, json!({ "legalNames": [{ "script": "LATIN", "name": "Gwadar Marble Works" }] })).await;
    assert_eq!(findings(&astana, &id).await, (false, Vec::new()));
}

async fn the_company_itself_reads_nothing_of_it(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    world.kazakh("Shymkent Dan", 1, &["AGR-GR"], &astana).await;
    let (owner, id) = submits(&world, "KZ", 41, json!({ "legalNames": [{ "script": "LATIN", "name": "Shymkent Dan" }] })).await;
    assert!(findings(&astana, &id).await.0);
    let read = owner.asks(FOUND, json!({})).await;
    assert_eq!(read["moderationCases"]["nodes"], json!([{ "company": { "id": id }, "lookAlike": null, "findings": null }]));
}
