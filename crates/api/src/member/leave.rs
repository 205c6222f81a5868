//! `leaveCompany`

use async_graphql::{Context, Error, Object, SimpleObject};
use domain::member::LeaveError;

use super::FormerMember;
use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

user_errors! {
    "leaveCompany": LeaveCompanyError, LeaveCompanyErrorCode {
        /// A company keeps at least one Owner.
        LastOwner,
    }
}

/// What one does not belong to any more.
#[derive(SimpleObject)]
pub struct LeaveCompanyPayload {
    /// The membership that ended; nothing if there are `userErrors`.
    pub former_member: Option<FormerMember>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LeaveCompanyError>,
}

#[derive(Default)]
pub struct LeaveCompany;

#[Object]
impl LeaveCompany {
    /// Leaves the company that one acts for. Requires a member of whatever role; the last Owner hands it over first. What one wrote stays.
    /// The session goes on for oneself after a refresh with `actAs`.
    async fn leave_company(&self, ctx: &Context<'_>) -> Result<LeaveCompanyPayload, Error> {
        let (former, user_errors) = split(settle(app::member::leave(op(ctx)).await, tell)?);
        Ok(LeaveCompanyPayload { former_member: former.map(|former| FormerMember::from(&former)), user_errors })
    }
}

fn tell(error: LeaveError) -> LeaveCompanyError {
    use LeaveCompanyErrorCode as Code;
    let LeaveError::LastOwner = error;
    rule(Code::LastOwner, "", error)
}
