//! How often companies were shown among the matches of others: counted in memory, added up here.

use chrono::{DateTime, Utc};
use domain::id::{CompanyId, Identifier};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use crate::{
    entity::exposure,
    error::StorageError,
    scope::System,
    tx::{Reads, Writes, visible},
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
    /// Adds what a node has counted. In the order of companies, so that two nodes never wait for each other.
    pub async fn add(self, counted: &[(CompanyId, i64)], at: DateTime<Utc>) -> Result<(), StorageError> {
        if counted.is_empty() {
            return Ok(());
        }
        let rows = counted.iter().map(|(company, shown)| exposure::ActiveModel {
            company_id: Set(company.uuid()),
            shown: Set(*shown),
            counted_at: Set(at),
        });
        let sum = Expr::col((exposure::Entity, exposure::Column::Shown)).add(Expr::cust("excluded.shown"));
        let more = OnConflict::column(exposure::Column::CompanyId)
            .value(exposure::Column::Shown, sum)
            .update_column(exposure::Column::CountedAt)
            .to_owned();
        exposure::Entity::insert_many(rows).on_conflict(more).exec_without_returning(self.0.connection().0).await?;
        Ok(())
    }
}
