//! People and their companies, who act through GraphQL only.

use axum::body::{Body, Bytes};
use domain::company::registration_number::{Bin, Ntn};
use http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::world::{PASSWORD, World, data};

/// The smallest document that the forum takes.
pub const DOCUMENT: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// Somebody with an access token.
pub struct Person<'w> {
    pub world: &'w World,
    pub email: String,
    pub token: String,
    pub refresh: String,
}

impl<'w> Person<'w> {
    /// Registers, follows the link of the letter and signs in.
    pub async fn registers(world: &'w World, email: &str) -> Self {
        let registered = world
            .asks(
                "mutation($input: RegisterInput!) { register(input: $input) { letterSent userErrors { code path message } } }",
                json!({ "input": { "email": email, "password": PASSWORD, "name": "Айгүл Сейітова", "language": "EN" } }),
            )
            .await;
        assert_eq!(registered["register"], json!({ "letterSent": true, "userErrors": [] }));
        world.settle().await;
        let letter = world.letters.last_to(email).expect("a letter with a link");
        let token = letter.text.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link in the letter");
        let verified = world
            .asks(
                "mutation($token: String!) { verifyEmail(input: { token: $token }) { verified userErrors { code } } }",
                json!({ "token": token }),
            )
            .await;
        assert_eq!(verified["verifyEmail"], json!({ "verified": true, "userErrors": [] }));
        let mut person = Self { world, email: email.to_owned(), token: String::new(), refresh: String::new() };
        person.signs_in(json!({ "himself": true })).await;
        person
    }

    /// Signs in anew, for whomever he wants to act.
    pub async fn signs_in(&mut self, act_as: Value) {
        let answer = self
            .world
            .asks(
                "mutation($input: LogInInput!) { logIn(input: $input) { tokens { accessToken refreshToken } userErrors { code } } }",
                json!({ "input": { "email": self.email, "password": PASSWORD, "actAs": act_as } }),
            )
            .await;
        let tokens = &answer["logIn"]["tokens"];
        tokens["accessToken"].as_str().unwrap_or_else(|| panic!("no tokens: {answer}")).clone_into(&mut self.token);
        tokens["refreshToken"].as_str().expect("a refresh token").clone_into(&mut self.refresh);
    }

    /// Exchanges the refresh token for a new pair: the session goes on, the password is not shown again.
    pub async fn refreshes(&mut self) {
        let document =
            "mutation($input: RefreshInput!) { refresh(input: $input) { tokens { accessToken refreshToken } userErrors { code } } }";
        let answer = self.world.asks(document, json!({ "input": { "refreshToken": self.refresh } })).await;
        let tokens = &answer["refresh"]["tokens"];
        tokens["accessToken"].as_str().unwrap_or_else(|| panic!("no tokens: {answer}")).clone_into(&mut self.token);
        tokens["refreshToken"].as_str().expect("a refresh token").clone_into(&mut self.refresh);
    }

    /// Hands a file over and gives back its identifier.
    pub async fn hands_over(&self, purpose: &str, name: &str, bytes: impl Into<Bytes>) -> String {
        let (status, told) = self.tries_to_hand_over(purpose, name, bytes).await;
        assert_eq!(status, 201, "{told}");
        told["id"].as_str().expect("an identifier").to_owned()
    }

    /// Hands a file over, and gives back the status and what was told.
    pub async fn tries_to_hand_over(&self, purpose: &str, name: &str, bytes: impl Into<Bytes>) -> (u16, Value) {
        let address = format!("/files?purpose={purpose}&name={name}");
        let request = Request::post(address).header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let response = self.world.request(request.body(Body::from(bytes.into())).unwrap()).await;
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// Fetches a file: the status, the headers and the bytes.
    pub async fn fetches(&self, path: &str) -> (u16, HeaderMap, Bytes) {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let response = self.world.request(request.body(Body::empty()).unwrap()).await;
        let (parts, body) = response.into_parts();
        (parts.status.as_u16(), parts.headers, body.collect().await.unwrap().to_bytes())
    }

    /// The whole answer to a document.
    pub async fn sends(&self, document: &str, variables: Value) -> Value {
        self.world.send(Some(&self.token), document, variables).await
    }

    /// The data of an answer without errors.
    pub async fn asks(&self, document: &str, variables: Value) -> Value {
        data(&self.sends(document, variables).await)
    }

    /// Runs a mutation that takes an input, and gives back its payload; `fields` is what is asked for beside `userErrors`.
    pub async fn tries(&self, mutation: &str, input: Value, fields: &str) -> Value {
        let capital = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
        let document =
            format!("mutation($input: {capital}Input!) {{ {mutation}(input: $input) {{ {fields} userErrors {{ code path message }} }} }}");
        self.asks(&document, json!({ "input": input })).await[mutation].clone()
    }

    /// Runs a mutation that is expected to work.
    pub async fn does(&self, mutation: &str, input: Value, fields: &str) -> Value {
        let payload = self.tries(mutation, input, fields).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation} was refused");
        payload
    }

    /// Runs a mutation that is expected to be refused by a rule, and gives back code and path.
    pub async fn is_refused(&self, mutation: &str, input: Value) -> (String, String) {
        let payload = self.tries(mutation, input, "__typename").await;
        let error = &payload["userErrors"][0];
        let path: Vec<&str> = error["path"].as_array().expect("a refusal").iter().filter_map(Value::as_str).collect();
        (error["code"].as_str().expect("a code").to_owned(), path.join("."))
    }

    /// Everything that a mutation is refused for, each as `CODE at.path`.
    pub async fn refusals(&self, mutation: &str, input: Value) -> Vec<String> {
        refusals(&self.tries(mutation, input, "__typename").await)
    }

    /// Runs a mutation that is expected to fail altogether, and gives back the code of the error.
    pub async fn is_denied(&self, mutation: &str, input: Value) -> String {
        let capital = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
        let document = format!("mutation($input: {capital}Input!) {{ {mutation}(input: $input) {{ __typename }} }}");
        let answer = self.sends(&document, json!({ "input": input })).await;
        crate::world::code(&answer).to_owned()
    }
}

/// The user errors of a payload, each as `CODE at.path`.
pub fn refusals(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().expect("user errors");
    let told = |error: &Value| {
        let path: Vec<&str> = error["path"].as_array().expect("a path").iter().filter_map(Value::as_str).collect();
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "a refusal without a sentence: {error}");
        format!("{} {}", error["code"].as_str().expect("a code"), path.join("."))
    };
    errors.iter().map(told).collect()
}

/// A company with its owner, who acts for it.
pub struct Firm<'w> {
    pub owner: Person<'w>,
    pub id: String,
    pub name: String,
}

/// A number that no company has been given by its state.
pub fn number(country: &str, serial: u32) -> (&'static str, String) {
    if country == "KZ" {
        let bin = (0..).find_map(|step| Bin::compose(24, 5, 90_000 + serial * 20 + step)).expect("a valid number");
        ("BIN", bin.as_str().to_owned())
    } else {
        ("NTN", Ntn::compose(9_000_000 + serial).expect("seven digits").as_str().to_owned())
    }
}

/// What a company of the country says of itself when it registers.
pub fn registration(country: &str, name: &str, serial: u32, subsectors: &[&str]) -> Value {
    let (kind, value) = number(country, serial);
    let kazakh = country == "KZ";
    json!({
        "country": country,
        "legalForm": if kazakh { "KZ-LLP" } else { "PK-PVT" },
        "registrationNumber": { "kind": kind, "value": value },
        "legalNames": [{ "script": "LATIN", "name": name }],
        "region": if kazakh { "KZ-75" } else { "PK-PB" },
        "subsectors": subsectors,
        "size": "MEDIUM",
        "languages": if kazakh { json!(["KK", "RU", "EN"]) } else { json!(["UR", "EN"]) },
        "profile": [{ "language": "EN", "text": "A company made for a story." }],
    })
}

impl<'w> Firm<'w> {
    /// A draft company whose owner acts for it.
    pub async fn registers(world: &'w World, country: &str, name: &str, serial: u32, subsectors: &[&str]) -> Self {
        let mut owner = world.person(&format!("owner{serial}@{}.example", country.to_lowercase())).await;
        let input = registration(country, name, serial, subsectors);
        let payload = owner.does("registerCompany", input, "company { id state version }").await;
        assert_eq!(payload["company"]["state"], "DRAFT");
        let id = payload["company"]["id"].as_str().expect("an id").to_owned();
        owner.signs_in(json!({ "company": id })).await;
        Self { owner, id, name: name.to_owned() }
    }

    /// Hands the company to the moderators.
    pub async fn submits(&self) {
        let document = "mutation { submitCompany { company { state } userErrors { code } } }";
        let answer = self.owner.asks(document, json!({})).await;
        assert_eq!(answer["submitCompany"], json!({ "company": { "state": "SUBMITTED" }, "userErrors": [] }));
    }

    /// The version of the company as its people read it.
    pub async fn version(&self) -> i64 {
        let answer = self.owner.asks("{ viewer { company { version } } }", json!({})).await;
        answer["viewer"]["company"]["version"].as_i64().expect("a version")
    }

    /// Submits the company, which a moderator then verifies.
    pub async fn is_verified_by(self, moderator: &Person<'_>) -> Self {
        self.submits().await;
        let input = json!({
            "companyId": self.id,
            "expectedVersion": self.version().await,
            "evidence": "Registry extract read on the day.",
        });
        let payload = moderator.does("verifyCompany", input, "company { state }").await;
        assert_eq!(payload["company"]["state"], "VERIFIED");
        self.owner.world.settle().await;
        self
    }

    /// Publishes an offer or a need.
    pub async fn publishes(&self, kind: &str, subsector: &str, title: &str) -> String {
        let terms = json!({
            "kind": kind, "subsector": subsector, "title": title, "text": "As the story goes.",
            "languages": ["EN"], "partnershipForms": ["TRADE"], "expiresAt": "2026-06-01T00:00:00Z",
        });
        let payload = self.owner.does("publishListing", json!({ "listing": { "terms": terms } }), "listing { id state }").await;
        assert_eq!(payload["listing"]["state"], "PUBLISHED");
        self.owner.world.settle().await;
        payload["listing"]["id"].as_str().expect("an id").to_owned()
    }

    /// Asks another company to meet, which accepts.
    pub async fn is_introduced_to(&self, other: &Firm<'_>) -> String {
        let input = json!({ "companyId": other.id, "message": "We would like to talk about what you published." });
        let payload = self.owner.does("requestIntroduction", input, "introduction { id }").await;
        let id = payload["introduction"]["id"].as_str().expect("an id").to_owned();
        let accepted = other.owner.does("acceptIntroduction", json!({ "introductionId": id }), "introduction { state }").await;
        assert_eq!(accepted["introduction"]["state"], "ACCEPTED");
        self.owner.world.settle().await;
        id
    }
}
