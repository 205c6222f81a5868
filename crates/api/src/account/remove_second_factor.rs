//! `removeSecondFactor`

use app::account::{FactorError as Rule, factor};
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::id::SecondFactorId;

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// The factor that goes.
#[derive(InputObject)]
pub struct RemoveSecondFactorInput {
    /// One of one's own `secondFactors`.
    pub factor_id: ID,
}

user_errors! {
    "removeSecondFactor": RemoveSecondFactorError, RemoveSecondFactorErrorCode {
        /// There is no such factor of one's own.
        NoSuchFactor,
    }
}

/// Whether it is gone.
#[derive(SimpleObject)]
pub struct RemoveSecondFactorPayload {
    /// Whether the factor is gone.
    pub removed: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RemoveSecondFactorError>,
}

#[derive(Default)]
pub struct RemoveSecondFactor;

#[Object]
impl RemoveSecondFactor {
    /// Takes a second factor away, and with the last one the recovery codes. Whoever serves the forum has to add another before going on.
    /// Requires a fresh factor.
    #[graphql(complexity = 10)]
    async fn remove_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The factor that goes.")] input: RemoveSecondFactorInput,
    ) -> Result<RemoveSecondFactorPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("factorId", input.factor_id.parse::<SecondFactorId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(RemoveSecondFactorPayload { removed: false, user_errors }),
        };
        let (done, user_errors) = split(settle(factor::remove(op(ctx), id).await, |error: Rule| {
            rule(RemoveSecondFactorErrorCode::NoSuchFactor, "factorId", error)
        })?);
        Ok(RemoveSecondFactorPayload { removed: done.is_some(), user_errors })
    }
}
