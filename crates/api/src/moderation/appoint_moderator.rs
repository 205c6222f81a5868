//! `appointModerator`

use app::staff::AppointModeratorError as Rule;
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{email_address::EmailAddress, staff::AppointError};

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::{AppointmentState, CountryCode},
};

/// Who, and for which side.
#[derive(InputObject)]
pub struct AppointModeratorInput {
    /// The e-mail address of a registered person.
    pub email: String,
    /// The side whose companies he decides about.
    pub side: CountryCode,
}

user_errors! {
    "appointModerator": AppointModeratorError, AppointModeratorErrorCode {
        /// Nobody is registered with this address.
        UnknownPerson,
        /// The person has not proved the address yet.
        AddressNotProved,
        /// The person has this duty already.
        AlreadyAppointed,
        /// Administrators are appointed on the host.
        AdministratorByOperatorOnly,
        /// Nobody appoints himself.
        OwnAppointment,
        /// A second administrator has to say the same.
        SameAdministrator,
    }
}

/// The appointment.
#[derive(SimpleObject)]
pub struct AppointModeratorPayload {
    /// The appointment; nothing if there are `userErrors`.
    pub appointment: Option<Appointment>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AppointModeratorError>,
}

/// A person on duty, or about to be.
#[derive(SimpleObject)]
pub struct Appointment {
    /// The identifier.
    pub id: ID,
    /// For which side.
    pub side: CountryCode,
    /// Whether it counts yet.
    pub state: AppointmentState,
}

impl From<&domain::staff::Appointment> for Appointment {
    fn from(appointment: &domain::staff::Appointment) -> Self {
        Self { id: ID(appointment.id.to_string()), side: appointment.side.into(), state: appointment.state.into() }
    }
}

#[derive(Default)]
pub struct AppointModerator;

#[Object]
impl AppointModerator {
    /// Puts a person on duty as a moderator. It counts when a second administrator has said the same. Requires an Administrator with a
    /// fresh password.
    async fn appoint_moderator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and for which side.")] input: AppointModeratorInput,
    ) -> Result<AppointModeratorPayload, Error> {
        let mut reading = Reading::default();
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let email = match reading.finish(email) {
            Ok(email) => email,
            Err(user_errors) => return Ok(AppointModeratorPayload { appointment: None, user_errors }),
        };
        let outcome = app::staff::appoint_moderator(op(ctx), &email, input.side.into()).await;
        let (appointment, user_errors) = split(settle(outcome, |error| tell(&error))?);
        let appointment = appointment.as_ref().map(Appointment::from);
        Ok(AppointModeratorPayload { appointment, user_errors })
    }
}

fn tell(error: &Rule) -> AppointModeratorError {
    use AppointModeratorErrorCode as Code;
    let code = match error {
        Rule::UnknownPerson => Code::UnknownPerson,
        Rule::AddressNotProved => Code::AddressNotProved,
        Rule::Password(_) => Code::InvalidInput,
        Rule::Appoint(appoint) => match appoint {
            AppointError::AlreadyAppointed => Code::AlreadyAppointed,
            AppointError::AdministratorByOperatorOnly => Code::AdministratorByOperatorOnly,
            AppointError::OwnAppointment => Code::OwnAppointment,
            AppointError::SameAdministrator => Code::SameAdministrator,
        },
    };
    rule(code, "email", error)
}
