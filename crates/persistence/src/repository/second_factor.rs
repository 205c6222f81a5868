//! Second factors, what they are checked against, and the codes that stand in for them.

use chrono::{DateTime, Utc};
use domain::{
    id::{Identifier, SecondFactorId, UserId},
    second_factor::{FactorKind, SecondFactor},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::word;
use crate::{
    entity::{factor_secret, recovery_code, second_factor},
    error::StorageError,
    scope::{System, VisibleTo},
    tx::{Reads, Writes, add, amend, remove, visible},
};

/// One person's factors, at most.
const MANY: u64 = 100;

pub struct SecondFactors<'a, R>(pub(super) &'a R);

fn read(row: second_factor::Model) -> Result<SecondFactor, StorageError> {
    Ok(SecondFactor {
        id: SecondFactorId::from_uuid(row.id),
        user: UserId::from_uuid(row.user_id),
        kind: word(&row.kind)?,
        name: row.name,
        added_at: row.added_at,
        confirmed_at: row.confirmed_at,
        used_at: row.used_at,
    })
}

impl<R: Reads> SecondFactors<'_, R>
where
    second_factor::Entity: VisibleTo<R::Scope>,
{
    /// The factors of a person that count, the oldest first.
    pub async fn of(self, user: UserId) -> Result<Vec<SecondFactor>, StorageError> {
        let rows = visible::<second_factor::Entity, R>(self.0)
            .filter(second_factor::Column::UserId.eq(user.uuid()))
            .filter(second_factor::Column::ConfirmedAt.is_not_null())
            .order_by_asc(second_factor::Column::ConfirmedAt)
            .order_by_asc(second_factor::Column::Id)
            .limit(MANY)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// A factor of a person, whether it counts yet or not.
    pub async fn find(self, user: UserId, id: SecondFactorId) -> Result<Option<SecondFactor>, StorageError> {
        let row = visible::<second_factor::Entity, R>(self.0)
            .filter(second_factor::Column::Id.eq(id.uuid()))
            .filter(second_factor::Column::UserId.eq(user.uuid()))
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }
}

impl<W: Writes<Scope = System>> SecondFactors<'_, W> {
    pub async fn add(self, factor: &SecondFactor) -> Result<(), StorageError> {
        let row = second_factor::ActiveModel {
            id: Set(factor.id.uuid()),
            user_id: Set(factor.user.uuid()),
            kind: Set(factor.kind.as_str().to_owned()),
            name: Set(factor.name.clone()),
            added_at: Set(factor.added_at),
            confirmed_at: Set(factor.confirmed_at),
            used_at: Set(factor.used_at),
        };
        add::<second_factor::Entity, W>(self.0, vec![row]).await
    }

    /// It was shown for the first time, and counts from now on.
    pub async fn confirm(self, id: SecondFactorId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = second_factor::ActiveModel { confirmed_at: Set(Some(at)), used_at: Set(Some(at)), ..Default::default() };
        let open = Condition::all().add(second_factor::Column::Id.eq(id.uuid())).add(second_factor::Column::ConfirmedAt.is_null());
        amend::<second_factor::Entity, W>(self.0, row, open).await
    }

    pub async fn used(self, id: SecondFactorId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = second_factor::ActiveModel { used_at: Set(Some(at)), ..Default::default() };
        amend::<second_factor::Entity, W>(self.0, row, second_factor::Column::Id.eq(id.uuid()).into()).await
    }

    /// Takes the factor away, with what it was checked against.
    pub async fn remove(self, id: SecondFactorId) -> Result<(), StorageError> {
        let secret = factor_secret::Column::SecondFactorId.eq(id.uuid());
        remove::<factor_secret::Entity, W>(self.0, secret.into()).await?;
        remove::<second_factor::Entity, W>(self.0, second_factor::Column::Id.eq(id.uuid()).into()).await?;
        Ok(())
    }

    /// Takes away what the person began to enrol and never showed.
    pub async fn drop_unconfirmed(self, user: UserId, kind: FactorKind) -> Result<(), StorageError> {
        let begun = visible::<second_factor::Entity, W>(self.0)
            .filter(second_factor::Column::UserId.eq(user.uuid()))
            .filter(second_factor::Column::Kind.eq(kind.as_str()))
            .filter(second_factor::Column::ConfirmedAt.is_null())
            .all(self.0.connection().0)
            .await?;
        for row in begun {
            self.remove(SecondFactorId::from_uuid(row.id)).await?;
        }
        Ok(())
    }
}

/// What a factor is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorSecret {
    pub factor: SecondFactorId,
    pub user: UserId,
    pub sealed: Vec<u8>,
    /// What the device calls its credential, for kinds that are looked up by it.
    pub handle: Option<Vec<u8>>,
    /// The last step or count that was accepted.
    pub counter: i64,
}

pub struct FactorSecrets<'a, R>(pub(super) &'a R);

fn read_secret(row: factor_secret::Model) -> FactorSecret {
    FactorSecret {
        factor: SecondFactorId::from_uuid(row.second_factor_id),
        user: UserId::from_uuid(row.user_id),
        sealed: row.sealed,
        handle: row.handle,
        counter: row.counter,
    }
}

impl<R: Reads<Scope = System>> FactorSecrets<'_, R> {
    pub async fn of(self, factor: SecondFactorId) -> Result<Option<FactorSecret>, StorageError> {
        let row = visible::<factor_secret::Entity, R>(self.0)
            .filter(factor_secret::Column::SecondFactorId.eq(factor.uuid()))
            .one(self.0.connection().0)
            .await?;
        Ok(row.map(read_secret))
    }

    /// The secret whose credential a device names.
    pub async fn by_handle(self, handle: &[u8]) -> Result<Option<FactorSecret>, StorageError> {
        let row = visible::<factor_secret::Entity, R>(self.0)
            .filter(factor_secret::Column::Handle.eq(handle.to_vec()))
            .one(self.0.connection().0)
            .await?;
        Ok(row.map(read_secret))
    }

    /// How many codes a person has left.
    pub async fn codes_left(self, user: UserId) -> Result<u64, StorageError> {
        let left = visible::<recovery_code::Entity, R>(self.0)
            .filter(recovery_code::Column::UserId.eq(user.uuid()))
            .filter(recovery_code::Column::UsedAt.is_null());
        Ok(left.count(self.0.connection().0).await?)
    }
}

impl<W: Writes<Scope = System>> FactorSecrets<'_, W> {
    pub async fn add(self, secret: &FactorSecret) -> Result<(), StorageError> {
        let row = factor_secret::ActiveModel {
            second_factor_id: Set(secret.factor.uuid()),
            user_id: Set(secret.user.uuid()),
            sealed: Set(secret.sealed.clone()),
            handle: Set(secret.handle.clone()),
            counter: Set(secret.counter),
        };
        add::<factor_secret::Entity, W>(self.0, vec![row]).await
    }

    /// Moves the count on. False if this step, or a later one, was accepted before: of two uses of one code, one finds it used.
    pub async fn advance(self, factor: SecondFactorId, counter: i64) -> Result<bool, StorageError> {
        let row = factor_secret::ActiveModel { counter: Set(counter), ..Default::default() };
        let unused =
            Condition::all().add(factor_secret::Column::SecondFactorId.eq(factor.uuid())).add(factor_secret::Column::Counter.lt(counter));
        match amend::<factor_secret::Entity, W>(self.0, row, unused).await {
            Ok(()) => Ok(true),
            Err(StorageError::Stale) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Seals another state in the place of the one before, for kinds whose credential changes with its use.
    pub async fn reseal(self, factor: SecondFactorId, sealed: Vec<u8>) -> Result<(), StorageError> {
        let row = factor_secret::ActiveModel { sealed: Set(sealed), ..Default::default() };
        amend::<factor_secret::Entity, W>(self.0, row, factor_secret::Column::SecondFactorId.eq(factor.uuid()).into()).await
    }

    /// Gives a person other codes in the place of those before.
    pub async fn renew_codes(self, user: UserId, hashes: &[String]) -> Result<(), StorageError> {
        let those = recovery_code::Column::UserId.eq(user.uuid());
        remove::<recovery_code::Entity, W>(self.0, those.into()).await?;
        let rows =
            hashes.iter().map(|hash| recovery_code::ActiveModel { user_id: Set(user.uuid()), hash: Set(hash.clone()), used_at: Set(None) });
        add::<recovery_code::Entity, W>(self.0, rows.collect()).await
    }

    /// Uses a code up. False if it is none of his, or was used before.
    pub async fn use_code(self, user: UserId, hash: &str, at: DateTime<Utc>) -> Result<bool, StorageError> {
        let row = recovery_code::ActiveModel { used_at: Set(Some(at)), ..Default::default() };
        let unused = Condition::all()
            .add(recovery_code::Column::UserId.eq(user.uuid()))
            .add(recovery_code::Column::Hash.eq(hash))
            .add(recovery_code::Column::UsedAt.is_null());
        match amend::<recovery_code::Entity, W>(self.0, row, unused).await {
            Ok(()) => Ok(true),
            Err(StorageError::Stale) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
