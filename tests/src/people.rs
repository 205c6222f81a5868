//! People and their companies, who act through GraphQL only.

use app::credential::totp::TotpSecret;
use domain::company::registration_number::{Bin, Ntn};
use serde_json::{Value, json};

use crate::world::{PASSWORD, TERMS, World, data};

/// Somebody with an access token.
pub struct Person<'w> {
    pub world: &'w World,
    pub email: String,
    pub token: String,
    pub refresh: String,
    /// The second factor, once he has one.
    pub factor: Option<Factor>,
}

/// An authenticator, and the codes for the day on which it is lost.
#[derive(Clone)]
pub struct Factor {
    pub id: String,
    pub secret: String,
    /// The last step whose code was shown: none is taken twice.
    pub step: i64,
    pub codes: Vec<String>,
}

impl Factor {
    /// What is shown next: a code of the authenticator while the clock allows for another, then one of the codes on paper.
    pub fn next(&mut self, world: &World) -> Value {
        let secret = TotpSecret::parse(&self.secret).expect("a secret");
        let (_, present) = secret.code(world.app.now());
        let step = (self.step + 1).max(present - 1);
        if step > present + 1 {
            return json!({ "recoveryCode": self.codes.pop().expect("a code that is left") });
        }
        self.step = step;
        json!({ "totpCode": secret.code_of(step) })
    }
}

impl<'w> Person<'w> {
    /// Registers, follows the link of the letter and signs in.
    pub async fn registers(world: &'w World, email: &str) -> Self {
        let registered = world
            .asks(
                "mutation($input: RegisterInput!) { register(input: $input) { letterSent userErrors { code path message } } }",
                json!({ "input": { "email": email, "password": PASSWORD, "name": "Айгүл Сейітова", "language": "EN", "acceptedTerms": TERMS } }),
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
        let mut person = Self { world, email: email.to_owned(), token: String::new(), refresh: String::new(), factor: None };
        person.signs_in(json!({ "himself": true })).await;
        person
    }

    /// Signs in anew, for whomever he wants to act.
    pub async fn signs_in(&mut self, act_as: Value) {
        let answer = self
            .world
            .asks(
                "mutation($input: LogInInput!) { logIn(input: $input) { tokens { accessToken refreshToken } challenge { token } userErrors { code } } }",
                json!({ "input": { "email": self.email, "password": PASSWORD, "actAs": act_as } }),
            )
            .await;
        let challenge = &answer["logIn"]["challenge"]["token"];
        let answer = match &mut self.factor {
            Some(factor) if challenge.is_string() => {
                let document = "mutation($input: LogInWithSecondFactorInput!) { logInWithSecondFactor(input: $input) {
                    tokens { accessToken refreshToken } userErrors { code } } }";
                let input = json!({ "challenge": challenge, "factor": factor.next(self.world) });
                self.world.asks(document, json!({ "input": input })).await["logInWithSecondFactor"].clone()
            }
            _ => answer["logIn"].clone(),
        };
        let tokens = &answer["tokens"];
        tokens["accessToken"].as_str().unwrap_or_else(|| panic!("no tokens: {answer}")).clone_into(&mut self.token);
        tokens["refreshToken"].as_str().expect("a refresh token").clone_into(&mut self.refresh);
    }

    /// Adds an authenticator, on the device that he is signed in on.
    pub async fn enrols(&mut self) {
        let begun = self.does("enrolTotp", json!({}), "enrolment { factorId secret }").await["enrolment"].clone();
        let text = |field: &str| begun[field].as_str().expect("an enrolment").to_owned();
        let mut factor = Factor { id: text("factorId"), secret: text("secret"), step: 0, codes: Vec::new() };
        let code = factor.next(self.world)["totpCode"].clone();
        let input = json!({ "factorId": factor.id, "code": code });
        let codes = self.does("confirmTotp", input, "recoveryCodes").await["recoveryCodes"].clone();
        factor.codes = codes.as_array().expect("codes").iter().filter_map(Value::as_str).map(str::to_owned).collect();
        self.factor = Some(factor);
    }

    /// Shows once more who he is: by the second factor if he has one, else by the password.
    pub async fn confirms_access(&mut self) {
        let shown = match &mut self.factor {
            Some(factor) => factor.next(self.world),
            None => json!({ "password": PASSWORD }),
        };
        self.does("confirmAccess", shown, "freshUntil").await;
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

/// What a moderator has to look at before he verifies anybody.
pub fn checks() -> Value {
    json!([{ "kind": "REGISTRY_EXTRACT", "evidence": "Extract of the day.", "checkedOn": "2026-03-02" }])
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
            "checks": checks(),
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
