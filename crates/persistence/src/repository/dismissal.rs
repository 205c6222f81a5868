//! Whom companies would rather not see among their matches.

use domain::{
    dismissal::Dismissal,
    id::{CompanyId, Identifier, UserId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    entity::dismissal,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct Dismissals<'a, R>(pub(super) &'a R);

fn read(row: dismissal::Model) -> Dismissal {
    Dismissal {
        company: CompanyId::from_uuid(row.company_id),
        other: CompanyId::from_uuid(row.other_company_id),
        reason: row.reason,
        by: UserId::from_uuid(row.dismissed_by),
        at: row.dismissed_at,
        restored_at: row.restored_at,
    }
}

fn write(dismissal: &Dismissal) -> dismissal::ActiveModel {
    dismissal::ActiveModel {
        company_id: Set(dismissal.company.uuid()),
        other_company_id: Set(dismissal.other.uuid()),
        reason: Set(dismissal.reason.clone()),
        dismissed_by: Set(dismissal.by.uuid()),
        dismissed_at: Set(dismissal.at),
        restored_at: Set(dismissal.restored_at),
    }
}

impl<R: Reads> Dismissals<'_, R>
where
    dismissal::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, company: CompanyId, other: CompanyId) -> Result<Option<Dismissal>, StorageError> {
        let row = visible::<dismissal::Entity, R>(self.0)
            .filter(dismissal::Column::CompanyId.eq(company.uuid()))
            .filter(dismissal::Column::OtherCompanyId.eq(other.uuid()))
            .one(self.0.connection().0)
            .await?;
        Ok(row.map(read))
    }

    /// Those that hold, the latest first.
    pub async fn page(self, window: &Window) -> Result<Page<Dismissal>, StorageError> {
        let select = visible::<dismissal::Entity, R>(self.0).filter(dismissal::Column::RestoredAt.is_null());
        let select = newest_first(select, dismissal::Column::DismissedAt, dismissal::Column::OtherCompanyId, window);
        Ok(Page::cut(select.all(self.0.connection().0).await?, window).map(read))
    }

    /// Whom a company has dismissed.
    pub async fn of(self, company: CompanyId) -> Result<Vec<CompanyId>, StorageError> {
        let others: Vec<uuid::Uuid> = visible::<dismissal::Entity, R>(self.0)
            .filter(dismissal::Column::CompanyId.eq(company.uuid()))
            .filter(dismissal::Column::RestoredAt.is_null())
            .select_only()
            .column(dismissal::Column::OtherCompanyId)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(others.into_iter().map(CompanyId::from_uuid).collect())
    }
}

impl<R: Reads<Scope = System>> Dismissals<'_, R> {
    /// Those that hold, a part at a time: who dismissed whom.
    pub async fn sweep(self, after: Option<(CompanyId, CompanyId)>, limit: u64) -> Result<Vec<(CompanyId, CompanyId)>, StorageError> {
        let mut select = visible::<dismissal::Entity, R>(self.0).filter(dismissal::Column::RestoredAt.is_null());
        if let Some((company, other)) = after {
            let same = Condition::all()
                .add(dismissal::Column::CompanyId.eq(company.uuid()))
                .add(dismissal::Column::OtherCompanyId.gt(other.uuid()));
            select = select.filter(Condition::any().add(dismissal::Column::CompanyId.gt(company.uuid())).add(same));
        }
        let pairs: Vec<(uuid::Uuid, uuid::Uuid)> = select
            .select_only()
            .column(dismissal::Column::CompanyId)
            .column(dismissal::Column::OtherCompanyId)
            .order_by_asc(dismissal::Column::CompanyId)
            .order_by_asc(dismissal::Column::OtherCompanyId)
            .limit(limit)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(pairs.into_iter().map(|(company, other)| (CompanyId::from_uuid(company), CompanyId::from_uuid(other))).collect())
    }
}

impl<W: Writes> Dismissals<'_, W>
where
    dismissal::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, dismissal: &Dismissal) -> Result<(), StorageError> {
        add::<dismissal::Entity, W>(self.0, vec![write(dismissal)]).await
    }

    /// Puts another word of the company in the place of the one that `was`.
    pub async fn change(self, dismissal: &Dismissal, was: &Dismissal) -> Result<(), StorageError> {
        let restored = match was.restored_at {
            Some(_) => dismissal::Column::RestoredAt.is_not_null(),
            None => dismissal::Column::RestoredAt.is_null(),
        };
        let which = Condition::all()
            .add(dismissal::Column::CompanyId.eq(dismissal.company.uuid()))
            .add(dismissal::Column::OtherCompanyId.eq(dismissal.other.uuid()))
            .add(restored);
        amend::<dismissal::Entity, W>(self.0, write(dismissal), which).await
    }
}
