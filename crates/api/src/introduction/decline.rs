//! `declineIntroduction`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::IntroductionId, introduction::AnswerError, text};

use super::Introduction;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which request is answered.
#[derive(InputObject)]
pub struct DeclineIntroductionInput {
    /// The introduction.
    pub introduction_id: ID,
    /// Why, for one's own side only: at most 500 characters.
    pub reason: Option<String>,
}

user_errors! {
    "declineIntroduction": DeclineIntroductionError, DeclineIntroductionErrorCode {
        /// It was answered or withdrawn already.
        NotPending,
        /// It ended by itself.
        Expired,
    }
}

/// The introduction that was answered.
#[derive(SimpleObject)]
pub struct DeclineIntroductionPayload {
    /// The introduction; nothing if there are `userErrors`.
    pub introduction: Option<Introduction>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<DeclineIntroductionError>,
}

#[derive(Default)]
pub struct DeclineIntroduction;

#[Object]
impl DeclineIntroduction {
    /// Leaves the contacts closed. No reason is needed; one that is given stays with one's own side. Requires Owner or Editor of the company that was asked.
    async fn decline_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is answered.")] input: DeclineIntroductionInput,
    ) -> Result<DeclineIntroductionPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("introductionId", input.introduction_id.parse::<IntroductionId>());
        let reason = input.reason.and_then(|text| reading.take("reason", text::parse(&text, 1, 500)));
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(DeclineIntroductionPayload { introduction: None, user_errors }),
        };
        let outcome = app::introduction::decline(op(ctx), id, reason).await;
        let (introduction, user_errors) = split(settle(outcome, tell)?);
        Ok(DeclineIntroductionPayload { introduction: introduction.map(Introduction), user_errors })
    }
}

fn tell(error: AnswerError) -> DeclineIntroductionError {
    use DeclineIntroductionErrorCode as Code;
    let code = match error {
        AnswerError::NotPending { .. } => Code::NotPending,
        AnswerError::Expired => Code::Expired,
    };
    rule(code, "introductionId", error)
}
