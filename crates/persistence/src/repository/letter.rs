//! Letters that wait to be sent: written in the transaction that they tell of, taken by one worker at a time.

use chrono::{DateTime, Utc};
use domain::{
    id::{Identifier, LetterId, UserId},
    language::Language,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbBackend, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait,
    sea_query::LockBehavior, sea_query::LockType,
};
use serde_json::Value;

use super::word;
use crate::{
    entity::{letter, letter_request},
    error::StorageError,
    scope::{OwnedBy, System},
    tx::{Reads, Writes, add, amend, remove, visible},
};

/// A letter that waits: what it says is worked out when it is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingLetter {
    pub id: LetterId,
    pub user: UserId,
    pub language: Language,
    pub content: Value,
    pub attempts: i32,
    pub written_at: DateTime<Utc>,
}

const WAITING: &str = "WAITING";

pub struct Letters<'a, R>(pub(super) &'a R);

impl<W: Writes> Letters<'_, W>
where
    letter::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, letters: &[WaitingLetter]) -> Result<(), StorageError> {
        let rows = letters.iter().map(|waiting| letter::ActiveModel {
            id: Set(waiting.id.uuid()),
            user_id: Set(waiting.user.uuid()),
            language: Set(waiting.language.as_str().to_owned()),
            content: Set(waiting.content.clone()),
            state: Set(WAITING.to_owned()),
            attempts: Set(0),
            due_at: Set(waiting.written_at),
            written_at: Set(waiting.written_at),
            sent_at: Set(None),
        });
        add::<letter::Entity, W>(self.0, rows.collect()).await
    }
}

impl<W: Writes<Scope = System>> Letters<'_, W> {
    /// Letters that are due, kept from other workers until this transaction ends.
    pub async fn take(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<WaitingLetter>, StorageError> {
        let mut select = visible::<letter::Entity, W>(self.0)
            .filter(letter::Column::State.eq(WAITING))
            .filter(letter::Column::DueAt.lte(now))
            .order_by_asc(letter::Column::DueAt)
            .order_by_asc(letter::Column::Id)
            .limit(limit);
        if sea_orm::ConnectionTrait::get_database_backend(self.0.connection().0) == DbBackend::Postgres {
            select = select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let rows = select.all(self.0.connection().0).await?;
        rows.into_iter()
            .map(|row| {
                Ok(WaitingLetter {
                    id: LetterId::from_uuid(row.id),
                    user: UserId::from_uuid(row.user_id),
                    language: word(&row.language)?,
                    content: row.content,
                    attempts: row.attempts,
                    written_at: row.written_at,
                })
            })
            .collect()
    }

    /// Puts a letter off: until it is tried again, or until whoever took it is known to have failed.
    pub async fn put_off(self, id: LetterId, attempts: i32, until: DateTime<Utc>) -> Result<(), StorageError> {
        let row = letter::ActiveModel { attempts: Set(attempts), due_at: Set(until), ..Default::default() };
        self.change(id, row).await
    }

    pub async fn sent(self, id: LetterId, at: DateTime<Utc>) -> Result<(), StorageError> {
        // What it said is not kept: a link in it would outlive its use.
        let row =
            letter::ActiveModel { state: Set("SENT".to_owned()), sent_at: Set(Some(at)), content: Set(Value::Null), ..Default::default() };
        self.change(id, row).await
    }

    pub async fn given_up(self, id: LetterId) -> Result<(), StorageError> {
        self.change(id, letter::ActiveModel { state: Set("GIVEN_UP".to_owned()), ..Default::default() }).await
    }

    async fn change(self, id: LetterId, row: letter::ActiveModel) -> Result<(), StorageError> {
        let which = Condition::all().add(letter::Column::Id.eq(id.uuid())).add(letter::Column::State.eq(WAITING));
        amend::<letter::Entity, W>(self.0, row, which).await
    }
}

impl<R: Reads<Scope = System>> Letters<'_, R> {
    /// How many letters are due.
    pub async fn due(self, now: DateTime<Utc>) -> Result<u64, StorageError> {
        use sea_orm::PaginatorTrait;
        let due = letter::Column::State.eq(WAITING).and(letter::Column::DueAt.lte(now));
        Ok(visible::<letter::Entity, R>(self.0).filter(due).count(self.0.connection().0).await?)
    }
}

/// Somebody who asked for a letter with a link: nobody has looked yet whether he is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRequest {
    pub id: uuid::Uuid,
    pub kind: String,
    pub email_key: String,
    pub asked_at: DateTime<Utc>,
}

pub struct LetterRequests<'a, R>(pub(super) &'a R);

impl<R: Reads<Scope = System>> LetterRequests<'_, R> {
    pub async fn any(self) -> Result<bool, StorageError> {
        let found = visible::<letter_request::Entity, R>(self.0).limit(1).one(self.0.connection().0).await?;
        Ok(found.is_some())
    }
}

impl<W: Writes<Scope = System>> LetterRequests<'_, W> {
    pub async fn add(self, request: &LetterRequest) -> Result<(), StorageError> {
        let row = letter_request::ActiveModel {
            id: Set(request.id),
            kind: Set(request.kind.clone()),
            email_key: Set(request.email_key.clone()),
            asked_at: Set(request.asked_at),
        };
        add::<letter_request::Entity, W>(self.0, vec![row]).await
    }

    /// Takes the oldest requests away, which no other worker takes meanwhile.
    pub async fn take(self, limit: u64) -> Result<Vec<LetterRequest>, StorageError> {
        let mut select = visible::<letter_request::Entity, W>(self.0)
            .order_by_asc(letter_request::Column::AskedAt)
            .order_by_asc(letter_request::Column::Id)
            .limit(limit);
        if sea_orm::ConnectionTrait::get_database_backend(self.0.connection().0) == DbBackend::Postgres {
            select = select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let rows = select.all(self.0.connection().0).await?;
        let those = letter_request::Column::Id.is_in(rows.iter().map(|row| row.id));
        remove::<letter_request::Entity, W>(self.0, those.into()).await?;
        Ok(rows
            .into_iter()
            .map(|row| LetterRequest { id: row.id, kind: row.kind, email_key: row.email_key, asked_at: row.asked_at })
            .collect())
    }
}
