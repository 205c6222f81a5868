//! `withdrawApproval`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{approval::WithdrawError, id::ApprovalId};

use super::Approval;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What is taken back.
#[derive(InputObject)]
pub struct WithdrawApprovalInput {
    /// The proposal.
    pub approval_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
}

user_errors! {
    "withdrawApproval": WithdrawApprovalError, WithdrawApprovalErrorCode {
        /// It is decided, withdrawn or expired already.
        NotPending,
        /// Somebody else proposed it.
        OfAnother,
    }
}

/// The proposal that was withdrawn.
#[derive(SimpleObject)]
pub struct WithdrawApprovalPayload {
    /// The proposal; nothing if there are `userErrors`.
    pub approval: Option<Approval>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WithdrawApprovalError>,
}

#[derive(Default)]
pub struct WithdrawApproval;

#[Object]
impl WithdrawApproval {
    /// Takes back what one proposed oneself. Requires a Moderator or an Administrator.
    async fn withdraw_approval(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is taken back.")] input: WithdrawApprovalInput,
    ) -> Result<WithdrawApprovalPayload, Error> {
        let mut reading = Reading::default();
        let approval = reading.take("approvalId", input.approval_id.parse::<ApprovalId>());
        let approval = match reading.finish(approval) {
            Ok(read) => read,
            Err(user_errors) => return Ok(WithdrawApprovalPayload { approval: None, user_errors }),
        };
        let outcome = app::approval::withdraw(op(ctx), approval, input.expected_version).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(WithdrawApprovalPayload { approval: value.map(Approval), user_errors })
    }
}

fn tell(error: WithdrawError) -> WithdrawApprovalError {
    use WithdrawApprovalErrorCode as Code;
    let code = match error {
        WithdrawError::NotPending { .. } => Code::NotPending,
        WithdrawError::OfAnother => Code::OfAnother,
    };
    rule(code, "approvalId", error)
}
