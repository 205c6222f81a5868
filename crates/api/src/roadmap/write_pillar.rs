//! `writePillar`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{
    code,
    roadmap::{Pillar as Domain, RoadmapError},
    text,
};

use super::Pillar;
use crate::{
    context::op,
    translation::{LocalizedTextInput, codes},
    user_error::{Reading, rule, settle, split, user_errors},
};

/// A pillar.
#[derive(InputObject)]
pub struct WritePillarInput {
    /// The code: 2 to 40 small Latin letters, digits and single dashes, never changed.
    pub code: String,
    /// The version as it was read; nothing for a new record.
    pub expected_version: Option<i32>,
    /// The name, 2 to 160 characters in each language.
    pub name: LocalizedTextInput,
    /// The codes of the sectors that it touches.
    #[graphql(default)]
    pub sector_codes: Vec<String>,
    /// The codes of its initiatives; each stands under one pillar.
    #[graphql(default)]
    pub initiative_codes: Vec<String>,
    /// What else is to be known, at most 2,000 characters.
    pub note: Option<String>,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
    /// Whether it stands in an official text, which a source carries.
    #[graphql(default)]
    pub official: bool,
    /// Whether it is kept and no longer shown.
    #[graphql(default)]
    pub retired: bool,
}

user_errors! {
    "writePillar": WritePillarError, WritePillarErrorCode {
        /// There is a record with this code; name its version to change it.
        CodeTaken,
        /// No source is recorded under this key.
        UnknownSource,
        /// There is no such sector that can be chosen.
        UnknownSector,
        /// There is no such initiative.
        UnknownInitiative,
        /// An initiative stands under another pillar.
        UnderAnotherPillar,
        /// An official text is one that a source carries.
        OfficialWithoutSource,
    }
}

/// The pillar.
#[derive(SimpleObject)]
pub struct WritePillarPayload {
    /// The pillar; nothing if there are `userErrors`.
    pub pillar: Option<Pillar>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WritePillarError>,
}

#[derive(Default)]
pub struct WritePillar;

#[Object]
impl WritePillar {
    /// Writes a pillar of the roadmap, new or anew. Requires an Administrator with a fresh factor.
    async fn write_pillar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A pillar.")] input: WritePillarInput,
    ) -> Result<WritePillarPayload, Error> {
        let mut reading = Reading::default();
        let code = reading.take("code", code::record(&input.code));
        let name = input.name.read(&mut reading, "name", 2, 160);
        let sectors = codes(&input.sector_codes, &mut reading, "sectorCodes", 40);
        let initiatives = codes(&input.initiative_codes, &mut reading, "initiativeCodes", 100);
        let sources = codes(&input.sources, &mut reading, "sources", 20);
        let note = input.note.as_deref().and_then(|note| reading.take("note", text::parse(note, 1, 2_000)));
        let (code, name) = match reading.finish(code.zip(name)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(WritePillarPayload { pillar: None, user_errors }),
        };
        let pillar = Domain { code, name, sectors, initiatives, note, sources, official: input.official, retired: input.retired };
        let outcome = app::roadmap::write_pillar(op(ctx), pillar, input.expected_version).await;
        let (pillar, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(WritePillarPayload { pillar: pillar.map(Into::into), user_errors })
    }
}

fn tell(error: &RoadmapError) -> WritePillarError {
    use WritePillarErrorCode as Code;
    let (code, path) = match error {
        RoadmapError::CodeTaken => (Code::CodeTaken, "code"),
        RoadmapError::UnknownSource { .. } => (Code::UnknownSource, "sources"),
        RoadmapError::UnknownSector { .. } => (Code::UnknownSector, "sectorCodes"),
        RoadmapError::UnknownInitiative { .. } => (Code::UnknownInitiative, "initiativeCodes"),
        RoadmapError::UnderAnotherPillar { .. } => (Code::UnderAnotherPillar, "initiativeCodes"),
        RoadmapError::OfficialWithoutSource => (Code::OfficialWithoutSource, "sources"),
        // The other rules are of the other records of the roadmap.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
