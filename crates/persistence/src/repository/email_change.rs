//! People who move to another address.

use chrono::{DateTime, Utc};
use domain::{
    email_address::EmailAddress,
    id::{EmailChangeId, Identifier, UserId},
    user::{EmailChange, EmailChangeState},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter};

use super::word;
use crate::{
    entity::email_change,
    error::StorageError,
    scope::System,
    tx::{Reads, Writes, add, amend, amend_all, visible},
};

pub struct EmailChanges<'a, R>(pub(super) &'a R);

impl<R: Reads<Scope = System>> EmailChanges<'_, R> {
    pub async fn find(self, id: EmailChangeId) -> Result<Option<EmailChange>, StorageError> {
        let row =
            visible::<email_change::Entity, R>(self.0).filter(email_change::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        let address = |text: &str| EmailAddress::parse(text).map_err(|error| StorageError::Corrupt(error.to_string()));
        row.map(|row| {
            Ok(EmailChange {
                id,
                user: UserId::from_uuid(row.user_id),
                email: address(&row.email)?,
                former: address(&row.former_email)?,
                state: word(&row.state)?,
                asked_at: row.asked_at,
                decided_at: row.decided_at,
            })
        })
        .transpose()
    }
}

impl<W: Writes<Scope = System>> EmailChanges<'_, W> {
    pub async fn add(self, change: &EmailChange) -> Result<(), StorageError> {
        let row = email_change::ActiveModel {
            id: Set(change.id.uuid()),
            user_id: Set(change.user.uuid()),
            email: Set(change.email.as_str().to_owned()),
            former_email: Set(change.former.as_str().to_owned()),
            state: Set(change.state.as_str().to_owned()),
            asked_at: Set(change.asked_at),
            decided_at: Set(None),
        };
        add::<email_change::Entity, W>(self.0, vec![row]).await
    }

    /// Moves the change on from the state in which it was read.
    pub async fn decide(self, read: &EmailChange, state: EmailChangeState, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = email_change::ActiveModel { state: Set(state.as_str().to_owned()), decided_at: Set(Some(at)), ..Default::default() };
        let which =
            Condition::all().add(email_change::Column::Id.eq(read.id.uuid())).add(email_change::Column::State.eq(read.state.as_str()));
        amend::<email_change::Entity, W>(self.0, row, which).await
    }

    /// What the person asked for before is no more: the last word stands.
    pub async fn replace_waiting(self, user: UserId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = email_change::ActiveModel {
            state: Set(EmailChangeState::Replaced.as_str().to_owned()),
            decided_at: Set(Some(at)),
            ..Default::default()
        };
        let waiting = Condition::all()
            .add(email_change::Column::UserId.eq(user.uuid()))
            .add(email_change::Column::State.eq(EmailChangeState::Waiting.as_str()));
        amend_all::<email_change::Entity, W>(self.0, row, waiting).await?;
        Ok(())
    }
}
