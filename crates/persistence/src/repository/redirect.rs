//! Where old addresses of the directory lead.

use domain::{
    company::registration_number::RegistrationNumber,
    id::{CompanyId, Identifier},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use crate::{
    entity::company_redirect,
    error::StorageError,
    scope::VisibleTo,
    tx::{Reads, visible},
};

pub struct Redirects<'a, R>(pub(super) &'a R);

impl<R: Reads> Redirects<'_, R>
where
    company_redirect::Entity: VisibleTo<R::Scope>,
{
    pub async fn by_slug(self, slug: &str) -> Result<Option<CompanyId>, StorageError> {
        let row = visible::<company_redirect::Entity, R>(self.0)
            .filter(company_redirect::Column::Slug.eq(slug))
            .one(self.0.connection().0)
            .await?;
        Ok(row.map(|row| CompanyId::from_uuid(row.kept_id)))
    }

    pub async fn by_number(self, number: &RegistrationNumber) -> Result<Option<CompanyId>, StorageError> {
        let row = visible::<company_redirect::Entity, R>(self.0)
            .filter(company_redirect::Column::NumberKind.eq(number.kind().as_str()))
            .filter(company_redirect::Column::Number.eq(number.as_str()))
            .order_by_desc(company_redirect::Column::MergedAt)
            .one(self.0.connection().0)
            .await?;
        Ok(row.map(|row| CompanyId::from_uuid(row.kept_id)))
    }

    /// For each of these that was merged away, the company that stayed.
    pub async fn of(self, retired: &[CompanyId]) -> Result<Vec<(CompanyId, CompanyId)>, StorageError> {
        let rows = visible::<company_redirect::Entity, R>(self.0)
            .filter(company_redirect::Column::RetiredId.is_in(retired.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(|row| (CompanyId::from_uuid(row.retired_id), CompanyId::from_uuid(row.kept_id))).collect())
    }
}
