//! `finishPasskeyRegistration`

use app::{account::passkey::PasskeyRegistrationError as Rule, credential::passkey::Given};
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::text;

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What the browser gave back.
#[derive(InputObject)]
pub struct FinishPasskeyRegistrationInput {
    /// What `navigator.credentials.create` gave back, as `JSON.stringify` writes it.
    pub credential: String,
    /// What the person calls it, 1 to 60 characters.
    pub name: String,
}

user_errors! {
    "finishPasskeyRegistration": FinishPasskeyRegistrationError, FinishPasskeyRegistrationErrorCode {
        /// Not one of ours, older than five minutes, answered before, or asked of somebody else: begin again.
        ChallengeInvalid,
        /// What the browser gave back is not believed; the message says why.
        CredentialInvalid,
        /// This passkey is known already.
        AlreadyRegistered,
        /// The person has as many factors as there may be.
        TooMany,
    }
}

/// The passkey that was added.
#[derive(SimpleObject)]
pub struct FinishPasskeyRegistrationPayload {
    /// The factor, as `viewer { secondFactors }` lists it and `removeSecondFactor` takes it; nothing if there are `userErrors`.
    pub factor_id: Option<ID>,
    /// With the first factor of all, the codes that stand in for it: each serves once, and they are not told again.
    pub recovery_codes: Vec<String>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<FinishPasskeyRegistrationError>,
}

#[derive(Default)]
pub struct FinishPasskeyRegistration;

#[Object]
impl FinishPasskeyRegistration {
    /// Takes the passkey that the browser made: a second factor, and by itself a way to sign in. Requires somebody who has signed in,
    /// with a fresh factor.
    #[graphql(complexity = 50)]
    async fn finish_passkey_registration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the browser gave back.")] input: FinishPasskeyRegistrationInput,
    ) -> Result<FinishPasskeyRegistrationPayload, Error> {
        let mut reading = Reading::default();
        let given = reading.take("credential", Given::parse(&input.credential));
        let name = reading.take("name", text::parse(&input.name, 1, 60));
        let (given, name) = match reading.finish(given.zip(name)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(FinishPasskeyRegistrationPayload { factor_id: None, recovery_codes: Vec::new(), user_errors }),
        };
        let outcome = app::account::passkey::finish_registration(op(ctx), name, &given).await;
        let (added, user_errors) = split(settle(outcome, |error| tell(&error))?);
        let factor_id = added.as_ref().map(|added| ID(added.factor.to_string()));
        let recovery_codes = added.map(|added| added.recovery_codes).unwrap_or_default();
        Ok(FinishPasskeyRegistrationPayload { factor_id, recovery_codes, user_errors })
    }
}

fn tell(error: &Rule) -> FinishPasskeyRegistrationError {
    use FinishPasskeyRegistrationErrorCode as Code;
    let (code, path) = match error {
        Rule::ChallengeInvalid => (Code::ChallengeInvalid, "credential"),
        Rule::Credential(_) => (Code::CredentialInvalid, "credential"),
        Rule::AlreadyRegistered => (Code::AlreadyRegistered, "credential"),
        Rule::TooMany => (Code::TooMany, ""),
    };
    rule(code, path, error)
}
