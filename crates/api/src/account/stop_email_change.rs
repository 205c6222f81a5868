//! `stopEmailChange`

use app::account::{EmailLinkError as Rule, email};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

/// The link of the letter.
#[derive(InputObject)]
pub struct StopEmailChangeInput {
    /// What follows `token=` in the link.
    pub token: String,
}

user_errors! {
    "stopEmailChange": StopEmailChangeError, StopEmailChangeErrorCode {
        /// Not one of ours, more than a week old, or used before.
        LinkInvalid,
    }
}

/// What became of the address.
#[derive(SimpleObject)]
pub struct StopEmailChangePayload {
    /// Whether the person has the former address, and keeps it.
    pub stopped: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<StopEmailChangeError>,
}

#[derive(Default)]
pub struct StopEmailChange;

#[Object]
impl StopEmailChange {
    /// Stops a move to another address, or takes it back within a week, by the link of the letter that went to the former one. Every device is signed out.
    #[graphql(complexity = 10)]
    async fn stop_email_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of the letter.")] input: StopEmailChangeInput,
    ) -> Result<StopEmailChangePayload, Error> {
        let (done, user_errors) = split(settle(email::stop_email_change(op(ctx), &input.token).await, |error: Rule| {
            let Rule::LinkInvalid = error;
            rule(StopEmailChangeErrorCode::LinkInvalid, "token", error)
        })?);
        Ok(StopEmailChangePayload { stopped: done.is_some(), user_errors })
    }
}
