//! A person's request to be let into a company.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, OwnedBy, Person, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "join_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub user_id: Uuid,
    pub message: String,
    pub state: String,
    pub asked_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub answered_by: Option<Uuid>,
    pub answered_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().private(&[Column::Message]).of(&[Column::CompanyId]);
}

impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        Column::UserId.eq(scope.0.uuid()).into_condition()
    }
}

impl OwnedBy<Person> for Entity {
    fn own(scope: &Person, row: &mut ActiveModel) {
        row.user_id = Set(scope.0.uuid());
    }
}

impl AmendedBy<Person> for Entity {}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::CompanyId.eq(scope.company.uuid()).into_condition()
    }
}

impl AmendedBy<Tenant> for Entity {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl AmendedBy<System> for Entity {}
