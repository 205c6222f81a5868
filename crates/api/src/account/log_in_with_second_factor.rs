//! `logInWithSecondFactor`

use app::account::SecondFactorError as Rule;
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use super::{SecondFactorInput, Tokens, hand_out};
use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

/// The answer to the challenge of `logIn`.
#[derive(InputObject)]
pub struct LogInWithSecondFactorInput {
    /// The `token` of the challenge.
    pub challenge: String,
    /// What the person shows.
    pub factor: SecondFactorInput,
}

user_errors! {
    "logInWithSecondFactor": LogInWithSecondFactorError, LogInWithSecondFactorErrorCode {
        /// Not one of ours, older than five minutes, answered before, or the password has changed since: begin with `logIn` again.
        ChallengeInvalid,
        /// The code is not right, or was used before. The challenge may be answered again.
        CodeInvalid,
        /// The person does not belong to that company.
        NotAMember,
        /// The person is not on duty.
        NotOnDuty,
    }
}

/// What the device is given.
#[derive(SimpleObject)]
pub struct LogInWithSecondFactorPayload {
    /// Whether the person is signed in.
    pub signed_in: bool,
    /// The tokens; nothing for a browser, which gets a cookie.
    pub tokens: Option<Tokens>,
    /// By what the device is known from now on; nothing for a browser, which gets a cookie.
    pub device: Option<String>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LogInWithSecondFactorError>,
}

#[derive(Default)]
pub struct LogInWithSecondFactor;

#[Object]
impl LogInWithSecondFactor {
    /// Signs a person in who has shown the password and now shows a second factor.
    #[graphql(complexity = 50)]
    async fn log_in_with_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer to the challenge of `logIn`.")] input: LogInWithSecondFactorInput,
    ) -> Result<LogInWithSecondFactorPayload, Error> {
        let outcome = app::account::log_in_with_second_factor(op(ctx), &input.challenge, &input.factor.into()).await;
        let (device, user_errors) = split(settle(outcome, tell)?);
        let signed_in = device.is_some();
        let (tokens, device) = device.map_or((None, None), |device| hand_out(ctx, device));
        Ok(LogInWithSecondFactorPayload { signed_in, tokens, device, user_errors })
    }
}

fn tell(error: Rule) -> LogInWithSecondFactorError {
    use LogInWithSecondFactorErrorCode as Code;
    let (code, path) = match error {
        Rule::ChallengeInvalid => (Code::ChallengeInvalid, "challenge"),
        Rule::CodeInvalid => (Code::CodeInvalid, "factor"),
        Rule::NotAMember => (Code::NotAMember, ""),
        Rule::NotOnDuty => (Code::NotOnDuty, ""),
    };
    rule(code, path, error)
}
