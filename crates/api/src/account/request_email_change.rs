//! `requestEmailChange`

use app::account::{EmailChangeError as Rule, email};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::email_address::EmailAddress;

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Another address.
#[derive(InputObject)]
pub struct RequestEmailChangeInput {
    /// The new e-mail address.
    pub email: String,
}

user_errors! {
    "requestEmailChange": RequestEmailChangeError, RequestEmailChangeErrorCode {
        /// It is one's own address already.
        SameAddress,
    }
}

/// Nothing is told of whether the new address is known.
#[derive(SimpleObject)]
pub struct RequestEmailChangePayload {
    /// Whether letters are on their way to both addresses.
    pub letters_sent: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RequestEmailChangeError>,
}

#[derive(Default)]
pub struct RequestEmailChange;

#[Object]
impl RequestEmailChange {
    /// Asks to move to another address: a letter there has the link that does it, and one to the present address the link that stops it.
    /// Requires a fresh password or factor.
    #[graphql(complexity = 50)]
    async fn request_email_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Another address.")] input: RequestEmailChangeInput,
    ) -> Result<RequestEmailChangePayload, Error> {
        let mut reading = Reading::default();
        let address = reading.take("email", EmailAddress::parse(&input.email));
        let address = match reading.finish(address) {
            Ok(address) => address,
            Err(user_errors) => return Ok(RequestEmailChangePayload { letters_sent: false, user_errors }),
        };
        let (done, user_errors) = split(settle(email::request_email_change(op(ctx), address).await, |error: Rule| {
            let Rule::SameAddress = error;
            rule(RequestEmailChangeErrorCode::SameAddress, "email", error)
        })?);
        Ok(RequestEmailChangePayload { letters_sent: done.is_some(), user_errors })
    }
}
