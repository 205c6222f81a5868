//! What everybody agrees on, and what is known of the roadmap: coded records, read whole and written by import.

use chrono::{DateTime, Utc};
use domain::reference::Reference;
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};
use serde::{Serialize, de::DeserializeOwned};

use super::{json, value};
use crate::{
    entity::{Coded, complementarity, import, initiative, legal_form, ownership_rule, pillar, region, sector, source, target},
    error::StorageError,
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, every, put, remove, visible},
};

pub struct ReferenceTables<'a, R>(pub(super) &'a R);

macro_rules! tables {
    ($($read:ident, $write:ident: $module:ident;)*) => {
        impl<R: Reads> ReferenceTables<'_, R> {
            $(pub async fn $read<T: DeserializeOwned>(self) -> Result<Vec<T>, StorageError>
            where
                $module::Entity: VisibleTo<R::Scope>,
            {
                self.all::<$module::Entity, T>().await
            })*
        }
        impl<W: Writes<Scope = System>> ReferenceTables<'_, W> {
            $(pub async fn $write<T: Serialize>(self, records: &[(String, T)]) -> Result<(), StorageError> {
                self.replace::<$module::Entity, T>(records).await
            })*
        }
    };
}

tables! {
    sectors, replace_sectors: sector;
    regions, replace_regions: region;
    legal_forms, replace_legal_forms: legal_form;
    complementarity, replace_complementarity: complementarity;
    ownership_rules, replace_ownership_rules: ownership_rule;
    pillars, replace_pillars: pillar;
    initiatives, replace_initiatives: initiative;
    targets, replace_targets: target;
    sources, replace_sources: source;
}

impl<R: Reads> ReferenceTables<'_, R> {
    async fn all<E, T>(self) -> Result<Vec<T>, StorageError>
    where
        E: Coded + VisibleTo<R::Scope>,
        T: DeserializeOwned,
    {
        let rows = visible::<E, R>(self.0).order_by_asc(E::position()).all(self.0.connection().0).await?;
        rows.into_iter().map(|row| value(E::record(row))).collect()
    }
}

impl<R: Reads<Scope = System>> ReferenceTables<'_, R> {
    /// Everything that the process keeps in memory.
    pub async fn load(self) -> Result<Reference, StorageError> {
        let mut reference = Reference::default();
        reference.sectors = self.sectors().await?;
        reference.regions = self.regions().await?;
        reference.legal_forms = self.legal_forms().await?;
        reference.complementarity = self.complementarity().await?;
        reference.ownership_rules = self.ownership_rules().await?;
        Ok(reference.arranged())
    }

    /// The digest of what was imported under a name.
    pub async fn imported(self, name: &str) -> Result<Option<String>, StorageError> {
        let row = visible::<import::Entity, R>(self.0).filter(import::Column::Name.eq(name)).one(self.0.connection().0).await?;
        Ok(row.map(|row| row.digest))
    }
}

impl<W: Writes<Scope = System>> ReferenceTables<'_, W> {
    async fn replace<E, T>(self, records: &[(String, T)]) -> Result<(), StorageError>
    where
        E: Coded + OwnedBy<System> + AmendedBy<System>,
        T: Serialize,
        E::ActiveModel: Send,
    {
        remove::<E, W>(self.0, every()).await?;
        let rows = records
            .iter()
            .zip(0..)
            .map(|((code, record), position)| Ok(E::row(code.clone(), position, json(record)?)))
            .collect::<Result<Vec<_>, StorageError>>()?;
        add::<E, W>(self.0, rows).await
    }

    /// Notes what was imported, so that the same is not imported twice.
    pub async fn note_import(self, name: &str, digest: &str, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = import::ActiveModel { name: Set(name.to_owned()), digest: Set(digest.to_owned()), at: Set(at) };
        put::<import::Entity, W>(self.0, vec![row], import::Column::Name, &[import::Column::Digest, import::Column::At]).await
    }
}
