//! `sendMessage`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{conversation::SendError, id::ConversationId, text};

use super::Message;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What is written to whom.
#[derive(InputObject)]
pub struct SendMessageInput {
    /// The conversation.
    pub conversation_id: ID,
    /// The words: 1 to 5,000 characters.
    pub text: String,
}

user_errors! {
    "sendMessage": SendMessageError, SendMessageErrorCode {
        /// The other company is not verified at present and cannot answer.
        CounterpartNotVerified,
        /// A company writes at most 30 messages in ten minutes to one other, and 500 a day to all.
        QuotaExceeded,
    }
}

/// What was written.
#[derive(SimpleObject)]
pub struct SendMessagePayload {
    /// The message; nothing if there are `userErrors`.
    pub message: Option<Message>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<SendMessageError>,
}

#[derive(Default)]
pub struct SendMessage;

#[Object]
impl SendMessage {
    /// Writes to a company that one was introduced to. Requires Owner or Editor of a verified company that takes part.
    async fn send_message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is written to whom.")] input: SendMessageInput,
    ) -> Result<SendMessagePayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("conversationId", input.conversation_id.parse::<ConversationId>());
        let text = reading.take("text", text::parse(&input.text, 1, 5_000));
        let (id, text) = match reading.finish(id.zip(text)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(SendMessagePayload { message: None, user_errors }),
        };
        let outcome = app::conversation::send(op(ctx), id, text).await;
        let (message, user_errors) = split(settle(outcome, tell)?);
        Ok(SendMessagePayload { message: message.map(Message), user_errors })
    }
}

fn tell(error: SendError) -> SendMessageError {
    use SendMessageErrorCode as Code;
    let (code, path) = match error {
        SendError::CounterpartNotVerified => (Code::CounterpartNotVerified, "conversationId"),
        SendError::QuotaExceeded => (Code::QuotaExceeded, ""),
    };
    rule(code, path, error)
}
