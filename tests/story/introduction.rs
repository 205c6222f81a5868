//! Requests to meet: who may ask whom, who may answer, and who reads what.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, world::code};

on_both_databases! {
    a_request_is_refused_with_code_and_path,
    a_company_that_is_not_there_for_everybody_is_not_there,
    two_companies_have_one_open_introduction,
    only_the_side_that_was_asked_answers,
    an_answer_is_given_once,
    a_request_expires_after_three_weeks,
    why_one_declined_stays_with_ones_own_side,
    contacts_open_when_the_other_side_accepts,
    a_company_asks_fifty_times_a_day,
}

const ASKS: &str = "We would like to buy wheat from you every month.";
const ANSWERS: [&str; 2] = ["acceptIntroduction", "declineIntroduction"];

fn request(to: &str) -> Value {
    json!({ "companyId": to, "message": ASKS })
}

async fn requests(from: &Firm<'_>, to: &Firm<'_>) -> String {
    let payload = from.owner.does("requestIntroduction", request(&to.id), "introduction { id state }").await;
    assert_eq!(payload["introduction"]["state"], "PENDING");
    payload["introduction"]["id"].as_str().unwrap().to_owned()
}

/// What a member reads of the introductions of his company.
async fn reads(reader: &Person<'_>) -> Value {
    let document = "{ introductions { nodes { id state message declineReason answeredAt from { name } to { name } contacts { email } } } }";
    reader.asks(document, json!({})).await["introductions"]["nodes"].clone()
}

async fn states(reader: &Person<'_>) -> Vec<String> {
    let nodes = reads(reader).await;
    nodes.as_array().unwrap().iter().map(|node| node["state"].as_str().unwrap().to_owned()).collect()
}

async fn pair(world: &World) -> (Person<'_>, Firm<'_>, Firm<'_>) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    (astana, mill, baker)
}

async fn a_request_is_refused_with_code_and_path(world: World) {
    let (astana, mill, baker) = pair(&world).await;
    let neighbour = world.kazakh("Dala Bread", 3, &["AGR-MI"], &astana).await;
    let draft = Firm::registers(&world, "PK", "Early Bird", 4, &["AGR-MI"]).await;
    assert_eq!(mill.owner.refusals("requestIntroduction", request(&neighbour.id)).await, ["SAME_COUNTRY input.companyId"]);
    for (change, expected) in [
        (json!({ "message": "Too short to answer" }), vec!["INVALID_INPUT input.message"]),
        (json!({ "message": "а".repeat(2_001) }), vec!["INVALID_INPUT input.message"]),
        (json!({ "message": "We would like to \u{202E} buy wheat." }), vec!["INVALID_INPUT input.message"]),
        (json!({ "companyId": "nonsense" }), vec!["INVALID_INPUT input.companyId"]),
        (json!({ "listingId": "nonsense" }), vec!["INVALID_INPUT input.listingId"]),
        (
            json!({ "companyId": "nonsense", "message": "", "listingId": baker.id }),
            vec!["INVALID_INPUT input.companyId", "INVALID_INPUT input.message", "INVALID_INPUT input.listingId"],
        ),
    ] {
        let mut input = request(&baker.id);
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(mill.owner.refusals("requestIntroduction", input).await, expected, "{change}");
    }
    assert_eq!(mill.owner.is_denied("requestIntroduction", request(&mill.id)).await, "FORBIDDEN");
    assert_eq!(draft.owner.is_denied("requestIntroduction", request(&mill.id)).await, "FORBIDDEN");
    draft.submits().await;
    assert_eq!(draft.owner.is_denied("requestIntroduction", request(&mill.id)).await, "FORBIDDEN");
    let person = world.person("stranger@example.kz").await;
    assert_eq!(person.is_denied("requestIntroduction", request(&mill.id)).await, "FORBIDDEN");
    assert_eq!(astana.is_denied("requestIntroduction", request(&mill.id)).await, "FORBIDDEN");
    let document = "mutation($input: RequestIntroductionInput!) { requestIntroduction(input: $input) { __typename } }";
    assert_eq!(code(&world.send(None, document, json!({ "input": request(&mill.id) })).await), "UNAUTHENTICATED");
    assert_eq!(code(&world.send(None, "{ introductions { nodes { id } } }", json!({})).await), "UNAUTHENTICATED");
    assert_eq!(code(&person.sends("{ introductions { nodes { id } } }", json!({})).await), "FORBIDDEN");

    for firm in [&mill, &baker, &neighbour, &draft] {
        assert_eq!(reads(&firm.owner).await, json!([]), "{}", firm.name);
    }
    world.settle().await;
    let told = world.letters.letters().into_iter().filter(|letter| letter.subject.contains("would like to meet"));
    assert_eq!(told.count(), 0, "nobody is written to about what was refused");
    // Twenty characters are enough.
    let input = json!({ "companyId": baker.id, "message": "а".repeat(20) });
    mill.owner.does("requestIntroduction", input, "introduction { id }").await;
}

async fn a_company_that_is_not_there_for_everybody_is_not_there(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let draft = Firm::registers(&world, "PK", "Early Bird", 4, &["AGR-MI"]).await;
    let of_baker = baker.publishes("NEED", "AGR-GR", "Wheat for milling").await;
    let of_mill = mill.publishes("OFFER", "AGR-GR", "Milling wheat").await;
    let secret = baker.owner.does(
        "draftListing",
        json!({ "terms": { "kind": "NEED", "subsector": "AGR-GR", "title": "A secret need", "expiresAt": "2026-06-01T00:00:00Z" } }),
        "listing { id }",
    );
    let secret = secret.await["listing"]["id"].clone();
    let document =
        "mutation($input: RequestIntroductionInput!) { requestIntroduction(input: $input) { introduction { id } userErrors { code } } }";
    let absent = mill.owner.sends(document, json!({ "input": request("cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f") })).await;
    assert_eq!(code(&absent), "NOT_FOUND");
    let told = |mut answer: Value| {
        answer["extensions"]["cost"]["remaining"] = json!(0);
        answer.to_string()
    };
    let absent = told(absent);
    let about = |listing: &Value| json!({ "input": { "companyId": baker.id, "message": ASKS, "listingId": listing } });
    for input in [
        json!({ "input": request(&draft.id) }),
        about(&json!("lst_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f")),
        // A listing of somebody else, and one that is not shown.
        about(&json!(of_mill)),
        about(&secret),
    ] {
        assert_eq!(told(mill.owner.sends(document, input.clone()).await), absent, "{input}");
    }
    assert_eq!(reads(&mill.owner).await, json!([]));
    let input = about(&json!(of_baker))["input"].clone();
    let payload = mill.owner.does("requestIntroduction", input, "introduction { listing { title } }").await;
    assert_eq!(payload["introduction"]["listing"]["title"], "Wheat for milling");
}

async fn two_companies_have_one_open_introduction(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let first = requests(&baker, &mill).await;
    let refused = ["ALREADY_INTRODUCED input.companyId"];
    assert_eq!(baker.owner.refusals("requestIntroduction", request(&mill.id)).await, refused);
    assert_eq!(mill.owner.refusals("requestIntroduction", request(&baker.id)).await, refused, "the other side answers instead of asking");
    for firm in [&mill, &baker] {
        assert_eq!(states(&firm.owner).await, ["PENDING"]);
    }
    mill.owner.does("acceptIntroduction", json!({ "introductionId": first }), "introduction { state }").await;
    assert_eq!(baker.owner.refusals("requestIntroduction", request(&mill.id)).await, refused);
    assert_eq!(mill.owner.refusals("requestIntroduction", request(&baker.id)).await, refused);
    assert_eq!(states(&mill.owner).await, ["ACCEPTED"]);

    // Requests that cross at the same moment become one.
    let astana = world.moderator("again@kz.example", "KZ").await;
    let other = world.kazakh("Dala Bread", 3, &["AGR-GR"], &astana).await;
    let (to_other, to_baker) = (request(&other.id), request(&baker.id));
    let (one, two) = futures_util::join!(
        baker.owner.tries("requestIntroduction", to_other, "introduction { id }"),
        other.owner.tries("requestIntroduction", to_baker, "introduction { id }"),
    );
    let made = [&one, &two].into_iter().filter(|payload| !payload["introduction"].is_null()).count();
    assert_eq!(made, 1, "{one} {two}");
    let refused = if one["introduction"].is_null() { &one } else { &two };
    assert_eq!(tests::people::refusals(refused), ["ALREADY_INTRODUCED input.companyId"]);
    assert_eq!(states(&other.owner).await, ["PENDING"]);
}

async fn only_the_side_that_was_asked_answers(world: World) {
    let (astana, mill, baker) = pair(&world).await;
    let third = world.kazakh("Dala Bread", 3, &["AGR-GR"], &astana).await;
    let id = requests(&baker, &mill).await;
    let answer = json!({ "introductionId": id });
    let absent = json!({ "introductionId": "int_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f" });
    let person = world.person("stranger@example.kz").await;
    for mutation in ANSWERS {
        assert_eq!(baker.owner.is_denied(mutation, answer.clone()).await, "FORBIDDEN");
        assert_eq!(person.is_denied(mutation, answer.clone()).await, "FORBIDDEN");
        assert_eq!(astana.is_denied(mutation, answer.clone()).await, "FORBIDDEN");
        let capital = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
        let document = format!("mutation($input: {capital}Input!) {{ {mutation}(input: $input) {{ __typename }} }}");
        assert_eq!(code(&world.send(None, &document, json!({ "input": answer })).await), "UNAUTHENTICATED");
        let foreign = third.owner.sends(&document, json!({ "input": answer })).await;
        let nowhere = third.owner.sends(&document, json!({ "input": absent })).await;
        assert_eq!(code(&foreign), "NOT_FOUND");
        assert_eq!((&foreign["errors"], &foreign["data"]), (&nowhere["errors"], &nowhere["data"]));
        assert_eq!(mill.owner.refusals(mutation, json!({ "introductionId": baker.id })).await, ["INVALID_INPUT input.introductionId"]);
    }
    let long = json!({ "introductionId": id, "reason": "а".repeat(501) });
    assert_eq!(mill.owner.refusals("declineIntroduction", long).await, ["INVALID_INPUT input.reason"]);

    // Who does not take part sees nothing of it, neither before nor after.
    let node = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }";
    let nothing = json!({ "node": null, "nodes": [null] });
    for accepted in [false, true] {
        if accepted {
            mill.owner.does("acceptIntroduction", answer.clone(), "introduction { state }").await;
        }
        for reader in [&third.owner, &person, &astana] {
            assert_eq!(reader.asks(node, json!({ "id": id })).await, nothing, "{}", reader.email);
        }
        assert_eq!(world.asks(node, json!({ "id": id })).await, nothing);
        assert_eq!(reads(&third.owner).await, json!([]));
        let expected = if accepted { "ACCEPTED" } else { "PENDING" };
        for (reader, direction, other) in [(&baker.owner, "SENT", "RECEIVED"), (&mill.owner, "RECEIVED", "SENT")] {
            assert_eq!(reader.asks(node, json!({ "id": id })).await["node"]["id"], json!(id));
            let document = "query($where: IntroductionFilter!) { introductions(where: $where) { nodes { id state } } }";
            let listed = async |filter: Value| reader.asks(document, json!({ "where": filter })).await["introductions"]["nodes"].clone();
            assert_eq!(listed(json!({ "direction": direction })).await, json!([{ "id": id, "state": expected }]));
            assert_eq!(listed(json!({ "direction": other })).await, json!([]));
            assert_eq!(listed(json!({ "state": "DECLINED" })).await, json!([]));
            assert_eq!(listed(json!({ "state": expected })).await, json!([{ "id": id, "state": expected }]));
        }
    }
}

async fn an_answer_is_given_once(world: World) {
    let (astana, mill, baker) = pair(&world).await;
    let other = world.kazakh("Dala Bread", 3, &["AGR-GR"], &astana).await;
    for (asked, first, state) in [(&mill, "acceptIntroduction", "ACCEPTED"), (&other, "declineIntroduction", "DECLINED")] {
        let answer = json!({ "introductionId": requests(&baker, asked).await });
        let payload = asked.owner.does(first, answer.clone(), "introduction { state answeredAt }").await;
        let answered = payload["introduction"].clone();
        assert_eq!(answered["state"], state);
        assert_ne!(answered["answeredAt"], Value::Null);
        world.later(TimeDelta::seconds(1));
        for mutation in ANSWERS {
            assert_eq!(asked.owner.refusals(mutation, answer.clone()).await, ["NOT_PENDING input.introductionId"]);
        }
        let kept = &reads(&asked.owner).await[0];
        assert_eq!(json!({ "state": kept["state"], "answeredAt": kept["answeredAt"] }), answered);
    }
    assert_eq!(states(&baker.owner).await.len(), 2);
}

async fn a_request_expires_after_three_weeks(world: World) {
    let (_, mut mill, mut baker) = pair(&world).await;
    let id = requests(&baker, &mill).await;
    let answer = json!({ "introductionId": id });
    world.later(TimeDelta::days(21));
    mill.owner.signs_in(json!({ "company": mill.id })).await;
    baker.owner.signs_in(json!({ "company": baker.id })).await;
    // The date holds before anybody has noticed that it passed.
    for mutation in ANSWERS {
        assert_eq!(mill.owner.refusals(mutation, answer.clone()).await, ["EXPIRED input.introductionId"]);
    }
    assert_eq!(reads(&mill.owner).await[0]["answeredAt"], Value::Null);
    world.settle().await;
    assert_eq!(states(&mill.owner).await, ["EXPIRED"]);
    for mutation in ANSWERS {
        assert_eq!(mill.owner.refusals(mutation, answer.clone()).await, ["NOT_PENDING input.introductionId"]);
    }
    assert_eq!(reads(&baker.owner).await[0]["contacts"], json!([]));

    // One may ask again, and be answered up to the last moment.
    let id = requests(&baker, &mill).await;
    world.later(TimeDelta::days(21) - TimeDelta::microseconds(1));
    world.settle().await;
    mill.owner.signs_in(json!({ "company": mill.id })).await;
    mill.owner.does("acceptIntroduction", json!({ "introductionId": id }), "introduction { state }").await;
    assert_eq!(states(&mill.owner).await, ["ACCEPTED", "EXPIRED"]);
}

async fn why_one_declined_stays_with_ones_own_side(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let id = requests(&baker, &mill).await;
    world.settle().await;
    let letters = world.letters.letters().len();
    let reason = "They have not paid our neighbour.";
    let input = json!({ "introductionId": id, "reason": reason });
    let payload = mill.owner.does("declineIntroduction", input, "introduction { state declineReason }").await;
    assert_eq!(payload["introduction"], json!({ "state": "DECLINED", "declineReason": reason }));
    let node = "query($id: ID!) { node(id: $id) { ... on Introduction { state declineReason contacts { email } } } }";
    let theirs = baker.owner.asks(node, json!({ "id": id })).await;
    assert_eq!(theirs["node"], json!({ "state": "DECLINED", "declineReason": null, "contacts": [] }));
    assert!(!reads(&baker.owner).await.to_string().contains("neighbour"));
    let ours = mill.owner.asks(node, json!({ "id": id })).await;
    assert_eq!(ours["node"], json!({ "state": "DECLINED", "declineReason": reason, "contacts": [] }));
    world.settle().await;
    assert!(world.letters.letters()[letters..].iter().all(|letter| !letter.text.contains("neighbour")));

    // Either side may ask again.
    world.later(TimeDelta::seconds(1));
    let again = requests(&mill, &baker).await;
    assert_ne!(again, id);
    assert_eq!(states(&baker.owner).await, ["PENDING", "DECLINED"]);
    let input = json!({ "introductionId": again });
    let payload = baker.owner.does("declineIntroduction", input, "introduction { state declineReason }").await;
    assert_eq!(payload["introduction"], json!({ "state": "DECLINED", "declineReason": null }), "no reason is needed");
    world.later(TimeDelta::seconds(1));
    requests(&baker, &mill).await;
    assert_eq!(states(&mill.owner).await, ["PENDING", "DECLINED", "DECLINED"]);
}

async fn contacts_open_when_the_other_side_accepts(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let id = requests(&baker, &mill).await;
    world.settle().await;
    let letter = world.letters.last_to("owner1@kz.example").unwrap();
    assert_eq!(letter.subject, "Chenab Flour Mills would like to meet you");
    assert!(!letter.text.contains("owner2@pk.example"));
    for firm in [&mill, &baker] {
        assert_eq!(reads(&firm.owner).await[0]["contacts"], json!([]));
    }
    // Nor does anything else tell the address.
    let people = "query($id: ID!) { company(by: { id: $id }) { members { user { email } } } }";
    assert_eq!(mill.owner.asks(people, json!({ "id": baker.id })).await["company"]["members"], Value::Null);

    mill.owner.does("acceptIntroduction", json!({ "introductionId": id }), "introduction { state }").await;
    assert_eq!(reads(&mill.owner).await[0]["contacts"], json!([{ "email": "owner2@pk.example" }]));
    assert_eq!(reads(&baker.owner).await[0]["contacts"], json!([{ "email": "owner1@kz.example" }]));
    world.settle().await;
    assert_eq!(world.letters.last_to("owner2@pk.example").unwrap().subject, "Astyq Dan accepted your introduction");
    assert_eq!(mill.owner.asks(people, json!({ "id": baker.id })).await["company"]["members"], Value::Null);
}

async fn a_company_asks_fifty_times_a_day(world: World) {
    let (_, mut mill, baker) = pair(&world).await;
    for _ in 0..50 {
        let id = requests(&mill, &baker).await;
        baker.owner.does("declineIntroduction", json!({ "introductionId": id }), "introduction { state }").await;
    }
    assert_eq!(mill.owner.refusals("requestIntroduction", request(&baker.id)).await, ["QUOTA_EXCEEDED input"]);
    let count = async |reader: &Person<'_>| {
        let answer = reader.asks("{ introductions(first: 100) { nodes { id } } }", json!({})).await;
        answer["introductions"]["nodes"].as_array().unwrap().len()
    };
    assert_eq!(count(&mill.owner).await, 50);
    // The other side's day is its own.
    let back = requests(&baker, &mill).await;
    mill.owner.does("declineIntroduction", json!({ "introductionId": back }), "introduction { state }").await;

    world.later(TimeDelta::days(1) - TimeDelta::microseconds(1));
    mill.owner.signs_in(json!({ "company": mill.id })).await;
    assert_eq!(mill.owner.refusals("requestIntroduction", request(&baker.id)).await, ["QUOTA_EXCEEDED input"]);
    world.later(TimeDelta::microseconds(1));
    requests(&mill, &baker).await;
    assert_eq!(count(&mill.owner).await, 52);
}
