//! `writeInitiative`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    code,
    id::AgreementId,
    language::Translations,
    roadmap::{Initiative as Domain, InitiativeOwner, RoadmapError},
    text,
};

use super::Initiative;
use crate::{
    context::op,
    translation::{LocalizedTextInput, codes, texts},
    user_error::{Reading, rule, settle, split, user_errors},
    word::CountryCode,
};

/// Who answers for an initiative on one side.
#[derive(InputObject)]
pub struct InitiativeOwnerInput {
    /// The side.
    pub side: CountryCode,
    /// The name of the body, 2 to 200 characters in each language.
    pub name: LocalizedTextInput,
}

/// An initiative.
#[derive(InputObject)]
pub struct WriteInitiativeInput {
    /// The code: 2 to 40 small Latin letters, digits and single dashes, never changed.
    pub code: String,
    /// The version as it was read; nothing for a new record.
    pub expected_version: Option<i32>,
    /// The name, 2 to 200 characters in each language.
    pub name: LocalizedTextInput,
    /// What it is, 10 to 4,000 characters in each language.
    pub summary: Option<LocalizedTextInput>,
    /// What kind of project it is, for example `corridor`; 2 to 40 characters.
    pub kind: String,
    /// The mode of transport, if it is one; at most 40 characters.
    pub mode: Option<String>,
    /// The codes of the sectors that it touches.
    #[graphql(default)]
    pub sector_codes: Vec<String>,
    /// How far it is, as the sources say; 2 to 500 characters.
    pub status: String,
    /// What is known, in English: at most 50, each of at most 1,000 characters.
    #[graphql(default)]
    pub facts: Vec<String>,
    /// What stands in its way, in English: at most 50, each of at most 1,000 characters.
    #[graphql(default)]
    pub risks: Vec<String>,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
    /// Who answers for it, at most one a side.
    #[graphql(default)]
    pub owners: Vec<InitiativeOwnerInput>,
    /// Published papers that it rests on or has brought about, at most 100.
    #[graphql(default)]
    pub agreement_ids: Vec<ID>,
    /// Whether it is kept and no longer shown.
    #[graphql(default)]
    pub retired: bool,
}

user_errors! {
    "writeInitiative": WriteInitiativeError, WriteInitiativeErrorCode {
        /// There is a record with this code; name its version to change it.
        CodeTaken,
        /// No source is recorded under this key.
        UnknownSource,
        /// There is no such sector that can be chosen.
        UnknownSector,
        /// Each side has one owner.
        TwoOwnersOfOneSide,
        /// No published paper has this identifier.
        PaperNotPublished,
    }
}

/// The initiative.
#[derive(SimpleObject)]
pub struct WriteInitiativePayload {
    /// The initiative; nothing if there are `userErrors`.
    pub initiative: Option<Initiative>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WriteInitiativeError>,
}

#[derive(Default)]
pub struct WriteInitiative;

#[Object]
impl WriteInitiative {
    /// Writes an initiative of the roadmap, new or anew; its milestones and statuses are logged one by one. Requires an Administrator with a fresh factor.
    async fn write_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An initiative.")] input: WriteInitiativeInput,
    ) -> Result<WriteInitiativePayload, Error> {
        let expected = input.expected_version;
        let said = match input.read() {
            Ok(said) => said,
            Err(user_errors) => return Ok(WriteInitiativePayload { initiative: None, user_errors }),
        };
        let outcome = app::roadmap::write_initiative(op(ctx), said, expected).await;
        let (initiative, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(WriteInitiativePayload { initiative: initiative.map(Initiative), user_errors })
    }
}

impl WriteInitiativeInput {
    fn read(self) -> Result<Domain, Vec<WriteInitiativeError>> {
        let mut reading = Reading::default();
        let code = reading.take("code", code::record(&self.code));
        let name = self.name.read(&mut reading, "name", 2, 200);
        let summary = match &self.summary {
            Some(summary) => summary.read(&mut reading, "summary", 10, 4_000),
            None => Some(Translations::default()),
        };
        let kind = reading.take("kind", text::parse(&self.kind, 2, 40));
        let mode = self.mode.as_deref().and_then(|mode| reading.take("mode", text::parse(mode, 1, 40)));
        let sectors = codes(&self.sector_codes, &mut reading, "sectorCodes", 40);
        let status = reading.take("status", text::parse(&self.status, 2, 500));
        let facts = texts(&self.facts, &mut reading, "facts", 50, 1_000);
        let risks = texts(&self.risks, &mut reading, "risks", 50, 1_000);
        let sources = codes(&self.sources, &mut reading, "sources", 40);
        if self.owners.len() > 2 {
            reading.fault("owners", "at most one a side");
        }
        let mut owners = Vec::new();
        for (at, owner) in self.owners.iter().take(2).enumerate() {
            let name = owner.name.read(&mut reading, &format!("owners.{at}.name"), 2, 200);
            owners.extend(name.map(|name| InitiativeOwner { side: owner.side.into(), name }));
        }
        if self.agreement_ids.len() > 100 {
            reading.fault("agreementIds", "at most 100");
        }
        let mut agreements = Vec::new();
        for (at, id) in self.agreement_ids.iter().take(100).enumerate() {
            agreements.extend(reading.take(format!("agreementIds.{at}"), id.parse::<AgreementId>()));
        }
        agreements.sort_unstable();
        agreements.dedup();
        let said = (|| {
            Some(Domain {
                code: code?,
                name: name?,
                kind: kind?,
                mode,
                sectors,
                status: status?,
                facts,
                risks,
                sources,
                summary: summary?,
                owners,
                milestones: Vec::new(),
                statuses: Vec::new(),
                agreements,
                retired: self.retired,
            })
        })();
        reading.finish(said)
    }
}

fn tell(error: &RoadmapError) -> WriteInitiativeError {
    use WriteInitiativeErrorCode as Code;
    let (code, path) = match error {
        RoadmapError::CodeTaken => (Code::CodeTaken, "code"),
        RoadmapError::UnknownSource { .. } => (Code::UnknownSource, "sources"),
        RoadmapError::UnknownSector { .. } => (Code::UnknownSector, "sectorCodes"),
        RoadmapError::TwoOwnersOfOneSide => (Code::TwoOwnersOfOneSide, "owners"),
        RoadmapError::PaperNotPublished => (Code::PaperNotPublished, "agreementIds"),
        // The other rules are of the other records of the roadmap.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
