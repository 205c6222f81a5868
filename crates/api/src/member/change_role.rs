//! `changeMemberRole`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::UserId, member::MemberError};

use crate::{
    company::Member,
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::MemberRole,
};

/// Which member, and what he may do from now on.
#[derive(InputObject)]
pub struct ChangeMemberRoleInput {
    /// The person.
    pub user_id: ID,
    /// The role that was read: if somebody changed it since, nothing is done.
    pub expected_role: MemberRole,
    /// What the person may do from now on.
    pub role: MemberRole,
}

user_errors! {
    "changeMemberRole": ChangeMemberRoleError, ChangeMemberRoleErrorCode {
        /// The person does not belong to the company.
        NotAMember,
        /// The person has this role already.
        SameRole,
        /// A company keeps at least one Owner.
        LastOwner,
    }
}

/// The member.
#[derive(SimpleObject)]
pub struct ChangeMemberRolePayload {
    /// The member with the new role; nothing if there are `userErrors`.
    pub member: Option<Member>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ChangeMemberRoleError>,
}

#[derive(Default)]
pub struct ChangeMemberRole;

#[Object]
impl ChangeMemberRole {
    /// Gives a member of the company that one acts for another role; it counts for his next request. Requires an Owner with a fresh password.
    /// The last Owner stays one.
    async fn change_member_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which member, and what he may do from now on.")] input: ChangeMemberRoleInput,
    ) -> Result<ChangeMemberRolePayload, Error> {
        let mut reading = Reading::default();
        let user = reading.take("userId", input.user_id.parse::<UserId>());
        let user = match reading.finish(user) {
            Ok(user) => user,
            Err(user_errors) => return Ok(ChangeMemberRolePayload { member: None, user_errors }),
        };
        let outcome = app::member::change_role(op(ctx), user, input.expected_role.into(), input.role.into()).await;
        let (member, user_errors) = split(settle(outcome, tell)?);
        Ok(ChangeMemberRolePayload { member: member.map(Member), user_errors })
    }
}

fn tell(error: MemberError) -> ChangeMemberRoleError {
    use ChangeMemberRoleErrorCode as Code;
    let (code, path) = match error {
        MemberError::NotAMember => (Code::NotAMember, "userId"),
        MemberError::SameRole => (Code::SameRole, "role"),
        MemberError::LastOwner => (Code::LastOwner, "userId"),
    };
    rule(code, path, error)
}
