//! `removePaper`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{file::RemoveFileError, id::FileId};

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which text.
#[derive(InputObject)]
pub struct RemovePaperInput {
    /// A text that one's own company laid beside a paper.
    pub file_id: ID,
}

user_errors! {
    "removePaper": RemovePaperError, RemovePaperErrorCode {
        /// It was taken back already.
        RemovedAlready,
    }
}

/// Whether the text is gone.
#[derive(SimpleObject)]
pub struct RemovePaperPayload {
    /// Whether it was taken back.
    pub removed: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RemovePaperError>,
}

#[derive(Default)]
pub struct RemovePaper;

#[Object]
impl RemovePaper {
    /// Takes a text back that one's own company laid beside a paper; that it lay there stays known. Requires Owner or Editor of that party.
    async fn remove_paper(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which text.")] input: RemovePaperInput,
    ) -> Result<RemovePaperPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("fileId", input.file_id.parse::<FileId>());
        let id = match reading.finish(id) {
            Ok(read) => read,
            Err(user_errors) => return Ok(RemovePaperPayload { removed: false, user_errors }),
        };
        let outcome = settle(app::file::remove(op(ctx), id).await, |error| {
            let RemoveFileError::RemovedAlready = error;
            rule(RemovePaperErrorCode::RemovedAlready, "fileId", error)
        })?;
        let (removed, user_errors) = split(outcome);
        Ok(RemovePaperPayload { removed: removed.is_some(), user_errors })
    }
}
