//! `logMilestone`

use async_graphql::{Context, Error, ID, InputObject, Object, OneofObject, SimpleObject};
use domain::{
    id::{JointVentureId, MilestoneId},
    milestone::{MilestoneChange, MilestoneError},
    text,
};

use super::Milestone;
use crate::{
    context::op,
    scalar::Date,
    user_error::{Reading, rule, settle, split, user_errors},
    word::MilestoneState,
};

/// What is logged: exactly one of these.
#[derive(OneofObject)]
pub enum MilestoneLog {
    /// A new promise.
    Promise(MilestonePromise),
    /// Another date for a promise; the dates before are kept.
    Move(MilestoneMove),
    /// What became of a promise.
    Settle(MilestoneSettlement),
}

/// A new promise.
#[derive(InputObject)]
pub struct MilestonePromise {
    /// The venture.
    pub joint_venture_id: ID,
    /// What is promised, 3 to 200 characters.
    pub title: String,
    /// By when; not in the past.
    pub due: Date,
}

/// Another date for a promise.
#[derive(InputObject)]
pub struct MilestoneMove {
    /// The milestone.
    pub milestone_id: ID,
    /// The new date.
    pub due: Date,
    /// Why it moves, 3 to 500 characters.
    pub reason: String,
}

/// What became of a promise.
#[derive(InputObject)]
pub struct MilestoneSettlement {
    /// The milestone.
    pub milestone_id: ID,
    /// Met, partly met or not met.
    pub state: MilestoneState,
    /// What shows it, 3 to 2,000 characters.
    pub evidence: String,
}

/// What is logged.
#[derive(InputObject)]
pub struct LogMilestoneInput {
    /// A promise, another date, or what became of it.
    pub milestone: MilestoneLog,
}

user_errors! {
    "logMilestone": LogMilestoneError, LogMilestoneErrorCode {
        /// The venture has ended.
        VentureEnded,
        /// A promise is due today at the earliest.
        DueInThePast,
        /// The date is the same as before.
        DueUnchanged,
        /// It was said already what became of it.
        Settled,
        /// `OPEN` does not say what became of it.
        NotSettling,
    }
}

/// The milestone.
#[derive(SimpleObject)]
pub struct LogMilestonePayload {
    /// The milestone; nothing if there are `userErrors`.
    pub milestone: Option<Milestone>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LogMilestoneError>,
}

#[derive(Default)]
pub struct LogMilestone;

#[Object]
impl LogMilestone {
    /// Promises something by a date, moves the date with a reason, or says what became of it. Requires Owner or Editor of a party.
    async fn log_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is logged.")] input: LogMilestoneInput,
    ) -> Result<LogMilestonePayload, Error> {
        let op = op(ctx);
        let mut reading = Reading::default();
        let outcome = match input.milestone {
            MilestoneLog::Promise(promise) => {
                let venture = reading.take("milestone.promise.jointVentureId", promise.joint_venture_id.parse::<JointVentureId>());
                let title = reading.take("milestone.promise.title", text::parse(&promise.title, 3, 200));
                match reading.finish(venture.zip(title)) {
                    Ok((venture, title)) => settle(app::milestone::log(op, venture, title, promise.due.0).await, |error| tell(&error))?,
                    Err(user_errors) => Err(user_errors),
                }
            }
            MilestoneLog::Move(moved) => {
                let id = reading.take("milestone.move.milestoneId", moved.milestone_id.parse::<MilestoneId>());
                let reason = reading.take("milestone.move.reason", text::parse(&moved.reason, 3, 500));
                change(ctx, reading, id, reason.map(|reason| MilestoneChange::Move { due: moved.due.0, reason })).await?
            }
            MilestoneLog::Settle(settled) => {
                let id = reading.take("milestone.settle.milestoneId", settled.milestone_id.parse::<MilestoneId>());
                let evidence = reading.take("milestone.settle.evidence", text::parse(&settled.evidence, 3, 2_000));
                let state = settled.state.into();
                change(ctx, reading, id, evidence.map(|evidence| MilestoneChange::Settle { state, evidence })).await?
            }
        };
        let (milestone, user_errors) = split(outcome);
        Ok(LogMilestonePayload { milestone: milestone.map(Into::into), user_errors })
    }
}

type Logged = Result<domain::milestone::Milestone, Vec<LogMilestoneError>>;

async fn change(ctx: &Context<'_>, reading: Reading, id: Option<MilestoneId>, change: Option<MilestoneChange>) -> Result<Logged, Error> {
    match reading.finish(id.zip(change)) {
        Ok((id, change)) => settle(app::milestone::change(op(ctx), id, change).await, |error| tell(&error)),
        Err(user_errors) => Ok(Err(user_errors)),
    }
}

fn tell(error: &MilestoneError) -> LogMilestoneError {
    use LogMilestoneErrorCode as Code;
    let code = match error {
        MilestoneError::VentureEnded => Code::VentureEnded,
        MilestoneError::DueInThePast => Code::DueInThePast,
        MilestoneError::DueUnchanged => Code::DueUnchanged,
        MilestoneError::Settled { .. } => Code::Settled,
        MilestoneError::NotSettling => Code::NotSettling,
    };
    rule(code, "milestone", error)
}
