//! `report`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{report::ReportError as Rule, text};

use super::{Report, subject_of};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::ReportKind,
};

/// What is wrong.
#[derive(InputObject)]
pub struct ReportInput {
    /// What it is about: a company, a listing or an introduction.
    pub subject_id: ID,
    /// What is wrong with it.
    pub kind: ReportKind,
    /// What is wrong, in words: 10 to 2,000 characters.
    pub text: String,
}

user_errors! {
    "report": ReportError, ReportErrorCode {
        /// One has reported this already; staff will look at it.
        AlreadyReported,
        /// A person reports at most 20 things a day.
        QuotaExceeded,
    }
}

/// The report.
#[derive(SimpleObject)]
pub struct ReportPayload {
    /// The report; nothing if there are `userErrors`.
    pub report: Option<Report>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ReportError>,
}

#[derive(Default)]
pub struct FileReport;

#[Object]
impl FileReport {
    /// Tells staff that something of another company is wrong. The company never learns who said so; whoever did is told what came of it. Requires a person with a proved address, a member of a company that is not suspended, a Moderator or an Administrator.
    async fn report(&self, ctx: &Context<'_>, #[graphql(desc = "What is wrong.")] input: ReportInput) -> Result<ReportPayload, Error> {
        let mut reading = Reading::default();
        let subject = reading.take("subjectId", subject_of(&input.subject_id));
        let text = reading.take("text", text::parse(&input.text, 10, 2000));
        let (subject, text) = match reading.finish(subject.zip(text)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ReportPayload { report: None, user_errors }),
        };
        let outcome = app::report::report(op(ctx), subject, input.kind.into(), text).await;
        let (value, user_errors) = split(settle(outcome, tell)?);
        Ok(ReportPayload { report: value.map(Report::from), user_errors })
    }
}

fn tell(error: Rule) -> ReportError {
    use ReportErrorCode as Code;
    let (code, path) = match error {
        Rule::AlreadyReported => (Code::AlreadyReported, "subjectId"),
        Rule::QuotaExceeded => (Code::QuotaExceeded, ""),
    };
    rule(code, path, error)
}
