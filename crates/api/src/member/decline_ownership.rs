//! `declineOwnership`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{handover::HandoverError, id::HandoverId};

use super::Handover;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which one.
#[derive(InputObject)]
pub struct DeclineOwnershipInput {
    /// The offer.
    pub handover_id: ID,
}

user_errors! {
    "declineOwnership": DeclineOwnershipError, DeclineOwnershipErrorCode {
        /// It was answered or taken back.
        NotPending,
        /// Its date has passed.
        Expired,
        /// The person who offered it is no Owner any more.
        GiverGone,
    }
}

/// The offer that has ended.
#[derive(SimpleObject)]
pub struct DeclineOwnershipPayload {
    /// As it is now; nothing if there are `userErrors`.
    pub handover: Option<Handover>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<DeclineOwnershipError>,
}

#[derive(Default)]
pub struct DeclineOwnership;

#[Object]
impl DeclineOwnership {
    /// Would rather not be Owner, or takes back what one has offered. Requires the member to whom it was offered, or the Owner who offered it.
    async fn decline_ownership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: DeclineOwnershipInput,
    ) -> Result<DeclineOwnershipPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("handoverId", input.handover_id.parse::<HandoverId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(DeclineOwnershipPayload { handover: None, user_errors }),
        };
        let (handover, user_errors) = split(settle(app::handover::decline(op(ctx), id).await, tell)?);
        Ok(DeclineOwnershipPayload { handover: handover.map(Handover), user_errors })
    }
}

fn tell(error: HandoverError) -> DeclineOwnershipError {
    use DeclineOwnershipErrorCode as Code;
    let code = match error {
        HandoverError::NotPending { .. } => Code::NotPending,
        HandoverError::Expired => Code::Expired,
        HandoverError::GiverGone => Code::GiverGone,
    };
    rule(code, "handoverId", error)
}
