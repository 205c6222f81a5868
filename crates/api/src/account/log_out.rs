//! `logOut`

use async_graphql::{Context, Error, Object, SimpleObject};

use crate::{context::op, error::failed};

/// The session has ended.
#[derive(SimpleObject)]
pub struct LogOutPayload {
    /// Always true: whoever had no session gets an error instead.
    pub signed_out: bool,
}

#[derive(Default)]
pub struct LogOut;

#[Object]
impl LogOut {
    /// Ends the session that asks: its access token, refresh token and cookie serve no more.
    async fn log_out(&self, ctx: &Context<'_>) -> Result<LogOutPayload, Error> {
        app::account::log_out(op(ctx)).await.map_err(failed)?;
        crate::cookie::take_back(ctx);
        Ok(LogOutPayload { signed_out: true })
    }
}
