//! A person's membership of a company.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*, sea_query::IntoCondition};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, Person, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub role: String,
    pub since: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().of(&[Column::CompanyId]);
}

impl VisibleTo<Person> for Entity {
    fn visible(scope: &Person) -> Condition {
        Column::UserId.eq(scope.0.uuid()).into_condition()
    }
}

impl OwnedBy<Person> for Entity {
    fn own(scope: &Person, row: &mut ActiveModel) {
        row.user_id = Set(scope.0.uuid());
    }
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Condition::any().add(Column::CompanyId.eq(scope.company.uuid())).add(Column::UserId.eq(scope.user.uuid()))
    }
}

/// The company of the row is the one that writes; who is added stands in the row, which a permit of the owner made.
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
