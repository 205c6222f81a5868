//! `closeCompany`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::company::CloseError;

use super::Company;
use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

/// What was read before closing.
#[derive(InputObject)]
pub struct CloseCompanyInput {
    /// The version that was read: if somebody changed the company since, nothing is done.
    pub expected_version: i32,
}

user_errors! {
    "closeCompany": CloseCompanyError, CloseCompanyErrorCode {
        /// A venture of the company is under way.
        OpenVentures,
    }
}

/// The company that was closed.
#[derive(SimpleObject)]
pub struct CloseCompanyPayload {
    /// The company; nothing if there are `userErrors`.
    pub company: Option<Company>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<CloseCompanyError>,
}

#[derive(Default)]
pub struct CloseCompany;

#[Object]
impl CloseCompany {
    /// Takes the company that one acts for out of the forum for good: it leaves the directory, its listings are taken back, and what
    /// waits for an answer ends. Its people read its past. Requires an Owner with a fresh password, and no venture under way.
    async fn close_company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was read before closing.")] input: CloseCompanyInput,
    ) -> Result<CloseCompanyPayload, Error> {
        let outcome = app::company::close_company(op(ctx), input.expected_version).await;
        let (company, user_errors) = split(settle(outcome, tell)?);
        Ok(CloseCompanyPayload { company: company.map(Company::from), user_errors })
    }
}

fn tell(error: CloseError) -> CloseCompanyError {
    let CloseError::OpenVentures { .. } = error;
    rule(CloseCompanyErrorCode::OpenVentures, "", error)
}
