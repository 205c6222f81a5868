//! `proposeReinstatement`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{approval::ProposeError, id::CompanyId, text};

use super::Approval;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which company, and why.
#[derive(InputObject)]
pub struct ProposeReinstatementInput {
    /// The company.
    pub company_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// Why; the company reads it once it is back. 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "proposeReinstatement": ProposeReinstatementError, ProposeReinstatementErrorCode {
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
pub struct ProposeReinstatementPayload {
    /// The proposal; nothing if there are `userErrors`.
    pub approval: Option<Approval>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ProposeReinstatementError>,
}

#[derive(Default)]
pub struct ProposeReinstatement;

#[Object]
impl ProposeReinstatement {
    /// Proposes to take a suspended company back: it is done when a second administrator approves. Requires a Moderator or an Administrator who is no member of it.
    async fn propose_reinstatement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, and why.")] input: ProposeReinstatementInput,
    ) -> Result<ProposeReinstatementPayload, Error> {
        let mut reading = Reading::default();
        let company = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (company, reason) = match reading.finish(company.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ProposeReinstatementPayload { approval: None, user_errors }),
        };
        let outcome = app::approval::propose_reinstatement(op(ctx), company, input.expected_version, reason).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(ProposeReinstatementPayload { approval: value.map(Approval), user_errors })
    }
}

fn tell(error: ProposeError) -> ProposeReinstatementError {
    use ProposeReinstatementErrorCode as Code;
    let code = match error {
        ProposeError::NotVerified { .. } => Code::NotVerified,
        ProposeError::NotSuspended { .. } => Code::NotSuspended,
        ProposeError::OtherCompany => Code::OtherCompany,
        ProposeError::NotOnDuty => Code::NotOnDuty,
        ProposeError::AlreadyProposed => Code::AlreadyProposed,
    };
    rule(code, "companyId", error)
}
