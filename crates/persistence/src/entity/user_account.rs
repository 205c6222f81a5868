//! A person, without what proves who he is.

use domain::id::Identifier;
use sea_orm::{Condition, entity::prelude::*, sea_query::IntoCondition, sea_query::Query};

use super::{join_request, member};
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "user_account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub language: String,
    pub email_verified_at: Option<DateTimeUtc>,
    pub registered_at: DateTimeUtc,
    pub erased_at: Option<DateTimeUtc>,
    pub locked_at: Option<DateTimeUtc>,
    pub lock_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> =
        Audit::rows().personal(&[(Column::Email, Column::Id), (Column::EmailKey, Column::Id), (Column::Name, Column::Id)]);
}

impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        Column::Id.eq(scope.0.uuid()).into_condition()
    }
}

/// A company sees its own people, and those who ask to be let in while it has not answered.
impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        let mut colleagues = Query::select();
        colleagues.column(member::Column::UserId).from(member::Entity).and_where(member::Column::CompanyId.eq(scope.company.uuid()));
        let mut askers = Query::select();
        askers
            .column(join_request::Column::UserId)
            .from(join_request::Entity)
            .and_where(join_request::Column::CompanyId.eq(scope.company.uuid()))
            .and_where(join_request::Column::State.eq("PENDING"));
        Condition::any().add(Column::Id.eq(scope.user.uuid())).add(Column::Id.in_subquery(colleagues)).add(Column::Id.in_subquery(askers))
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        all()
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
