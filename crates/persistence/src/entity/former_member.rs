//! Memberships that have ended.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use crate::{
    audited::{Audit, Audited},
    scope::{OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "former_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub user_id: Uuid,
    pub role: String,
    pub since: DateTimeUtc,
    pub ended_at: DateTimeUtc,
    pub ended_by: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().of(&[Column::CompanyId]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::CompanyId.eq(scope.company.uuid()).into_condition()
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.company_id = Set(scope.company.uuid());
    }
}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}
