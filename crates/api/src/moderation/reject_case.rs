//! `rejectCase`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    id::ModerationCaseId,
    moderation_case::{ClaimError, DecideError},
    text,
};

use super::ModerationCase;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which case, and on what grounds.
#[derive(InputObject)]
pub struct RejectCaseInput {
    /// The case.
    pub case_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// On what grounds; the company reads it. 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "rejectCase": RejectCaseError, RejectCaseErrorCode {
        /// The case is decided, or waits for the company.
        NotOpen,
        /// Somebody else works on it.
        ClaimedByOther,
        /// A moderator of the other side decides about this.
        OtherSide,
        /// One decided about it before; somebody else hears the appeal.
        DecidedBefore,
        /// A registration is approved by `verifyCompany`, with what was checked.
        ByVerifying,
        /// What the case is about is in another state by now.
        SubjectChanged,
    }
}

/// The case that was rejected.
#[derive(SimpleObject)]
pub struct RejectCasePayload {
    /// The case; nothing if there are `userErrors`.
    pub case: Option<ModerationCase>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RejectCaseError>,
}

#[derive(Default)]
pub struct RejectCase;

#[Object]
impl RejectCase {
    /// Finds wrong what a case asks for, and says why. Of a report: nothing is wrong with what was reported. Requires a Moderator or an Administrator who belongs to no company that it concerns.
    async fn reject_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case, and on what grounds.")] input: RejectCaseInput,
    ) -> Result<RejectCasePayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (case, reason) = match reading.finish(case.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(RejectCasePayload { case: None, user_errors }),
        };
        let outcome = app::moderation::reject(op(ctx), case, input.expected_version, reason).await;
        let (value, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(RejectCasePayload { case: value.map(ModerationCase), user_errors })
    }
}

fn tell(error: &DecideError) -> RejectCaseError {
    use RejectCaseErrorCode as Code;
    let code = match error {
        DecideError::Claim(ClaimError::NotOpen { .. }) => Code::NotOpen,
        DecideError::Claim(ClaimError::ClaimedByOther) => Code::ClaimedByOther,
        DecideError::Claim(ClaimError::OtherSide) => Code::OtherSide,
        DecideError::Claim(ClaimError::DecidedBefore) => Code::DecidedBefore,
        DecideError::ByVerifying => Code::ByVerifying,
        DecideError::SubjectChanged => Code::SubjectChanged,
    };
    rule(code, "caseId", error)
}
