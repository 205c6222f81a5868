//! Files of trade figures that were brought in.

use domain::{
    id::{Identifier, StaffId, TradeImportId},
    trade_import::TradeImport,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter};

use super::{json, value};
use crate::{
    entity::trade_import,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, visible},
};

pub struct TradeImports<'a, R>(pub(super) &'a R);

fn read(row: trade_import::Model) -> Result<TradeImport, StorageError> {
    Ok(TradeImport {
        id: TradeImportId::from_uuid(row.id),
        basis: row.basis,
        digest: row.digest,
        csv: row.csv,
        added: row.added,
        changes: value(row.changes)?,
        by: row.by.map(StaffId::from_uuid),
        at: row.at,
    })
}

impl<R: Reads> TradeImports<'_, R>
where
    trade_import::Entity: VisibleTo<R::Scope>,
{
    /// The import of this very file, if there was one.
    pub async fn by_digest(self, digest: &str) -> Result<Option<TradeImport>, StorageError> {
        let row =
            visible::<trade_import::Entity, R>(self.0).filter(trade_import::Column::Digest.eq(digest)).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn page(self, window: &Window) -> Result<Page<TradeImport>, StorageError> {
        let select = newest_first(visible::<trade_import::Entity, R>(self.0), trade_import::Column::At, trade_import::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }
}

impl<W: Writes> TradeImports<'_, W>
where
    trade_import::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, import: &TradeImport) -> Result<(), StorageError> {
        let row = trade_import::ActiveModel {
            id: Set(import.id.uuid()),
            basis: Set(import.basis.clone()),
            digest: Set(import.digest.clone()),
            csv: Set(import.csv.clone()),
            added: Set(import.added),
            changes: Set(json(&import.changes)?),
            by: Set(import.by.map(Identifier::uuid)),
            at: Set(import.at),
        };
        add::<trade_import::Entity, W>(self.0, vec![row]).await
    }
}
