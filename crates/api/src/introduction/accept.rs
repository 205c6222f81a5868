//! `acceptIntroduction`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    id::IntroductionId,
    introduction::{AcceptError, AnswerError},
};

use super::Introduction;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which request is answered.
#[derive(InputObject)]
pub struct AcceptIntroductionInput {
    /// The introduction.
    pub introduction_id: ID,
}

user_errors! {
    "acceptIntroduction": AcceptIntroductionError, AcceptIntroductionErrorCode {
        /// It was answered or withdrawn already.
        NotPending,
        /// It ended by itself.
        Expired,
        /// The verification of the company that was asked has run out.
        VerificationLapsed,
    }
}

/// The introduction that was answered.
#[derive(SimpleObject)]
pub struct AcceptIntroductionPayload {
    /// The introduction; nothing if there are `userErrors`.
    pub introduction: Option<Introduction>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AcceptIntroductionError>,
}

#[derive(Default)]
pub struct AcceptIntroduction;

#[Object]
impl AcceptIntroduction {
    /// Opens the contacts of both sides. Requires Owner or Editor of the company that was asked.
    async fn accept_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is answered.")] input: AcceptIntroductionInput,
    ) -> Result<AcceptIntroductionPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("introductionId", input.introduction_id.parse::<IntroductionId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(AcceptIntroductionPayload { introduction: None, user_errors }),
        };
        let outcome = app::introduction::accept(op(ctx), id).await;
        let (introduction, user_errors) = split(settle(outcome, tell)?);
        Ok(AcceptIntroductionPayload { introduction: introduction.map(Introduction), user_errors })
    }
}

fn tell(error: AcceptError) -> AcceptIntroductionError {
    use AcceptIntroductionErrorCode as Code;
    let code = match error {
        AcceptError::Answer(AnswerError::NotPending { .. }) => Code::NotPending,
        AcceptError::Answer(AnswerError::Expired) => Code::Expired,
        AcceptError::VerificationLapsed => Code::VerificationLapsed,
    };
    rule(code, "introductionId", error)
}
