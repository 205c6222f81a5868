//! What every root field of the schema answers to each kind of actor: a field without an entry fails, and so does an answer that changed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on panics")]

use std::{fmt::Write as _, path::Path, task::Poll};

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use axum::body::Body;
use domain::staff::Duty;
use futures_util::poll;
use http::{Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, people::registration};

/// Set to write the file anew: `FORUM_UPDATE=1 cargo test --test refusal`.
const UPDATE: &str = "FORUM_UPDATE";

const LEGEND: &str = "\
What every root field answers to whom. Written by `FORUM_UPDATE=1 cargo test --test refusal`.

OK: it was done or read. null: it is not there or not for him. A code in capitals: the error of the answer; behind a colon: the first of
the `userErrors`. Records that are named belong to two other companies; only the draft company's and the company's own are their own.
";

on_both_databases! {
    every_root_field_answers_as_the_table_says,
}

/// Records of two other companies, and people to try with.
struct Setting<'w> {
    world: &'w World,
    seller: Firm<'w>,
    buyer: Firm<'w>,
    draft_listing: Value,
    introduction: Value,
    agreement: Value,
    venture: Value,
    milestone: Value,
    outcome: Value,
    text: Value,
    refresh: String,
    serial: u32,
}

impl<'w> Setting<'w> {
    async fn prepares(world: &'w World, astana: &Person<'w>, islamabad: &Person<'w>) -> Self {
        let seller = world.kazakh("Astyq Dan", 1, &["AGR-GR"], astana).await;
        let buyer = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], islamabad).await;
        let draft = json!({ "terms": { "kind": "OFFER", "subsector": "AGR-GR", "title": "Wheat of the next harvest", "expiresAt": "2026-06-01T00:00:00Z" } });
        let draft_listing = seller.owner.does("draftListing", draft, "listing { id }").await["listing"]["id"].clone();
        seller.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
        let introduction = json!(seller.is_introduced_to(&buyer).await);
        let terms = json!({ "kind": "CONTRACT", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
        let input = json!({ "agreement": { "with": [buyer.id] }, "terms": terms });
        let agreement = seller.owner.does("proposeAgreement", input, "agreement { id proposal { hash } }").await["agreement"].clone();
        let answer = json!({ "agreementId": agreement["id"], "hash": agreement["proposal"]["hash"] });
        buyer.owner.does("confirmAgreement", answer, "agreement { id }").await;
        let parties = json!([{ "companyId": seller.id, "role": "FOUNDER" }, { "companyId": buyer.id, "role": "INVESTOR" }]);
        let input = json!({ "title": "Flour mill in Multan", "structure": "CONTRACTUAL", "subsectors": ["AGR-MI"], "parties": parties });
        let fields = "jointVenture { id proposal { hash } proposedStage { proposal { hash } } }";
        let venture = seller.owner.does("proposeJointVenture", input, fields).await["jointVenture"].clone();
        let answer = |hash: &Value| json!({ "jointVentureId": venture["id"], "hash": hash });
        buyer.owner.does("confirmJointVenture", answer(&venture["proposal"]["hash"]), fields).await;
        let step = json!({ "jointVentureId": venture["id"], "to": "AGREEMENT_SIGNED", "evidence": { "agreementId": agreement["id"] } });
        let step = seller.owner.does("advanceJointVenture", step, fields).await;
        buyer.owner.does("confirmJointVenture", answer(&step["jointVenture"]["proposedStage"]["proposal"]["hash"]), fields).await;
        let promise =
            json!({ "milestone": { "promise": { "jointVentureId": venture["id"], "title": "Site bought", "due": "2026-05-01" } } });
        let milestone = seller.owner.does("logMilestone", promise, "milestone { id }").await["milestone"]["id"].clone();
        let report = json!({ "jointVentureId": venture["id"], "kind": "JOBS", "from": "2026-02-01", "to": "2026-02-28", "jobs": 3, "evidence": "Payroll" });
        let outcome = seller.owner.does("reportOutcome", report, "outcome { id proposal { hash } }").await["outcome"].clone();
        let text = json!(seller.owner.hands_over("PAPER", "Contract.pdf", tests::people::DOCUMENT).await);
        let laid = json!({ "agreementId": agreement["id"], "fileId": text, "language": "EN" });
        seller.owner.does("attachPaper", laid, "text { id }").await;
        world.person("candidate@forum.example").await;
        Self {
            world,
            seller,
            buyer,
            draft_listing,
            introduction,
            agreement,
            venture,
            milestone,
            outcome,
            text,
            refresh: "0".repeat(43),
            serial: 100,
        }
    }

    /// A company that waits for a decision: its identifier and version.
    async fn submitted(&mut self) -> (String, i64) {
        self.serial += 1;
        let firm = Firm::registers(self.world, "KZ", "Semey Foods", self.serial, &["AGR-GR"]).await;
        firm.submits().await;
        let version = firm.version().await;
        (firm.id, version)
    }

    /// What is asked of a mutation by somebody who acts for `own`: well-formed, and about the records of others.
    async fn input(&mut self, mutation: &str, own: &str) -> Option<Value> {
        let hash = "0".repeat(64);
        let terms = json!({ "kind": "OFFER", "subsector": "AGR-GR", "title": "Wheat of this year", "expiresAt": "2026-06-01T00:00:00Z" });
        let paper = json!({ "kind": "MEMORANDUM", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
        let venture = &self.venture["id"];
        Some(match mutation {
            "submitCompany" | "logOut" | "removeLogo" => return None,
            "acceptIntroduction" | "declineIntroduction" => json!({ "introductionId": self.introduction }),
            "setLogo" => json!({ "fileId": self.text }),
            "attachPaper" => json!({ "agreementId": self.agreement["id"], "fileId": self.text, "language": "EN" }),
            "removePaper" => json!({ "fileId": self.text }),
            "advanceJointVenture" => json!({ "jointVentureId": venture, "to": "TERMINATED", "reason": "Spite" }),
            "appointModerator" => json!({ "email": "candidate@forum.example", "side": "KZ" }),
            "closeListing" => json!({ "listingId": self.draft_listing }),
            "confirmAgreement" => json!({ "agreementId": self.agreement["id"], "hash": self.agreement["proposal"]["hash"] }),
            "disputeAgreement" => {
                json!({ "agreementId": self.agreement["id"], "hash": self.agreement["proposal"]["hash"], "words": "Not ours." })
            }
            "confirmJointVenture" => json!({ "jointVentureId": venture, "hash": hash }),
            "disputeJointVenture" => json!({ "jointVentureId": venture, "hash": hash, "words": "Not ours." }),
            "confirmOutcome" => json!({ "outcomeId": self.outcome["id"], "hash": self.outcome["proposal"]["hash"] }),
            "draftListing" => json!({ "terms": terms }),
            "publishListing" => json!({ "listing": { "terms": terms } }),
            "logIn" => json!({ "email": "candidate@forum.example", "password": "not the password of anybody" }),
            "logMilestone" => json!({ "milestone": { "move": { "milestoneId": self.milestone, "due": "2026-06-01", "reason": "Spite" } } }),
            "proposeAgreement" => json!({ "agreement": { "with": [self.seller.id] }, "terms": paper }),
            "proposeJointVenture" => {
                let parties = json!([{ "companyId": self.seller.id, "role": "FOUNDER" }, { "companyId": own, "role": "INVESTOR" }]);
                json!({ "title": "Flour mill in Multan", "structure": "CONTRACTUAL", "subsectors": ["AGR-MI"], "parties": parties })
            }
            "refresh" => json!({ "refreshToken": self.refresh }),
            "register" => {
                json!({ "email": "somebody.new@forum.example", "password": tests::world::PASSWORD, "name": "Somebody New", "language": "EN" })
            }
            "registerCompany" => {
                self.serial += 1;
                registration("PK", "Sindh Rice", self.serial, &["AGR-GR"])
            }
            "rejectCompany" => {
                let (company, version) = self.submitted().await;
                json!({ "companyId": company, "expectedVersion": version, "reason": "The extract cannot be read." })
            }
            "verifyCompany" => {
                let (company, version) = self.submitted().await;
                json!({ "companyId": company, "expectedVersion": version, "evidence": "Registry extract read on the day." })
            }
            "reportOutcome" => {
                json!({ "jointVentureId": venture, "kind": "JOBS", "from": "2026-02-01", "to": "2026-02-28", "jobs": 3, "evidence": "Payroll" })
            }
            "requestIntroduction" => json!({ "companyId": self.seller.id, "message": "We would like to buy wheat from you every month." }),
            "verifyEmail" => json!({ "token": "bm9ib2R5" }),
            other => panic!("`{other}` is new: say in this file what is asked of it, and read what it answers to whom"),
        })
    }

    /// What is asked of a query.
    fn question(&self, query: &str) -> String {
        match query {
            "agreements" | "companies" | "initiatives" | "introductions" | "jointVentures" | "legalForms" | "listings" | "matches"
            | "moderationCases" | "regions" | "sectors" | "tradeFlows" => format!("{{ {query}(first: 1) {{ nodes {{ __typename }} }} }}"),
            "roadmap" | "scoreboard" | "rateLimit" => format!("{{ {query} {{ __typename }} }}"),
            "viewer" => "{ viewer { user { id } } }".to_owned(),
            "company" => format!("{{ company(by: {{ id: \"{}\" }}) {{ id }} }}", self.seller.id),
            "node" => format!("{{ node(id: {}) {{ id }} }}", self.draft_listing),
            "nodes" => format!("{{ nodes(ids: [{}, {}]) {{ id }} }}", self.draft_listing, self.venture["id"]),
            other => panic!("`{other}` is new: say in this file what is asked of it, and read what it answers to whom"),
        }
    }
}

/// The names of the fields of a root.
fn roots(of: &str) -> Vec<String> {
    let document = parse_schema(api::sdl()).unwrap();
    let root = document.definitions.into_iter().find_map(|definition| match definition {
        TypeSystemDefinition::Type(found) if found.node.name.node == of => Some(found.node),
        _ => None,
    });
    let TypeKind::Object(root) = root.unwrap().kind else { panic!("{of} is an object") };
    let mut names: Vec<String> = root.fields.into_iter().map(|field| field.node.name.node.to_string()).collect();
    // What ends the standing of whoever tries comes last.
    names.sort_by_key(|name| ["submitCompany", "logOut"].iter().position(|last| last == name).map_or(0, |place| place + 1));
    names
}

/// What an answer comes down to.
fn outcome(answer: &Value, field: &str) -> String {
    if let Some(error) = answer["errors"].get(0) {
        let code = error["extensions"]["code"].as_str().unwrap_or_else(|| panic!("{field}: an error without a code: {answer:#}"));
        assert_ne!(code, "INTERNAL_SERVER_ERROR", "{field}: {answer:#}");
        assert!(
            !["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"].contains(&code),
            "{field} is asked wrongly: {answer:#}"
        );
        return code.to_owned();
    }
    let data = &answer["data"][field];
    if let Some(error) = data["userErrors"].get(0) {
        assert_ne!(error["code"], "INVALID_INPUT", "{field} is asked wrongly: {answer:#}");
        return format!(":{}", error["code"].as_str().unwrap());
    }
    let nothing = data.is_null() || data.as_array().is_some_and(|list| list.iter().all(Value::is_null));
    if nothing { "null" } else { "OK" }.to_owned()
}

/// What a subscription answers first: a refusal, or nothing for as long as nothing happens.
async fn listens(world: &World, token: Option<&str>, field: &str) -> String {
    let body = json!({ "query": format!("subscription {{ {field} {{ __typename }} }}") }).to_string();
    let mut request =
        Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").header(header::ACCEPT, "text/event-stream");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let mut body = world.request(request.body(Body::from(body)).unwrap()).await.into_body();
    loop {
        if let Poll::Ready(frame) = poll!(std::pin::pin!(body.frame())) {
            let text = String::from_utf8(frame.unwrap().unwrap().into_data().unwrap().to_vec()).unwrap();
            let data = text.lines().find_map(|line| line.strip_prefix("data:")).unwrap_or_else(|| panic!("no data: {text}"));
            return outcome(&serde_json::from_str(data.trim()).unwrap(), field);
        }
        if world.app.listeners() > 0 {
            return "OK".to_owned();
        }
        tokio::task::yield_now().await;
    }
}

async fn tries(setting: &mut Setting<'_>, person: Option<&mut Person<'_>>, act_as: &Value, root: &str, field: &str) -> String {
    let token = person.as_ref().map(|person| person.token.clone());
    let world = setting.world;
    match root {
        "Query" => outcome(&world.send(token.as_deref(), &setting.question(field), json!({})).await, field),
        "Mutation" => {
            let capital = format!("{}{}", field[..1].to_uppercase(), &field[1..]);
            let own = act_as["company"].as_str().unwrap_or(&setting.buyer.id).to_owned();
            let answer = match setting.input(field, &own).await {
                Some(input) => {
                    let document =
                        format!("mutation($input: {capital}Input!) {{ {field}(input: $input) {{ userErrors {{ code path }} }} }}");
                    world.send(token.as_deref(), &document, json!({ "input": input })).await
                }
                None if field == "logOut" => world.send(token.as_deref(), "mutation { logOut { __typename } }", json!({})).await,
                None => world.send(token.as_deref(), &format!("mutation {{ {field} {{ userErrors {{ code path }} }} }}"), json!({})).await,
            };
            if field == "logOut"
                && let Some(person) = person
            {
                person.signs_in(act_as.clone()).await;
            }
            outcome(&answer, field)
        }
        _ => listens(world, token.as_deref(), field).await,
    }
}

async fn table(world: &World) -> String {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let mut setting = Setting::prepares(world, &astana, &islamabad).await;
    let user = world.person("user@forum.example").await;
    let draft = Firm::registers(world, "PK", "Indus Grain", 10, &["AGR-GR"]).await;
    let company = world.pakistani("Ravi Textiles", 11, &["AGR-MI"], &islamabad).await;
    let administrator = world.on_duty("administrator@forum.example", Duty::Administrator, "KZ").await;
    let auditor = world.on_duty("auditor@forum.example", Duty::Auditor, "KZ").await;
    let forum = json!({ "forum": true });
    let mut actors = vec![
        ("visitor", None, json!(null)),
        ("user", Some(user), json!({ "himself": true })),
        ("draft company", Some(draft.owner), json!({ "company": draft.id })),
        ("company", Some(company.owner), json!({ "company": company.id })),
        ("moderator", Some(astana), forum.clone()),
        ("administrator", Some(administrator), forum.clone()),
        ("auditor", Some(auditor), forum),
    ];
    let mut table = format!("{LEGEND}\n{:22}", "");
    for (name, ..) in &actors {
        let _ = write!(table, " {name:18}");
    }
    for root in ["Query", "Mutation", "Subscription"] {
        let _ = write!(table, "\n\n{root}");
        for field in roots(root) {
            let _ = write!(table, "\n{field:22}");
            for (_, person, act_as) in &mut actors {
                let cell = tries(&mut setting, person.as_mut(), act_as, root, &field).await;
                let _ = write!(table, " {cell:18}");
            }
        }
    }
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[expect(clippy::disallowed_methods, reason = "a test is told by its environment to write what it otherwise compares")]
async fn every_root_field_answers_as_the_table_says(world: World) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("refusals.txt");
    let answered = table(&world).await;
    let on_sqlite = matches!(world.location, app::storage::Location::Sqlite(_));
    if on_sqlite && std::env::var(UPDATE).is_ok() {
        std::fs::write(&path, &answered).unwrap();
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == answered,
        "refusals.txt is not what the forum answers: run `{UPDATE}=1 cargo test --test refusal` and read the difference\n{answered}"
    );
}
