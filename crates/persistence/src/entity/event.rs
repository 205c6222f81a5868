//! What happened.

use sea_orm::{Condition, entity::prelude::*};

use crate::scope::{AmendedBy, OwnedBy, System, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub xact: i64,
    pub event_id: Uuid,
    pub name: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub body: Json,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub request_id: String,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl OwnedBy<System> for Entity {
    fn own(_: &System, _: &mut ActiveModel) {}
}

impl AmendedBy<System> for Entity {}
