//! The people of a company: asked in, let in, promoted, handed over to, removed, gone.

#[path = "member/handover.rs"]
mod handover;
#[path = "member/invitation.rs"]
mod invitation;
#[path = "member/joining.rs"]
mod joining;
#[path = "member/leaving.rs"]
mod leaving;

use serde_json::{Value, json};
use tests::{Firm, Person, World};

/// What stands behind `token=` in the last letter to an address.
fn token(world: &World, email: &str) -> String {
    let letter = world.letters.last_to(email).expect("a letter with a link");
    let token = letter.text.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next());
    token.expect("a link in the letter").to_owned()
}

/// A person who was invited, has accepted, and acts for the company.
async fn joins<'w>(firm: &Firm<'w>, email: &str, role: &str) -> Person<'w> {
    let world = firm.owner.world;
    let mut person = world.person(email).await;
    firm.owner.does("inviteMember", json!({ "email": email, "role": role }), "invitation { id }").await;
    world.settle().await;
    let input = json!({ "invitation": { "token": token(world, email) } });
    let accepted = person.does("acceptInvitation", input, "membership { role }").await;
    assert_eq!(accepted["membership"]["role"], role);
    person.signs_in(json!({ "company": firm.id })).await;
    person
}

/// Everybody in a company, as its people read it: address and role.
async fn members(reader: &Person<'_>) -> Vec<(String, String)> {
    let answer = reader.asks("{ viewer { company { members { role user { email } } } } }", json!({})).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let members = answer["viewer"]["company"]["members"].as_array().expect("members");
    members.iter().map(|member| (text(&member["user"]["email"]), text(&member["role"]))).collect()
}

/// The identifier of a person.
async fn user_id(person: &Person<'_>) -> Value {
    person.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone()
}
