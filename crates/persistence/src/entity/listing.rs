//! An offer or a need.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition, sea_query::Query};

use super::moderation_case;
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, Public, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "listing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub country: String,
    pub kind: String,
    pub subsector: String,
    pub sector: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub terms: Json,
    pub state: String,
    pub drafted_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    pub expires_at: DateTimeUtc,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().private(&[Column::Terms]).of(&[Column::CompanyId]);
}

impl VisibleTo<Public> for Entity {
    fn visible(_: &Public) -> Condition {
        Column::State.eq("PUBLISHED").into_condition()
    }
}

impl VisibleTo<Person> for Entity {
    fn visible(_: &Person) -> Condition {
        Column::State.eq("PUBLISHED").into_condition()
    }
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Condition::any().add(Column::State.eq("PUBLISHED")).add(Column::CompanyId.eq(scope.company.uuid()))
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.company_id = Set(scope.company.uuid());
    }
}

impl AmendedBy<Tenant> for Entity {
    fn amendable(scope: &Tenant) -> Condition {
        Column::CompanyId.eq(scope.company.uuid()).into_condition()
    }
}

/// What nobody sees is no business of staff either, unless a case is about it.
impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        let mut cases = Query::select();
        cases.column(moderation_case::Column::SubjectId).from(moderation_case::Entity);
        cases.and_where(moderation_case::Column::SubjectKind.eq("LISTING"));
        Condition::any().add(Column::State.is_in(["PUBLISHED", "IN_REVIEW", "HIDDEN", "WITHHELD"])).add(Column::Id.in_subquery(cases))
    }
}

impl AmendedBy<Forum> for Entity {
    fn amendable(scope: &Forum) -> Condition {
        Condition::all().add(Column::State.ne("DRAFT")).add(Self::visible(scope))
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
