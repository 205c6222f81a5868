//! What keeps people from being erased.

use domain::{
    id::{Identifier, LegalHoldId, StaffId, UserId},
    legal_hold::{LegalHold, Lifted},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter};

use crate::{
    entity::legal_hold,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, amend_all, visible},
};

pub struct LegalHolds<'a, R>(pub(super) &'a R);

fn read(row: legal_hold::Model) -> LegalHold {
    let by = row.lifted_by.map(StaffId::from_uuid);
    LegalHold {
        id: LegalHoldId::from_uuid(row.id),
        user: UserId::from_uuid(row.user_id),
        reason: row.reason,
        placed_by: row.placed_by.map(StaffId::from_uuid),
        placed_at: row.placed_at,
        lifted: row.lifted_at.map(|at| Lifted { by, at, because: row.lifted_because.unwrap_or_default() }),
        version: row.version,
    }
}

fn write(hold: &LegalHold, version: i32) -> legal_hold::ActiveModel {
    let lifted = hold.lifted.as_ref();
    legal_hold::ActiveModel {
        id: Set(hold.id.uuid()),
        user_id: Set(hold.user.uuid()),
        reason: Set(hold.reason.clone()),
        placed_by: Set(hold.placed_by.map(Identifier::uuid)),
        placed_at: Set(hold.placed_at),
        lifted_by: Set(lifted.and_then(|lifted| lifted.by).map(Identifier::uuid)),
        lifted_at: Set(lifted.map(|lifted| lifted.at)),
        lifted_because: Set(lifted.map(|lifted| lifted.because.clone())),
        version: Set(version),
    }
}

impl<R: Reads> LegalHolds<'_, R>
where
    legal_hold::Entity: VisibleTo<R::Scope>,
{
    pub async fn get(self, id: LegalHoldId) -> Result<LegalHold, StorageError> {
        let row = visible::<legal_hold::Entity, R>(self.0).filter(legal_hold::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).ok_or(StorageError::NotFound)
    }

    /// How many holds are on a person now.
    pub async fn on(self, user: UserId) -> Result<u64, StorageError> {
        let held = visible::<legal_hold::Entity, R>(self.0)
            .filter(legal_hold::Column::UserId.eq(user.uuid()))
            .filter(legal_hold::Column::LiftedAt.is_null())
            .count(self.0.connection().0)
            .await?;
        Ok(held)
    }

    /// The holds, the latest first; of one person, or only those that are on.
    pub async fn page(self, user: Option<UserId>, on: Option<bool>, window: &Window) -> Result<Page<LegalHold>, StorageError> {
        let mut select = visible::<legal_hold::Entity, R>(self.0);
        if let Some(user) = user {
            select = select.filter(legal_hold::Column::UserId.eq(user.uuid()));
        }
        match on {
            Some(true) => select = select.filter(legal_hold::Column::LiftedAt.is_null()),
            Some(false) => select = select.filter(legal_hold::Column::LiftedAt.is_not_null()),
            None => {}
        }
        let select = newest_first(select, legal_hold::Column::PlacedAt, legal_hold::Column::Id, window);
        Ok(Page::cut(select.all(self.0.connection().0).await?, window).map(read))
    }
}

impl<W: Writes> LegalHolds<'_, W>
where
    legal_hold::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, hold: &LegalHold) -> Result<(), StorageError> {
        add::<legal_hold::Entity, W>(self.0, vec![write(hold, 1)]).await
    }

    pub async fn change(self, hold: &LegalHold) -> Result<(), StorageError> {
        let which = Condition::all().add(legal_hold::Column::Id.eq(hold.id.uuid())).add(legal_hold::Column::Version.eq(hold.version));
        amend::<legal_hold::Entity, W>(self.0, write(hold, hold.version + 1), which).await
    }
}

impl<W: Writes<Scope = System>> LegalHolds<'_, W> {
    /// Leaves of the holds on a person who is erased that they were there, and nothing that was said of him.
    pub async fn blank(self, user: UserId) -> Result<(), StorageError> {
        let row = legal_hold::ActiveModel { reason: Set(String::new()), lifted_because: Set(None), ..Default::default() };
        amend_all::<legal_hold::Entity, W>(self.0, row, legal_hold::Column::UserId.eq(user.uuid()).into()).await?;
        Ok(())
    }
}
