//! Questions that are open for some minutes, whichever node asked them.

use chrono::{DateTime, Utc};
use domain::id::{ChallengeId, Identifier, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter};
use serde_json::Value;

use crate::{
    entity::challenge,
    error::StorageError,
    scope::System,
    tx::{Reads, Writes, add, amend, remove, visible},
};

/// A question that waits for its one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Challenge {
    pub id: ChallengeId,
    /// Who is asked; nobody in particular where the answer itself tells it.
    pub user: Option<UserId>,
    /// What the answer is good for: one purpose does not serve another.
    pub purpose: String,
    pub secret_hash: [u8; 32],
    /// What the asker has to remember.
    pub content: Value,
    pub made_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub struct Challenges<'a, R>(pub(super) &'a R);

impl<R: Reads<Scope = System>> Challenges<'_, R> {
    /// The open question that a secret names.
    pub async fn open(self, purpose: &str, secret_hash: &[u8; 32], now: DateTime<Utc>) -> Result<Option<Challenge>, StorageError> {
        let row = visible::<challenge::Entity, R>(self.0)
            .filter(challenge::Column::SecretHash.eq(secret_hash.to_vec()))
            .filter(challenge::Column::Purpose.eq(purpose))
            .filter(challenge::Column::ExpiresAt.gt(now))
            .filter(challenge::Column::UsedAt.is_null())
            .one(self.0.connection().0)
            .await?;
        Ok(row.map(|row| Challenge {
            id: ChallengeId::from_uuid(row.id),
            user: row.user_id.map(UserId::from_uuid),
            purpose: row.purpose,
            secret_hash: *secret_hash,
            content: row.content,
            made_at: row.made_at,
            expires_at: row.expires_at,
        }))
    }
}

impl<W: Writes<Scope = System>> Challenges<'_, W> {
    pub async fn add(self, challenge: &Challenge) -> Result<(), StorageError> {
        let row = challenge::ActiveModel {
            id: Set(challenge.id.uuid()),
            user_id: Set(challenge.user.map(Identifier::uuid)),
            purpose: Set(challenge.purpose.clone()),
            secret_hash: Set(challenge.secret_hash.to_vec()),
            content: Set(challenge.content.clone()),
            made_at: Set(challenge.made_at),
            expires_at: Set(challenge.expires_at),
            used_at: Set(None),
        };
        add::<challenge::Entity, W>(self.0, vec![row]).await
    }

    /// The question is answered. Of two answers at one moment, the later one finds it so: `Stale`.
    pub async fn answered(self, id: ChallengeId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = challenge::ActiveModel { used_at: Set(Some(at)), ..Default::default() };
        let open = Condition::all().add(challenge::Column::Id.eq(id.uuid())).add(challenge::Column::UsedAt.is_null());
        amend::<challenge::Entity, W>(self.0, row, open).await
    }

    /// Forgets questions that ran out.
    pub async fn sweep(self, before: DateTime<Utc>) -> Result<(), StorageError> {
        remove::<challenge::Entity, W>(self.0, challenge::Column::ExpiresAt.lt(before).into()).await?;
        Ok(())
    }
}
