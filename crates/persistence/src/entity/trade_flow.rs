//! One sourced observation of trade.

use sea_orm::entity::prelude::*;

use crate::audited::{Audit, Audited};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "trade_flow")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub position: i32,
    pub period: String,
    pub period_kind: String,
    pub year: Option<i32>,
    pub basis: String,
    pub flow: String,
    pub value_usd_minor: Option<i64>,
    pub quality: String,
    pub note: String,
    pub source_key: String,
    pub source_url: String,
    pub trade_import_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows();
}

public!(Entity, ActiveModel);
super::kept_by_staff!(Entity, ActiveModel);
