//! Offers of ownership.

use chrono::{DateTime, Utc};
use domain::{
    handover::{Handover, HandoverState},
    id::{CompanyId, HandoverId, Identifier, UserId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::word;
use crate::{
    entity::handover,
    error::StorageError,
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, amend_all, visible},
};

pub struct Handovers<'a, R>(pub(super) &'a R);

fn read(row: handover::Model) -> Result<Handover, StorageError> {
    Ok(Handover {
        id: HandoverId::from_uuid(row.id),
        company: CompanyId::from_uuid(row.company_id),
        from: UserId::from_uuid(row.from_user_id),
        to: UserId::from_uuid(row.to_user_id),
        note: row.note,
        state: word(&row.state)?,
        offered_at: row.offered_at,
        expires_at: row.expires_at,
        answered_at: row.answered_at,
        version: row.version,
    })
}

fn write(handover: &Handover, version: i32) -> handover::ActiveModel {
    handover::ActiveModel {
        id: Set(handover.id.uuid()),
        company_id: Set(handover.company.uuid()),
        from_user_id: Set(handover.from.uuid()),
        to_user_id: Set(handover.to.uuid()),
        note: Set(handover.note.clone()),
        state: Set(handover.state.as_str().to_owned()),
        offered_at: Set(handover.offered_at),
        expires_at: Set(handover.expires_at),
        answered_at: Set(handover.answered_at),
        version: Set(version),
    }
}

fn pending() -> Condition {
    Condition::all().add(handover::Column::State.eq(HandoverState::Pending.as_str()))
}

impl<R: Reads> Handovers<'_, R>
where
    handover::Entity: VisibleTo<R::Scope>,
{
    pub async fn get(self, id: HandoverId) -> Result<Handover, StorageError> {
        let row = visible::<handover::Entity, R>(self.0).filter(handover::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()?.ok_or(StorageError::NotFound)
    }

    /// The offer that waits for an answer.
    pub async fn pending(self, company: CompanyId) -> Result<Option<Handover>, StorageError> {
        let row = visible::<handover::Entity, R>(self.0)
            .filter(handover::Column::CompanyId.eq(company.uuid()))
            .filter(pending())
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }
}

impl<W: Writes> Handovers<'_, W>
where
    handover::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, handover: &Handover) -> Result<(), StorageError> {
        add::<handover::Entity, W>(self.0, vec![write(handover, 1)]).await
    }

    pub async fn change(self, handover: &Handover) -> Result<(), StorageError> {
        let which = Condition::all().add(handover::Column::Id.eq(handover.id.uuid())).add(handover::Column::Version.eq(handover.version));
        amend::<handover::Entity, W>(self.0, write(handover, handover.version + 1), which).await
    }
}

impl<W: Writes<Scope = System>> Handovers<'_, W> {
    /// Ends what somebody who is erased has offered or was offered.
    pub async fn void_of(self, user: UserId, now: DateTime<Utc>) -> Result<(), StorageError> {
        let row = handover::ActiveModel {
            state: Set(HandoverState::Withdrawn.as_str().to_owned()),
            answered_at: Set(Some(now)),
            ..Default::default()
        };
        let his = Condition::any().add(handover::Column::FromUserId.eq(user.uuid())).add(handover::Column::ToUserId.eq(user.uuid()));
        amend_all::<handover::Entity, W>(self.0, row, Condition::all().add(his).add(pending())).await?;
        Ok(())
    }

    /// Ends at most `limit` offers that nobody answered in time, and tells of which companies they were.
    pub async fn expire(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CompanyId>, StorageError> {
        let due = visible::<handover::Entity, W>(self.0)
            .filter(pending())
            .filter(handover::Column::ExpiresAt.lte(now))
            .order_by_asc(handover::Column::ExpiresAt)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        let row = handover::ActiveModel { state: Set(HandoverState::Expired.as_str().to_owned()), ..Default::default() };
        let which = Condition::all().add(handover::Column::Id.is_in(due.iter().map(|row| row.id))).add(pending());
        amend_all::<handover::Entity, W>(self.0, row, which).await?;
        Ok(due.into_iter().map(|row| CompanyId::from_uuid(row.company_id)).collect())
    }
}

impl<R: Reads<Scope = System>> Handovers<'_, R> {
    /// Whether any has run out.
    pub async fn any_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let select = visible::<handover::Entity, R>(self.0).filter(pending()).filter(handover::Column::ExpiresAt.lte(now)).limit(1);
        Ok(select.count(self.0.connection().0).await? > 0)
    }
}
