//! `confirmEmailChange`

use app::account::{EmailLinkError as Rule, email};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

/// The link of the letter.
#[derive(InputObject)]
pub struct ConfirmEmailChangeInput {
    /// What follows `token=` in the link.
    pub token: String,
}

user_errors! {
    "confirmEmailChange": ConfirmEmailChangeError, ConfirmEmailChangeErrorCode {
        /// Not one of ours, more than a day old, used before, stopped, or replaced by a later request.
        LinkInvalid,
    }
}

/// What became of the address.
#[derive(SimpleObject)]
pub struct ConfirmEmailChangePayload {
    /// Whether the person has the new address now.
    pub changed: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ConfirmEmailChangeError>,
}

#[derive(Default)]
pub struct ConfirmEmailChange;

#[Object]
impl ConfirmEmailChange {
    /// Moves a person to the new address, by the link of the letter that went there. It serves once.
    #[graphql(complexity = 10)]
    async fn confirm_email_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of the letter.")] input: ConfirmEmailChangeInput,
    ) -> Result<ConfirmEmailChangePayload, Error> {
        let (done, user_errors) = split(settle(email::confirm_email_change(op(ctx), &input.token).await, |error: Rule| {
            let Rule::LinkInvalid = error;
            rule(ConfirmEmailChangeErrorCode::LinkInvalid, "token", error)
        })?);
        Ok(ConfirmEmailChangePayload { changed: done.is_some(), user_errors })
    }
}
