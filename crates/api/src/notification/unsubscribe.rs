//! `unsubscribe`

use app::notification::{Letters, UnsubscribeError as Refusal};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::NotificationTopic,
};

/// The link of a letter.
#[derive(InputObject)]
pub struct UnsubscribeInput {
    /// What stands in the link behind `token=`.
    pub token: String,
}

user_errors! {
    "unsubscribe": UnsubscribeError, UnsubscribeErrorCode {
        /// The link is not one of ours.
        LinkInvalid,
    }
}

/// Which letters come no more.
#[derive(SimpleObject)]
pub struct UnsubscribePayload {
    /// Whether letters were ended, now or by the same link before; nothing if there are `userErrors`.
    pub unsubscribed: Option<bool>,
    /// The topic whose letters have ended; nothing where it was the gathered letters.
    pub topic: Option<NotificationTopic>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<UnsubscribeError>,
}

#[derive(Default)]
pub struct Unsubscribe;

/// No link of ours is longer.
const LONGEST: usize = 200;

#[Object]
impl Unsubscribe {
    /// Ends letters by the link of one of them, signed in or not; the news stay in the inbox. Open to whoever holds the link.
    async fn unsubscribe(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of a letter.")] input: UnsubscribeInput,
    ) -> Result<UnsubscribePayload, Error> {
        let mut reading = Reading::default();
        let token = Some(input.token).filter(|token| token.len() <= LONGEST);
        if token.is_none() {
            reading.fault("token", format!("at most {LONGEST} characters"));
        }
        let token = match reading.finish(token) {
            Ok(token) => token,
            Err(user_errors) => return Ok(UnsubscribePayload { unsubscribed: None, topic: None, user_errors }),
        };
        let outcome = app::notification::unsubscribe(op(ctx), &token).await;
        let (ended, user_errors) = split(settle(outcome, tell)?);
        let topic = match ended {
            Some(Letters::Of(topic)) => Some(topic.into()),
            _ => None,
        };
        Ok(UnsubscribePayload { unsubscribed: ended.map(|_| true), topic, user_errors })
    }
}

fn tell(error: Refusal) -> UnsubscribeError {
    let code = match error {
        Refusal::LinkInvalid => UnsubscribeErrorCode::LinkInvalid,
    };
    rule(code, "token", error)
}
