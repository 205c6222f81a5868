//! `requestEmailVerification`

use app::account::{Wanted, password};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::email_address::EmailAddress;

use crate::{
    context::op,
    error::failed,
    user_error::{Reading, user_errors},
};

/// Whose address is to be proved.
#[derive(InputObject)]
pub struct RequestEmailVerificationInput {
    /// The e-mail address.
    pub email: String,
}

user_errors! {
    "requestEmailVerification": RequestEmailVerificationError, RequestEmailVerificationErrorCode {}
}

/// Nothing is told of whether the address is known.
#[derive(SimpleObject)]
pub struct RequestEmailVerificationPayload {
    /// Whether a letter goes to the address, if somebody has it.
    pub requested: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RequestEmailVerificationError>,
}

#[derive(Default)]
pub struct RequestEmailVerification;

#[Object]
impl RequestEmailVerification {
    /// Asks for another letter with a link that proves the address of a registration. The answer is the same whether the address is known or not.
    #[graphql(complexity = 50)]
    async fn request_email_verification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose address is to be proved.")] input: RequestEmailVerificationInput,
    ) -> Result<RequestEmailVerificationPayload, Error> {
        let mut reading = Reading::default();
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let email = match reading.finish(email) {
            Ok(email) => email,
            Err(user_errors) => return Ok(RequestEmailVerificationPayload { requested: false, user_errors }),
        };
        password::request_letter(op(ctx), &email, Wanted::VerifyEmail).await.map_err(failed)?;
        Ok(RequestEmailVerificationPayload { requested: true, user_errors: Vec::new() })
    }
}
