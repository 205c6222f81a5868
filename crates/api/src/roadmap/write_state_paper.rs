//! `writeStatePaper`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{
    agreement::StatePaperRecord,
    code,
    money::{Currency, Money},
    roadmap::RoadmapError,
    text,
};

use super::loose_date;
use crate::{
    agreement::Agreement,
    context::op,
    scalar::Decimal,
    translation::{codes, texts},
    user_error::{Reading, rule, settle, split, user_errors},
    word::AgreementKind,
};

/// A paper between states.
#[derive(InputObject)]
pub struct WriteStatePaperInput {
    /// The code: 2 to 40 small Latin letters, digits and single dashes, never changed.
    pub code: String,
    /// The version as it was read; nothing for a new record.
    pub expected_version: Option<i32>,
    /// What kind of paper it is.
    pub kind: AgreementKind,
    /// Its title, 5 to 500 characters.
    pub title: String,
    /// The date as far as it is known: a day, a month or a year.
    pub date: Option<String>,
    /// Whether the date is known exactly.
    #[graphql(default)]
    pub date_exact: bool,
    /// Who signed it: at most 10, each of at most 200 characters.
    pub parties: Vec<String>,
    /// The codes of the sectors that it touches.
    #[graphql(default)]
    pub sector_codes: Vec<String>,
    /// What the source calls it, 2 to 60 characters.
    pub source_kind: String,
    /// How far it is, for example `signed`; 2 to 60 characters.
    pub status: String,
    /// What is named as its worth in US dollars.
    pub value: Option<Decimal>,
    /// What the record rests on, 2 to 500 characters.
    pub evidence: String,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
    /// What else is known, at most 2,000 characters.
    pub note: Option<String>,
}

user_errors! {
    "writeStatePaper": WriteStatePaperError, WriteStatePaperErrorCode {
        /// There is a record with this code; name its version to change it.
        CodeTaken,
        /// No source is recorded under this key.
        UnknownSource,
        /// There is no such sector that can be chosen.
        UnknownSector,
    }
}

/// The paper.
#[derive(SimpleObject)]
pub struct WriteStatePaperPayload {
    /// The paper; nothing if there are `userErrors`.
    pub agreement: Option<Agreement>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WriteStatePaperError>,
}

#[derive(Default)]
pub struct WriteStatePaper;

#[Object]
impl WriteStatePaper {
    /// Enters or corrects a paper between the states or their bodies, with its sources. Requires an Administrator with a fresh factor.
    async fn write_state_paper(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A paper between states.")] input: WriteStatePaperInput,
    ) -> Result<WriteStatePaperPayload, Error> {
        let (expected, kind) = (input.expected_version, input.kind.into());
        let record = match input.read() {
            Ok(record) => record,
            Err(user_errors) => return Ok(WriteStatePaperPayload { agreement: None, user_errors }),
        };
        let outcome = app::roadmap::write_state_paper(op(ctx), kind, record, expected).await;
        let (paper, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(WriteStatePaperPayload { agreement: paper.map(|paper| Agreement::OfStates(Box::new(paper))), user_errors })
    }
}

impl WriteStatePaperInput {
    fn read(self) -> Result<StatePaperRecord, Vec<WriteStatePaperError>> {
        let mut reading = Reading::default();
        let code = reading.take("code", code::record(&self.code));
        let title = reading.take("title", text::parse(&self.title, 5, 500));
        let date = self.date.as_deref().and_then(|date| reading.take("date", loose_date(date)));
        let parties = texts(&self.parties, &mut reading, "parties", 10, 200);
        let sectors = codes(&self.sector_codes, &mut reading, "sectorCodes", 40);
        let kind = reading.take("sourceKind", text::parse(&self.source_kind, 2, 60));
        let status = reading.take("status", text::parse(&self.status, 2, 60));
        let value = self.value.as_ref().and_then(|value| reading.take("value", Money::parse(&value.0, Currency::USD)));
        let evidence = reading.take("evidence", text::parse(&self.evidence, 2, 500));
        let sources = codes(&self.sources, &mut reading, "sources", 20);
        let note = self.note.as_deref().and_then(|note| reading.take("note", text::parse(note, 1, 2_000)));
        let record = (|| {
            Some(StatePaperRecord {
                code: code?,
                title: title?,
                date,
                date_quality: if self.date_exact { "exact" } else { "approximate" }.to_owned(),
                parties,
                sectors,
                kind: kind?,
                status: status?,
                value_usd_minor: value.map(|value| value.minor),
                evidence: evidence?,
                sources,
                note,
            })
        })();
        reading.finish(record)
    }
}

fn tell(error: &RoadmapError) -> WriteStatePaperError {
    use WriteStatePaperErrorCode as Code;
    let (code, path) = match error {
        RoadmapError::CodeTaken => (Code::CodeTaken, "code"),
        RoadmapError::UnknownSource { .. } => (Code::UnknownSource, "sources"),
        RoadmapError::UnknownSector { .. } => (Code::UnknownSector, "sectorCodes"),
        // The other rules are of the other records of the roadmap.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
