//! Copies of what is held on people, for as long as they may be fetched.

use chrono::{DateTime, Utc};
use domain::id::{DataExportId, Identifier, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter};

use crate::{
    entity::data_export,
    error::StorageError,
    scope::{OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, visible},
};

/// A copy that may be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataExport {
    pub id: DataExportId,
    pub user: UserId,
    pub requested_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub struct DataExports<'a, R>(pub(super) &'a R);

impl<R: Reads> DataExports<'_, R>
where
    data_export::Entity: VisibleTo<R::Scope>,
{
    /// The copy, while it may be fetched.
    pub async fn get(self, id: DataExportId, now: DateTime<Utc>) -> Result<DataExport, StorageError> {
        let row = visible::<data_export::Entity, R>(self.0)
            .filter(data_export::Column::Id.eq(id.uuid()))
            .filter(data_export::Column::ExpiresAt.gt(now))
            .one(self.0.connection().0)
            .await?;
        let read = |row: data_export::Model| DataExport {
            id: DataExportId::from_uuid(row.id),
            user: UserId::from_uuid(row.user_id),
            requested_at: row.requested_at,
            expires_at: row.expires_at,
        };
        row.map(read).ok_or(StorageError::NotFound)
    }
}

impl<W: Writes> DataExports<'_, W>
where
    data_export::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, export: &DataExport) -> Result<(), StorageError> {
        let row = data_export::ActiveModel {
            id: Set(export.id.uuid()),
            user_id: Set(export.user.uuid()),
            requested_at: Set(export.requested_at),
            expires_at: Set(export.expires_at),
        };
        add::<data_export::Entity, W>(self.0, vec![row]).await
    }
}
