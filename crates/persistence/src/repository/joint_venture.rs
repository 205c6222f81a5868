//! Undertakings of companies of both countries.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{AgreementId, CompanyId, Identifier, IntroductionId, JointVentureId, ProposalId},
    joint_venture::{Answered, Health, JointVenture, Stage, StageChange, VentureTerms},
    proposal::{Proposal, ProposalState},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, sea_query::Query};
use uuid::Uuid;

use super::{
    proposal::{Filed, Proposals, SubjectKind},
    word,
};
use crate::{
    entity::{agreement, joint_venture, party, proposal, proposal_answer},
    error::StorageError,
    page::{Page, Position, Window, newest_first},
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct JointVentures<'a, R>(pub(super) &'a R);

fn write(venture: &JointVenture, version: i32) -> joint_venture::ActiveModel {
    joint_venture::ActiveModel {
        id: Set(venture.id.uuid()),
        introduction_id: Set(venture.introduction.map(Identifier::uuid)),
        agreement_id: Set(venture.agreement.map(Identifier::uuid)),
        stage: Set(venture.stage.as_str().to_owned()),
        health: Set(venture.health.as_str().to_owned()),
        terms_proposal_id: Set(venture.terms.id.uuid()),
        stage_proposal_id: Set(venture.stage_change.as_ref().map(|change| change.id.uuid())),
        end_reason: Set(venture.end_reason.clone()),
        confidentiality: Set(venture.terms.terms.confidentiality.as_str().to_owned()),
        proposed_at: Set(venture.proposed_at),
        touched_at: Set(venture.touched_at),
        version: Set(version),
    }
}

impl<R: Reads> JointVentures<'_, R>
where
    joint_venture::Entity: VisibleTo<R::Scope>,
    proposal::Entity: VisibleTo<R::Scope>,
    proposal_answer::Entity: VisibleTo<R::Scope>,
    party::Entity: VisibleTo<R::Scope>,
{
    /// How many ventures that the scope shares are under way: neither ended nor completed, and more than one's own draft.
    pub async fn count_open(self) -> Result<u64, StorageError> {
        let rest = Stage::ALL.iter().filter(|stage| stage.is_final() || **stage == Stage::Draft).map(|stage| stage.as_str());
        let select = visible::<joint_venture::Entity, R>(self.0).filter(joint_venture::Column::Stage.is_not_in(rest));
        Ok(sea_orm::PaginatorTrait::count(select, self.0.connection().0).await?)
    }

    async fn whole(self, rows: Vec<joint_venture::Model>) -> Result<Vec<JointVenture>, StorageError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let proposals = Proposals(self.0);
        let records: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let terms: Vec<Uuid> = rows.iter().map(|row| row.terms_proposal_id).collect();
        let stages: Vec<Uuid> = rows.iter().filter_map(|row| row.stage_proposal_id).collect();
        let mut terms: HashMap<Uuid, Proposal<VentureTerms>> = proposals.by_ids(&terms).await?;
        let mut stages: HashMap<Uuid, Proposal<StageChange>> = proposals.by_ids(&stages).await?;
        let mut parties: HashMap<Uuid, Vec<CompanyId>> = proposals.parties(&records).await?;
        rows.into_iter()
            .map(|row| {
                let missing = || StorageError::Corrupt(format!("the venture {} has no current terms", row.id));
                Ok(JointVenture {
                    id: JointVentureId::from_uuid(row.id),
                    parties: parties.remove(&row.id).unwrap_or_default(),
                    introduction: row.introduction_id.map(IntroductionId::from_uuid),
                    agreement: row.agreement_id.map(AgreementId::from_uuid),
                    stage: word(&row.stage)?,
                    health: word(&row.health)?,
                    terms: terms.remove(&row.terms_proposal_id).ok_or_else(missing)?,
                    stage_change: row.stage_proposal_id.and_then(|id| stages.remove(&id)),
                    end_reason: row.end_reason,
                    proposed_at: row.proposed_at,
                    touched_at: row.touched_at,
                    version: row.version,
                })
            })
            .collect()
    }

    pub async fn find(self, id: JointVentureId) -> Result<Option<JointVenture>, StorageError> {
        Ok(self.by_ids(&[id]).await?.pop())
    }

    pub async fn get(self, id: JointVentureId) -> Result<JointVenture, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    pub async fn by_ids(self, ids: &[JointVentureId]) -> Result<Vec<JointVenture>, StorageError> {
        let rows = visible::<joint_venture::Entity, R>(self.0)
            .filter(joint_venture::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        self.whole(rows).await
    }

    pub async fn page(self, stage: Option<Stage>, window: &Window) -> Result<Page<(Position, JointVenture)>, StorageError> {
        let mut select = visible::<joint_venture::Entity, R>(self.0);
        if let Some(stage) = stage {
            select = select.filter(joint_venture::Column::Stage.eq(stage.as_str()));
        }
        let select = newest_first(select, joint_venture::Column::ProposedAt, joint_venture::Column::Id, window);
        let page = Page::cut(select.all(self.0.connection().0).await?, window);
        let ventures = self.whole(page.items).await?;
        let items = ventures.into_iter().map(|venture| (Position::at(venture.proposed_at, venture.id.uuid()), venture)).collect();
        Ok(Page { items, more: page.more })
    }

    /// Every version of a venture's terms, oldest first.
    pub async fn terms_history(self, id: JointVentureId) -> Result<Vec<Proposal<VentureTerms>>, StorageError> {
        let history = Proposals(self.0).history(&[id.uuid()], SubjectKind::VentureTerms).await?;
        Ok(history.into_iter().map(|(_, terms)| terms).collect())
    }

    /// Every stage that was proposed for a venture, oldest first.
    pub async fn stage_history(self, id: JointVentureId) -> Result<Vec<Proposal<StageChange>>, StorageError> {
        let history = Proposals(self.0).history(&[id.uuid()], SubjectKind::VentureStage).await?;
        Ok(history.into_iter().map(|(_, change)| change).collect())
    }
}

fn filed_terms(venture: &JointVenture) -> Filed<'_, VentureTerms> {
    let record = venture.id.uuid();
    Filed { record, subject: record, kind: SubjectKind::VentureTerms, proposal: &venture.terms }
}

fn filed_stage(venture: &JointVenture) -> Option<Filed<'_, StageChange>> {
    let record = venture.id.uuid();
    venture.stage_change.as_ref().map(|proposal| Filed { record, subject: record, kind: SubjectKind::VentureStage, proposal })
}

impl<W: Writes> JointVentures<'_, W>
where
    joint_venture::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    proposal::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    proposal_answer::Entity: OwnedBy<W::Scope>,
    party::Entity: OwnedBy<W::Scope>,
{
    /// Logs a venture with its parties and its first terms.
    pub async fn add(self, venture: &JointVenture) -> Result<(), StorageError> {
        let proposals = Proposals(self.0);
        proposals.open(venture.id.uuid(), "JOINT_VENTURE", &venture.parties).await?;
        proposals.add(&filed_terms(venture)).await?;
        add::<joint_venture::Entity, W>(self.0, vec![write(venture, 1)]).await
    }

    /// Stores the stage that was just proposed, or the end that was just declared, which leaves a stage that waited without an answer.
    pub async fn advance(self, venture: &JointVenture, before: Option<(ProposalId, ProposalState)>) -> Result<(), StorageError> {
        let proposals = Proposals(self.0);
        match (&venture.stage_change, before) {
            (Some(change), Some((id, was))) if change.id == id => {
                if change.state != was {
                    proposals.supersede(change, was).await?;
                }
            }
            (Some(_), _) => {
                if let Some(filed) = filed_stage(venture) {
                    proposals.add(&filed).await?;
                }
            }
            (None, _) => {}
        }
        self.change(venture).await
    }

    /// Puts other terms in the place of those before.
    pub async fn revise(self, venture: &JointVenture, previous: &Proposal<VentureTerms>, was: ProposalState) -> Result<(), StorageError> {
        let proposals = Proposals(self.0);
        if previous.state != was {
            proposals.supersede(previous, was).await?;
        }
        proposals.add(&filed_terms(venture)).await?;
        self.change(venture).await
    }

    /// Stores the company's own answer to the terms or the stage.
    pub async fn answer(self, venture: &JointVenture, answered: Answered) -> Result<(), StorageError> {
        let proposals = Proposals(self.0);
        match (answered, &venture.stage_change) {
            (Answered::Stage, Some(change)) => proposals.answer(venture.id.uuid(), change).await?,
            _ => proposals.answer(venture.id.uuid(), &venture.terms).await?,
        }
        self.change(venture).await
    }

    /// Notes that somebody wrote about the venture.
    pub async fn touch(self, venture: &JointVenture) -> Result<(), StorageError> {
        self.change(venture).await
    }

    async fn change(self, venture: &JointVenture) -> Result<(), StorageError> {
        let which =
            Condition::all().add(joint_venture::Column::Id.eq(venture.id.uuid())).add(joint_venture::Column::Version.eq(venture.version));
        amend::<joint_venture::Entity, W>(self.0, write(venture, venture.version + 1), which).await
    }
}

/// Neither ended nor asleep.
fn awake() -> Condition {
    let ended = Stage::ALL.iter().filter(|stage| stage.is_final()).map(|stage| stage.as_str());
    Condition::all().add(joint_venture::Column::Stage.is_not_in(ended)).add(joint_venture::Column::Health.ne(Health::Dormant.as_str()))
}

impl<R: Reads<Scope = System>> JointVentures<'_, R> {
    /// Ventures that nobody has written about since, those silent for longest first.
    pub async fn silent(self, since: DateTime<Utc>, limit: u64) -> Result<Vec<JointVentureId>, StorageError> {
        let ids: Vec<Uuid> = visible::<joint_venture::Entity, R>(self.0)
            .filter(joint_venture::Column::TouchedAt.lte(since))
            .filter(awake())
            .order_by_asc(joint_venture::Column::TouchedAt)
            .order_by_asc(joint_venture::Column::Id)
            .limit(limit)
            .select_only()
            .column(joint_venture::Column::Id)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(ids.into_iter().map(JointVentureId::from_uuid).collect())
    }

    /// Ventures that stand on a memorandum whose last day has passed.
    pub async fn run_out(self, today: NaiveDate, limit: u64) -> Result<Vec<JointVentureId>, StorageError> {
        let mut run_out = Query::select();
        run_out.column(agreement::Column::Id).from(agreement::Entity).and_where(agreement::Column::ExpiresOn.lt(today));
        let ids: Vec<Uuid> = visible::<joint_venture::Entity, R>(self.0)
            .filter(joint_venture::Column::Stage.eq(Stage::MouSigned.as_str()))
            .filter(joint_venture::Column::AgreementId.in_subquery(run_out))
            .order_by_asc(joint_venture::Column::Id)
            .limit(limit)
            .select_only()
            .column(joint_venture::Column::Id)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(ids.into_iter().map(JointVentureId::from_uuid).collect())
    }
}

impl<W: Writes<Scope = System>> JointVentures<'_, W> {
    /// Writes whole ventures: the demonstration world.
    pub async fn add_all(self, ventures: &[JointVenture]) -> Result<(), StorageError> {
        let proposals = Proposals(self.0);
        let parties: Vec<_> = ventures.iter().map(|venture| (venture.id.uuid(), "JOINT_VENTURE", venture.parties.clone())).collect();
        proposals.open_all(&parties).await?;
        proposals.add_all(&ventures.iter().map(filed_terms).collect::<Vec<_>>()).await?;
        proposals.add_all(&ventures.iter().filter_map(filed_stage).collect::<Vec<_>>()).await?;
        add::<joint_venture::Entity, W>(self.0, ventures.iter().map(|venture| write(venture, 1)).collect()).await
    }
}
