//! `endOtherSessions`

use app::account::session;
use async_graphql::{Context, Error, Object, SimpleObject};

use crate::{context::op, error::failed, user_error::user_errors};

user_errors! {
    "endOtherSessions": EndOtherSessionsError, EndOtherSessionsErrorCode {}
}

/// How many have ended.
#[derive(SimpleObject)]
pub struct EndOtherSessionsPayload {
    /// How many sessions have ended.
    pub ended: i32,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<EndOtherSessionsError>,
}

#[derive(Default)]
pub struct EndOtherSessions;

#[Object]
impl EndOtherSessions {
    /// Signs all of one's own devices out but the one that asks. Requires a fresh password or factor.
    #[graphql(complexity = 10)]
    async fn end_other_sessions(&self, ctx: &Context<'_>) -> Result<EndOtherSessionsPayload, Error> {
        let ended = session::end_others(op(ctx)).await.map_err(failed)?;
        Ok(EndOtherSessionsPayload { ended: i32::try_from(ended).unwrap_or(i32::MAX), user_errors: Vec::new() })
    }
}
