//! `recordConsent`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::consent::ConsentError;

use super::Consent;
use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
    word::ConsentPurpose,
};

/// What the person agrees to.
#[derive(InputObject)]
pub struct RecordConsentInput {
    /// The purpose.
    pub purpose: ConsentPurpose,
    /// The version in force, where the purpose is a text; nothing otherwise.
    pub version: Option<String>,
}

user_errors! {
    "recordConsent": RecordConsentError, RecordConsentErrorCode {
        /// The purpose is a text, and this version of it is not the one in force.
        NotInForce,
        /// The purpose has no versions.
        NoVersions,
        /// The person agreed to this already.
        AlreadyGiven,
    }
}

/// What was taken down.
#[derive(SimpleObject)]
pub struct RecordConsentPayload {
    /// The word; nothing if there are `userErrors`.
    pub consent: Option<Consent>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RecordConsentError>,
}

#[derive(Default)]
pub struct RecordConsent;

#[Object]
impl RecordConsent {
    /// Takes down that the person who asks agrees to something. Requires somebody who has signed in.
    async fn record_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the person agrees to.")] input: RecordConsentInput,
    ) -> Result<RecordConsentPayload, Error> {
        let outcome = app::consent::record(op(ctx), input.purpose.into(), input.version.as_deref()).await;
        let (consent, user_errors) = split(settle(outcome, tell)?);
        Ok(RecordConsentPayload { consent: consent.map(Into::into), user_errors })
    }
}

fn tell(error: ConsentError) -> RecordConsentError {
    use RecordConsentErrorCode as Code;
    let (code, path) = match error {
        ConsentError::NotInForce => (Code::NotInForce, "version"),
        ConsentError::NoVersions => (Code::NoVersions, "version"),
        ConsentError::AlreadyGiven => (Code::AlreadyGiven, "purpose"),
        ConsentError::Compulsory | ConsentError::NotGiven => (Code::InvalidInput, "purpose"),
    };
    rule(code, path, error)
}
