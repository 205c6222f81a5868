//! The salt under which the audit commits to what it says of a person. With it goes the meaning of all those commitments.

use domain::id::Identifier;
use sea_orm::{Condition, entity::prelude::*, sea_query::IntoCondition, sea_query::Query};

use super::member;
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, System, Tenant, VisibleTo, all},
};

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "subject_salt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub salt: Vec<u8>,
    pub made_at: DateTimeUtc,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SubjectSalt").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().secret(&[Column::Salt]);
}

impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        Column::UserId.eq(scope.0.uuid()).into_condition()
    }
}

/// A company's doings may be about any of its people.
impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        let mut colleagues = Query::select();
        colleagues.column(member::Column::UserId).from(member::Entity).and_where(member::Column::CompanyId.eq(scope.company.uuid()));
        Condition::any().add(Column::UserId.eq(scope.user.uuid())).add(Column::UserId.in_subquery(colleagues))
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
