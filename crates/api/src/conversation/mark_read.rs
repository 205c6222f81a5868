//! `markConversationRead`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::id::ConversationId;

use super::Conversation;
use crate::{
    context::op,
    error::failed,
    user_error::{Reading, user_errors},
};

/// Which conversation was read.
#[derive(InputObject)]
pub struct MarkConversationReadInput {
    /// The conversation.
    pub conversation_id: ID,
}

user_errors! {
    "markConversationRead": MarkConversationReadError, MarkConversationReadErrorCode {}
}

/// The conversation that was read.
#[derive(SimpleObject)]
pub struct MarkConversationReadPayload {
    /// The conversation; nothing if there are `userErrors`.
    pub conversation: Option<Conversation>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<MarkConversationReadError>,
}

#[derive(Default)]
pub struct MarkConversationRead;

#[Object]
impl MarkConversationRead {
    /// Notes that one has read a conversation as it stands; nobody else is told. Requires a member of a company that takes part.
    async fn mark_conversation_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which conversation was read.")] input: MarkConversationReadInput,
    ) -> Result<MarkConversationReadPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("conversationId", input.conversation_id.parse::<ConversationId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(MarkConversationReadPayload { conversation: None, user_errors }),
        };
        let conversation = app::conversation::mark_read(op(ctx), id).await.map_err(failed)?;
        Ok(MarkConversationReadPayload { conversation: Some(Conversation(conversation)), user_errors: Vec::new() })
    }
}
