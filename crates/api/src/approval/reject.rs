//! `rejectApproval`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{approval::DecideError, id::ApprovalId, text};

use super::Approval;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What is rejected, and why.
#[derive(InputObject)]
pub struct RejectApprovalInput {
    /// The proposal.
    pub approval_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// Why, in 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "rejectApproval": RejectApprovalError, RejectApprovalErrorCode {
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
    }
}

/// The proposal that was rejected.
#[derive(SimpleObject)]
pub struct RejectApprovalPayload {
    /// The proposal; nothing if there are `userErrors`.
    pub approval: Option<Approval>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RejectApprovalError>,
}

#[derive(Default)]
pub struct RejectApproval;

#[Object]
impl RejectApproval {
    /// Says no as the second person. Requires an Administrator with a fresh password who did not propose it and belongs to no company that it concerns.
    async fn reject_approval(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is rejected, and why.")] input: RejectApprovalInput,
    ) -> Result<RejectApprovalPayload, Error> {
        let mut reading = Reading::default();
        let approval = reading.take("approvalId", input.approval_id.parse::<ApprovalId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (approval, reason) = match reading.finish(approval.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(RejectApprovalPayload { approval: None, user_errors }),
        };
        let outcome = app::approval::reject(op(ctx), approval, input.expected_version, reason).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(RejectApprovalPayload { approval: value.map(Approval), user_errors })
    }
}

fn tell(error: DecideError) -> RejectApprovalError {
    use RejectApprovalErrorCode as Code;
    let code = match error {
        DecideError::NotPending { .. } => Code::NotPending,
        DecideError::Expired => Code::Expired,
        DecideError::SamePerson => Code::SamePerson,
        DecideError::OwnMatter => Code::OwnMatter,
        DecideError::CompanyChanged { .. } => Code::CompanyChanged,
        DecideError::DutyEnded => Code::DutyEnded,
        // These are found when something is carried out, which a refusal does not do.
        DecideError::Merge(_) | DecideError::Transfer(_) => Code::NotPending,
    };
    rule(code, "approvalId", error)
}
