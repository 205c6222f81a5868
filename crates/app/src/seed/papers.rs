//! Agreements: proposed by one side, confirmed or disputed by the other.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    agreement::{Agreement, AgreementKind, AgreementParties, AgreementTerms, Confidentiality},
    language::Language,
    policy::{ConfirmBindingAgreement, ConfirmMemorandum, DisputeAgreement, ProposeAgreement, ReviseAgreement},
    stamp::Stamp,
};

use super::{Chunk, SeedError, chance::Chance, dealings::Acquainted, firms::Firm, listings, refused, world::World};

/// What becomes of an agreement, in turn.
pub fn sign(world: &World<'_>, mut between: Acquainted<'_>, nth: usize, chance: &mut Chance, chunk: &mut Chunk) -> Result<(), SeedError> {
    use AgreementKind::{Contract, LetterOfIntent, Memorandum, ShareholdersAgreement};
    let (from, to) = (between.from, between.to);
    let kind = [Memorandum, Memorandum, Contract, Contract, Memorandum, LetterOfIntent, ShareholdersAgreement, Memorandum][nth % 8];
    let at = between.pace.step(chance);
    let mut terms = terms(world, &between, kind, at.date_naive(), chance)?;
    if nth % 8 == 7 {
        (terms.umbrella, terms.estimate) = (true, true);
    }
    let mut agreement = propose(&between, terms.clone(), chance.stamp(at))?;
    let at = between.pace.step(chance);
    match nth % 8 {
        1 | 3 | 6 => {}
        4 => agreement = dispute(to, agreement, chance.stamp(at))?,
        5 => {
            agreement = dispute(to, agreement, chance.stamp(at))?;
            terms.summary = format!("{} The volume is agreed for each quarter.", terms.summary);
            let at = between.pace.step(chance);
            let permit = from.actor().permit::<ReviseAgreement>(agreement).map_err(refused)?;
            let (revised, previous) = Agreement::revise(permit, terms, chance.stamp(at)).map_err(refused)?;
            chunk.superseded.push((revised.clone(), previous));
            let at = between.pace.step(chance);
            agreement = confirm(to, revised, chance.stamp(at))?;
        }
        _ => agreement = confirm(to, agreement, chance.stamp(at))?,
    }
    chunk.agreements.push(agreement);
    Ok(())
}

/// The terms of a paper between two companies, signed on a day.
pub fn terms(
    world: &World<'_>,
    between: &Acquainted<'_>,
    kind: AgreementKind,
    signed_on: NaiveDate,
    chance: &mut Chance,
) -> Result<AgreementTerms, SeedError> {
    let said = &between.from.company.registration;
    let other = &between.to.company.registration;
    let branch = &said.subsectors[0];
    let name = world.subsector(branch.as_str())?.names.best(Language::En).unwrap_or_default();
    let paper = match kind {
        AgreementKind::Contract => "Contract",
        AgreementKind::ShareholdersAgreement => "Shareholders' agreement",
        AgreementKind::LetterOfIntent => "Letter of intent",
        _ => "Memorandum of understanding",
    };
    Ok(AgreementTerms {
        kind,
        title: format!("{paper}: {name} (demonstration)"),
        summary: format!("{} and {} agree to work together. Fictional, for demonstration.", said.names.primary(), other.names.primary()),
        subsectors: vec![branch.clone()],
        signed_on,
        expires_on: Some(signed_on + TimeDelta::days(if kind.binds() { 1_095 } else { 548 })),
        value: Some(listings::money(said.country, said.size.max(other.size), chance)?),
        umbrella: false,
        estimate: !kind.binds(),
        languages: vec![Language::En, Language::Ru],
        confidentiality: chance.pick(&[
            Confidentiality::Private,
            Confidentiality::Private,
            Confidentiality::SummaryPublic,
            Confidentiality::Public,
        ]),
    })
}

pub fn propose(between: &Acquainted<'_>, terms: AgreementTerms, stamp: Stamp) -> Result<Agreement, SeedError> {
    let parties = AgreementParties(vec![between.from.company.clone(), between.to.company.clone()]);
    let permit = between.from.actor().permit::<ProposeAgreement>(parties).map_err(refused)?;
    Agreement::propose(permit, terms, Some(between.introduction.id), true, stamp).map_err(refused)
}

pub fn confirm(by: &Firm, agreement: Agreement, stamp: Stamp) -> Result<Agreement, SeedError> {
    let hash = agreement.proposal.hash.as_str().to_owned();
    if agreement.proposal.terms.kind.binds() {
        let permit = by.actor().permit::<ConfirmBindingAgreement>(agreement).map_err(refused)?;
        Agreement::confirm_binding(permit, &hash, stamp).map_err(refused)
    } else {
        let permit = by.actor().permit::<ConfirmMemorandum>(agreement).map_err(refused)?;
        Agreement::confirm_memorandum(permit, &hash, stamp).map_err(refused)
    }
}

fn dispute(by: &Firm, agreement: Agreement, stamp: Stamp) -> Result<Agreement, SeedError> {
    let hash = agreement.proposal.hash.as_str().to_owned();
    let permit = by.actor().permit::<DisputeAgreement>(agreement).map_err(refused)?;
    let words = "The volume that we signed is for a quarter, not for a year (demonstration).".to_owned();
    Agreement::dispute(permit, &hash, words, stamp).map_err(refused)
}
