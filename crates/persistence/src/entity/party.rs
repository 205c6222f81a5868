//! Who shares an agreement or a venture.

use domain::id::Identifier;
use sea_orm::{Condition, entity::prelude::*, sea_query::IntoCondition, sea_query::Query, sea_query::SelectStatement};

use super::break_glass;
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "party")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_id: Uuid,
    pub record_kind: String,
    pub position: i32,
    pub succeeds_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().of(&[Column::RecordId]);
}

/// The records that a company shares.
pub(crate) fn shared(scope: &Tenant) -> SelectStatement {
    let mut records = Query::select();
    records.column(Column::RecordId).from(Entity).and_where(Column::CompanyId.eq(scope.company.uuid()));
    records
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::RecordId.in_subquery(shared(scope)).into_condition()
    }
}

/// A company names the parties of a record that it opens; it is the first of them, which the repository sees to.
impl OwnedBy<Tenant> for Entity {
    fn own(_: &Tenant, _: &mut ActiveModel) {}
}

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
