//! `liftLegalHold`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::LegalHoldId, legal_hold::LiftHoldError as Rule, text};

use super::LegalHold;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which hold is lifted, and why.
#[derive(InputObject)]
pub struct LiftLegalHoldInput {
    /// The hold.
    pub legal_hold_id: ID,
    /// Why: 10 to 2,000 characters.
    pub because: String,
}

user_errors! {
    "liftLegalHold": LiftLegalHoldError, LiftLegalHoldErrorCode {
        /// It has been lifted already.
        AlreadyLifted,
    }
}

/// The hold, lifted.
#[derive(SimpleObject)]
pub struct LiftLegalHoldPayload {
    /// The hold; nothing if there are `userErrors`.
    pub legal_hold: Option<LegalHold>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LiftLegalHoldError>,
}

#[derive(Default)]
pub struct LiftLegalHold;

#[Object]
impl LiftLegalHold {
    /// Lets go of a person again. Requires an Administrator with a fresh factor.
    async fn lift_legal_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which hold is lifted, and why.")] input: LiftLegalHoldInput,
    ) -> Result<LiftLegalHoldPayload, Error> {
        let mut reading = Reading::default();
        let hold = reading.take("legalHoldId", input.legal_hold_id.parse::<LegalHoldId>());
        let because = reading.take("because", text::parse(&input.because, 10, 2_000));
        let (hold, because) = match reading.finish(hold.zip(because)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(LiftLegalHoldPayload { legal_hold: None, user_errors }),
        };
        let outcome = app::legal_hold::lift(op(ctx), hold, because).await;
        let (hold, user_errors) = split(settle(outcome, |error: Rule| {
            let Rule::AlreadyLifted = error;
            rule(LiftLegalHoldErrorCode::AlreadyLifted, "legalHoldId", error)
        })?);
        Ok(LiftLegalHoldPayload { legal_hold: hold.map(Into::into), user_errors })
    }
}
