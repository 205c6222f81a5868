//! A person's duty.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*};

use crate::scope::{AmendedBy, Forum, OwnedBy, System, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub duty: String,
    pub side: String,
    pub state: String,
    pub proposed_by: Option<Uuid>,
    pub approved_by: Option<Uuid>,
    pub since: DateTimeUtc,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        all()
    }
}

impl OwnedBy<Forum> for Entity {
    fn own(scope: &Forum, row: &mut ActiveModel) {
        row.proposed_by = Set(Some(scope.0.uuid()));
    }
}

impl AmendedBy<Forum> for Entity {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl OwnedBy<System> for Entity {
    fn own(_: &System, _: &mut ActiveModel) {}
}

impl AmendedBy<System> for Entity {}
