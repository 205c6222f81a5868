//! What everybody agrees on, and what is known of the roadmap: coded records, read whole, written by import and kept by administrators.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::reference::{Reference, Sector};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use serde::{Serialize, de::DeserializeOwned};

use super::{json, value};
use crate::{
    entity::{Coded, Stored, complementarity, import, initiative, legal_form, ownership_rule, pillar, region, sector, source, target},
    error::StorageError,
    scope::{AmendedBy, Forum, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, put, remove, visible},
};

pub struct ReferenceTables<'a, R>(pub(super) &'a R);

/// A record with what is needed to change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<T> {
    pub code: String,
    pub record: T,
    pub version: i32,
    /// When an administrator wrote it last; an import leaves it alone from then on.
    pub edited_at: Option<DateTime<Utc>>,
}

macro_rules! tables {
    ($($read:ident, $kept:ident, $write:ident: $module:ident;)*) => {
        impl<R: Reads> ReferenceTables<'_, R> {
            $(pub async fn $read<T: DeserializeOwned>(self) -> Result<Vec<T>, StorageError>
            where
                $module::Entity: VisibleTo<R::Scope>,
            {
                Ok(self.all::<$module::Entity, T>().await?.into_iter().map(|kept| kept.record).collect())
            }

            pub async fn $kept<T: DeserializeOwned>(self) -> Result<Vec<Kept<T>>, StorageError>
            where
                $module::Entity: VisibleTo<R::Scope>,
            {
                self.all::<$module::Entity, T>().await
            })*
        }
        impl<W: Writes<Scope = System>> ReferenceTables<'_, W> {
            $(pub async fn $write<T: Serialize>(self, records: &[(String, T)]) -> Result<Vec<String>, StorageError> {
                self.replace::<$module::Entity, T>(records).await
            })*
        }
    };
}

tables! {
    sectors, kept_sectors, replace_sectors: sector;
    regions, kept_regions, replace_regions: region;
    legal_forms, kept_legal_forms, replace_legal_forms: legal_form;
    complementarity, kept_complementarity, replace_complementarity: complementarity;
    ownership_rules, kept_ownership_rules, replace_ownership_rules: ownership_rule;
    pillars, kept_pillars, replace_pillars: pillar;
    initiatives, kept_initiatives, replace_initiatives: initiative;
    targets, kept_targets, replace_targets: target;
    sources, kept_sources, replace_sources: source;
}

macro_rules! put {
    ($($put:ident: $module:ident;)*) => {
        impl<W: Writes<Scope = Forum>> ReferenceTables<'_, W> {
            $(/// Writes a record, new or in the place of the version that was read.
            pub async fn $put<T: Serialize>(
                self, code: &str, record: &T, version: Option<i32>, at: DateTime<Utc>,
            ) -> Result<(), StorageError> {
                self.put::<$module::Entity, T>(code, record, version, at).await
            })*
        }
    };
}

put! {
    put_sector: sector;
    put_complementarity: complementarity;
    put_pillar: pillar;
    put_initiative: initiative;
    put_target: target;
    put_source: source;
}

impl<W: Writes<Scope = Forum>> ReferenceTables<'_, W> {
    async fn put<E, T>(self, code: &str, record: &T, version: Option<i32>, at: DateTime<Utc>) -> Result<(), StorageError>
    where
        E: Coded + OwnedBy<Forum> + AmendedBy<Forum>,
        E::ActiveModel: Send,
        T: Serialize,
    {
        let which = Condition::all().add(E::code().eq(code));
        let before = visible::<E, W>(self.0).filter(which.clone()).one(self.0.connection().0).await?.map(E::stored);
        let position = if let Some(before) = &before {
            before.position
        } else {
            let last: Option<i32> = visible::<E, W>(self.0)
                .select_only()
                .column(E::position())
                .order_by_desc(E::position())
                .limit(1)
                .into_tuple()
                .one(self.0.connection().0)
                .await?;
            last.unwrap_or(0) + 1
        };
        let row = E::row(Stored {
            code: code.to_owned(),
            position,
            record: json(record)?,
            version: version.unwrap_or(0) + 1,
            edited_at: Some(at),
        });
        match version {
            None => add::<E, W>(self.0, vec![row]).await,
            Some(version) => amend::<E, W>(self.0, row, which.add(E::version().eq(version))).await,
        }
    }
}

impl<R: Reads> ReferenceTables<'_, R> {
    async fn all<E, T>(self) -> Result<Vec<Kept<T>>, StorageError>
    where
        E: Coded + VisibleTo<R::Scope>,
        T: DeserializeOwned,
    {
        let rows = visible::<E, R>(self.0).order_by_asc(E::position()).order_by_asc(E::code()).all(self.0.connection().0).await?;
        rows.into_iter()
            .map(|row| {
                let Stored { code, record, version, edited_at, .. } = E::stored(row);
                Ok(Kept { code, record: value(record)?, version, edited_at })
            })
            .collect()
    }
}

impl<R: Reads<Scope = System>> ReferenceTables<'_, R> {
    /// Everything that the process keeps in memory.
    pub async fn load(self) -> Result<Reference, StorageError> {
        let mut reference = Reference::default();
        let sectors: Vec<Kept<Sector>> = self.kept_sectors().await?;
        reference.sectors = sectors.into_iter().map(|kept| Sector { version: kept.version, ..kept.record }).collect();
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
    /// Puts records in the place of those imported before; what administrators wrote stays. Gives back the codes of the given records
    /// that were left alone for that.
    async fn replace<E, T>(self, records: &[(String, T)]) -> Result<Vec<String>, StorageError>
    where
        E: Coded + OwnedBy<System> + AmendedBy<System>,
        T: Serialize,
        E::ActiveModel: Send,
    {
        let before = visible::<E, W>(self.0).all(self.0.connection().0).await?.into_iter().map(E::stored);
        let before: HashMap<String, (i32, bool)> =
            before.map(|stored| (stored.code, (stored.version, stored.edited_at.is_some()))).collect();
        remove::<E, W>(self.0, Condition::all().add(E::edited_at().is_null())).await?;
        let (mut rows, mut kept) = (Vec::new(), Vec::new());
        for ((code, record), position) in records.iter().zip(0..) {
            match before.get(code) {
                Some((_, true)) => kept.push(code.clone()),
                found => {
                    // The version goes on, so that nobody writes over an import that he has not seen.
                    let version = found.map_or(0, |(version, _)| *version) + 1;
                    rows.push(E::row(Stored { code: code.clone(), position, record: json(record)?, version, edited_at: None }));
                }
            }
        }
        add::<E, W>(self.0, rows).await?;
        Ok(kept)
    }

    /// Notes what was imported, so that the same is not imported twice.
    pub async fn note_import(self, name: &str, digest: &str, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = import::ActiveModel { name: Set(name.to_owned()), digest: Set(digest.to_owned()), at: Set(at) };
        put::<import::Entity, W>(self.0, vec![row], import::Column::Name, &[import::Column::Digest, import::Column::At]).await
    }
}
