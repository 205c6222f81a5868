//! Leaving for good: what said who the person was is nowhere any more, and what his company signed is still there.

use chrono::TimeDelta;
use domain::staff::Duty;
use serde_json::{Value, json};
use tests::{
    Firm, Person, World, ledger, on_both_databases,
    people::registration,
    world::{PASSWORD, TERMS, code},
};

on_both_databases! {
    nothing_that_said_who_he_was_is_left,
    the_last_owner_hands_over_first,
    whoever_is_on_duty_or_held_stays,
    it_is_asked_for_with_a_fresh_factor_and_the_own_address,
    the_address_may_come_back_as_somebody_else,
}

const NAME: &str = "Qanarijka-Zw7f3 Sulejmenova";
const EMAIL: &str = "qanarijka.zw7f3@private-zw7f3.example";
const ERASE: &str = "mutation($input: EraseMeInput!) { eraseMe(input: $input) { erased userErrors { code message } } }";

async fn registers<'w>(world: &'w World, email: &str, name: &str) -> Person<'w> {
    let input = json!({ "email": email, "password": PASSWORD, "name": name, "language": "KK", "acceptedTerms": TERMS, "newsByMail": true });
    let registered =
        world.asks("mutation($input: RegisterInput!) { register(input: $input) { letterSent } }", json!({ "input": input })).await;
    assert_eq!(registered["register"]["letterSent"], true);
    world.settle().await;
    let letter = world.letters.last_to(email).expect("a letter");
    let token = letter.text.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link");
    world.asks("mutation($token: String!) { verifyEmail(input: { token: $token }) { verified } }", json!({ "token": token })).await;
    let mut person = Person { world, email: email.to_owned(), token: String::new(), refresh: String::new(), factor: None };
    person.signs_in(json!({ "himself": true })).await;
    person
}

async fn erases(person: &Person<'_>) -> Value {
    person.asks(ERASE, json!({ "input": { "email": person.email } })).await["eraseMe"].clone()
}

/// Makes somebody an owner of a company past the forum.
async fn becomes_owner(world: &World, person: &Person<'_>, company: &str) {
    let id = person.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].as_str().unwrap().replace("usr_", "");
    let company = company.replace("cmp_", "");
    let (user, company) = match world.location {
        app::storage::Location::Sqlite(_) => (format!("x'{id}'"), format!("x'{company}'")),
        app::storage::Location::Postgres { .. } => (format!("'{id}'"), format!("'{company}'")),
    };
    let since = "2026-03-02T09:00:00+00:00";
    let sql = format!("INSERT INTO member (company_id, user_id, role, since) VALUES ({company}, {user}, 'OWNER', '{since}')");
    ledger::change(&world.location, &sql).await;
}

async fn nothing_that_said_who_he_was_is_left(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let administrator = world.on_duty("administrator@forum.example", Duty::Administrator, "KZ").await;
    let buyer = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;

    // A life: a company, a listing, an introduction whose contacts the other side reads, holds, consents, a copy, a second device.
    let mut person = registers(&world, EMAIL, NAME).await;
    let company = person.does("registerCompany", registration("KZ", "Astyq Dan", 1, &["AGR-GR"]), "company { id }").await;
    let company = company["company"]["id"].as_str().unwrap().to_owned();
    person.signs_in(json!({ "company": company })).await;
    let firm = Firm { owner: person, id: company, name: "Astyq Dan".to_owned() };
    let firm = firm.is_verified_by(&astana).await;
    firm.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    firm.is_introduced_to(&buyer).await;
    let contacts = "{ introductions { nodes { state message contacts { name email } } } }";
    let read = buyer.owner.asks(contacts, json!({})).await["introductions"]["nodes"][0].clone();
    assert_eq!(read["contacts"], json!([{ "name": NAME, "email": EMAIL }]));
    firm.owner.does("withdrawConsent", json!({ "purpose": "NEWS_BY_MAIL" }), "consent { id }").await;
    firm.owner.asks("mutation { exportMyData { path } }", json!({})).await;
    let hold = json!({ "email": EMAIL, "reason": format!("A suit against {NAME}.") });
    let hold = administrator.does("placeLegalHold", hold, "legalHold { id }").await["legalHold"]["id"].clone();
    administrator.does("liftLegalHold", json!({ "legalHoldId": hold, "because": format!("{NAME} has paid.") }), "legalHold { id }").await;
    // A letter to him waits.
    let again = json!({ "email": EMAIL, "password": PASSWORD, "name": NAME, "language": "KK", "acceptedTerms": TERMS });
    world.asks("mutation($input: RegisterInput!) { register(input: $input) { letterSent } }", json!({ "input": again })).await;
    let successor = world.person("successor@kz.example").await;
    becomes_owner(&world, &successor, &firm.id).await;
    let needles = [NAME, EMAIL, "zw7f3"];
    assert!(ledger::columns_with(&world.location, &needles).await.len() >= 5, "the search finds him while he is there");
    let letters = world.letters.letters().len();

    assert_eq!(erases(&firm.owner).await, json!({ "erased": true, "userErrors": [] }));
    world.settle().await;
    assert_eq!(ledger::columns_with(&world.location, &needles).await, Vec::<String>::new());
    assert_eq!(world.letters.letters().len(), letters, "no letter leaves for him");
    let salts = ledger::number(
        &world.location,
        "SELECT count(*) FROM user_account u WHERE u.erased_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM subject_salt s WHERE s.user_id = u.id)",
    )
    .await;
    assert_eq!(salts, 1, "what the audit said of him can be opened by nobody");

    // The audit is whole all the same: what it said of him was sealed, and only the key is gone.
    let mut faults = Vec::new();
    world.app.check_audit(None, None, &mut |fault| faults.push(fault)).await.unwrap();
    assert_eq!(faults, []);

    // He is signed in nowhere, and nothing lets him in.
    assert_eq!(code(&firm.owner.sends("{ viewer { user { id } } }", json!({})).await), "UNAUTHENTICATED");
    let refused = world
        .asks(
            "mutation($token: String!) { refresh(input: { refreshToken: $token }) { userErrors { code } } }",
            json!({ "token": firm.owner.refresh }),
        )
        .await;
    assert_eq!(refused["refresh"]["userErrors"][0]["code"], "TOKEN_INVALID");
    let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { signedIn userErrors { code } } }";
    let answer = world.asks(log_in, json!({ "input": { "email": EMAIL, "password": PASSWORD } })).await;
    assert_eq!(answer["logIn"], json!({ "signedIn": false, "userErrors": [{ "code": "INVALID_CREDENTIALS" }] }));

    // What the company did is there, and the company goes on without him.
    let read = buyer.owner.asks(contacts, json!({})).await["introductions"]["nodes"][0].clone();
    assert_eq!((&read["state"], &read["message"]), (&json!("ACCEPTED"), &json!("We would like to talk about what you published.")));
    assert_eq!(read["contacts"], json!([{ "name": "Айгүл Сейітова", "email": successor.email }]));
    let found = world.asks("{ companies(where: { search: \"Astyq Dan\" }) { nodes { id name } } }", json!({})).await;
    assert_eq!(found["companies"]["nodes"], json!([{ "id": firm.id, "name": "Astyq Dan" }]));
    let lifted = administrator.asks("{ legalHolds { nodes { id reason liftedBecause liftedAt } } }", json!({})).await;
    assert_eq!(lifted["legalHolds"]["nodes"][0]["reason"], "");
    let held = administrator.refusals("placeLegalHold", json!({ "email": EMAIL, "reason": "A suit is pending." })).await;
    assert_eq!(held, ["UNKNOWN_PERSON input.email"]);
}

async fn the_last_owner_hands_over_first(world: World) {
    let firm = Firm::registers(&world, "KZ", "Astyq Dan", 1, &["AGR-GR"]).await;
    let before = world.happened().await;
    let refused = erases(&firm.owner).await;
    assert_eq!(refused["userErrors"][0]["code"], "LAST_OWNER");
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("Astyq Dan"), "{refused}");
    assert_eq!(world.happened_since(before).await, 0);
    assert_eq!(firm.owner.asks("{ viewer { user { email } } }", json!({})).await["viewer"]["user"]["email"], json!(firm.owner.email));
    let successor = world.person("successor@kz.example").await;
    becomes_owner(&world, &successor, &firm.id).await;
    assert_eq!(erases(&firm.owner).await["erased"], true);
    // Now it is the other who stays.
    assert_eq!(erases(&successor).await["userErrors"][0]["code"], "LAST_OWNER");
}

async fn whoever_is_on_duty_or_held_stays(world: World) {
    let moderator = world.moderator("moderator@kz.example", "KZ").await;
    let administrator = world.on_duty("administrator@forum.example", Duty::Administrator, "KZ").await;
    let person = world.person("person@example.kz").await;
    let hold = json!({ "email": person.email, "reason": "A court of Almaty asks for it." });
    let hold = administrator.does("placeLegalHold", hold, "legalHold { id }").await["legalHold"]["id"].clone();
    let before = world.happened().await;
    assert_eq!(erases(&moderator).await["userErrors"][0]["code"], "ON_DUTY");
    assert_eq!(erases(&person).await["userErrors"][0]["code"], "UNDER_HOLD");
    assert_eq!(world.happened_since(before).await, 0);
    administrator.does("liftLegalHold", json!({ "legalHoldId": hold, "because": "The suit was settled." }), "legalHold { id }").await;
    assert_eq!(erases(&person).await, json!({ "erased": true, "userErrors": [] }));
}

async fn it_is_asked_for_with_a_fresh_factor_and_the_own_address(world: World) {
    let mut person = world.person("person@example.kz").await;
    world.person("other@example.kz").await;
    let before = world.happened().await;
    for email in ["", "other@example.kz", "person@example.pk"] {
        assert_eq!(person.refusals("eraseMe", json!({ "email": email })).await, ["OTHER_ADDRESS input.email"]);
    }
    world.later(TimeDelta::minutes(16));
    person.refreshes().await;
    let before_stale = world.happened().await;
    let answer = person.sends(ERASE, json!({ "input": { "email": person.email } })).await;
    assert_eq!(answer["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    assert_eq!(code(&world.send(None, ERASE, json!({ "input": { "email": person.email } })).await), "UNAUTHENTICATED");
    assert_eq!(world.happened_since(before_stale).await, 0);
    assert_eq!(world.happened_since(before).await, 1, "the token was refreshed");
    // It stands alone in its document.
    let two = "mutation($input: EraseMeInput!) { one: eraseMe(input: $input) { erased } logOut { signedOut } }";
    assert!(person.sends(two, json!({ "input": { "email": person.email } })).await["errors"].is_array());
    assert!(person.asks("{ viewer { user { email } } }", json!({})).await["viewer"].is_object());
}

async fn the_address_may_come_back_as_somebody_else(world: World) {
    let person = registers(&world, EMAIL, NAME).await;
    let before = person.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone();
    erases(&person).await;
    let person = registers(&world, EMAIL, "Somebody Else").await;
    let answer = person.asks("{ viewer { user { id name } consents { nodes { purpose } } } }", json!({})).await;
    assert_ne!(answer["viewer"]["user"]["id"], before);
    assert_eq!(answer["viewer"]["user"]["name"], "Somebody Else");
    assert_eq!(answer["viewer"]["consents"]["nodes"].as_array().unwrap().len(), 4, "what the other agreed to is not his");
}
