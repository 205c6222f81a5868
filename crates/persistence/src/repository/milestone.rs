//! Dated promises of ventures.

use domain::{
    id::{CompanyId, Identifier, JointVentureId, MilestoneId},
    milestone::Milestone,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QueryOrder};

use super::{json, value, word};
use crate::{
    entity::milestone,
    error::StorageError,
    scope::{AmendedBy, OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct Milestones<'a, R>(pub(super) &'a R);

fn read(row: milestone::Model) -> Result<Milestone, StorageError> {
    Ok(Milestone {
        id: MilestoneId::from_uuid(row.id),
        joint_venture: JointVentureId::from_uuid(row.joint_venture_id),
        title: row.title,
        due: row.due,
        original_due: row.original_due,
        changes: value(row.changes)?,
        state: word(&row.state)?,
        evidence: row.evidence,
        logged_by: CompanyId::from_uuid(row.logged_by),
        logged_at: row.logged_at,
        version: row.version,
    })
}

fn write(milestone: &Milestone, version: i32) -> Result<milestone::ActiveModel, StorageError> {
    Ok(milestone::ActiveModel {
        id: Set(milestone.id.uuid()),
        joint_venture_id: Set(milestone.joint_venture.uuid()),
        title: Set(milestone.title.clone()),
        due: Set(milestone.due),
        original_due: Set(milestone.original_due),
        changes: Set(json(&milestone.changes)?),
        state: Set(milestone.state.as_str().to_owned()),
        evidence: Set(milestone.evidence.clone()),
        logged_by: Set(milestone.logged_by.uuid()),
        logged_at: Set(milestone.logged_at),
        version: Set(version),
    })
}

impl<R: Reads> Milestones<'_, R>
where
    milestone::Entity: VisibleTo<R::Scope>,
{
    pub async fn get(self, id: MilestoneId) -> Result<Milestone, StorageError> {
        let row = visible::<milestone::Entity, R>(self.0).filter(milestone::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()?.ok_or(StorageError::NotFound)
    }

    /// The milestones of some ventures, in the order in which they fall due.
    pub async fn of(self, ventures: &[JointVentureId]) -> Result<Vec<Milestone>, StorageError> {
        let rows = visible::<milestone::Entity, R>(self.0)
            .filter(milestone::Column::JointVentureId.is_in(ventures.iter().map(|id| id.uuid())))
            .order_by_asc(milestone::Column::Due)
            .order_by_asc(milestone::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl<W: Writes> Milestones<'_, W>
where
    milestone::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, milestone: &Milestone) -> Result<(), StorageError> {
        add::<milestone::Entity, W>(self.0, vec![write(milestone, 1)?]).await
    }

    pub async fn add_all(self, milestones: &[Milestone]) -> Result<(), StorageError> {
        let rows = milestones.iter().map(|milestone| write(milestone, 1)).collect::<Result<_, _>>()?;
        add::<milestone::Entity, W>(self.0, rows).await
    }

    pub async fn change(self, milestone: &Milestone) -> Result<(), StorageError> {
        let which =
            Condition::all().add(milestone::Column::Id.eq(milestone.id.uuid())).add(milestone::Column::Version.eq(milestone.version));
        amend::<milestone::Entity, W>(self.0, write(milestone, milestone.version + 1)?, which).await
    }
}
