//! `withdrawConsent`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::consent::ConsentError;

use super::Consent;
use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
    word::ConsentPurpose,
};

/// What the person agrees to no longer.
#[derive(InputObject)]
pub struct WithdrawConsentInput {
    /// The purpose.
    pub purpose: ConsentPurpose,
}

user_errors! {
    "withdrawConsent": WithdrawConsentError, WithdrawConsentErrorCode {
        /// Nobody keeps an account without it; `eraseMe` leaves the forum.
        Compulsory,
        /// The person does not agree to it anyhow.
        NotGiven,
    }
}

/// What was taken down.
#[derive(SimpleObject)]
pub struct WithdrawConsentPayload {
    /// The word; nothing if there are `userErrors`.
    pub consent: Option<Consent>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WithdrawConsentError>,
}

#[derive(Default)]
pub struct WithdrawConsent;

#[Object]
impl WithdrawConsent {
    /// Takes down that the person who asks agrees to something no longer. It holds from the next request on. Requires somebody who has
    /// signed in.
    async fn withdraw_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the person agrees to no longer.")] input: WithdrawConsentInput,
    ) -> Result<WithdrawConsentPayload, Error> {
        let outcome = app::consent::withdraw(op(ctx), input.purpose.into()).await;
        let (consent, user_errors) = split(settle(outcome, tell)?);
        Ok(WithdrawConsentPayload { consent: consent.map(Into::into), user_errors })
    }
}

fn tell(error: ConsentError) -> WithdrawConsentError {
    use WithdrawConsentErrorCode as Code;
    let code = match error {
        ConsentError::Compulsory => Code::Compulsory,
        ConsentError::NotGiven => Code::NotGiven,
        ConsentError::NotInForce | ConsentError::NoVersions | ConsentError::AlreadyGiven => Code::InvalidInput,
    };
    rule(code, "purpose", error)
}
