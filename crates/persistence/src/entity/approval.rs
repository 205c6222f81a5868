//! What one member of staff proposes and a second one carries out.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, System, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "approval")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub subject_id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub proposed: Json,
    pub reason: String,
    pub state: String,
    pub proposed_by: Uuid,
    pub proposer: Uuid,
    pub proposed_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub decision_reason: Option<String>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows();
}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        all()
    }
}

/// Whoever proposes does so in his own name.
impl OwnedBy<Forum> for Entity {
    fn own(scope: &Forum, row: &mut ActiveModel) {
        row.proposer = Set(scope.0.uuid());
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
