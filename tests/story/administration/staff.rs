//! Who is on duty is read by administrators, and ended by the operator.

use domain::{country::Country, email_address::EmailAddress, staff::Duty};
use serde_json::json;
use tests::{World, on_both_databases, world::code};

use super::administrator;

on_both_databases! {
    administrators_read_who_is_on_duty,
    the_operator_lists_and_ends_duties,
}

async fn administrators_read_who_is_on_duty(world: World) {
    let keeper = administrator(&world).await;
    world.later(chrono::TimeDelta::seconds(1));
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let document = "query($where: StaffFilter!) { staff(where: $where) { nodes { duty side state user { email } } } }";
    let all = keeper.asks(document, json!({ "where": {} })).await["staff"]["nodes"].clone();
    let entry = |duty: &str, email: &str| json!({ "duty": duty, "side": "KZ", "state": "ACTIVE", "user": { "email": email } });
    assert_eq!(all, json!([entry("MODERATOR", "moderator@kz.example"), entry("ADMINISTRATOR", "administrator@kz.example")]));
    let some = keeper.asks(document, json!({ "where": { "duty": "MODERATOR", "side": "PK" } })).await["staff"]["nodes"].clone();
    assert_eq!(some, json!([]));
    assert_eq!(code(&astana.sends(document, json!({ "where": {} })).await), "FORBIDDEN");
    assert_eq!(code(&world.send(None, document, json!({ "where": {} })).await), "UNAUTHENTICATED");
}

async fn the_operator_lists_and_ends_duties(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let address = EmailAddress::parse("moderator@kz.example").unwrap();
    let roster = app::staff::roster(&world.app).await.unwrap();
    assert_eq!(
        roster.iter().map(|(appointment, user)| (appointment.duty, user.email.as_str())).collect::<Vec<_>>(),
        [(Duty::Moderator, "moderator@kz.example")]
    );
    let before = world.happened().await;
    assert!(!app::staff::end_by_operator(&world.app, &address, Duty::Moderator, Country::Pk).await.unwrap());
    assert!(app::staff::end_by_operator(&world.app, &address, Duty::Moderator, Country::Kz).await.unwrap());
    assert!(!app::staff::end_by_operator(&world.app, &address, Duty::Moderator, Country::Kz).await.unwrap());
    assert_eq!(world.happened_since(before).await, 1);
    assert!(app::staff::roster(&world.app).await.unwrap().is_empty());
    let answer = astana.sends("{ moderationCases { nodes { id } } }", json!({})).await;
    assert_eq!(code(&answer), "UNAUTHENTICATED", "it holds from the next request on");
    world.settle().await;
}
