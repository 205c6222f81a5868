//! `refresh`

use app::account::RefreshError as Rule;
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use super::{ActAsInput, Tokens, hand_out};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// The last refresh token, and perhaps another company to act for.
#[derive(InputObject)]
pub struct RefreshInput {
    /// The token of the last answer.
    pub refresh_token: String,
    /// Whom to act for from now on; as before if it is left out.
    pub act_as: Option<ActAsInput>,
}

user_errors! {
    "refresh": RefreshError, RefreshErrorCode {
        /// Not one of ours, used before, or its session has ended: sign in again.
        TokenInvalid,
        /// The person does not belong to that company.
        NotAMember,
        /// The person is not on duty.
        NotOnDuty,
    }
}

/// The next pair of tokens.
#[derive(SimpleObject)]
pub struct RefreshPayload {
    /// The tokens; nothing if there are `userErrors`.
    pub tokens: Option<Tokens>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RefreshError>,
}

#[derive(Default)]
pub struct Refresh;

#[Object]
impl Refresh {
    /// Exchanges a refresh token for a new pair. A token that is used a second time ends the session.
    #[graphql(complexity = 10)]
    async fn refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last refresh token.")] input: RefreshInput,
    ) -> Result<RefreshPayload, Error> {
        let mut reading = Reading::default();
        let act_as = ActAsInput::read(input.act_as.as_ref(), &mut reading);
        let act_as = match reading.finish(Some(act_as)) {
            Ok(act_as) => act_as,
            Err(user_errors) => return Ok(RefreshPayload { tokens: None, user_errors }),
        };
        let outcome = app::account::refresh(op(ctx), &input.refresh_token, act_as).await;
        let (device, user_errors) = split(settle(outcome, tell)?);
        Ok(RefreshPayload { tokens: device.and_then(|device| hand_out(ctx, device).0), user_errors })
    }
}

fn tell(error: Rule) -> RefreshError {
    use RefreshErrorCode as Code;
    let (code, path) = match error {
        Rule::TokenInvalid => (Code::TokenInvalid, "refreshToken"),
        Rule::NotAMember => (Code::NotAMember, "actAs.company"),
        Rule::NotOnDuty => (Code::NotOnDuty, "actAs.forum"),
    };
    rule(code, path, error)
}
