//! `logIn`

use app::account::{Device, LogInError as Rule, SignIn, SigningIn};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use super::{ActAsInput, SessionKind, Tokens, hand_out};
use crate::{
    context::op,
    scalar::DateTime,
    user_error::{Reading, rule, settle, split, user_errors},
    word::SecondFactorKind,
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
    /// The `device` of an earlier answer, for programs without cookies: whoever signs in on a device that is known is not kept out by
    /// others who guess at his password.
    pub device: Option<String>,
}

user_errors! {
    "logIn": LogInError, LogInErrorCode {
        /// The address or the password is not right; which of them is not told.
        InvalidCredentials,
        /// The password is right. `challenge` is answered next, by `logInWithSecondFactor`.
        SecondFactorRequired,
        /// The person does not belong to that company.
        NotAMember,
        /// The person is not on duty.
        NotOnDuty,
    }
}

/// What is asked of whoever has a second factor.
#[derive(SimpleObject)]
pub struct SecondFactorChallenge {
    /// Given to `logInWithSecondFactor`, which it serves once.
    pub token: String,
    /// Until when.
    pub expires_at: DateTime,
    /// What the person has; a recovery code stands in for each.
    pub kinds: Vec<SecondFactorKind>,
}

/// What the device is given.
#[derive(SimpleObject)]
pub struct LogInPayload {
    /// Whether the person is signed in.
    pub signed_in: bool,
    /// The tokens; nothing for a browser, which gets a cookie.
    pub tokens: Option<Tokens>,
    /// By what the device is known from now on; nothing for a browser, which gets a cookie.
    pub device: Option<String>,
    /// What is asked next of whoever has a second factor.
    pub challenge: Option<SecondFactorChallenge>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LogInError>,
}

#[derive(Default)]
pub struct LogIn;

#[Object]
impl LogIn {
    /// Signs a person in on a device, or asks for the second factor of whoever has one.
    #[graphql(complexity = 50)]
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in, and for whom.")] input: LogInInput,
    ) -> Result<LogInPayload, Error> {
        let refused = |user_errors| LogInPayload { signed_in: false, tokens: None, device: None, challenge: None, user_errors };
        let mut reading = Reading::default();
        let act_as = ActAsInput::read(input.act_as.as_ref(), &mut reading);
        let act_as = match reading.finish(Some(act_as)) {
            Ok(act_as) => act_as,
            Err(user_errors) => return Ok(refused(user_errors)),
        };
        let device = match input.kind {
            SessionKind::Token => Device::Token,
            SessionKind::Browser => Device::Browser,
        };
        let said = SigningIn { email: input.email, password: input.password, act_as, device, known_device: input.device };
        let (outcome, user_errors) = split(settle(app::account::log_in(op(ctx), said).await, tell)?);
        Ok(match outcome {
            Some(SignIn::Done(device)) => {
                let (tokens, device) = hand_out(ctx, device);
                LogInPayload { signed_in: true, tokens, device, challenge: None, user_errors }
            }
            Some(SignIn::Asked(asked)) => {
                let required = rule(LogInErrorCode::SecondFactorRequired, "", "a second factor is asked for");
                let kinds = asked.kinds.into_iter().map(Into::into).collect();
                let challenge = SecondFactorChallenge { token: asked.challenge, expires_at: asked.expires_at.into(), kinds };
                LogInPayload { challenge: Some(challenge), ..refused(vec![required]) }
            }
            None => refused(user_errors),
        })
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
