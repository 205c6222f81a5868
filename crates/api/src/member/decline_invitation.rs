//! `declineInvitation`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::invitation::InvitationError;

use super::{Invitation, InvitationBy};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which invitation.
#[derive(InputObject)]
pub struct DeclineInvitationInput {
    /// The invitation, by the link of the letter or by its identifier.
    pub invitation: InvitationBy,
}

user_errors! {
    "declineInvitation": DeclineInvitationError, DeclineInvitationErrorCode {
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

/// The invitation that was declined.
#[derive(SimpleObject)]
pub struct DeclineInvitationPayload {
    /// The invitation; nothing if there are `userErrors`.
    pub invitation: Option<Invitation>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<DeclineInvitationError>,
}

#[derive(Default)]
pub struct DeclineInvitation;

#[Object]
impl DeclineInvitation {
    /// Would rather not be a member of the company that invites. Requires a person who has proved the address that the invitation was sent to.
    async fn decline_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: DeclineInvitationInput,
    ) -> Result<DeclineInvitationPayload, Error> {
        let mut reading = Reading::default();
        let by = input.invitation.read(&mut reading);
        let by = match reading.finish(by) {
            Ok(by) => by,
            Err(user_errors) => return Ok(DeclineInvitationPayload { invitation: None, user_errors }),
        };
        let (invitation, user_errors) = split(settle(app::invitation::decline(op(ctx), by).await, tell)?);
        Ok(DeclineInvitationPayload { invitation: invitation.map(Invitation), user_errors })
    }
}

fn tell(error: InvitationError) -> DeclineInvitationError {
    use DeclineInvitationErrorCode as Code;
    let code = match error {
        InvitationError::NotYours => Code::NotYours,
        InvitationError::NotPending { .. } => Code::NotPending,
        InvitationError::Expired => Code::Expired,
        InvitationError::AlreadyMember => Code::AlreadyMember,
    };
    rule(code, "invitation", error)
}
