//! `withdrawInvitation`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::InvitationId, invitation::InvitationError};

use super::Invitation;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which one.
#[derive(InputObject)]
pub struct WithdrawInvitationInput {
    /// The invitation.
    pub invitation_id: ID,
}

user_errors! {
    "withdrawInvitation": WithdrawInvitationError, WithdrawInvitationErrorCode {
        /// The link is not one of ours, or not for the address that you have proved.
        NotYours,
        /// It was answered or taken back.
        NotPending,
        /// Its date has passed.
        Expired,
        /// You are a member of this company already.
        AlreadyMember,
    }
}

/// The invitation that was taken back.
#[derive(SimpleObject)]
pub struct WithdrawInvitationPayload {
    /// As it is now; nothing if there are `userErrors`.
    pub invitation: Option<Invitation>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WithdrawInvitationError>,
}

#[derive(Default)]
pub struct WithdrawInvitation;

#[Object]
impl WithdrawInvitation {
    /// Takes an invitation of the company that one acts for back: its link leads nowhere from now on. Requires an Owner.
    async fn withdraw_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: WithdrawInvitationInput,
    ) -> Result<WithdrawInvitationPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("invitationId", input.invitation_id.parse::<InvitationId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(WithdrawInvitationPayload { invitation: None, user_errors }),
        };
        let (invitation, user_errors) = split(settle(app::invitation::withdraw(op(ctx), id).await, tell)?);
        Ok(WithdrawInvitationPayload { invitation: invitation.map(Invitation), user_errors })
    }
}

fn tell(error: InvitationError) -> WithdrawInvitationError {
    use WithdrawInvitationErrorCode as Code;
    let code = match error {
        InvitationError::NotYours => Code::NotYours,
        InvitationError::NotPending { .. } => Code::NotPending,
        InvitationError::Expired => Code::Expired,
        InvitationError::AlreadyMember => Code::AlreadyMember,
    };
    rule(code, "invitationId", error)
}
