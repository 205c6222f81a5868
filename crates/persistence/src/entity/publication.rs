//! The public version of a record, while its parties and staff talk about it.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use super::party;
use crate::scope::{AmendedBy, Forum, OwnedBy, System, Tenant, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub record_kind: String,
    pub record_id: Uuid,
    pub level: String,
    pub title: String,
    pub text: String,
    pub state: String,
    pub proposed_by: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub parties: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub answers: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub facts: Json,
    pub proposed_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub reason: Option<String>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::audited::Audited for Entity {
    const AUDIT: crate::audited::Audit<Column> =
        crate::audited::Audit::rows().private(&[Column::Title, Column::Text, Column::Answers, Column::Facts]).of(&[Column::RecordId]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::RecordId.in_subquery(party::shared(scope)).into_condition()
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.proposed_by = Set(scope.company.uuid());
    }
}

impl AmendedBy<Tenant> for Entity {}

/// Staff look at what every party has agreed to.
impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        Column::State.ne("PROPOSED").into_condition()
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
