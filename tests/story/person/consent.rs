//! What people agree to: the terms when they register, other purposes as they like, and all of it theirs to read.

use serde_json::{Value, json};
use tests::{
    Person, World, on_both_databases,
    people::refusals,
    world::{PASSWORD, TERMS, code},
};

on_both_databases! {
    nobody_registers_without_the_terms_in_force,
    registering_writes_down_what_was_agreed_to,
    the_texts_are_read_in_four_languages,
    the_last_word_on_a_purpose_counts_and_every_word_is_kept,
    the_terms_are_not_taken_back,
    withdrawn_contact_details_are_shown_to_nobody_from_then_on,
    strangers_agree_to_nothing,
}

const CONSENTS: &str = "{ viewer { consents(last: 100) { nodes { purpose given version language } } } }";

async fn ledger(person: &Person<'_>) -> Vec<Value> {
    let answer = person.asks(CONSENTS, json!({})).await;
    let mut words = answer["viewer"]["consents"]["nodes"].as_array().expect("a list").clone();
    // Oldest first; the words of one moment in no order that matters.
    words.reverse();
    words
}

fn word(purpose: &str, given: bool, version: Option<&str>, language: Option<&str>) -> Value {
    json!({ "purpose": purpose, "given": given, "version": version, "language": language })
}

async fn nobody_registers_without_the_terms_in_force(world: World) {
    const REGISTER: &str = "mutation($input: RegisterInput!) { register(input: $input) { letterSent userErrors { code path message } } }";
    let known = world.person("known@example.kz").await;
    let before = world.happened().await;
    for email in ["new@example.kz", known.email.as_str()] {
        for terms in ["", "0", "2", "one"] {
            let input = json!({ "email": email, "password": PASSWORD, "name": "A", "language": "EN", "acceptedTerms": terms });
            let answer = world.asks(REGISTER, json!({ "input": input })).await;
            assert_eq!(refusals(&answer["register"]), ["TERMS_NOT_IN_FORCE input.acceptedTerms"], "{email} with `{terms}`");
        }
    }
    let without = json!({ "email": "new@example.kz", "password": PASSWORD, "name": "A", "language": "EN" });
    let answer = world.send(None, REGISTER, json!({ "input": without })).await;
    assert_eq!(code(&answer), "BAD_USER_INPUT");
    assert_eq!(world.happened_since(before).await, 0);
    world.settle().await;
    assert!(world.letters.last_to("new@example.kz").is_none());
}

async fn registering_writes_down_what_was_agreed_to(world: World) {
    let person = world.person("person@example.kz").await;
    let mut words = ledger(&person).await;
    words.sort_by_key(|word| word["purpose"].as_str().map(str::to_owned));
    let expected = [
        word("CONTACT_DETAILS", true, None, Some("EN")),
        word("PRIVACY", true, Some(TERMS), Some("EN")),
        word("TERMS", true, Some(TERMS), Some("EN")),
    ];
    assert_eq!(words, expected);
    // Nobody reads what another agreed to: there is no way to ask for it but one's own.
    let other = world.person("other@example.kz").await;
    other.does("recordConsent", json!({ "purpose": "NEWS_BY_MAIL" }), "consent { id }").await;
    assert_eq!(ledger(&person).await.len(), 3);
}

async fn the_texts_are_read_in_four_languages(world: World) {
    let document = "query($language: LanguageTag!) { legalTexts(language: $language) { kind version inForce language text digest } }";
    let mut digests = Vec::new();
    for language in ["EN", "RU", "KK", "UR"] {
        let answer = world.asks(document, json!({ "language": language })).await;
        let texts = answer["legalTexts"].as_array().expect("texts");
        assert_eq!(texts.len(), 2, "{language}");
        for text in texts {
            assert_eq!((&text["version"], &text["inForce"], &text["language"]), (&json!(TERMS), &json!(true), &json!(language)));
            assert!(text["text"].as_str().is_some_and(|text| text.lines().count() > 8));
            digests.push(text["digest"].as_str().expect("a digest").to_owned());
        }
    }
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), 8, "every text is one of its own");
}

async fn the_last_word_on_a_purpose_counts_and_every_word_is_kept(world: World) {
    let person = world.person("person@example.kz").await;
    let news = json!({ "purpose": "NEWS_BY_MAIL" });
    assert_eq!(person.refusals("withdrawConsent", news.clone()).await, ["NOT_GIVEN input.purpose"]);
    let given = person.does("recordConsent", news.clone(), "consent { purpose given version language }").await;
    assert_eq!(given["consent"], word("NEWS_BY_MAIL", true, None, Some("EN")));
    let before = world.happened().await;
    assert_eq!(person.refusals("recordConsent", news.clone()).await, ["ALREADY_GIVEN input.purpose"]);
    assert_eq!(world.happened_since(before).await, 0);
    world.later(chrono::TimeDelta::minutes(1));
    person.does("withdrawConsent", news.clone(), "consent { id }").await;
    world.later(chrono::TimeDelta::minutes(1));
    person.does("recordConsent", news.clone(), "consent { id }").await;
    assert_eq!(world.happened_since(before).await, 2);
    let words: Vec<Value> = ledger(&person).await.into_iter().filter(|word| word["purpose"] == "NEWS_BY_MAIL").collect();
    assert_eq!(words.iter().map(|word| word["given"].clone()).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(person.refusals("recordConsent", json!({ "purpose": "NEWS_BY_MAIL", "version": "1" })).await, ["NO_VERSIONS input.version"]);
}

async fn the_terms_are_not_taken_back(world: World) {
    let person = world.person("person@example.kz").await;
    let before = world.happened().await;
    for purpose in ["TERMS", "PRIVACY"] {
        assert_eq!(person.refusals("withdrawConsent", json!({ "purpose": purpose })).await, ["COMPULSORY input.purpose"]);
        for version in [json!(null), json!("2")] {
            let input = json!({ "purpose": purpose, "version": version });
            assert_eq!(person.refusals("recordConsent", input).await, ["NOT_IN_FORCE input.version"]);
        }
        assert_eq!(person.refusals("recordConsent", json!({ "purpose": purpose, "version": "1" })).await, ["ALREADY_GIVEN input.purpose"]);
    }
    assert_eq!(world.happened_since(before).await, 0);
}

async fn withdrawn_contact_details_are_shown_to_nobody_from_then_on(world: World) {
    const CONTACTS: &str = "{ introductions { nodes { contacts { email } } } }";
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let seller = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let buyer = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
    seller.is_introduced_to(&buyer).await;
    let shown = async || buyer.owner.asks(CONTACTS, json!({})).await["introductions"]["nodes"][0]["contacts"].clone();
    assert_eq!(shown().await, json!([{ "email": seller.owner.email }]));
    let details = json!({ "purpose": "CONTACT_DETAILS" });
    // A person who acts for his company speaks for himself here.
    seller.owner.does("withdrawConsent", details.clone(), "consent { id }").await;
    assert_eq!(shown().await, json!([]));
    world.later(chrono::TimeDelta::minutes(1));
    seller.owner.does("recordConsent", details, "consent { id }").await;
    assert_eq!(shown().await, json!([{ "email": seller.owner.email }]));
}

async fn strangers_agree_to_nothing(world: World) {
    for document in [
        "mutation { recordConsent(input: { purpose: NEWS_BY_MAIL }) { __typename } }",
        "mutation { withdrawConsent(input: { purpose: NEWS_BY_MAIL }) { __typename } }",
    ] {
        assert_eq!(code(&world.send(None, document, json!({})).await), "UNAUTHENTICATED");
    }
    assert_eq!(world.asks("{ viewer { consents { nodes { id } } } }", json!({})).await["viewer"], json!(null));
}
