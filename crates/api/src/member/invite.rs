//! `inviteMember`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{email_address::EmailAddress, invitation::InviteError};

use super::Invitation;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::MemberRole,
};

/// Whom, and what he may do.
#[derive(InputObject)]
pub struct InviteMemberInput {
    /// The e-mail address of the person, who need not have an account.
    pub email: String,
    /// What the person may do for the company.
    pub role: MemberRole,
}

user_errors! {
    "inviteMember": InviteMemberError, InviteMemberErrorCode {
        /// The person with this address is a member already.
        AlreadyMember,
        /// An invitation to this address waits for an answer.
        AlreadyInvited,
        /// The company has sent as many letters as it may in a day.
        QuotaExceeded,
        /// The company has as many members as it may.
        CompanyFull,
    }
}

/// The invitation.
#[derive(SimpleObject)]
pub struct InviteMemberPayload {
    /// The invitation; nothing if there are `userErrors`.
    pub invitation: Option<Invitation>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<InviteMemberError>,
}

#[derive(Default)]
pub struct InviteMember;

#[Object]
impl InviteMember {
    /// Asks a person into the company that one acts for: a letter with a link goes to the address. Whoever has no account registers with it
    /// first. Requires an Owner with a fresh password; at most 20 letters a day.
    async fn invite_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and what he may do.")] input: InviteMemberInput,
    ) -> Result<InviteMemberPayload, Error> {
        let mut reading = Reading::default();
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let email = match reading.finish(email) {
            Ok(email) => email,
            Err(user_errors) => return Ok(InviteMemberPayload { invitation: None, user_errors }),
        };
        let outcome = app::invitation::invite(op(ctx), email, input.role.into()).await;
        let (invitation, user_errors) = split(settle(outcome, tell)?);
        Ok(InviteMemberPayload { invitation: invitation.map(Invitation), user_errors })
    }
}

fn tell(error: InviteError) -> InviteMemberError {
    use InviteMemberErrorCode as Code;
    let (code, path) = match error {
        InviteError::AlreadyMember => (Code::AlreadyMember, "email"),
        InviteError::AlreadyInvited => (Code::AlreadyInvited, "email"),
        InviteError::QuotaExceeded => (Code::QuotaExceeded, ""),
        InviteError::CompanyFull => (Code::CompanyFull, ""),
    };
    rule(code, path, error)
}
