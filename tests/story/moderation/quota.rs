//! What is counted before it is written holds for requests of one moment too.

use serde_json::{Value, json};
use tests::{World, on_both_databases, people::registration};

use super::Bench;

on_both_databases! {
    fifty_introductions_a_day_whatever_the_moment,
    three_unverified_companies_whatever_the_moment,
}

/// How many answers of a mutation went well, and how many were refused with the code.
fn told(answers: &[Value], mutation: &str, code: &str) -> (usize, usize) {
    let errors = |answer: &Value| answer["data"][mutation]["userErrors"].clone();
    let done = answers.iter().filter(|answer| errors(answer) == json!([])).count();
    (done, answers.iter().filter(|answer| errors(answer)[0]["code"] == code).count())
}

async fn fifty_introductions_a_day_whatever_the_moment(world: World) {
    let bench = Bench::sits(&world).await;
    let (mill, baker) = (&bench.mill, &bench.baker);
    let asking = |company: &str| json!({ "companyId": company, "message": "We would like to talk about what you published." });
    for _ in 0..48 {
        let id = mill.owner.does("requestIntroduction", asking(&baker.id), "introduction { id }").await["introduction"]["id"].clone();
        baker.owner.does("declineIntroduction", json!({ "introductionId": id }), "introduction { state }").await;
    }
    let mut others = Vec::new();
    for serial in 20..25 {
        others.push(world.pakistani("Ravi Textiles", serial, &["TEX-FI"], &bench.moderator).await);
    }
    let document =
        "mutation($input: RequestIntroductionInput!) { requestIntroduction(input: $input) { introduction { id } userErrors { code } } }";
    let requests = others.iter().map(|other| mill.owner.sends(document, json!({ "input": asking(&other.id) })));
    let answers = futures_util::future::join_all(requests).await;
    assert_eq!(told(&answers, "requestIntroduction", "QUOTA_EXCEEDED"), (2, 3), "{answers:?}");
}

async fn three_unverified_companies_whatever_the_moment(world: World) {
    let founder = world.person("founder@kz.example").await;
    let document = "mutation($input: RegisterCompanyInput!) { registerCompany(input: $input) { company { id } userErrors { code } } }";
    let inputs = (40..46).map(|serial| json!({ "input": registration("KZ", "Semey Foods", serial, &["AGR-GR"]) }));
    let answers = futures_util::future::join_all(inputs.map(|input| founder.sends(document, input))).await;
    assert_eq!(told(&answers, "registerCompany", "TOO_MANY_UNVERIFIED"), (3, 3), "{answers:?}");
}
