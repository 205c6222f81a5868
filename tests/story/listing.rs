//! Offers and needs: what is refused, who sees them, and how they end.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, people::refusals, world::code};

on_both_databases! {
    an_unverified_company_drafts_and_publishes_nothing,
    terms_are_refused_with_code_and_path,
    a_listing_is_published_once_and_closed_once,
    others_see_what_is_published_only,
    a_listing_of_others_is_as_if_it_were_not_there,
    a_listing_expires_by_itself,
    matches_go_with_the_listing,
}

fn terms(title: &str) -> Value {
    json!({
        "kind": "OFFER", "subsector": "AGR-GR", "title": title, "text": "As the story goes.", "hsCode": "1001.99",
        "quantity": { "amount": 500, "unit": "TONNE" }, "value": { "amount": "125000.50", "currency": "USD" },
        "incoterms": ["FCA", "DAP", "FCA"], "certificates": ["ISO 22000"], "languages": ["EN"], "partnershipForms": ["TRADE"],
        "expiresAt": "2026-06-01T00:00:00Z",
    })
}

/// The titles of the company's own listings in a state.
async fn own(reader: &Person<'_>, state: &str) -> Vec<String> {
    titles(
        &reader
            .asks("query($state: ListingState) { listings(where: { state: $state }) { nodes { title } } }", json!({ "state": state }))
            .await,
    )
}

fn titles(answer: &Value) -> Vec<String> {
    let nodes = answer["listings"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

async fn shown(world: &World) -> Vec<String> {
    titles(&world.asks("{ listings { nodes { title } } }", json!({})).await)
}

async fn drafts(firm: &Firm<'_>, title: &str) -> String {
    let payload = firm.owner.does("draftListing", json!({ "terms": terms(title) }), "listing { id state publishedAt }").await;
    assert_eq!(payload["listing"]["state"], "DRAFT");
    assert_eq!(payload["listing"]["publishedAt"], Value::Null);
    payload["listing"]["id"].as_str().unwrap().to_owned()
}

fn publish(draft: &str) -> Value {
    json!({ "listing": { "draftId": draft } })
}

async fn an_unverified_company_drafts_and_publishes_nothing(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let draft = drafts(&firm, "Milling wheat").await;
    for submitted in [false, true] {
        if submitted {
            firm.submits().await;
        }
        assert_eq!(firm.owner.is_denied("publishListing", publish(&draft)).await, "FORBIDDEN");
        let input = json!({ "listing": { "terms": terms("Barley") } });
        assert_eq!(firm.owner.is_denied("publishListing", input).await, "FORBIDDEN");
        assert_eq!(own(&firm.owner, "DRAFT").await, ["Milling wheat"]);
        assert_eq!(own(&firm.owner, "PUBLISHED").await, [""; 0]);
        assert_eq!(shown(&world).await, [""; 0]);
    }
    let input = json!({ "companyId": firm.id, "expectedVersion": firm.version().await, "evidence": "Registry extract of the day.", "checks": tests::people::checks() });
    astana.does("verifyCompany", input, "company { state }").await;
    firm.owner.does("publishListing", publish(&draft), "listing { state }").await;
    assert_eq!(shown(&world).await, ["Milling wheat"]);

    // Who acts for no company has no listings.
    let person = world.person("stranger@example.kz").await;
    let input = json!({ "terms": terms("Barley") });
    assert_eq!(person.is_denied("draftListing", input.clone()).await, "FORBIDDEN");
    assert_eq!(astana.is_denied("draftListing", input.clone()).await, "FORBIDDEN");
    let document = "mutation($input: DraftListingInput!) { draftListing(input: $input) { __typename } }";
    assert_eq!(code(&world.send(None, document, json!({ "input": input })).await), "UNAUTHENTICATED");
}

async fn terms_are_refused_with_code_and_path(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let many: Vec<String> = (0..21).map(|number| format!("Certificate {number}")).collect();
    for (change, expected) in [
        (json!({ "subsector": "AGR" }), vec!["INVALID_INPUT subsector"]),
        (json!({ "title": "Rye" }), vec!["INVALID_INPUT title"]),
        (json!({ "title": "а".repeat(141) }), vec!["INVALID_INPUT title"]),
        (json!({ "title": "Wheat \u{202E}taehw" }), vec!["INVALID_INPUT title"]),
        (json!({ "text": "а".repeat(4_001) }), vec!["INVALID_INPUT text"]),
        (json!({ "hsCode": "100" }), vec!["INVALID_INPUT hsCode"]),
        (json!({ "hsCode": "7701" }), vec!["INVALID_INPUT hsCode"]),
        (json!({ "quantity": { "amount": 0, "unit": "TONNE" } }), vec!["INVALID_INPUT quantity.amount"]),
        (json!({ "quantity": { "amount": -5, "unit": "TONNE" } }), vec!["INVALID_INPUT quantity.amount"]),
        (json!({ "value": { "amount": "-1", "currency": "USD" } }), vec!["INVALID_INPUT value.amount"]),
        (json!({ "value": { "amount": "0.001", "currency": "USD" } }), vec!["INVALID_INPUT value.amount"]),
        (json!({ "certificates": many }), vec!["INVALID_INPUT certificates"]),
        (json!({ "certificates": ["ISO 22000", " "] }), vec!["INVALID_INPUT certificates.1"]),
        (json!({ "expiresAt": "2026-03-02T09:00:00Z" }), vec!["EXPIRES_IN_THE_PAST expiresAt"]),
        (json!({ "expiresAt": "2020-01-01T00:00:00Z" }), vec!["EXPIRES_IN_THE_PAST expiresAt"]),
        (json!({ "expiresAt": "2026-09-01T09:00:01Z" }), vec!["EXPIRES_TOO_LATE expiresAt"]),
        (
            json!({ "subsector": "?", "title": "", "hsCode": "x", "quantity": { "amount": 0, "unit": "PIECE" }, "certificates": [""] }),
            vec![
                "INVALID_INPUT subsector",
                "INVALID_INPUT title",
                "INVALID_INPUT hsCode",
                "INVALID_INPUT quantity.amount",
                "INVALID_INPUT certificates.0",
            ],
        ),
    ] {
        let mut terms = terms("Milling wheat");
        terms.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let below = |root: &str| expected.iter().map(|told| told.replacen(' ', &format!(" input.{root}."), 1)).collect::<Vec<_>>();
        assert_eq!(firm.owner.refusals("draftListing", json!({ "terms": terms })).await, below("terms"), "{change}");
        let input = json!({ "listing": { "terms": terms } });
        assert_eq!(firm.owner.refusals("publishListing", input).await, below("listing.terms"), "{change}");
    }
    for state in ["DRAFT", "PUBLISHED"] {
        assert_eq!(own(&firm.owner, state).await, [""; 0], "nothing is half-written");
    }
    // What is as long as it may be is taken, and comes back as it was said.
    let mut longest = terms(&"а".repeat(140));
    longest["expiresAt"] = json!("2026-09-01T09:00:00Z");
    let fields =
        "listing { title hsCode quantity { amount unit } value { amount currency } incoterms certificates expiresAt company { id } }";
    let payload = firm.owner.does("publishListing", json!({ "listing": { "terms": longest } }), fields).await;
    assert_eq!(
        payload["listing"],
        json!({ "title": "а".repeat(140), "hsCode": "100199", "quantity": { "amount": 500, "unit": "TONNE" },
                "value": { "amount": "125000.50", "currency": "USD" }, "incoterms": ["FCA", "DAP"], "certificates": ["ISO 22000"],
                "expiresAt": "2026-09-01T09:00:00Z", "company": { "id": firm.id } })
    );
}

async fn a_listing_is_published_once_and_closed_once(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let draft = drafts(&firm, "Milling wheat").await;
    let close = json!({ "listingId": draft });
    let payload = firm.owner.does("publishListing", publish(&draft), "listing { id state publishedAt }").await;
    assert_eq!(payload["listing"], json!({ "id": draft, "state": "PUBLISHED", "publishedAt": "2026-03-02T09:00:00Z" }));
    assert_eq!(firm.owner.refusals("publishListing", publish(&draft)).await, ["NOT_DRAFT input.listing"]);
    assert_eq!(own(&firm.owner, "PUBLISHED").await, ["Milling wheat"]);
    let payload = firm.owner.does("closeListing", close.clone(), "listing { state }").await;
    assert_eq!(payload["listing"]["state"], "CLOSED");
    assert_eq!(firm.owner.refusals("closeListing", close).await, ["NOT_OPEN input.listingId"]);
    assert_eq!(firm.owner.refusals("publishListing", publish(&draft)).await, ["NOT_DRAFT input.listing"]);
    assert_eq!(own(&firm.owner, "CLOSED").await, ["Milling wheat"]);
    assert_eq!(shown(&world).await, [""; 0]);

    // A draft may be closed too; one that waited too long is not published.
    let other = drafts(&firm, "Barley").await;
    firm.owner.does("closeListing", json!({ "listingId": other }), "listing { state }").await;
    assert_eq!(firm.owner.refusals("publishListing", publish(&other)).await, ["NOT_DRAFT input.listing"]);
    let payload = firm.owner.tries("closeListing", json!({ "listingId": "nonsense" }), "listing { id }").await;
    assert_eq!(refusals(&payload), ["INVALID_INPUT input.listingId"]);
    let payload = firm.owner.tries("publishListing", publish("nonsense"), "listing { id }").await;
    assert_eq!(refusals(&payload), ["INVALID_INPUT input.listing.draftId"]);
}

async fn others_see_what_is_published_only(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let other = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let draft = drafts(&firm, "A draft of wheat").await;
    let published = firm.publishes("OFFER", "AGR-GR", "Wheat for sale").await;
    let closed = firm.publishes("OFFER", "AGR-GR", "Wheat of last year").await;
    firm.owner.does("closeListing", json!({ "listingId": closed }), "listing { state }").await;
    world.settle().await;

    let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Listing { title } } }";
    let ids = json!({ "ids": [draft, published, closed] });
    let seen = json!({ "nodes": [null, { "id": published, "title": "Wheat for sale" }, null] });
    let person = world.person("stranger@example.kz").await;
    assert_eq!(world.asks(nodes, ids.clone()).await, seen);
    assert_eq!(person.asks(nodes, ids.clone()).await, seen);
    assert_eq!(other.owner.asks(nodes, ids.clone()).await, seen);
    let answer = firm.owner.asks(nodes, ids).await;
    assert!(answer["nodes"].as_array().unwrap().iter().all(|node| !node.is_null()), "{answer}");

    assert_eq!(shown(&world).await, ["Wheat for sale"]);
    let of_firm = "query($id: ID!, $state: ListingState) { listings(where: { company: $id, state: $state }) { nodes { title } } }";
    for (state, expected) in [("DRAFT", "A draft of wheat"), ("CLOSED", "Wheat of last year")] {
        let asked = json!({ "id": firm.id, "state": state });
        assert_eq!(titles(&other.owner.asks(of_firm, asked.clone()).await), [""; 0]);
        assert_eq!(titles(&world.asks(of_firm, asked.clone()).await), [""; 0]);
        assert_eq!(own(&other.owner, state).await, [""; 0]);
        assert_eq!(titles(&firm.owner.asks(of_firm, asked).await), [expected]);
    }
    assert_eq!(titles(&other.owner.asks(of_firm, json!({ "id": firm.id })).await), ["Wheat for sale"]);
    // The filters hold together.
    for (filter, expected) in [
        (json!({ "country": "PK" }), vec![]),
        (json!({ "country": "KZ", "kind": "OFFER", "sector": "AGR" }), vec!["Wheat for sale"]),
        (json!({ "kind": "NEED" }), vec![]),
        (json!({ "subsector": "AGR-MI" }), vec![]),
        (json!({ "subsector": "AGR-GR" }), vec!["Wheat for sale"]),
    ] {
        let answer =
            world.asks("query($where: ListingFilter!) { listings(where: $where) { nodes { title } } }", json!({ "where": filter })).await;
        assert_eq!(titles(&answer), expected, "{filter}");
    }
    for (filter, argument) in
        [("company: \"x\"", "where.company"), ("sector: \"x\"", "where.sector"), ("subsector: \"x\"", "where.subsector")]
    {
        let answer = world.send(None, &format!("{{ listings(where: {{ {filter} }}) {{ nodes {{ id }} }} }}"), json!({})).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT");
        assert_eq!(answer["errors"][0]["extensions"]["argument"], argument);
    }
}

async fn a_listing_of_others_is_as_if_it_were_not_there(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let other = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let draft = drafts(&firm, "A draft of wheat").await;
    let absent = "lst_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f";
    let close = "mutation($id: ID!) { closeListing(input: { listingId: $id }) { listing { id } userErrors { code } } }";
    let publish = "mutation($id: ID!) { publishListing(input: { listing: { draftId: $id } }) { listing { id } userErrors { code } } }";
    for document in [close, publish] {
        let nowhere = other.owner.sends(document, json!({ "id": absent })).await;
        assert_eq!(code(&nowhere), "NOT_FOUND");
        let foreign = other.owner.sends(document, json!({ "id": draft })).await;
        assert_eq!(told(foreign), told(nowhere));
    }
    // What is published is read by everybody and closed by its own company only.
    let published = firm.publishes("OFFER", "AGR-GR", "Wheat for sale").await;
    let refused = code(&other.owner.sends(close, json!({ "id": published })).await).to_owned();
    assert_eq!(refused, "FORBIDDEN", "visible but not allowed");
    assert_eq!(code(&world.send(None, close, json!({ "id": published })).await), "UNAUTHENTICATED");
    assert_eq!(own(&firm.owner, "DRAFT").await, ["A draft of wheat"]);
    assert_eq!(shown(&world).await, ["Wheat for sale"]);
}

/// The bytes of an answer but for what the meter shows, which counts down.
fn told(mut answer: Value) -> String {
    let cost = &mut answer["extensions"]["cost"];
    assert!(cost["remaining"].is_number());
    cost["remaining"] = json!(0);
    answer.to_string()
}

async fn a_listing_expires_by_itself(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mut firm = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let mut soon = terms("Wheat until tomorrow");
    soon["expiresAt"] = json!("2026-03-03T09:00:00Z");
    let payload = firm.owner.does("publishListing", json!({ "listing": { "terms": soon } }), "listing { id }").await;
    let id = payload["listing"]["id"].clone();
    soon["title"] = json!("A draft until tomorrow");
    let draft = firm.owner.does("draftListing", json!({ "terms": soon }), "listing { id }").await["listing"]["id"].clone();
    firm.publishes("OFFER", "AGR-GR", "Wheat until summer").await;

    world.later(TimeDelta::days(1) - TimeDelta::microseconds(1));
    world.settle().await;
    let mut before = shown(&world).await;
    before.sort_unstable();
    assert_eq!(before, ["Wheat until summer", "Wheat until tomorrow"]);
    world.later(TimeDelta::microseconds(1));
    world.settle().await;
    assert_eq!(shown(&world).await, ["Wheat until summer"]);
    let node = world.asks("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
    assert_eq!(node["node"], Value::Null);

    firm.owner.signs_in(json!({ "company": firm.id })).await;
    assert!(own(&firm.owner, "EXPIRED").await.contains(&"Wheat until tomorrow".to_owned()));
    assert_eq!(firm.owner.refusals("closeListing", json!({ "listingId": id })).await, ["NOT_OPEN input.listingId"]);
    assert_eq!(firm.owner.refusals("publishListing", publish(id.as_str().unwrap())).await, ["NOT_DRAFT input.listing"]);
    let late = firm.owner.refusals("publishListing", publish(draft.as_str().unwrap())).await;
    assert_eq!(late, ["EXPIRES_IN_THE_PAST input.listing"]);
    assert_eq!(shown(&world).await, ["Wheat until summer"]);
}

async fn matches_go_with_the_listing(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    baker.publishes("NEED", "AGR-GR", "Wheat for milling").await;
    let offer = mill.publishes("OFFER", "AGR-GR", "Milling wheat").await;
    let about = async || {
        let document = "{ matches { nodes { company { name } reasons { code listings { title } } } } }";
        baker.owner.asks(document, json!({})).await["matches"]["nodes"].clone()
    };
    let before = about().await;
    assert_eq!(before[0]["company"]["name"], "Astyq Dan");
    assert_eq!(before[0]["reasons"][0]["code"], "SAME_SUBSECTOR");
    assert!(before.to_string().contains("Milling wheat"));
    // Another company's draft is no reason for anybody.
    drafts(&mill, "A secret draft of wheat").await;
    world.settle().await;
    assert_eq!(about().await, before);

    mill.owner.does("closeListing", json!({ "listingId": offer }), "listing { state }").await;
    world.settle().await;
    let after = about().await;
    assert!(!after.to_string().contains("Milling wheat"), "{after:#}");
    assert!(!after.to_string().contains("SAME_SUBSECTOR"), "{after:#}");
    // It comes back with another.
    mill.publishes("OFFER", "AGR-GR", "Milling wheat again").await;
    assert!(about().await.to_string().contains("Milling wheat again"));
}
