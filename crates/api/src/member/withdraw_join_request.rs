//! `withdrawJoinRequest`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::JoinRequestId, join_request::JoinRequestError};

use super::JoinRequest;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which one.
#[derive(InputObject)]
pub struct WithdrawJoinRequestInput {
    /// The request.
    pub join_request_id: ID,
}

user_errors! {
    "withdrawJoinRequest": WithdrawJoinRequestError, WithdrawJoinRequestErrorCode {
        /// It was answered or taken back.
        NotPending,
        /// Its date has passed.
        Expired,
        /// The person is a member already.
        AlreadyMember,
    }
}

/// The request that was taken back.
#[derive(SimpleObject)]
pub struct WithdrawJoinRequestPayload {
    /// As it is now; nothing if there are `userErrors`.
    pub join_request: Option<JoinRequest>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WithdrawJoinRequestError>,
}

#[derive(Default)]
pub struct WithdrawJoinRequest;

#[Object]
impl WithdrawJoinRequest {
    /// Takes one's own request to be let into a company back. Requires the person who made it.
    async fn withdraw_join_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: WithdrawJoinRequestInput,
    ) -> Result<WithdrawJoinRequestPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("joinRequestId", input.join_request_id.parse::<JoinRequestId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(WithdrawJoinRequestPayload { join_request: None, user_errors }),
        };
        let (join_request, user_errors) = split(settle(app::join_request::withdraw(op(ctx), id).await, tell)?);
        Ok(WithdrawJoinRequestPayload { join_request: join_request.map(JoinRequest), user_errors })
    }
}

fn tell(error: JoinRequestError) -> WithdrawJoinRequestError {
    use WithdrawJoinRequestErrorCode as Code;
    let code = match error {
        JoinRequestError::NotPending { .. } => Code::NotPending,
        JoinRequestError::Expired => Code::Expired,
        JoinRequestError::AlreadyMember => Code::AlreadyMember,
    };
    rule(code, "joinRequestId", error)
}
