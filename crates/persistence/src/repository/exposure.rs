//! How often companies were shown among the matches of others: counted in memory, added up here.

use chrono::{DateTime, Utc};
use domain::id::{CompanyId, Identifier};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    entity::exposure,
    error::StorageError,
    scope::System,
    tx::{Reads, Writes, put, visible},
};

pub struct Exposures<'a, R>(pub(super) &'a R);

impl<R: Reads<Scope = System>> Exposures<'_, R> {
    /// What was counted since a moment, oldest first, then by company; a part at a time, from after the company that ended the last.
    pub async fn since(
        self,
        from: DateTime<Utc>,
        after: Option<CompanyId>,
        limit: u64,
    ) -> Result<Vec<(CompanyId, i64, DateTime<Utc>)>, StorageError> {
        let ends = after.map_or_else(uuid::Uuid::nil, Identifier::uuid);
        let same = Condition::all().add(exposure::Column::CountedAt.eq(from)).add(exposure::Column::CompanyId.gt(ends));
        let rows = visible::<exposure::Entity, R>(self.0)
            .filter(Condition::any().add(exposure::Column::CountedAt.gt(from)).add(same))
            .order_by_asc(exposure::Column::CountedAt)
            .order_by_asc(exposure::Column::CompanyId)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(|row| (CompanyId::from_uuid(row.company_id), row.shown, row.counted_at)).collect())
    }

    /// The counts of some companies.
    pub async fn of(self, companies: &[CompanyId]) -> Result<Vec<(CompanyId, i64)>, StorageError> {
        let rows = visible::<exposure::Entity, R>(self.0)
            .filter(exposure::Column::CompanyId.is_in(companies.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(|row| (CompanyId::from_uuid(row.company_id), row.shown)).collect())
    }
}

impl<W: Writes<Scope = System>> Exposures<'_, W> {
    /// Puts the sums of what was counted before and since in the place of those before.
    pub async fn put(self, sums: &[(CompanyId, i64)], at: DateTime<Utc>) -> Result<(), StorageError> {
        let rows = sums.iter().map(|(company, shown)| exposure::ActiveModel {
            company_id: Set(company.uuid()),
            shown: Set(*shown),
            counted_at: Set(at),
        });
        let replaced = [exposure::Column::Shown, exposure::Column::CountedAt];
        put::<exposure::Entity, W>(self.0, rows.collect(), exposure::Column::CompanyId, &replaced).await
    }
}
