//! `noteOnCase`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ModerationCaseId, moderation_case::entry::WriteError, text};

use super::ModerationCase;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which case, and what is noted.
#[derive(InputObject)]
pub struct NoteOnCaseInput {
    /// The case.
    pub case_id: ID,
    /// What is noted: 1 to 4,000 characters.
    pub text: String,
}

user_errors! {
    "noteOnCase": NoteOnCaseError, NoteOnCaseErrorCode {
        /// A side writes at most 50 messages about a case in a day.
        QuotaExceeded,
    }
}

/// The case with the note.
#[derive(SimpleObject)]
pub struct NoteOnCasePayload {
    /// The case; nothing if there are `userErrors`.
    pub case: Option<ModerationCase>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<NoteOnCaseError>,
}

#[derive(Default)]
pub struct NoteOnCase;

#[Object]
impl NoteOnCase {
    /// Notes something about a case for other staff; the company never reads it. Requires a Moderator or an Administrator who belongs to no company that it concerns.
    async fn note_on_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case, and what is noted.")] input: NoteOnCaseInput,
    ) -> Result<NoteOnCasePayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let text = reading.take("text", text::parse(&input.text, 1, 4000));
        let (case, text) = match reading.finish(case.zip(text)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(NoteOnCasePayload { case: None, user_errors }),
        };
        let outcome = app::moderation::word::note(op(ctx), case, text).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(NoteOnCasePayload { case: value.map(ModerationCase), user_errors })
    }
}

fn tell(error: WriteError) -> NoteOnCaseError {
    use NoteOnCaseErrorCode as Code;
    let code = match error {
        WriteError::QuotaExceeded => Code::QuotaExceeded,
    };
    rule(code, "", error)
}
