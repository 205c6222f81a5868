//! What is known of a picture or a paper in the store of files.

use domain::id::Identifier;
use sea_orm::{ActiveValue::Set, Condition, entity::prelude::*};

use super::party;
use crate::scope::{AmendedBy, Forum, OwnedBy, Person, Public, System, Tenant, VisibleTo, all};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub purpose: String,
    pub media_type: String,
    pub name: String,
    pub size: i64,
    pub digest: Vec<u8>,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub stored_by: Uuid,
    pub stored_at: DateTimeUtc,
    pub attached_at: Option<DateTimeUtc>,
    pub removed_at: Option<DateTimeUtc>,
    pub purged_at: Option<DateTimeUtc>,
    pub agreement_id: Option<Uuid>,
    pub language: Option<String>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The pictures that companies show.
pub(crate) fn shown() -> Condition {
    Condition::all().add(Column::Purpose.eq("LOGO")).add(Column::AttachedAt.is_not_null()).add(Column::RemovedAt.is_null())
}

impl VisibleTo<Public> for Entity {
    fn visible(_: &Public) -> Condition {
        shown()
    }
}

impl VisibleTo<Person> for Entity {
    fn visible(_: &Person) -> Condition {
        shown()
    }
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        let beside_shared =
            Condition::all().add(Column::AttachedAt.is_not_null()).add(Column::AgreementId.in_subquery(party::shared(scope)));
        Condition::any().add(shown()).add(Column::CompanyId.eq(scope.company.uuid())).add(beside_shared)
    }
}

impl OwnedBy<Tenant> for Entity {
    fn own(scope: &Tenant, row: &mut ActiveModel) {
        row.company_id = Set(scope.company.uuid());
        row.stored_by = Set(scope.user.uuid());
    }
}

impl AmendedBy<Tenant> for Entity {
    fn amendable(scope: &Tenant) -> Condition {
        Condition::all().add(Column::CompanyId.eq(scope.company.uuid()))
    }
}

impl VisibleTo<Forum> for Entity {
    fn visible(_: &Forum) -> Condition {
        shown()
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
