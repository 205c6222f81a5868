//! `editIntroduction`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    id::IntroductionId,
    introduction::{AnswerError, EditError},
    text,
};

use super::Introduction;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What is said instead.
#[derive(InputObject)]
pub struct EditIntroductionInput {
    /// The introduction.
    pub introduction_id: ID,
    /// The version that was read before; another one in the meantime is a `CONFLICT`.
    pub expected_version: i32,
    /// Why the two should meet: 20 to 2,000 characters.
    pub message: String,
}

user_errors! {
    "editIntroduction": EditIntroductionError, EditIntroductionErrorCode {
        /// It was answered or withdrawn already.
        NotPending,
        /// It ended by itself.
        Expired,
        /// The same message as before.
        NothingChanged,
    }
}

/// The request as it stands now.
#[derive(SimpleObject)]
pub struct EditIntroductionPayload {
    /// The introduction; nothing if there are `userErrors`.
    pub introduction: Option<Introduction>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<EditIntroductionError>,
}

#[derive(Default)]
pub struct EditIntroduction;

#[Object]
impl EditIntroduction {
    /// Says better why the two should meet, while nobody has answered. Requires Owner or Editor of the company that asked.
    async fn edit_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is said instead.")] input: EditIntroductionInput,
    ) -> Result<EditIntroductionPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("introductionId", input.introduction_id.parse::<IntroductionId>());
        let message = reading.take("message", text::parse(&input.message, 20, 2_000));
        let (id, message) = match reading.finish(id.zip(message)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(EditIntroductionPayload { introduction: None, user_errors }),
        };
        let outcome = app::introduction::edit(op(ctx), id, input.expected_version, message).await;
        let (introduction, user_errors) = split(settle(outcome, tell)?);
        Ok(EditIntroductionPayload { introduction: introduction.map(Introduction), user_errors })
    }
}

fn tell(error: EditError) -> EditIntroductionError {
    use EditIntroductionErrorCode as Code;
    let (code, path) = match &error {
        EditError::Answer(AnswerError::NotPending { .. }) => (Code::NotPending, "introductionId"),
        EditError::Answer(AnswerError::Expired) => (Code::Expired, "introductionId"),
        EditError::NothingChanged => (Code::NothingChanged, "message"),
    };
    rule(code, path, error)
}
