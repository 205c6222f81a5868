//! Roles changed and memberships ended: what counts at once, on every node, and that a company keeps an owner whatever happens at one moment.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, world::code};

use super::{joins, members, user_id};

on_both_databases! {
    a_role_counts_for_the_next_request_on_every_node,
    a_removed_member_is_out_on_every_node_and_his_work_stays,
    the_last_owner_stays,
    two_owners_who_leave_at_one_moment_do_not_both_leave,
    two_owners_who_remove_each_other_leave_one,
    only_an_owner_with_a_fresh_password_changes_people,
    a_person_in_several_companies_switches,
}

const LEAVE: &str = "mutation { leaveCompany { formerMember { role userId } userErrors { code path } } }";
const DRAFT: &str = "mutation($input: DraftListingInput!) { draftListing(input: $input) { listing { id } userErrors { code } } }";

fn draft() -> Value {
    let terms = json!({ "kind": "OFFER", "subsector": "AGR-GR", "title": "Wheat of this year", "expiresAt": "2026-06-01T00:00:00Z" });
    json!({ "input": { "terms": terms } })
}

async fn change(user: &Person<'_>, from: &str, to: &str) -> Value {
    json!({ "userId": user_id(user).await, "expectedRole": from, "role": to })
}

async fn a_role_counts_for_the_next_request_on_every_node(world: World) {
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let editor = joins(&firm, "editor@dan.example", "EDITOR").await;
    let other_node = world.neighbour().await;
    assert!(other_node.send(Some(&editor.token), DRAFT, draft()).await["data"]["draftListing"]["listing"]["id"].is_string());
    let changed = firm.owner.does("changeMemberRole", change(&editor, "EDITOR", "VIEWER").await, "member { role user { email } }").await;
    assert_eq!(changed["member"], json!({ "role": "VIEWER", "user": { "email": "editor@dan.example" } }));
    for node in [&world, &other_node] {
        assert_eq!(code(&node.send(Some(&editor.token), DRAFT, draft()).await), "FORBIDDEN");
        let role = node.send(Some(&editor.token), "{ viewer { role } }", json!({})).await;
        assert_eq!(role["data"]["viewer"]["role"], "VIEWER");
    }
    // Two tabs: the one that read the old role does nothing.
    assert_eq!(firm.owner.is_denied("changeMemberRole", change(&editor, "EDITOR", "OWNER").await).await, "CONFLICT");
    assert_eq!(firm.owner.refusals("changeMemberRole", change(&editor, "VIEWER", "VIEWER").await).await, ["SAME_ROLE input.role"]);
    assert_eq!(members(&editor).await[1].1, "VIEWER");
    world.settle().await;
}

async fn a_removed_member_is_out_on_every_node_and_his_work_stays(world: World) {
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let mut editor = joins(&firm, "editor@dan.example", "EDITOR").await;
    let listing = editor.does("draftListing", draft()["input"].clone(), "listing { id }").await["listing"]["id"].clone();
    let other_node = world.neighbour().await;
    let before = world.happened().await;
    let input = json!({ "userId": user_id(&editor).await });
    let removed = firm.owner.does("removeMember", input.clone(), "formerMember { userId role }").await;
    assert_eq!(removed["formerMember"], json!({ "userId": input["userId"], "role": "EDITOR" }));
    assert_eq!(world.happened_since(before).await, 1);
    for node in [&world, &other_node] {
        for document in ["{ viewer { company { id } } }", "{ jointVentures { nodes { id } } }"] {
            assert_eq!(code(&node.send(Some(&editor.token), document, json!({})).await), "UNAUTHENTICATED", "{document}");
        }
        assert_eq!(code(&node.send(Some(&editor.token), DRAFT, draft()).await), "UNAUTHENTICATED");
    }
    assert_eq!(members(&firm.owner).await.len(), 1);
    assert_eq!(firm.owner.refusals("removeMember", input).await, ["NOT_A_MEMBER input.userId"]);
    // What he wrote is the company's still, and he is himself.
    let kept = firm.owner.asks("query($id: ID!) { node(id: $id) { id } }", json!({ "id": listing })).await;
    assert_eq!(kept["node"]["id"], listing);
    let document = "mutation($input: RefreshInput!) { refresh(input: $input) { tokens { accessToken } userErrors { code } } }";
    let refused = world.asks(document, json!({ "input": { "refreshToken": editor.refresh } })).await;
    assert_eq!(refused["refresh"]["userErrors"][0]["code"], "NOT_A_MEMBER");
    editor.signs_in(json!({ "himself": true })).await;
    assert_eq!(editor.asks("{ viewer { memberships { role } } }", json!({})).await["viewer"]["memberships"], json!([]));
    // He may come back.
    let again = joins_again(&firm, &mut editor).await;
    assert_eq!(again, "VIEWER");
    world.settle().await;
}

async fn joins_again(firm: &Firm<'_>, person: &mut Person<'_>) -> String {
    let input = json!({ "email": person.email, "role": "VIEWER" });
    let sent = firm.owner.does("inviteMember", input, "invitation { id }").await;
    let by_id = json!({ "invitation": { "id": sent["invitation"]["id"] } });
    let accepted = person.does("acceptInvitation", by_id, "membership { role }").await;
    person.world.settle().await;
    accepted["membership"]["role"].as_str().unwrap().to_owned()
}

async fn the_last_owner_stays(world: World) {
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let viewer = joins(&firm, "viewer@dan.example", "VIEWER").await;
    let before = world.happened().await;
    let refused = firm.owner.asks(LEAVE, json!({})).await;
    assert_eq!(refused["leaveCompany"]["userErrors"], json!([{ "code": "LAST_OWNER", "path": ["input"] }]));
    let own = json!({ "userId": user_id(&firm.owner).await });
    assert_eq!(firm.owner.refusals("removeMember", own).await, ["LAST_OWNER input.userId"]);
    let demoted = change(&firm.owner, "OWNER", "EDITOR").await;
    assert_eq!(firm.owner.refusals("changeMemberRole", demoted.clone()).await, ["LAST_OWNER input.userId"]);
    assert_eq!(world.happened_since(before).await, 0);
    assert_eq!(members(&viewer).await.len(), 2);
    // Anybody else goes as he likes, and with two owners one may.
    let left = viewer.asks(LEAVE, json!({})).await;
    assert_eq!(left["leaveCompany"]["formerMember"]["role"], "VIEWER");
    assert_eq!(code(&viewer.sends("{ viewer { company { id } } }", json!({})).await), "UNAUTHENTICATED");
    let second = joins(&firm, "second@dan.example", "OWNER").await;
    firm.owner.does("changeMemberRole", demoted, "member { role }").await;
    assert_eq!(members(&second).await.iter().filter(|(_, role)| role == "OWNER").count(), 1);
    world.settle().await;
}

async fn two_owners_who_leave_at_one_moment_do_not_both_leave(world: World) {
    let other_node = world.neighbour().await;
    for round in 0..3 {
        let firm = Firm::registers(&world, "KZ", "Astyq Dan", 10 + round, &["AGR-GR"]).await;
        let second = joins(&firm, &format!("second{round}@dan.example"), "OWNER").await;
        let (first_left, second_left) =
            tokio::join!(world.send(Some(&firm.owner.token), LEAVE, json!({})), other_node.send(Some(&second.token), LEAVE, json!({})));
        let left: Vec<bool> = [&first_left, &second_left]
            .iter()
            .map(|answer| {
                let payload = &answer["data"]["leaveCompany"];
                let refused = payload["userErrors"][0]["code"] == "LAST_OWNER";
                assert!(refused || payload["formerMember"]["role"] == "OWNER", "{answer}");
                !refused
            })
            .collect();
        assert_eq!(left.iter().filter(|left| **left).count(), 1, "one of the two stays");
        let stays = if left[0] { &second } else { &firm.owner };
        let all = members(stays).await;
        assert_eq!(all, [(stays.email.clone(), "OWNER".to_owned())]);
    }
    world.settle().await;
}

async fn two_owners_who_remove_each_other_leave_one(world: World) {
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let second = joins(&firm, "second@dan.example", "OWNER").await;
    let document = "mutation($input: RemoveMemberInput!) { removeMember(input: $input) { formerMember { role } userErrors { code } } }";
    let first = json!({ "input": { "userId": user_id(&second).await } });
    let other = json!({ "input": { "userId": user_id(&firm.owner).await } });
    let (one, two) = tokio::join!(firm.owner.sends(document, first), second.sends(document, other));
    let done = [&one, &two].iter().filter(|answer| answer["data"]["removeMember"]["formerMember"]["role"] == "OWNER").count();
    assert_eq!(done, 1, "{one} {two}");
    let refused = if one["data"]["removeMember"]["formerMember"].is_object() { &two } else { &one };
    assert_eq!(code(refused), "UNAUTHENTICATED", "whoever was removed first removes nobody");
    world.settle().await;
}

async fn only_an_owner_with_a_fresh_password_changes_people(world: World) {
    let mut firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let editor = joins(&firm, "editor@dan.example", "EDITOR").await;
    let viewer = joins(&firm, "viewer@dan.example", "VIEWER").await;
    let stranger = Firm::registers(&world, "PK", "Chenab Flour Mills", 2, &["AGR-MI"]).await;
    let removal = json!({ "userId": user_id(&viewer).await });
    let promotion = change(&viewer, "VIEWER", "OWNER").await;
    let before = world.happened().await;
    for member in [&editor, &viewer] {
        assert_eq!(member.is_denied("removeMember", removal.clone()).await, "FORBIDDEN");
        assert_eq!(member.is_denied("changeMemberRole", promotion.clone()).await, "FORBIDDEN");
    }
    // To another company he is nobody, and so is whoever does not exist.
    assert_eq!(stranger.owner.refusals("removeMember", removal.clone()).await, ["NOT_A_MEMBER input.userId"]);
    let absent = json!({ "userId": "usr_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f" });
    assert_eq!(stranger.owner.refusals("removeMember", absent).await, ["NOT_A_MEMBER input.userId"]);
    world.later(TimeDelta::minutes(16));
    firm.owner.refreshes().await;
    assert_eq!(firm.owner.is_denied("removeMember", removal.clone()).await, "FORBIDDEN");
    assert_eq!(firm.owner.is_denied("changeMemberRole", promotion.clone()).await, "FORBIDDEN");
    let removed = world.happened().await;
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    assert!(removed - before <= 1, "but for the refreshed session nothing happened");
    assert_eq!(members(&firm.owner).await.len(), 3);
    firm.owner.does("changeMemberRole", promotion, "member { role }").await;
    world.settle().await;
}

async fn a_person_in_several_companies_switches(world: World) {
    let first = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let second = Firm::registers(&world, "PK", "Chenab Flour Mills", 2, &["AGR-MI"]).await;
    let mut person = joins(&first, "both@dan.example", "EDITOR").await;
    joins_again(&second, &mut person).await;
    let document = "{ viewer { company { id } role memberships { role company { id name } } } }";
    let offered = person.asks(document, json!({})).await["viewer"].clone();
    assert_eq!((&offered["company"]["id"], &offered["role"]), (&json!(first.id), &json!("EDITOR")));
    let both = json!([
        { "role": "EDITOR", "company": { "id": first.id, "name": "Astyq Dan" } },
        { "role": "VIEWER", "company": { "id": second.id, "name": "Chenab Flour Mills" } },
    ]);
    assert_eq!(offered["memberships"], both);
    let switch = "mutation($input: RefreshInput!) { refresh(input: $input) { tokens { accessToken } userErrors { code } } }";
    let tokens = world.asks(switch, json!({ "input": { "refreshToken": person.refresh, "actAs": { "company": second.id } } })).await;
    tokens["refresh"]["tokens"]["accessToken"].as_str().unwrap().clone_into(&mut person.token);
    let switched = person.asks(document, json!({})).await["viewer"].clone();
    assert_eq!((&switched["company"]["id"], &switched["role"]), (&json!(second.id), &json!("VIEWER")));
    assert_eq!(switched["memberships"], both);
    assert_eq!(code(&person.sends(DRAFT, draft()).await), "FORBIDDEN", "here he only reads");
}
