//! `resetPassword`

use app::{
    account::{ResetPasswordError as Rule, password},
    credential::password::PasswordError,
};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

/// The link of the letter, and a new password.
#[derive(InputObject)]
pub struct ResetPasswordInput {
    /// What follows `token=` in the link.
    pub token: String,
    /// 12 to 128 characters, hard to guess; 8 do for whoever has a second factor.
    pub new_password: String,
}

user_errors! {
    "resetPassword": ResetPasswordError, ResetPasswordErrorCode {
        /// Too short: 12 characters, or 8 for whoever has a second factor.
        PasswordTooShort,
        /// Longer than 128 characters.
        PasswordTooLong,
        /// Easy to guess.
        PasswordTooWeak,
        /// One of those that everybody tries first.
        PasswordCommon,
        /// Not one of ours, more than an hour old, used before, or password or address have changed since.
        LinkInvalid,
    }
}

/// Whether the password is another one.
#[derive(SimpleObject)]
pub struct ResetPasswordPayload {
    /// Whether the new password counts now.
    pub changed: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ResetPasswordError>,
}

#[derive(Default)]
pub struct ResetPassword;

#[Object]
impl ResetPassword {
    /// Sets a new password by the link of a letter, which serves once. Every device is signed out, and a letter says that it happened.
    #[graphql(complexity = 50)]
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of the letter, and a new password.")] input: ResetPasswordInput,
    ) -> Result<ResetPasswordPayload, Error> {
        let (done, user_errors) =
            split(settle(password::reset_password(op(ctx), &input.token, &input.new_password).await, |error: Rule| {
                use ResetPasswordErrorCode as Code;
                let (code, path) = match &error {
                    Rule::LinkInvalid => (Code::LinkInvalid, "token"),
                    Rule::Password(PasswordError::TooShort { .. }) => (Code::PasswordTooShort, "newPassword"),
                    Rule::Password(PasswordError::TooLong { .. }) => (Code::PasswordTooLong, "newPassword"),
                    Rule::Password(PasswordError::TooWeak { .. }) => (Code::PasswordTooWeak, "newPassword"),
                    Rule::Password(PasswordError::Common) => (Code::PasswordCommon, "newPassword"),
                };
                rule(code, path, error)
            })?);
        Ok(ResetPasswordPayload { changed: done.is_some(), user_errors })
    }
}
