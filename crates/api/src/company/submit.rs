//! `submitCompany`

use async_graphql::{Context, Error, Object, SimpleObject};
use domain::company::SubmitError;

use super::Company;
use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

user_errors! {
    "submitCompany": SubmitCompanyError, SubmitCompanyErrorCode {
        /// A company is submitted from draft or after a rejection.
        NotSubmittable,
    }
}

/// The company that was submitted.
#[derive(SimpleObject)]
pub struct SubmitCompanyPayload {
    /// The company; nothing if there are `userErrors`.
    pub company: Option<Company>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<SubmitCompanyError>,
}

#[derive(Default)]
pub struct SubmitCompany;

#[Object]
impl SubmitCompany {
    /// Hands the company that one acts for to the moderators. Requires its Owner.
    async fn submit_company(&self, ctx: &Context<'_>) -> Result<SubmitCompanyPayload, Error> {
        let (company, user_errors) = split(settle(app::company::submit(op(ctx)).await, tell)?);
        Ok(SubmitCompanyPayload { company: company.map(Company::from), user_errors })
    }
}

fn tell(error: SubmitError) -> SubmitCompanyError {
    let SubmitError::NotSubmittable { .. } = error;
    rule(SubmitCompanyErrorCode::NotSubmittable, "", error)
}
