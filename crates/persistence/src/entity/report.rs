//! What a person says is wrong with something.

use domain::id::Identifier;
use sea_orm::{Condition, entity::prelude::*, sea_query::IntoCondition};

use crate::scope::{AmendedBy, Forum, OwnedBy, Person, System, Tenant, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub case_id: Uuid,
    pub subject_id: Uuid,
    pub kind: String,
    pub text: String,
    pub state: String,
    pub reported_at: DateTimeUtc,
    pub closed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::audited::Audited for Entity {
    const AUDIT: crate::audited::Audit<Column> = crate::audited::Audit::rows().private(&[Column::UserId, Column::Text]);
}

/// One reads what one has reported oneself; the company that it is about reads none.
impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        Column::UserId.eq(scope.0.uuid()).into_condition()
    }
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::UserId.eq(scope.user.uuid()).into_condition()
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
