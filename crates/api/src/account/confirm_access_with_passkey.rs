//! `confirmAccessWithPasskey`

use app::{account::passkey::PasskeySignInError as Rule, credential::passkey::Given};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use crate::{
    context::op,
    scalar::DateTime,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What the browser gave back.
#[derive(InputObject)]
pub struct ConfirmAccessWithPasskeyInput {
    /// What `navigator.credentials.get` gave back for `startPasskeySignIn`, as `JSON.stringify` writes it.
    pub credential: String,
}

user_errors! {
    "confirmAccessWithPasskey": ConfirmAccessWithPasskeyError, ConfirmAccessWithPasskeyErrorCode {
        /// Not one of ours, older than five minutes, or answered before: begin again.
        ChallengeInvalid,
        /// This passkey is not one of the person who asks, or wrong.
        CredentialInvalid,
    }
}

/// Until when what is marked as grave may be done.
#[derive(SimpleObject)]
pub struct ConfirmAccessWithPasskeyPayload {
    /// On this device, until this moment; nothing if there are `userErrors`.
    pub fresh_until: Option<DateTime>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ConfirmAccessWithPasskeyError>,
}

#[derive(Default)]
pub struct ConfirmAccessWithPasskey;

#[Object]
impl ConfirmAccessWithPasskey {
    /// Shows by a passkey once more who one is, for a quarter of an hour on this device. Requires somebody who has signed in.
    #[graphql(complexity = 50)]
    async fn confirm_access_with_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the browser gave back.")] input: ConfirmAccessWithPasskeyInput,
    ) -> Result<ConfirmAccessWithPasskeyPayload, Error> {
        let mut reading = Reading::default();
        let given = reading.take("credential", Given::parse(&input.credential));
        let given = match reading.finish(given) {
            Ok(given) => given,
            Err(user_errors) => return Ok(ConfirmAccessWithPasskeyPayload { fresh_until: None, user_errors }),
        };
        let outcome = app::account::passkey::confirm_access_with_passkey(op(ctx), &given).await;
        let (until, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(ConfirmAccessWithPasskeyPayload { fresh_until: until.map(Into::into), user_errors })
    }
}

fn tell(error: &Rule) -> ConfirmAccessWithPasskeyError {
    use ConfirmAccessWithPasskeyErrorCode as Code;
    let code = match error {
        Rule::ChallengeInvalid => Code::ChallengeInvalid,
        Rule::CredentialInvalid | Rule::NotAMember | Rule::NotOnDuty => Code::CredentialInvalid,
    };
    rule(code, "credential", error)
}
