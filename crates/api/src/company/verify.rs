//! `verifyCompany`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    company::{DecideError, FindingsError, VerifyError},
    id::CompanyId,
};

use super::{
    Company,
    verification::{VerificationCheckInput, found, path_of},
};
use crate::{
    context::op,
    scalar::DateTime,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which company is verified, and on what grounds.
#[derive(InputObject)]
pub struct VerifyCompanyInput {
    /// The company.
    pub company_id: ID,
    /// The version that was read: if somebody changed it since, nothing is decided.
    pub expected_version: i32,
    /// What was looked at, in one sentence. Shown with the badge. 10 to 2,000 characters.
    pub evidence: String,
    /// Each thing that was looked at; the extract of the register has to be among them.
    pub checks: Vec<VerificationCheckInput>,
    /// Until when it holds, 30 to 365 days from now; a year if nothing is said.
    pub valid_until: Option<DateTime>,
}

user_errors! {
    "verifyCompany": VerifyCompanyError, VerifyCompanyErrorCode {
        /// Only what was submitted is decided about.
        NotSubmitted,
        /// Another verified company has this registration number.
        NumberTaken,
        /// Somebody else works on the case of this company.
        ClaimedByOther,
        /// The extract of the register was not looked at.
        NoRegistryExtract,
        /// One kind of check is named twice.
        CheckTwice,
        /// A check is dated later than today.
        CheckInTheFuture,
        /// A check is older than 180 days.
        CheckTooOld,
        /// A verification holds for 30 to 365 days.
        ValidityOutOfBounds,
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
        let found = found(&mut reading, &input.evidence, input.checks, input.valid_until);
        let (id, found) = match reading.finish(id.zip(found)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(VerifyCompanyPayload { company: None, user_errors }),
        };
        let outcome = app::company::verify(op(ctx), id, input.expected_version, found).await;
        let (company, user_errors) = split(settle(outcome, tell)?);
        Ok(VerifyCompanyPayload { company: company.map(Company::from), user_errors })
    }
}

fn tell(error: VerifyError) -> VerifyCompanyError {
    use VerifyCompanyErrorCode as Code;
    let (code, path) = match &error {
        VerifyError::Decide(DecideError::NotSubmitted { .. }) => (Code::NotSubmitted, "companyId".to_owned()),
        VerifyError::Decide(DecideError::NumberTaken) => (Code::NumberTaken, "companyId".to_owned()),
        VerifyError::Decide(DecideError::ClaimedByOther) => (Code::ClaimedByOther, "companyId".to_owned()),
        VerifyError::Findings(rule) => {
            let code = match rule {
                FindingsError::NoRegistryExtract => Code::NoRegistryExtract,
                FindingsError::CheckTwice { .. } => Code::CheckTwice,
                FindingsError::CheckInTheFuture { .. } => Code::CheckInTheFuture,
                FindingsError::CheckTooOld { .. } => Code::CheckTooOld,
                FindingsError::ValidityOutOfBounds => Code::ValidityOutOfBounds,
            };
            (code, path_of(rule))
        }
    };
    rule(code, &path, error)
}
