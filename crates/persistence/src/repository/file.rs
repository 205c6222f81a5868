//! Pictures and papers: what is known of them.

use domain::{
    file::StoredFile,
    id::{AgreementId, CompanyId, FileId, Identifier, UserId},
    stamp::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::{count, word};
use crate::{
    entity::file,
    error::StorageError,
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct Files<'a, R>(pub(super) &'a R);

fn read(row: file::Model) -> Result<StoredFile, StorageError> {
    let digest = <[u8; 32]>::try_from(row.digest).map_err(|_| StorageError::Corrupt("a digest has 32 bytes".to_owned()))?;
    let points = |number: Option<i32>| number.and_then(|number| u32::try_from(number).ok());
    Ok(StoredFile {
        id: FileId::from_uuid(row.id),
        company: CompanyId::from_uuid(row.company_id),
        purpose: word(&row.purpose)?,
        media_type: word(&row.media_type)?,
        name: row.name,
        size: count(row.size),
        digest,
        measures: points(row.width).zip(points(row.height)),
        stored_by: UserId::from_uuid(row.stored_by),
        stored_at: row.stored_at,
        attached_at: row.attached_at,
        removed_at: row.removed_at,
        agreement: row.agreement_id.map(AgreementId::from_uuid),
        language: row.language.as_deref().map(word).transpose()?,
        version: row.version,
    })
}

fn write(file: &StoredFile, version: i32) -> file::ActiveModel {
    let points = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    file::ActiveModel {
        id: Set(file.id.uuid()),
        company_id: Set(file.company.uuid()),
        purpose: Set(file.purpose.as_str().to_owned()),
        media_type: Set(file.media_type.as_str().to_owned()),
        name: Set(file.name.clone()),
        size: Set(i64::try_from(file.size).unwrap_or(i64::MAX)),
        digest: Set(file.digest.to_vec()),
        width: Set(file.measures.map(|(width, _)| points(width))),
        height: Set(file.measures.map(|(_, height)| points(height))),
        stored_by: Set(file.stored_by.uuid()),
        stored_at: Set(file.stored_at),
        attached_at: Set(file.attached_at),
        removed_at: Set(file.removed_at),
        agreement_id: Set(file.agreement.map(Identifier::uuid)),
        language: Set(file.language.map(|language| language.as_str().to_owned())),
        version: Set(version),
        ..Default::default()
    }
}

impl<R: Reads> Files<'_, R>
where
    file::Entity: VisibleTo<R::Scope>,
{
    pub async fn get(self, id: FileId) -> Result<StoredFile, StorageError> {
        let row = visible::<file::Entity, R>(self.0).filter(file::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()?.ok_or(StorageError::NotFound)
    }

    /// The pictures that these companies show.
    pub async fn logos(self, companies: &[CompanyId]) -> Result<Vec<StoredFile>, StorageError> {
        let rows = visible::<file::Entity, R>(self.0)
            .filter(file::shown())
            .filter(file::Column::CompanyId.is_in(companies.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The texts beside these papers that were not taken back, in the order in which they came.
    pub async fn beside(self, agreements: &[AgreementId]) -> Result<Vec<StoredFile>, StorageError> {
        let rows = visible::<file::Entity, R>(self.0)
            .filter(file::Column::AgreementId.is_in(agreements.iter().map(|id| id.uuid())))
            .filter(file::Column::RemovedAt.is_null())
            .order_by_asc(file::Column::AttachedAt)
            .order_by_asc(file::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// How many bytes a company has in the store.
    pub async fn used(self, company: CompanyId) -> Result<u64, StorageError> {
        let sum = Expr::col(file::Column::Size).sum().cast_as("bigint");
        let sum: Option<Option<i64>> = visible::<file::Entity, R>(self.0)
            .filter(file::Column::CompanyId.eq(company.uuid()))
            .filter(file::Column::RemovedAt.is_null())
            .select_only()
            .expr_as(sum, "sum")
            .into_tuple()
            .one(self.0.connection().0)
            .await?;
        Ok(count(sum.flatten().unwrap_or(0)))
    }
}

impl<W: Writes> Files<'_, W>
where
    file::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, file: &StoredFile) -> Result<(), StorageError> {
        add::<file::Entity, W>(self.0, vec![write(file, 1)]).await
    }

    pub async fn change(self, file: &StoredFile) -> Result<(), StorageError> {
        let which = Condition::all().add(file::Column::Id.eq(file.id.uuid())).add(file::Column::Version.eq(file.version));
        amend::<file::Entity, W>(self.0, write(file, file.version + 1), which).await
    }
}

/// Files that nobody needs any more: never put to their use since `before`, or taken back.
fn needless(before: Timestamp) -> Condition {
    let never_used = Condition::all().add(file::Column::AttachedAt.is_null()).add(file::Column::StoredAt.lt(before));
    let removed = Condition::all().add(file::Column::RemovedAt.is_not_null()).add(file::Column::RemovedAt.lt(before));
    Condition::all().add(file::Column::PurgedAt.is_null()).add(Condition::any().add(never_used).add(removed))
}

impl<R: Reads<Scope = System>> Files<'_, R> {
    /// The oldest files whose bytes may go.
    pub async fn needless(self, before: Timestamp, limit: u64) -> Result<Vec<StoredFile>, StorageError> {
        let rows = visible::<file::Entity, R>(self.0)
            .filter(needless(before))
            .order_by_asc(file::Column::StoredAt)
            .order_by_asc(file::Column::Id)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl<W: Writes<Scope = System>> Files<'_, W> {
    /// Notes that the bytes are gone.
    pub async fn purged(self, ids: &[FileId], at: Timestamp) -> Result<(), StorageError> {
        file::Entity::update_many()
            .col_expr(file::Column::PurgedAt, Expr::value(at))
            .col_expr(file::Column::RemovedAt, Expr::cust("coalesce(removed_at, stored_at)"))
            .filter(<file::Entity as VisibleTo<System>>::visible(self.0.scope()))
            .filter(file::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .exec(self.0.connection().0)
            .await?;
        Ok(())
    }
}
