//! `writeToCase`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ModerationCaseId, moderation_case::entry::WriteError, text};

use super::ModerationCase;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which case, and what is written.
#[derive(InputObject)]
pub struct WriteToCaseInput {
    /// The case.
    pub case_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// What is written: 1 to 4,000 characters.
    pub text: String,
}

user_errors! {
    "writeToCase": WriteToCaseError, WriteToCaseErrorCode {
        /// A side writes at most 50 messages about a case in a day.
        QuotaExceeded,
    }
}

/// The case with what was written.
#[derive(SimpleObject)]
pub struct WriteToCasePayload {
    /// The case; nothing if there are `userErrors`.
    pub case: Option<ModerationCase>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WriteToCaseError>,
}

#[derive(Default)]
pub struct WriteToCase;

#[Object]
impl WriteToCase {
    /// Writes to the other side about a case: staff to the company, or the company to staff. It is kept with the case for ever. Requires a Moderator or an Administrator who belongs to no company that it concerns, or an Owner or Editor of the company; of a suspended one the Owner.
    async fn write_to_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case, and what is written.")] input: WriteToCaseInput,
    ) -> Result<WriteToCasePayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let text = reading.take("text", text::parse(&input.text, 1, 4000));
        let (case, text) = match reading.finish(case.zip(text)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(WriteToCasePayload { case: None, user_errors }),
        };
        let outcome = app::moderation::word::write(op(ctx), case, input.expected_version, text).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(WriteToCasePayload { case: value.map(ModerationCase), user_errors })
    }
}

fn tell(error: WriteError) -> WriteToCaseError {
    use WriteToCaseErrorCode as Code;
    let code = match error {
        WriteError::QuotaExceeded => Code::QuotaExceeded,
    };
    rule(code, "", error)
}
