//! `requestChanges`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ModerationCaseId, moderation_case::ClaimError, text};

use super::ModerationCase;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which case, and what is to be put right.
#[derive(InputObject)]
pub struct RequestChangesInput {
    /// The case.
    pub case_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// What is to be put right; the company reads it. 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "requestChanges": RequestChangesError, RequestChangesErrorCode {
        /// The case is decided, or waits for the company.
        NotOpen,
        /// Somebody else works on it.
        ClaimedByOther,
        /// A moderator of the other side decides about this.
        OtherSide,
        /// One decided about it before; somebody else hears the appeal.
        DecidedBefore,
    }
}

/// The case, which waits for the company.
#[derive(SimpleObject)]
pub struct RequestChangesPayload {
    /// The case; nothing if there are `userErrors`.
    pub case: Option<ModerationCase>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RequestChangesError>,
}

#[derive(Default)]
pub struct RequestChanges;

#[Object]
impl RequestChanges {
    /// Asks the company to put something right first. A registration goes back to the company, which submits it anew; of the rest the company writes when it is done. Requires a Moderator or an Administrator who belongs to no company that it concerns.
    async fn request_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case, and what is to be put right.")] input: RequestChangesInput,
    ) -> Result<RequestChangesPayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (case, reason) = match reading.finish(case.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(RequestChangesPayload { case: None, user_errors }),
        };
        let outcome = app::moderation::request_changes(op(ctx), case, input.expected_version, reason).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(RequestChangesPayload { case: value.map(ModerationCase), user_errors })
    }
}

fn tell(error: ClaimError) -> RequestChangesError {
    use RequestChangesErrorCode as Code;
    let code = match error {
        ClaimError::NotOpen { .. } => Code::NotOpen,
        ClaimError::ClaimedByOther => Code::ClaimedByOther,
        ClaimError::OtherSide => Code::OtherSide,
        ClaimError::DecidedBefore => Code::DecidedBefore,
    };
    rule(code, "caseId", error)
}
