//! A company in one list of the directory: of a subsector, a sector, or the whole.

use sea_orm::entity::prelude::*;

use crate::audited::{Audit, Audited};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "directory_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub country: String,
    pub region: String,
    pub listed_at: DateTimeUtc,
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::exempt("it is worked out from the company, whose change is kept");
}

public!(Entity, ActiveModel);

/// Staff who decide about a company write what the public reads of it.
impl crate::scope::OwnedBy<crate::scope::Forum> for Entity {
    fn own(_: &crate::scope::Forum, _: &mut ActiveModel) {}
}

impl crate::scope::AmendedBy<crate::scope::Forum> for Entity {}

/// A company writes the entries of its own card.
impl crate::scope::OwnedBy<crate::scope::Tenant> for Entity {
    fn own(scope: &crate::scope::Tenant, row: &mut ActiveModel) {
        row.company_id = sea_orm::ActiveValue::Set(domain::id::Identifier::uuid(scope.company));
    }
}

impl crate::scope::AmendedBy<crate::scope::Tenant> for Entity {
    fn amendable(scope: &crate::scope::Tenant) -> sea_orm::Condition {
        sea_orm::Condition::all().add(Column::CompanyId.eq(domain::id::Identifier::uuid(scope.company)))
    }
}
