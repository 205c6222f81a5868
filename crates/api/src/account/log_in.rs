//! `logIn`

use app::account::{Device, LogInError as Rule};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use super::{ActAsInput, SessionKind, Tokens, hand_out};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Who signs in, and for whom.
#[derive(InputObject)]
pub struct LogInInput {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// Whom to act for. Left out: the only company that the person belongs to, else his duty, else nobody but himself.
    pub act_as: Option<ActAsInput>,
    /// How the device proves itself from now on.
    #[graphql(default)]
    pub kind: SessionKind,
}

user_errors! {
    "logIn": LogInError, LogInErrorCode {
        /// The address or the password is not right; which of them is not told.
        InvalidCredentials,
        /// The person does not belong to that company.
        NotAMember,
        /// The person is not on duty.
        NotOnDuty,
    }
}

/// What the device is given.
#[derive(SimpleObject)]
pub struct LogInPayload {
    /// Whether the person is signed in.
    pub signed_in: bool,
    /// The tokens; nothing for a browser, which gets a cookie.
    pub tokens: Option<Tokens>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LogInError>,
}

#[derive(Default)]
pub struct LogIn;

#[Object]
impl LogIn {
    /// Signs a person in on a device.
    #[graphql(complexity = 50)]
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in, and for whom.")] input: LogInInput,
    ) -> Result<LogInPayload, Error> {
        let mut reading = Reading::default();
        let act_as = ActAsInput::read(input.act_as.as_ref(), &mut reading);
        let act_as = match reading.finish(Some(act_as)) {
            Ok(act_as) => act_as,
            Err(user_errors) => return Ok(LogInPayload { signed_in: false, tokens: None, user_errors }),
        };
        let device = match input.kind {
            SessionKind::Token => Device::Token,
            SessionKind::Browser => Device::Browser,
        };
        let outcome = app::account::log_in(op(ctx), &input.email, &input.password, act_as, device).await;
        let (device, user_errors) = split(settle(outcome, tell)?);
        let signed_in = device.is_some();
        Ok(LogInPayload { signed_in, tokens: device.and_then(|device| hand_out(ctx, device)), user_errors })
    }
}

fn tell(error: Rule) -> LogInError {
    use LogInErrorCode as Code;
    let (code, path) = match error {
        Rule::InvalidCredentials => (Code::InvalidCredentials, ""),
        Rule::NotAMember => (Code::NotAMember, "actAs.company"),
        Rule::NotOnDuty => (Code::NotOnDuty, "actAs.forum"),
    };
    rule(code, path, error)
}
