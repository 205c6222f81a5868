//! `enrolTotp`

use app::account::{FactorError as Rule, factor};
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::text;

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// A new authenticator.
#[derive(InputObject)]
pub struct EnrolTotpInput {
    /// What the person calls it, 1 to 60 characters.
    #[graphql(default_with = "\"Authenticator\".to_owned()")]
    pub name: String,
}

user_errors! {
    "enrolTotp": EnrolTotpError, EnrolTotpErrorCode {
        /// The person has as many factors as one may have.
        TooMany,
    }
}

/// An authenticator that waits for its first code.
#[derive(SimpleObject)]
pub struct TotpEnrolment {
    /// Given to `confirmTotp` with the first code.
    pub factor_id: ID,
    /// For typing into an authenticator. It is not told again.
    pub secret: String,
    /// The same as an address of `otpauth:`, which authenticators read from a square code.
    pub uri: String,
}

/// What the authenticator is given.
#[derive(SimpleObject)]
pub struct EnrolTotpPayload {
    /// What the authenticator is given; nothing if there are `userErrors`.
    pub enrolment: Option<TotpEnrolment>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<EnrolTotpError>,
}

#[derive(Default)]
pub struct EnrolTotp;

#[Object]
impl EnrolTotp {
    /// Begins to add an authenticator; it counts when `confirmTotp` has taken its first code. Requires a proved address and a fresh
    /// password or factor.
    #[graphql(complexity = 10)]
    async fn enrol_totp(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new authenticator.")] input: EnrolTotpInput,
    ) -> Result<EnrolTotpPayload, Error> {
        let mut reading = Reading::default();
        let name = reading.take("name", text::parse(&input.name, 1, 60));
        let name = match reading.finish(name) {
            Ok(name) => name,
            Err(user_errors) => return Ok(EnrolTotpPayload { enrolment: None, user_errors }),
        };
        let (begun, user_errors) =
            split(settle(factor::begin_totp(op(ctx), name).await, |error: Rule| rule(EnrolTotpErrorCode::TooMany, "", error))?);
        let enrolment = begun.map(|begun| TotpEnrolment { factor_id: ID(begun.factor.to_string()), secret: begun.secret, uri: begun.uri });
        Ok(EnrolTotpPayload { enrolment, user_errors })
    }
}
