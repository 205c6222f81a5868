//! How often a company was shown among the matches of others.

use sea_orm::{Condition, entity::prelude::*};

use crate::scope::{System, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exposure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_id: Uuid,
    pub shown: i64,
    pub counted_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}
