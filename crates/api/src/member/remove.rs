//! `removeMember`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::UserId, member::MemberError};

use super::FormerMember;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which member.
#[derive(InputObject)]
pub struct RemoveMemberInput {
    /// The person.
    pub user_id: ID,
}

user_errors! {
    "removeMember": RemoveMemberError, RemoveMemberErrorCode {
        /// The person does not belong to the company.
        NotAMember,
        /// The person has this role already.
        SameRole,
        /// A company keeps at least one Owner.
        LastOwner,
    }
}

/// Who does not belong to the company any more.
#[derive(SimpleObject)]
pub struct RemoveMemberPayload {
    /// The membership that ended; nothing if there are `userErrors`.
    pub former_member: Option<FormerMember>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RemoveMemberError>,
}

#[derive(Default)]
pub struct RemoveMember;

#[Object]
impl RemoveMember {
    /// Ends the membership of a person in the company that one acts for; it counts for his next request, and what he wrote stays. Requires an
    /// Owner with a fresh password. The last Owner stays.
    async fn remove_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which member.")] input: RemoveMemberInput,
    ) -> Result<RemoveMemberPayload, Error> {
        let mut reading = Reading::default();
        let user = reading.take("userId", input.user_id.parse::<UserId>());
        let user = match reading.finish(user) {
            Ok(user) => user,
            Err(user_errors) => return Ok(RemoveMemberPayload { former_member: None, user_errors }),
        };
        let (former, user_errors) = split(settle(app::member::remove(op(ctx), user).await, tell)?);
        Ok(RemoveMemberPayload { former_member: former.map(|former| FormerMember::from(&former)), user_errors })
    }
}

fn tell(error: MemberError) -> RemoveMemberError {
    use RemoveMemberErrorCode as Code;
    let (code, path) = match error {
        MemberError::NotAMember => (Code::NotAMember, "userId"),
        MemberError::SameRole => (Code::SameRole, "role"),
        MemberError::LastOwner => (Code::LastOwner, "userId"),
    };
    rule(code, path, error)
}
