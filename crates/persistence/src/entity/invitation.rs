//! An invitation of one address into a company.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition, sea_query::Query};

use super::user_account;
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, OwnedBy, Person, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub company_name: String,
    pub email: String,
    pub email_key: String,
    pub role: String,
    pub language: String,
    pub state: String,
    pub invited_by: Uuid,
    pub invited_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    pub letters: i32,
    pub letter_id: Uuid,
    pub letter_asked_at: DateTimeUtc,
    pub letter_due_at: Option<DateTimeUtc>,
    pub letter_attempts: i32,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().secret(&[Column::Email, Column::EmailKey]).of(&[Column::CompanyId]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::CompanyId.eq(scope.company.uuid()).into_condition()
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.company_id = Set(scope.company.uuid());
        row.invited_by = Set(scope.user.uuid());
    }
}

impl AmendedBy<Tenant> for Entity {}

/// It finds its reader by the address that he has proved, and nobody else by the link alone.
impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        let mut proved = Query::select();
        proved
            .column(user_account::Column::EmailKey)
            .from(user_account::Entity)
            .and_where(user_account::Column::Id.eq(scope.0.uuid()))
            .and_where(user_account::Column::EmailVerifiedAt.is_not_null());
        Column::EmailKey.in_subquery(proved).into_condition()
    }
}

impl AmendedBy<Person> for Entity {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl AmendedBy<System> for Entity {}
