//! What a company changes of what it says, and how it goes for good.

use serde_json::{Value, json};
use tests::{
    Firm, World, on_both_databases,
    people::{checks, number, registration},
    world::code,
};

on_both_databases! {
    what_a_company_says_shows_at_once,
    another_name_or_number_is_looked_at_first,
    an_edit_is_refused_with_code_and_path,
    only_those_who_speak_for_it_edit_what_they_have_read,
    a_company_closes_when_no_venture_is_open,
    a_person_who_registers_and_closes_is_bounded_too,
}

const CARD: &str = "query($id: ID!) { company(by: { id: $id }) { name state size website tagline { en ur } profile { en } } }";

async fn card(world: &World, id: &str) -> Value {
    world.asks(CARD, json!({ "id": id })).await["company"].clone()
}

async fn edit(firm: &Firm<'_>, change: Value) -> Value {
    let mut input = change;
    input["expectedVersion"] = json!(firm.version().await);
    input
}

async fn found(world: &World, text: &str) -> Value {
    let document = "query($text: String!) { companies(where: { search: $text }) { nodes { id } } }";
    world.asks(document, json!({ "text": text })).await["companies"]["nodes"].clone()
}

async fn what_a_company_says_shows_at_once(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let change = json!({
        "size": "LARGE", "website": "https://WWW.Astyq.kz/about", "subsectors": ["AGR-GR", "AGR-MI"], "region": "KZ-71",
        "tagline": [{ "language": "EN", "text": "Wheat of the steppe" }, { "language": "UR", "text": "میدان کی گندم" }],
        "profile": [{ "language": "EN", "text": "We have grown wheat since 1998." }],
    });
    let before = world.happened().await;
    let edited = firm.owner.does("editCompany", edit(&firm, change.clone()).await, "sentToReview company { state version }").await;
    assert_eq!((&edited["sentToReview"], &edited["company"]["state"]), (&json!(false), &json!("VERIFIED")));
    assert_eq!(world.happened_since(before).await, 1);
    let expected = json!({
        "name": "Astyq Dan", "state": "VERIFIED", "size": "LARGE", "website": "https://www.astyq.kz/about",
        "tagline": { "en": "Wheat of the steppe", "ur": "میدان کی گندم" }, "profile": { "en": "We have grown wheat since 1998." },
    });
    assert_eq!(card(&world, &firm.id).await, expected);
    let in_mills = "{ companies(where: { subsector: \"AGR-MI\", region: \"KZ-71\" }) { nodes { id } } }";
    assert_eq!(world.asks(in_mills, json!({})).await["companies"]["nodes"], json!([{ "id": firm.id }]));
    let before_the_move = "{ companies(where: { region: \"KZ-75\" }) { nodes { id } } }";
    assert_eq!(world.asks(before_the_move, json!({})).await["companies"]["nodes"], json!([]));
    assert_eq!(firm.owner.refusals("editCompany", edit(&firm, change).await).await, ["NOTHING_CHANGED input"]);
    firm.owner.does("editCompany", edit(&firm, json!({ "website": null })).await, "company { website }").await;
    assert_eq!(card(&world, &firm.id).await["website"], json!(null));
    world.settle().await;
    assert_eq!(found(&world, "Astyq Dan").await, json!([{ "id": firm.id }]));
}

async fn another_name_or_number_is_looked_at_first(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let partner = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let renamed =
        json!({ "legalNames": [{ "script": "LATIN", "name": "Saryarka Bidai" }, { "script": "CYRILLIC", "name": "Сарыарқа Бидай" }] });
    let edited = firm.owner.does("editCompany", edit(&firm, renamed).await, "sentToReview company { state name }").await;
    assert_eq!(edited, json!({ "sentToReview": true, "company": { "state": "SUBMITTED", "name": "Saryarka Bidai" }, "userErrors": [] }));
    world.settle().await;
    // Until somebody has looked nobody reads the new name, nor deals with the company under the old one.
    assert_eq!(card(&world, &firm.id).await, json!(null));
    assert_eq!((found(&world, "Saryarka Bidai").await, found(&world, "Astyq Dan").await), (json!([]), json!([])));
    let asked = json!({ "companyId": firm.id, "message": "We would like to buy wheat from you every month." });
    assert_eq!(partner.owner.is_denied("requestIntroduction", asked).await, "NOT_FOUND");
    let cases = astana.asks("{ moderationCases(where: { state: OPEN }) { nodes { kind company { name } } } }", json!({})).await;
    assert_eq!(cases["moderationCases"]["nodes"], json!([{ "kind": "CHANGE", "company": { "name": "Saryarka Bidai" } }]));
    let input = json!({ "companyId": firm.id, "expectedVersion": firm.version().await, "evidence": "The new extract was read.", "checks": checks() });
    astana.does("verifyCompany", input, "company { state }").await;
    world.settle().await;
    assert_eq!(card(&world, &firm.id).await["name"], "Saryarka Bidai");
    assert_eq!(found(&world, "Сарыарка бидай").await, json!([{ "id": firm.id }]));
    let (kind, value) = number("KZ", 77);
    let renumbered = json!({ "registrationNumber": { "kind": kind, "value": value } });
    let edited = firm.owner.does("editCompany", edit(&firm, renumbered).await, "sentToReview").await;
    assert_eq!(edited["sentToReview"], true);
    world.settle().await;
}

async fn an_edit_is_refused_with_code_and_path(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    world.kazakh("Semey Foods", 3, &["AGR-GR"], &astana).await;
    let (kind, value) = number("KZ", 3);
    let before = (world.happened().await, card(&world, &firm.id).await);
    for (change, expected) in [
        (json!({}), "NOTHING_CHANGED input"),
        (json!({ "legalForm": "PK-PVT" }), "LEGAL_FORM_OF_OTHER_COUNTRY input.legalForm"),
        (json!({ "region": "PK-PB" }), "REGION_OF_OTHER_COUNTRY input.region"),
        (json!({ "registrationNumber": { "kind": "SECP", "value": "0991234" } }), "NUMBER_OF_OTHER_COUNTRY input.registrationNumber.kind"),
        (json!({ "registrationNumber": { "kind": kind, "value": value } }), "NUMBER_TAKEN input.registrationNumber.value"),
        (json!({ "subsectors": [] }), "NO_SUBSECTORS input.subsectors"),
        (json!({ "subsectors": ["AGR-GR", "AGR-GR"] }), "SUBSECTOR_TWICE input.subsectors"),
        (json!({ "legalNames": [] }), "INVALID_INPUT input.legalNames"),
        (json!({ "website": "javascript:alert(1)" }), "INVALID_INPUT input.website"),
        (json!({ "website": "https://localhost/admin" }), "INVALID_INPUT input.website"),
        (json!({ "tagline": [{ "language": "EN", "text": "a".repeat(161) }] }), "INVALID_INPUT input.tagline.0.text"),
        (json!({ "lei": "5493001KJTIIGC8Y1R13" }), "INVALID_INPUT input.lei"),
    ] {
        assert_eq!(firm.owner.refusals("editCompany", edit(&firm, change.clone()).await).await, [expected], "{change}");
    }
    assert_eq!((world.happened().await, card(&world, &firm.id).await), before);
}

async fn only_those_who_speak_for_it_edit_what_they_have_read(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let other = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let input = edit(&firm, json!({ "size": "MICRO" })).await;
    let person = world.person("stranger@example.kz").await;
    assert_eq!(person.is_denied("editCompany", input.clone()).await, "FORBIDDEN");
    assert_eq!(astana.is_denied("editCompany", input.clone()).await, "FORBIDDEN");
    let stale = json!({ "expectedVersion": 0, "size": "MICRO" });
    assert_eq!(firm.owner.is_denied("editCompany", stale).await, "CONFLICT");
    // There is no way to name another's company: the other edits its own.
    let own = edit(&other, json!({ "size": "MICRO" })).await;
    other.owner.does("editCompany", own, "company { size }").await;
    assert_eq!(card(&world, &firm.id).await["size"], "MEDIUM");
    firm.owner.does("editCompany", input.clone(), "company { size }").await;
    assert_eq!(firm.owner.is_denied("editCompany", input).await, "CONFLICT", "the second of two tabs");
    world.settle().await;
}

async fn a_company_closes_when_no_venture_is_open(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mut firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let partner = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let third = world.pakistani("Ravi Textiles", 3, &["AGR-MI"], &astana).await;
    firm.publishes("OFFER", "AGR-GR", "Milling wheat").await;
    firm.is_introduced_to(&partner).await;
    firm.owner
        .does(
            "requestIntroduction",
            json!({ "companyId": third.id, "message": "We would like to sell wheat to you." }),
            "introduction { id }",
        )
        .await;
    firm.owner.does("inviteMember", json!({ "email": "aliya@dan.example", "role": "VIEWER" }), "invitation { id }").await;
    let parties = json!([{ "companyId": firm.id, "role": "FOUNDER" }, { "companyId": partner.id, "role": "INVESTOR" }]);
    let input = json!({ "title": "Flour mill in Multan", "structure": "CONTRACTUAL", "subsectors": ["AGR-MI"], "parties": parties });
    let venture = firm.owner.does("proposeJointVenture", input, "jointVenture { id }").await["jointVenture"]["id"].clone();
    let version = json!({ "expectedVersion": firm.version().await });
    assert_eq!(firm.owner.refusals("closeCompany", version.clone()).await, ["OPEN_VENTURES input"]);
    assert_eq!(card(&world, &firm.id).await["state"], "VERIFIED");
    let end = json!({ "jointVentureId": venture, "to": "WITHDRAWN", "reason": "Other plans" });
    firm.owner.does("advanceJointVenture", end, "jointVenture { stage }").await;
    assert_eq!(firm.owner.is_denied("closeCompany", json!({ "expectedVersion": 0 })).await, "CONFLICT");
    world.later(chrono::TimeDelta::minutes(16));
    firm.owner.refreshes().await;
    assert_eq!(firm.owner.is_denied("closeCompany", version.clone()).await, "FORBIDDEN", "not without a fresh password");
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    let closed = firm.owner.does("closeCompany", version, "company { state closedAt }").await;
    assert_eq!(closed["company"], json!({ "state": "CLOSED", "closedAt": "2026-03-02T09:16:00Z" }));
    world.settle().await;
    assert_eq!(card(&world, &firm.id).await, json!(null));
    assert_eq!(found(&world, "Astyq Dan").await, json!([]));
    assert_eq!(world.asks("{ listings { nodes { id } } }", json!({})).await["listings"]["nodes"], json!([]));
    let past = "{ viewer { company { state } } introductions { nodes { state } } invitations { nodes { state } } jointVentures { nodes { stage } } }";
    let past = firm.owner.asks(past, json!({})).await;
    let mut ended: Vec<&str> =
        past["introductions"]["nodes"].as_array().unwrap().iter().filter_map(|node| node["state"].as_str()).collect();
    ended.sort_unstable();
    assert_eq!(ended, ["ACCEPTED", "WITHDRAWN"]);
    assert_eq!(past["invitations"]["nodes"], json!([{ "state": "WITHDRAWN" }]));
    assert_eq!((&past["viewer"]["company"]["state"], &past["jointVentures"]["nodes"][0]["stage"]), (&json!("CLOSED"), &json!("WITHDRAWN")));
    // Nothing is done any more in its name, and its number is free.
    let terms = json!({ "kind": "OFFER", "subsector": "AGR-GR", "title": "Wheat", "expiresAt": "2026-06-01T00:00:00Z" });
    assert_eq!(firm.owner.is_denied("draftListing", json!({ "terms": terms })).await, "FORBIDDEN");
    assert_eq!(firm.owner.is_denied("inviteMember", json!({ "email": "x@dan.example", "role": "VIEWER" })).await, "FORBIDDEN");
    let document = "mutation { submitCompany { userErrors { code } } }";
    let answer = firm.owner.sends(document, json!({})).await;
    assert!(answer["data"]["submitCompany"]["userErrors"][0]["code"] == "NOT_SUBMITTABLE" || code(&answer) == "FORBIDDEN", "{answer}");
    let heir = registration("KZ", "Astyq Dan", 1, &["AGR-GR"]);
    world.person("heir@dan.example").await.does("registerCompany", heir, "company { id }").await;
    world.settle().await;
}

async fn a_person_who_registers_and_closes_is_bounded_too(world: World) {
    let mut person = world.person("owner@example.kz").await;
    for serial in 1..=3 {
        let input = registration("KZ", "Astyq Dan", serial, &["AGR-GR"]);
        let id = person.does("registerCompany", input, "company { id }").await["company"]["id"].clone();
        person.signs_in(json!({ "company": id })).await;
        person.does("closeCompany", json!({ "expectedVersion": 1 }), "company { state }").await;
    }
    let fourth = || registration("KZ", "Astyq Dan", 4, &["AGR-GR"]);
    assert_eq!(person.refusals("registerCompany", fourth()).await, ["TOO_MANY_UNVERIFIED input"]);
    world.later(chrono::TimeDelta::days(31));
    person.signs_in(json!({ "himself": true })).await;
    person.does("registerCompany", fourth(), "company { id }").await;
    world.settle().await;
}
