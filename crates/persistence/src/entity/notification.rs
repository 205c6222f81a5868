//! Something that a person was told.

use domain::id::{Identifier, UserId};
use sea_orm::{Condition, entity::prelude::*, sea_query::Query};

use super::member;
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, Public, System, Tenant, VisibleTo, all, none},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub id: Uuid,
    pub user_id: Uuid,
    pub event_id: Uuid,
    pub company_id: Option<Uuid>,
    pub kind: String,
    pub topic: String,
    pub subject: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub facts: Json,
    pub in_app: bool,
    pub at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
    pub digest_due_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::exempt("a reading of events, each of which is kept");
}

/// A person's own; what concerned a company that he has left is his no longer.
fn own(user: UserId) -> Condition {
    let mut memberships = Query::select();
    memberships.column(member::Column::CompanyId).from(member::Entity).and_where(member::Column::UserId.eq(user.uuid()));
    let still_his = Condition::any().add(Column::CompanyId.is_null()).add(Column::CompanyId.in_subquery(memberships));
    Condition::all().add(Column::UserId.eq(user.uuid())).add(still_his)
}

impl VisibleTo<Public> for Entity {
    fn visible(_: &Public) -> Condition {
        none()
    }
}

impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        own(scope.0)
    }
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        own(scope.user)
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(scope: &Forum) -> Condition {
        own(scope.0)
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

impl AmendedBy<Person> for Entity {}
impl AmendedBy<Tenant> for Entity {}
impl AmendedBy<System> for Entity {}
