//! The audit as people meet it: an owner reads what concerns the company, an auditor looks into everything, anybody checks a proof.

use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use domain::staff::Duty;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use ring::{
    digest::{SHA256, digest},
    signature::{ED25519, UnparsedPublicKey},
};
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, world::code};

on_both_databases! {
    an_owner_reads_what_concerns_the_company,
    what_is_private_is_told_to_those_whom_it_concerns,
    nobody_but_the_owner_reads_the_company_s_entries,
    no_personal_value_stands_in_the_audit,
    an_auditor_looks_for_events_and_every_look_is_one,
    nobody_else_looks_into_the_audit,
    every_mutation_is_one_event,
    what_was_refused_leaves_no_trace,
    a_proof_is_checked_by_a_stranger,
    checkpoints_are_taken_in_time,
    an_auditor_takes_a_copy,
    nobody_else_takes_a_copy,
    companies_that_deal_at_one_moment_wait_for_each_other,
}

const AUDIT: &str = "query($id: ID!, $first: Int, $after: String) { company(by: { id: $id }) { audit(first: $first, after: $after) {
    nodes { id number event actorKind actor request hash content changes { table row rows values { column before after withheld } } }
    pageInfo { hasNextPage endCursor } } } }";

async fn entries(firm: &Firm<'_>) -> Vec<Value> {
    let answer = firm.owner.asks(AUDIT, json!({ "id": firm.id, "first": 100 })).await;
    answer["company"]["audit"]["nodes"].as_array().unwrap().clone()
}

/// What an entry says of a column of a table: what it was and what it became.
fn value(entry: &Value, table: &str, column: &str) -> Option<(Option<String>, Option<String>, Option<String>)> {
    let change = entry["changes"].as_array()?.iter().find(|change| change["table"] == table)?;
    let value = change["values"].as_array()?.iter().find(|value| value["column"] == column)?;
    let text = |side: &str| value[side].as_str().map(str::to_owned);
    Some((text("before"), text("after"), text("withheld")))
}

fn text(of: &str) -> Option<String> {
    Some(format!("\"{of}\""))
}

async fn two_firms(world: &World) -> (Firm<'_>, Firm<'_>) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let seller = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let buyer = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
    (seller, buyer)
}

async fn an_owner_reads_what_concerns_the_company(world: World) {
    let (seller, buyer) = two_firms(&world).await;
    seller.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    seller.is_introduced_to(&buyer).await;
    let entries = entries(&seller).await;
    let told: Vec<_> = entries.iter().map(|entry| (entry["number"].as_i64().unwrap(), entry["event"].as_str().unwrap())).collect();
    let expected = [
        (6, "IntroductionAccepted"),
        (5, "IntroductionRequested"),
        (4, "ListingPublished"),
        (3, "CompanyVerified"),
        (2, "CompanySubmitted"),
        (1, "CompanyRegistered"),
    ];
    assert_eq!(told, expected);
    let [accepted, requested, _, verified, submitted, registered] = &entries[..] else { panic!("six entries") };
    assert_eq!(value(verified, "company", "state"), Some((text("SUBMITTED"), text("VERIFIED"), None)));
    assert_eq!(value(submitted, "company", "state"), Some((text("DRAFT"), text("SUBMITTED"), None)));
    assert_eq!(value(registered, "company", "state"), Some((None, text("DRAFT"), None)));
    // Who did it is told of one's own people only.
    let own = seller.owner.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone();
    assert_eq!((&requested["actorKind"], &requested["actor"]), (&json!("MEMBER"), &own));
    assert!(requested["request"].as_str().is_some_and(|request| !request.is_empty()));
    assert_eq!((&accepted["actorKind"], &accepted["actor"], &accepted["request"]), (&json!("MEMBER"), &Value::Null, &Value::Null));
    assert_eq!((&verified["actorKind"], &verified["actor"]), (&json!("STAFF"), &Value::Null));
    // A case is the staff's: the company reads it where it stands, not what was written down beside it.
    assert!(verified["changes"].as_array().unwrap().iter().all(|change| change["table"] == "company"), "{verified:#}");
    // Page by page it is the same.
    let first = seller.owner.asks(AUDIT, json!({ "id": seller.id, "first": 4 })).await["company"]["audit"].clone();
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let after = json!({ "id": seller.id, "first": 4, "after": first["pageInfo"]["endCursor"] });
    let second = seller.owner.asks(AUDIT, after).await["company"]["audit"].clone();
    assert_eq!(second["pageInfo"]["hasNextPage"], false);
    let pages = [first["nodes"].as_array().unwrap().clone(), second["nodes"].as_array().unwrap().clone()].concat();
    assert_eq!(pages, entries);
}

async fn what_is_private_is_told_to_those_whom_it_concerns(world: World) {
    let (seller, buyer) = two_firms(&world).await;
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    let message = "Forty thousand poods, and not a word to anybody.";
    let ask = json!({ "companyId": buyer.id, "message": message });
    let payload = seller.owner.does("requestIntroduction", ask, "introduction { id }").await;
    for firm in [&seller, &buyer] {
        let entries = entries(firm).await;
        assert_eq!(value(&entries[0], "introduction", "message"), Some((None, text(message), None)));
    }
    let found = auditor.asks(SEARCH, json!({ "where": { "event": "IntroductionRequested" }, "first": 1 })).await;
    let event = &found["auditEvents"]["nodes"][0];
    assert_eq!(value(event, "introduction", "message"), Some((None, None, Some("PRIVATE".to_owned()))));
    assert_eq!(value(event, "introduction", "state"), Some((None, text("PENDING"), None)));
    assert!(!found.to_string().contains("poods"));
    let answer = json!({ "introductionId": payload["introduction"]["id"], "reason": "Too dear for a mill of our size." });
    buyer.owner.does("declineIntroduction", answer, "introduction { state }").await;
    let entries = entries(&seller).await;
    assert_eq!(value(&entries[0], "introduction", "state"), Some((text("PENDING"), text("DECLINED"), None)));
}

async fn nobody_but_the_owner_reads_the_company_s_entries(world: World) {
    let (mut seller, mut buyer) = two_firms(&world).await;
    let mut auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    let moderator = world.moderator("another@kz.example", "KZ").await;
    let user = world.person("somebody@example.kz").await;
    let asked = json!({ "id": seller.id, "first": 1 });
    for (who, expected) in [(&buyer.owner, "FORBIDDEN"), (&auditor, "FORBIDDEN"), (&moderator, "FORBIDDEN"), (&user, "FORBIDDEN")] {
        let answer = who.sends(AUDIT, asked.clone()).await;
        assert_eq!(code(&answer), expected, "{}", who.email);
        assert_eq!(answer["data"]["company"]["audit"], Value::Null);
    }
    assert_eq!(code(&world.send(None, AUDIT, asked).await), "UNAUTHENTICATED");
    // Nor is a stranger's entry proved to anybody: it is as if it were not there.
    let entry = entries(&seller).await[0]["id"].clone();
    world.later(TimeDelta::minutes(6));
    world.settle().await;
    for person in [&mut seller.owner, &mut buyer.owner, &mut auditor] {
        person.refreshes().await;
    }
    let proof = "query($entry: ID!) { auditProof(entry: $entry) { number } }";
    assert_eq!(seller.owner.asks(proof, json!({ "entry": entry })).await["auditProof"]["number"], 3);
    assert_eq!(buyer.owner.asks(proof, json!({ "entry": entry })).await["auditProof"], Value::Null);
    assert_eq!(code(&auditor.sends(proof, json!({ "entry": entry })).await), "FORBIDDEN");
}

const SEARCH: &str = "query($where: AuditEventFilter, $first: Int, $after: String) { auditEvents(where: $where, first: $first, after: $after) {
    nodes { id event at actorKind actor actingFor companies request details changes { table row rows values { column before after withheld } } }
    pageInfo { hasNextPage endCursor } } }";

async fn found(auditor: &Person<'_>, filter: Value) -> Vec<Value> {
    let answer = auditor.asks(SEARCH, json!({ "where": filter, "first": 100 })).await;
    answer["auditEvents"]["nodes"].as_array().unwrap().clone()
}

async fn no_personal_value_stands_in_the_audit(world: World) {
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    world.person("canary@example.kz").await;
    let registered = found(&auditor, json!({ "event": "UserRegistered" })).await;
    for column in ["email", "email_key", "name"] {
        let (before, after, withheld) = value(&registered[0], "user_account", column).unwrap();
        assert_eq!((before, withheld.as_deref()), (None, Some("PERSONAL")));
        let commitment: Value = serde_json::from_str(&after.unwrap()).unwrap();
        assert_eq!(commitment["hmac"].as_str().unwrap().len(), 64, "{commitment}");
    }
    // Two people of one name have two commitments to it: nobody tells who is who by comparing.
    let name = |event: &Value| value(event, "user_account", "name").unwrap().1.unwrap();
    assert_ne!(name(&registered[0]), name(&registered[1]));
    assert_eq!(value(&registered[0], "password", "hash"), Some((None, None, Some("SECRET".to_owned()))));
    let everything = json!(found(&auditor, json!({})).await).to_string();
    for secret in ["canary", "Айгүл", "argon2", "example.kz"] {
        assert!(!everything.contains(secret), "{secret}");
    }
    let stored = "SELECT count(*) FROM event WHERE coalesce(changes, '') || coalesce(private, '') || CAST(body AS TEXT) LIKE '%canary%'";
    assert_eq!(tests::ledger::number(&world.location, stored).await, 0);
}

async fn an_auditor_looks_for_events_and_every_look_is_one(world: World) {
    let (mut seller, buyer) = two_firms(&world).await;
    let mut auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    let mut administrator = world.on_duty("administrator@forum.example", Duty::Administrator, "PK").await;
    let begun = world.app.now();
    world.later(TimeDelta::hours(1));
    for person in [&mut seller.owner, &mut auditor, &mut administrator] {
        person.refreshes().await;
    }
    seller.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    let names = |events: &[Value]| events.iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let before = world.happened().await;
    let of_buyer = found(&auditor, json!({ "company": buyer.id })).await;
    assert_eq!(names(&of_buyer), ["CompanyVerified", "CompanySubmitted", "CompanyRegistered"]);
    assert_eq!(of_buyer[1]["companies"], json!([buyer.id]));
    assert_eq!(of_buyer[1]["actingFor"], json!(buyer.id));
    let later = found(&auditor, json!({ "between": { "from": begun + TimeDelta::minutes(30) } })).await;
    let later: Vec<_> = later.into_iter().filter(|event| event["event"] != "SessionRefreshed").collect();
    assert_eq!(names(&later), ["AuditRead", "AuditRead", "ListingPublished"]);
    let published = &later[2];
    assert_eq!(found(&auditor, json!({ "request": published["request"] })).await, [published.clone()]);
    let by_owner = found(&auditor, json!({ "actor": published["actor"], "event": "ListingPublished" })).await;
    assert_eq!(by_owner, [published.clone()]);
    assert_eq!(found(&administrator, json!({ "event": "ListingPublished" })).await, [published.clone()]);
    assert_eq!(found(&auditor, json!({ "event": "NothingOfTheKind" })).await, Vec::<Value>::new());
    assert_eq!(world.happened_since(before).await, 6, "each look is an event");
    let looks = found(&auditor, json!({ "event": "AuditRead" })).await;
    let asked: Value = serde_json::from_str(looks.last().unwrap()["details"].as_str().unwrap()).unwrap();
    let asked: Value = serde_json::from_str(asked["asked"].as_str().unwrap()).unwrap();
    assert_eq!(asked["company"], json!(buyer.id));
    // Page by page nothing is missed and nothing comes twice, although each look adds an event before the first.
    let mut walked = Vec::new();
    let mut after = Value::Null;
    loop {
        let filter = json!({ "between": { "until": begun + TimeDelta::minutes(1) } });
        let page = auditor.asks(SEARCH, json!({ "where": filter, "first": 5, "after": after })).await["auditEvents"].clone();
        walked.extend(page["nodes"].as_array().unwrap().clone());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(walked, found(&auditor, json!({ "between": { "until": begun + TimeDelta::minutes(1) } })).await);
    assert!(walked.len() > 5);
}

async fn nobody_else_looks_into_the_audit(world: World) {
    let (seller, _) = two_firms(&world).await;
    let moderator = world.moderator("another@kz.example", "KZ").await;
    let user = world.person("somebody@example.kz").await;
    let before = world.happened().await;
    for who in [&seller.owner, &moderator, &user] {
        let answer = who.sends(SEARCH, json!({ "where": {}, "first": 1 })).await;
        assert_eq!((code(&answer), &answer["data"]), ("FORBIDDEN", &Value::Null), "{}", who.email);
    }
    assert_eq!(code(&world.send(None, SEARCH, json!({ "where": {}, "first": 1 })).await), "UNAUTHENTICATED");
    assert_eq!(world.happened_since(before).await, 0);
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    for filter in [json!({ "actor": "cmp_1" }), json!({ "company": "nobody" }), json!({ "event": "x".repeat(201) })] {
        assert_eq!(code(&auditor.sends(SEARCH, json!({ "where": filter, "first": 1 })).await), "BAD_USER_INPUT");
    }
}

async fn what_was_refused_leaves_no_trace(world: World) {
    let (seller, buyer) = two_firms(&world).await;
    let before = (world.happened().await, entries(&seller).await.len(), entries(&buyer).await.len());
    let ask = |message: &str| json!({ "companyId": buyer.id, "message": message });
    seller.owner.is_refused("requestIntroduction", ask("Hi")).await;
    let strange = json!({ "introductionId": format!("int_{}", "0".repeat(32)) });
    assert_eq!(buyer.owner.is_denied("acceptIntroduction", strange).await, "NOT_FOUND");
    assert_eq!((world.happened().await, entries(&seller).await.len(), entries(&buyer).await.len()), before);
    // What is done has one event, and one entry in the chain of each whom it concerns.
    seller.owner.does("requestIntroduction", ask("We would like to talk about wheat."), "introduction { id }").await;
    let after = (world.happened().await, entries(&seller).await.len(), entries(&buyer).await.len());
    assert_eq!(after, (before.0 + 1, before.1 + 1, before.2 + 1));
}

/// Does something, and sees that it is one event with an entry in the chain of each company that it concerns.
async fn once(person: &Person<'_>, concerns: i64, mutation: &str, input: Value, fields: &str) -> Value {
    const ENTRIES: &str = "SELECT count(*) FROM audit_entry";
    let world = person.world;
    let before = (world.happened().await, tests::ledger::number(&world.location, ENTRIES).await);
    let payload = person.does(mutation, input, fields).await;
    let after = (world.happened().await, tests::ledger::number(&world.location, ENTRIES).await);
    assert_eq!((after.0 - before.0, after.1 - before.1), (1, concerns), "{mutation}");
    payload
}

async fn every_mutation_is_one_event(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let mut founder = world.person("founder@example.kz").await;
    let registration = tests::people::registration("KZ", "Semey Foods", 9, &["AGR-GR"]);
    let company = once(&founder, 1, "registerCompany", registration, "company { id }").await["company"]["id"].clone();
    founder.signs_in(json!({ "company": company })).await;
    founder.asks("mutation { submitCompany { userErrors { code } } }", json!({})).await;
    let reject = json!({ "companyId": company, "expectedVersion": 2, "reason": "The extract cannot be read." });
    once(&astana, 1, "rejectCompany", reject, "company { state }").await;
    let seller = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let buyer = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
    let (one, other) = (&seller.owner, &buyer.owner);
    let offer =
        json!({ "kind": "OFFER", "subsector": "AGR-GR", "title": "Wheat of the next harvest", "expiresAt": "2026-06-01T00:00:00Z" });
    let listing = once(one, 1, "draftListing", json!({ "terms": offer }), "listing { id }").await["listing"]["id"].clone();
    once(one, 1, "closeListing", json!({ "listingId": listing }), "listing { id }").await;
    once(one, 1, "publishListing", json!({ "listing": { "terms": offer } }), "listing { id }").await;
    let ask = json!({ "companyId": buyer.id, "message": "We would like to talk about wheat." });
    let asked = once(one, 2, "requestIntroduction", ask, "introduction { id }").await["introduction"]["id"].clone();
    once(other, 2, "acceptIntroduction", json!({ "introductionId": asked }), "introduction { id }").await;
    let terms = json!({ "kind": "CONTRACT", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
    let input = json!({ "agreement": { "with": [buyer.id] }, "terms": terms });
    let paper = once(one, 2, "proposeAgreement", input, "agreement { id proposal { hash } }").await["agreement"].clone();
    let answer = json!({ "agreementId": paper["id"], "hash": paper["proposal"]["hash"] });
    once(other, 2, "confirmAgreement", answer, "agreement { id }").await;
    let parties = json!([{ "companyId": seller.id, "role": "FOUNDER" }, { "companyId": buyer.id, "role": "INVESTOR" }]);
    let input = json!({ "title": "Flour mill in Multan", "structure": "CONTRACTUAL", "subsectors": ["AGR-MI"], "parties": parties });
    let fields = "jointVenture { id proposal { hash } proposedStage { proposal { hash } } }";
    let venture = once(one, 2, "proposeJointVenture", input, fields).await["jointVenture"].clone();
    let answer = |hash: &Value| json!({ "jointVentureId": venture["id"], "hash": hash });
    once(other, 2, "confirmJointVenture", answer(&venture["proposal"]["hash"]), fields).await;
    let step = json!({ "jointVentureId": venture["id"], "to": "AGREEMENT_SIGNED", "evidence": { "agreementId": paper["id"] } });
    let step = once(one, 2, "advanceJointVenture", step, fields).await["jointVenture"]["proposedStage"]["proposal"]["hash"].clone();
    once(other, 2, "confirmJointVenture", answer(&step), fields).await;
    let promise = json!({ "milestone": { "promise": { "jointVentureId": venture["id"], "title": "Site bought", "due": "2026-05-01" } } });
    once(one, 2, "logMilestone", promise, "milestone { id }").await;
    let report = json!({ "jointVentureId": venture["id"], "kind": "JOBS", "from": "2026-02-01", "to": "2026-02-28", "jobs": 3, "evidence": "Payroll" });
    let outcome = once(one, 2, "reportOutcome", report, "outcome { id proposal { hash } }").await["outcome"].clone();
    let answer = json!({ "outcomeId": outcome["id"], "hash": outcome["proposal"]["hash"] });
    once(other, 2, "confirmOutcome", answer, "outcome { id }").await;
}

fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    digest(&SHA256, &parts.concat()).as_ref().to_vec()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|place| u8::from_str_radix(&text[place..place + 2], 16).unwrap()).collect()
}

async fn fetch(world: &World, path: &str, token: Option<&str>) -> (StatusCode, http::HeaderMap, String) {
    let mut request = Request::get(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let response = world.request(request.body(Body::empty()).unwrap()).await;
    let (head, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    (head.status, head.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

/// Size and root of a checkpoint, once its signature was found to be by the key.
fn checked(checkpoint: &str, verifier: &str) -> (u64, Vec<u8>) {
    let (name, rest) = verifier.trim().split_once('+').unwrap();
    let (id, key) = rest.split_once('+').unwrap();
    let key = STANDARD.decode(key).unwrap();
    assert_eq!(unhex(id), sha256(&[name.as_bytes(), b"\n", &key])[..4]);
    let (body, signature) = checkpoint.split_once("\n\n").unwrap();
    let body = format!("{body}\n");
    let signature = signature.trim().strip_prefix(&format!("\u{2014} {name} ")).unwrap();
    let signature = STANDARD.decode(signature).unwrap();
    assert_eq!(signature[..4], unhex(id));
    UnparsedPublicKey::new(&ED25519, &key[1..]).verify(body.as_bytes(), &signature[4..]).unwrap();
    let mut lines = body.lines();
    assert_eq!(lines.next(), Some(name));
    (lines.next().unwrap().parse().unwrap(), STANDARD.decode(lines.next().unwrap()).unwrap())
}

/// The whole arithmetic of a proof, as somebody would write it who has read the description only.
fn proved(proof: &Value, verifier: &str) -> Result<(), &'static str> {
    let field = |name: &str| proof[name].as_str().unwrap();
    let chain = unhex(field("chain"));
    let mut hash = unhex(field("previousHash"));
    let mut number = proof["number"].as_u64().unwrap();
    for entry in proof["entries"].as_array().unwrap() {
        hash = sha256(&[b"pkf-audit-v1", &chain, &number.to_be_bytes(), &hash, entry.as_str().unwrap().as_bytes()]);
        number += 1;
    }
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    if field("leaf") != format!("pkf-audit-head-v1\n{}\n{}\n{hash}\n", field("chain"), number - 1) {
        return Err("the entries do not lead to the leaf");
    }
    let (size, root) = checked(field("checkpoint"), verifier);
    let (mut place, mut last) = (proof["leafIndex"].as_u64().unwrap(), size - 1);
    let mut node = sha256(&[&[0], field("leaf").as_bytes()]);
    for part in proof["path"].as_array().unwrap() {
        let part = unhex(part.as_str().unwrap());
        if place % 2 == 1 || place == last {
            node = sha256(&[&[1], &part, &node]);
            while place % 2 == 0 && place != 0 {
                (place, last) = (place / 2, last / 2);
            }
        } else {
            node = sha256(&[&[1], &node, &part]);
        }
        (place, last) = (place / 2, last / 2);
    }
    if last == 0 && node == root { Ok(()) } else { Err("the leaf does not lead to the root") }
}

async fn a_proof_is_checked_by_a_stranger(world: World) {
    let (mut seller, mut buyer) = two_firms(&world).await;
    seller.is_introduced_to(&buyer).await;
    let proof = "query($entry: ID!) { auditProof(entry: $entry) { chain number previousHash entries leaf leafIndex path checkpoint } }";
    let newest = entries(&seller).await[0].clone();
    // What happened since the last checkpoint is not proved yet.
    assert_eq!(seller.owner.asks(proof, json!({ "entry": newest["id"] })).await["auditProof"], Value::Null);
    world.later(TimeDelta::minutes(6));
    world.settle().await;
    seller.owner.refreshes().await;
    buyer.owner.refreshes().await;
    let (_, _, verifier) = fetch(&world, "/audit/key", None).await;
    let (_, _, latest) = fetch(&world, "/audit/checkpoints/latest", None).await;
    for firm in [&seller, &buyer] {
        for entry in entries(firm).await {
            let proof = firm.owner.asks(proof, json!({ "entry": entry["id"] })).await["auditProof"].clone();
            assert_eq!(proof["number"], entry["number"]);
            assert_eq!(proof["entries"][0], entry["content"]);
            assert_eq!(proof["checkpoint"], json!(latest));
            assert_eq!(proved(&proof, &verifier), Ok(()), "{proof:#}");
            // A proof of something else proves nothing.
            for (field, other) in [
                ("previousHash", json!("0123456789abcdef".repeat(4))),
                ("number", json!(entry["number"].as_u64().unwrap() + 1)),
                ("entries", json!([entry["content"].as_str().unwrap().replace("Company", "Listing").replace("Introduction", "Listing")])),
                ("leafIndex", json!(proof["leafIndex"].as_u64().unwrap() + 1)),
            ] {
                let mut forged = proof.clone();
                forged[field] = other;
                assert!(proved(&forged, &verifier).is_err(), "{field}");
            }
        }
    }
}

async fn checkpoints_are_taken_in_time(world: World) {
    assert_eq!(fetch(&world, "/audit/checkpoints/1", None).await.0, StatusCode::NOT_FOUND);
    world.settle().await;
    let (status, headers, first) = fetch(&world, "/audit/checkpoints/1", None).await;
    assert_eq!((status, &headers[header::CONTENT_TYPE]), (StatusCode::OK, &"text/plain; charset=utf-8".parse().unwrap()));
    assert!(first.starts_with("forum.example/audit\n"), "{first}");
    let (_, _, verifier) = fetch(&world, "/audit/key", None).await;
    let (size, _) = checked(&first, &verifier);
    world.person("somebody@example.kz").await;
    world.later(TimeDelta::minutes(4));
    world.settle().await;
    assert_eq!(fetch(&world, "/audit/checkpoints/2", None).await.0, StatusCode::NOT_FOUND, "four minutes are no five");
    world.later(TimeDelta::minutes(1));
    world.settle().await;
    let (_, _, second) = fetch(&world, "/audit/checkpoints/2", None).await;
    assert!(checked(&second, &verifier).0 > size);
    assert_eq!(fetch(&world, "/audit/checkpoints/latest", None).await.2, second);
    // Where nothing happens no checkpoint is taken.
    world.later(TimeDelta::hours(1));
    world.settle().await;
    for strange in ["3", "0", "-1", "01", "first", "99999999999999999999"] {
        assert_eq!(fetch(&world, &format!("/audit/checkpoints/{strange}"), None).await.0, StatusCode::NOT_FOUND, "{strange}");
    }
}

async fn an_auditor_takes_a_copy(world: World) {
    let (seller, _) = two_firms(&world).await;
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    world.later(TimeDelta::minutes(1));
    let before = world.happened().await;
    let (status, headers, lines) = fetch(&world, "/audit/events.ndjson", Some(&auditor.token)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    let events: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // All that happened before, in its order, and the event that tells of the copy is not in it.
    assert_eq!(i64::try_from(events.len()), Ok(before));
    assert_eq!(world.happened_since(before).await, 1);
    assert!(events.is_sorted_by_key(|event| event["at"].as_str().unwrap().to_owned()));
    assert!(!lines.contains("@kz.example") && !lines.contains("Айгүл"));
    let path = format!("/audit/events.csv?company={}&event=CompanyVerified", seller.id);
    let (status, headers, table) = fetch(&world, &path, Some(&auditor.token)).await;
    assert_eq!((status, &headers[header::CONTENT_TYPE]), (StatusCode::OK, &"text/csv; charset=utf-8".parse().unwrap()));
    let rows: Vec<&str> = table.split("\r\n").collect();
    assert_eq!(rows[0], "at,id,event,actor_kind,actor,acting_for,companies,request,details,changes");
    assert_eq!((rows.len(), rows[2]), (3, ""));
    assert!(rows[1].contains(",CompanyVerified,STAFF,") && rows[1].contains(&seller.id), "{}", rows[1]);
    let told = found(&auditor, json!({ "event": "AuditExported" })).await;
    assert_eq!(told.len(), 2);
}

async fn nobody_else_takes_a_copy(world: World) {
    let (seller, _) = two_firms(&world).await;
    let administrator = world.on_duty("administrator@forum.example", Duty::Administrator, "PK").await;
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    let before = world.happened().await;
    for path in ["/audit/events.ndjson", "/audit/events.csv"] {
        assert_eq!(fetch(&world, path, None).await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(fetch(&world, path, Some("nonsense")).await.0, StatusCode::UNAUTHORIZED);
        for who in [&seller.owner, &administrator] {
            assert_eq!(fetch(&world, path, Some(&who.token)).await.0, StatusCode::FORBIDDEN, "{}", who.email);
        }
        let strange = format!("{path}?since=yesterday");
        assert_eq!(fetch(&world, &strange, Some(&auditor.token)).await.0, StatusCode::BAD_REQUEST);
    }
    assert_eq!(world.happened_since(before).await, 0);
}

async fn companies_that_deal_at_one_moment_wait_for_each_other(world: World) {
    let (seller, buyer) = two_firms(&world).await;
    let terms = json!({ "kind": "MEMORANDUM", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
    seller.is_introduced_to(&buyer).await;
    let before = world.happened().await;
    // Each names itself first, so that their chains are named in either order.
    let propose = |firm: &'_ Firm<'_>, other: &str| {
        let input = json!({ "agreement": { "with": [other] }, "terms": terms });
        let token = firm.owner.token.clone();
        let world = &world;
        let document =
            "mutation($input: ProposeAgreementInput!) { proposeAgreement(input: $input) { agreement { id } userErrors { code } } }";
        async move { world.send(Some(&token), document, json!({ "input": input })).await }
    };
    let both = (0..10).flat_map(|_| [propose(&seller, &buyer.id), propose(&buyer, &seller.id)]);
    for answer in futures_util::future::join_all(both).await {
        assert!(answer["data"]["proposeAgreement"]["agreement"]["id"].is_string(), "{answer:#}");
    }
    assert_eq!(world.happened_since(before).await, 20);
    for firm in [&seller, &buyer] {
        let numbers: Vec<_> = entries(firm).await.iter().map(|entry| entry["number"].as_i64().unwrap()).collect();
        assert!(numbers.iter().copied().eq((1..=25).rev()), "{numbers:?}");
    }
}
