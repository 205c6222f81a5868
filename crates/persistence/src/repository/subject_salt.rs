//! The salts under which the audit commits to what it says of people.
//!
//! A salt is added with its person and destroyed with his erasure. Who was erased has none: what is written of him from then on, the
//! erasure itself included, carries no commitment.

use std::{collections::HashMap, fmt};

use chrono::{DateTime, Utc};
use domain::id::{Identifier, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter};

use crate::{
    entity::subject_salt,
    error::StorageError,
    scope::{System, VisibleTo},
    tx::{Reads, Writes, remove, visible},
};

/// What turns a guess about a person into a commitment of the audit, and keeps everybody else from guessing.
#[derive(Clone, PartialEq, Eq)]
pub struct SubjectSalt([u8; 32]);

impl SubjectSalt {
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn row(self, user: UserId, at: DateTime<Utc>) -> subject_salt::ActiveModel {
        subject_salt::ActiveModel { user_id: Set(user.uuid()), salt: Set(self.0.to_vec()), made_at: Set(at) }
    }
}

impl fmt::Debug for SubjectSalt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectSalt(…)")
    }
}

pub struct SubjectSalts<'a, R>(pub(super) &'a R);

impl<R: Reads> SubjectSalts<'_, R>
where
    subject_salt::Entity: VisibleTo<R::Scope>,
{
    /// The salts of those people who have one.
    pub async fn of(self, users: &[UserId]) -> Result<HashMap<UserId, SubjectSalt>, StorageError> {
        let ids = users.iter().map(|user| user.uuid());
        let rows =
            visible::<subject_salt::Entity, R>(self.0).filter(subject_salt::Column::UserId.is_in(ids)).all(self.0.connection().0).await?;
        let read = |row: subject_salt::Model| {
            let bytes = row.salt.try_into().map_err(|_| StorageError::Corrupt("a salt has not 32 bytes".to_owned()))?;
            Ok((UserId::from_uuid(row.user_id), SubjectSalt(bytes)))
        };
        rows.into_iter().map(read).collect()
    }
}

impl<W: Writes<Scope = System>> SubjectSalts<'_, W> {
    /// Destroys the salt of a person who is erased.
    pub async fn destroy(self, user: UserId) -> Result<(), StorageError> {
        remove::<subject_salt::Entity, W>(self.0, subject_salt::Column::UserId.eq(user.uuid()).into()).await?;
        Ok(())
    }
}
