//! Records opened to staff, each for an hour.

use chrono::{DateTime, Utc};
use domain::{
    break_glass::Opening,
    id::{BreakGlassId, Identifier, ModerationCaseId, StaffId, UserId},
    publication::SharedRecord,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::word;
use crate::{
    entity::break_glass,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{System, VisibleTo},
    tx::{Reads, Writes, add, amend_all, visible},
};

pub struct Openings<'a, R>(pub(super) &'a R);

fn read(row: break_glass::Model) -> Result<Opening, StorageError> {
    let record = SharedRecord::stored(&row.record_kind, row.record_id);
    Ok(Opening {
        id: BreakGlassId::from_uuid(row.id),
        staff: StaffId::from_uuid(row.staff_id),
        person: UserId::from_uuid(row.user_id),
        opened_as: (word(&row.side)?, word(&row.duty)?),
        case: ModerationCaseId::from_uuid(row.case_id),
        record: record.ok_or_else(|| StorageError::Corrupt(format!("`{}` is no kind of record", row.record_kind)))?,
        reason: row.reason,
        opened_at: row.opened_at,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
    })
}

impl<R: Reads> Openings<'_, R>
where
    break_glass::Entity: VisibleTo<R::Scope>,
{
    /// What was opened, the latest first; by one person if one is named.
    pub async fn page(self, by: Option<UserId>, window: &Window) -> Result<Page<Opening>, StorageError> {
        let mut select = visible::<break_glass::Entity, R>(self.0);
        if let Some(by) = by {
            select = select.filter(break_glass::Column::UserId.eq(by.uuid()));
        }
        let select = newest_first(select, break_glass::Column::OpenedAt, break_glass::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }
}

impl<W: Writes<Scope = System>> Openings<'_, W> {
    pub async fn add(self, opening: &Opening) -> Result<(), StorageError> {
        let row = break_glass::ActiveModel {
            id: Set(opening.id.uuid()),
            staff_id: Set(opening.staff.uuid()),
            user_id: Set(opening.person.uuid()),
            side: Set(opening.opened_as.0.as_str().to_owned()),
            duty: Set(opening.opened_as.1.as_str().to_owned()),
            case_id: Set(opening.case.uuid()),
            record_kind: Set(opening.record.kind().to_owned()),
            record_id: Set(opening.record.uuid()),
            reason: Set(opening.reason.clone()),
            opened_at: Set(opening.opened_at),
            expires_at: Set(opening.expires_at),
            ended_at: Set(None),
        };
        add::<break_glass::Entity, W>(self.0, vec![row]).await
    }

    /// Closes at most `limit` records whose hour has passed.
    pub async fn close(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<BreakGlassId>, StorageError> {
        let due: Vec<Uuid> = visible::<break_glass::Entity, W>(self.0)
            .filter(break_glass::Column::EndedAt.is_null())
            .filter(break_glass::Column::ExpiresAt.lte(now))
            .order_by_asc(break_glass::Column::ExpiresAt)
            .limit(limit)
            .select_only()
            .column(break_glass::Column::Id)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        let row = break_glass::ActiveModel { ended_at: Set(Some(now)), ..Default::default() };
        amend_all::<break_glass::Entity, W>(self.0, row, break_glass::Column::Id.is_in(due.iter().copied()).into()).await?;
        Ok(due.into_iter().map(BreakGlassId::from_uuid).collect())
    }
}

impl<R: Reads<Scope = System>> Openings<'_, R> {
    /// Whether any record's hour has passed.
    pub async fn any_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let due = visible::<break_glass::Entity, R>(self.0)
            .filter(break_glass::Column::EndedAt.is_null())
            .filter(break_glass::Column::ExpiresAt.lte(now))
            .limit(1)
            .count(self.0.connection().0)
            .await?;
        Ok(due > 0)
    }
}
