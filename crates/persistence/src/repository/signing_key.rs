//! The keys that sign access tokens, sealed: every node reads the same ones.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryOrder};

use crate::{
    entity::signing_key,
    error::StorageError,
    scope::System,
    tx::{Reads, Writes, add, amend, visible},
};

/// A key as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    pub kid: String,
    pub sealed: Vec<u8>,
    pub public: Vec<u8>,
    pub created_at: DateTime<Utc>,
    pub retires_at: Option<DateTime<Utc>>,
}

pub struct SigningKeys<'a, R>(pub(super) &'a R);

impl<R: Reads<Scope = System>> SigningKeys<'_, R> {
    pub async fn all(self) -> Result<Vec<StoredKey>, StorageError> {
        let rows =
            visible::<signing_key::Entity, R>(self.0).order_by_asc(signing_key::Column::CreatedAt).all(self.0.connection().0).await?;
        Ok(rows
            .into_iter()
            .map(|row| StoredKey {
                kid: row.kid,
                sealed: row.sealed,
                public: row.public,
                created_at: row.created_at,
                retires_at: row.retires_at,
            })
            .collect())
    }
}

impl<W: Writes<Scope = System>> SigningKeys<'_, W> {
    pub async fn add(self, key: &StoredKey) -> Result<(), StorageError> {
        let row = signing_key::ActiveModel {
            kid: Set(key.kid.clone()),
            sealed: Set(key.sealed.clone()),
            public: Set(key.public.clone()),
            created_at: Set(key.created_at),
            retires_at: Set(key.retires_at),
        };
        add::<signing_key::Entity, W>(self.0, vec![row]).await
    }

    pub async fn retire(self, kid: &str, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = signing_key::ActiveModel { retires_at: Set(Some(at)), ..Default::default() };
        amend::<signing_key::Entity, W>(self.0, row, signing_key::Column::Kid.eq(kid).into()).await
    }
}
