//! `releaseCase`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ModerationCaseId, moderation_case::ReleaseError};

use super::ModerationCase;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which case.
#[derive(InputObject)]
pub struct ReleaseCaseInput {
    /// The case.
    pub case_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
}

user_errors! {
    "releaseCase": ReleaseCaseError, ReleaseCaseErrorCode {
        /// One has not claimed it, or the claim has lapsed.
        NotClaimed,
    }
}

/// The case that was given back.
#[derive(SimpleObject)]
pub struct ReleaseCasePayload {
    /// The case; nothing if there are `userErrors`.
    pub case: Option<ModerationCase>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ReleaseCaseError>,
}

#[derive(Default)]
pub struct ReleaseCase;

#[Object]
impl ReleaseCase {
    /// Gives a case back that one has claimed. Requires a Moderator or an Administrator who belongs to no company that it concerns.
    async fn release_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case.")] input: ReleaseCaseInput,
    ) -> Result<ReleaseCasePayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let case = match reading.finish(case) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ReleaseCasePayload { case: None, user_errors }),
        };
        let outcome = app::moderation::release(op(ctx), case, input.expected_version).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(ReleaseCasePayload { case: value.map(ModerationCase), user_errors })
    }
}

fn tell(error: ReleaseError) -> ReleaseCaseError {
    use ReleaseCaseErrorCode as Code;
    let code = match error {
        ReleaseError::NotClaimed => Code::NotClaimed,
    };
    rule(code, "caseId", error)
}
