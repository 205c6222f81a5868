//! A signed-in device of a person.

use domain::id::Identifier;
use sea_orm::{Condition, entity::prelude::*, sea_query::IntoCondition};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub kind: String,
    pub company_id: Option<Uuid>,
    pub on_duty: bool,
    pub secret_hash: Vec<u8>,
    pub previous_hash: Option<Vec<u8>>,
    pub rotated_at: DateTimeUtc,
    pub authenticated_at: DateTimeUtc,
    pub used_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub created_at: Option<DateTimeUtc>,
    pub agent: Option<String>,
    pub second_factor_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().secret(&[Column::SecretHash, Column::PreviousHash]);
}

impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        Column::UserId.eq(scope.0.uuid()).into_condition()
    }
}

impl AmendedBy<Person> for Entity {}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::UserId.eq(scope.user.uuid()).into_condition()
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(scope: &Forum) -> Condition {
        Column::UserId.eq(scope.0.uuid()).into_condition()
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
