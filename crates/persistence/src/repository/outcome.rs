//! What ventures have realised.

use std::collections::HashMap;

use domain::{
    id::{Identifier, JointVentureId, OutcomeId},
    outcome::{Outcome, OutcomeTerms},
    proposal::{Proposal, ProposalState},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::proposal::{Filed, Proposals, SubjectKind};
use crate::{
    entity::{outcome, party, proposal, proposal_answer},
    error::StorageError,
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct Outcomes<'a, R>(pub(super) &'a R);

fn write(outcome: &Outcome, version: i32) -> outcome::ActiveModel {
    let terms = &outcome.proposal.terms;
    outcome::ActiveModel {
        id: Set(outcome.id.uuid()),
        joint_venture_id: Set(outcome.joint_venture.uuid()),
        proposal_id: Set(outcome.proposal.id.uuid()),
        state: Set(outcome.proposal.state.as_str().to_owned()),
        value_minor: Set(terms.value.map(|value| value.minor)),
        value_currency: Set(terms.value.map(|value| value.currency.code().to_owned())),
        reported_at: Set(outcome.proposal.proposed_at),
        version: Set(version),
    }
}

fn filed(outcome: &Outcome) -> Filed<'_, OutcomeTerms> {
    Filed { record: outcome.joint_venture.uuid(), subject: outcome.id.uuid(), kind: SubjectKind::Outcome, proposal: &outcome.proposal }
}

impl<R: Reads> Outcomes<'_, R>
where
    outcome::Entity: VisibleTo<R::Scope>,
    proposal::Entity: VisibleTo<R::Scope>,
    proposal_answer::Entity: VisibleTo<R::Scope>,
    party::Entity: VisibleTo<R::Scope>,
{
    async fn whole(self, rows: Vec<outcome::Model>) -> Result<Vec<Outcome>, StorageError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let proposals = Proposals(self.0);
        let versions: Vec<Uuid> = rows.iter().map(|row| row.proposal_id).collect();
        let records: Vec<Uuid> = rows.iter().map(|row| row.joint_venture_id).collect();
        let mut versions: HashMap<Uuid, Proposal<OutcomeTerms>> = proposals.by_ids(&versions).await?;
        let parties = proposals.parties(&records).await?;
        rows.into_iter()
            .map(|row| {
                let missing = || StorageError::Corrupt(format!("the outcome {} has no current version", row.id));
                Ok(Outcome {
                    id: OutcomeId::from_uuid(row.id),
                    joint_venture: JointVentureId::from_uuid(row.joint_venture_id),
                    parties: parties.get(&row.joint_venture_id).cloned().unwrap_or_default(),
                    proposal: versions.remove(&row.proposal_id).ok_or_else(missing)?,
                    version: row.version,
                })
            })
            .collect()
    }

    pub async fn get(self, id: OutcomeId) -> Result<Outcome, StorageError> {
        let rows = visible::<outcome::Entity, R>(self.0).filter(outcome::Column::Id.eq(id.uuid())).all(self.0.connection().0).await?;
        self.whole(rows).await?.pop().ok_or(StorageError::NotFound)
    }

    /// The outcomes of some ventures, oldest first.
    pub async fn of(self, ventures: &[JointVentureId]) -> Result<Vec<Outcome>, StorageError> {
        let rows = visible::<outcome::Entity, R>(self.0)
            .filter(outcome::Column::JointVentureId.is_in(ventures.iter().map(|id| id.uuid())))
            .order_by_asc(outcome::Column::ReportedAt)
            .order_by_asc(outcome::Column::Id)
            .all(self.0.connection().0)
            .await?;
        self.whole(rows).await
    }

    pub async fn count_confirmed(self, venture: JointVentureId) -> Result<u64, StorageError> {
        let found = visible::<outcome::Entity, R>(self.0)
            .filter(outcome::Column::JointVentureId.eq(venture.uuid()))
            .filter(outcome::Column::State.eq(ProposalState::Confirmed.as_str()))
            .count(self.0.connection().0)
            .await?;
        Ok(found)
    }
}

impl<W: Writes> Outcomes<'_, W>
where
    outcome::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    proposal::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    proposal_answer::Entity: OwnedBy<W::Scope>,
    party::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, outcome: &Outcome) -> Result<(), StorageError> {
        Proposals(self.0).add(&filed(outcome)).await?;
        add::<outcome::Entity, W>(self.0, vec![write(outcome, 1)]).await
    }

    /// Stores the company's own answer.
    pub async fn answer(self, outcome: &Outcome) -> Result<(), StorageError> {
        Proposals(self.0).answer(outcome.joint_venture.uuid(), &outcome.proposal).await?;
        let which = Condition::all().add(outcome::Column::Id.eq(outcome.id.uuid())).add(outcome::Column::Version.eq(outcome.version));
        amend::<outcome::Entity, W>(self.0, write(outcome, outcome.version + 1), which).await
    }
}

impl<W: Writes<Scope = System>> Outcomes<'_, W> {
    /// Writes whole outcomes: the demonstration world.
    pub async fn add_all(self, outcomes: &[Outcome]) -> Result<(), StorageError> {
        Proposals(self.0).add_all(&outcomes.iter().map(filed).collect::<Vec<_>>()).await?;
        add::<outcome::Entity, W>(self.0, outcomes.iter().map(|outcome| write(outcome, 1)).collect()).await
    }
}
