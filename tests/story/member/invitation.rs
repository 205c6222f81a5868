//! Invitations: who may send them, who may follow them, and when they end.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, World, on_both_databases, world::code};

use super::{joins, members, token};

on_both_databases! {
    an_invited_person_becomes_a_member,
    whoever_has_no_account_registers_first_and_the_link_still_works,
    a_link_serves_only_the_address_that_it_was_sent_to,
    only_an_owner_with_a_fresh_password_invites,
    an_invitation_ends_when_it_is_taken_back_declined_or_old,
    invitations_are_bounded,
    a_letter_is_in_the_language_of_its_reader,
}

async fn firm(world: &World) -> Firm<'_> {
    Firm::registers(world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await
}

fn to(email: &str, role: &str) -> Value {
    json!({ "email": email, "role": role })
}

async fn an_invited_person_becomes_a_member(world: World) {
    let firm = firm(&world).await;
    let mut aliya = world.person("aliya@dan.example").await;
    let sent =
        firm.owner.does("inviteMember", to("Aliya@DAN.example", "EDITOR"), "invitation { id state role email letters expiresAt }").await;
    let invitation = &sent["invitation"];
    assert_eq!((&invitation["state"], &invitation["role"], &invitation["letters"]), (&json!("PENDING"), &json!("EDITOR"), &json!(1)));
    assert_eq!(invitation["expiresAt"], "2026-03-16T09:00:00Z");
    world.settle().await;
    let mine = "{ viewer { invitations { nodes { id companyName role state company { id } } } memberships { role } } }";
    let read = aliya.asks(mine, json!({})).await;
    let seen = json!({ "id": invitation["id"], "companyName": "Astyq Dan", "role": "EDITOR", "state": "PENDING", "company": null });
    assert_eq!(read["viewer"], json!({ "invitations": { "nodes": [seen] }, "memberships": [] }));
    let before = world.happened().await;
    let input = json!({ "invitation": { "token": token(&world, "aliya@dan.example") } });
    let accepted = aliya.does("acceptInvitation", input.clone(), "invitation { state } membership { role company { id name } }").await;
    assert_eq!(accepted["invitation"]["state"], "ACCEPTED");
    assert_eq!(accepted["membership"], json!({ "role": "EDITOR", "company": { "id": firm.id, "name": "Astyq Dan" } }));
    assert_eq!(world.happened_since(before).await, 1);
    // She switches to the company without showing her password again, and does what an Editor may.
    let document = "mutation($input: RefreshInput!) { refresh(input: $input) { tokens { accessToken } userErrors { code } } }";
    let switched = world.asks(document, json!({ "input": { "refreshToken": aliya.refresh, "actAs": { "company": firm.id } } })).await;
    switched["refresh"]["tokens"]["accessToken"].as_str().unwrap().clone_into(&mut aliya.token);
    let terms = json!({ "kind": "OFFER", "subsector": "AGR-GR", "title": "Wheat", "expiresAt": "2026-06-01T00:00:00Z" });
    aliya.does("draftListing", json!({ "terms": terms }), "listing { id }").await;
    let all = [("owner1@kz.example", "OWNER"), ("aliya@dan.example", "EDITOR")].map(|(email, role)| (email.to_owned(), role.to_owned()));
    assert_eq!(members(&firm.owner).await, all);
    assert_eq!(members(&aliya).await, all);
    // The link has one effect.
    assert_eq!(aliya.refusals("acceptInvitation", input).await, ["ALREADY_MEMBER input.invitation"]);
    let pending = firm.owner.asks("{ invitations(where: { state: PENDING }) { nodes { id } } }", json!({})).await;
    assert_eq!(pending["invitations"]["nodes"], json!([]));
    world.settle().await;
}

async fn whoever_has_no_account_registers_first_and_the_link_still_works(world: World) {
    let firm = firm(&world).await;
    firm.owner.does("inviteMember", to("new@dan.example", "VIEWER"), "invitation { id }").await;
    world.settle().await;
    let link = token(&world, "new@dan.example");
    let input = json!({ "invitation": { "token": link } });
    let document = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { userErrors { code } } }";
    assert_eq!(code(&world.send(None, document, json!({ "input": input })).await), "UNAUTHENTICATED");
    let person = world.person("new@dan.example").await;
    let accepted = person.does("acceptInvitation", input, "membership { role company { name } }").await;
    assert_eq!(accepted["membership"], json!({ "role": "VIEWER", "company": { "name": "Astyq Dan" } }));
    assert_eq!(members(&firm.owner).await.len(), 2);
    world.settle().await;
}

async fn a_link_serves_only_the_address_that_it_was_sent_to(world: World) {
    let firm = firm(&world).await;
    let thief = world.person("thief@other.example").await;
    let sent = firm.owner.does("inviteMember", to("aliya@dan.example", "OWNER"), "invitation { id }").await;
    world.settle().await;
    let link = token(&world, "aliya@dan.example");
    let before = world.happened().await;
    let forged = format!("{}x", &link[..link.len() - 1]);
    for wrong in [link.as_str(), forged.as_str(), "", "nonsense", "0192d3f0a1b27c3d8e4f5a6b7c8d9e0f.x"] {
        for mutation in ["acceptInvitation", "declineInvitation"] {
            let input = json!({ "invitation": { "token": wrong } });
            assert_eq!(thief.refusals(mutation, input).await, ["NOT_YOURS input.invitation"], "{wrong}");
        }
    }
    let by_id = json!({ "invitation": { "id": sent["invitation"]["id"] } });
    let absent = json!({ "invitation": { "id": "inv_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f" } });
    let document = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { userErrors { code } } }";
    let mut answers = Vec::new();
    for input in [by_id, absent] {
        let answer = thief.sends(document, json!({ "input": input })).await;
        assert_eq!(code(&answer), "NOT_FOUND");
        answers.push(answer["errors"].clone());
    }
    assert_eq!(answers[0], answers[1], "what is not for him and what is not there are one");
    assert_eq!(thief.asks("{ viewer { invitations { nodes { id } } } }", json!({})).await["viewer"]["invitations"]["nodes"], json!([]));
    assert_eq!(world.happened_since(before).await, 0);
    assert_eq!(members(&firm.owner).await.len(), 1);
}

async fn only_an_owner_with_a_fresh_password_invites(world: World) {
    let mut firm = firm(&world).await;
    let editor = joins(&firm, "editor@dan.example", "EDITOR").await;
    let viewer = joins(&firm, "viewer@dan.example", "VIEWER").await;
    let stranger = Firm::registers(&world, "PK", "Chenab Flour Mills", 2, &["AGR-MI"]).await;
    let sent = firm.owner.does("inviteMember", to("aliya@dan.example", "VIEWER"), "invitation { id }").await;
    let invitation = json!({ "invitationId": sent["invitation"]["id"] });
    let before = world.happened().await;
    for member in [&editor, &viewer] {
        assert_eq!(member.is_denied("inviteMember", to("x@dan.example", "VIEWER")).await, "FORBIDDEN");
        assert_eq!(member.is_denied("withdrawInvitation", invitation.clone()).await, "FORBIDDEN");
        assert_eq!(member.is_denied("resendInvitation", invitation.clone()).await, "FORBIDDEN");
        assert_eq!(code(&member.sends("{ invitations { nodes { email } } }", json!({})).await), "FORBIDDEN");
    }
    assert_eq!(stranger.owner.is_denied("withdrawInvitation", invitation.clone()).await, "NOT_FOUND");
    assert_eq!(stranger.owner.asks("{ invitations { nodes { id } } }", json!({})).await["invitations"]["nodes"], json!([]));
    assert_eq!(firm.owner.refusals("inviteMember", to("no address", "VIEWER")).await, ["INVALID_INPUT input.email"]);
    assert_eq!(firm.owner.refusals("inviteMember", to("editor@dan.example", "VIEWER")).await, ["ALREADY_MEMBER input.email"]);
    assert_eq!(firm.owner.refusals("inviteMember", to("ALIYA@dan.example", "OWNER")).await, ["ALREADY_INVITED input.email"]);
    assert_eq!(world.happened_since(before).await, 0);
    world.later(TimeDelta::minutes(16));
    firm.owner.refreshes().await;
    let stale = firm
        .owner
        .sends(
            "mutation($input: InviteMemberInput!) { inviteMember(input: $input) { userErrors { code } } }",
            json!({ "input": to("x@dan.example", "VIEWER") }),
        )
        .await;
    assert_eq!(code(&stale), "FORBIDDEN");
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    firm.owner.does("inviteMember", to("x@dan.example", "VIEWER"), "invitation { id }").await;
    world.settle().await;
}

async fn an_invitation_ends_when_it_is_taken_back_declined_or_old(world: World) {
    let mut firm = firm(&world).await;
    let mut aliya = world.person("aliya@dan.example").await;
    let invite = async |owner: &tests::Person<'_>| {
        let sent = owner.does("inviteMember", to("aliya@dan.example", "EDITOR"), "invitation { id }").await;
        world.settle().await;
        (json!({ "invitationId": sent["invitation"]["id"] }), json!({ "invitation": { "token": token(&world, "aliya@dan.example") } }))
    };
    let (id, link) = invite(&firm.owner).await;
    let withdrawn = firm.owner.does("withdrawInvitation", id.clone(), "invitation { state }").await;
    assert_eq!(withdrawn["invitation"]["state"], "WITHDRAWN");
    assert_eq!(aliya.refusals("acceptInvitation", link).await, ["NOT_PENDING input.invitation"]);
    assert_eq!(firm.owner.refusals("withdrawInvitation", id.clone()).await, ["NOT_PENDING input.invitationId"]);
    assert_eq!(firm.owner.refusals("resendInvitation", id).await, ["NOT_PENDING input.invitationId"]);

    let (_, link) = invite(&firm.owner).await;
    aliya.does("declineInvitation", link.clone(), "invitation { state }").await;
    assert_eq!(aliya.refusals("acceptInvitation", link).await, ["NOT_PENDING input.invitation"]);

    let (_, link) = invite(&firm.owner).await;
    world.later(TimeDelta::days(14));
    // Whoever comes before the worker is too late all the same.
    aliya.signs_in(json!({ "himself": true })).await;
    assert_eq!(aliya.refusals("acceptInvitation", link.clone()).await, ["EXPIRED input.invitation"]);
    world.settle().await;
    assert_eq!(aliya.refusals("acceptInvitation", link).await, ["EXPIRED input.invitation"]);
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    let states = firm.owner.asks("{ invitations { nodes { state } } }", json!({})).await;
    let mut states: Vec<&str> =
        states["invitations"]["nodes"].as_array().unwrap().iter().filter_map(|node| node["state"].as_str()).collect();
    states.sort_unstable();
    assert_eq!(states, ["DECLINED", "EXPIRED", "WITHDRAWN"]);
    assert_eq!(members(&firm.owner).await.len(), 1);
}

async fn invitations_are_bounded(world: World) {
    let mut firm = firm(&world).await;
    let sent = firm.owner.does("inviteMember", to("aliya@dan.example", "EDITOR"), "invitation { id }").await;
    let id = json!({ "invitationId": sent["invitation"]["id"] });
    world.settle().await;
    let link = token(&world, "aliya@dan.example");
    assert_eq!(firm.owner.refusals("resendInvitation", id.clone()).await, ["TOO_SOON input.invitationId"]);
    for letters in [2, 3] {
        world.later(TimeDelta::minutes(11));
        firm.owner.signs_in(json!({ "company": firm.id })).await;
        let again = firm.owner.does("resendInvitation", id.clone(), "invitation { letters }").await;
        assert_eq!(again["invitation"]["letters"], letters);
        world.settle().await;
        assert_eq!(token(&world, "aliya@dan.example"), link, "a letter that is sent again has the same link");
    }
    assert_eq!(world.letters.letters().iter().filter(|letter| letter.to == "aliya@dan.example").count(), 3);
    world.later(TimeDelta::minutes(11));
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    assert_eq!(firm.owner.refusals("resendInvitation", id).await, ["SENT_OFTEN input.invitationId"]);
    for n in 0..19 {
        firm.owner.does("inviteMember", to(&format!("n{n}@dan.example"), "VIEWER"), "invitation { id }").await;
    }
    assert_eq!(firm.owner.refusals("inviteMember", to("one-more@dan.example", "VIEWER")).await, ["QUOTA_EXCEEDED input"]);
    world.settle().await;
    world.later(TimeDelta::hours(25));
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    firm.owner.does("inviteMember", to("one-more@dan.example", "VIEWER"), "invitation { id }").await;
    world.settle().await;
}

async fn a_letter_is_in_the_language_of_its_reader(world: World) {
    let firm = firm(&world).await;
    let speaks = json!({ "expectedVersion": firm.version().await, "languages": ["RU", "KK"] });
    firm.owner.does("editCompany", speaks, "company { languages }").await;
    world.person("known@dan.example").await;
    for email in ["known@dan.example", "unknown@dan.example"] {
        firm.owner.does("inviteMember", to(email, "VIEWER"), "invitation { id }").await;
    }
    world.settle().await;
    // Whoever is known here has said which language he reads; for others the first language of the company serves.
    let known = world.letters.last_to("known@dan.example").unwrap();
    assert_eq!((known.language.as_str(), known.subject.as_str()), ("en", "You are invited to Astyq Dan"));
    assert!(known.text.contains("https://forum.example/en/invitation?token="), "{}", known.text);
    let unknown = world.letters.last_to("unknown@dan.example").unwrap();
    assert_eq!(unknown.subject, "Вас приглашают в компанию Astyq Dan");
    assert!(unknown.text.contains("https://forum.example/ru/invitation?token="), "{}", unknown.text);
}
