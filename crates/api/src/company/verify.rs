//! `verifyCompany`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{company::DecideError, id::CompanyId, text};

use super::Company;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which company is verified, and on what grounds.
#[derive(InputObject)]
pub struct VerifyCompanyInput {
    /// The company.
    pub company_id: ID,
    /// The version that was read: if somebody changed it since, nothing is decided.
    pub expected_version: i32,
    /// What was looked at: the registry extract, the tax register, a call. Shown with the badge. 10 to 2,000 characters.
    pub evidence: String,
}

user_errors! {
    "verifyCompany": VerifyCompanyError, VerifyCompanyErrorCode {
        /// Only what was submitted is decided about.
        NotSubmitted,
        /// Another verified company has this registration number.
        NumberTaken,
        /// Somebody else works on the case of this company.
        ClaimedByOther,
    }
}

/// The company that was verified.
#[derive(SimpleObject)]
pub struct VerifyCompanyPayload {
    /// The company; nothing if there are `userErrors`.
    pub company: Option<Company>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<VerifyCompanyError>,
}

#[derive(Default)]
pub struct VerifyCompany;

#[Object]
impl VerifyCompany {
    /// Finds a submitted company to be what it says: it enters the directory. Requires a Moderator or an Administrator who is no member of it.
    async fn verify_company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, and on what grounds.")] input: VerifyCompanyInput,
    ) -> Result<VerifyCompanyPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let evidence = reading.take("evidence", text::parse(&input.evidence, 10, 2_000));
        let (id, evidence) = match reading.finish(id.zip(evidence)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(VerifyCompanyPayload { company: None, user_errors }),
        };
        let outcome = app::company::verify(op(ctx), id, input.expected_version, evidence).await;
        let (company, user_errors) = split(settle(outcome, tell)?);
        Ok(VerifyCompanyPayload { company: company.map(Company::from), user_errors })
    }
}

fn tell(error: DecideError) -> VerifyCompanyError {
    use VerifyCompanyErrorCode as Code;
    let code = match error {
        DecideError::NotSubmitted { .. } => Code::NotSubmitted,
        DecideError::NumberTaken => Code::NumberTaken,
        DecideError::ClaimedByOther => Code::ClaimedByOther,
    };
    rule(code, "companyId", error)
}
