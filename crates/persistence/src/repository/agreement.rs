//! Signed papers, between companies and between states.

use std::collections::HashMap;

use domain::{
    agreement::{Agreement, AgreementKind, AgreementTerms, Confidentiality, StatePaper},
    id::{AgreementId, CompanyId, Identifier, IntroductionId},
    proposal::{Proposal, ProposalState},
    stamp::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    json,
    proposal::{Filed, Proposals, SubjectKind, pointed},
    value, word,
};
use crate::{
    entity::{agreement, party, proposal, proposal_answer},
    error::StorageError,
    page::{Page, Position, Window, newest_first},
    scope::{AmendedBy, Forum, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, put, visible},
};

pub struct Agreements<'a, R>(pub(super) &'a R);

/// A paper as a list holds it: what everybody reads of papers between states, what parties read of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    OfCompanies(Box<Agreement>),
    OfStates(Box<StatePaper>),
}

/// Which papers are asked for.
#[derive(Debug, Clone, Default)]
pub struct AgreementFilter {
    pub of_states: Option<bool>,
    pub kind: Option<AgreementKind>,
}

const OF_COMPANIES: &str = "COMPANY";
const OF_STATES: &str = "STATE";

fn write(agreement: &Agreement, version: i32) -> agreement::ActiveModel {
    let terms = &agreement.proposal.terms;
    agreement::ActiveModel {
        id: Set(agreement.id.uuid()),
        level: Set(OF_COMPANIES.to_owned()),
        kind: Set(terms.kind.as_str().to_owned()),
        state: Set(agreement.proposal.state.as_str().to_owned()),
        published: Set(false),
        introduction_id: Set(agreement.introduction.map(Identifier::uuid)),
        proposal_id: Set(Some(agreement.proposal.id.uuid())),
        code: Set(None),
        paper: Set(None),
        value_minor: Set(terms.value.map(|value| value.minor)),
        value_currency: Set(terms.value.map(|value| value.currency.code().to_owned())),
        umbrella: Set(terms.umbrella),
        confidentiality: Set(terms.confidentiality.as_str().to_owned()),
        opened_at: Set(agreement.opened_at),
        expires_on: Set(terms.expires_on),
        version: Set(version),
        edited_at: Set(None),
    }
}

fn read(
    row: &agreement::Model,
    parties: Option<&Vec<CompanyId>>,
    proposal: Option<Proposal<AgreementTerms>>,
) -> Result<Agreement, StorageError> {
    let missing = || StorageError::Corrupt(format!("the agreement {} has no current version", row.id));
    Ok(Agreement {
        id: AgreementId::from_uuid(row.id),
        parties: parties.cloned().unwrap_or_default(),
        introduction: row.introduction_id.map(IntroductionId::from_uuid),
        proposal: proposal.ok_or_else(missing)?,
        opened_at: row.opened_at,
        version: row.version,
    })
}

impl<R: Reads> Agreements<'_, R>
where
    agreement::Entity: VisibleTo<R::Scope>,
{
    /// The published papers between states: all that those see who are party to none.
    pub async fn state_papers(self, kind: Option<AgreementKind>, window: &Window) -> Result<Page<(Position, Paper)>, StorageError> {
        let mut select = visible::<agreement::Entity, R>(self.0).filter(agreement::Column::Level.eq(OF_STATES));
        if let Some(kind) = kind {
            select = select.filter(agreement::Column::Kind.eq(kind.as_str()));
        }
        let select = newest_first(select, agreement::Column::OpenedAt, agreement::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window)
            .try_map(|row| Ok((Position::at(row.opened_at, row.id), Paper::OfStates(Box::new(read_paper(&row)?)))))
    }

    pub async fn find_state_paper(self, id: AgreementId) -> Result<Option<StatePaper>, StorageError> {
        let row = visible::<agreement::Entity, R>(self.0)
            .filter(agreement::Column::Level.eq(OF_STATES))
            .filter(agreement::Column::Id.eq(id.uuid()))
            .one(self.0.connection().0)
            .await?;
        row.as_ref().map(read_paper).transpose()
    }
}

fn read_paper(row: &agreement::Model) -> Result<StatePaper, StorageError> {
    let missing = || StorageError::Corrupt(format!("the paper {} has no record", row.id));
    Ok(StatePaper {
        id: AgreementId::from_uuid(row.id),
        kind: word(&row.kind)?,
        record: value(row.paper.clone().ok_or_else(missing)?)?,
        version: row.version,
    })
}

impl<R: Reads> Agreements<'_, R>
where
    agreement::Entity: VisibleTo<R::Scope>,
    proposal::Entity: VisibleTo<R::Scope>,
    proposal_answer::Entity: VisibleTo<R::Scope>,
    party::Entity: VisibleTo<R::Scope>,
{
    async fn whole(self, rows: Vec<agreement::Model>) -> Result<Vec<(Position, Paper)>, StorageError> {
        let current = pointed(rows.iter().map(|row| row.proposal_id.as_ref()));
        let records: Vec<Uuid> = rows.iter().filter(|row| row.level == OF_COMPANIES).map(|row| row.id).collect();
        let proposals = Proposals(self.0);
        let mut versions: HashMap<Uuid, Proposal<AgreementTerms>> = proposals.by_ids(&current).await?;
        let parties = if records.is_empty() { HashMap::new() } else { proposals.parties(&records).await? };
        rows.into_iter()
            .map(|row| {
                let position = Position::at(row.opened_at, row.id);
                if row.level == OF_STATES {
                    return Ok((position, Paper::OfStates(Box::new(read_paper(&row)?))));
                }
                let version = row.proposal_id.and_then(|id| versions.remove(&id));
                Ok((position, Paper::OfCompanies(Box::new(read(&row, parties.get(&row.id), version)?))))
            })
            .collect()
    }

    pub async fn find(self, id: AgreementId) -> Result<Option<Agreement>, StorageError> {
        Ok(self.by_ids(&[id]).await?.pop())
    }

    pub async fn get(self, id: AgreementId) -> Result<Agreement, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    pub async fn by_ids(self, ids: &[AgreementId]) -> Result<Vec<Agreement>, StorageError> {
        let rows = visible::<agreement::Entity, R>(self.0)
            .filter(agreement::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .filter(agreement::Column::Level.eq(OF_COMPANIES))
            .all(self.0.connection().0)
            .await?;
        let papers = self.whole(rows).await?.into_iter();
        Ok(papers.filter_map(|(_, paper)| if let Paper::OfCompanies(agreement) = paper { Some(*agreement) } else { None }).collect())
    }

    /// What a company sees: the published papers and its own.
    pub async fn page(self, filter: &AgreementFilter, window: &Window) -> Result<Page<(Position, Paper)>, StorageError> {
        let mut select = visible::<agreement::Entity, R>(self.0);
        if let Some(of_states) = filter.of_states {
            select = select.filter(agreement::Column::Level.eq(if of_states { OF_STATES } else { OF_COMPANIES }));
        }
        if let Some(kind) = filter.kind {
            select = select.filter(agreement::Column::Kind.eq(kind.as_str()));
        }
        let select = newest_first(select, agreement::Column::OpenedAt, agreement::Column::Id, window);
        let page = Page::cut(select.all(self.0.connection().0).await?, window);
        Ok(Page { items: self.whole(page.items).await?, more: page.more })
    }
}

impl<W: Writes> Agreements<'_, W>
where
    agreement::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    proposal::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    proposal_answer::Entity: OwnedBy<W::Scope>,
    party::Entity: OwnedBy<W::Scope>,
{
    /// Opens a paper with its parties and its first version.
    pub async fn add(self, agreement: &Agreement) -> Result<(), StorageError> {
        let record = agreement.id.uuid();
        let proposals = Proposals(self.0);
        proposals.open(record, "AGREEMENT", &agreement.parties).await?;
        proposals.add(&filed(agreement)).await?;
        add::<agreement::Entity, W>(self.0, vec![write(agreement, 1)]).await
    }

    /// Puts a further version in the place of the one before.
    pub async fn revise(self, agreement: &Agreement, previous: &Proposal<AgreementTerms>, was: ProposalState) -> Result<(), StorageError> {
        let proposals = Proposals(self.0);
        if previous.state != was {
            proposals.supersede(previous, was).await?;
        }
        proposals.add(&filed(agreement)).await?;
        self.change(agreement).await
    }

    /// Stores the company's own answer to the current version.
    pub async fn answer(self, agreement: &Agreement) -> Result<(), StorageError> {
        Proposals(self.0).answer(agreement.id.uuid(), &agreement.proposal).await?;
        self.change(agreement).await
    }

    async fn change(self, agreement: &Agreement) -> Result<(), StorageError> {
        let which =
            Condition::all().add(agreement::Column::Id.eq(agreement.id.uuid())).add(agreement::Column::Version.eq(agreement.version));
        amend::<agreement::Entity, W>(self.0, write(agreement, agreement.version + 1), which).await
    }
}

fn filed(agreement: &Agreement) -> Filed<'_, AgreementTerms> {
    let record = agreement.id.uuid();
    Filed { record, subject: record, kind: SubjectKind::Agreement, proposal: &agreement.proposal }
}

impl<W: Writes<Scope = System>> Agreements<'_, W> {
    /// Writes whole papers: the demonstration world.
    pub async fn add_all(self, agreements: &[Agreement]) -> Result<(), StorageError> {
        let proposals = Proposals(self.0);
        let parties: Vec<_> = agreements.iter().map(|agreement| (agreement.id.uuid(), "AGREEMENT", agreement.parties.clone())).collect();
        proposals.open_all(&parties).await?;
        proposals.add_all(&agreements.iter().map(filed).collect::<Vec<_>>()).await?;
        add::<agreement::Entity, W>(self.0, agreements.iter().map(|agreement| write(agreement, 1)).collect()).await
    }

    /// Puts the papers between states in the place of those imported before; what administrators wrote stays. Gives back the codes of the
    /// papers of the file that were left alone for that.
    pub async fn replace_state_papers(self, papers: &[StatePaper]) -> Result<Vec<String>, StorageError> {
        let kept: Vec<Option<String>> = visible::<agreement::Entity, W>(self.0)
            .filter(agreement::Column::Level.eq(OF_STATES))
            .filter(agreement::Column::EditedAt.is_not_null())
            .select_only()
            .column(agreement::Column::Code)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        let (kept, open): (Vec<_>, Vec<_>) = papers.iter().partition(|paper| kept.contains(&Some(paper.record.code.clone())));
        let rows = open.into_iter().map(|paper| write_paper(paper, None)).collect::<Result<Vec<_>, StorageError>>()?;
        let replaced = [
            agreement::Column::Kind,
            agreement::Column::Paper,
            agreement::Column::ValueMinor,
            agreement::Column::ValueCurrency,
            agreement::Column::OpenedAt,
        ];
        put::<agreement::Entity, W>(self.0, rows, agreement::Column::Code, &replaced).await?;
        Ok(kept.into_iter().map(|paper| paper.record.code.clone()).collect())
    }
}

fn write_paper(paper: &StatePaper, edited_at: Option<Timestamp>) -> Result<agreement::ActiveModel, StorageError> {
    let value = paper.record.value_usd_minor;
    Ok(agreement::ActiveModel {
        id: Set(paper.id.uuid()),
        level: Set(OF_STATES.to_owned()),
        kind: Set(paper.kind.as_str().to_owned()),
        state: Set(ProposalState::Confirmed.as_str().to_owned()),
        published: Set(true),
        introduction_id: Set(None),
        proposal_id: Set(None),
        code: Set(Some(paper.record.code.clone())),
        paper: Set(Some(json(&paper.record)?)),
        value_minor: Set(value),
        value_currency: Set(value.map(|_| domain::money::Currency::USD.code().to_owned())),
        // Papers between states are frames that companies fill: counted, never summed.
        umbrella: Set(true),
        confidentiality: Set(Confidentiality::Public.as_str().to_owned()),
        opened_at: Set(paper.record.listed_at()),
        expires_on: Set(None),
        version: Set(1),
        edited_at: Set(edited_at),
    })
}

impl<W: Writes<Scope = Forum>> Agreements<'_, W> {
    /// The paper between states of this code.
    pub async fn state_paper(self, code: &str) -> Result<Option<StatePaper>, StorageError> {
        let row = visible::<agreement::Entity, W>(self.0)
            .filter(agreement::Column::Level.eq(OF_STATES))
            .filter(agreement::Column::Code.eq(code))
            .one(self.0.connection().0)
            .await?;
        row.as_ref().map(read_paper).transpose()
    }

    /// Writes a paper between states, new or in the place of the version that was read.
    pub async fn put_state_paper(self, paper: &StatePaper, version: Option<i32>, at: Timestamp) -> Result<(), StorageError> {
        let mut row = write_paper(paper, Some(at))?;
        let Some(version) = version else { return add::<agreement::Entity, W>(self.0, vec![row]).await };
        row.version = Set(version + 1);
        let which = Condition::all().add(agreement::Column::Id.eq(paper.id.uuid())).add(agreement::Column::Version.eq(version));
        amend::<agreement::Entity, W>(self.0, row, which).await
    }
}

impl<R: Reads> Agreements<'_, R>
where
    agreement::Entity: VisibleTo<R::Scope>,
{
    /// Which of these papers everybody may read.
    pub async fn published_among(self, ids: &[AgreementId]) -> Result<Vec<AgreementId>, StorageError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found: Vec<Uuid> = visible::<agreement::Entity, R>(self.0)
            .filter(agreement::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .filter(agreement::Column::Published.eq(true))
            .select_only()
            .column(agreement::Column::Id)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(found.into_iter().map(AgreementId::from_uuid).collect())
    }
}
