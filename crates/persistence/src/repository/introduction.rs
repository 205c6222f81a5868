//! Requests to meet.

use chrono::{DateTime, Utc};
use domain::{
    id::{CompanyId, Identifier, IntroductionId, ListingId, UserId},
    introduction::{Introduction, IntroductionState},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::word;
use crate::{
    entity::introduction,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, amend_all, visible},
};

pub struct Introductions<'a, R>(pub(super) &'a R);

/// Which introductions are asked for.
#[derive(Debug, Clone, Default)]
pub struct IntroductionFilter {
    /// Those that this company asked for.
    pub from: Option<CompanyId>,
    /// Those that were asked of this company.
    pub to: Option<CompanyId>,
    pub state: Option<IntroductionState>,
}

fn read(row: introduction::Model) -> Result<Introduction, StorageError> {
    Ok(Introduction {
        id: IntroductionId::from_uuid(row.id),
        from: CompanyId::from_uuid(row.from_company_id),
        to: CompanyId::from_uuid(row.to_company_id),
        message: row.message,
        listing: row.listing_id.map(ListingId::from_uuid),
        state: word(&row.state)?,
        requested_by: UserId::from_uuid(row.requested_by),
        requested_at: row.requested_at,
        expires_at: row.expires_at,
        answered_by: row.answered_by.map(UserId::from_uuid),
        answered_at: row.answered_at,
        decline_reason: row.decline_reason,
        version: row.version,
    })
}

/// The two companies in one order, whichever asked.
pub(super) fn pair(one: CompanyId, other: CompanyId) -> String {
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    format!("{low} {high}")
}

fn write(introduction: &Introduction, version: i32) -> introduction::ActiveModel {
    introduction::ActiveModel {
        id: Set(introduction.id.uuid()),
        from_company_id: Set(introduction.from.uuid()),
        to_company_id: Set(introduction.to.uuid()),
        message: Set(introduction.message.clone()),
        listing_id: Set(introduction.listing.map(Identifier::uuid)),
        state: Set(introduction.state.as_str().to_owned()),
        requested_by: Set(introduction.requested_by.uuid()),
        requested_at: Set(introduction.requested_at),
        expires_at: Set(introduction.expires_at),
        answered_by: Set(introduction.answered_by.map(Identifier::uuid)),
        answered_at: Set(introduction.answered_at),
        decline_reason: Set(introduction.decline_reason.clone()),
        pair: Set(pair(introduction.from, introduction.to)),
        version: Set(version),
    }
}

impl<R: Reads> Introductions<'_, R>
where
    introduction::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: IntroductionId) -> Result<Option<Introduction>, StorageError> {
        let row =
            visible::<introduction::Entity, R>(self.0).filter(introduction::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn get(self, id: IntroductionId) -> Result<Introduction, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    pub async fn by_ids(self, ids: &[IntroductionId]) -> Result<Vec<Introduction>, StorageError> {
        let ids = ids.iter().map(|id| id.uuid());
        let rows =
            visible::<introduction::Entity, R>(self.0).filter(introduction::Column::Id.is_in(ids)).all(self.0.connection().0).await?;
        rows.into_iter().map(read).collect()
    }

    pub async fn page(self, filter: &IntroductionFilter, window: &Window) -> Result<Page<Introduction>, StorageError> {
        let mut select = visible::<introduction::Entity, R>(self.0);
        if let Some(from) = filter.from {
            select = select.filter(introduction::Column::FromCompanyId.eq(from.uuid()));
        }
        if let Some(to) = filter.to {
            select = select.filter(introduction::Column::ToCompanyId.eq(to.uuid()));
        }
        if let Some(state) = filter.state {
            select = select.filter(introduction::Column::State.eq(state.as_str()));
        }
        let select = newest_first(select, introduction::Column::RequestedAt, introduction::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }

    /// The pending or accepted introduction between two companies.
    pub async fn open_between(self, one: CompanyId, other: CompanyId) -> Result<Option<Introduction>, StorageError> {
        let row = visible::<introduction::Entity, R>(self.0)
            .filter(introduction::Column::Pair.eq(pair(one, other)))
            .filter(introduction::Column::State.is_in([IntroductionState::Pending.as_str(), IntroductionState::Accepted.as_str()]))
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    /// Which of the others have accepted an introduction with this company, or had theirs accepted.
    pub async fn accepted_among(self, company: CompanyId, others: &[CompanyId]) -> Result<Vec<Introduction>, StorageError> {
        let pairs = others.iter().map(|other| pair(company, *other));
        let rows = visible::<introduction::Entity, R>(self.0)
            .filter(introduction::Column::Pair.is_in(pairs))
            .filter(introduction::Column::State.eq(IntroductionState::Accepted.as_str()))
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    pub async fn requested_since(self, company: CompanyId, since: DateTime<Utc>) -> Result<u64, StorageError> {
        let found = visible::<introduction::Entity, R>(self.0)
            .filter(introduction::Column::FromCompanyId.eq(company.uuid()))
            .filter(introduction::Column::RequestedAt.gt(since))
            .count(self.0.connection().0)
            .await?;
        Ok(found)
    }

    /// The companies that this one is or was introduced to: not suggested again.
    pub async fn acquainted_with(self, company: CompanyId) -> Result<Vec<CompanyId>, StorageError> {
        let own = company.uuid();
        let rows: Vec<(uuid::Uuid, uuid::Uuid)> = visible::<introduction::Entity, R>(self.0)
            .filter(Condition::any().add(introduction::Column::FromCompanyId.eq(own)).add(introduction::Column::ToCompanyId.eq(own)))
            .select_only()
            .column(introduction::Column::FromCompanyId)
            .column(introduction::Column::ToCompanyId)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(|(from, to)| CompanyId::from_uuid(if from == own { to } else { from })).collect())
    }
}

impl<W: Writes> Introductions<'_, W>
where
    introduction::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, introduction: &Introduction) -> Result<(), StorageError> {
        add::<introduction::Entity, W>(self.0, vec![write(introduction, 1)]).await
    }

    pub async fn add_all(self, introductions: &[Introduction]) -> Result<(), StorageError> {
        add::<introduction::Entity, W>(self.0, introductions.iter().map(|introduction| write(introduction, 1)).collect()).await
    }

    pub async fn change(self, introduction: &Introduction) -> Result<(), StorageError> {
        let which = Condition::all()
            .add(introduction::Column::Id.eq(introduction.id.uuid()))
            .add(introduction::Column::Version.eq(introduction.version));
        amend::<introduction::Entity, W>(self.0, write(introduction, introduction.version + 1), which).await
    }

    /// Ends what a company has asked for, and what it was asked, where nobody has answered yet.
    pub async fn end_pending(self, company: CompanyId, by: UserId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let sides = [
            (introduction::Column::FromCompanyId, IntroductionState::Withdrawn),
            (introduction::Column::ToCompanyId, IntroductionState::Declined),
        ];
        for (side, state) in sides {
            let row = introduction::ActiveModel {
                state: Set(state.as_str().to_owned()),
                answered_by: Set(Some(by.uuid())),
                answered_at: Set(Some(at)),
                ..Default::default()
            };
            let which =
                Condition::all().add(side.eq(company.uuid())).add(introduction::Column::State.eq(IntroductionState::Pending.as_str()));
            amend_all::<introduction::Entity, W>(self.0, row, which).await?;
        }
        Ok(())
    }
}

impl<W: Writes<Scope = System>> Introductions<'_, W> {
    /// Ends at most `limit` requests that nobody answered in time, and tells whom they concern.
    pub async fn expire(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CompanyId>, StorageError> {
        let pending = IntroductionState::Pending.as_str();
        let due = visible::<introduction::Entity, W>(self.0)
            .filter(introduction::Column::State.eq(pending))
            .filter(introduction::Column::ExpiresAt.lte(now))
            .order_by_asc(introduction::Column::ExpiresAt)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        let row = introduction::ActiveModel { state: Set(IntroductionState::Expired.as_str().to_owned()), ..Default::default() };
        let which =
            Condition::all().add(introduction::Column::Id.is_in(due.iter().map(|row| row.id))).add(introduction::Column::State.eq(pending));
        amend_all::<introduction::Entity, W>(self.0, row, which).await?;
        Ok(due.into_iter().flat_map(|row| [row.from_company_id, row.to_company_id]).map(CompanyId::from_uuid).collect())
    }
}

impl<R: Reads<Scope = System>> Introductions<'_, R> {
    /// Whether any has run out.
    pub async fn any_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let due = visible::<introduction::Entity, R>(self.0)
            .filter(introduction::Column::State.eq(IntroductionState::Pending.as_str()))
            .filter(introduction::Column::ExpiresAt.lte(now))
            .limit(1)
            .count(self.0.connection().0)
            .await?;
        Ok(due > 0)
    }
}
