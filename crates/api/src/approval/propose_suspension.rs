//! `proposeSuspension`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    approval::ProposeError,
    id::{CompanyId, ModerationCaseId},
    text,
};

use super::Approval;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which company, and because of what.
#[derive(InputObject)]
pub struct ProposeSuspensionInput {
    /// The company.
    pub company_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// The case about the company that gives the grounds.
    pub case_id: ID,
    /// Why; the company reads it once it is suspended. 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "proposeSuspension": ProposeSuspensionError, ProposeSuspensionErrorCode {
        /// Only a verified company is suspended.
        NotVerified,
        /// Only a suspended company is reinstated.
        NotSuspended,
        /// The case is about another company.
        OtherCompany,
        /// The duty has ended already.
        NotOnDuty,
        /// The same is proposed already and waits for a second person.
        AlreadyProposed,
    }
}

/// What waits for a second person.
#[derive(SimpleObject)]
pub struct ProposeSuspensionPayload {
    /// The proposal; nothing if there are `userErrors`.
    pub approval: Option<Approval>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ProposeSuspensionError>,
}

#[derive(Default)]
pub struct ProposeSuspension;

#[Object]
impl ProposeSuspension {
    /// Proposes to take a company out of the forum for now: it leaves the directory and the matches when a second administrator approves. Requires a Moderator or an Administrator who is no member of it.
    async fn propose_suspension(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, and because of what.")] input: ProposeSuspensionInput,
    ) -> Result<ProposeSuspensionPayload, Error> {
        let mut reading = Reading::default();
        let company = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let ((company, case), reason) = match reading.finish(company.zip(case).zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ProposeSuspensionPayload { approval: None, user_errors }),
        };
        let outcome = app::approval::propose_suspension(op(ctx), company, input.expected_version, case, reason).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(ProposeSuspensionPayload { approval: value.map(Approval), user_errors })
    }
}

fn tell(error: ProposeError) -> ProposeSuspensionError {
    use ProposeSuspensionErrorCode as Code;
    let (code, path) = match error {
        ProposeError::NotVerified { .. } => (Code::NotVerified, "companyId"),
        ProposeError::NotSuspended { .. } => (Code::NotSuspended, "companyId"),
        ProposeError::OtherCompany => (Code::OtherCompany, "caseId"),
        ProposeError::NotOnDuty => (Code::NotOnDuty, "companyId"),
        ProposeError::AlreadyProposed => (Code::AlreadyProposed, "companyId"),
    };
    rule(code, path, error)
}
