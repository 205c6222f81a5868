//! `startPasskeySignIn`

use async_graphql::{Context, Error, Object, SimpleObject};

use crate::{context::op, error::failed, scalar::DateTime};

/// What the browser is asked.
#[derive(SimpleObject)]
pub struct StartPasskeySignInPayload {
    /// JSON for `PublicKeyCredential.parseRequestOptionsFromJSON`, whose result goes to `navigator.credentials.get` as `publicKey`.
    pub options: String,
    /// Until when `finishPasskeySignIn` or `confirmAccessWithPasskey` takes the answer.
    pub expires_at: DateTime,
}

#[derive(Default)]
pub struct StartPasskeySignIn;

#[Object]
impl StartPasskeySignIn {
    /// Asks the browser for a passkey of whoever is there: to sign in, or to show once more that it is he.
    #[graphql(complexity = 20)]
    async fn start_passkey_sign_in(&self, ctx: &Context<'_>) -> Result<StartPasskeySignInPayload, Error> {
        let options = app::account::passkey::start_showing(op(ctx)).await.map_err(failed)?;
        Ok(StartPasskeySignInPayload { options: options.json.to_string(), expires_at: options.expires_at.into() })
    }
}
