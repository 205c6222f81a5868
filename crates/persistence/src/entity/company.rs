//! A tenant.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition, sea_query::Query};

use super::member;
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "company")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub country: String,
    pub legal_form: String,
    pub number_kind: String,
    pub number: String,
    pub secp: Option<String>,
    pub lei: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub names: Json,
    pub region: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub subsectors: Json,
    pub size: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub languages: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub profile: Json,
    pub state: String,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub verification: Option<Json>,
    pub rejection_reason: Option<String>,
    pub registered_by: Uuid,
    pub registered_at: DateTimeUtc,
    pub version: i32,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub tagline: Option<Json>,
    pub website: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub papers: Option<Json>,
    pub recheck_due_at: Option<DateTimeUtc>,
    pub lapse_due_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub merged_into_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().private(&[Column::Profile]).of(&[Column::Id]);
}

/// What is verified is public in part; the whole row is the company's own, and its people's who act for none.
impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        let mut memberships = Query::select();
        memberships.column(member::Column::CompanyId).from(member::Entity).and_where(member::Column::UserId.eq(scope.0.uuid()));
        Column::Id.in_subquery(memberships).into_condition()
    }
}

/// A person who registers a company is its first owner; whose it is stands in the row.
impl OwnedBy<Person> for Entity {
    fn own(scope: &Person, row: &mut ActiveModel) {
        row.registered_by = Set(scope.0.uuid());
    }
}

/// A company sees itself in any state, and others once they are verified.
impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Condition::any().add(Column::Id.eq(scope.company.uuid())).add(Column::State.eq("VERIFIED"))
    }
}

impl AmendedBy<Tenant> for Entity {
    fn amendable(scope: &Tenant) -> Condition {
        Column::Id.eq(scope.company.uuid()).into_condition()
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        all()
    }
}

impl AmendedBy<Forum> for Entity {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl OwnedBy<System> for Entity {
    fn own(_: &System, _: &mut ActiveModel) {}
}

impl AmendedBy<System> for Entity {}
