//! `reopenCase`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ModerationCaseId, moderation_case::ReopenError, text};

use super::ModerationCase;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which case, and why.
#[derive(InputObject)]
pub struct ReopenCaseInput {
    /// The case.
    pub case_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// Why; the company reads it. 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "reopenCase": ReopenCaseError, ReopenCaseErrorCode {
        /// Only what was rejected is opened again.
        NotRejected,
        /// A moderator of the other side decides about this.
        OtherSide,
        /// One decided about it before; somebody else hears the appeal.
        DecidedBefore,
        /// What the case is about is in another state by now.
        SubjectChanged,
    }
}

/// The case that is open again.
#[derive(SimpleObject)]
pub struct ReopenCasePayload {
    /// The case; nothing if there are `userErrors`.
    pub case: Option<ModerationCase>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ReopenCaseError>,
}

#[derive(Default)]
pub struct ReopenCase;

#[Object]
impl ReopenCase {
    /// Takes a rejection back: the case is open again, and what it is about waits for a decision as before. Requires a Moderator or an Administrator who belongs to no company that it concerns.
    async fn reopen_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case, and why.")] input: ReopenCaseInput,
    ) -> Result<ReopenCasePayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (case, reason) = match reading.finish(case.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ReopenCasePayload { case: None, user_errors }),
        };
        let outcome = app::moderation::reopen(op(ctx), case, input.expected_version, reason).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(ReopenCasePayload { case: value.map(ModerationCase), user_errors })
    }
}

fn tell(error: ReopenError) -> ReopenCaseError {
    use ReopenCaseErrorCode as Code;
    let code = match error {
        ReopenError::NotRejected { .. } => Code::NotRejected,
        ReopenError::OtherSide => Code::OtherSide,
        ReopenError::DecidedBefore => Code::DecidedBefore,
        ReopenError::SubjectChanged => Code::SubjectChanged,
    };
    rule(code, "caseId", error)
}
