//! `lockAccount`

use app::lock::LockError;
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{email_address::EmailAddress, text};

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Whose account, and why.
#[derive(InputObject)]
pub struct LockAccountInput {
    /// The e-mail address of the person.
    pub email: String,
    /// Why, in 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "lockAccount": LockAccountError, LockAccountErrorCode {
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
pub struct LockAccountPayload {
    /// Whether it was done; nothing if there are `userErrors`.
    pub done: Option<bool>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LockAccountError>,
}

#[derive(Default)]
pub struct LockAccount;

#[Object]
impl LockAccount {
    /// Locks an account: the person signs in no more, and is signed in nowhere. Nobody sets a password but the person. Requires a Moderator or an Administrator with a fresh password; for the account of somebody on duty an Administrator.
    async fn lock_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose account, and why.")] input: LockAccountInput,
    ) -> Result<LockAccountPayload, Error> {
        let mut reading = Reading::default();
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (email, reason) = match reading.finish(email.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(LockAccountPayload { done: None, user_errors }),
        };
        let outcome = app::lock::lock(op(ctx), &email, reason).await;
        let (value, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(LockAccountPayload { done: value.map(|()| true), user_errors })
    }
}

fn tell(error: &LockError) -> LockAccountError {
    use LockAccountErrorCode as Code;
    let code = match error {
        LockError::UnknownPerson => Code::UnknownPerson,
        LockError::AlreadyLocked => Code::AlreadyLocked,
        LockError::NotLocked => Code::NotLocked,
        LockError::OnDuty => Code::OnDuty,
    };
    rule(code, "email", error)
}
