//! A company handed to another of its members: both have to say so.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases};

use super::{joins, members, user_id};

on_both_databases! {
    a_handover_counts_when_both_have_said_so,
    a_handover_is_declined_taken_back_or_falls,
    a_handover_is_between_an_owner_and_another_member,
}

async fn offers(firm: &Firm<'_>, to: &Person<'_>) -> Value {
    let input = json!({ "userId": user_id(to).await, "note": "You know the buyers better than I do." });
    let made = firm.owner.does("transferOwnership", input, "handover { id state }").await;
    json!({ "handoverId": made["handover"]["id"] })
}

fn roles(all: &[(String, String)]) -> Vec<&str> {
    all.iter().map(|(_, role)| role.as_str()).collect()
}

async fn a_handover_counts_when_both_have_said_so(world: World) {
    let mut firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let mut heir = joins(&firm, "heir@dan.example", "VIEWER").await;
    let before = world.happened().await;
    let offer = offers(&firm, &heir).await;
    assert_eq!(roles(&members(&heir).await), ["OWNER", "VIEWER"], "nothing counts yet");
    let read = "{ viewer { company { handover { id note from { email } to { email } } } } }";
    let seen = heir.asks(read, json!({})).await["viewer"]["company"]["handover"].clone();
    assert_eq!((&seen["id"], &seen["to"]["email"]), (&offer["handoverId"], &json!("heir@dan.example")));
    // Taking over binds a person: he shows his password.
    world.later(TimeDelta::minutes(16));
    heir.refreshes().await;
    assert_eq!(heir.is_denied("acceptOwnership", offer.clone()).await, "FORBIDDEN");
    heir.signs_in(json!({ "company": firm.id })).await;
    let accepted = heir.does("acceptOwnership", offer.clone(), "handover { state answeredAt }").await;
    assert_eq!(accepted["handover"]["state"], "ACCEPTED");
    assert_eq!(roles(&members(&heir).await), ["EDITOR", "OWNER"]);
    assert!(world.happened_since(before).await >= 2, "the offer and its acknowledgement are both on record");
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    assert_eq!(firm.owner.is_denied("inviteMember", json!({ "email": "x@dan.example", "role": "VIEWER" })).await, "FORBIDDEN");
    assert_eq!(heir.refusals("acceptOwnership", offer).await, ["NOT_PENDING input.handoverId"]);
    assert_eq!(heir.asks(read, json!({})).await["viewer"]["company"]["handover"], json!(null));
    world.settle().await;
}

async fn a_handover_is_declined_taken_back_or_falls(world: World) {
    let mut firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let mut heir = joins(&firm, "heir@dan.example", "EDITOR").await;
    let offer = offers(&firm, &heir).await;
    let again = json!({ "userId": user_id(&heir).await });
    assert_eq!(firm.owner.refusals("transferOwnership", again).await, ["ALREADY_OFFERED input.userId"]);
    let declined = heir.does("declineOwnership", offer, "handover { state }").await;
    assert_eq!(declined["handover"]["state"], "DECLINED");
    let offer = offers(&firm, &heir).await;
    let withdrawn = firm.owner.does("declineOwnership", offer.clone(), "handover { state }").await;
    assert_eq!(withdrawn["handover"]["state"], "WITHDRAWN");
    assert_eq!(heir.refusals("acceptOwnership", offer).await, ["NOT_PENDING input.handoverId"]);
    let offer = offers(&firm, &heir).await;
    world.later(TimeDelta::days(14));
    heir.signs_in(json!({ "company": firm.id })).await;
    firm.owner.signs_in(json!({ "company": firm.id })).await;
    assert_eq!(heir.refusals("acceptOwnership", offer.clone()).await, ["EXPIRED input.handoverId"]);
    world.settle().await;
    assert_eq!(heir.refusals("acceptOwnership", offer).await, ["EXPIRED input.handoverId"]);
    // With the receiver the offer goes.
    let offer = offers(&firm, &heir).await;
    firm.owner.does("removeMember", json!({ "userId": user_id(&heir).await }), "formerMember { role }").await;
    assert_eq!(firm.owner.refusals("declineOwnership", offer).await, ["NOT_PENDING input.handoverId"]);
    assert_eq!(roles(&members(&firm.owner).await), ["OWNER"]);
    world.settle().await;
}

async fn a_handover_is_between_an_owner_and_another_member(world: World) {
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let heir = joins(&firm, "heir@dan.example", "EDITOR").await;
    let viewer = joins(&firm, "viewer@dan.example", "VIEWER").await;
    let second = joins(&firm, "second@dan.example", "OWNER").await;
    let stranger = Firm::registers(&world, "PK", "Chenab Flour Mills", 2, &["AGR-MI"]).await;
    let to = async |person: &Person<'_>| json!({ "userId": user_id(person).await });
    for (person, code) in [(&firm.owner, "ONESELF"), (&second, "ALREADY_OWNER"), (&stranger.owner, "NOT_A_MEMBER")] {
        assert_eq!(firm.owner.refusals("transferOwnership", to(person).await).await, [format!("{code} input.userId")]);
    }
    assert_eq!(heir.is_denied("transferOwnership", to(&viewer).await).await, "FORBIDDEN");
    let offer = offers(&firm, &heir).await;
    let before = world.happened().await;
    for other in [&viewer, &second, &firm.owner] {
        assert_eq!(other.is_denied("acceptOwnership", offer.clone()).await, "FORBIDDEN");
    }
    assert_eq!(viewer.is_denied("declineOwnership", offer.clone()).await, "FORBIDDEN");
    assert_eq!(stranger.owner.is_denied("acceptOwnership", offer.clone()).await, "NOT_FOUND");
    assert_eq!(world.happened_since(before).await, 0);
    world.settle().await;
}
