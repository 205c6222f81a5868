//! `finishPasskeySignIn`

use app::{
    account::{Device, passkey::PasskeySignInError as Rule},
    credential::passkey::Given,
};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use super::{ActAsInput, SessionKind, Tokens, hand_out};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What the browser gave back, and for whom the person signs in.
#[derive(InputObject)]
pub struct FinishPasskeySignInInput {
    /// What `navigator.credentials.get` gave back, as `JSON.stringify` writes it.
    pub credential: String,
    /// Whom to act for. Left out: the only company that the person belongs to, else his duty, else nobody but himself.
    pub act_as: Option<ActAsInput>,
    /// How the device proves itself from now on.
    #[graphql(default)]
    pub kind: SessionKind,
}

user_errors! {
    "finishPasskeySignIn": FinishPasskeySignInError, FinishPasskeySignInErrorCode {
        /// Not one of ours, older than five minutes, or answered before: begin again.
        ChallengeInvalid,
        /// This passkey is not taken here; whether it is unknown or wrong is not told.
        CredentialInvalid,
        /// The person does not belong to that company.
        NotAMember,
        /// The person is not on duty.
        NotOnDuty,
    }
}

/// What the device is given.
#[derive(SimpleObject)]
pub struct FinishPasskeySignInPayload {
    /// Whether the person is signed in.
    pub signed_in: bool,
    /// The tokens; nothing for a browser, which gets a cookie.
    pub tokens: Option<Tokens>,
    /// By what the device is known from now on; nothing for a browser, which gets a cookie.
    pub device: Option<String>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<FinishPasskeySignInError>,
}

#[derive(Default)]
pub struct FinishPasskeySignIn;

#[Object]
impl FinishPasskeySignIn {
    /// Signs in whoever shows a passkey, which stands for password and second factor: the device has looked who is there.
    #[graphql(complexity = 50)]
    async fn finish_passkey_sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the browser gave back, and for whom the person signs in.")] input: FinishPasskeySignInInput,
    ) -> Result<FinishPasskeySignInPayload, Error> {
        let mut reading = Reading::default();
        let given = reading.take("credential", Given::parse(&input.credential));
        let act_as = ActAsInput::read(input.act_as.as_ref(), &mut reading);
        let given = match reading.finish(given) {
            Ok(given) => given,
            Err(user_errors) => return Ok(FinishPasskeySignInPayload { signed_in: false, tokens: None, device: None, user_errors }),
        };
        let device = match input.kind {
            SessionKind::Token => Device::Token,
            SessionKind::Browser => Device::Browser,
        };
        let outcome = app::account::passkey::finish_sign_in(op(ctx), &given, act_as, device).await;
        let (device, user_errors) = split(settle(outcome, |error| tell(&error))?);
        let signed_in = device.is_some();
        let (tokens, device) = device.map_or((None, None), |device| hand_out(ctx, device));
        Ok(FinishPasskeySignInPayload { signed_in, tokens, device, user_errors })
    }
}

fn tell(error: &Rule) -> FinishPasskeySignInError {
    use FinishPasskeySignInErrorCode as Code;
    let (code, path) = match error {
        Rule::ChallengeInvalid => (Code::ChallengeInvalid, "credential"),
        Rule::CredentialInvalid => (Code::CredentialInvalid, "credential"),
        Rule::NotAMember => (Code::NotAMember, "actAs.company"),
        Rule::NotOnDuty => (Code::NotOnDuty, "actAs.forum"),
    };
    rule(code, path, error)
}
