//! Signed papers between companies: proposed, confirmed by every other party, or disputed with words.

use domain::{
    actor::Actor,
    agreement::{Agreement, AgreementParties, AgreementTerms, ProposeError, ReviseError},
    company::Company,
    event::Event,
    id::{AgreementId, CompanyId, IntroductionId},
    policy::{ConfirmBindingAgreement, ConfirmMemorandum, DisputeAgreement, ProposeAgreement, ReviseAgreement},
    proposal::{AnswerError, Proposal},
};
use persistence::{Tenant, Tx};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Proposes a paper to other companies.
pub async fn propose(op: &Op, others: &[CompanyId], terms: AgreementTerms) -> Result<Agreement, Refused<ProposeError>> {
    let (tx, actor) = op.begin().await?;
    let parties = parties(&tx, others).await?;
    let (introduction, introduced) = introduced(&tx, others).await?;
    let permit = actor.permit::<ProposeAgreement>(AgreementParties(parties))?;
    let agreement = Agreement::propose(permit, terms, introduction, introduced, op.secret_stamp())?;
    tx.agreements().add(&agreement).await?;
    tx.commit(proposed(&agreement)).await?;
    Ok(agreement)
}

/// One's own company first, then the others as they were named.
pub(crate) async fn parties(tx: &Tx<Tenant>, others: &[CompanyId]) -> Result<Vec<Company>, Failure> {
    let own = tx.company();
    let ids: Vec<_> = std::iter::once(own).chain(others.iter().copied()).collect();
    Ok(tx.companies().get_all(&ids).await?)
}

/// The introduction that leads to a paper, and whether there is one with every other company.
pub(crate) async fn introduced(tx: &Tx<Tenant>, others: &[CompanyId]) -> Result<(Option<IntroductionId>, bool), Failure> {
    let own = tx.company();
    let accepted = tx.introductions().accepted_among(own, others).await?;
    let met = |other: &CompanyId| accepted.iter().any(|introduction| introduction.from == *other || introduction.to == *other);
    let all = others.iter().filter(|other| **other != own).all(met);
    Ok((accepted.first().map(|introduction| introduction.id), all))
}

fn proposed(agreement: &Agreement) -> Event {
    Event::AgreementProposed {
        agreement: agreement.id,
        parties: agreement.parties.clone(),
        number: agreement.proposal.number,
        hash: agreement.proposal.hash.as_str().to_owned(),
    }
}

/// Proposes other terms for a paper that exists.
pub async fn revise(op: &Op, id: AgreementId, version: i32, terms: AgreementTerms) -> Result<Agreement, Refused<ReviseError>> {
    let (tx, actor) = op.begin().await?;
    let agreement = tx.agreements().get(id).await?;
    if agreement.version != version {
        return Err(Failure::Conflict.into());
    }
    let was = agreement.proposal.state;
    let (agreement, previous) = Agreement::revise(actor.permit::<ReviseAgreement>(agreement)?, terms, op.secret_stamp())?;
    tx.agreements().revise(&agreement, &previous, was).await?;
    tx.commit(proposed(&agreement)).await?;
    Ok(next(agreement))
}

/// Believes the terms whose hash is named; a binding paper binds the company and asks for its Owner.
pub async fn confirm(op: &Op, id: AgreementId, hash: &str) -> Result<Agreement, Refused<AnswerError>> {
    let (tx, actor) = op.begin().await?;
    let agreement = tx.agreements().get(id).await?;
    let agreement = confirmed(&actor, agreement, hash, op)?;
    tx.agreements().answer(&agreement).await?;
    let by = tx.company();
    tx.commit(Event::AgreementConfirmed { agreement: id, parties: agreement.parties.clone(), by, by_all: agreement.is_confirmed() })
        .await?;
    Ok(next(agreement))
}

fn confirmed(actor: &Actor, agreement: Agreement, hash: &str, op: &Op) -> Result<Agreement, Refused<AnswerError>> {
    let agreement = if agreement.proposal.terms.kind.binds() {
        Agreement::confirm_binding(actor.permit::<ConfirmBindingAgreement>(agreement)?, hash, op.stamp())?
    } else {
        Agreement::confirm_memorandum(actor.permit::<ConfirmMemorandum>(agreement)?, hash, op.stamp())?
    };
    Ok(agreement)
}

/// Says what is wrong with the terms whose hash is named.
pub async fn dispute(op: &Op, id: AgreementId, hash: &str, words: String) -> Result<Agreement, Refused<AnswerError>> {
    let (tx, actor) = op.begin().await?;
    let agreement = tx.agreements().get(id).await?;
    let agreement = Agreement::dispute(actor.permit::<DisputeAgreement>(agreement)?, hash, words, op.stamp())?;
    tx.agreements().answer(&agreement).await?;
    let by = tx.company();
    tx.commit(Event::AgreementDisputed { agreement: id, parties: agreement.parties.clone(), by }).await?;
    Ok(next(agreement))
}

fn next(mut agreement: Agreement) -> Agreement {
    agreement.version += 1;
    agreement
}

/// Every version of a paper of one's own, oldest first.
pub async fn versions(op: &Op, id: AgreementId) -> Result<Vec<Proposal<AgreementTerms>>, Failure> {
    let view = op.tenant_view().await?;
    let subject = domain::id::Identifier::uuid(id);
    let history = view.proposals().history(&[subject], persistence::repository::proposal::SubjectKind::Agreement).await?;
    Ok(history.into_iter().map(|(_, version)| version).collect())
}
