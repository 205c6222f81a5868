//! `requestPasswordReset`

use app::account::{Wanted, password};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::email_address::EmailAddress;

use crate::{
    context::op,
    error::failed,
    user_error::{Reading, user_errors},
};

/// Whose password is forgotten.
#[derive(InputObject)]
pub struct RequestPasswordResetInput {
    /// The e-mail address.
    pub email: String,
}

user_errors! {
    "requestPasswordReset": RequestPasswordResetError, RequestPasswordResetErrorCode {}
}

/// Nothing is told of whether the address is known.
#[derive(SimpleObject)]
pub struct RequestPasswordResetPayload {
    /// Whether a letter goes to the address, if somebody has it.
    pub requested: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RequestPasswordResetError>,
}

#[derive(Default)]
pub struct RequestPasswordReset;

#[Object]
impl RequestPasswordReset {
    /// Asks for a letter with a link that sets a new password. The answer is the same whether the address is known or not.
    #[graphql(complexity = 50)]
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose password is forgotten.")] input: RequestPasswordResetInput,
    ) -> Result<RequestPasswordResetPayload, Error> {
        let mut reading = Reading::default();
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let email = match reading.finish(email) {
            Ok(email) => email,
            Err(user_errors) => return Ok(RequestPasswordResetPayload { requested: false, user_errors }),
        };
        password::request_letter(op(ctx), &email, Wanted::ResetPassword).await.map_err(failed)?;
        Ok(RequestPasswordResetPayload { requested: true, user_errors: Vec::new() })
    }
}
