//! `approve`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{approval::DecideError, id::ApprovalId};

use super::Approval;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What is approved.
#[derive(InputObject)]
pub struct ApproveInput {
    /// The proposal.
    pub approval_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
}

user_errors! {
    "approve": ApproveError, ApproveErrorCode {
        /// It is decided, withdrawn or expired already.
        NotPending,
        /// Nobody decided within a week.
        Expired,
        /// A second person decides about what the first proposed.
        SamePerson,
        /// It is about yourself.
        OwnMatter,
        /// The company is in another state by now.
        CompanyChanged,
        /// The duty has ended already.
        DutyEnded,
        /// The two companies cannot become one any more.
        NotMergeable,
        /// The company cannot be handed over any more.
        NotTransferable,
    }
}

/// The proposal that was carried out.
#[derive(SimpleObject)]
pub struct ApprovePayload {
    /// The proposal; nothing if there are `userErrors`.
    pub approval: Option<Approval>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ApproveError>,
}

#[derive(Default)]
pub struct Approve;

#[Object]
impl Approve {
    /// Says yes as the second person: what was proposed is carried out at once. Requires an Administrator with a fresh password who did not propose it and belongs to no company that it concerns.
    async fn approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is approved.")] input: ApproveInput,
    ) -> Result<ApprovePayload, Error> {
        let mut reading = Reading::default();
        let approval = reading.take("approvalId", input.approval_id.parse::<ApprovalId>());
        let approval = match reading.finish(approval) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ApprovePayload { approval: None, user_errors }),
        };
        let outcome = app::approval::approve(op(ctx), approval, input.expected_version).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(ApprovePayload { approval: value.map(Approval), user_errors })
    }
}

fn tell(error: DecideError) -> ApproveError {
    use ApproveErrorCode as Code;
    let code = match error {
        DecideError::NotPending { .. } => Code::NotPending,
        DecideError::Expired => Code::Expired,
        DecideError::SamePerson => Code::SamePerson,
        DecideError::OwnMatter => Code::OwnMatter,
        DecideError::CompanyChanged { .. } => Code::CompanyChanged,
        DecideError::DutyEnded => Code::DutyEnded,
        DecideError::Merge(_) => Code::NotMergeable,
        DecideError::Transfer(_) => Code::NotTransferable,
    };
    rule(code, "approvalId", error)
}
