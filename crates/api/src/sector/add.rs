//! `addSector`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::sector::SectorError;

use super::{mapping, naming};
use crate::{
    context::op,
    reference::Sector,
    translation::LocalizedTextInput,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// A sector and its names.
#[derive(InputObject)]
pub struct AddSectorInput {
    /// The code: 2 to 4 capital Latin letters, never changed.
    pub code: String,
    /// The name in each of the four languages, 2 to 120 characters each.
    pub names: LocalizedTextInput,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
    /// Sections of ISIC Rev.4 that it touches.
    #[graphql(default)]
    pub isic: Vec<String>,
    /// Chapters of HS 2022 whose goods it trades, two digits each.
    #[graphql(default)]
    pub hs_chapters: Vec<String>,
}

user_errors! {
    "addSector": AddSectorError, AddSectorErrorCode {
        /// There is a sector with this code.
        CodeTaken,
        /// The matches have no room for another sector.
        TooManySectors,
        /// A name in each of the four languages is needed.
        NameMissing,
        /// No source is recorded under this key.
        UnknownSource,
    }
}

/// The sector.
#[derive(SimpleObject)]
pub struct AddSectorPayload {
    /// The sector; nothing if there are `userErrors`.
    pub sector: Option<Sector>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AddSectorError>,
}

#[derive(Default)]
pub struct AddSector;

#[Object]
impl AddSector {
    /// Adds a sector behind the others, without subsectors. Requires an Administrator with a fresh factor.
    async fn add_sector(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A sector and its names.")] input: AddSectorInput,
    ) -> Result<AddSectorPayload, Error> {
        let mut reading = Reading::default();
        let code = reading.take("code", domain::code::sector(&input.code));
        let mapping = mapping(&input.isic, &input.hs_chapters, &mut reading);
        let naming = naming(&input.names, &input.sources, &mut reading);
        let (code, naming) = match reading.finish(code.zip(naming)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(AddSectorPayload { sector: None, user_errors }),
        };
        let outcome = app::sector::add(op(ctx), code, naming, mapping).await;
        let (sector, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(AddSectorPayload { sector: sector.map(Sector), user_errors })
    }
}

fn tell(error: &SectorError) -> AddSectorError {
    use AddSectorErrorCode as Code;
    let (code, path) = match error {
        SectorError::CodeTaken => (Code::CodeTaken, "code"),
        SectorError::TooManySectors => (Code::TooManySectors, "code"),
        SectorError::NameMissing => (Code::NameMissing, "names"),
        SectorError::UnknownSource { .. } => (Code::UnknownSource, "sources"),
        // The other rules are of the other mutations of the tree.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
