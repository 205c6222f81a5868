//! Requests to meet: asked for, accepted, declined.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    company::CompanyState,
    event::Event,
    id::{CompanyId, IntroductionId, ListingId},
    introduction::{AcceptError, Acquaintance, AnswerError, Introduction, IntroductionState, RequestError},
    member::Role,
    policy::{AcceptIntroduction, DeclineIntroduction, RequestIntroduction},
    user::User,
};
use persistence::error::Unique;

use crate::{
    failure::{Failure, Refused, taken},
    op::Op,
};

/// Asks another company for a meeting, perhaps about one of its listings.
pub async fn request(op: &Op, to: CompanyId, message: String, listing: Option<ListingId>) -> Result<Introduction, Refused<RequestError>> {
    let (tx, actor) = op.begin().await?;
    let own = tx.company();
    let to = tx.companies().get(to).await?;
    let from = tx.companies().get(own).await?;
    if let Some(listing) = listing {
        let about = tx.listings().get(listing).await?;
        if about.company != to.id {
            return Err(Failure::NotFound.into());
        }
    }
    let stamp = op.secret_stamp();
    let known = Acquaintance {
        open: tx.introductions().open_between(own, to.id).await?.is_some(),
        requested_today: tx.introductions().requested_since(own, stamp.at - TimeDelta::days(1)).await?,
    };
    let permit = actor.permit::<RequestIntroduction>(to)?;
    let introduction = Introduction::request(permit, &from, message, listing, known, stamp)?;
    tx.introductions().add(&introduction).await.map_err(taken(Unique::IntroductionPair, || RequestError::AlreadyIntroduced))?;
    tx.commit(Event::IntroductionRequested { introduction: introduction.id, from: introduction.from, to: introduction.to }).await?;
    Ok(introduction)
}

/// Opens the contacts of both sides.
pub async fn accept(op: &Op, id: IntroductionId) -> Result<Introduction, Refused<AcceptError>> {
    let (tx, actor) = op.begin().await?;
    let introduction = tx.introductions().get(id).await?;
    let stamp = op.stamp();
    let permit = actor.permit::<AcceptIntroduction>(introduction)?;
    let lapsed = tx.companies().get(tx.company()).await?.has_lapsed(stamp.at);
    let introduction = Introduction::accept(permit, lapsed, stamp)?;
    tx.introductions().change(&introduction).await?;
    tx.commit(Event::IntroductionAccepted { introduction: id, from: introduction.from, to: introduction.to }).await?;
    Ok(next(introduction))
}

/// Leaves the contacts closed.
pub async fn decline(op: &Op, id: IntroductionId, reason: Option<String>) -> Result<Introduction, Refused<AnswerError>> {
    let (tx, actor) = op.begin().await?;
    let introduction = tx.introductions().get(id).await?;
    let introduction = Introduction::decline(actor.permit::<DeclineIntroduction>(introduction)?, reason, op.stamp())?;
    tx.introductions().change(&introduction).await?;
    tx.commit(Event::IntroductionDeclined { introduction: id, from: introduction.from, to: introduction.to }).await?;
    Ok(next(introduction))
}

fn next(mut introduction: Introduction) -> Introduction {
    introduction.version += 1;
    introduction
}

/// Whom to write to on the other side. The people of another company are in nobody's scope but its own, so they are read as the system
/// does, and only for an introduction that the scope of the reader has shown and the other side has accepted.
pub async fn contacts(op: &Op, introduction: &Introduction) -> Result<Vec<(User, Role)>, Failure> {
    let Actor::Member(member) = op.actor().await? else { return Ok(Vec::new()) };
    let other = match (introduction.from == member.company, introduction.to == member.company) {
        (true, _) => introduction.to,
        (_, true) => introduction.from,
        _ => return Ok(Vec::new()),
    };
    if introduction.state != IntroductionState::Accepted || member.state != CompanyState::Verified {
        return Ok(Vec::new());
    }
    let view = op.app().view_system().await?;
    let members = view.members().of_companies(&[other]).await?;
    let members: Vec<_> = members.into_iter().filter(|member| member.role >= Role::Editor).collect();
    let people = view.users().by_ids(&members.iter().map(|member| member.user).collect::<Vec<_>>()).await?;
    let with_role = |user: User| members.iter().find(|member| member.user == user.id).map(|member| (user, member.role));
    Ok(people.into_iter().filter_map(with_role).collect())
}
