//! What somebody wrote in a conversation.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use super::conversation;
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub company_id: Uuid,
    pub author: Uuid,
    pub body: String,
    pub sent_at: DateTimeUtc,
    pub retracted_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().private(&[Column::Body]).of(&[Column::CompanyId]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::ConversationId.in_subquery(conversation::shared(scope)).into_condition()
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.company_id = Set(scope.company.uuid());
        row.author = Set(scope.user.uuid());
    }
}

/// What one wrote oneself is taken back; what others wrote is theirs.
impl AmendedBy<Tenant> for Entity {
    fn amendable(scope: &Tenant) -> Condition {
        Condition::all().add(Column::CompanyId.eq(scope.company.uuid())).add(Column::Author.eq(scope.user.uuid()))
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
