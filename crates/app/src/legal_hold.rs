//! What keeps a person from being erased: placed and lifted by administrators, or by the operator of the host.

use domain::{
    actor::Actor,
    email_address::EmailAddress,
    event::Event,
    id::LegalHoldId,
    legal_hold::{HeldPerson, LegalHold, LiftHoldError, PlaceHoldError},
    policy::{LiftLegalHold, PlaceLegalHold},
    user::User,
};
use persistence::Window;
use thiserror::Error;

use crate::{
    application::Application,
    failure::{Failure, Refused},
    op::Op,
};

/// Why nobody is held.
#[derive(Debug, Error)]
pub enum PlaceLegalHoldError {
    #[error("nobody is registered with this address")]
    UnknownPerson,
    #[error(transparent)]
    Place(#[from] PlaceHoldError),
}

fn held(user: Option<&User>) -> HeldPerson {
    let nobody = || domain::id::Identifier::from_uuid(uuid::Uuid::nil());
    HeldPerson { user: user.map_or_else(nobody, |user| user.id), erased: user.is_some_and(|user| user.erased_at.is_some()) }
}

/// An administrator keeps a person from being erased.
pub async fn place(op: &Op, email: &EmailAddress, reason: String) -> Result<LegalHold, Refused<PlaceLegalHoldError>> {
    let (tx, actor) = op.begin_staff().await?;
    let user = tx.users().by_email(email).await?;
    // The right is looked at before it is told whether the address is known.
    let permit = actor.permit::<PlaceLegalHold>(held(user.as_ref()))?;
    if user.is_none() {
        return Err(PlaceLegalHoldError::UnknownPerson.into());
    }
    let hold = LegalHold::place(permit, reason, op.stamp()).map_err(PlaceLegalHoldError::Place)?;
    tx.legal_holds().add(&hold).await?;
    tx.commit(Event::LegalHoldPlaced { hold: hold.id, user: hold.user }).await?;
    Ok(hold)
}

/// An administrator lets go of a person.
pub async fn lift(op: &Op, id: LegalHoldId, because: String) -> Result<LegalHold, Refused<LiftHoldError>> {
    let (tx, actor) = op.begin_staff().await?;
    let hold = match actor.permit::<LiftLegalHold>(tx.legal_holds().get(id).await?) {
        Ok(permit) => LegalHold::lift(permit, because, op.stamp())?,
        Err(denied) => return Err(denied.into()),
    };
    tx.legal_holds().change(&hold).await?;
    tx.commit(Event::LegalHoldLifted { hold: hold.id, user: hold.user }).await?;
    Ok(LegalHold { version: hold.version + 1, ..hold })
}

/// The operator keeps a person from being erased.
pub async fn place_by_operator(app: &Application, email: &EmailAddress, reason: String) -> Result<LegalHold, Refused<PlaceLegalHoldError>> {
    let tx = app.begin_operator("hold add").await?;
    let user = tx.users().by_email(email).await?.ok_or(PlaceLegalHoldError::UnknownPerson)?;
    let permit = Actor::Operator.permit::<PlaceLegalHold>(held(Some(&user)))?;
    let hold = LegalHold::place(permit, reason, app.stamp()).map_err(PlaceLegalHoldError::Place)?;
    tx.legal_holds().add(&hold).await?;
    tx.commit(Event::LegalHoldPlaced { hold: hold.id, user: hold.user }).await?;
    Ok(hold)
}

/// The operator lets go of a person.
pub async fn lift_by_operator(app: &Application, id: LegalHoldId, because: String) -> Result<LegalHold, Refused<LiftHoldError>> {
    let tx = app.begin_operator("hold lift").await?;
    let permit = Actor::Operator.permit::<LiftLegalHold>(tx.legal_holds().get(id).await?)?;
    let hold = LegalHold::lift(permit, because, app.stamp())?;
    tx.legal_holds().change(&hold).await?;
    tx.commit(Event::LegalHoldLifted { hold: hold.id, user: hold.user }).await?;
    Ok(hold)
}

/// How many holds the operator is shown.
const SHOWN: u64 = 1_000;

/// The holds that are on, with their people, for the operator.
pub async fn in_force(app: &Application) -> Result<Vec<(LegalHold, Option<User>)>, Failure> {
    let view = app.view_system().await?;
    let holds = view.legal_holds().page(None, Some(true), &Window::first(SHOWN)).await?.items;
    let people = view.users().by_ids(&holds.iter().map(|hold| hold.user).collect::<Vec<_>>()).await?;
    let with_person = |hold: LegalHold| {
        let person = people.iter().find(|user| user.id == hold.user).cloned();
        (hold, person)
    };
    Ok(holds.into_iter().map(with_person).collect())
}
