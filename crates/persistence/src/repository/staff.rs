//! Who is on duty for the forum.

use domain::{
    country::Country,
    id::{Identifier, StaffId, UserId},
    staff::{Appointment, AppointmentState, Duty},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QueryOrder};

use super::word;
use crate::{
    entity::staff,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct StaffList<'a, R>(pub(super) &'a R);

/// Whose appointments are asked for; all conditions hold together.
#[derive(Debug, Clone, Copy, Default)]
pub struct StaffFilter {
    pub duty: Option<Duty>,
    pub side: Option<Country>,
    pub state: Option<AppointmentState>,
}

fn read(row: &staff::Model) -> Result<Appointment, StorageError> {
    Ok(Appointment {
        id: StaffId::from_uuid(row.id),
        user: UserId::from_uuid(row.user_id),
        duty: word(&row.duty)?,
        side: word(&row.side)?,
        state: word(&row.state)?,
        proposed_by: row.proposed_by.map(StaffId::from_uuid),
        approved_by: row.approved_by.map(StaffId::from_uuid),
        since: row.since,
        version: row.version,
    })
}

fn write(appointment: &Appointment, version: i32) -> staff::ActiveModel {
    staff::ActiveModel {
        id: Set(appointment.id.uuid()),
        user_id: Set(appointment.user.uuid()),
        duty: Set(appointment.duty.as_str().to_owned()),
        side: Set(appointment.side.as_str().to_owned()),
        state: Set(appointment.state.as_str().to_owned()),
        proposed_by: Set(appointment.proposed_by.map(Identifier::uuid)),
        approved_by: Set(appointment.approved_by.map(Identifier::uuid)),
        since: Set(appointment.since),
        version: Set(version),
    }
}

impl<R: Reads> StaffList<'_, R>
where
    staff::Entity: VisibleTo<R::Scope>,
{
    /// The duty that a person is on, the weightiest first.
    pub async fn active(self, user: UserId) -> Result<Option<Appointment>, StorageError> {
        let rows = visible::<staff::Entity, R>(self.0)
            .filter(staff::Column::UserId.eq(user.uuid()))
            .filter(staff::Column::State.eq(AppointmentState::Active.as_str()))
            .order_by_asc(staff::Column::Duty)
            .all(self.0.connection().0)
            .await?;
        rows.first().map(read).transpose()
    }

    /// Every appointment of a person, in any state.
    pub async fn of_user(self, user: UserId) -> Result<Vec<Appointment>, StorageError> {
        let rows = visible::<staff::Entity, R>(self.0).filter(staff::Column::UserId.eq(user.uuid())).all(self.0.connection().0).await?;
        rows.iter().map(read).collect()
    }

    /// Everybody whose duty counts.
    pub async fn on_duty(self) -> Result<Vec<Appointment>, StorageError> {
        let rows = visible::<staff::Entity, R>(self.0)
            .filter(staff::Column::State.eq(AppointmentState::Active.as_str()))
            .order_by_asc(staff::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.iter().map(read).collect()
    }

    pub async fn get(self, id: StaffId) -> Result<Appointment, StorageError> {
        let row = visible::<staff::Entity, R>(self.0).filter(staff::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.as_ref().map(read).transpose()?.ok_or(StorageError::NotFound)
    }

    /// Who is or was on duty, whoever was put there last first.
    pub async fn page(self, filter: &StaffFilter, window: &Window) -> Result<Page<Appointment>, StorageError> {
        let mut select = visible::<staff::Entity, R>(self.0);
        if let Some(duty) = filter.duty {
            select = select.filter(staff::Column::Duty.eq(duty.as_str()));
        }
        if let Some(side) = filter.side {
            select = select.filter(staff::Column::Side.eq(side.as_str()));
        }
        if let Some(state) = filter.state {
            select = select.filter(staff::Column::State.eq(state.as_str()));
        }
        let select = newest_first(select, staff::Column::Since, staff::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(|row| read(&row))
    }

    /// Appointments by their ids.
    pub async fn by_ids(self, ids: &[StaffId]) -> Result<Vec<Appointment>, StorageError> {
        let ids = ids.iter().map(|id| id.uuid());
        let rows = visible::<staff::Entity, R>(self.0).filter(staff::Column::Id.is_in(ids)).all(self.0.connection().0).await?;
        rows.iter().map(read).collect()
    }

    /// The same duty of the same person, in any state.
    pub async fn standing(self, user: UserId, duty: Duty, side: Country) -> Result<Option<Appointment>, StorageError> {
        let row = visible::<staff::Entity, R>(self.0)
            .filter(staff::Column::UserId.eq(user.uuid()))
            .filter(staff::Column::Duty.eq(duty.as_str()))
            .filter(staff::Column::Side.eq(side.as_str()))
            .one(self.0.connection().0)
            .await?;
        row.as_ref().map(read).transpose()
    }
}

impl<W: Writes> StaffList<'_, W>
where
    staff::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, appointment: &Appointment) -> Result<(), StorageError> {
        add::<staff::Entity, W>(self.0, vec![write(appointment, 1)]).await
    }

    pub async fn change(self, appointment: &Appointment) -> Result<(), StorageError> {
        let which = Condition::all().add(staff::Column::Id.eq(appointment.id.uuid())).add(staff::Column::Version.eq(appointment.version));
        amend::<staff::Entity, W>(self.0, write(appointment, appointment.version + 1), which).await
    }
}
