//! An undertaking of companies of both countries.

use sea_orm::{Condition, entity::prelude::*, sea_query::IntoCondition};

use super::{break_glass, party};
use crate::{
    audited::{Audit, Audited},
    scope::{AmendedBy, Forum, OwnedBy, System, Tenant, VisibleTo, all},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "joint_venture")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub introduction_id: Option<Uuid>,
    pub agreement_id: Option<Uuid>,
    pub stage: String,
    pub health: String,
    pub terms_proposal_id: Uuid,
    pub stage_proposal_id: Option<Uuid>,
    pub end_reason: Option<String>,
    pub confidentiality: String,
    pub proposed_at: DateTimeUtc,
    pub touched_at: DateTimeUtc,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Audited for Entity {
    const AUDIT: Audit<Column> = Audit::rows().private(&[Column::EndReason]).of(&[Column::Id]);
}

impl VisibleTo<Tenant> for Entity {
    fn visible(scope: &Tenant) -> Condition {
        Column::Id.in_subquery(party::shared(scope)).into_condition()
    }
}

/// That the proposer is a party is seen to by the row of `party` written before it.
impl OwnedBy<Tenant> for Entity {
    fn own(_: &Tenant, _: &mut ActiveModel) {}
}

impl AmendedBy<Tenant> for Entity {}

/// Staff see it while it is open to them, and not otherwise.
impl VisibleTo<Forum> for Entity {
    fn visible(scope: &Forum) -> Condition {
        Column::Id.in_subquery(break_glass::opened(scope)).into_condition()
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
