//! A request to meet.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "introduction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub from_company_id: Uuid,
    pub to_company_id: Uuid,
    pub message: String,
    pub listing_id: Option<Uuid>,
    pub state: String,
    pub requested_by: Uuid,
    pub requested_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub answered_by: Option<Uuid>,
    pub answered_at: Option<DateTimeUtc>,
    pub decline_reason: Option<String>,
    pub pair: String,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> =
        Audit::rows().private(&[Column::Message, Column::DeclineReason]).of(&[Column::FromCompanyId, Column::ToCompanyId]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        let own = scope.company.uuid();
        Condition::any().add(Column::FromCompanyId.eq(own)).add(Column::ToCompanyId.eq(own))
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.from_company_id = Set(scope.company.uuid());
    }
}

impl AmendedBy<Tenant> for Entity {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl OwnedBy<System> for Entity {
    fn own(_: &System, _: &mut ActiveModel) {}
}

impl AmendedBy<System> for Entity {}
