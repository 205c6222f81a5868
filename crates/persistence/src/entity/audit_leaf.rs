//! The head of a chain in the tree of the checkpoints.

use sea_orm::{Condition, entity::prelude::*};

use crate::{
    audited::{Audit, Audited},
    scope::{OwnedBy, System, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_leaf")]
pub struct Model {
    /// Its place in the tree, from nought.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    /// The checkpoint that took it.
    pub checkpoint: i64,
    pub chain_id: Uuid,
    pub length: i64,
    pub hash: Vec<u8>,
    /// The hashes of the subtrees of two leaves and more that end here, smallest first.
    pub nodes: Vec<u8>,
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

impl OwnedBy<System> for Entity {
    fn own(_: &System, _: &mut ActiveModel) {}
}
