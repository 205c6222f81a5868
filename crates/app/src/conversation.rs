//! What two companies write to each other once they were introduced.

use chrono::TimeDelta;
use domain::{
    conversation::{AT_ONCE, Conversation, Message, Pace, RetractError, SendError},
    event::Event,
    id::{ConversationId, MessageId},
    policy::{RetractMessage, SendMessage},
};
use persistence::repository::notification::Marked;

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Writes to the other side.
pub async fn send(op: &Op, id: ConversationId, body: String) -> Result<Message, Refused<SendError>> {
    let (tx, actor) = op.begin().await?;
    let own = tx.company();
    let permit = actor.permit::<SendMessage>(tx.conversations().get(id).await?)?;
    // From here on who else writes in this conversation waits, so that the pace is counted with everything that came before; what was
    // written meanwhile is read anew.
    tx.conversations().hold(permit.subject()).await?;
    let conversation = tx.conversations().get(id).await?;
    let other = conversation.other(own);
    let permit = actor.permit::<SendMessage>(conversation)?;
    let stamp = op.secret_stamp();
    let pace = Pace {
        today: tx.conversations().written_since(own, stamp.at - TimeDelta::days(1), None).await?,
        here_at_once: tx.conversations().written_since(own, stamp.at - AT_ONCE, Some(id)).await?,
    };
    // A company that is not verified any more is in nobody's scope but its own.
    let can_answer = !tx.companies().by_ids(&[other]).await?.is_empty();
    let (conversation, message) = Message::send(permit, body, can_answer, pace, stamp)?;
    tx.conversations().send(&conversation, &message).await?;
    // Whoever answers has read what came before.
    tx.conversations().mark(id, stamp.at).await?;
    tx.notifications().mark_read(&Marked::About(id.to_string()), stamp.at).await?;
    tx.commit(Event::MessageSent { message: message.id, conversation: id, by: own, to: other }).await?;
    Ok(message)
}

/// Takes one's own message back.
pub async fn retract(op: &Op, id: MessageId) -> Result<Message, Refused<RetractError>> {
    let (tx, actor) = op.begin().await?;
    let message = tx.conversations().get_message(id).await?;
    let conversation = tx.conversations().get(message.conversation).await?;
    let message = Message::retract(actor.permit::<RetractMessage>(message)?, op.stamp())?;
    tx.conversations().retract(&message).await?;
    let by = tx.company();
    let to = conversation.other(by);
    tx.commit(Event::MessageRetracted { message: id, conversation: conversation.id, by, to }).await?;
    Ok(message)
}

/// Notes that the person has read a conversation as it stands. Everybody marks his own; nobody else is told of it.
pub async fn mark_read(op: &Op, id: ConversationId) -> Result<Conversation, Failure> {
    let (tx, actor) = op.begin().await?;
    let conversation = tx.conversations().get(id).await?;
    let now = op.app().now();
    tx.conversations().hold(&conversation).await?;
    tx.conversations().mark(id, conversation.last_message_at.max(now)).await?;
    tx.notifications().mark_read(&Marked::About(id.to_string()), now).await?;
    let user = actor.signed_in().ok_or(Failure::Unauthenticated)?.user;
    let company = tx.company();
    tx.commit(Event::ConversationRead { conversation: id, company, user }).await?;
    Ok(conversation)
}
