//! What happened. Only `Tx::commit` appends to it, and nothing changes it.

use sea_orm::{Condition, entity::prelude::*};

use crate::scope::{Auditor, System, VisibleTo, all};

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
    /// The company that the actor acted for.
    pub company_id: Option<Uuid>,
    /// What rows were and became, as canonical JSON: a text, so that what was hashed comes back byte for byte.
    pub changes: Option<String>,
    /// What of it only those whom it concerns may read.
    pub private: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Auditors read all of them, but not what of the changes is private: the repository does not ask for it, and PostgreSQL would refuse it.
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
