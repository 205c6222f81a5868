//! The public version of a record: proposed by a party, agreed by all, approved by a moderator of each side, and taken back by any of them.

use domain::{
    agreement::Agreement,
    country::Country,
    event::Event,
    id::{CompanyId, PublicationId},
    joint_venture::JointVenture,
    moderation_case::{CaseEntry, CaseKind, CaseSubject, EntryKind, ModerationCase},
    policy::{AnswerPublication, ProposePublication, RetractPublication, WithdrawPublication},
    proposal::ProposalState,
    publication::{
        AnswerError, ProposeError, Publication, PublicationLevel, PublicationState, PublishedFacts, SharedRecord, Sharing, WithdrawError,
    },
};
use persistence::{Tenant, Tx, error::Unique};

use crate::{
    failure::{Failure, Refused, taken},
    op::{For, Op, Who},
};

/// Proposes what the public may read of an agreement or a venture.
pub async fn propose(
    op: &Op,
    record: SharedRecord,
    level: PublicationLevel,
    words: (String, String),
    named: bool,
) -> Result<Publication, Refused<ProposeError>> {
    let (tx, actor) = op.begin().await?;
    let sharing = match record {
        SharedRecord::Agreement(id) => of_agreement(&tx, record, &tx.agreements().get(id).await?).await?,
        SharedRecord::JointVenture(id) => of_venture(&tx, record, &tx.joint_ventures().get(id).await?).await?,
    };
    let publication = Publication::propose(actor.permit::<ProposePublication>(sharing)?, level, words, named, op.secret_stamp())?;
    tx.publications().add(&publication).await.map_err(taken(Unique::OpenPublication, || ProposeError::AlreadyProposed))?;
    let (parties, by) = (publication.companies(), publication.proposed_by);
    tx.commit(Event::PublicationProposed { publication: publication.id, parties, by }).await?;
    Ok(publication)
}

async fn countries(tx: &Tx<Tenant>, parties: &[CompanyId]) -> Result<Vec<(CompanyId, Country)>, Failure> {
    let companies = tx.companies().get_all(parties).await?;
    Ok(companies.into_iter().map(|company| (company.id, company.registration.country)).collect())
}

async fn of_agreement(tx: &Tx<Tenant>, record: SharedRecord, agreement: &Agreement) -> Result<Sharing, Failure> {
    let terms = &agreement.proposal.terms;
    Ok(Sharing {
        record,
        parties: countries(tx, &agreement.parties).await?,
        confirmed: agreement.is_confirmed(),
        confidentiality: terms.confidentiality,
        facts: PublishedFacts { paper_kind: Some(terms.kind), stage: None, subsectors: terms.subsectors.clone(), value: terms.value },
    })
}

async fn of_venture(tx: &Tx<Tenant>, record: SharedRecord, venture: &JointVenture) -> Result<Sharing, Failure> {
    let terms = &venture.terms.terms;
    let subsectors = terms.subsectors.clone();
    Ok(Sharing {
        record,
        parties: countries(tx, &venture.parties).await?,
        confirmed: venture.terms.state == ProposalState::Confirmed,
        confidentiality: terms.confidentiality,
        facts: PublishedFacts { paper_kind: None, stage: Some(venture.stage), subsectors, value: terms.capital },
    })
}

/// Agrees to it as another party, or would rather not; when all agree, a moderator of each side gets a case.
pub async fn answer(
    op: &Op,
    id: PublicationId,
    version: i32,
    agrees: bool,
    named: bool,
    words: Option<String>,
) -> Result<Publication, Refused<AnswerError>> {
    let (tx, actor) = op.begin().await?;
    let publication = tx.publications().get(id).await?;
    if publication.version != version {
        return Err(Failure::Conflict.into());
    }
    let permit = actor.permit::<AnswerPublication>(publication)?;
    let by = *permit.by();
    let publication = Publication::answer(permit, agrees, named, words, op.stamp())?;
    tx.publications().change(&publication).await?;
    let parties = publication.companies();
    if publication.state == PublicationState::InReview {
        for side in Country::ALL {
            let stamp = op.stamp();
            let mut case = ModerationCase::open(CaseKind::Publication, CaseSubject::Publication(id), by.company, *side, stamp);
            case.concerned.clone_from(&parties);
            tx.moderation_cases().add(&case).await?;
            tx.case_entries().add(&CaseEntry::of_company(&case, EntryKind::Opened, &by, None, stamp)).await?;
        }
    }
    tx.commit(Event::PublicationAnswered { publication: id, parties, by: by.company, agrees }).await?;
    Ok(next(publication))
}

/// Takes it back, as a party or as staff; what the public read of it is gone with the commit.
pub async fn withdraw(op: &Op, id: PublicationId, version: i32, reason: String) -> Result<Publication, Refused<WithdrawError>> {
    let at = |publication: Publication| if publication.version == version { Ok(publication) } else { Err(Failure::Conflict) };
    if let Who::Person { acting: For::Forum, .. } = op.who() {
        let (tx, actor) = op.begin_staff().await?;
        let _permit = actor.permit::<domain::policy::ReadQueue>(domain::moderation_case::Queue)?;
        let publication = at(tx.publications().get(id).await?)?;
        let publication = Publication::retract(actor.permit::<RetractPublication>(publication)?, reason.clone(), op.stamp())?;
        return finish(op, tx, publication, true, reason).await;
    }
    // What everybody reads is no table of the company's, so that it is taken away beyond its scope, which has shown the publication.
    op.tenant_view().await?.publications().get(id).await?;
    let (tx, actor) = op.begin_beyond().await?;
    let publication = at(tx.publications().get(id).await?)?;
    let publication = Publication::withdraw(actor.permit::<WithdrawPublication>(publication)?, reason.clone(), op.stamp())?;
    finish(op, tx, publication, false, reason).await
}

/// What both ways of taking it back do.
trait TakesBack: Sized {
    async fn take_back(&self, op: &Op, publication: &Publication, reason: &str) -> Result<(), Failure>;
    async fn end(self, event: Event) -> Result<(), Failure>;
}

macro_rules! takes_back {
    ($($scope:ty),*) => {$(
        impl TakesBack for Tx<$scope> {
            async fn take_back(&self, op: &Op, publication: &Publication, reason: &str) -> Result<(), Failure> {
                self.publications().change(publication).await?;
                self.published_records().withdraw(publication.id).await?;
                for case in self.moderation_cases().about(CaseKind::Publication, CaseSubject::Publication(publication.id)).await? {
                    if !case.state.is_decided() {
                        self.moderation_cases().change(&case.moot(reason.to_owned(), op.stamp())).await?;
                    }
                }
                Ok(())
            }
            async fn end(self, event: Event) -> Result<(), Failure> {
                Ok(self.commit(event).await?)
            }
        }
    )*};
}

takes_back!(persistence::Forum, persistence::System);

async fn finish(
    op: &Op,
    tx: impl TakesBack,
    publication: Publication,
    by_staff: bool,
    reason: String,
) -> Result<Publication, Refused<WithdrawError>> {
    tx.take_back(op, &publication, &reason).await?;
    let parties = publication.companies();
    tx.end(Event::PublicationWithdrawn { publication: publication.id, parties, by_staff, reason }).await?;
    Ok(next(publication))
}

fn next(mut publication: Publication) -> Publication {
    publication.version += 1;
    publication
}
