//! How long each chain of the audit is, and the hash of its last entry. Only `Tx::commit` writes it.

use sea_orm::{Condition, entity::prelude::*};

use crate::scope::{System, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_chain")]
pub struct Model {
    /// A company, a person, or nobody: the forum.
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain_id: Uuid,
    pub length: i64,
    pub hash: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}
