//! `endSession`

use app::account::session;
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::id::SessionId;

use crate::{
    context::op,
    error::failed,
    user_error::{Reading, user_errors},
};

/// The session that ends.
#[derive(InputObject)]
pub struct EndSessionInput {
    /// One of one's own `sessions`.
    pub session_id: ID,
}

user_errors! {
    "endSession": EndSessionError, EndSessionErrorCode {}
}

/// Whether it has ended.
#[derive(SimpleObject)]
pub struct EndSessionPayload {
    /// Whether the session has ended.
    pub ended: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<EndSessionError>,
}

#[derive(Default)]
pub struct EndSession;

#[Object]
impl EndSession {
    /// Signs one of one's own devices out, from its next request on. Requires a fresh password or factor.
    #[graphql(complexity = 10)]
    async fn end_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session that ends.")] input: EndSessionInput,
    ) -> Result<EndSessionPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("sessionId", input.session_id.parse::<SessionId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(EndSessionPayload { ended: false, user_errors }),
        };
        session::end(op(ctx), id).await.map_err(failed)?;
        Ok(EndSessionPayload { ended: true, user_errors: Vec::new() })
    }
}
