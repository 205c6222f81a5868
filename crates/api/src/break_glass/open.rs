//! `breakGlass`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{break_glass::BreakGlassError as Rule, id::ModerationCaseId, text};

use super::RecordOpening;
use crate::{
    context::op,
    publication::record_of,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which record, for which case, and why.
#[derive(InputObject)]
pub struct BreakGlassInput {
    /// The case.
    pub case_id: ID,
    /// The agreement or the venture.
    pub record_id: ID,
    /// Why; the companies read it. 20 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "breakGlass": BreakGlassError, BreakGlassErrorCode {
        /// The case is about none of the companies that share the record.
        OtherCase,
        /// The case is decided.
        CaseDecided,
    }
}

/// The record that was opened.
#[derive(SimpleObject)]
pub struct BreakGlassPayload {
    /// The opening; nothing if there are `userErrors`.
    pub opening: Option<RecordOpening>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<BreakGlassError>,
}

#[derive(Default)]
pub struct BreakGlass;

#[Object]
impl BreakGlass {
    /// Opens one private agreement or venture to oneself for an hour, because an open case about one of its companies asks for it. Its companies learn of it at once. Requires an Administrator with a fresh password who belongs to none of them.
    async fn break_glass(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which record, for which case, and why.")] input: BreakGlassInput,
    ) -> Result<BreakGlassPayload, Error> {
        let mut reading = Reading::default();
        let case = reading.take("caseId", input.case_id.parse::<ModerationCaseId>());
        let record = reading.take("recordId", record_of(&input.record_id));
        let reason = reading.take("reason", text::parse(&input.reason, 20, 2000));
        let ((case, record), reason) = match reading.finish(case.zip(record).zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(BreakGlassPayload { opening: None, user_errors }),
        };
        let outcome = app::break_glass::open(op(ctx), case, record, reason).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(BreakGlassPayload { opening: value.map(RecordOpening), user_errors })
    }
}

fn tell(error: Rule) -> BreakGlassError {
    use BreakGlassErrorCode as Code;
    let code = match error {
        Rule::OtherCase => Code::OtherCase,
        Rule::CaseDecided => Code::CaseDecided,
    };
    rule(code, "caseId", error)
}
