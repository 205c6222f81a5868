//! `endSessionsOf`

use app::lock::LockError;
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{email_address::EmailAddress, text};

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Whose account, and why.
#[derive(InputObject)]
pub struct EndSessionsOfInput {
    /// The e-mail address of the person.
    pub email: String,
    /// Why, in 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "endSessionsOf": EndSessionsOfError, EndSessionsOfErrorCode {
        /// Nobody is registered with this address.
        UnknownPerson,
        /// The account is locked already.
        AlreadyLocked,
        /// The account is not locked.
        NotLocked,
        /// The person is on duty; an administrator decides about the account.
        OnDuty,
    }
}

/// Whether it was done.
#[derive(SimpleObject)]
pub struct EndSessionsOfPayload {
    /// Whether it was done; nothing if there are `userErrors`.
    pub done: Option<bool>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<EndSessionsOfError>,
}

#[derive(Default)]
pub struct EndSessionsOf;

#[Object]
impl EndSessionsOf {
    /// Signs every device of a person out. Requires a Moderator or an Administrator with a fresh password; for the account of somebody on duty an Administrator.
    async fn end_sessions_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose account, and why.")] input: EndSessionsOfInput,
    ) -> Result<EndSessionsOfPayload, Error> {
        let mut reading = Reading::default();
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (email, reason) = match reading.finish(email.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(EndSessionsOfPayload { done: None, user_errors }),
        };
        let outcome = app::lock::end_sessions(op(ctx), &email, reason).await;
        let (value, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(EndSessionsOfPayload { done: value.map(|()| true), user_errors })
    }
}

fn tell(error: &LockError) -> EndSessionsOfError {
    use EndSessionsOfErrorCode as Code;
    let code = match error {
        LockError::UnknownPerson => Code::UnknownPerson,
        LockError::AlreadyLocked => Code::AlreadyLocked,
        LockError::NotLocked => Code::NotLocked,
        LockError::OnDuty => Code::OnDuty,
    };
    rule(code, "email", error)
}
