//! `admitMember`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::JoinRequestId, join_request::JoinRequestError};

use super::JoinRequest;
use crate::{
    company::Member,
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::MemberRole,
};

/// Which request, and what the person may do.
#[derive(InputObject)]
pub struct AdmitMemberInput {
    /// The request.
    pub join_request_id: ID,
    /// What the person may do for the company.
    pub role: MemberRole,
}

user_errors! {
    "admitMember": AdmitMemberError, AdmitMemberErrorCode {
        /// It was answered or taken back.
        NotPending,
        /// Its date has passed.
        Expired,
        /// The person is a member already.
        AlreadyMember,
    }
}

/// The new member.
#[derive(SimpleObject)]
pub struct AdmitMemberPayload {
    /// The request; nothing if there are `userErrors`.
    pub join_request: Option<JoinRequest>,
    /// The member; nothing if there are `userErrors`.
    pub member: Option<Member>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AdmitMemberError>,
}

#[derive(Default)]
pub struct AdmitMember;

#[Object]
impl AdmitMember {
    /// Lets a person in who asks to belong to the company that one acts for. Requires an Owner with a fresh password.
    async fn admit_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and what the person may do.")] input: AdmitMemberInput,
    ) -> Result<AdmitMemberPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("joinRequestId", input.join_request_id.parse::<JoinRequestId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(AdmitMemberPayload { join_request: None, member: None, user_errors }),
        };
        let (admitted, user_errors) = split(settle(app::join_request::admit(op(ctx), id, input.role.into()).await, tell)?);
        let (join_request, member) = admitted.map(|(request, member)| (JoinRequest(request), Member(member))).unzip();
        Ok(AdmitMemberPayload { join_request, member, user_errors })
    }
}

fn tell(error: JoinRequestError) -> AdmitMemberError {
    use AdmitMemberErrorCode as Code;
    let code = match error {
        JoinRequestError::NotPending { .. } => Code::NotPending,
        JoinRequestError::Expired => Code::Expired,
        JoinRequestError::AlreadyMember => Code::AlreadyMember,
    };
    rule(code, "joinRequestId", error)
}
