//! Requests of people to be let into companies.

use chrono::{DateTime, Utc};
use domain::{
    id::{CompanyId, Identifier, JoinRequestId, UserId},
    join_request::{JoinRequest, JoinRequestState},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::word;
use crate::{
    entity::join_request,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, amend_all, visible},
};

pub struct JoinRequests<'a, R>(pub(super) &'a R);

fn read(row: join_request::Model) -> Result<JoinRequest, StorageError> {
    Ok(JoinRequest {
        id: JoinRequestId::from_uuid(row.id),
        company: CompanyId::from_uuid(row.company_id),
        user: UserId::from_uuid(row.user_id),
        message: row.message,
        state: word(&row.state)?,
        asked_at: row.asked_at,
        expires_at: row.expires_at,
        answered_by: row.answered_by.map(UserId::from_uuid),
        answered_at: row.answered_at,
        version: row.version,
    })
}

fn write(request: &JoinRequest, version: i32) -> join_request::ActiveModel {
    join_request::ActiveModel {
        id: Set(request.id.uuid()),
        company_id: Set(request.company.uuid()),
        user_id: Set(request.user.uuid()),
        message: Set(request.message.clone()),
        state: Set(request.state.as_str().to_owned()),
        asked_at: Set(request.asked_at),
        expires_at: Set(request.expires_at),
        answered_by: Set(request.answered_by.map(Identifier::uuid)),
        answered_at: Set(request.answered_at),
        version: Set(version),
    }
}

fn pending() -> Condition {
    Condition::all().add(join_request::Column::State.eq(JoinRequestState::Pending.as_str()))
}

impl<R: Reads> JoinRequests<'_, R>
where
    join_request::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: JoinRequestId) -> Result<Option<JoinRequest>, StorageError> {
        let row =
            visible::<join_request::Entity, R>(self.0).filter(join_request::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn get(self, id: JoinRequestId) -> Result<JoinRequest, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    pub async fn page(self, state: Option<JoinRequestState>, window: &Window) -> Result<Page<JoinRequest>, StorageError> {
        let mut select = visible::<join_request::Entity, R>(self.0);
        if let Some(state) = state {
            select = select.filter(join_request::Column::State.eq(state.as_str()));
        }
        let select = newest_first(select, join_request::Column::AskedAt, join_request::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }

    /// The latest request of a person to a company.
    pub async fn latest(self, company: CompanyId, user: UserId) -> Result<Option<JoinRequest>, StorageError> {
        let row = visible::<join_request::Entity, R>(self.0)
            .filter(join_request::Column::CompanyId.eq(company.uuid()))
            .filter(join_request::Column::UserId.eq(user.uuid()))
            .order_by_desc(join_request::Column::AskedAt)
            .order_by_desc(join_request::Column::Id)
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    pub async fn count_pending_of(self, user: UserId) -> Result<u64, StorageError> {
        let select = visible::<join_request::Entity, R>(self.0).filter(join_request::Column::UserId.eq(user.uuid())).filter(pending());
        Ok(select.count(self.0.connection().0).await?)
    }

    pub async fn asked_since(self, user: UserId, since: DateTime<Utc>) -> Result<u64, StorageError> {
        let select = visible::<join_request::Entity, R>(self.0)
            .filter(join_request::Column::UserId.eq(user.uuid()))
            .filter(join_request::Column::AskedAt.gt(since));
        Ok(select.count(self.0.connection().0).await?)
    }
}

impl<W: Writes> JoinRequests<'_, W>
where
    join_request::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, request: &JoinRequest) -> Result<(), StorageError> {
        add::<join_request::Entity, W>(self.0, vec![write(request, 1)]).await
    }
}

impl<W: Writes> JoinRequests<'_, W>
where
    join_request::Entity: AmendedBy<W::Scope>,
{
    pub async fn change(self, request: &JoinRequest) -> Result<(), StorageError> {
        let which =
            Condition::all().add(join_request::Column::Id.eq(request.id.uuid())).add(join_request::Column::Version.eq(request.version));
        amend::<join_request::Entity, W>(self.0, write(request, request.version + 1), which).await
    }

    /// Refuses whoever waits for the answer of a company.
    pub async fn refuse_all(self, company: CompanyId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = join_request::ActiveModel {
            state: Set(JoinRequestState::Refused.as_str().to_owned()),
            answered_at: Set(Some(at)),
            ..Default::default()
        };
        let which = Condition::all().add(join_request::Column::CompanyId.eq(company.uuid())).add(pending());
        amend_all::<join_request::Entity, W>(self.0, row, which).await?;
        Ok(())
    }
}

impl<W: Writes<Scope = System>> JoinRequests<'_, W> {
    /// Takes back what somebody who is erased has asked for, and clears what he wrote.
    pub async fn forget(self, user: UserId, now: DateTime<Utc>) -> Result<(), StorageError> {
        let his = || Condition::all().add(join_request::Column::UserId.eq(user.uuid()));
        let row = join_request::ActiveModel {
            state: Set(JoinRequestState::Withdrawn.as_str().to_owned()),
            answered_at: Set(Some(now)),
            ..Default::default()
        };
        amend_all::<join_request::Entity, W>(self.0, row, his().add(pending())).await?;
        let row = join_request::ActiveModel { message: Set(String::new()), ..Default::default() };
        amend_all::<join_request::Entity, W>(self.0, row, his()).await?;
        Ok(())
    }

    /// Ends at most `limit` requests that nobody answered in time, and tells to whom they were.
    pub async fn expire(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CompanyId>, StorageError> {
        let due = visible::<join_request::Entity, W>(self.0)
            .filter(pending())
            .filter(join_request::Column::ExpiresAt.lte(now))
            .order_by_asc(join_request::Column::ExpiresAt)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        let row = join_request::ActiveModel { state: Set(JoinRequestState::Expired.as_str().to_owned()), ..Default::default() };
        let which = Condition::all().add(join_request::Column::Id.is_in(due.iter().map(|row| row.id))).add(pending());
        amend_all::<join_request::Entity, W>(self.0, row, which).await?;
        Ok(due.into_iter().map(|row| CompanyId::from_uuid(row.company_id)).collect())
    }
}

impl<R: Reads<Scope = System>> JoinRequests<'_, R> {
    /// Whether any has run out.
    pub async fn any_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let select = visible::<join_request::Entity, R>(self.0).filter(pending()).filter(join_request::Column::ExpiresAt.lte(now)).limit(1);
        Ok(select.count(self.0.connection().0).await? > 0)
    }
}
