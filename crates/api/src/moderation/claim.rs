//! `claimCase`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ModerationCaseId, moderation_case::ClaimError};

use super::ModerationCase;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which case.
#[derive(InputObject)]
pub struct ClaimCaseInput {
    /// The case.
    pub case_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
}

user_errors! {
    "claimCase": ClaimCaseError, ClaimCaseErrorCode {
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

/// The case that was claimed.
#[derive(SimpleObject)]
pub struct ClaimCasePayload {
    /// The case; nothing if there are `userErrors`.
    pub case: Option<ModerationCase>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ClaimCaseError>,
}

#[derive(Default)]
pub struct ClaimCase;

#[Object]
impl ClaimCase {
    /// Takes a case to work on it: nobody else decides about it for half an hour. Claiming again begins the half hour anew. Requires a Moderator or an Administrator who belongs to no company that it concerns.
    async fn claim_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case.")] input: ClaimCaseInput,
    ) -> Result<ClaimCasePayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let case = match reading.finish(case) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ClaimCasePayload { case: None, user_errors }),
        };
        let outcome = app::moderation::claim(op(ctx), case, input.expected_version).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(ClaimCasePayload { case: value.map(ModerationCase), user_errors })
    }
}

fn tell(error: ClaimError) -> ClaimCaseError {
    use ClaimCaseErrorCode as Code;
    let code = match error {
        ClaimError::NotOpen { .. } => Code::NotOpen,
        ClaimError::ClaimedByOther => Code::ClaimedByOther,
        ClaimError::OtherSide => Code::OtherSide,
        ClaimError::DecidedBefore => Code::DecidedBefore,
    };
    rule(code, "caseId", error)
}
