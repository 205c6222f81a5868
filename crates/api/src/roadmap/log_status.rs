//! `logInitiativeStatus`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{code, roadmap::RoadmapError};

use super::Initiative;
use crate::{
    context::op,
    scalar::Date,
    translation::{LocalizedTextInput, codes},
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What is logged.
#[derive(InputObject)]
pub struct LogInitiativeStatusInput {
    /// The code of the initiative.
    pub initiative: String,
    /// The version of the initiative as it was read.
    pub expected_version: i32,
    /// The day.
    pub on: Date,
    /// How it stands, 3 to 2,000 characters in each language.
    pub text: LocalizedTextInput,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
}

user_errors! {
    "logInitiativeStatus": LogInitiativeStatusError, LogInitiativeStatusErrorCode {
        /// No source is recorded under this key.
        UnknownSource,
        /// What is not yet cannot be told.
        DayInTheFuture,
        /// The initiative has no room for more entries.
        TooMany,
    }
}

/// The initiative with its statuses.
#[derive(SimpleObject)]
pub struct LogInitiativeStatusPayload {
    /// The initiative; nothing if there are `userErrors`.
    pub initiative: Option<Initiative>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<LogInitiativeStatusError>,
}

#[derive(Default)]
pub struct LogInitiativeStatus;

#[Object]
impl LogInitiativeStatus {
    /// Writes how an initiative stands on a day; what was written before stays. Requires an Administrator with a fresh factor.
    async fn log_initiative_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is logged.")] input: LogInitiativeStatusInput,
    ) -> Result<LogInitiativeStatusPayload, Error> {
        let mut reading = Reading::default();
        let initiative = reading.take("initiative", code::record(&input.initiative));
        let text = input.text.read(&mut reading, "text", 3, 2_000);
        let sources = codes(&input.sources, &mut reading, "sources", 20);
        let (initiative, text) = match reading.finish(initiative.zip(text)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(LogInitiativeStatusPayload { initiative: None, user_errors }),
        };
        let outcome = app::roadmap::log_status(op(ctx), initiative, input.expected_version, (input.on.0, text, sources)).await;
        let (initiative, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(LogInitiativeStatusPayload { initiative: initiative.map(Initiative), user_errors })
    }
}

fn tell(error: &RoadmapError) -> LogInitiativeStatusError {
    use LogInitiativeStatusErrorCode as Code;
    let (code, path) = match error {
        RoadmapError::UnknownSource { .. } => (Code::UnknownSource, "sources"),
        RoadmapError::DayInTheFuture => (Code::DayInTheFuture, "on"),
        RoadmapError::TooMany => (Code::TooMany, "initiative"),
        // The other rules are of the other records of the roadmap.
        _ => (Code::InvalidInput, "initiative"),
    };
    rule(code, path, error)
}
