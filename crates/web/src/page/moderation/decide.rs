//! The decision of a moderator, about the version that he looked at.

use axum::response::Response;
use cynic::MutationBuilder;

use super::case_page;
use crate::{
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    schema,
    visit::{Outcome, Visit},
};

refusals!(
    VerifyCompanyError VerifyCompanyErrorCode,
    RejectCompanyError RejectCompanyErrorCode,
);

#[derive(cynic::InputObject)]
struct VerifyCompanyInput<'a> {
    company_id: cynic::Id,
    evidence: &'a str,
    expected_version: i32,
}

#[derive(cynic::QueryVariables)]
struct VerifyVariables<'a> {
    input: VerifyCompanyInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "VerifyVariables")]
struct VerifyCompany {
    #[arguments(input: $input)]
    verify_company: VerifyCompanyPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct VerifyCompanyPayload {
    user_errors: Vec<VerifyCompanyError>,
}

#[derive(cynic::InputObject)]
struct RejectCompanyInput<'a> {
    company_id: cynic::Id,
    reason: &'a str,
    expected_version: i32,
}

#[derive(cynic::QueryVariables)]
struct RejectVariables<'a> {
    input: RejectCompanyInput<'a>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RejectVariables")]
struct RejectCompany {
    #[arguments(input: $input)]
    reject_company: RejectCompanyPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct RejectCompanyPayload {
    user_errors: Vec<RejectCompanyError>,
}

/// The company, and its version as it was looked at.
fn looked_at(fields: &Fields) -> (cynic::Id, i32) {
    (cynic::Id::new(fields.get("company")), fields.get("version").parse().unwrap_or_default())
}

pub(super) async fn verify(visit: Visit, form: Form) -> Response {
    let outcome = verified(&visit, form).await;
    visit.finish(outcome)
}

async fn verified(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let (company_id, expected_version) = looked_at(&fields);
    let input = VerifyCompanyInput { company_id, evidence: fields.get("evidence"), expected_version };
    let answer = visit.client.run(VerifyCompany::build(VerifyVariables { input })).await?.verify_company;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(visit.to("/moderation"), "case-decided"));
    }
    Ok(Outcome::again(case_page(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

pub(super) async fn reject(visit: Visit, form: Form) -> Response {
    let outcome = rejected(&visit, form).await;
    visit.finish(outcome)
}

async fn rejected(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let (company_id, expected_version) = looked_at(&fields);
    let input = RejectCompanyInput { company_id, reason: fields.get("reason"), expected_version };
    let answer = visit.client.run(RejectCompany::build(RejectVariables { input })).await?.reject_company;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(visit.to("/moderation"), "case-decided"));
    }
    Ok(Outcome::again(case_page(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    let id = || cynic::Id::new("");
    let verify = VerifyCompanyInput { company_id: id(), evidence: "", expected_version: 1 };
    let reject = RejectCompanyInput { company_id: id(), reason: "", expected_version: 1 };
    vec![VerifyCompany::build(VerifyVariables { input: verify }).query, RejectCompany::build(RejectVariables { input: reject }).query]
}
