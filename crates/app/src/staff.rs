//! Who is put on duty: by the operator of the host, or by two administrators.

use domain::{
    actor::Actor,
    approval::{Approval, DecideError},
    country::Country,
    email_address::EmailAddress,
    event::Event,
    id::{Identifier, StaffId},
    language::Language,
    permit::ForumRecord,
    policy::{AppointModerator, ReadStaff},
    staff::{AppointError, Appointment, AppointmentState, Duty, Office},
    stamp::Stamp,
    user::User,
};
use persistence::{Forum, Page, Tx, Window, error::Unique, repository::staff::StaffFilter};
use thiserror::Error;

use crate::{
    application::Application,
    credential::password::{Password, PasswordError, PasswordPolicy},
    failure::{Failure, Refused, taken},
    op::Op,
};

/// Why nobody is appointed.
#[derive(Debug, Error)]
pub enum AppointModeratorError {
    #[error(transparent)]
    Appoint(#[from] AppointError),
    #[error("nobody is registered with this address")]
    UnknownPerson,
    #[error("this person has not proved the address yet")]
    AddressNotProved,
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// An administrator proposes a moderator; a second administrator who says the same approves.
pub async fn appoint_moderator(op: &Op, email: &EmailAddress, side: Country) -> Result<Appointment, Refused<AppointModeratorError>> {
    let (tx, actor) = op.begin_staff().await?;
    let user = tx.users().by_email(email).await?;
    // The right to appoint is looked at before it is told whether the address is known.
    let probe = Office {
        user: user.as_ref().map_or(Identifier::from_uuid(uuid::Uuid::nil()), |user| user.id),
        duty: Duty::Moderator,
        side,
        standing: None,
    };
    let permit = actor.permit::<AppointModerator>(probe)?;
    let user = user.ok_or(AppointModeratorError::UnknownPerson)?;
    if user.email_verified_at.is_none() {
        return Err(AppointModeratorError::AddressNotProved.into());
    }
    let standing = tx.staff().standing(user.id, Duty::Moderator, side).await?;
    let appointment = match standing {
        None => {
            let appointment = Appointment::propose(permit, op.stamp()).map_err(AppointModeratorError::Appoint)?;
            let again = || AppointModeratorError::Appoint(AppointError::AlreadyAppointed);
            tx.staff().add(&appointment).await.map_err(taken(Unique::StaffDuty, again))?;
            appointment
        }
        Some(standing) => {
            let permit = actor.permit::<AppointModerator>(standing.office())?;
            let mut appointment = standing.approve(&permit, op.stamp()).map_err(AppointModeratorError::Appoint)?;
            tx.staff().change(&appointment).await?;
            appointment.version += 1;
            appointment
        }
    };
    tx.commit(Event::ModeratorAppointed { staff: appointment.id, user: user.id }).await?;
    Ok(appointment)
}

/// Who is or was on duty, with the people behind the appointments.
pub async fn page(op: &Op, filter: &StaffFilter, window: &Window) -> Result<(Page<Appointment>, Vec<User>), Failure> {
    let view = op.staff_view().await?;
    let _permit = op.actor().await?.permit::<ReadStaff>(ForumRecord)?;
    let page = view.staff().page(filter, window).await?;
    let people: Vec<_> = page.items.iter().map(|appointment| appointment.user).collect();
    let people = view.users().by_ids(&people).await?;
    Ok((page, people))
}

/// Everybody who is on duty or about to be, for the operator: at most `MANY` appointments, the latest first.
pub async fn roster(app: &Application) -> Result<Vec<(Appointment, User)>, Failure> {
    const MANY: u64 = 1_000;
    let _permit = Actor::Operator.permit::<ReadStaff>(ForumRecord)?;
    let view = app.view_system().await?;
    let page = view.staff().page(&StaffFilter::default(), &Window::first(MANY)).await?;
    let on_duty: Vec<_> = page.items.into_iter().filter(|appointment| appointment.state != AppointmentState::Ended).collect();
    let people = view.users().by_ids(&on_duty.iter().map(|appointment| appointment.user).collect::<Vec<_>>()).await?;
    let named = |appointment: Appointment| {
        let user = people.iter().find(|user| user.id == appointment.user)?.clone();
        Some((appointment, user))
    };
    Ok(on_duty.into_iter().filter_map(named).collect())
}

/// Ends a duty by the operator's word. False if there is none to end.
pub async fn end_by_operator(app: &Application, email: &EmailAddress, duty: Duty, side: Country) -> Result<bool, Failure> {
    let tx = app.begin_system("operator").await?;
    let Some(user) = tx.users().by_email(email).await? else { return Ok(false) };
    let Some(appointment) = tx.staff().standing(user.id, duty, side).await? else { return Ok(false) };
    if appointment.state == AppointmentState::Ended {
        return Ok(false);
    }
    let staff = appointment.id;
    tx.staff().change(&appointment.ended(app.stamp())).await?;
    tx.commit(Event::AppointmentEnded { staff, user: user.id, by: None, approval: None }).await?;
    Ok(true)
}

/// Ends a duty that two administrators want ended.
pub(crate) async fn end(tx: &Tx<Forum>, id: StaffId, approval: &Approval, stamp: Stamp) -> Result<Event, Refused<DecideError>> {
    let appointment = tx.staff().get(id).await?;
    if appointment.state == AppointmentState::Ended {
        return Err(DecideError::DutyEnded.into());
    }
    let user = appointment.user;
    tx.staff().change(&appointment.ended(stamp)).await?;
    Ok(Event::AppointmentEnded { staff: id, user, by: approval.decided_by, approval: Some(approval.id) })
}

/// The operator's word: the person is made if there is none, and the duty counts at once.
pub async fn add(
    app: &Application,
    email: EmailAddress,
    password: Option<&str>,
    duty: Duty,
    side: Country,
) -> Result<Appointment, Refused<AppointModeratorError>> {
    let hash = match password {
        Some(password) => {
            let password = Password::new(password);
            PasswordPolicy::default().check(&password, &[email.as_str()]).map_err(AppointModeratorError::Password)?;
            Some(app.hasher.hash(&password).await?)
        }
        None => None,
    };
    let tx = app.begin_system("operator").await?;
    let stamp = app.stamp();
    let user = match (tx.users().by_email(&email).await?, hash) {
        (Some(user), _) => user,
        (None, None) => return Err(AppointModeratorError::UnknownPerson.into()),
        (None, Some(hash)) => {
            let name = email.as_str().split('@').next().unwrap_or_default().to_owned();
            let at = stamp.at;
            let user = User {
                id: stamp.nth(1),
                email,
                name,
                language: Language::En,
                email_verified_at: Some(at),
                registered_at: at,
                erased_at: None,
            };
            tx.users().add(&user, app.subject_salt()).await?;
            tx.passwords().set(user.id, hash.as_str().to_owned(), at).await?;
            user
        }
    };
    let standing = tx.staff().standing(user.id, duty, side).await?;
    let actor = Actor::Operator;
    let appointment = if let Some(standing) = standing {
        let permit = actor.permit::<AppointModerator>(standing.office())?;
        let appointment = standing.approve(&permit, stamp).map_err(AppointModeratorError::Appoint)?;
        tx.staff().change(&appointment).await?;
        appointment
    } else {
        let permit = actor.permit::<AppointModerator>(Office { user: user.id, duty, side, standing: None })?;
        let appointment = Appointment::propose(permit, stamp).map_err(AppointModeratorError::Appoint)?;
        tx.staff().add(&appointment).await?;
        appointment
    };
    tx.commit(Event::ModeratorAppointed { staff: appointment.id, user: user.id }).await.map_err(Failure::from)?;
    Ok(appointment)
}
