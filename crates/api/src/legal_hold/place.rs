//! `placeLegalHold`

use app::legal_hold::PlaceLegalHoldError as Rule;
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{email_address::EmailAddress, legal_hold::PlaceHoldError, text};

use super::LegalHold;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Who is held, and why.
#[derive(InputObject)]
pub struct PlaceLegalHoldInput {
    /// The e-mail address of a registered person.
    pub email: String,
    /// Why: 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "placeLegalHold": PlaceLegalHoldError, PlaceLegalHoldErrorCode {
        /// Nobody is registered with this address.
        UnknownPerson,
        /// The person has been erased.
        Erased,
    }
}

/// The hold.
#[derive(SimpleObject)]
pub struct PlaceLegalHoldPayload {
    /// The hold; nothing if there are `userErrors`.
    pub legal_hold: Option<LegalHold>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<PlaceLegalHoldError>,
}

#[derive(Default)]
pub struct PlaceLegalHold;

#[Object]
impl PlaceLegalHold {
    /// Keeps a person from being erased, for a reason that the law gives. Requires an Administrator with a fresh factor.
    async fn place_legal_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is held, and why.")] input: PlaceLegalHoldInput,
    ) -> Result<PlaceLegalHoldPayload, Error> {
        let mut reading = Reading::default();
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2_000));
        let (email, reason) = match reading.finish(email.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(PlaceLegalHoldPayload { legal_hold: None, user_errors }),
        };
        let outcome = app::legal_hold::place(op(ctx), &email, reason).await;
        let (hold, user_errors) = split(settle(outcome, tell)?);
        Ok(PlaceLegalHoldPayload { legal_hold: hold.map(Into::into), user_errors })
    }
}

fn tell(error: Rule) -> PlaceLegalHoldError {
    use PlaceLegalHoldErrorCode as Code;
    let code = match error {
        Rule::UnknownPerson => Code::UnknownPerson,
        Rule::Place(PlaceHoldError::Erased) => Code::Erased,
    };
    rule(code, "email", error)
}
