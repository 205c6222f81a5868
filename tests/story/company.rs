//! Companies: what is refused when they register, what is decided about them, and who sees them before and after.

use serde_json::{Value, json};
use tests::{
    Firm, Person, World, on_both_databases,
    people::{checks, registration},
    world::{code, data},
};

on_both_databases! {
    a_registration_is_refused_with_code_and_path,
    everything_that_is_wrong_is_told_at_once,
    a_number_is_checked_by_the_rule_of_its_register,
    a_number_is_taken_by_the_company_that_is_verified_first,
    a_person_keeps_three_unverified_companies,
    a_draft_is_nobody_elses_to_see,
    a_company_is_submitted_once,
    only_staff_decide_and_only_what_they_have_read,
    a_rejected_company_is_corrected_and_verified,
    nobody_decides_about_his_own_company,
    the_directory_is_filtered,
    names_are_found_across_scripts_and_with_a_slip,
    pages_have_no_gap_and_no_repeat,
}

const SEEN: &str = "query($id: ID!, $slug: String!, $kind: RegistrationNumberKind!, $number: String!) {
    node(id: $id) { __typename }
    nodes(ids: [$id]) { __typename }
    byId: company(by: { id: $id }) { id }
    bySlug: company(by: { slug: $slug }) { id }
    byNumber: company(by: { registrationNumber: { kind: $kind, value: $number } }) { id }
    companies { totalCount nodes { id } }
    found: companies(where: { search: \"Astyq Dan\" }) { nodes { id } }
}";

/// A registration with some fields said otherwise.
fn said(change: &Value) -> Value {
    let mut input = registration("KZ", "Astyq Dan", 1, &["AGR-GR"]);
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    input
}

async fn memberships(person: &Person<'_>) -> Value {
    person.asks("{ viewer { memberships { company { name state } } } }", json!({})).await["viewer"]["memberships"].clone()
}

async fn state(reader: &Person<'_>, id: &str) -> Value {
    let document = "query($id: ID!) { company(by: { id: $id }) { state version rejectionReason verification { evidence } } }";
    reader.asks(document, json!({ "id": id })).await["company"].clone()
}

async fn a_registration_is_refused_with_code_and_path(world: World) {
    let person = world.person("owner@example.kz").await;
    let secp = json!({ "kind": "SECP", "value": "0991234" });
    let all: Vec<&str> = "PET-UP PET-SV PET-RF PET-PC PET-PL PET-MK PET-LP MIN-CU MIN-FE MIN-UR MIN-CO MIN-IM MIN-GM".split(' ').collect();
    for (change, expected) in [
        (json!({ "legalForm": "PK-PVT" }), "LEGAL_FORM_OF_OTHER_COUNTRY input.legalForm"),
        (json!({ "region": "PK-PB" }), "REGION_OF_OTHER_COUNTRY input.region"),
        (json!({ "registrationNumber": secp }), "NUMBER_OF_OTHER_COUNTRY input.registrationNumber.kind"),
        (json!({ "secpNumber": "0991234" }), "NUMBER_OF_OTHER_COUNTRY input.registrationNumber.kind"),
        (json!({ "legalForm": "KZ-IE" }), "SOLE_TRADER input.legalForm"),
        (json!({ "subsectors": [] }), "NO_SUBSECTORS input.subsectors"),
        (json!({ "subsectors": all }), "TOO_MANY_SUBSECTORS input.subsectors"),
        (json!({ "subsectors": ["AGR-GR", "AGR-MI", "AGR-GR"] }), "SUBSECTOR_TWICE input.subsectors"),
        (json!({ "legalForm": "KZ-XYZ" }), "INVALID_INPUT input.legalForm"),
        (json!({ "region": "KZ-99" }), "INVALID_INPUT input.region"),
        (json!({ "subsectors": ["AGR-GR", "AGR"] }), "INVALID_INPUT input.subsectors.1"),
        (json!({ "secpNumber": "12" }), "INVALID_INPUT input.secpNumber"),
        (json!({ "lei": "5493001KJTIIGC8Y1R13" }), "INVALID_INPUT input.lei"),
        (json!({ "legalNames": [] }), "INVALID_INPUT input.legalNames"),
        (
            json!({ "legalNames": [{ "script": "LATIN", "name": "Astyq" }, { "script": "LATIN", "name": "Dan" }] }),
            "INVALID_INPUT input.legalNames",
        ),
        (json!({ "legalNames": [{ "script": "LATIN", "name": "A" }] }), "INVALID_INPUT input.legalNames.0.name"),
        (json!({ "legalNames": [{ "script": "LATIN", "name": "Astyq \u{202E}naD" }] }), "INVALID_INPUT input.legalNames.0.name"),
        (json!({ "legalNames": [{ "script": "LATIN", "name": "Ast\u{200B}yq" }] }), "INVALID_INPUT input.legalNames.0.name"),
        (json!({ "profile": [{ "language": "EN", "text": "a".repeat(4_001) }] }), "INVALID_INPUT input.profile.0.text"),
    ] {
        assert_eq!(person.refusals("registerCompany", said(&change)).await, [expected], "{change}");
    }
    // The same the other way round.
    for (change, expected) in [
        (json!({ "legalForm": "KZ-LLP" }), "LEGAL_FORM_OF_OTHER_COUNTRY input.legalForm"),
        (json!({ "region": "KZ-75" }), "REGION_OF_OTHER_COUNTRY input.region"),
        (
            json!({ "registrationNumber": { "kind": "BIN", "value": "940140000385" } }),
            "NUMBER_OF_OTHER_COUNTRY input.registrationNumber.kind",
        ),
        (json!({ "legalForm": "PK-SP" }), "SOLE_TRADER input.legalForm"),
    ] {
        let mut input = registration("PK", "Chenab Flour Mills", 2, &["AGR-MI"]);
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(person.refusals("registerCompany", input).await, [expected], "{change}");
    }
    assert_eq!(memberships(&person).await, json!([]), "nothing is half-written");
    person.does("registerCompany", said(&json!({})), "company { id }").await;
    assert_eq!(memberships(&person).await, json!([{ "company": { "name": "Astyq Dan", "state": "DRAFT" } }]));
}

async fn everything_that_is_wrong_is_told_at_once(world: World) {
    let person = world.person("owner@example.kz").await;
    let change = json!({
        "legalForm": "?", "region": "?", "subsectors": ["?", "AGR-GR", "!"], "secpNumber": "x", "lei": "x",
        "registrationNumber": { "kind": "BIN", "value": "940140000386" },
        "legalNames": [{ "script": "LATIN", "name": "" }, { "script": "CYRILLIC", "name": "Астық Дән" }, { "script": "ARABIC", "name": "!" }],
        "profile": [{ "language": "EN", "text": "Grain." }, { "language": "RU", "text": "" }],
    });
    let mut told = person.refusals("registerCompany", said(&change)).await;
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "INVALID_INPUT input.legalForm",
            "INVALID_INPUT input.legalNames.0.name",
            "INVALID_INPUT input.legalNames.2.name",
            "INVALID_INPUT input.lei",
            "INVALID_INPUT input.profile.1.text",
            "INVALID_INPUT input.region",
            "INVALID_INPUT input.registrationNumber.value",
            "INVALID_INPUT input.secpNumber",
            "INVALID_INPUT input.subsectors.0",
            "INVALID_INPUT input.subsectors.2",
        ]
    );
    assert_eq!(memberships(&person).await, json!([]));
}

async fn a_number_is_checked_by_the_rule_of_its_register(world: World) {
    let person = world.person("owner@example.kz").await;
    for (kind, value, reason) in [
        ("BIN", "940140000386", "last digit"),
        ("BIN", "941340000385", "month"),
        ("BIN", "940170000385", "fifth digit"),
        ("BIN", "940149000385", "sixth digit"),
        ("BIN", "94014000038", "12 digits"),
        ("BIN", "9401400003850", "12 digits"),
        ("BIN", "94014000038A", "digits only"),
        ("BIN", "", "12 digits"),
        // A person's own number is no company's, and the refusal does not repeat it.
        ("BIN", "990101100010", "individual"),
        ("BIN", "990101 100 010", "individual"),
        ("NTN", "3520212345671", "identity card"),
        ("NTN", "080345", "7 characters"),
        ("NTN", "08034A0", "digits only"),
        ("SECP", "123456", "7 digits"),
    ] {
        let input = said(&json!({ "registrationNumber": { "kind": kind, "value": value } }));
        let payload = person.tries("registerCompany", input, "company { id }").await;
        let [error] = &payload["userErrors"].as_array().unwrap()[..] else { panic!("one refusal of {value}: {payload}") };
        assert_eq!(error["path"], json!(["input", "registrationNumber", "value"]), "{value}");
        assert_eq!(error["code"], "INVALID_INPUT");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(reason), "{kind} {value}: {message}");
        assert!(value.len() < 6 || !message.contains(value), "{message}");
    }
    assert_eq!(memberships(&person).await, json!([]));
    // However it is written, it is kept in one form.
    let input = said(&json!({ "registrationNumber": { "kind": "BIN", "value": " 9401-4000 0385\u{200F}" } }));
    let payload = person.does("registerCompany", input, "company { registrationNumber { kind value } }").await;
    assert_eq!(payload["company"]["registrationNumber"], json!({ "kind": "BIN", "value": "940140000385" }));
}

async fn a_number_is_taken_by_the_company_that_is_verified_first(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let first = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    // Another person says that he is the same company; a draft takes nothing.
    let mut rival = world.person("rival@kz.example").await;
    let payload = rival.does("registerCompany", said(&json!({})), "company { id }").await;
    let id = payload["company"]["id"].as_str().unwrap().to_owned();
    rival.signs_in(json!({ "company": id })).await;
    let rival = Firm { owner: rival, id, name: "Astyq Dan".to_owned() };
    rival.submits().await;
    let first = first.is_verified_by(&astana).await;

    let input = json!({ "companyId": rival.id, "expectedVersion": rival.version().await, "evidence": "Registry extract of the day.", "checks": checks() });
    assert_eq!(astana.refusals("verifyCompany", input).await, ["NUMBER_TAKEN input.companyId"]);
    assert_eq!(state(&astana, &rival.id).await["state"], "SUBMITTED");
    let third = world.person("third@kz.example").await;
    assert_eq!(third.refusals("registerCompany", said(&json!({}))).await, ["NUMBER_TAKEN input.registrationNumber.value"]);
    assert_eq!(memberships(&third).await, json!([]));
    let page = world.asks("{ companies { totalCount nodes { id } } }", json!({})).await;
    assert_eq!(page["companies"], json!({ "totalCount": 1, "nodes": [{ "id": first.id }] }));
}

async fn a_person_keeps_three_unverified_companies(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mut person = world.person("owner@example.kz").await;
    let register = |serial: u32| registration("KZ", &format!("Company {serial}"), serial, &["AGR-GR"]);
    let mut ids = Vec::new();
    for serial in 1..=3 {
        let payload = person.does("registerCompany", register(serial), "company { id }").await;
        ids.push(payload["company"]["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(person.refusals("registerCompany", register(4)).await, ["TOO_MANY_UNVERIFIED input"]);
    assert_eq!(memberships(&person).await.as_array().unwrap().len(), 3);
    person.signs_in(json!({ "company": ids[0] })).await;
    assert_eq!(person.refusals("registerCompany", register(4)).await, ["TOO_MANY_UNVERIFIED input"]);
    let firm = Firm { owner: person, id: ids[0].clone(), name: String::new() }.is_verified_by(&astana).await;
    firm.owner.does("registerCompany", register(4), "company { id }").await;
}

async fn a_draft_is_nobody_elses_to_see(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let neighbour = Firm::registers(&world, "PK", "Chenab Flour Mills", 2, &["AGR-MI"]).await;
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let card = firm.owner.asks("{ viewer { company { slug registrationNumber { kind value } } } }", json!({})).await;
    let card = &card["viewer"]["company"];
    let asked = json!({ "id": firm.id, "slug": card["slug"], "kind": card["registrationNumber"]["kind"], "number": card["registrationNumber"]["value"] });
    let nothing = json!({ "node": null, "nodes": [null], "byId": null, "bySlug": null, "byNumber": null,
                          "companies": { "totalCount": 0, "nodes": [] }, "found": { "nodes": [] } });
    let person = world.person("stranger@example.kz").await;
    for submitted in [false, true] {
        if submitted {
            firm.submits().await;
            world.settle().await;
        }
        assert_eq!(world.asks(SEEN, asked.clone()).await, nothing);
        assert_eq!(person.asks(SEEN, asked.clone()).await, nothing);
        assert_eq!(neighbour.owner.asks(SEEN, asked.clone()).await, nothing);
        assert_eq!(firm.owner.asks(SEEN, asked.clone()).await["byId"]["id"], json!(firm.id));
        assert_eq!(firm.owner.asks(SEEN, asked.clone()).await["node"]["__typename"], "Company");
        assert_eq!(astana.asks(SEEN, asked.clone()).await["byId"]["id"], json!(firm.id));
    }
    let firm = Firm { owner: firm.owner, id: firm.id, name: firm.name };
    let input = json!({ "companyId": firm.id, "expectedVersion": firm.version().await, "evidence": "Registry extract of the day.", "checks": checks() });
    astana.does("verifyCompany", input, "company { state }").await;
    world.settle().await;
    let id = json!({ "id": firm.id });
    let everything = json!({ "node": { "__typename": "Company" }, "nodes": [{ "__typename": "Company" }], "byId": id, "bySlug": id, "byNumber": id,
                             "companies": { "totalCount": 1, "nodes": [id] }, "found": { "nodes": [id] } });
    assert_eq!(world.asks(SEEN, asked.clone()).await, everything);
    assert_eq!(neighbour.owner.asks(SEEN, asked.clone()).await, everything);
    // What the directory shows is all: version, reason and people stay with the company.
    let document = "query($id: ID!) { company(by: { id: $id }) { name state version rejectionReason registeredAt members { role } } }";
    let shown = json!({ "name": "Astyq Dan", "state": "VERIFIED", "version": null, "rejectionReason": null, "registeredAt": null, "members": null });
    for answer in [world.asks(document, id.clone()).await, neighbour.owner.asks(document, id).await] {
        assert_eq!(answer["company"], shown);
    }
}

async fn a_company_is_submitted_once(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let document = "mutation { submitCompany { company { state } userErrors { code path message } } }";
    assert_eq!(code(&world.send(None, document, json!({})).await), "UNAUTHENTICATED");
    let person = world.person("stranger@example.kz").await;
    assert_eq!(code(&person.sends(document, json!({})).await), "FORBIDDEN");
    assert_eq!(code(&astana.sends(document, json!({})).await), "FORBIDDEN");
    firm.submits().await;
    let version = firm.version().await;
    let again = async || {
        let payload = firm.owner.asks(document, json!({})).await["submitCompany"].clone();
        assert_eq!(payload["company"], Value::Null);
        assert_eq!(tests::people::refusals(&payload), ["NOT_SUBMITTABLE input"]);
    };
    again().await;
    assert_eq!(firm.version().await, version);
    let input = json!({ "companyId": firm.id, "expectedVersion": version, "evidence": "Registry extract of the day.", "checks": checks() });
    astana.does("verifyCompany", input, "company { state }").await;
    again().await;
    assert_eq!(state(&astana, &firm.id).await["state"], "VERIFIED");
}

async fn only_staff_decide_and_only_what_they_have_read(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let auditor = world.on_duty("auditor@kz.example", domain::staff::Duty::Auditor, "KZ").await;
    let verified = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let decide = |word: &str, id: &str, version: i64| {
        let mut input = json!({ "companyId": id, "expectedVersion": version, word: "Read in the register on the day." });
        if word == "evidence" {
            input["checks"] = checks();
        }
        input
    };
    let cases = [("verifyCompany", "evidence"), ("rejectCompany", "reason")];

    // A draft is not decided about, nor what was decided.
    let draft = firm.version().await;
    for (mutation, word) in cases {
        assert_eq!(astana.refusals(mutation, decide(word, &firm.id, draft)).await, ["NOT_SUBMITTED input.companyId"]);
        let input = decide(word, &verified.id, verified.version().await);
        assert_eq!(astana.refusals(mutation, input).await, ["NOT_SUBMITTED input.companyId"]);
    }
    firm.submits().await;
    let version = firm.version().await;
    assert_ne!(draft, version);
    let before = state(&astana, &firm.id).await;
    assert_eq!(before, json!({ "state": "SUBMITTED", "version": version, "rejectionReason": null, "verification": null }));
    let person = world.person("stranger@example.kz").await;
    for (mutation, word) in cases {
        let input = decide(word, &firm.id, version);
        for other in [&person, &firm.owner, &verified.owner, &auditor] {
            assert_eq!(other.is_denied(mutation, input.clone()).await, "FORBIDDEN", "{} {mutation}", other.email);
        }
        let capital = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
        let document = format!("mutation($input: {capital}Input!) {{ {mutation}(input: $input) {{ __typename }} }}");
        assert_eq!(code(&world.send(None, &document, json!({ "input": input })).await), "UNAUTHENTICATED");
        for stale in [draft, version + 1, 0, -1] {
            assert_eq!(astana.is_denied(mutation, decide(word, &firm.id, stale)).await, "CONFLICT", "{mutation} at {stale}");
        }
        let absent = "cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f";
        assert_eq!(astana.is_denied(mutation, decide(word, absent, 1)).await, "NOT_FOUND");
        let mut short = decide(word, &firm.id, version);
        short[word] = json!("too short");
        short["companyId"] = json!("nonsense");
        assert_eq!(
            astana.refusals(mutation, short).await,
            ["INVALID_INPUT input.companyId".to_owned(), format!("INVALID_INPUT input.{word}")]
        );
    }
    assert_eq!(state(&astana, &firm.id).await, before);
    assert_eq!(world.asks("{ companies { totalCount } }", json!({})).await["companies"]["totalCount"], 1);
    astana.does("verifyCompany", decide("evidence", &firm.id, version), "company { state }").await;
    // Two moderators cannot decide the same case twice.
    assert_eq!(astana.is_denied("rejectCompany", decide("reason", &firm.id, version)).await, "CONFLICT");
    assert_eq!(state(&astana, &firm.id).await["state"], "VERIFIED");
}

async fn a_rejected_company_is_corrected_and_verified(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    firm.submits().await;
    let reason = "The extract is older than a month; please send a new one.";
    let input = json!({ "companyId": firm.id, "expectedVersion": firm.version().await, "reason": reason });
    let payload = astana.does("rejectCompany", input, "company { state rejectionReason }").await;
    assert_eq!(payload["company"], json!({ "state": "REJECTED", "rejectionReason": reason }));
    world.settle().await;
    let letter = world.letters.last_to("owner1@kz.example").unwrap();
    assert_eq!(letter.subject, "Astyq Dan could not be verified");
    assert!(letter.text.contains(reason));
    assert_eq!(state(&firm.owner, &firm.id).await["rejectionReason"], reason);
    assert_eq!(world.asks("{ companies { totalCount } }", json!({})).await["companies"]["totalCount"], 0);

    firm.submits().await;
    let input = json!({ "companyId": firm.id, "expectedVersion": firm.version().await, "evidence": "The new extract was read.", "checks": checks() });
    let payload =
        astana.does("verifyCompany", input, "company { state rejectionReason verification { evidence verifiedAt validUntil } }").await;
    let badge =
        json!({ "evidence": "The new extract was read.", "verifiedAt": "2026-03-02T09:00:00Z", "validUntil": "2027-03-02T09:00:00Z" });
    assert_eq!(payload["company"], json!({ "state": "VERIFIED", "rejectionReason": null, "verification": badge }));
    world.settle().await;
    assert_eq!(world.letters.last_to("owner1@kz.example").unwrap().subject, "Astyq Dan is verified");
    let document = "query($id: ID!) { company(by: { id: $id }) { verification { evidence verifiedAt validUntil } } }";
    assert_eq!(world.asks(document, json!({ "id": firm.id })).await["company"]["verification"], badge, "a badge says what it means");
}

async fn nobody_decides_about_his_own_company(world: World) {
    let mut astana = world.person("moderator@kz.example").await;
    let colleague = world.moderator("colleague@kz.example", "KZ").await;
    let payload = astana.does("registerCompany", said(&json!({})), "company { id }").await;
    let id = payload["company"]["id"].as_str().unwrap().to_owned();
    astana.signs_in(json!({ "company": id })).await;
    data(&astana.sends("mutation { submitCompany { company { id } } }", json!({})).await);
    world.puts_on_duty(&mut astana, domain::staff::Duty::Moderator, "KZ").await;
    // Nor does he found another one while he is on duty, whomever he acts for.
    let another = said(&json!({ "registrationNumber": { "kind": "BIN", "value": tests::people::number("KZ", 77).1 } }));
    assert_eq!(astana.is_denied("registerCompany", another.clone()).await, "FORBIDDEN");
    astana.signs_in(json!({ "himself": true })).await;
    assert_eq!(astana.is_denied("registerCompany", another).await, "FORBIDDEN");
    astana.signs_in(json!({ "forum": true })).await;
    let before = state(&astana, &id).await;
    let version = before["version"].clone();
    let evidence = json!({ "companyId": id, "expectedVersion": version, "evidence": "I know it very well myself.", "checks": checks() });
    let reason = json!({ "companyId": id, "expectedVersion": version, "reason": "I know it very well myself." });
    assert_eq!(astana.is_denied("verifyCompany", evidence.clone()).await, "FORBIDDEN");
    assert_eq!(astana.is_denied("rejectCompany", reason).await, "FORBIDDEN");
    assert_eq!(state(&colleague, &id).await, before);
    colleague.does("verifyCompany", evidence, "company { state }").await;
}

/// One person registers companies and has them verified; less to do than a firm with an owner each.
async fn verified(person: &mut Person<'_>, moderator: &Person<'_>, input: Value) -> String {
    let payload = person.does("registerCompany", input, "company { id }").await;
    let id = payload["company"]["id"].as_str().unwrap().to_owned();
    person.signs_in(json!({ "company": id })).await;
    let submitted = person.asks("mutation { submitCompany { company { version } userErrors { code } } }", json!({})).await;
    let version = &submitted["submitCompany"]["company"]["version"];
    let input = json!({ "companyId": id, "expectedVersion": version, "evidence": "Registry extract of the day.", "checks": checks() });
    moderator.does("verifyCompany", input, "company { id }").await;
    id
}

async fn names(world: &World, filter: Value) -> Vec<String> {
    let document = "query($where: CompanyFilter!) { companies(where: $where) { totalCount nodes { name } } }";
    let answer = world.asks(document, json!({ "where": filter })).await;
    let nodes = answer["companies"]["nodes"].as_array().unwrap();
    if filter.get("search").is_none() {
        assert_eq!(answer["companies"]["totalCount"], nodes.len(), "{filter}");
    }
    nodes.iter().map(|node| node["name"].as_str().unwrap().to_owned()).collect()
}

async fn refused_argument(world: &World, document: &str) -> String {
    let answer = world.send(None, document, json!({})).await;
    assert_eq!(code(&answer), "BAD_USER_INPUT", "{document}");
    answer["errors"][0]["extensions"]["argument"].as_str().unwrap_or_else(|| panic!("no argument is named: {answer}")).to_owned()
}

async fn the_directory_is_filtered(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mut person = world.person("owner@example.kz").await;
    let mut grain = registration("KZ", "Grain of the North", 1, &["AGR-GR", "PET-UP"]);
    grain["region"] = json!("KZ-11");
    for input in [grain, registration("KZ", "Oil of the West", 2, &["PET-UP"]), registration("PK", "Mill of Punjab", 3, &["AGR-MI"])] {
        verified(&mut person, &astana, input).await;
        world.later(chrono::TimeDelta::seconds(1));
    }
    world.settle().await;
    let (grain, oil, mill) = ("Grain of the North", "Oil of the West", "Mill of Punjab");
    for (filter, expected) in [
        (json!({}), vec![mill, oil, grain]),
        (json!({ "country": "KZ" }), vec![oil, grain]),
        (json!({ "country": "PK" }), vec![mill]),
        (json!({ "region": "KZ-11" }), vec![grain]),
        (json!({ "region": "PK-SD" }), vec![]),
        (json!({ "sector": "AGR" }), vec![mill, grain]),
        (json!({ "sector": "PET" }), vec![oil, grain]),
        (json!({ "subsector": "AGR-GR" }), vec![grain]),
        (json!({ "sector": "AGR", "subsector": "AGR-MI" }), vec![mill]),
        (json!({ "country": "KZ", "sector": "AGR" }), vec![grain]),
        (json!({ "country": "PK", "region": "KZ-11" }), vec![]),
        (json!({ "country": "KZ", "subsector": "AGR-MI" }), vec![]),
        (json!({ "search": "of the", "country": "PK" }), vec![]),
        (json!({ "search": "north", "sector": "PET" }), vec![grain]),
        (json!({ "search": "north", "sector": "AGR", "region": "KZ-75" }), vec![]),
        (json!({ "search": "  " }), vec![mill, oil, grain]),
    ] {
        assert_eq!(names(&world, filter.clone()).await, expected, "{filter}");
    }
    for (filter, argument) in [
        ("region: \"KZ-99\"", "where.region"),
        ("sector: \"agr\"", "where.sector"),
        ("subsector: \"AGR\"", "where.subsector"),
        ("sector: \"PET\", subsector: \"AGR-GR\"", "where.subsector"),
    ] {
        assert_eq!(refused_argument(&world, &format!("{{ companies(where: {{ {filter} }}) {{ totalCount }} }}")).await, argument);
    }
    let long = format!("{{ companies(where: {{ search: \"{}\" }}) {{ totalCount }} }}", "я".repeat(201));
    assert_eq!(refused_argument(&world, &long).await, "where.search");
    for (by, argument) in [
        ("id: \"nonsense\"", "by.id"),
        ("id: \"lst_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f\"", "by.id"),
        ("registrationNumber: { kind: BIN, value: \"940140000386\" }", "by.registrationNumber.value"),
    ] {
        assert_eq!(refused_argument(&world, &format!("{{ company(by: {{ {by} }}) {{ id }} }}")).await, argument);
    }
    let absent = "{ company(by: { id: \"cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f\" }) { id } other: company(by: { slug: \"\" }) { id } }";
    assert_eq!(world.asks(absent, json!({})).await, json!({ "company": null, "other": null }));
}

async fn names_are_found_across_scripts_and_with_a_slip(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mut person = world.person("owner@example.kz").await;
    let named = |serial: u32, country: &str, script: &str, name: &str| {
        let mut input = registration(country, "x", serial, &["AGR-GR"]);
        input["legalNames"] = json!([{ "script": script, "name": name }]);
        input
    };
    for input in [
        named(1, "KZ", "CYRILLIC", "ТОО «Шымкент Дән»"),
        named(2, "PK", "ARABIC", "کراچی سیمنٹ"),
        named(3, "PK", "LATIN", "Sialkot Surgical Works (Pvt) Ltd"),
    ] {
        verified(&mut person, &astana, input).await;
    }
    world.settle().await;
    let (shymkent, karachi, sialkot) = ("ТОО «Шымкент Дән»", "کراچی سیمنٹ", "Sialkot Surgical Works (Pvt) Ltd");
    for (search, expected) in [
        ("Shymkent Dan", shymkent),
        ("shymkent", shymkent),
        ("Shimkent Dan", shymkent),
        ("Shymkemt", shymkent),
        ("Шымкент", shymkent),
        ("شمکنت", shymkent),
        ("Karachi Cement", karachi),
        ("Karachi", karachi),
        ("Karachy Simint", karachi),
        ("Карачи", karachi),
        ("کراچی", karachi),
        ("sialkot surgical", sialkot),
        ("Sialkot Surgicl", sialkot),
        ("Сиалкот", sialkot),
        ("سیالکوٹ", sialkot),
    ] {
        let found = names(&world, json!({ "search": search })).await;
        assert_eq!(found.first().map(String::as_str), Some(expected), "{search}: {found:?}");
    }
    assert_eq!(names(&world, json!({ "search": "Vostokmunaigaz" })).await, [""; 0]);
}

async fn pages_have_no_gap_and_no_repeat(world: World) {
    const PAGE: &str = "query($first: Int, $after: String, $last: Int, $before: String, $where: CompanyFilter!) {
        companies(first: $first, after: $after, last: $last, before: $before, where: $where) {
            edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mut person = world.person("owner@example.kz").await;
    let mut expected = Vec::new();
    for serial in 0..25 {
        expected.push(verified(&mut person, &astana, registration("KZ", &format!("Dala {serial}"), serial, &["AGR-GR"])).await);
        // Most of them share their moment with others, so that the order has to break ties.
        if serial % 9 == 8 {
            world.later(chrono::TimeDelta::seconds(1));
        }
    }
    world.settle().await;
    let all = async |filter: &Value| {
        let answer = world.asks(PAGE, json!({ "first": 100, "where": filter })).await;
        let page = &answer["companies"];
        assert_eq!((&page["pageInfo"]["hasNextPage"], &page["pageInfo"]["hasPreviousPage"]), (&json!(false), &json!(false)));
        page["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for filter in [json!({}), json!({ "search": "Dala" }), json!({ "sector": "AGR", "country": "KZ" })] {
        let whole = all(&filter).await;
        let mut sorted = (whole.clone(), expected.clone());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1, "{filter}");
        for (size, backward) in [(7, false), (7, true), (25, false), (24, true), (1, false)] {
            let mut read = Vec::new();
            let mut cursor = Value::Null;
            loop {
                let window = if backward {
                    json!({ "last": size, "before": cursor, "where": filter })
                } else {
                    json!({ "first": size, "after": cursor, "where": filter })
                };
                let page = world.asks(PAGE, window).await["companies"].clone();
                let ids: Vec<_> =
                    page["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()).collect();
                assert!(!ids.is_empty() && ids.len() <= size, "{filter} {size} {backward}");
                let info = &page["pageInfo"];
                let (more, came_from, end) = if backward {
                    ("hasPreviousPage", "hasNextPage", "startCursor")
                } else {
                    ("hasNextPage", "hasPreviousPage", "endCursor")
                };
                assert_eq!(info[came_from], json!(!read.is_empty()));
                read = if backward { [ids, read].concat() } else { [read, ids].concat() };
                if info[more] == false {
                    break;
                }
                cursor = info[end].clone();
            }
            assert_eq!(read, whole, "{filter} {size} {backward}");
        }
    }
    // The last verified come first.
    assert_eq!(world.asks("{ companies(first: 7) { nodes { id } } }", json!({})).await["companies"]["nodes"].as_array().unwrap().len(), 7);
    let newest = all(&json!({})).await;
    assert!(newest[..7].iter().all(|id| expected[18..].contains(id)), "{newest:?}");
    // Neither means twenty.
    assert_eq!(world.asks("{ companies { nodes { id } } }", json!({})).await["companies"]["nodes"].as_array().unwrap().len(), 20);

    for (arguments, argument) in [
        ("first: 0", "first"),
        ("first: -1", "first"),
        ("first: 101", "first"),
        ("last: 0", "last"),
        ("last: 101", "last"),
        ("first: 5, last: 5", "last"),
        ("after: \"\"", "after"),
        ("after: \"nonsense\"", "after"),
        ("first: 5, after: \"AQAAAAAAAAAA\"", "after"),
        ("last: 5, before: \"Invalid symbol 33, offset 12\"", "before"),
    ] {
        assert_eq!(refused_argument(&world, &format!("{{ companies({arguments}) {{ nodes {{ id }} }} }}")).await, argument, "{arguments}");
    }
}
