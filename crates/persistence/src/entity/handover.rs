//! An offer of ownership to another member.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub from_user_id: Uuid,
    pub to_user_id: Uuid,
    pub note: Option<String>,
    pub state: String,
    pub offered_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().private(&[Column::Note]).of(&[Column::CompanyId]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::CompanyId.eq(scope.company.uuid()).into_condition()
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.company_id = Set(scope.company.uuid());
        row.from_user_id = Set(scope.user.uuid());
    }
}

impl AmendedBy<Tenant> for Entity {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl AmendedBy<System> for Entity {}
