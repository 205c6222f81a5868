//! `confirmTotp`

use app::account::{FactorError as Rule, factor};
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::id::SecondFactorId;

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// The first code of an authenticator.
#[derive(InputObject)]
pub struct ConfirmTotpInput {
    /// What `enrolTotp` gave.
    pub factor_id: ID,
    /// The six digits that the authenticator shows.
    pub code: String,
}

user_errors! {
    "confirmTotp": ConfirmTotpError, ConfirmTotpErrorCode {
        /// There is no such authenticator of one's own, or it was confirmed before.
        NoSuchFactor,
        /// The code is not right.
        CodeInvalid,
    }
}

/// Whether the authenticator counts.
#[derive(SimpleObject)]
pub struct ConfirmTotpPayload {
    /// Whether the authenticator counts from now on.
    pub confirmed: bool,
    /// With the first factor of all: ten codes that each stand in for it once. They are not told again.
    pub recovery_codes: Vec<String>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ConfirmTotpError>,
}

#[derive(Default)]
pub struct ConfirmTotp;

#[Object]
impl ConfirmTotp {
    /// Lets an authenticator count from now on: signing in asks for it. Requires a fresh password or factor.
    #[graphql(complexity = 10)]
    async fn confirm_totp(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first code of an authenticator.")] input: ConfirmTotpInput,
    ) -> Result<ConfirmTotpPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("factorId", input.factor_id.parse::<SecondFactorId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(ConfirmTotpPayload { confirmed: false, recovery_codes: Vec::new(), user_errors }),
        };
        let (codes, user_errors) = split(settle(factor::confirm_totp(op(ctx), id, &input.code).await, |error: Rule| match error {
            Rule::CodeInvalid => rule(ConfirmTotpErrorCode::CodeInvalid, "code", error),
            other => rule(ConfirmTotpErrorCode::NoSuchFactor, "factorId", other),
        })?);
        Ok(ConfirmTotpPayload { confirmed: codes.is_some(), recovery_codes: codes.unwrap_or_default(), user_errors })
    }
}
