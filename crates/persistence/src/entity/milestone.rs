//! A dated promise of a venture.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use super::{break_glass, party};
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "milestone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub joint_venture_id: Uuid,
    pub title: String,
    pub due: Date,
    pub original_due: Date,
    #[sea_orm(column_type = "JsonBinary")]
    pub changes: Json,
    pub state: String,
    pub evidence: Option<String>,
    pub logged_by: Uuid,
    pub logged_at: DateTimeUtc,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows()
        .private(&[Column::Title, Column::Due, Column::OriginalDue, Column::Changes, Column::Evidence])
        .of(&[Column::JointVentureId]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::JointVentureId.in_subquery(party::shared(scope)).into_condition()
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.logged_by = Set(scope.company.uuid());
    }
}

impl AmendedBy<Tenant> for Entity {}

/// Staff see it while it is open to them, and not otherwise.
impl VisibleTo<Forum> for Entity {
    fn visible(scope: &Forum) -> Condition {
        Column::JointVentureId.in_subquery(break_glass::opened(scope)).into_condition()
    }
}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl OwnedBy<System> for Entity {
    fn own(_: &System, _: &mut ActiveModel) {}
}

impl AmendedBy<System> for Entity {}
