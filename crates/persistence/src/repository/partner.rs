//! Who deals with a company: whom it has met, and with whom it shares papers and ventures.

use std::collections::BTreeSet;

use domain::{
    id::{CompanyId, Identifier},
    introduction::IntroductionState,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, sea_query::Query};
use uuid::Uuid;

use crate::{
    entity::{introduction, party},
    error::StorageError,
    scope::System,
    tx::{Reads, visible},
};

pub struct Partners<'a, R>(pub(super) &'a R);

/// More than this nobody deals with.
const MANY: u64 = 2_000;

impl<R: Reads<Scope = System>> Partners<'_, R> {
    /// Every company that this one has been introduced to or shares a record with.
    pub async fn of(self, company: CompanyId) -> Result<Vec<CompanyId>, StorageError> {
        let own = company.uuid();
        let met: Vec<(Uuid, Uuid)> = visible::<introduction::Entity, R>(self.0)
            .filter(Condition::any().add(introduction::Column::FromCompanyId.eq(own)).add(introduction::Column::ToCompanyId.eq(own)))
            .filter(introduction::Column::State.eq(IntroductionState::Accepted.as_str()))
            .select_only()
            .column(introduction::Column::FromCompanyId)
            .column(introduction::Column::ToCompanyId)
            .limit(MANY)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        let mut records = Query::select();
        records.column(party::Column::RecordId).from(party::Entity).and_where(party::Column::CompanyId.eq(own));
        let shared: Vec<Uuid> = visible::<party::Entity, R>(self.0)
            .filter(party::Column::RecordId.in_subquery(records))
            .select_only()
            .column(party::Column::CompanyId)
            .distinct()
            .limit(MANY)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        let mut partners: BTreeSet<Uuid> = met.into_iter().map(|(from, to)| if from == own { to } else { from }).collect();
        partners.extend(shared);
        partners.remove(&own);
        Ok(partners.into_iter().map(CompanyId::from_uuid).collect())
    }
}
