//! One version of something that every party has to confirm.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use super::{break_glass, party};
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub record_id: Uuid,
    pub subject_id: Uuid,
    pub subject_kind: String,
    pub number: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub terms: Json,
    pub hash: String,
    pub proposed_by: Uuid,
    pub proposer: Uuid,
    pub proposed_at: DateTimeUtc,
    pub state: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().private(&[Column::Terms, Column::Hash]).of(&[Column::RecordId]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::RecordId.in_subquery(party::shared(scope)).into_condition()
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.proposed_by = Set(scope.company.uuid());
    }
}

impl AmendedBy<Tenant> for Entity {}

/// Staff see it while it is open to them, and not otherwise.
impl VisibleTo<Forum> for Entity {
    fn visible(scope: &Forum) -> Condition {
        Column::RecordId.in_subquery(break_glass::opened(scope)).into_condition()
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
