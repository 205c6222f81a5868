//! What was signed of the heads of all chains at a moment.

use sea_orm::{Condition, entity::prelude::*};

use crate::{
    audited::{Audit, Audited},
    scope::{OwnedBy, System, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_checkpoint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// How many leaves the tree had.
    pub size: i64,
    pub root: Vec<u8>,
    pub at: DateTimeUtc,
    /// The signed text, as it is published.
    pub note: String,
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
