//! `endAppointment`

use app::approval::Ending;
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{approval::ProposeError, id::StaffId, text};

use super::Approval;
use crate::{
    context::op,
    moderation::appoint_moderator::Appointment,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Whose duty, and why.
#[derive(InputObject)]
pub struct EndAppointmentInput {
    /// The duty.
    pub appointment_id: ID,
    /// Why, in 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "endAppointment": EndAppointmentError, EndAppointmentErrorCode {
        /// Only a verified company is suspended.
        NotVerified,
        /// Only a suspended company is reinstated.
        NotSuspended,
        /// The case is about another company.
        OtherCompany,
        /// The duty has ended already.
        NotOnDuty,
        /// The same is proposed already and waits for a second person.
        AlreadyProposed,
    }
}

/// What came of it.
#[derive(SimpleObject)]
pub struct EndAppointmentPayload {
    /// The duty, if it has ended at once.
    pub appointment: Option<Appointment>,
    /// What waits for a second administrator.
    pub approval: Option<Approval>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<EndAppointmentError>,
}

#[derive(Default)]
pub struct EndAppointment;

#[Object]
impl EndAppointment {
    /// Ends a duty: one's own at once, another's when a second administrator approves. Requires a fresh password, and an Administrator for the duty of another.
    async fn end_appointment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose duty, and why.")] input: EndAppointmentInput,
    ) -> Result<EndAppointmentPayload, Error> {
        let mut reading = Reading::default();
        let appointment = reading.take("appointmentId", input.appointment_id.parse::<StaffId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (appointment, reason) = match reading.finish(appointment.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(EndAppointmentPayload { appointment: None, approval: None, user_errors }),
        };
        let outcome = app::approval::end_appointment(op(ctx), appointment, reason).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        let (appointment, approval) = match value {
            Some(Ending::Ended(appointment)) => (Some(Appointment::from(&appointment)), None),
            Some(Ending::Proposed(approval)) => (None, Some(Approval(approval))),
            None => (None, None),
        };
        Ok(EndAppointmentPayload { appointment, approval, user_errors })
    }
}

fn tell(error: ProposeError) -> EndAppointmentError {
    use EndAppointmentErrorCode as Code;
    let code = match error {
        ProposeError::NotVerified { .. } => Code::NotVerified,
        ProposeError::NotSuspended { .. } => Code::NotSuspended,
        ProposeError::OtherCompany => Code::OtherCompany,
        ProposeError::NotOnDuty => Code::NotOnDuty,
        ProposeError::AlreadyProposed => Code::AlreadyProposed,
    };
    rule(code, "appointmentId", error)
}
