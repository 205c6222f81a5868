//! `retractMessage`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{conversation::RetractError, id::MessageId};

use super::Message;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which message is taken back.
#[derive(InputObject)]
pub struct RetractMessageInput {
    /// The message.
    pub message_id: ID,
}

user_errors! {
    "retractMessage": RetractMessageError, RetractMessageErrorCode {
        /// Only its author takes a message back.
        NotTheAuthor,
        /// A message is taken back within five minutes.
        TooLate,
        /// It was taken back already.
        AlreadyRetracted,
    }
}

/// The message that was taken back.
#[derive(SimpleObject)]
pub struct RetractMessagePayload {
    /// The message, without its words; nothing if there are `userErrors`.
    pub message: Option<Message>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RetractMessageError>,
}

#[derive(Default)]
pub struct RetractMessage;

#[Object]
impl RetractMessage {
    /// Takes back what one wrote oneself, within five minutes: its place stays, its words do not. Requires Owner or Editor of a verified
    /// company.
    async fn retract_message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which message is taken back.")] input: RetractMessageInput,
    ) -> Result<RetractMessagePayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("messageId", input.message_id.parse::<MessageId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(RetractMessagePayload { message: None, user_errors }),
        };
        let outcome = app::conversation::retract(op(ctx), id).await;
        let (message, user_errors) = split(settle(outcome, tell)?);
        Ok(RetractMessagePayload { message: message.map(Message), user_errors })
    }
}

fn tell(error: RetractError) -> RetractMessageError {
    use RetractMessageErrorCode as Code;
    let code = match error {
        RetractError::NotTheAuthor => Code::NotTheAuthor,
        RetractError::TooLate => Code::TooLate,
        RetractError::Retracted => Code::AlreadyRetracted,
    };
    rule(code, "messageId", error)
}
