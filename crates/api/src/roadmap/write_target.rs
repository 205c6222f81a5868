//! `writeTarget`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{
    code,
    money::{Currency, Money},
    roadmap::RoadmapError,
    text,
    trade::{Baseline, Target as Domain},
};

use super::{Target, loose_date};
use crate::{
    context::op,
    scalar::{Date, Decimal},
    translation::{LocalizedTextInput, codes},
    user_error::{Reading, rule, settle, split, user_errors},
    word::CountryCode,
};

/// What an aim is measured from.
#[derive(InputObject)]
pub struct TargetBaselineInput {
    /// The figure in US dollars.
    pub value: Decimal,
    /// The period, as its source names it; at most 60 characters.
    pub period: String,
    /// Whose figure it is and how it was made, as trade flows name it.
    pub basis: String,
    /// The key of its source.
    pub source: String,
}

/// An aim.
#[derive(InputObject)]
pub struct WriteTargetInput {
    /// The code: 2 to 40 small Latin letters, digits and single dashes, never changed.
    pub code: String,
    /// The version as it was read; nothing for a new record.
    pub expected_version: Option<i32>,
    /// What is aimed at, 2 to 200 characters in each language.
    pub name: LocalizedTextInput,
    /// The aim in US dollars.
    pub value: Decimal,
    /// Who stated it, 2 to 200 characters.
    pub stated_by: String,
    /// Which side says so; nothing where both do, or neither.
    pub side: Option<CountryCode>,
    /// When it was stated, as far as it is known: a day, a month or a year.
    pub stated_on: String,
    /// By when it is to be reached, in the words that were used; at most 200 characters.
    pub deadline: Option<String>,
    /// The last day, where the words name one.
    pub deadline_on: Option<Date>,
    /// What it is measured from.
    pub baseline: Option<TargetBaselineInput>,
    /// What else is known, at most 2,000 characters.
    pub note: Option<String>,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
    /// Whether it is kept and no longer shown.
    #[graphql(default)]
    pub retired: bool,
}

user_errors! {
    "writeTarget": WriteTargetError, WriteTargetErrorCode {
        /// There is a record with this code; name its version to change it.
        CodeTaken,
        /// No source is recorded under this key.
        UnknownSource,
        /// An aim or a baseline is more than nothing.
        NoValue,
    }
}

/// The aim.
#[derive(SimpleObject)]
pub struct WriteTargetPayload {
    /// The aim; nothing if there are `userErrors`.
    pub target: Option<Target>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WriteTargetError>,
}

#[derive(Default)]
pub struct WriteTarget;

#[Object]
impl WriteTarget {
    /// Writes a published aim as one side states it, new or anew. Requires an Administrator with a fresh factor.
    async fn write_target(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An aim.")] input: WriteTargetInput,
    ) -> Result<WriteTargetPayload, Error> {
        let expected = input.expected_version;
        let said = match input.read() {
            Ok(said) => said,
            Err(user_errors) => return Ok(WriteTargetPayload { target: None, user_errors }),
        };
        let outcome = app::roadmap::write_target(op(ctx), said, expected).await;
        let (target, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(WriteTargetPayload { target: target.map(Into::into), user_errors })
    }
}

impl WriteTargetInput {
    fn read(self) -> Result<Domain, Vec<WriteTargetError>> {
        let mut reading = Reading::default();
        let code = reading.take("code", code::record(&self.code));
        let name = self.name.read(&mut reading, "name", 2, 200);
        let value = reading.take("value", Money::parse(&self.value.0, Currency::USD));
        let stated_by = reading.take("statedBy", text::parse(&self.stated_by, 2, 200));
        let stated_on = reading.take("statedOn", loose_date(&self.stated_on));
        let deadline = self.deadline.as_deref().and_then(|words| reading.take("deadline", text::parse(words, 1, 200)));
        let note = self.note.as_deref().and_then(|note| reading.take("note", text::parse(note, 1, 2_000)));
        let sources = codes(&self.sources, &mut reading, "sources", 20);
        let baseline = self.baseline.as_ref().and_then(|baseline| baseline.read(&mut reading));
        let said = (|| {
            Some(Domain {
                code: code?,
                name: name?,
                value_usd_minor: value?.minor,
                stated_by: stated_by?,
                stated_on: stated_on?,
                deadline,
                note,
                sources,
                side: self.side.map(Into::into),
                deadline_on: self.deadline_on.map(|day| day.0),
                baseline,
                retired: self.retired,
            })
        })();
        reading.finish(said)
    }
}

impl TargetBaselineInput {
    fn read(&self, reading: &mut Reading) -> Option<Baseline> {
        let value = reading.take("baseline.value", Money::parse(&self.value.0, Currency::USD));
        let period = reading.take("baseline.period", text::parse(&self.period, 1, 60));
        let basis = reading.take("baseline.basis", code::basis(&self.basis));
        let source = reading.take("baseline.source", text::parse(&self.source, 1, 40));
        Some(Baseline { value_usd_minor: value?.minor, period: period?, basis: basis?, source: source? })
    }
}

fn tell(error: &RoadmapError) -> WriteTargetError {
    use WriteTargetErrorCode as Code;
    let (code, path) = match error {
        RoadmapError::CodeTaken => (Code::CodeTaken, "code"),
        RoadmapError::UnknownSource { .. } => (Code::UnknownSource, "sources"),
        RoadmapError::NoValue => (Code::NoValue, "value"),
        // The other rules are of the other records of the roadmap.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
