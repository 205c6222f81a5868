//! `acceptInvitation`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::invitation::InvitationError;

use super::{Invitation, InvitationBy};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    viewer::ViewerMembership,
};

/// Which invitation.
#[derive(InputObject)]
pub struct AcceptInvitationInput {
    /// The invitation, by the link of the letter or by its identifier.
    pub invitation: InvitationBy,
}

user_errors! {
    "acceptInvitation": AcceptInvitationError, AcceptInvitationErrorCode {
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

/// What one belongs to now.
#[derive(SimpleObject)]
pub struct AcceptInvitationPayload {
    /// The invitation; nothing if there are `userErrors`.
    pub invitation: Option<Invitation>,
    /// The membership; nothing if there are `userErrors`.
    pub membership: Option<ViewerMembership>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AcceptInvitationError>,
}

#[derive(Default)]
pub struct AcceptInvitation;

#[Object]
impl AcceptInvitation {
    /// Becomes a member of the company that invites. Requires a person who has proved the address that the invitation was sent to, whomever
    /// he acts for just now; to act for the company afterwards, refresh the token with `actAs`.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: AcceptInvitationInput,
    ) -> Result<AcceptInvitationPayload, Error> {
        let mut reading = Reading::default();
        let by = input.invitation.read(&mut reading);
        let by = match reading.finish(by) {
            Ok(by) => by,
            Err(user_errors) => return Ok(AcceptInvitationPayload { invitation: None, membership: None, user_errors }),
        };
        let (accepted, user_errors) = split(settle(app::invitation::accept(op(ctx), by).await, tell)?);
        let Some((invitation, membership, company)) = accepted else {
            return Ok(AcceptInvitationPayload { invitation: None, membership: None, user_errors });
        };
        let membership =
            ViewerMembership { role: membership.role.into(), since: membership.since.into(), company: company.map(Into::into) };
        Ok(AcceptInvitationPayload { invitation: Some(Invitation(invitation)), membership: Some(membership), user_errors })
    }
}

fn tell(error: InvitationError) -> AcceptInvitationError {
    use AcceptInvitationErrorCode as Code;
    let code = match error {
        InvitationError::NotYours => Code::NotYours,
        InvitationError::NotPending { .. } => Code::NotPending,
        InvitationError::Expired => Code::Expired,
        InvitationError::AlreadyMember => Code::AlreadyMember,
    };
    rule(code, "invitation", error)
}
