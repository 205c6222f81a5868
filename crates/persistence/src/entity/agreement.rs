//! A signed paper, between companies or between states.

use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use super::{break_glass, party};
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, Public, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub level: String,
    pub kind: String,
    pub state: String,
    pub published: bool,
    pub introduction_id: Option<Uuid>,
    pub proposal_id: Option<Uuid>,
    pub code: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub paper: Option<Json>,
    pub value_minor: Option<i64>,
    pub value_currency: Option<String>,
    pub umbrella: bool,
    pub confidentiality: String,
    pub opened_at: DateTimeUtc,
    pub expires_on: Option<Date>,
    pub version: i32,
    pub edited_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().private(&[Column::ValueMinor, Column::ValueCurrency]).of(&[Column::Id]);
}

impl VisibleTo<Public> for Entity {
    fn visible(_: &Public) -> Condition {
        Column::Published.eq(true).into_condition()
    }
}

impl VisibleTo<Person> for Entity {
    fn visible(_: &Person) -> Condition {
        Column::Published.eq(true).into_condition()
    }
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Condition::any().add(Column::Published.eq(true)).add(Column::Id.in_subquery(party::shared(scope)))
    }
}

/// A paper of companies is opened unpublished; that its writer is a party is seen to by the row of `party` written before it.
impl OwnedBy<Tenant> for Entity {
    fn own(_: &Tenant, row: &mut ActiveModel) {
        row.level = Set("COMPANY".to_owned());
        row.published = Set(false);
    }
}

impl AmendedBy<Tenant> for Entity {
    fn amendable(scope: &Tenant) -> Condition {
        Condition::all().add(Column::Level.eq("COMPANY")).add(Column::Id.in_subquery(party::shared(scope)))
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(scope: &Forum) -> Condition {
        Condition::any().add(Column::Published.eq(true)).add(Column::Id.in_subquery(break_glass::opened(scope)))
    }
}

/// Administrators enter papers between states, which everybody reads.
impl OwnedBy<Forum> for Entity {
    fn own(_: &Forum, row: &mut ActiveModel) {
        row.level = Set("STATE".to_owned());
        row.published = Set(true);
    }
}

impl AmendedBy<Forum> for Entity {
    fn amendable(_: &Forum) -> Condition {
        Condition::all().add(Column::Level.eq("STATE")).add(Column::Published.eq(true))
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
