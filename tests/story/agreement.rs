//! Papers between companies: what is refused at each step, and that a refusal leaves no trace.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases};

on_both_databases! {
    a_paper_is_refused_for_each_reason,
    only_companies_that_met_sign,
    the_other_side_confirms_what_it_read,
    a_stranger_learns_nothing,
    a_disputed_paper_is_written_anew,
    a_confirmed_paper_is_written_anew,
    a_contract_asks_for_the_password_again,
    two_answers_at_once_are_one,
    two_revisions_at_once_are_one,
}

const FIELDS: &str =
    "agreement { id version proposal { number hash state proposedBy { name } answers { verdict words company { name } } } }";

/// Everything that a company reads of its papers.
const PAPERS: &str = "{ agreements(where: { level: COMPANIES }) { nodes { id kind title version
    proposal { id number hash state answers { verdict words } } versions { title proposal { number state hash } } } } }";

fn terms() -> Value {
    json!({ "kind": "MEMORANDUM", "title": "Supply of milling wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" })
}

fn with(terms: &Value, name: &str, value: Value) -> Value {
    let mut terms = terms.clone();
    terms[name] = value;
    terms
}

fn new(with: &[&str], terms: &Value) -> Value {
    json!({ "agreement": { "with": with }, "terms": terms })
}

fn revising(agreement: &Value, version: i64, terms: &Value) -> Value {
    json!({ "agreement": { "revising": { "agreementId": agreement["id"], "expectedVersion": version } }, "terms": terms })
}

fn answering(agreement: &Value) -> Value {
    json!({ "agreementId": agreement["id"], "hash": agreement["proposal"]["hash"] })
}

fn disputing(agreement: &Value, words: &str) -> Value {
    json!({ "agreementId": agreement["id"], "hash": agreement["proposal"]["hash"], "words": words })
}

/// Two companies that have met, and a third that met nobody.
struct Market<'w> {
    mill: Firm<'w>,
    baker: Firm<'w>,
    stranger: Firm<'w>,
    astana: Person<'w>,
    islamabad: Person<'w>,
}

impl<'w> Market<'w> {
    async fn opens(world: &'w World) -> Self {
        let astana = world.moderator("moderator@kz.example", "KZ").await;
        let islamabad = world.moderator("moderator@pk.example", "PK").await;
        let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
        let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
        let stranger = world.pakistani("Ravi Textiles", 3, &["TEX-FI"], &islamabad).await;
        mill.is_introduced_to(&baker).await;
        Self { mill, baker, stranger, astana, islamabad }
    }

    async fn paper(&self, terms: &Value) -> Value {
        self.mill.owner.does("proposeAgreement", new(&[&self.baker.id], terms), FIELDS).await["agreement"].clone()
    }

    /// What both parties read, and how much has happened: equal before and after means that nothing changed.
    async fn state(&self) -> (Value, Value, Value) {
        let mill = self.mill.owner.asks(PAPERS, json!({})).await;
        let baker = self.baker.owner.asks(PAPERS, json!({})).await;
        (mill, baker, json!(self.mill.owner.world.happened().await))
    }
}

fn refusal(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}

async fn a_paper_is_refused_for_each_reason(world: World) {
    let market = Market::opens(&world).await;
    let (mill, baker) = (&market.mill, &market.baker);
    let terms = terms();
    let before = market.state().await;
    let cases = [
        (with(&terms, "kind", json!("TREATY")), "KIND_OF_STATES", "input.terms.kind"),
        (with(&terms, "kind", json!("PROTOCOL")), "KIND_OF_STATES", "input.terms.kind"),
        (with(&terms, "signedOn", json!("2026-03-04")), "SIGNED_IN_THE_FUTURE", "input.terms.signedOn"),
        (with(&terms, "expiresOn", json!("2026-03-02")), "EXPIRES_BEFORE_SIGNING", "input.terms.expiresOn"),
        (with(&terms, "subsectors", json!([])), "NO_SUBSECTORS", "input.terms.subsectors"),
        (with(&terms, "subsectors", json!(["AGR-XX"])), "INVALID_INPUT", "input.terms.subsectors.0"),
        (with(&terms, "title", json!("Four")), "INVALID_INPUT", "input.terms.title"),
        (with(&terms, "value", json!({ "amount": "1.005", "currency": "USD" })), "INVALID_INPUT", "input.terms.value.amount"),
    ];
    for (terms, code, path) in cases {
        let refused = mill.owner.is_refused("proposeAgreement", new(&[&baker.id], &terms)).await;
        assert_eq!(refused, refusal(code, path), "{terms}");
    }
    let nobody = mill.owner.is_refused("proposeAgreement", new(&[], &terms)).await;
    assert_eq!(nobody, refusal("NO_COUNTERPART", "input.agreement.with"));
    let twice = mill.owner.is_refused("proposeAgreement", new(&[&baker.id, &baker.id], &terms)).await;
    assert_eq!(twice, refusal("PARTY_TWICE", "input.agreement.with"));
    let itself = mill.owner.is_refused("proposeAgreement", new(&[&mill.id], &terms)).await;
    assert_eq!(itself, refusal("PARTY_TWICE", "input.agreement.with"));
    let malformed = mill.owner.is_refused("proposeAgreement", new(&["baker"], &terms)).await;
    assert_eq!(malformed, refusal("INVALID_INPUT", "input.agreement.with.0"));
    assert_eq!(market.state().await, before);

    // What the clock says of tomorrow may be today further east, so the day after is the first that is refused.
    mill.owner.does("proposeAgreement", new(&[&baker.id], &with(&terms, "signedOn", json!("2026-03-02"))), FIELDS).await;
    assert_ne!(market.state().await, before);
}

async fn only_companies_that_met_sign(world: World) {
    let market = Market::opens(&world).await;
    let (mill, baker, stranger) = (&market.mill, &market.baker, &market.stranger);
    let neighbour = world.kazakh("Qostanai Elevator", 4, &["AGR-GR"], &market.astana).await;
    let draft = Firm::registers(&world, "PK", "Indus Grain", 5, &["AGR-GR"]).await;
    let before = market.state().await;
    let not_introduced = refusal("NOT_INTRODUCED", "input.agreement.with");
    assert_eq!(mill.owner.is_refused("proposeAgreement", new(&[&stranger.id], &terms())).await, not_introduced);
    assert_eq!(mill.owner.is_refused("proposeAgreement", new(&[&baker.id, &stranger.id], &terms())).await, not_introduced);
    let same = mill.owner.is_refused("proposeAgreement", new(&[&neighbour.id], &terms())).await;
    assert_eq!(same, refusal("ONE_COUNTRY_ONLY", "input.agreement.with"));
    // An asked-for meeting that nobody accepted is none.
    let ask = json!({ "companyId": stranger.id, "message": "We would like to talk about what you published." });
    mill.owner.does("requestIntroduction", ask, "introduction { id }").await;
    assert_eq!(mill.owner.is_refused("proposeAgreement", new(&[&stranger.id], &terms())).await, not_introduced);
    // A company that is not verified is not there for others; whether it exists is not told.
    let document = "mutation($input: ProposeAgreementInput!) { proposeAgreement(input: $input) { __typename } }";
    let unverified = mill.owner.sends(document, json!({ "input": new(&[&draft.id], &terms()) })).await;
    let absent = mill.owner.sends(document, json!({ "input": new(&["cmp_0190c0de000070008000000000000000"], &terms()) })).await;
    assert_eq!(tests::world::code(&unverified), "NOT_FOUND");
    assert_eq!(unverified["errors"], absent["errors"]);
    assert_eq!(unverified["data"], absent["data"]);
    // And it proposes nothing itself.
    assert_eq!(draft.owner.is_denied("proposeAgreement", new(&[&mill.id], &terms())).await, "FORBIDDEN");
    assert_eq!(market.astana.is_denied("proposeAgreement", new(&[&mill.id], &terms())).await, "FORBIDDEN");
    let nobody = world.send(None, document, json!({ "input": new(&[&mill.id], &terms()) })).await;
    assert_eq!(tests::world::code(&nobody), "UNAUTHENTICATED");
    let after = market.state().await;
    assert_eq!((&after.0, &after.1), (&before.0, &before.1));
}

async fn the_other_side_confirms_what_it_read(world: World) {
    let market = Market::opens(&world).await;
    let (mill, baker) = (&market.mill, &market.baker);
    let paper = market.paper(&terms()).await;
    let before = market.state().await;
    // The policy gives the proposer no permit for his own words.
    assert_eq!(mill.owner.is_denied("confirmAgreement", answering(&paper)).await, "FORBIDDEN");
    assert_eq!(mill.owner.is_denied("disputeAgreement", disputing(&paper, "We did not mean it.")).await, "FORBIDDEN");
    let mut other = answering(&paper);
    other["hash"] = json!("0".repeat(64));
    assert_eq!(baker.owner.is_refused("confirmAgreement", other.clone()).await, refusal("OTHER_TERMS", "input.hash"));
    other["words"] = json!("The price is another.");
    assert_eq!(baker.owner.is_refused("disputeAgreement", other).await, refusal("OTHER_TERMS", "input.hash"));
    assert_eq!(baker.owner.is_refused("disputeAgreement", disputing(&paper, "No")).await, refusal("INVALID_INPUT", "input.words"));
    assert_eq!(market.state().await, before);

    let confirmed = baker.owner.does("confirmAgreement", answering(&paper), FIELDS).await["agreement"].clone();
    assert_eq!(confirmed["proposal"]["state"], "CONFIRMED");
    assert_eq!(
        confirmed["proposal"]["answers"],
        json!([{ "verdict": "CONFIRMED", "words": null, "company": { "name": "Chenab Flour Mills" } }])
    );
    let settled = market.state().await;
    assert_eq!(baker.owner.is_refused("confirmAgreement", answering(&paper)).await, refusal("NOT_PENDING", "input.hash"));
    let late = disputing(&paper, "On second thoughts, no.");
    assert_eq!(baker.owner.is_refused("disputeAgreement", late).await, refusal("NOT_PENDING", "input.hash"));
    assert_eq!(market.state().await, settled);
}

/// What is asked of a paper.
type Asking = fn(&Value) -> Value;

async fn a_stranger_learns_nothing(world: World) {
    let market = Market::opens(&world).await;
    let (stranger, draft) = (&market.stranger, Firm::registers(&world, "KZ", "Semey Foods", 6, &["AGR-GR"]).await);
    let paper = market.paper(&terms()).await;
    let before = market.state().await;
    let absent = json!({ "id": "agr_0190c0de000070008000000000000000", "proposal": { "hash": paper["proposal"]["hash"] } });
    let documents: [(&str, Asking); 3] = [
        ("mutation($input: ConfirmAgreementInput!) { confirmAgreement(input: $input) { __typename } }", answering),
        ("mutation($input: DisputeAgreementInput!) { disputeAgreement(input: $input) { __typename } }", |paper| {
            disputing(paper, "Not our word.")
        }),
        ("mutation($input: ProposeAgreementInput!) { proposeAgreement(input: $input) { __typename } }", |paper| {
            revising(paper, 1, &terms())
        }),
    ];
    for (document, input) in documents {
        for person in [&stranger.owner, &draft.owner] {
            let foreign = person.sends(document, json!({ "input": input(&paper) })).await;
            let nothing = person.sends(document, json!({ "input": input(&absent) })).await;
            assert_eq!(tests::world::code(&foreign), "NOT_FOUND", "{document}");
            assert_eq!((&foreign["errors"], &foreign["data"]), (&nothing["errors"], &nothing["data"]), "{document}");
        }
    }
    let look = "query($id: ID!) { node(id: $id) { id } agreements(where: { level: COMPANIES }) { nodes { id } } }";
    for person in [&stranger.owner, &draft.owner, &market.islamabad] {
        let seen = person.asks(look, json!({ "id": paper["id"] })).await;
        assert_eq!(seen, json!({ "node": null, "agreements": { "nodes": [] } }));
    }
    let seen = world.asks(look, json!({ "id": paper["id"] })).await;
    assert_eq!(seen, json!({ "node": null, "agreements": { "nodes": [] } }));
    assert_eq!(market.state().await, before);
}

async fn a_disputed_paper_is_written_anew(world: World) {
    let market = Market::opens(&world).await;
    let (mill, baker) = (&market.mill, &market.baker);
    let paper = market.paper(&terms()).await;
    let disputed = baker.owner.does("disputeAgreement", disputing(&paper, "The month is wrong."), FIELDS).await["agreement"].clone();
    assert_eq!(disputed["proposal"]["state"], "DISPUTED");
    let words = json!([{ "verdict": "DISPUTED", "words": "The month is wrong.", "company": { "name": "Chenab Flour Mills" } }]);
    assert_eq!(disputed["proposal"]["answers"], words);
    assert_eq!(baker.owner.is_refused("confirmAgreement", answering(&paper)).await, refusal("NOT_PENDING", "input.hash"));

    // Whoever revises names the version that he read.
    let before = market.state().await;
    let read = disputed["version"].as_i64().unwrap();
    let better = with(&terms(), "title", json!("Supply of milling wheat in April"));
    assert_eq!(mill.owner.is_denied("proposeAgreement", revising(&paper, read - 1, &better)).await, "CONFLICT");
    assert_eq!(
        mill.owner.is_refused("proposeAgreement", revising(&paper, read, &terms())).await,
        refusal("NOTHING_CHANGED", "input.terms")
    );
    let kind = with(&better, "kind", json!("TREATY"));
    assert_eq!(
        mill.owner.is_refused("proposeAgreement", revising(&paper, read, &kind)).await,
        refusal("KIND_OF_STATES", "input.terms.kind")
    );
    assert_eq!(market.state().await, before);

    let revised = mill.owner.does("proposeAgreement", revising(&paper, read, &better), FIELDS).await["agreement"].clone();
    assert_eq!((&revised["id"], &revised["proposal"]["number"]), (&paper["id"], &json!(2)));
    assert_eq!(revised["proposal"]["state"], "PENDING");
    assert_ne!(revised["proposal"]["hash"], paper["proposal"]["hash"]);
    // Both sides read both versions, with the words that were said.
    let document =
        "{ agreements(where: { level: COMPANIES }) { nodes { title versions { title proposal { number state answers { words } } } } } }";
    let expected = json!([{ "title": "Supply of milling wheat in April", "versions": [
        { "title": "Supply of milling wheat", "proposal": { "number": 1, "state": "SUPERSEDED", "answers": [{ "words": "The month is wrong." }] } },
        { "title": "Supply of milling wheat in April", "proposal": { "number": 2, "state": "PENDING", "answers": [] } },
    ] }]);
    for firm in [mill, baker] {
        assert_eq!(firm.owner.asks(document, json!({})).await["agreements"]["nodes"], expected);
    }
    // The old words are answered no more, the new ones are.
    assert_eq!(baker.owner.is_refused("confirmAgreement", answering(&paper)).await, refusal("OTHER_TERMS", "input.hash"));
    let confirmed = baker.owner.does("confirmAgreement", answering(&revised), FIELDS).await;
    assert_eq!(confirmed["agreement"]["proposal"]["state"], "CONFIRMED");
}

async fn a_confirmed_paper_is_written_anew(world: World) {
    let market = Market::opens(&world).await;
    let (mill, baker) = (&market.mill, &market.baker);
    let paper = market.paper(&terms()).await;
    let confirmed = baker.owner.does("confirmAgreement", answering(&paper), FIELDS).await["agreement"].clone();
    // The side that confirmed proposes other terms: now they are its own, and the other's to confirm.
    let longer = with(&terms(), "expiresOn", json!("2027-03-01"));
    let input = revising(&paper, confirmed["version"].as_i64().unwrap(), &longer);
    let revised = baker.owner.does("proposeAgreement", input, FIELDS).await["agreement"].clone();
    assert_eq!(revised["proposal"]["proposedBy"]["name"], "Chenab Flour Mills");
    assert_eq!(baker.owner.is_denied("confirmAgreement", answering(&revised)).await, "FORBIDDEN");
    let versions = "{ agreements(where: { level: COMPANIES }) { nodes { versions { terms { expiresOn } proposal { number state } } } } }";
    let history = |second: &str| {
        json!([{ "versions": [
            { "terms": { "expiresOn": null }, "proposal": { "number": 1, "state": "CONFIRMED" } },
            { "terms": { "expiresOn": "2027-03-01" }, "proposal": { "number": 2, "state": second } },
        ] }])
    };
    assert_eq!(mill.owner.asks(versions, json!({})).await["agreements"]["nodes"], history("PENDING"));
    mill.owner.does("confirmAgreement", answering(&revised), FIELDS).await;
    assert_eq!(baker.owner.asks(versions, json!({})).await["agreements"]["nodes"], history("CONFIRMED"));
}

async fn a_contract_asks_for_the_password_again(world: World) {
    let mut market = Market::opens(&world).await;
    let contract = market.paper(&with(&terms(), "kind", json!("CONTRACT"))).await;
    let memorandum = market.paper(&with(&terms(), "title", json!("Memorandum on wheat"))).await;
    // A quarter of an hour after the password was shown, with tokens that were renewed on the way.
    for _ in 0..4 {
        world.later(TimeDelta::minutes(4));
        market.baker.owner.refreshes().await;
        market.mill.owner.refreshes().await;
    }
    let before = market.state().await;
    let document = "mutation($input: ConfirmAgreementInput!) { confirmAgreement(input: $input) { __typename } }";
    let stale = market.baker.owner.sends(document, json!({ "input": answering(&contract) })).await;
    assert_eq!(tests::world::code(&stale), "FORBIDDEN");
    assert_eq!(stale["errors"][0]["extensions"]["reason"], "FRESH_FACTOR_REQUIRED");
    assert_eq!(market.state().await, before);
    // What does not bind asks for no password.
    market.baker.owner.does("confirmAgreement", answering(&memorandum), FIELDS).await;
    let company = json!({ "company": market.baker.id });
    market.baker.owner.signs_in(company).await;
    let bound = market.baker.owner.does("confirmAgreement", answering(&contract), FIELDS).await;
    assert_eq!(bound["agreement"]["proposal"]["state"], "CONFIRMED");
}

/// One of two that ran at once worked; gives back the answer of the other.
fn one_of(field: &str, first: Value, second: Value) -> Value {
    let worked = |answer: &Value| answer["data"][field]["userErrors"] == json!([]);
    assert_ne!(worked(&first), worked(&second), "one of two works: {first:#} {second:#}");
    if worked(&first) { second } else { first }
}

async fn two_answers_at_once_are_one(world: World) {
    let market = Market::opens(&world).await;
    let owner = &market.baker.owner;
    for _ in 0..3 {
        let paper = market.paper(&terms()).await;
        let confirm = "mutation($input: ConfirmAgreementInput!) { confirmAgreement(input: $input) { userErrors { code } } }";
        let dispute = "mutation($input: DisputeAgreementInput!) { disputeAgreement(input: $input) { userErrors { code } } }";
        let before = world.happened().await;
        let (first, second) = tokio::join!(
            owner.sends(confirm, json!({ "input": answering(&paper) })),
            owner.sends(confirm, json!({ "input": answering(&paper) })),
        );
        let refused = one_of("confirmAgreement", first, second);
        is_late(&refused, "confirmAgreement");
        assert_eq!(world.happened_since(before).await, 1, "one confirmation, one event");
        let seen = owner
            .asks(
                "query($id: ID!) { node(id: $id) { ... on Agreement { proposal { state answers { verdict } } } } }",
                json!({ "id": paper["id"] }),
            )
            .await;
        assert_eq!(seen["node"]["proposal"], json!({ "state": "CONFIRMED", "answers": [{ "verdict": "CONFIRMED" }] }));

        // To believe and to dispute at once leaves one of the two.
        let paper = market.paper(&terms()).await;
        let (yes, no) = tokio::join!(
            owner.sends(confirm, json!({ "input": answering(&paper) })),
            owner.sends(dispute, json!({ "input": disputing(&paper, "The price is another.") })),
        );
        let believed = yes["data"]["confirmAgreement"]["userErrors"] == json!([]);
        let disputed = no["data"]["disputeAgreement"]["userErrors"] == json!([]);
        assert_ne!(believed, disputed, "{yes:#} {no:#}");
        if believed {
            is_late(&no, "disputeAgreement");
        } else {
            is_late(&yes, "confirmAgreement");
        }
        let seen = owner
            .asks(
                "query($id: ID!) { node(id: $id) { ... on Agreement { proposal { state answers { verdict } } } } }",
                json!({ "id": paper["id"] }),
            )
            .await;
        let told = if believed { "CONFIRMED" } else { "DISPUTED" };
        assert_eq!(seen["node"]["proposal"], json!({ "state": told, "answers": [{ "verdict": told }] }));
    }
}

/// Whoever came second is told so: by the rule, if he read after the first had written, else by the conflict.
fn is_late(answer: &Value, field: &str) {
    if answer.get("errors").is_some() {
        assert_eq!(tests::world::code(answer), "CONFLICT");
    } else {
        let code = &answer["data"][field]["userErrors"][0]["code"];
        assert!(code == "NOT_PENDING" || code == "ANSWERED_ALREADY", "{answer:#}");
    }
}

async fn two_revisions_at_once_are_one(world: World) {
    let market = Market::opens(&world).await;
    let paper = market.paper(&terms()).await;
    let document = "mutation($input: ProposeAgreementInput!) { proposeAgreement(input: $input) { userErrors { code } } }";
    let earlier = with(&terms(), "title", json!("Supply of wheat in April"));
    let later = with(&terms(), "title", json!("Supply of wheat in May"));
    let before = world.happened().await;
    let (first, second) = tokio::join!(
        market.mill.owner.sends(document, json!({ "input": revising(&paper, 1, &earlier) })),
        market.baker.owner.sends(document, json!({ "input": revising(&paper, 1, &later) })),
    );
    let refused = one_of("proposeAgreement", first, second);
    assert_eq!(tests::world::code(&refused), "CONFLICT");
    assert_eq!(world.happened_since(before).await, 1);
    let seen = market
        .mill
        .owner
        .asks("{ agreements(where: { level: COMPANIES }) { nodes { version versions { proposal { number state } } } } }", json!({}))
        .await;
    let expected = json!([{ "version": 2, "versions": [
        { "proposal": { "number": 1, "state": "SUPERSEDED" } }, { "proposal": { "number": 2, "state": "PENDING" } } ] }]);
    assert_eq!(seen["agreements"]["nodes"], expected);
}
