//! A word of the forum to everybody, to its members or to one side.

use domain::id::Identifier;
use sea_orm::{
    Condition,
    entity::prelude::*,
    sea_query::{IntoCondition, Query, SelectStatement},
};

use super::company;
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, Public, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "announcement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub title: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub text: Json,
    pub audience: String,
    pub side: Option<String>,
    pub from_at: DateTimeUtc,
    pub until_at: Option<DateTimeUtc>,
    pub state: String,
    pub drafted_by: Uuid,
    pub drafted_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows();
}

fn published(to: Condition) -> Condition {
    Condition::all().add(Column::State.eq("PUBLISHED")).add(to)
}

fn country(scope: &Tenant) -> SelectStatement {
    let mut side = Query::select();
    side.column(company::Column::Country).from(company::Entity).and_where(company::Column::Id.eq(scope.company.uuid()));
    side
}

impl VisibleTo<Public> for Entity {
    fn visible(_: &Public) -> Condition {
        published(Column::Audience.eq("PUBLIC").into_condition())
    }
}

impl VisibleTo<Person> for Entity {
    fn visible(_: &Person) -> Condition {
        published(Column::Audience.eq("PUBLIC").into_condition())
    }
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        let one_side = Condition::all().add(Column::Audience.eq("ONE_SIDE")).add(Column::Side.in_subquery(country(scope)));
        published(Condition::any().add(Column::Audience.is_in(["PUBLIC", "MEMBERS"])).add(one_side))
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        all()
    }
}

/// Who drafted it stands in the announcement, which the permit made.
impl OwnedBy<Forum> for Entity {
    fn own(_: &Forum, _: &mut ActiveModel) {}
}

impl AmendedBy<Forum> for Entity {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}
