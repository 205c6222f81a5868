//! Requests to be let into a company that is on the forum already.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, world::code};

use super::{joins, members};

on_both_databases! {
    an_owner_lets_somebody_in,
    whoever_asks_learns_nothing_of_the_people,
    requests_are_bounded_and_a_refusal_lasts,
    only_an_owner_answers,
    a_request_ends_by_itself,
}

fn ask(firm: &Firm<'_>) -> Value {
    json!({ "companyId": firm.id, "message": "I keep the books of the company since January." })
}

async fn asks(person: &Person<'_>, firm: &Firm<'_>) -> Value {
    let made = person.does("askToJoin", ask(firm), "joinRequest { id state }").await;
    assert_eq!(made["joinRequest"]["state"], "PENDING");
    json!({ "joinRequestId": made["joinRequest"]["id"] })
}

async fn verified(world: &World, serial: u32) -> Firm<'_> {
    let moderator = world.moderator(&format!("moderator{serial}@kz.example"), "KZ").await;
    world.kazakh(&format!("Astyq Dan {serial}"), serial, &["AGR-GR"], &moderator).await
}

async fn an_owner_lets_somebody_in(world: World) {
    let firm = verified(&world, 1).await;
    let mut person = world.person("books@dan.example").await;
    let request = asks(&person, &firm).await;
    let read = "{ joinRequests(where: { state: PENDING }) { nodes { id message person { email name } } } }";
    let waiting = firm.owner.asks(read, json!({})).await;
    let node = &waiting["joinRequests"]["nodes"][0];
    assert_eq!((&node["id"], &node["person"]["email"]), (&request["joinRequestId"], &json!("books@dan.example")));
    let mut admit = request.clone();
    admit["role"] = json!("EDITOR");
    let admitted = firm.owner.does("admitMember", admit.clone(), "joinRequest { state } member { role user { email } }").await;
    assert_eq!(admitted["joinRequest"]["state"], "ADMITTED");
    assert_eq!(admitted["member"], json!({ "role": "EDITOR", "user": { "email": "books@dan.example" } }));
    person.signs_in(json!({ "company": firm.id })).await;
    assert_eq!(members(&person).await.len(), 2);
    assert_eq!(firm.owner.refusals("admitMember", admit).await, ["NOT_PENDING input.joinRequestId"]);
    person.signs_in(json!({ "himself": true })).await;
    assert_eq!(person.refusals("askToJoin", ask(&firm)).await, ["ALREADY_MEMBER input.companyId"]);
    world.settle().await;
}

async fn whoever_asks_learns_nothing_of_the_people(world: World) {
    let firm = verified(&world, 1).await;
    let draft = Firm::registers(&world, "KZ", "Semey Foods", 7, &["AGR-GR"]).await;
    let person = world.person("books@dan.example").await;
    asks(&person, &firm).await;
    let mine = "{ viewer { joinRequests { nodes { state message person { email } company { name members { role } handover { id } papers { kind } } } } } }";
    let seen = person.asks(mine, json!({})).await;
    let node = &seen["viewer"]["joinRequests"]["nodes"][0];
    assert_eq!(node["company"], json!({ "name": "Astyq Dan 1", "members": null, "handover": null, "papers": null }));
    // A company that is not in the directory, and one that does not exist, are one answer.
    let document = "mutation($input: AskToJoinInput!) { askToJoin(input: $input) { userErrors { code } } }";
    let hidden = person.sends(document, json!({ "input": ask(&draft) })).await;
    let absent = json!({ "companyId": "cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f", "message": "I keep the books of the company." });
    let absent = person.sends(document, json!({ "input": absent })).await;
    assert_eq!(code(&hidden), "NOT_FOUND");
    assert_eq!(hidden["errors"], absent["errors"]);
    world.settle().await;
}

async fn requests_are_bounded_and_a_refusal_lasts(world: World) {
    let moderator = world.moderator("moderator@kz.example", "KZ").await;
    let mut firms = Vec::new();
    for serial in 1..=4 {
        firms.push(world.kazakh(&format!("Astyq Dan {serial}"), serial, &["AGR-GR"], &moderator).await);
    }
    let mut person = world.person("books@dan.example").await;
    let short = json!({ "companyId": "nonsense", "message": "short" });
    assert_eq!(person.refusals("askToJoin", short).await, ["INVALID_INPUT input.companyId", "INVALID_INPUT input.message"]);
    let mut requests = Vec::new();
    for firm in &firms[..3] {
        requests.push(asks(&person, firm).await);
    }
    assert_eq!(person.refusals("askToJoin", ask(&firms[0])).await, ["ALREADY_ASKED input.companyId"]);
    assert_eq!(person.refusals("askToJoin", ask(&firms[3])).await, ["QUOTA_EXCEEDED input.companyId"]);
    firms[0].owner.does("refuseMember", requests[0].clone(), "joinRequest { state }").await;
    person.does("withdrawJoinRequest", requests[1].clone(), "joinRequest { state }").await;
    assert_eq!(firms[1].owner.refusals("refuseMember", requests[1].clone()).await, ["NOT_PENDING input.joinRequestId"]);
    assert_eq!(person.refusals("askToJoin", ask(&firms[0])).await, ["REFUSED_LATELY input.companyId"]);
    asks(&person, &firms[1]).await;
    asks(&person, &firms[3]).await;
    assert_eq!(world.happened().await, world.happened().await);
    world.later(TimeDelta::days(30));
    world.settle().await;
    person.signs_in(json!({ "himself": true })).await;
    asks(&person, &firms[0]).await;
    world.settle().await;
}

async fn only_an_owner_answers(world: World) {
    let mut firm = verified(&world, 1).await;
    let other = verified(&world, 2).await;
    let editor = joins(&firm, "editor@dan.example", "EDITOR").await;
    let person = world.person("books@dan.example").await;
    let request = asks(&person, &firm).await;
    let mut admit = request.clone();
    admit["role"] = json!("OWNER");
    let before = world.happened().await;
    assert_eq!(editor.is_denied("admitMember", admit.clone()).await, "FORBIDDEN");
    assert_eq!(editor.is_denied("refuseMember", request.clone()).await, "FORBIDDEN");
    assert_eq!(code(&editor.sends("{ joinRequests { nodes { id } } }", json!({})).await), "FORBIDDEN");
    assert_eq!(other.owner.is_denied("admitMember", admit.clone()).await, "NOT_FOUND");
    assert_eq!(other.owner.is_denied("refuseMember", request.clone()).await, "NOT_FOUND");
    assert_eq!(other.owner.is_denied("withdrawJoinRequest", request.clone()).await, "NOT_FOUND");
    assert_eq!(person.is_denied("admitMember", admit.clone()).await, "FORBIDDEN");
    assert_eq!(world.happened_since(before).await, 0);
    world.later(TimeDelta::minutes(16));
    firm.owner.refreshes().await;
    assert_eq!(firm.owner.is_denied("admitMember", admit.clone()).await, "FORBIDDEN");
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    firm.owner.does("admitMember", admit, "joinRequest { state }").await;
    world.settle().await;
}

async fn a_request_ends_by_itself(world: World) {
    let mut firm = verified(&world, 1).await;
    let person = world.person("books@dan.example").await;
    let request = asks(&person, &firm).await;
    world.later(TimeDelta::days(30));
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    assert_eq!(firm.owner.refusals("refuseMember", request.clone()).await, ["EXPIRED input.joinRequestId"]);
    world.settle().await;
    let states = firm.owner.asks("{ joinRequests { nodes { state person { email } } } }", json!({})).await;
    assert_eq!(states["joinRequests"]["nodes"], json!([{ "state": "EXPIRED", "person": null }]));
}
