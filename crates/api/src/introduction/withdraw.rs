//! `withdrawIntroduction`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::IntroductionId, introduction::AnswerError};

use super::Introduction;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which request is taken back.
#[derive(InputObject)]
pub struct WithdrawIntroductionInput {
    /// The introduction.
    pub introduction_id: ID,
}

user_errors! {
    "withdrawIntroduction": WithdrawIntroductionError, WithdrawIntroductionErrorCode {
        /// It was answered or withdrawn already.
        NotPending,
        /// It ended by itself.
        Expired,
    }
}

/// The request that was taken back.
#[derive(SimpleObject)]
pub struct WithdrawIntroductionPayload {
    /// The introduction; nothing if there are `userErrors`.
    pub introduction: Option<Introduction>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WithdrawIntroductionError>,
}

#[derive(Default)]
pub struct WithdrawIntroduction;

#[Object]
impl WithdrawIntroduction {
    /// Takes a request to meet back while nobody has answered. Requires Owner or Editor of the company that asked.
    async fn withdraw_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is taken back.")] input: WithdrawIntroductionInput,
    ) -> Result<WithdrawIntroductionPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("introductionId", input.introduction_id.parse::<IntroductionId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(WithdrawIntroductionPayload { introduction: None, user_errors }),
        };
        let outcome = app::introduction::withdraw(op(ctx), id).await;
        let (introduction, user_errors) = split(settle(outcome, tell)?);
        Ok(WithdrawIntroductionPayload { introduction: introduction.map(Introduction), user_errors })
    }
}

fn tell(error: AnswerError) -> WithdrawIntroductionError {
    use WithdrawIntroductionErrorCode as Code;
    let code = match error {
        AnswerError::NotPending { .. } => Code::NotPending,
        AnswerError::Expired => Code::Expired,
    };
    rule(code, "introductionId", error)
}
