//! What two companies write to each other once they were introduced.

pub mod mark_read;
pub mod retract;
pub mod send;

use app::storage::Position;
use async_graphql::{Context, Error, ID, Object, connection::Connection};
use domain::{actor::Actor, conversation as domain_conversation, id::Identifier};

use crate::{
    company::Company,
    context::{loaders, op},
    error::{failed, failed_together, nullable},
    introduction::Introduction,
    loader::UnreadIn,
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    viewer::User,
};

/// What an accepted introduction opened: the people of the two companies write to each other, and nobody else reads it.
#[derive(Clone)]
pub struct Conversation(pub domain_conversation::Conversation);

/// What an accepted introduction opened: the people of the two companies write to each other, and nobody else reads it.
#[Object(name = "Conversation")]
impl Conversation {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The introduction that opened it.
    async fn introduction(&self, ctx: &Context<'_>) -> Option<Result<Introduction, Error>> {
        let found = loaders(ctx).load_one(self.0.introduction).await;
        nullable(found.map(|found| found.map(Introduction)).map_err(|error| failed_together(&error)))
    }

    /// The company on the other side.
    #[graphql(name = "with")]
    async fn with_company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        let own = match op(ctx).actor().await.map_err(failed) {
            Ok(Actor::Member(member)) => member.company,
            Ok(_) => return None,
            Err(error) => return Some(Err(error)),
        };
        nullable(Company::load(ctx, self.0.other(own)).await)
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime {
        self.0.opened_at.into()
    }

    /// When somebody last wrote; the opening as long as nobody has.
    async fn last_message_at(&self) -> DateTime {
        self.0.last_message_at.into()
    }

    /// How many messages there are, those that were taken back among them.
    async fn message_count(&self) -> i32 {
        self.0.messages
    }

    /// How many messages of the other side one has yet to read oneself.
    #[graphql(complexity = 2)]
    async fn unread_count(&self, ctx: &Context<'_>) -> Result<i32, Error> {
        let unread = loaders(ctx).load_one(UnreadIn(self.0.id)).await.map_err(|error| failed_together(&error))?;
        Ok(i32::try_from(unread.unwrap_or(0)).unwrap_or(i32::MAX))
    }

    /// What was written, the latest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn messages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Message>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let view = op(ctx).tenant_view().await.map_err(failed)?;
        let page = view.conversations().messages(self.0.id, &window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.sent_at, row.id.uuid()), row));
        Ok(connection(page, &window, Message))
    }
}

/// What somebody wrote. It is not edited: whoever has read it has read it.
#[derive(Clone)]
pub struct Message(pub domain_conversation::Message);

/// What somebody wrote. It is not edited: whoever has read it has read it.
#[Object(name = "Message")]
impl Message {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The conversation that it is in.
    async fn conversation_id(&self) -> ID {
        ID(self.0.conversation.to_string())
    }

    /// The company in whose name it was written.
    async fn from(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.company).await)
    }

    /// Who wrote it, for the author's own company; the other side knows the company.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<User, Error>> {
        let found = loaders(ctx).load_one(self.0.author).await;
        nullable(found.map(|found| found.map(User)).map_err(|error| failed_together(&error)))
    }

    /// Whether one's own company wrote it.
    async fn own(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        let actor = op(ctx).actor().await.map_err(failed)?;
        Ok(matches!(actor, Actor::Member(member) if member.company == self.0.company))
    }

    /// The words; nothing once it was taken back.
    async fn text(&self) -> Option<&str> {
        Some(self.0.body.as_str()).filter(|_| self.0.retracted_at.is_none())
    }

    /// When it was written.
    async fn sent_at(&self) -> DateTime {
        self.0.sent_at.into()
    }

    /// When its author took it back.
    async fn retracted_at(&self) -> Option<DateTime> {
        self.0.retracted_at.map(Into::into)
    }
}

#[derive(Default)]
pub struct ConversationQuery;

#[Object]
impl ConversationQuery {
    /// The conversations of one's own company; where somebody wrote last comes first. Requires a member of a company.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn conversations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Conversation>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let view = op(ctx).tenant_view().await.map_err(failed)?;
        let page = view.conversations().page(&window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.last_message_at, row.id.uuid()), row));
        Ok(connection(page, &window, Conversation))
    }
}
