//! Companies: registered by a person, submitted, and decided about by staff.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    company::{
        CloseError, Company, CompanyState, DecideError, Findings, Paper, RegisterError, Registration, RenewError, SubmitError, VerifyError,
        edit::{Changes, EditError, Edited},
    },
    event::Event,
    id::{CompanyId, Identifier},
    member::{Membership, Role},
    moderation_case::{CaseEntry, CaseKind, CaseState, EntryKind, ModerationCase},
    policy::{CloseCompany, EditCompany, RegisterCompany, RejectCompany, RenewVerification, SubmitCompany, VerifyCompany},
};
use persistence::{Forum, Quota, Tx, error::Unique};

use crate::{
    failure::{Failure, Refused, taken},
    member::{Alone, alone},
    moderation::{close_by_verb, close_registration},
    op::Op,
};

/// Companies that were closed longer ago do not count among those that a person has registered in vain.
const FORGOTTEN: TimeDelta = TimeDelta::days(30);

/// Registers a company; the person who asks becomes its owner.
pub async fn register(op: &Op, said: Registration) -> Result<Company, Refused<RegisterError>> {
    let (tx, actor) = op.begin_person().await?;
    let permit = actor.permit::<RegisterCompany>(())?;
    let user = permit.by().user;
    // A taken number is refused at once: the directory tells it to everybody anyway.
    if tx.directory().by_number(&said.number).await?.is_some() {
        return Err(RegisterError::NumberTaken.into());
    }
    tx.take_turn(Quota::Registrations, user.uuid()).await?;
    let stamp = op.stamp();
    let unverified = tx.companies().unverified_of(user, stamp.at - FORGOTTEN).await?;
    let company = Company::register(&permit, said, unverified, stamp)?;
    tx.companies().add(&company).await?;
    let owner = Membership { company: company.id, user, role: Role::Owner, since: company.registered_at };
    tx.members().add(&owner).await?;
    tx.commit(Event::CompanyRegistered { company: company.id, user }).await?;
    Ok(company)
}

/// Hands one's own company to the moderators, with what they are to look at.
pub async fn submit(op: &Op, papers: Vec<Paper>) -> Result<Company, Refused<SubmitError>> {
    let (tx, actor) = op.begin().await?;
    let Actor::Member(member) = actor.clone() else { return Err(Failure::Forbidden { action: "SubmitCompany" }.into()) };
    let company = tx.companies().get(member.company).await?;
    let company = Company::submit_with(actor.permit::<SubmitCompany>(company)?, papers)?;
    let stamp = op.stamp();
    tx.companies().change(&company).await?;
    // What it was asked to put right comes before staff again with everything that was said of it.
    let asked = tx.moderation_cases().undecided_of(company.id, &[CaseKind::Registration, CaseKind::Change]).await?;
    let (case, kind) = if let Some(asked) = asked.into_iter().next() {
        let case = asked.resubmitted();
        tx.moderation_cases().change(&case).await?;
        (case, EntryKind::Answered)
    } else {
        let case = ModerationCase::registration(&company, stamp);
        tx.moderation_cases().add(&case).await?;
        (case, EntryKind::Opened)
    };
    tx.case_entries().add(&CaseEntry::of_company(&case, kind, &member, None, stamp)).await?;
    tx.commit(Event::CompanySubmitted { company: company.id, case: case.id }).await?;
    Ok(next(company))
}

/// What a moderator says that he has found; his side is known of him.
pub struct Found {
    pub evidence: String,
    pub checks: Vec<domain::company::Check>,
    pub valid_until: Option<domain::stamp::Timestamp>,
}

async fn findings(tx: &Tx<Forum>, actor: &Actor, found: Found) -> Result<Findings, Failure> {
    let person = actor.signed_in().ok_or(Failure::Unauthenticated)?;
    let side = tx.staff().active(person.user).await?.ok_or(Failure::SessionEnded)?.side;
    Ok(Findings { evidence: found.evidence, checks: found.checks, side, valid_until: found.valid_until })
}

/// Finds a company to be what it says; it enters the directory.
pub async fn verify(op: &Op, id: CompanyId, version: i32, found: Found) -> Result<Company, Refused<VerifyError>> {
    let (tx, actor) = op.begin_staff().await?;
    let company = read_at(&tx, id, version).await?;
    let permit = actor.permit::<VerifyCompany>(company)?;
    let staff = permit.by().id;
    let stamp = op.stamp();
    let evidence = found.evidence.clone();
    let company = Company::verify(permit, findings(&tx, &actor, found).await?, stamp)?;
    let number_taken = || VerifyError::Decide(DecideError::NumberTaken);
    tx.companies().change(&company).await.map_err(taken(Unique::CompanyNumber, number_taken))?;
    let case = close_registration(&tx, &actor, id, CaseState::Approved, evidence, stamp)
        .await
        .map_err(|refused| refused.map(VerifyError::Decide))?;
    let sectors = op.app().reference().sectors_of(&company.registration.subsectors);
    tx.directory().list(&[(company.clone(), sectors)]).await.map_err(taken(Unique::CompanyNumber, number_taken))?;
    tx.commit(Event::CompanyVerified { company: id, case: case.id, by: staff }).await?;
    Ok(next(company))
}

/// Finds a verified company to be what it says still, for another year.
pub async fn renew(op: &Op, id: CompanyId, version: i32, found: Found) -> Result<Company, Refused<RenewError>> {
    let (tx, actor) = op.begin_staff().await?;
    let company = read_at(&tx, id, version).await?;
    let permit = actor.permit::<RenewVerification>(company)?;
    let staff = permit.by().id;
    let stamp = op.stamp();
    let evidence = found.evidence.clone();
    let company = Company::renew(permit, findings(&tx, &actor, found).await?, stamp)?;
    tx.companies().change(&company).await?;
    // A company may be looked at before anybody was asked to.
    for case in tx.moderation_cases().undecided_of(id, &[CaseKind::Recheck]).await? {
        // Somebody else works on it: whoever renews meanwhile reads again when he has decided.
        let closed = close_by_verb(&tx, &actor, case, CaseState::Approved, evidence.clone(), stamp).await;
        closed.map_err(|refused| match refused {
            Refused::Rule(_) => Failure::Conflict,
            Refused::Failure(failure) => failure,
        })?;
    }
    let sectors = op.app().reference().sectors_of(&company.registration.subsectors);
    tx.directory().list(&[(company.clone(), sectors)]).await?;
    let valid_until = company.verification.as_ref().map_or(stamp.at, |found| found.valid_until);
    tx.commit(Event::VerificationRenewed { company: id, by: staff, valid_until }).await?;
    Ok(next(company))
}

/// Changes what one's own company says of itself. What it was verified by is looked at again, and until then it waits outside.
pub async fn edit(op: &Op, version: i32, changes: Changes) -> Result<Edited, Refused<EditError>> {
    let Alone { tx, actor, member, company, .. } = alone(op).await?;
    if company.version != version {
        return Err(Failure::Conflict.into());
    }
    let permit = actor.permit::<EditCompany>(company)?;
    let Edited { company, fields, review } = Company::edit(permit, changes)?;
    let number = tx.directory().by_number(&company.registration.number).await?;
    if number.is_some_and(|card| card.id != company.id) {
        return Err(EditError::Registration(RegisterError::NumberTaken).into());
    }
    tx.companies().change(&company).await?;
    let case = match review {
        true => {
            let stamp = op.stamp();
            let case = ModerationCase::of_company(CaseKind::Change, &company, stamp);
            tx.moderation_cases().add(&case).await?;
            tx.case_entries().add(&CaseEntry::of_company(&case, EntryKind::Opened, &member, None, stamp)).await?;
            tx.directory().unlist(&[company.id]).await?;
            Some(case.id)
        }
        false if company.state == CompanyState::Verified => {
            let sectors = op.app().reference().sectors_of(&company.registration.subsectors);
            tx.directory().list(&[(company.clone(), sectors)]).await?;
            None
        }
        // What a moderator is reading already is compared with others anew.
        false => {
            let kinds = [CaseKind::Registration, CaseKind::Change];
            tx.moderation_cases().undecided_of(company.id, &kinds).await?.first().map(|case| case.id)
        }
    };
    let named = fields.iter().map(|field| (*field).to_owned()).collect();
    tx.commit(Event::CompanyEdited { company: company.id, fields: named, case }).await?;
    Ok(Edited { company: next(company), fields, review })
}

/// Takes one's own company out of the forum for good, with all that it offers and asks.
pub async fn close_company(op: &Op, version: i32) -> Result<Company, Refused<CloseError>> {
    let Alone { tx, actor, member, company, .. } = alone(op).await?;
    if company.version != version {
        return Err(Failure::Conflict.into());
    }
    let stamp = op.stamp();
    let ventures = tx.joint_ventures().count_open().await?;
    let company = Company::close(actor.permit::<CloseCompany>(company)?, ventures, stamp)?;
    tx.companies().change(&company).await?;
    tx.directory().unlist(&[company.id]).await?;
    let listings = tx.listings().close_all(company.id).await?;
    tx.introductions().end_pending(company.id, member.person.user, stamp.at).await?;
    tx.invitations().withdraw_all(company.id, stamp.at).await?;
    tx.join_requests().refuse_all(company.id, stamp.at).await?;
    if let Some(offer) = tx.handovers().pending(company.id).await? {
        tx.handovers().change(&offer.void(stamp)).await?;
    }
    let listings = i64::try_from(listings).unwrap_or(i64::MAX);
    tx.commit(Event::CompanyClosed { company: company.id, listings }).await?;
    Ok(next(company))
}

/// Sends a company back with a reason.
pub async fn reject(op: &Op, id: CompanyId, version: i32, reason: String) -> Result<Company, Refused<DecideError>> {
    let (tx, actor) = op.begin_staff().await?;
    let company = read_at(&tx, id, version).await?;
    let permit = actor.permit::<RejectCompany>(company)?;
    let staff = permit.by().id;
    let company = Company::reject(permit, reason.clone())?;
    tx.companies().change(&company).await?;
    let case = close_registration(&tx, &actor, id, CaseState::Rejected, reason.clone(), op.stamp()).await?;
    tx.commit(Event::CompanyRejected { company: id, case: case.id, by: staff, reason }).await?;
    Ok(next(company))
}

/// The company, if it still is what the moderator has read.
pub(crate) async fn read_at(tx: &Tx<Forum>, id: CompanyId, version: i32) -> Result<Company, Failure> {
    let company = tx.companies().get(id).await?;
    if company.version == version { Ok(company) } else { Err(Failure::Conflict) }
}

/// As it was stored: one version on.
fn next(mut company: Company) -> Company {
    company.version += 1;
    company
}
