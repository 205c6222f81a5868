//! What everybody may read of a verified company: one card of the directory.

use sea_orm::entity::prelude::*;

use crate::audited::{Audit, Audited};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "company_public")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub country: String,
    pub legal_form: String,
    pub number_kind: String,
    pub number: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub names: Json,
    pub region: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub subsectors: Json,
    pub size: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub languages: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub profile: Json,
    pub evidence: String,
    pub verified_at: DateTimeUtc,
    pub valid_until: DateTimeUtc,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub tagline: Option<Json>,
    pub website: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub checks: Option<Json>,
    pub verified_by_side: Option<String>,
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

/// A company writes its own card.
impl crate::scope::OwnedBy<crate::scope::Tenant> for Entity {
    fn own(scope: &crate::scope::Tenant, row: &mut ActiveModel) {
        row.id = sea_orm::ActiveValue::Set(domain::id::Identifier::uuid(scope.company));
    }
}

impl crate::scope::AmendedBy<crate::scope::Tenant> for Entity {
    fn amendable(scope: &crate::scope::Tenant) -> sea_orm::Condition {
        sea_orm::Condition::all().add(Column::Id.eq(domain::id::Identifier::uuid(scope.company)))
    }
}
