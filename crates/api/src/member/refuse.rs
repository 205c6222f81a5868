//! `refuseMember`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::JoinRequestId, join_request::JoinRequestError};

use super::JoinRequest;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which one.
#[derive(InputObject)]
pub struct RefuseMemberInput {
    /// The request.
    pub join_request_id: ID,
}

user_errors! {
    "refuseMember": RefuseMemberError, RefuseMemberErrorCode {
        /// It was answered or taken back.
        NotPending,
        /// Its date has passed.
        Expired,
        /// The person is a member already.
        AlreadyMember,
    }
}

/// The request that was refused.
#[derive(SimpleObject)]
pub struct RefuseMemberPayload {
    /// As it is now; nothing if there are `userErrors`.
    pub join_request: Option<JoinRequest>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RefuseMemberError>,
}

#[derive(Default)]
pub struct RefuseMember;

#[Object]
impl RefuseMember {
    /// Leaves a person outside who asks to be let into the company that one acts for. Requires an Owner.
    async fn refuse_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: RefuseMemberInput,
    ) -> Result<RefuseMemberPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("joinRequestId", input.join_request_id.parse::<JoinRequestId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(RefuseMemberPayload { join_request: None, user_errors }),
        };
        let (join_request, user_errors) = split(settle(app::join_request::refuse(op(ctx), id).await, tell)?);
        Ok(RefuseMemberPayload { join_request: join_request.map(JoinRequest), user_errors })
    }
}

fn tell(error: JoinRequestError) -> RefuseMemberError {
    use RefuseMemberErrorCode as Code;
    let code = match error {
        JoinRequestError::NotPending { .. } => Code::NotPending,
        JoinRequestError::Expired => Code::Expired,
        JoinRequestError::AlreadyMember => Code::AlreadyMember,
    };
    rule(code, "joinRequestId", error)
}
