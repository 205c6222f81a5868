//! Companies: registered by a person, submitted, and decided about by staff.

use domain::{
    actor::Actor,
    company::{Company, DecideError, RegisterError, Registration, SubmitError},
    event::Event,
    id::CompanyId,
    member::{Membership, Role},
    moderation_case::{CaseState, ModerationCase},
    policy::{RegisterCompany, RejectCompany, SubmitCompany, VerifyCompany},
};
use persistence::{Forum, Tx, error::Unique};

use crate::{
    failure::{Failure, Refused, taken},
    op::Op,
};

/// Registers a company; the person who asks becomes its owner.
pub async fn register(op: &Op, said: Registration) -> Result<Company, Refused<RegisterError>> {
    let (tx, actor) = op.begin_person().await?;
    let permit = actor.permit::<RegisterCompany>(())?;
    let user = permit.by().user;
    // A taken number is refused at once: the directory tells it to everybody anyway.
    if tx.directory().by_number(&said.number).await?.is_some() {
        return Err(RegisterError::NumberTaken.into());
    }
    let unverified = tx.companies().unverified_of(user).await?;
    let company = Company::register(&permit, said, unverified, op.stamp())?;
    tx.companies().add(&company).await?;
    let owner = Membership { company: company.id, user, role: Role::Owner, since: company.registered_at };
    tx.members().add(&owner).await?;
    tx.commit(Event::CompanyRegistered { company: company.id, user }).await?;
    Ok(company)
}

/// Hands one's own company to the moderators.
pub async fn submit(op: &Op) -> Result<Company, Refused<SubmitError>> {
    let (tx, actor) = op.begin().await?;
    let Actor::Member(member) = actor else { return Err(Failure::Forbidden { action: "SubmitCompany" }.into()) };
    let company = tx.companies().get(member.company).await?;
    let company = Company::submit(actor.permit::<SubmitCompany>(company)?)?;
    let case = ModerationCase::open(company.id, op.stamp());
    tx.companies().change(&company).await?;
    tx.moderation_cases().add(&case).await?;
    tx.commit(Event::CompanySubmitted { company: company.id, case: case.id }).await?;
    Ok(next(company))
}

/// Finds a company to be what it says; it enters the directory.
pub async fn verify(op: &Op, id: CompanyId, version: i32, evidence: String) -> Result<Company, Refused<DecideError>> {
    let (tx, actor) = op.begin_staff().await?;
    let company = read_at(&tx, id, version).await?;
    let permit = actor.permit::<VerifyCompany>(company)?;
    let staff = permit.by().id;
    let stamp = op.stamp();
    let company = Company::verify(permit, evidence.clone(), stamp)?;
    tx.companies().change(&company).await.map_err(taken(Unique::CompanyNumber, || DecideError::NumberTaken))?;
    let case = close(&tx, id, CaseState::Approved, staff, evidence, stamp).await?;
    let sectors = op.app().reference().sectors_of(&company.registration.subsectors);
    tx.directory().list(&[(company.clone(), sectors)]).await.map_err(taken(Unique::CompanyNumber, || DecideError::NumberTaken))?;
    tx.commit(Event::CompanyVerified { company: id, case: case.id, by: staff }).await?;
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
    let case = close(&tx, id, CaseState::Rejected, staff, reason.clone(), op.stamp()).await?;
    tx.commit(Event::CompanyRejected { company: id, case: case.id, by: staff, reason }).await?;
    Ok(next(company))
}

/// The company, if it still is what the moderator has read.
pub(crate) async fn read_at(tx: &Tx<Forum>, id: CompanyId, version: i32) -> Result<Company, Failure> {
    let company = tx.companies().get(id).await?;
    if company.version == version { Ok(company) } else { Err(Failure::Conflict) }
}

async fn close(
    tx: &Tx<Forum>,
    company: CompanyId,
    state: CaseState,
    by: domain::id::StaffId,
    reason: String,
    stamp: domain::stamp::Stamp,
) -> Result<ModerationCase, Failure> {
    let open = tx.moderation_cases().latest(company).await?.filter(|case| case.state == CaseState::Open).ok_or(Failure::NotFound)?;
    let decided = open.decided(state, by, reason, stamp);
    tx.moderation_cases().change(&decided).await?;
    Ok(decided)
}

/// As it was stored: one version on.
fn next(mut company: Company) -> Company {
    company.version += 1;
    company
}
