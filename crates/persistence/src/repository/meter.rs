//! Counts of what is bounded, shared by all nodes.

use chrono::{DateTime, Utc};
use domain::meter::{Bound, Meter};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, QueryFilter, QuerySelect, sea_query::LockType};

use crate::{
    entity::meter,
    error::StorageError,
    scope::System,
    tx::{Writes, add_once, amend, remove, visible},
};

pub struct Meters<'a, R>(pub(super) &'a R);

fn write(meter: Meter) -> meter::ActiveModel {
    meter::ActiveModel {
        taken: Set(meter.taken),
        streak: Set(meter.streak),
        since: Set(meter.since),
        blocked_until: Set(meter.blocked_until),
        ..Default::default()
    }
}

impl<W: Writes<Scope = System>> Meters<'_, W> {
    /// The count of this name, kept from others until the transaction ends.
    async fn hold(self, name: &str, now: DateTime<Utc>) -> Result<Meter, StorageError> {
        let begun = meter::ActiveModel { name: Set(name.to_owned()), ..write(Meter::new(now)) };
        add_once::<meter::Entity, W>(self.0, begun, meter::Column::Name).await?;
        let mut select = visible::<meter::Entity, W>(self.0).filter(meter::Column::Name.eq(name));
        if self.0.connection().0.get_database_backend() == DbBackend::Postgres {
            select = select.lock(LockType::Update);
        }
        let row = select.one(self.0.connection().0).await?.ok_or(StorageError::NotFound)?;
        Ok(Meter { taken: row.taken, streak: row.streak, since: row.since, blocked_until: row.blocked_until })
    }

    /// Counts one try, or says when to come again.
    pub async fn take(self, name: &str, bound: &Bound, now: DateTime<Utc>) -> Result<Result<(), DateTime<Utc>>, StorageError> {
        match self.hold(name, now).await?.take(bound, now) {
            Ok(taken) => {
                amend::<meter::Entity, W>(self.0, write(taken), meter::Column::Name.eq(name).into()).await?;
                Ok(Ok(()))
            }
            Err(until) => Ok(Err(until)),
        }
    }

    /// The try that was counted was no guess.
    pub async fn give_back(self, name: &str, now: DateTime<Utc>) -> Result<(), StorageError> {
        let given_back = self.hold(name, now).await?.give_back();
        amend::<meter::Entity, W>(self.0, write(given_back), meter::Column::Name.eq(name).into()).await
    }

    /// Forgets what was counted under these names: what was guessed at is no more.
    pub async fn forget(self, names: &[String]) -> Result<(), StorageError> {
        let those = meter::Column::Name.is_in(names.iter().map(String::as_str));
        remove::<meter::Entity, W>(self.0, those.into()).await?;
        Ok(())
    }

    /// Forgets counts whose last window has long been over.
    pub async fn sweep(self, before: DateTime<Utc>) -> Result<(), StorageError> {
        let idle = meter::Column::Since.lt(before);
        remove::<meter::Entity, W>(self.0, idle.into()).await?;
        Ok(())
    }
}
