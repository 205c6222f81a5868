//! A private record opened to one member of staff for an hour.

use domain::id::Identifier;
use sea_orm::{Condition, entity::prelude::*, sea_query::IntoCondition, sea_query::Query, sea_query::SelectStatement};

use super::party;
use crate::scope::{AmendedBy, Forum, OwnedBy, System, Tenant, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "break_glass")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub staff_id: Uuid,
    pub user_id: Uuid,
    pub side: String,
    pub duty: String,
    pub case_id: Uuid,
    pub record_kind: String,
    pub record_id: Uuid,
    pub reason: String,
    pub opened_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::audited::Audited for Entity {
    const AUDIT: crate::audited::Audit<Column> = crate::audited::Audit::rows();
}

/// The records that are open to the one who asks: what staff see of private tables.
pub(crate) fn opened(scope: &Forum) -> SelectStatement {
    let mut records = Query::select();
    records.column(Column::RecordId).from(Entity);
    records.and_where(Column::UserId.eq(scope.0.uuid())).and_where(Column::EndedAt.is_null());
    records
}

/// The companies whose record it is read who looked, and why.
impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::RecordId.in_subquery(party::shared(scope)).into_condition()
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
