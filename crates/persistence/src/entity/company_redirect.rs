//! Where an old address of the directory leads since two companies were found to be one.

use sea_orm::entity::prelude::*;

use crate::audited::{Audit, Audited};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "company_redirect")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub retired_id: Uuid,
    pub kept_id: Uuid,
    pub slug: String,
    pub number_kind: String,
    pub number: String,
    pub merged_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows();
}

public!(Entity, ActiveModel);
