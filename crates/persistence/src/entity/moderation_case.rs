//! One thing that staff decide about.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "moderation_case")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub company_id: Uuid,
    pub state: String,
    pub opened_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_by: Option<Uuid>,
    pub reason: Option<String>,
    pub version: i32,
    pub country: Option<String>,
    pub subject_kind: Option<String>,
    pub subject_id: Option<Uuid>,
    pub claimed_by: Option<Uuid>,
    pub claimant: Option<Uuid>,
    pub claimed_until: Option<DateTimeUtc>,
    pub decided_side: Option<String>,
    pub decided_duty: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub barred: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub concerned: Option<Json>,
    pub shared: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows();
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Condition::all().add(Column::CompanyId.eq(scope.company.uuid())).add(Column::Shared.eq(true))
    }
}

/// A company answers what was asked of it, and decides nothing.
impl AmendedBy<Tenant> for Entity {
    fn amendable(scope: &Tenant) -> Condition {
        Condition::all().add(Column::CompanyId.eq(scope.company.uuid())).add(Column::State.eq("CHANGES_REQUESTED"))
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.company_id = Set(scope.company.uuid());
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        all()
    }
}

impl OwnedBy<Forum> for Entity {
    fn own(_: &Forum, _: &mut ActiveModel) {}
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
