//! What people agreed to and took back.

use std::collections::{HashMap, HashSet};

use domain::{
    consent::{Consent, Purpose, agrees},
    id::{ConsentId, Identifier, UserId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::word;
use crate::{
    entity::consent,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, visible},
};

pub struct Consents<'a, R>(pub(super) &'a R);

fn read(row: consent::Model) -> Result<Consent, StorageError> {
    Ok(Consent {
        id: ConsentId::from_uuid(row.id),
        user: UserId::from_uuid(row.user_id),
        purpose: word(&row.purpose)?,
        given: row.given,
        version: row.version,
        language: row.language.as_deref().map(word).transpose()?,
        at: row.at,
    })
}

impl<R: Reads> Consents<'_, R>
where
    consent::Entity: VisibleTo<R::Scope>,
{
    /// Everything that a person said of a purpose, oldest first.
    pub async fn ledger(self, user: UserId, purpose: Purpose) -> Result<Vec<Consent>, StorageError> {
        let rows = visible::<consent::Entity, R>(self.0)
            .filter(consent::Column::UserId.eq(user.uuid()))
            .filter(consent::Column::Purpose.eq(purpose.as_str()))
            .order_by_asc(consent::Column::At)
            .order_by_asc(consent::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Those among the people who agree to a purpose.
    pub async fn agreeing(self, users: &[UserId], purpose: Purpose) -> Result<HashSet<UserId>, StorageError> {
        let rows = visible::<consent::Entity, R>(self.0)
            .filter(consent::Column::UserId.is_in(users.iter().map(|user| user.uuid())))
            .filter(consent::Column::Purpose.eq(purpose.as_str()))
            .order_by_asc(consent::Column::At)
            .order_by_asc(consent::Column::Id)
            .all(self.0.connection().0)
            .await?;
        let mut ledgers: HashMap<UserId, Vec<Consent>> = users.iter().map(|user| (*user, Vec::new())).collect();
        for row in rows {
            let consent = read(row)?;
            ledgers.entry(consent.user).or_default().push(consent);
        }
        Ok(ledgers.into_iter().filter(|(_, ledger)| agrees(purpose, ledger)).map(|(user, _)| user).collect())
    }

    /// What a person said, the latest first.
    pub async fn page(self, user: UserId, window: &Window) -> Result<Page<Consent>, StorageError> {
        let select = visible::<consent::Entity, R>(self.0).filter(consent::Column::UserId.eq(user.uuid()));
        let select = newest_first(select, consent::Column::At, consent::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }
}

impl<W: Writes> Consents<'_, W>
where
    consent::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, consents: &[Consent]) -> Result<(), StorageError> {
        let rows = consents.iter().map(|consent| consent::ActiveModel {
            id: Set(consent.id.uuid()),
            user_id: Set(consent.user.uuid()),
            purpose: Set(consent.purpose.as_str().to_owned()),
            given: Set(consent.given),
            version: Set(consent.version.clone()),
            language: Set(consent.language.map(|language| language.as_str().to_owned())),
            at: Set(consent.at),
        });
        add::<consent::Entity, W>(self.0, rows.collect()).await
    }
}
