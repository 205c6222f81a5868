//! `changePassword`

use app::{
    account::{ChangePasswordError as Rule, password},
    credential::password::PasswordError,
};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

/// Another password.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// 12 to 128 characters, hard to guess; 8 do for whoever has a second factor.
    pub new_password: String,
}

user_errors! {
    "changePassword": ChangePasswordError, ChangePasswordErrorCode {
        /// Too short: 12 characters, or 8 for whoever has a second factor.
        PasswordTooShort,
        /// Longer than 128 characters.
        PasswordTooLong,
        /// Easy to guess.
        PasswordTooWeak,
        /// One of those that everybody tries first.
        PasswordCommon,
    }
}

/// Whether the password is another one.
#[derive(SimpleObject)]
pub struct ChangePasswordPayload {
    /// Whether the password is another one now.
    pub changed: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ChangePasswordError>,
}

#[derive(Default)]
pub struct ChangePassword;

#[Object]
impl ChangePassword {
    /// Sets another password. Other devices are signed out, and a letter says that it happened. Requires a fresh password or factor.
    #[graphql(complexity = 50)]
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Another password.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload, Error> {
        let (done, user_errors) = split(settle(password::change_password(op(ctx), &input.new_password).await, |error: Rule| {
            use ChangePasswordErrorCode as Code;
            let Rule::Password(password) = &error;
            let code = match password {
                PasswordError::TooShort { .. } => Code::PasswordTooShort,
                PasswordError::TooLong { .. } => Code::PasswordTooLong,
                PasswordError::TooWeak { .. } => Code::PasswordTooWeak,
                PasswordError::Common => Code::PasswordCommon,
            };
            rule(code, "newPassword", error)
        })?);
        Ok(ChangePasswordPayload { changed: done.is_some(), user_errors })
    }
}
