//! Requests to meet: asked for, said better, taken back, accepted, declined.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    company::CompanyState,
    consent::Purpose,
    conversation::Conversation,
    event::Event,
    id::{CompanyId, Identifier, IntroductionId, ListingId},
    introduction::{AcceptError, Acquaintance, AnswerError, EditError, Introduction, IntroductionState, RequestError},
    member::{Membership, Role},
    policy::{AcceptIntroduction, DeclineIntroduction, EditIntroduction, RequestIntroduction, WithdrawIntroduction},
    user::User,
};
use persistence::{Quota, error::Unique};

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
    // Requests of one company are counted one after the other, or two of one moment would both be the fiftieth.
    tx.take_turn(Quota::Introductions, own.uuid()).await?;
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

/// Says better why the two should meet; `version` is the one that was read before.
pub async fn edit(op: &Op, id: IntroductionId, version: i32, message: String) -> Result<Introduction, Refused<EditError>> {
    let (tx, actor) = op.begin().await?;
    let introduction = tx.introductions().get(id).await?;
    let permit = actor.permit::<EditIntroduction>(introduction)?;
    if permit.subject().version != version {
        return Err(Failure::Conflict.into());
    }
    let introduction = Introduction::edit(permit, message, op.stamp())?;
    tx.introductions().change(&introduction).await?;
    tx.commit(Event::IntroductionEdited { introduction: id, from: introduction.from, to: introduction.to }).await?;
    Ok(next(introduction))
}

/// Takes a request back.
pub async fn withdraw(op: &Op, id: IntroductionId) -> Result<Introduction, Refused<AnswerError>> {
    let (tx, actor) = op.begin().await?;
    let introduction = tx.introductions().get(id).await?;
    let introduction = Introduction::withdraw(actor.permit::<WithdrawIntroduction>(introduction)?, op.stamp())?;
    tx.introductions().change(&introduction).await?;
    tx.commit(Event::IntroductionWithdrawn { introduction: id, from: introduction.from, to: introduction.to }).await?;
    Ok(next(introduction))
}

/// Opens the contacts of both sides and a conversation between them.
pub async fn accept(op: &Op, id: IntroductionId) -> Result<Introduction, Refused<AcceptError>> {
    let (tx, actor) = op.begin().await?;
    let introduction = tx.introductions().get(id).await?;
    let stamp = op.stamp();
    let permit = actor.permit::<AcceptIntroduction>(introduction)?;
    let lapsed = tx.companies().get(tx.company()).await?.has_lapsed(stamp.at);
    let introduction = Introduction::accept(permit, lapsed, stamp)?;
    tx.introductions().change(&introduction).await?;
    tx.conversations().open(&Conversation::open(&introduction, stamp.at)).await?;
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
    let people: Vec<_> = members.iter().map(|member| member.user).collect();
    // Whoever took his consent back is not shown from that moment on, whenever the introduction was accepted.
    let shown = view.consents().agreeing(&people, Purpose::ContactDetails).await?;
    let people = view.users().by_ids(&shown.into_iter().collect::<Vec<_>>()).await?;
    let person = |member: &Membership| people.iter().find(|user| user.id == member.user).map(|user| (user.clone(), member.role));
    Ok(members.iter().filter_map(person).collect())
}
