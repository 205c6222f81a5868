//! `answerPublication`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::PublicationId, publication::AnswerError, text};

use super::Publication;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which publication, and what one says to it.
#[derive(InputObject)]
pub struct AnswerPublicationInput {
    /// The publication.
    pub publication_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// Whether one agrees.
    pub agrees: bool,
    /// Whether the public may read one's own company's name.
    pub named: bool,
    /// What one has to say: at most 2,000 characters.
    pub words: Option<String>,
}

user_errors! {
    "answerPublication": AnswerPublicationError, AnswerPublicationErrorCode {
        /// It takes no more answers.
        NotProposed,
        /// The company has answered already.
        AnsweredAlready,
    }
}

/// The publication with the answer.
#[derive(SimpleObject)]
pub struct AnswerPublicationPayload {
    /// The publication; nothing if there are `userErrors`.
    pub publication: Option<Publication>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AnswerPublicationError>,
}

#[derive(Default)]
pub struct AnswerPublication;

#[Object]
impl AnswerPublication {
    /// Agrees to a publication as another party, or would rather not. When all agree, a moderator of each side looks at it. Requires Owner or Editor of a verified company that is a party and did not propose it.
    async fn answer_publication(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which publication, and what one says to it.")] input: AnswerPublicationInput,
    ) -> Result<AnswerPublicationPayload, Error> {
        let mut reading = Reading::default();
        let publication = reading.take("publicationId", input.publication_id.parse::<PublicationId>());
        let words = input.words.and_then(|words| reading.take("words", text::parse(&words, 1, 2000)));
        let publication = match reading.finish(publication) {
            Ok(read) => read,
            Err(user_errors) => return Ok(AnswerPublicationPayload { publication: None, user_errors }),
        };
        let outcome = app::publication::answer(op(ctx), publication, input.expected_version, input.agrees, input.named, words).await;
        let (value, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(AnswerPublicationPayload { publication: value.map(Publication), user_errors })
    }
}

fn tell(error: &AnswerError) -> AnswerPublicationError {
    use AnswerPublicationErrorCode as Code;
    let code = match error {
        AnswerError::NotProposed { .. } => Code::NotProposed,
        AnswerError::AnsweredAlready => Code::AnsweredAlready,
    };
    rule(code, "publicationId", error)
}
