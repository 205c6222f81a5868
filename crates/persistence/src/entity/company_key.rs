//! By what a company may be taken for another: the workers' alone, because a draft is a secret.

use sea_orm::{Condition, entity::prelude::*};

use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, OwnedBy, System, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "company_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::exempt("it is worked out from the company, whose change is kept");
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
