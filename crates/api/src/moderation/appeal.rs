//! `appeal`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ModerationCaseId, moderation_case::appeal::AppealError as Rule, text};

use super::ModerationCase;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Against which case, and why.
#[derive(InputObject)]
pub struct AppealInput {
    /// The case that was decided, or on which the suspension rests.
    pub case_id: ID,
    /// Why: 10 to 4,000 characters.
    pub text: String,
}

user_errors! {
    "appeal": AppealError, AppealErrorCode {
        /// One appeals against what was rejected, or against a suspension.
        NotAppealable,
        /// There has been an appeal against this decision.
        AlreadyAppealed,
    }
}

/// The case of the appeal.
#[derive(SimpleObject)]
pub struct AppealPayload {
    /// The case; nothing if there are `userErrors`.
    pub case: Option<ModerationCase>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AppealError>,
}

#[derive(Default)]
pub struct Appeal;

#[Object]
impl Appeal {
    /// Asks other people to look again at what was rejected, or at a suspension: who decided does not hear the appeal. Requires the Owner of the company.
    async fn appeal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Against which case, and why.")] input: AppealInput,
    ) -> Result<AppealPayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let text = reading.take("text", text::parse(&input.text, 10, 4000));
        let (case, text) = match reading.finish(case.zip(text)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(AppealPayload { case: None, user_errors }),
        };
        let outcome = app::moderation::appeal::appeal(op(ctx), case, text).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(AppealPayload { case: value.map(ModerationCase), user_errors })
    }
}

fn tell(error: Rule) -> AppealError {
    use AppealErrorCode as Code;
    let code = match error {
        Rule::NotAppealable { .. } => Code::NotAppealable,
        Rule::AlreadyAppealed => Code::AlreadyAppealed,
    };
    rule(code, "caseId", error)
}
