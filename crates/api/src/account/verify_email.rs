//! `verifyEmail`

use app::account::VerifyEmailError as Rule;
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

/// The link of the letter.
#[derive(InputObject)]
pub struct VerifyEmailInput {
    /// What follows `token=` in the link.
    pub token: String,
}

user_errors! {
    "verifyEmail": VerifyEmailError, VerifyEmailErrorCode {
        /// Not one of ours, or more than a day old.
        LinkInvalid,
    }
}

/// Whether the address is proved.
#[derive(SimpleObject)]
pub struct VerifyEmailPayload {
    /// Whether the address is proved now.
    pub verified: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<VerifyEmailError>,
}

#[derive(Default)]
pub struct VerifyEmail;

#[Object]
impl VerifyEmail {
    /// Proves an e-mail address by the link that was sent to it. A second time has no effect and the same answer.
    async fn verify_email(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of the letter.")] input: VerifyEmailInput,
    ) -> Result<VerifyEmailPayload, Error> {
        let outcome = app::account::verify_email(op(ctx), &input.token).await;
        let (done, user_errors) = split(settle(outcome, |error: Rule| {
            let Rule::LinkInvalid = error;
            rule(VerifyEmailErrorCode::LinkInvalid, "token", error)
        })?);
        Ok(VerifyEmailPayload { verified: done.is_some(), user_errors })
    }
}
