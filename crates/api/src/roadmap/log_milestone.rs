//! `logInitiativeMilestone`

use async_graphql::{Context, Error, InputObject, Object, OneofObject, SimpleObject};
use domain::{
    code,
    roadmap::{MilestoneSaid, RoadmapError},
    text,
};

use super::Initiative;
use crate::{
    context::op,
    scalar::Date,
    translation::{LocalizedTextInput, codes},
    user_error::{Reading, rule, settle, split, user_errors},
    word::{CountryCode, MilestoneState},
};

/// What is logged: exactly one of these.
#[derive(OneofObject)]
pub enum InitiativeMilestoneLog {
    /// A new promise.
    Promise(InitiativePromise),
    /// Another date for a promise; the dates before are kept.
    Move(InitiativeMove),
    /// What became of a promise.
    Settle(InitiativeSettlement),
}

/// A new promise of one side.
#[derive(InputObject)]
pub struct InitiativePromise {
    /// The side that promised it.
    pub side: CountryCode,
    /// What was promised, 3 to 200 characters in each language.
    pub title: LocalizedTextInput,
    /// By when; what was promised long ago may be written down late.
    pub due: Date,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
}

/// Another date for a promise.
#[derive(InputObject)]
pub struct InitiativeMove {
    /// The number of the milestone.
    pub number: i32,
    /// The new date.
    pub due: Date,
    /// Why it moves, 3 to 500 characters.
    pub reason: String,
}

/// What became of a promise.
#[derive(InputObject)]
pub struct InitiativeSettlement {
    /// The number of the milestone.
    pub number: i32,
    /// Met, partly met or not met.
    pub state: MilestoneState,
    /// What shows it, 3 to 2,000 characters.
    pub evidence: String,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
}

/// What is logged.
#[derive(InputObject)]
pub struct LogInitiativeMilestoneInput {
    /// The code of the initiative.
    pub initiative: String,
    /// The version of the initiative as it was read.
    pub expected_version: i32,
    /// A promise, another date, or what became of it.
    pub milestone: InitiativeMilestoneLog,
}

user_errors! {
    "logInitiativeMilestone": LogInitiativeMilestoneError, LogInitiativeMilestoneErrorCode {
        /// No source is recorded under this key.
        UnknownSource,
        /// The initiative has no milestone of this number.
        UnknownMilestone,
        /// It was said already what became of it.
        Settled,
        /// `OPEN` does not say what became of it.
        StateMissing,
        /// The date is the same as before.
        DueUnchanged,
        /// The initiative has no room for more milestones.
        TooMany,
    }
}

/// The initiative with its milestones.
#[derive(SimpleObject)]
pub struct LogInitiativeMilestonePayload {
    /// The initiative; nothing if there are `userErrors`.
    pub initiative: Option<Initiative>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LogInitiativeMilestoneError>,
}

#[derive(Default)]
pub struct LogInitiativeMilestone;

#[Object]
impl LogInitiativeMilestone {
    /// Writes what one side promised by a date, that the date moved and why, or what became of it. Requires an Administrator with a fresh factor.
    async fn log_initiative_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is logged.")] input: LogInitiativeMilestoneInput,
    ) -> Result<LogInitiativeMilestonePayload, Error> {
        let mut reading = Reading::default();
        let initiative = reading.take("initiative", code::record(&input.initiative));
        let said = input.milestone.read(&mut reading);
        let (initiative, said) = match reading.finish(initiative.zip(said)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(LogInitiativeMilestonePayload { initiative: None, user_errors }),
        };
        let outcome = app::roadmap::log_milestone(op(ctx), initiative, input.expected_version, said).await;
        let (initiative, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(LogInitiativeMilestonePayload { initiative: initiative.map(Initiative), user_errors })
    }
}

impl InitiativeMilestoneLog {
    fn read(self, reading: &mut Reading) -> Option<MilestoneSaid> {
        match self {
            Self::Promise(promise) => {
                let title = promise.title.read(reading, "milestone.promise.title", 3, 200);
                let sources = codes(&promise.sources, reading, "milestone.promise.sources", 20);
                Some(MilestoneSaid::New { side: promise.side.into(), title: title?, due: promise.due.0, sources })
            }
            Self::Move(moved) => {
                let reason = reading.take("milestone.move.reason", text::parse(&moved.reason, 3, 500))?;
                Some(MilestoneSaid::Move { number: moved.number, due: moved.due.0, reason })
            }
            Self::Settle(settled) => {
                let sources = codes(&settled.sources, reading, "milestone.settle.sources", 20);
                let evidence = reading.take("milestone.settle.evidence", text::parse(&settled.evidence, 3, 2_000))?;
                Some(MilestoneSaid::Settle { number: settled.number, state: settled.state.into(), evidence, sources })
            }
        }
    }
}

fn tell(error: &RoadmapError) -> LogInitiativeMilestoneError {
    use LogInitiativeMilestoneErrorCode as Code;
    let (code, path) = match error {
        RoadmapError::UnknownSource { .. } => (Code::UnknownSource, "milestone"),
        RoadmapError::UnknownMilestone => (Code::UnknownMilestone, "milestone"),
        RoadmapError::Settled { .. } => (Code::Settled, "milestone"),
        RoadmapError::StateMissing => (Code::StateMissing, "milestone"),
        RoadmapError::DueUnchanged => (Code::DueUnchanged, "milestone"),
        RoadmapError::TooMany => (Code::TooMany, "milestone"),
        // The other rules are of the other records of the roadmap.
        _ => (Code::InvalidInput, "milestone"),
    };
    rule(code, path, error)
}
