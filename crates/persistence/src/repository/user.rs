//! People, and the hashes of their passwords.

use chrono::{DateTime, Utc};
use domain::{
    email_address::EmailAddress,
    id::{Identifier, UserId},
    user::User,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, QueryFilter, QuerySelect, sea_query::LockType};

use super::{subject_salt::SubjectSalt, word};
use crate::{
    entity::{password, subject_salt, user_account},
    error::StorageError,
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, put, visible},
};

pub struct Users<'a, R>(pub(super) &'a R);

fn read(row: user_account::Model) -> Result<User, StorageError> {
    Ok(User {
        id: UserId::from_uuid(row.id),
        email: EmailAddress::parse(&row.email).map_err(|error| StorageError::Corrupt(error.to_string()))?,
        name: row.name,
        language: word(&row.language)?,
        email_verified_at: row.email_verified_at,
        registered_at: row.registered_at,
        erased_at: row.erased_at,
    })
}

fn write(user: &User) -> user_account::ActiveModel {
    user_account::ActiveModel {
        id: Set(user.id.uuid()),
        email: Set(user.email.as_str().to_owned()),
        email_key: Set(user.email.comparable().to_owned()),
        name: Set(user.name.clone()),
        language: Set(user.language.as_str().to_owned()),
        email_verified_at: Set(user.email_verified_at),
        registered_at: Set(user.registered_at),
        erased_at: Set(user.erased_at),
        locked_at: Set(None),
        lock_reason: Set(None),
    }
}

impl<R: Reads> Users<'_, R>
where
    user_account::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: UserId) -> Result<Option<User>, StorageError> {
        let row =
            visible::<user_account::Entity, R>(self.0).filter(user_account::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn get(self, id: UserId) -> Result<User, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    pub async fn by_ids(self, ids: &[UserId]) -> Result<Vec<User>, StorageError> {
        let ids = ids.iter().map(|id| id.uuid());
        let rows =
            visible::<user_account::Entity, R>(self.0).filter(user_account::Column::Id.is_in(ids)).all(self.0.connection().0).await?;
        rows.into_iter().map(read).collect()
    }

    pub async fn by_email(self, email: &EmailAddress) -> Result<Option<User>, StorageError> {
        let row = visible::<user_account::Entity, R>(self.0)
            .filter(user_account::Column::EmailKey.eq(email.comparable()))
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }
}

impl<W: Writes> Users<'_, W>
where
    user_account::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    subject_salt::Entity: OwnedBy<W::Scope>,
{
    /// Adds a person, and the salt under which the audit speaks of him.
    pub async fn add(self, user: &User, salt: SubjectSalt) -> Result<(), StorageError> {
        self.add_all(std::slice::from_ref(user), |_| salt.clone()).await
    }

    pub async fn add_all(self, users: &[User], salt_of: impl Fn(UserId) -> SubjectSalt) -> Result<(), StorageError> {
        add::<user_account::Entity, W>(self.0, users.iter().map(write).collect()).await?;
        let salts = users.iter().map(|user| salt_of(user.id).row(user.id, user.registered_at));
        add::<subject_salt::Entity, W>(self.0, salts.collect()).await
    }
}

impl<W: Writes> Users<'_, W>
where
    user_account::Entity: AmendedBy<W::Scope>,
{
    /// Lets nobody else change what proves who the person is until this transaction ends.
    pub async fn hold(self, id: UserId) -> Result<(), StorageError> {
        if self.0.connection().0.get_database_backend() == DbBackend::Postgres {
            visible::<user_account::Entity, W>(self.0)
                .filter(user_account::Column::Id.eq(id.uuid()))
                .lock(LockType::NoKeyUpdate)
                .one(self.0.connection().0)
                .await?;
        }
        Ok(())
    }

    /// Takes what the last who registered with the address said of himself.
    pub async fn rename(self, user: &User) -> Result<(), StorageError> {
        let row = user_account::ActiveModel {
            name: Set(user.name.clone()),
            language: Set(user.language.as_str().to_owned()),
            ..Default::default()
        };
        amend::<user_account::Entity, W>(self.0, row, user_account::Column::Id.eq(user.id.uuid()).into()).await
    }

    /// Puts a pseudonym in the place of a person.
    pub async fn erase(self, pseudonym: &User) -> Result<(), StorageError> {
        let which = user_account::Column::Id.eq(pseudonym.id.uuid());
        amend::<user_account::Entity, W>(self.0, write(pseudonym), which.into()).await
    }

    /// Moves a person to another address, which the link that led here has proved.
    pub async fn move_to(self, id: UserId, email: &EmailAddress, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = user_account::ActiveModel {
            email: Set(email.as_str().to_owned()),
            email_key: Set(email.comparable().to_owned()),
            email_verified_at: Set(Some(at)),
            ..Default::default()
        };
        amend::<user_account::Entity, W>(self.0, row, user_account::Column::Id.eq(id.uuid()).into()).await
    }

    pub async fn verify_email(self, id: UserId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = user_account::ActiveModel { email_verified_at: Set(Some(at)), ..Default::default() };
        amend::<user_account::Entity, W>(self.0, row, user_account::Column::Id.eq(id.uuid()).into()).await
    }
}

impl<R: Reads<Scope = System>> Users<'_, R> {
    /// Whether staff have locked the account.
    pub async fn locked(self, id: UserId) -> Result<bool, StorageError> {
        let row = visible::<user_account::Entity, R>(self.0)
            .filter(user_account::Column::Id.eq(id.uuid()))
            .filter(user_account::Column::LockedAt.is_not_null())
            .one(self.0.connection().0)
            .await?;
        Ok(row.is_some())
    }
}

impl<W: Writes<Scope = System>> Users<'_, W> {
    /// Locks the account with a reason, or opens it again.
    pub async fn lock(self, id: UserId, locked: Option<(DateTime<Utc>, String)>) -> Result<(), StorageError> {
        let (at, reason) = locked.unzip();
        let row = user_account::ActiveModel { locked_at: Set(at), lock_reason: Set(reason), ..Default::default() };
        amend::<user_account::Entity, W>(self.0, row, user_account::Column::Id.eq(id.uuid()).into()).await
    }
}

pub struct Passwords<'a, R>(pub(super) &'a R);

/// What the forum keeps of a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPassword {
    pub hash: String,
    pub changed_at: DateTime<Utc>,
}

impl<R: Reads<Scope = System>> Passwords<'_, R> {
    pub async fn of(self, user: UserId) -> Result<Option<StoredPassword>, StorageError> {
        let row =
            visible::<password::Entity, R>(self.0).filter(password::Column::UserId.eq(user.uuid())).one(self.0.connection().0).await?;
        Ok(row.map(|row| StoredPassword { hash: row.hash, changed_at: row.changed_at }))
    }
}

impl<W: Writes<Scope = System>> Passwords<'_, W> {
    /// Stores the hash in the place of the one before, if there was one.
    pub async fn set(self, user: UserId, hash: String, at: DateTime<Utc>) -> Result<(), StorageError> {
        self.set_all(vec![(user, hash)], at).await
    }

    pub async fn set_all(self, hashes: Vec<(UserId, String)>, at: DateTime<Utc>) -> Result<(), StorageError> {
        let rows = hashes.into_iter().map(|(user, hash)| password::ActiveModel {
            user_id: Set(user.uuid()),
            hash: Set(hash),
            changed_at: Set(at),
            failures: Set(0),
            blocked_until: Set(None),
        });
        let replaced = [password::Column::Hash, password::Column::ChangedAt, password::Column::Failures, password::Column::BlockedUntil];
        put::<password::Entity, W>(self.0, rows.collect(), password::Column::UserId, &replaced).await
    }

    /// Keeps the same password under a hash of today's cost.
    pub async fn rehash(self, user: UserId, before: &str, hash: String) -> Result<(), StorageError> {
        let row = password::ActiveModel { hash: Set(hash), ..Default::default() };
        let unchanged = Condition::all().add(password::Column::UserId.eq(user.uuid())).add(password::Column::Hash.eq(before));
        amend::<password::Entity, W>(self.0, row, unchanged).await
    }
}
