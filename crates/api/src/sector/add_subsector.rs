//! `addSubsector`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::sector::SectorError;

use super::{mapping, naming};
use crate::{
    context::op,
    reference::Sector,
    translation::LocalizedTextInput,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// A subsector and its names.
#[derive(InputObject)]
pub struct AddSubsectorInput {
    /// The code: that of its sector, a dash, and 2 to 4 capital Latin letters or digits; never changed.
    pub code: String,
    /// The version of the sector as it was read; a subsector has its sector's.
    pub expected_version: i32,
    /// The name in each of the four languages, 2 to 120 characters each.
    pub names: LocalizedTextInput,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
    /// Classes of ISIC Rev.4 that it touches.
    #[graphql(default)]
    pub isic: Vec<String>,
    /// Chapters of HS 2022 whose goods it trades, two digits each.
    #[graphql(default)]
    pub hs_chapters: Vec<String>,
}

user_errors! {
    "addSubsector": AddSubsectorError, AddSubsectorErrorCode {
        /// There is a subsector with this code.
        CodeTaken,
        /// The matches have no room for another subsector that can be chosen; retire one first.
        TooManySubsectors,
        /// The sector is retired.
        SectorRetired,
        /// A name in each of the four languages is needed.
        NameMissing,
        /// No source is recorded under this key.
        UnknownSource,
    }
}

/// The sector with its new subsector.
#[derive(SimpleObject)]
pub struct AddSubsectorPayload {
    /// The sector; nothing if there are `userErrors`.
    pub sector: Option<Sector>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AddSubsectorError>,
}

#[derive(Default)]
pub struct AddSubsector;

#[Object]
impl AddSubsector {
    /// Adds a subsector behind the others of its sector. Requires an Administrator with a fresh factor.
    async fn add_subsector(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A subsector and its names.")] input: AddSubsectorInput,
    ) -> Result<AddSubsectorPayload, Error> {
        let mut reading = Reading::default();
        let code = reading.take("code", domain::code::subsector(&input.code));
        let mapping = mapping(&input.isic, &input.hs_chapters, &mut reading);
        let naming = naming(&input.names, &input.sources, &mut reading);
        let (code, naming) = match reading.finish(code.zip(naming)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(AddSubsectorPayload { sector: None, user_errors }),
        };
        let outcome = app::sector::add_subsector(op(ctx), code, input.expected_version, naming, mapping).await;
        let (sector, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(AddSubsectorPayload { sector: sector.map(Sector), user_errors })
    }
}

fn tell(error: &SectorError) -> AddSubsectorError {
    use AddSubsectorErrorCode as Code;
    let (code, path) = match error {
        SectorError::CodeTaken => (Code::CodeTaken, "code"),
        SectorError::TooManySubsectors => (Code::TooManySubsectors, "code"),
        SectorError::SectorRetired => (Code::SectorRetired, "code"),
        SectorError::NameMissing => (Code::NameMissing, "names"),
        SectorError::UnknownSource { .. } => (Code::UnknownSource, "sources"),
        // The other rules are of the other mutations of the tree.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
