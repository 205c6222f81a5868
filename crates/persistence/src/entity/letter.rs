//! A letter to a person, written with what it tells of and sent by a worker.

use sea_orm::{Condition, entity::prelude::*};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, System, Tenant, VisibleTo, all, none},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub language: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    pub state: String,
    pub attempts: i32,
    pub due_at: DateTimeUtc,
    pub written_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::exempt("a letter tells of an event that is kept, and what it says is not kept once it is sent");
}

/// Whoever does something writes the letters that tell of it; only workers read them.
impl<S: crate::scope::Scope> OwnedBy<S> for Entity
where
    Entity: VisibleTo<S>,
{
    fn own(_: &S, _: &mut ActiveModel) {}
}

impl VisibleTo<Person> for Entity {
    fn visible(_: &Person) -> Condition {
        none()
    }
}

impl VisibleTo<Tenant> for Entity {
    fn visible(_: &Tenant) -> Condition {
        none()
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        none()
    }
}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl AmendedBy<System> for Entity {}
