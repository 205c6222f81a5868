//! Requests to be let into a company: made by a person, answered by an owner.

use chrono::TimeDelta;
use domain::{
    event::Event,
    id::{CompanyId, JoinRequestId, UserId},
    join_request::{AskError, JoinRequest, JoinRequestError, JoinRequestState, SILENT_DAYS, Wish},
    member::{Membership, Role},
    policy::{AdmitMember, AskToJoin, RefuseMember, WithdrawJoinRequest},
};
use persistence::{Page, Person, Window, error::Unique};

use crate::{
    failure::{Failure, Refused, taken},
    member::{Alone, alone},
    op::Op,
};

/// Asks a company of the directory to let oneself in.
pub async fn ask(op: &Op, company: CompanyId, message: String) -> Result<JoinRequest, Refused<AskError>> {
    let (tx, actor) = op.begin_person().await?;
    let person = actor.signed_in().ok_or(Failure::Unauthenticated)?;
    // Only what everybody can see is asked: the directory says whether there is such a company.
    let card = tx.directory().find(company).await?.ok_or(Failure::NotFound)?;
    let stamp = op.secret_stamp();
    let latest = tx.join_requests().latest(card.id, person.user).await?;
    let answered = |request: &JoinRequest| {
        request.state == JoinRequestState::Refused && request.answered_at.is_some_and(|at| stamp.at - at < TimeDelta::days(SILENT_DAYS))
    };
    let wish = Wish {
        company: card.id,
        is_member: tx.members().find(card.id, person.user).await?.is_some(),
        pending: latest.as_ref().is_some_and(|request| request.state == JoinRequestState::Pending),
        pending_in_all: tx.join_requests().count_pending_of(person.user).await?,
        asked_today: tx.join_requests().asked_since(person.user, stamp.at - TimeDelta::days(1)).await?,
        refused_lately: latest.as_ref().is_some_and(answered),
    };
    let request = JoinRequest::ask(actor.permit::<AskToJoin>(wish)?, message, stamp)?;
    tx.join_requests().add(&request).await.map_err(taken(Unique::PendingJoinRequest, || AskError::AlreadyAsked))?;
    tx.commit(Event::JoinRequested { request: request.id, company: request.company, user: request.user }).await?;
    Ok(request)
}

/// Takes one's own request back.
pub async fn withdraw(op: &Op, id: JoinRequestId) -> Result<JoinRequest, Refused<JoinRequestError>> {
    let (tx, actor) = op.begin_person().await?;
    let request = tx.join_requests().get(id).await?;
    let request = JoinRequest::withdraw(actor.permit::<WithdrawJoinRequest>(request)?, op.stamp())?;
    tx.join_requests().change(&request).await?;
    tx.commit(Event::JoinRequestWithdrawn { request: id, company: request.company, user: request.user }).await?;
    Ok(next(request))
}

/// Lets the person in.
pub async fn admit(op: &Op, id: JoinRequestId, role: Role) -> Result<(JoinRequest, Membership), Refused<JoinRequestError>> {
    let Alone { tx, actor, .. } = alone(op).await?;
    let request = tx.join_requests().get(id).await?;
    let (request, membership) = JoinRequest::admit(actor.permit::<AdmitMember>(request)?, role, op.stamp())?;
    // The row of the membership is let in by the request that waits, so it comes before the answer.
    tx.members().add(&membership).await.map_err(taken(Unique::Member, || JoinRequestError::AlreadyMember))?;
    tx.join_requests().change(&request).await?;
    tx.commit(Event::MemberAdmitted { request: id, company: request.company, user: request.user, role }).await?;
    Ok((next(request), membership))
}

/// Leaves the person outside.
pub async fn refuse(op: &Op, id: JoinRequestId) -> Result<JoinRequest, Refused<JoinRequestError>> {
    let (tx, actor) = op.begin().await?;
    let request = tx.join_requests().get(id).await?;
    let request = JoinRequest::refuse(actor.permit::<RefuseMember>(request)?, op.stamp())?;
    tx.join_requests().change(&request).await?;
    tx.commit(Event::MemberRefused { request: id, company: request.company, user: request.user }).await?;
    Ok(next(request))
}

/// One's own requests, whomever one acts for just now.
pub async fn mine(op: &Op, user: UserId, state: Option<JoinRequestState>, window: &Window) -> Result<Page<JoinRequest>, Failure> {
    let view = op.app().database.view(Person(user)).await?;
    Ok(view.join_requests().page(state, window).await?)
}

/// The requests to be let into one's own company: who asks is the owners' to know.
pub async fn of_company(op: &Op, state: Option<JoinRequestState>, window: &Window) -> Result<Page<JoinRequest>, Failure> {
    let view = op.tenant_view().await?;
    crate::member::owner(op).await?;
    Ok(view.join_requests().page(state, window).await?)
}

fn next(mut request: JoinRequest) -> JoinRequest {
    request.version += 1;
    request
}
