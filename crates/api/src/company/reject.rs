//! `rejectCompany`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{company::DecideError, id::CompanyId, text};

use super::Company;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which company is rejected, and on what grounds.
#[derive(InputObject)]
pub struct RejectCompanyInput {
    /// The company.
    pub company_id: ID,
    /// The version that was read: if somebody changed it since, nothing is decided.
    pub expected_version: i32,
    /// What is wrong and how it can be put right; the company reads it. 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "rejectCompany": RejectCompanyError, RejectCompanyErrorCode {
        /// Only what was submitted is decided about.
        NotSubmitted,
        /// Another verified company has this registration number.
        NumberTaken,
        /// Somebody else works on the case of this company.
        ClaimedByOther,
    }
}

/// The company that was rejected.
#[derive(SimpleObject)]
pub struct RejectCompanyPayload {
    /// The company; nothing if there are `userErrors`.
    pub company: Option<Company>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RejectCompanyError>,
}

#[derive(Default)]
pub struct RejectCompany;

#[Object]
impl RejectCompany {
    /// Sends a submitted company back with a reason; it may be corrected and submitted again. Requires a Moderator or an Administrator who is no member of it.
    async fn reject_company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, and on what grounds.")] input: RejectCompanyInput,
    ) -> Result<RejectCompanyPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2_000));
        let (id, reason) = match reading.finish(id.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(RejectCompanyPayload { company: None, user_errors }),
        };
        let outcome = app::company::reject(op(ctx), id, input.expected_version, reason).await;
        let (company, user_errors) = split(settle(outcome, tell)?);
        Ok(RejectCompanyPayload { company: company.map(Company::from), user_errors })
    }
}

fn tell(error: DecideError) -> RejectCompanyError {
    use RejectCompanyErrorCode as Code;
    let code = match error {
        DecideError::NotSubmitted { .. } => Code::NotSubmitted,
        DecideError::NumberTaken => Code::NumberTaken,
        DecideError::ClaimedByOther => Code::ClaimedByOther,
    };
    rule(code, "companyId", error)
}
