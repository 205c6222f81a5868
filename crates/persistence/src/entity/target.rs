//! What everybody reads: rows of `target`, each with the record it came from.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "target")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub position: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub record: Json,
    pub version: i32,
    pub edited_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

public!(Entity, ActiveModel);
super::kept_by_staff!(Entity, ActiveModel);
super::coded!();
