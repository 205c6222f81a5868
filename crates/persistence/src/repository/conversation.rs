//! What companies write to each other.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    conversation::{Conversation, Message},
    id::{CompanyId, ConversationId, Identifier, IntroductionId, MessageId, UserId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{
    entity::{conversation, conversation_mark, message},
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, Tenant, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct Conversations<'a, R>(pub(super) &'a R);

fn read(row: &conversation::Model) -> Conversation {
    Conversation {
        id: ConversationId::from_uuid(row.id),
        introduction: IntroductionId::from_uuid(row.introduction_id),
        from: CompanyId::from_uuid(row.from_company_id),
        to: CompanyId::from_uuid(row.to_company_id),
        opened_at: row.opened_at,
        last_message_at: row.last_message_at,
        messages: row.messages,
    }
}

fn write(conversation: &Conversation) -> conversation::ActiveModel {
    conversation::ActiveModel {
        id: Set(conversation.id.uuid()),
        introduction_id: Set(conversation.introduction.uuid()),
        from_company_id: Set(conversation.from.uuid()),
        to_company_id: Set(conversation.to.uuid()),
        opened_at: Set(conversation.opened_at),
        last_message_at: Set(conversation.last_message_at),
        messages: Set(conversation.messages),
    }
}

fn read_message(row: message::Model) -> Message {
    Message {
        id: MessageId::from_uuid(row.id),
        conversation: ConversationId::from_uuid(row.conversation_id),
        company: CompanyId::from_uuid(row.company_id),
        author: UserId::from_uuid(row.author),
        body: row.body,
        sent_at: row.sent_at,
        retracted_at: row.retracted_at,
    }
}

impl<R: Reads> Conversations<'_, R>
where
    conversation::Entity: VisibleTo<R::Scope>,
    message::Entity: VisibleTo<R::Scope>,
{
    pub async fn by_ids(self, ids: &[ConversationId]) -> Result<Vec<Conversation>, StorageError> {
        let ids = ids.iter().map(|id| id.uuid());
        let rows =
            visible::<conversation::Entity, R>(self.0).filter(conversation::Column::Id.is_in(ids)).all(self.0.connection().0).await?;
        Ok(rows.iter().map(read).collect())
    }

    pub async fn get(self, id: ConversationId) -> Result<Conversation, StorageError> {
        self.by_ids(&[id]).await?.pop().ok_or(StorageError::NotFound)
    }

    /// Where somebody wrote last comes first.
    pub async fn page(self, window: &Window) -> Result<Page<Conversation>, StorageError> {
        let select = visible::<conversation::Entity, R>(self.0);
        let select = newest_first(select, conversation::Column::LastMessageAt, conversation::Column::Id, window);
        Ok(Page::cut(select.all(self.0.connection().0).await?, window).map(|row| read(&row)))
    }

    /// What was written in one, the latest first.
    pub async fn messages(self, of: ConversationId, window: &Window) -> Result<Page<Message>, StorageError> {
        let select = visible::<message::Entity, R>(self.0).filter(message::Column::ConversationId.eq(of.uuid()));
        let select = newest_first(select, message::Column::SentAt, message::Column::Id, window);
        Ok(Page::cut(select.all(self.0.connection().0).await?, window).map(read_message))
    }

    pub async fn find_message(self, id: MessageId) -> Result<Option<Message>, StorageError> {
        let row = visible::<message::Entity, R>(self.0).filter(message::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        Ok(row.map(read_message))
    }

    pub async fn get_message(self, id: MessageId) -> Result<Message, StorageError> {
        self.find_message(id).await?.ok_or(StorageError::NotFound)
    }

    /// How much a company has written since, in one conversation or in all of them.
    pub async fn written_since(
        self,
        company: CompanyId,
        since: DateTime<Utc>,
        within: Option<ConversationId>,
    ) -> Result<u64, StorageError> {
        let mut select = visible::<message::Entity, R>(self.0)
            .filter(message::Column::CompanyId.eq(company.uuid()))
            .filter(message::Column::SentAt.gt(since));
        if let Some(within) = within {
            select = select.filter(message::Column::ConversationId.eq(within.uuid()));
        }
        Ok(select.count(self.0.connection().0).await?)
    }
}

impl<R: Reads<Scope = Tenant>> Conversations<'_, R> {
    /// How much of what the other side wrote the person has yet to read, in each conversation where there is some.
    pub async fn unread(self, among: &[ConversationId]) -> Result<HashMap<ConversationId, u64>, StorageError> {
        let scope = self.0.scope();
        let mut read = Query::select();
        read.expr(Expr::value(1))
            .from(conversation_mark::Entity)
            .and_where(
                Expr::col((conversation_mark::Entity, conversation_mark::Column::ConversationId))
                    .equals((message::Entity, message::Column::ConversationId)),
            )
            .and_where(conversation_mark::Column::UserId.eq(scope.user.uuid()))
            .and_where(
                Expr::col((conversation_mark::Entity, conversation_mark::Column::ReadThrough))
                    .gte(Expr::col((message::Entity, message::Column::SentAt))),
            );
        let counted: Vec<(uuid::Uuid, i64)> = visible::<message::Entity, R>(self.0)
            .filter(message::Column::ConversationId.is_in(among.iter().map(|id| id.uuid())))
            .filter(message::Column::CompanyId.ne(scope.company.uuid()))
            .filter(message::Column::RetractedAt.is_null())
            .filter(Expr::exists(read).not())
            .select_only()
            .column(message::Column::ConversationId)
            .column_as(message::Column::Id.count(), "unread")
            .group_by(message::Column::ConversationId)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(counted.into_iter().map(|(id, count)| (ConversationId::from_uuid(id), u64::try_from(count).unwrap_or(0))).collect())
    }
}

impl<W: Writes<Scope = Tenant>> Conversations<'_, W> {
    /// Notes that the person has read everything up to a moment. It never goes back. The conversation is held, so that two of his devices
    /// do not note it for the first time at one moment.
    pub async fn mark(self, id: ConversationId, through: DateTime<Utc>) -> Result<(), StorageError> {
        let which = Condition::all()
            .add(conversation_mark::Column::ConversationId.eq(id.uuid()))
            .add(conversation_mark::Column::UserId.eq(self.0.scope().user.uuid()));
        let known = visible::<conversation_mark::Entity, W>(self.0).filter(which.clone()).one(self.0.connection().0).await?;
        match known {
            Some(mark) if mark.read_through >= through => Ok(()),
            Some(_) => {
                let row = conversation_mark::ActiveModel { read_through: Set(through), ..Default::default() };
                amend::<conversation_mark::Entity, W>(self.0, row, which).await
            }
            None => {
                let row =
                    conversation_mark::ActiveModel { conversation_id: Set(id.uuid()), read_through: Set(through), ..Default::default() };
                add::<conversation_mark::Entity, W>(self.0, vec![row]).await
            }
        }
    }
}

impl<W: Writes> Conversations<'_, W>
where
    conversation::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    message::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn open(self, conversation: &Conversation) -> Result<(), StorageError> {
        self.open_all(std::slice::from_ref(conversation)).await
    }

    pub async fn open_all(self, conversations: &[Conversation]) -> Result<(), StorageError> {
        add::<conversation::Entity, W>(self.0, conversations.iter().map(write).collect()).await
    }

    /// Makes writers of one conversation wait for one another, so that what each has written is counted before the next writes.
    pub async fn hold(self, conversation: &Conversation) -> Result<(), StorageError> {
        // When it was opened never changes: it is written again so that the row is taken.
        let row = conversation::ActiveModel { opened_at: Set(conversation.opened_at), ..Default::default() };
        amend::<conversation::Entity, W>(self.0, row, conversation::Column::Id.eq(conversation.id.uuid()).into()).await
    }

    /// Adds a message to its conversation.
    pub async fn send(self, conversation: &Conversation, message: &Message) -> Result<(), StorageError> {
        let row = conversation::ActiveModel {
            last_message_at: Set(conversation.last_message_at),
            messages: Set(conversation.messages),
            ..Default::default()
        };
        amend::<conversation::Entity, W>(self.0, row, conversation::Column::Id.eq(conversation.id.uuid()).into()).await?;
        let row = message::ActiveModel {
            id: Set(message.id.uuid()),
            conversation_id: Set(message.conversation.uuid()),
            company_id: Set(message.company.uuid()),
            author: Set(message.author.uuid()),
            body: Set(message.body.clone()),
            sent_at: Set(message.sent_at),
            retracted_at: Set(None),
        };
        add::<message::Entity, W>(self.0, vec![row]).await
    }

    /// Takes the words of a message away; its place stays.
    pub async fn retract(self, message: &Message) -> Result<(), StorageError> {
        let row = message::ActiveModel { body: Set(message.body.clone()), retracted_at: Set(message.retracted_at), ..Default::default() };
        let which = Condition::all().add(message::Column::Id.eq(message.id.uuid())).add(message::Column::RetractedAt.is_null());
        amend::<message::Entity, W>(self.0, row, which).await
    }
}
