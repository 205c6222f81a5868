//! The entry of an event in a chain. Only `Tx::commit` appends to it, and nothing changes it.

use domain::id::Identifier;
use sea_orm::{Condition, entity::prelude::*, sea_query::IntoCondition};

use crate::scope::{Auditor, System, Tenant, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub event_id: Uuid,
    pub hash: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A company reads its own chain.
impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::ChainId.eq(scope.company.uuid()).into_condition()
    }
}

impl VisibleTo<Auditor> for Entity {
    fn visible(_: &Auditor) -> Condition {
        all()
    }
}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}
