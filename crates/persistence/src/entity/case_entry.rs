//! What was said and done about a case.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::Query};

use super::moderation_case;
use crate::scope::{AmendedBy, Forum, OwnedBy, System, Tenant, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub company_id: Uuid,
    pub kind: String,
    pub side: Option<String>,
    pub duty: Option<String>,
    pub author: Uuid,
    pub text: Option<String>,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::audited::Audited for Entity {
    const AUDIT: crate::audited::Audit<Column> = crate::audited::Audit::rows().private(&[Column::Text]);
}

/// A company reads what is said of the cases that it reads, without what staff note for each other.
impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        let mut cases = Query::select();
        cases.column(moderation_case::Column::Id).from(moderation_case::Entity);
        cases.and_where(moderation_case::Column::CompanyId.eq(scope.company.uuid())).and_where(moderation_case::Column::Shared.eq(true));
        Condition::all().add(Column::CompanyId.eq(scope.company.uuid())).add(Column::Kind.ne("NOTE")).add(Column::CaseId.in_subquery(cases))
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.company_id = Set(scope.company.uuid());
        row.author = Set(scope.user.uuid());
        row.side = Set(None);
        row.duty = Set(None);
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        all()
    }
}

impl OwnedBy<Forum> for Entity {
    fn own(scope: &Forum, row: &mut ActiveModel) {
        row.author = Set(scope.0.uuid());
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
