//! `startPasskeyRegistration`

use app::account::passkey::PasskeyRegistrationError as Rule;
use async_graphql::{Context, Error, Object, SimpleObject};

use crate::{
    context::op,
    scalar::DateTime,
    user_error::{rule, settle, split, user_errors},
};

user_errors! {
    "startPasskeyRegistration": StartPasskeyRegistrationError, StartPasskeyRegistrationErrorCode {
        /// The person has as many factors as there may be.
        TooMany,
    }
}

/// What the browser is asked.
#[derive(SimpleObject)]
pub struct StartPasskeyRegistrationPayload {
    /// JSON for `PublicKeyCredential.parseCreationOptionsFromJSON`, whose result goes to `navigator.credentials.create` as `publicKey`;
    /// nothing if there are `userErrors`.
    pub options: Option<String>,
    /// Until when `finishPasskeyRegistration` takes the answer.
    pub expires_at: Option<DateTime>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<StartPasskeyRegistrationError>,
}

#[derive(Default)]
pub struct StartPasskeyRegistration;

#[Object]
impl StartPasskeyRegistration {
    /// Asks the browser of the person who asks for a passkey. Requires somebody who has signed in, with a fresh factor.
    async fn start_passkey_registration(&self, ctx: &Context<'_>) -> Result<StartPasskeyRegistrationPayload, Error> {
        let outcome = app::account::passkey::start_registration(op(ctx)).await;
        let (options, user_errors) = split(settle(outcome, |error| tell(&error))?);
        let (options, expires_at) = options.map(|options| (options.json.to_string(), options.expires_at.into())).unzip();
        Ok(StartPasskeyRegistrationPayload { options, expires_at, user_errors })
    }
}

fn tell(error: &Rule) -> StartPasskeyRegistrationError {
    use StartPasskeyRegistrationErrorCode as Code;
    let code = match error {
        Rule::TooMany => Code::TooMany,
        Rule::ChallengeInvalid | Rule::Credential(_) | Rule::AlreadyRegistered => Code::InvalidInput,
    };
    rule(code, "", error)
}
