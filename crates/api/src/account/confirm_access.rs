//! `confirmAccess`

use app::account::{ConfirmAccessError as Rule, Proof, Shown};
use async_graphql::{Context, Error, Object, OneofObject, SimpleObject};

use crate::{
    context::op,
    scalar::DateTime,
    user_error::{rule, settle, split, user_errors},
};

/// What a person shows again: exactly one of these, and a second factor if he has one.
#[derive(OneofObject)]
pub enum ConfirmAccessInput {
    /// The password.
    Password(String),
    /// The six digits of an authenticator.
    TotpCode(String),
    /// One of the codes that were written down.
    RecoveryCode(String),
}

user_errors! {
    "confirmAccess": ConfirmAccessError, ConfirmAccessErrorCode {
        /// The password is not right.
        PasswordInvalid,
        /// The code is not right, or was used before.
        CodeInvalid,
        /// The person has a second factor: the password alone does not do.
        SecondFactorRequired,
    }
}

/// For how long it holds.
#[derive(SimpleObject)]
pub struct ConfirmAccessPayload {
    /// Until then this device may do what asks for a fresh password or factor; nothing if there are `userErrors`.
    pub fresh_until: Option<DateTime>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ConfirmAccessError>,
}

#[derive(Default)]
pub struct ConfirmAccess;

#[Object]
impl ConfirmAccess {
    /// Shows once more who one is. For a quarter of an hour this device, and no other, may then do what is refused with
    /// `FRESH_FACTOR_REQUIRED`.
    #[graphql(complexity = 50)]
    async fn confirm_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is shown.")] input: ConfirmAccessInput,
    ) -> Result<ConfirmAccessPayload, Error> {
        let proof = match input {
            ConfirmAccessInput::Password(password) => Proof::Password(password),
            ConfirmAccessInput::TotpCode(code) => Proof::Factor(Shown::Totp(code)),
            ConfirmAccessInput::RecoveryCode(code) => Proof::Factor(Shown::RecoveryCode(code)),
        };
        let (until, user_errors) = split(settle(app::account::confirm_access(op(ctx), proof).await, |error: Rule| {
            use ConfirmAccessErrorCode as Code;
            let (code, path) = match error {
                Rule::PasswordInvalid => (Code::PasswordInvalid, "password"),
                Rule::CodeInvalid => (Code::CodeInvalid, ""),
                Rule::SecondFactorRequired => (Code::SecondFactorRequired, "password"),
            };
            rule(code, path, error)
        })?);
        Ok(ConfirmAccessPayload { fresh_until: until.map(Into::into), user_errors })
    }
}
