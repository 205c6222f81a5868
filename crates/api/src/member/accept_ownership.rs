//! `acceptOwnership`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{handover::HandoverError, id::HandoverId};

use super::Handover;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which one.
#[derive(InputObject)]
pub struct AcceptOwnershipInput {
    /// The offer.
    pub handover_id: ID,
}

user_errors! {
    "acceptOwnership": AcceptOwnershipError, AcceptOwnershipErrorCode {
        /// It was answered or taken back.
        NotPending,
        /// Its date has passed.
        Expired,
        /// The person who offered it is no Owner any more.
        GiverGone,
    }
}

/// The handover.
#[derive(SimpleObject)]
pub struct AcceptOwnershipPayload {
    /// As it is now; nothing if there are `userErrors`.
    pub handover: Option<Handover>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AcceptOwnershipError>,
}

#[derive(Default)]
pub struct AcceptOwnership;

#[Object]
impl AcceptOwnership {
    /// Acknowledges that one is Owner of the company from now on, in the place of the one who offered it. Requires the member to whom it was
    /// offered, with a fresh password.
    async fn accept_ownership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: AcceptOwnershipInput,
    ) -> Result<AcceptOwnershipPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("handoverId", input.handover_id.parse::<HandoverId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(AcceptOwnershipPayload { handover: None, user_errors }),
        };
        let (handover, user_errors) = split(settle(app::handover::accept(op(ctx), id).await, tell)?);
        Ok(AcceptOwnershipPayload { handover: handover.map(Handover), user_errors })
    }
}

fn tell(error: HandoverError) -> AcceptOwnershipError {
    use AcceptOwnershipErrorCode as Code;
    let code = match error {
        HandoverError::NotPending { .. } => Code::NotPending,
        HandoverError::Expired => Code::Expired,
        HandoverError::GiverGone => Code::GiverGone,
    };
    rule(code, "handoverId", error)
}
