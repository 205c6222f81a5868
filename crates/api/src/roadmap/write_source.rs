//! `writeSource`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{code, roadmap::RoadmapError, text, trade::Source as Domain};

use super::Source;
use crate::{
    context::op,
    scalar::Date,
    translation::address,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// A source.
#[derive(InputObject)]
pub struct WriteSourceInput {
    /// The key: 2 to 40 small Latin letters, digits and single dashes, never changed.
    pub key: String,
    /// The version as it was read; nothing for a new record.
    pub expected_version: Option<i32>,
    /// What it is, 3 to 500 characters.
    pub title: String,
    /// Who published it, at most 200 characters.
    pub publisher: Option<String>,
    /// The address.
    pub url: String,
    /// The day on which it was read.
    pub retrieved_on: Option<Date>,
}

user_errors! {
    "writeSource": WriteSourceError, WriteSourceErrorCode {
        /// There is a record with this code; name its version to change it.
        CodeTaken,
    }
}

/// The source.
#[derive(SimpleObject)]
pub struct WriteSourcePayload {
    /// The source; nothing if there are `userErrors`.
    pub source: Option<Source>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WriteSourceError>,
}

#[derive(Default)]
pub struct WriteSource;

#[Object]
impl WriteSource {
    /// Writes where something was read, new or anew, so that other records can name it by its key. Requires an Administrator with a fresh factor.
    async fn write_source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A source.")] input: WriteSourceInput,
    ) -> Result<WriteSourcePayload, Error> {
        let mut reading = Reading::default();
        let key = reading.take("key", code::record(&input.key));
        let title = reading.take("title", text::parse(&input.title, 3, 500));
        let publisher = input.publisher.as_deref().and_then(|name| reading.take("publisher", text::parse(name, 1, 200)));
        let url = address(&input.url, &mut reading, "url");
        let said =
            (|| Some(Domain { key: key?, what: title?, address: url?, publisher, retrieved_on: input.retrieved_on.map(|day| day.0) }))();
        let said = match reading.finish(said) {
            Ok(said) => said,
            Err(user_errors) => return Ok(WriteSourcePayload { source: None, user_errors }),
        };
        let outcome = app::roadmap::write_source(op(ctx), said, input.expected_version).await;
        let (source, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(WriteSourcePayload { source: source.map(Into::into), user_errors })
    }
}

fn tell(error: &RoadmapError) -> WriteSourceError {
    use WriteSourceErrorCode as Code;
    let (code, path) = match error {
        RoadmapError::CodeTaken => (Code::CodeTaken, "key"),
        // The other rules are of the other records of the roadmap.
        _ => (Code::InvalidInput, "key"),
    };
    rule(code, path, error)
}
