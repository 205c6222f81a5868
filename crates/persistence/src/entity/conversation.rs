//! What an accepted introduction opened.

use domain::id::Identifier;
use sea_orm::{Condition, entity::prelude::*, sea_query::Query, sea_query::SelectStatement};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "conversation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub introduction_id: Uuid,
    pub from_company_id: Uuid,
    pub to_company_id: Uuid,
    pub opened_at: DateTimeUtc,
    pub last_message_at: DateTimeUtc,
    pub messages: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::exempt("what is counted here follows from the messages, each of which is kept as an event");
}

fn taking_part(scope: &Tenant) -> Condition {
    let own = scope.company.uuid();
    Condition::any().add(Column::FromCompanyId.eq(own)).add(Column::ToCompanyId.eq(own))
}

/// The conversations that a company takes part in.
pub(crate) fn shared(scope: &Tenant) -> SelectStatement {
    let mut conversations = Query::select();
    conversations.column(Column::Id).from(Entity).cond_where(taking_part(scope));
    conversations
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        taking_part(scope)
    }
}

/// Both sides stand in the introduction that was accepted, of which it is opened.
impl OwnedBy<Tenant> for Entity {
    fn own(_: &Tenant, _: &mut ActiveModel) {}
}

impl AmendedBy<Tenant> for Entity {}

impl VisibleTo<System> for Entity {
    fn visible(_: &System) -> Condition {
        all()
    }
}

impl OwnedBy<System> for Entity {
    fn own(_: &System, _: &mut ActiveModel) {}
}

impl AmendedBy<System> for Entity {}
