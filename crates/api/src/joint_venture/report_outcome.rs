//! `reportOutcome`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    id::JointVentureId,
    outcome::{OutcomeTerms, ReportError},
    text,
};

use super::Outcome;
use crate::{
    context::op,
    scalar::{Date, MoneyInput},
    user_error::{Reading, rule, settle, split, user_errors},
    word::OutcomeKind,
};

/// What was realised, and when.
#[derive(InputObject)]
pub struct ReportOutcomeInput {
    /// The venture.
    pub joint_venture_id: ID,
    /// What was realised.
    pub kind: OutcomeKind,
    /// The first day of the period.
    pub from: Date,
    /// The last day of the period.
    pub to: Date,
    /// The sum; needed for trade and investment.
    pub value: Option<MoneyInput>,
    /// The people employed; needed for jobs. At least 1.
    pub jobs: Option<i32>,
    /// What shows it, 3 to 2,000 characters.
    pub evidence: String,
}

user_errors! {
    "reportOutcome": ReportOutcomeError, ReportOutcomeErrorCode {
        /// A venture realises something from the day a binding paper is signed.
        TooEarly,
        /// The period ends before it begins.
        PeriodReversed,
        /// The period lies in the future.
        PeriodInTheFuture,
        /// Trade and investment have a sum.
        ValueMissing,
        /// Jobs have a number.
        JobsMissing,
    }
}

/// The outcome.
#[derive(SimpleObject)]
pub struct ReportOutcomePayload {
    /// The outcome, waiting for the other parties; nothing if there are `userErrors`.
    pub outcome: Option<Outcome>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ReportOutcomeError>,
}

#[derive(Default)]
pub struct ReportOutcome;

#[Object]
impl ReportOutcome {
    /// Says what a venture has realised; it counts when every other party has confirmed it. Requires Owner or Editor of a party.
    async fn report_outcome(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was realised, and when.")] input: ReportOutcomeInput,
    ) -> Result<ReportOutcomePayload, Error> {
        let mut reading = Reading::default();
        let venture = reading.take("jointVentureId", input.joint_venture_id.parse::<JointVentureId>());
        let value = input.value.as_ref().and_then(|value| value.read(&mut reading, "value"));
        if input.jobs.is_some_and(|jobs| jobs < 1) {
            reading.fault("jobs", "at least 1");
        }
        let evidence = reading.take("evidence", text::parse(&input.evidence, 3, 2_000));
        let terms = evidence.map(|evidence| OutcomeTerms {
            kind: input.kind.into(),
            from: input.from.0,
            to: input.to.0,
            value,
            jobs: input.jobs,
            evidence,
        });
        let (venture, terms) = match reading.finish(venture.zip(terms)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ReportOutcomePayload { outcome: None, user_errors }),
        };
        let (outcome, user_errors) = split(settle(app::outcome::report(op(ctx), venture, terms).await, |error| tell(&error))?);
        Ok(ReportOutcomePayload { outcome: outcome.map(Outcome), user_errors })
    }
}

fn tell(error: &ReportError) -> ReportOutcomeError {
    use ReportOutcomeErrorCode as Code;
    let (code, path) = match error {
        ReportError::TooEarly { .. } => (Code::TooEarly, "jointVentureId"),
        ReportError::PeriodReversed => (Code::PeriodReversed, "to"),
        ReportError::PeriodInTheFuture => (Code::PeriodInTheFuture, "from"),
        ReportError::ValueMissing => (Code::ValueMissing, "value"),
        ReportError::JobsMissing => (Code::JobsMissing, "jobs"),
        ReportError::Unwritable(_) => (Code::InvalidInput, ""),
    };
    rule(code, path, error)
}
