//! `attachPaper`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    file::AttachFileError,
    id::{AgreementId, FileId},
};

use super::AgreementText;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::LanguageTag,
};

/// Which text, and beside which paper.
#[derive(InputObject)]
pub struct AttachPaperInput {
    /// The paper between companies.
    pub agreement_id: ID,
    /// A document that was handed over by `POST /files?purpose=PAPER` within the day.
    pub file_id: ID,
    /// The language that it is written in: a paper may have a text in several.
    pub language: LanguageTag,
}

user_errors! {
    "attachPaper": AttachPaperError, AttachPaperErrorCode {
        /// The file was handed over for something else.
        OtherPurpose,
        /// The file is in use already, was taken back, or is a day old.
        NotWaiting,
        /// A paper may have 20 texts beside it.
        TooMany,
    }
}

/// The text beside the paper.
#[derive(SimpleObject)]
pub struct AttachPaperPayload {
    /// The text; nothing if there are `userErrors`.
    pub text: Option<AgreementText>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AttachPaperError>,
}

#[derive(Default)]
pub struct AttachPaper;

#[Object]
impl AttachPaper {
    /// Lays the text of a paper beside it, for its parties to read. Requires Owner or Editor of a party.
    async fn attach_paper(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which text, and beside which paper.")] input: AttachPaperInput,
    ) -> Result<AttachPaperPayload, Error> {
        let mut reading = Reading::default();
        let agreement = reading.take("agreementId", input.agreement_id.parse::<AgreementId>());
        let file = reading.take("fileId", input.file_id.parse::<FileId>());
        let (agreement, file) = match reading.finish(agreement.zip(file)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(AttachPaperPayload { text: None, user_errors }),
        };
        let outcome = app::file::attach(op(ctx), agreement, file, input.language.into()).await;
        let (text, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(AttachPaperPayload { text: text.map(AgreementText), user_errors })
    }
}

fn tell(error: &AttachFileError) -> AttachPaperError {
    let (code, path) = match error {
        AttachFileError::OtherPurpose => (AttachPaperErrorCode::OtherPurpose, "fileId"),
        AttachFileError::NotWaiting => (AttachPaperErrorCode::NotWaiting, "fileId"),
        AttachFileError::TooMany => (AttachPaperErrorCode::TooMany, "agreementId"),
    };
    rule(code, path, error)
}
