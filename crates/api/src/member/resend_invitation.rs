//! `resendInvitation`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::InvitationId, invitation::ResendError};

use super::Invitation;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which one.
#[derive(InputObject)]
pub struct ResendInvitationInput {
    /// The invitation.
    pub invitation_id: ID,
}

user_errors! {
    "resendInvitation": ResendInvitationError, ResendInvitationErrorCode {
        /// It was answered, taken back, or has expired.
        NotPending,
        /// It was sent less than ten minutes ago.
        TooSoon,
        /// It was sent three times.
        SentOften,
        /// The company has sent as many letters as it may in a day.
        QuotaExceeded,
    }
}

/// The invitation that is sent again.
#[derive(SimpleObject)]
pub struct ResendInvitationPayload {
    /// As it is now; nothing if there are `userErrors`.
    pub invitation: Option<Invitation>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ResendInvitationError>,
}

#[derive(Default)]
pub struct ResendInvitation;

#[Object]
impl ResendInvitation {
    /// Sends an invitation of the company that one acts for once more, with the same link and a new date. Requires an Owner; at most three
    /// letters for an invitation, ten minutes apart.
    async fn resend_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: ResendInvitationInput,
    ) -> Result<ResendInvitationPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("invitationId", input.invitation_id.parse::<InvitationId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(ResendInvitationPayload { invitation: None, user_errors }),
        };
        let (invitation, user_errors) = split(settle(app::invitation::resend(op(ctx), id).await, tell)?);
        Ok(ResendInvitationPayload { invitation: invitation.map(Invitation), user_errors })
    }
}

fn tell(error: ResendError) -> ResendInvitationError {
    use ResendInvitationErrorCode as Code;
    let code = match error {
        ResendError::NotPending { .. } => Code::NotPending,
        ResendError::TooSoon => Code::TooSoon,
        ResendError::SentOften => Code::SentOften,
        ResendError::QuotaExceeded => Code::QuotaExceeded,
    };
    rule(code, "invitationId", error)
}
