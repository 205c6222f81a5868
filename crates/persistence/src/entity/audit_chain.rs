//! How long each chain of the audit is, and the hash of its last entry.

use sea_orm::{Condition, entity::prelude::*};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, System, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_chain")]
pub struct Model {
    /// A company, a person, or nobody: the forum.
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain_id: Uuid,
    pub length: i64,
    pub hash: Vec<u8>,
    /// How long it was when a checkpoint last took it.
    pub checkpointed: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::exempt("it is the audit itself");
}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl AmendedBy<System> for Entity {}
