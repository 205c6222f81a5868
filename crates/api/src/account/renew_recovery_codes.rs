//! `renewRecoveryCodes`

use app::account::{FactorError as Rule, factor};
use async_graphql::{Context, Error, Object, SimpleObject};

use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

user_errors! {
    "renewRecoveryCodes": RenewRecoveryCodesError, RenewRecoveryCodesErrorCode {
        /// There is no second factor that the codes could stand in for.
        NotEnrolled,
    }
}

/// Other codes.
#[derive(SimpleObject)]
pub struct RenewRecoveryCodesPayload {
    /// Ten codes that each stand in for a second factor once; those before serve no more. They are not told again.
    pub recovery_codes: Vec<String>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RenewRecoveryCodesError>,
}

#[derive(Default)]
pub struct RenewRecoveryCodes;

#[Object]
impl RenewRecoveryCodes {
    /// Makes other recovery codes in the place of those before. Requires a fresh factor.
    #[graphql(complexity = 10)]
    async fn renew_recovery_codes(&self, ctx: &Context<'_>) -> Result<RenewRecoveryCodesPayload, Error> {
        let (codes, user_errors) =
            split(settle(factor::renew_codes(op(ctx)).await, |error: Rule| rule(RenewRecoveryCodesErrorCode::NotEnrolled, "", error))?);
        Ok(RenewRecoveryCodesPayload { recovery_codes: codes.unwrap_or_default(), user_errors })
    }
}
