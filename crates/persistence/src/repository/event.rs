//! What happened, read in the order in which it was committed.

use domain::{
    event::Event,
    id::{EventId, Identifier, UserId},
    stamp::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DbBackend, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::value;
use crate::{
    entity::{event, reading},
    error::StorageError,
    scope::System,
    tx::{Reads, Writes, add_once, amend, visible},
};

/// How far somebody has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bookmark {
    xact: i64,
    seq: i64,
}

/// Something that happened, and when.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub bookmark: Bookmark,
    pub id: EventId,
    pub at: Timestamp,
    /// The person who did it, if it was one.
    pub by: Option<UserId>,
    pub event: Event,
}

pub struct Events<'a, R>(pub(super) &'a R);

impl<R: Reads<Scope = System>> Events<'_, R> {
    /// What was committed after the bookmark, oldest first. Nothing is stepped over: on PostgreSQL what a running transaction may yet
    /// commit before it is waited for.
    pub async fn after(self, bookmark: Bookmark, limit: u64) -> Result<Vec<Recorded>, StorageError> {
        let later = Condition::any()
            .add(event::Column::Xact.gt(bookmark.xact))
            .add(Condition::all().add(event::Column::Xact.eq(bookmark.xact)).add(event::Column::Seq.gt(bookmark.seq)));
        let mut select = visible::<event::Entity, R>(self.0).filter(event::Column::Xact.gte(bookmark.xact)).filter(later);
        if self.settled_only() {
            select = select.filter(Expr::cust("xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"));
        }
        let rows =
            select.order_by_asc(event::Column::Xact).order_by_asc(event::Column::Seq).limit(limit).all(self.0.connection().0).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Recorded {
                    bookmark: Bookmark { xact: row.xact, seq: row.seq },
                    id: EventId::from_uuid(row.event_id),
                    at: row.at,
                    by: row.actor_id.map(UserId::from_uuid),
                    event: value(row.body)?,
                })
            })
            .collect()
    }

    /// The places and ids of what was committed after the bookmark, for one who needs no more.
    pub async fn ids_after(self, bookmark: Bookmark, limit: u64) -> Result<Vec<(Bookmark, EventId)>, StorageError> {
        let later = Condition::any()
            .add(event::Column::Xact.gt(bookmark.xact))
            .add(Condition::all().add(event::Column::Xact.eq(bookmark.xact)).add(event::Column::Seq.gt(bookmark.seq)));
        let mut select = visible::<event::Entity, R>(self.0).filter(event::Column::Xact.gte(bookmark.xact)).filter(later);
        if self.settled_only() {
            select = select.filter(Expr::cust("xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"));
        }
        let rows: Vec<(i64, i64, uuid::Uuid)> = select
            .select_only()
            .columns([event::Column::Xact, event::Column::Seq, event::Column::EventId])
            .order_by_asc(event::Column::Xact)
            .order_by_asc(event::Column::Seq)
            .limit(limit)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(|(xact, seq, id)| (Bookmark { xact, seq }, EventId::from_uuid(id))).collect())
    }

    /// How far the reader of this name has read.
    pub async fn reading(self, name: &str) -> Result<Bookmark, StorageError> {
        let row = visible::<reading::Entity, R>(self.0).filter(reading::Column::Name.eq(name)).one(self.0.connection().0).await?;
        Ok(row.map_or_else(Bookmark::default, |row| Bookmark { xact: row.xact, seq: row.seq }))
    }

    /// The end of what is committed: where a reader starts who first read everything else.
    pub async fn latest(self) -> Result<Bookmark, StorageError> {
        let mut select = visible::<event::Entity, R>(self.0);
        if self.settled_only() {
            select = select.filter(Expr::cust("xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"));
        }
        let row = select.order_by_desc(event::Column::Xact).order_by_desc(event::Column::Seq).one(self.0.connection().0).await?;
        Ok(row.map_or_else(Bookmark::default, |row| Bookmark { xact: row.xact, seq: row.seq }))
    }

    fn settled_only(self) -> bool {
        sea_orm::ConnectionTrait::get_database_backend(self.0.connection().0) == DbBackend::Postgres
    }
}

impl<W: Writes<Scope = System>> Events<'_, W> {
    /// How far the reader of this name has read, kept from other nodes until the transaction ends. Nothing where another node reads.
    pub async fn claim_reading(self, name: &str) -> Result<Option<Bookmark>, StorageError> {
        let connection = self.0.connection();
        let first = reading::ActiveModel { name: Set(name.to_owned()), xact: Set(0), seq: Set(0) };
        add_once::<reading::Entity, W>(self.0, first, reading::Column::Name).await?;
        let mut select = visible::<reading::Entity, W>(self.0).filter(reading::Column::Name.eq(name));
        if self.settled_only() {
            select = select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let row = select.one(connection.0).await?;
        Ok(row.map(|row| Bookmark { xact: row.xact, seq: row.seq }))
    }

    /// Notes how far the reader has come.
    pub async fn note_reading(self, name: &str, bookmark: Bookmark) -> Result<(), StorageError> {
        let row = reading::ActiveModel { xact: Set(bookmark.xact), seq: Set(bookmark.seq), ..Default::default() };
        amend::<reading::Entity, W>(self.0, row, reading::Column::Name.eq(name).into()).await
    }
}
