//! What everybody reads of an agreement or a venture: public columns only, and nothing that leads to the record.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "published_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub level: String,
    pub title: String,
    pub text: String,
    pub paper_kind: Option<String>,
    pub stage: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub subsectors: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub parties: Json,
    pub value_minor: Option<i64>,
    pub value_currency: Option<String>,
    pub published_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl crate::audited::Audited for Entity {
    const AUDIT: crate::audited::Audit<Column> = crate::audited::Audit::rows();
}

public!(Entity, ActiveModel);

/// Staff who let it be published write it, and take it back.
impl crate::scope::OwnedBy<crate::scope::Forum> for Entity {
    fn own(_: &crate::scope::Forum, _: &mut ActiveModel) {}
}

impl crate::scope::AmendedBy<crate::scope::Forum> for Entity {}
