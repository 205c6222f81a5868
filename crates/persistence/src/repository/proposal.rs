//! Versions that every party has to confirm, the answers to them, and who the parties are.

use std::collections::{HashMap, HashSet};

use domain::{
    id::{CompanyId, Identifier, ProposalId, UserId},
    proposal::{Answer, Proposal, ProposalState, TermsHash},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{json, value, word};
use crate::{
    entity::{party, proposal, proposal_answer},
    error::StorageError,
    scope::{AmendedBy, OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

/// What a version is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    Agreement,
    VentureTerms,
    VentureStage,
    Outcome,
}

impl SubjectKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreement => "AGREEMENT",
            Self::VentureTerms => "VENTURE_TERMS",
            Self::VentureStage => "VENTURE_STAGE",
            Self::Outcome => "OUTCOME",
        }
    }
}

/// A version with the record whose parties may read it.
pub struct Filed<'a, T> {
    pub record: Uuid,
    pub subject: Uuid,
    pub kind: SubjectKind,
    pub proposal: &'a Proposal<T>,
}

pub struct Proposals<'a, R>(pub(super) &'a R);

fn read<T: Serialize + DeserializeOwned>(row: proposal::Model, answers: Vec<Answer>) -> Result<Proposal<T>, StorageError> {
    Ok(Proposal {
        id: ProposalId::from_uuid(row.id),
        number: row.number,
        terms: value(row.terms)?,
        hash: TermsHash::stored(row.hash),
        proposed_by: CompanyId::from_uuid(row.proposed_by),
        proposer: UserId::from_uuid(row.proposer),
        proposed_at: row.proposed_at,
        state: word(&row.state)?,
        answers,
    })
}

fn write<T: Serialize>(filed: &Filed<'_, T>) -> Result<proposal::ActiveModel, StorageError> {
    let proposal = filed.proposal;
    Ok(proposal::ActiveModel {
        id: Set(proposal.id.uuid()),
        record_id: Set(filed.record),
        subject_id: Set(filed.subject),
        subject_kind: Set(filed.kind.as_str().to_owned()),
        number: Set(proposal.number),
        terms: Set(json(&proposal.terms)?),
        hash: Set(proposal.hash.as_str().to_owned()),
        proposed_by: Set(proposal.proposed_by.uuid()),
        proposer: Set(proposal.proposer.uuid()),
        proposed_at: Set(proposal.proposed_at),
        state: Set(proposal.state.as_str().to_owned()),
    })
}

fn write_answer(record: Uuid, proposal: ProposalId, answer: &Answer) -> proposal_answer::ActiveModel {
    proposal_answer::ActiveModel {
        proposal_id: Set(proposal.uuid()),
        company_id: Set(answer.company.uuid()),
        record_id: Set(record),
        by: Set(answer.by.uuid()),
        verdict: Set(answer.verdict.as_str().to_owned()),
        words: Set(answer.words.clone()),
        at: Set(answer.at),
    }
}

impl<R: Reads> Proposals<'_, R>
where
    proposal::Entity: VisibleTo<R::Scope>,
    proposal_answer::Entity: VisibleTo<R::Scope>,
    party::Entity: VisibleTo<R::Scope>,
{
    async fn with_answers<T: Serialize + DeserializeOwned>(
        self,
        rows: Vec<proposal::Model>,
    ) -> Result<Vec<(Uuid, Proposal<T>)>, StorageError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let answers = visible::<proposal_answer::Entity, R>(self.0)
            .filter(proposal_answer::Column::ProposalId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(proposal_answer::Column::At)
            .order_by_asc(proposal_answer::Column::CompanyId)
            .all(self.0.connection().0)
            .await?;
        let mut said: HashMap<Uuid, Vec<Answer>> = HashMap::new();
        for row in answers {
            said.entry(row.proposal_id).or_default().push(Answer {
                company: CompanyId::from_uuid(row.company_id),
                by: UserId::from_uuid(row.by),
                verdict: word(&row.verdict)?,
                words: row.words,
                at: row.at,
            });
        }
        rows.into_iter()
            .map(|row| {
                let answers = said.remove(&row.id).unwrap_or_default();
                Ok((row.subject_id, read(row, answers)?))
            })
            .collect()
    }

    /// Versions by their own ids, each with its answers.
    pub async fn by_ids<T: Serialize + DeserializeOwned>(self, ids: &[Uuid]) -> Result<HashMap<Uuid, Proposal<T>>, StorageError> {
        let rows = visible::<proposal::Entity, R>(self.0)
            .filter(proposal::Column::Id.is_in(ids.iter().copied()))
            .all(self.0.connection().0)
            .await?;
        Ok(self.with_answers(rows).await?.into_iter().map(|(_, proposal)| (proposal.id.uuid(), proposal)).collect())
    }

    /// Every version of some subjects, oldest first.
    pub async fn history<T: Serialize + DeserializeOwned>(
        self,
        subjects: &[Uuid],
        kind: SubjectKind,
    ) -> Result<Vec<(Uuid, Proposal<T>)>, StorageError> {
        let rows = visible::<proposal::Entity, R>(self.0)
            .filter(proposal::Column::SubjectId.is_in(subjects.iter().copied()))
            .filter(proposal::Column::SubjectKind.eq(kind.as_str()))
            .order_by_asc(proposal::Column::SubjectId)
            .order_by_asc(proposal::Column::Number)
            .all(self.0.connection().0)
            .await?;
        self.with_answers(rows).await
    }

    /// The parties of some records, in the order in which they were named.
    pub async fn parties(self, records: &[Uuid]) -> Result<HashMap<Uuid, Vec<CompanyId>>, StorageError> {
        let rows = visible::<party::Entity, R>(self.0)
            .filter(party::Column::RecordId.is_in(records.iter().copied()))
            .order_by_asc(party::Column::Position)
            .all(self.0.connection().0)
            .await?;
        let mut parties: HashMap<Uuid, Vec<CompanyId>> = HashMap::new();
        // Whose place another has taken reads the record on, and speaks in it no more.
        let succeeded: HashSet<(Uuid, Uuid)> = rows.iter().filter_map(|row| Some((row.record_id, row.succeeds_id?))).collect();
        for row in rows.into_iter().filter(|row| !succeeded.contains(&(row.record_id, row.company_id))) {
            parties.entry(row.record_id).or_default().push(CompanyId::from_uuid(row.company_id));
        }
        Ok(parties)
    }
}

impl<W: Writes> Proposals<'_, W>
where
    proposal::Entity: OwnedBy<W::Scope>,
    proposal_answer::Entity: OwnedBy<W::Scope>,
    party::Entity: OwnedBy<W::Scope>,
{
    /// Writes who shares a record: the opening company first and alone, because only a party may name further ones.
    pub async fn open(self, record: Uuid, kind: &str, parties: &[CompanyId]) -> Result<(), StorageError> {
        let rows = parties.iter().zip(0..).map(|(company, position)| party::ActiveModel {
            record_id: Set(record),
            company_id: Set(company.uuid()),
            record_kind: Set(kind.to_owned()),
            position: Set(position),
            succeeds_id: Set(None),
        });
        let mut rows: Vec<_> = rows.collect();
        let others = rows.split_off(1.min(rows.len()));
        add::<party::Entity, W>(self.0, rows).await?;
        add::<party::Entity, W>(self.0, others).await
    }

    /// Writes the parties of many records at once: the demonstration world, which no policy binds.
    pub async fn open_all(self, records: &[(Uuid, &'static str, Vec<CompanyId>)]) -> Result<(), StorageError> {
        let rows = records.iter().flat_map(|(record, kind, parties)| {
            parties.iter().zip(0..).map(move |(company, position)| party::ActiveModel {
                record_id: Set(*record),
                company_id: Set(company.uuid()),
                record_kind: Set((*kind).to_owned()),
                position: Set(position),
                succeeds_id: Set(None),
            })
        });
        add::<party::Entity, W>(self.0, rows.collect()).await
    }

    pub async fn add<T: Serialize>(self, filed: &Filed<'_, T>) -> Result<(), StorageError> {
        add::<proposal::Entity, W>(self.0, vec![write(filed)?]).await
    }

    /// Writes versions with the answers that they already have.
    pub async fn add_all<T: Serialize>(self, filed: &[Filed<'_, T>]) -> Result<(), StorageError> {
        let rows = filed.iter().map(write).collect::<Result<_, _>>()?;
        add::<proposal::Entity, W>(self.0, rows).await?;
        let answers = filed
            .iter()
            .flat_map(|filed| filed.proposal.answers.iter().map(|answer| write_answer(filed.record, filed.proposal.id, answer)));
        add::<proposal_answer::Entity, W>(self.0, answers.collect()).await
    }
}

impl<W: Writes> Proposals<'_, W>
where
    proposal::Entity: AmendedBy<W::Scope>,
    proposal_answer::Entity: OwnedBy<W::Scope>,
    party::Entity: VisibleTo<W::Scope>,
{
    /// Writes the company's own answer and what became of the version; a version that somebody settled meanwhile is stale.
    pub async fn answer<T>(self, record: Uuid, proposal: &Proposal<T>) -> Result<(), StorageError> {
        let Some(answer) = proposal.answers.last() else { return Ok(()) };
        add::<proposal_answer::Entity, W>(self.0, vec![write_answer(record, proposal.id, answer)]).await?;
        self.settle(proposal, ProposalState::Pending).await
    }

    /// Marks a version as superseded by a later one.
    pub async fn supersede<T>(self, proposal: &Proposal<T>, was: ProposalState) -> Result<(), StorageError> {
        self.settle(proposal, was).await
    }

    async fn settle<T>(self, proposal: &Proposal<T>, was: ProposalState) -> Result<(), StorageError> {
        let row = proposal::ActiveModel { state: Set(proposal.state.as_str().to_owned()), ..Default::default() };
        let which =
            sea_orm::Condition::all().add(proposal::Column::Id.eq(proposal.id.uuid())).add(proposal::Column::State.eq(was.as_str()));
        amend::<proposal::Entity, W>(self.0, row, which).await
    }
}

/// The ids of the versions that rows point to.
pub(super) fn pointed<'a>(ids: impl Iterator<Item = Option<&'a Uuid>>) -> Vec<Uuid> {
    ids.flatten().copied().collect()
}
