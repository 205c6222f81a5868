//! `removeLogo`

use async_graphql::{Context, Error, Object, SimpleObject};
use domain::file::RemoveFileError;

use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

user_errors! {
    "removeLogo": RemoveLogoError, RemoveLogoErrorCode {
        /// The company shows no picture.
        NoLogo,
    }
}

/// Whether the picture is gone.
#[derive(SimpleObject)]
pub struct RemoveLogoPayload {
    /// Whether it was taken away.
    pub removed: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RemoveLogoError>,
}

#[derive(Default)]
pub struct RemoveLogo;

#[Object]
impl RemoveLogo {
    /// Takes the picture of one's own company away. Requires Owner or Editor.
    async fn remove_logo(&self, ctx: &Context<'_>) -> Result<RemoveLogoPayload, Error> {
        let outcome = settle(app::file::remove_logo(op(ctx)).await, |error| {
            let RemoveFileError::RemovedAlready = error;
            rule(RemoveLogoErrorCode::NoLogo, "", "the company shows no picture")
        })?;
        let (removed, user_errors) = split(outcome);
        Ok(RemoveLogoPayload { removed: removed.is_some(), user_errors })
    }
}
