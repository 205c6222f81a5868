//! `renameSector`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::sector::SectorError;

use super::{either, naming};
use crate::{
    context::op,
    reference::Sector,
    translation::LocalizedTextInput,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// A sector or subsector and its names.
#[derive(InputObject)]
pub struct RenameSectorInput {
    /// The code of the sector or subsector.
    pub code: String,
    /// The version of the sector as it was read; a subsector has its sector's.
    pub expected_version: i32,
    /// The name in each of the four languages, 2 to 120 characters each.
    pub names: LocalizedTextInput,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub sources: Vec<String>,
}

user_errors! {
    "renameSector": RenameSectorError, RenameSectorErrorCode {
        /// A name in each of the four languages is needed.
        NameMissing,
        /// No source is recorded under this key.
        UnknownSource,
    }
}

/// The sector, or the one of the subsector.
#[derive(SimpleObject)]
pub struct RenameSectorPayload {
    /// The sector; nothing if there are `userErrors`.
    pub sector: Option<Sector>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RenameSectorError>,
}

#[derive(Default)]
pub struct RenameSector;

#[Object]
impl RenameSector {
    /// Names a sector or a subsector anew, with the sources of its names. Requires an Administrator with a fresh factor.
    async fn rename_sector(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A sector or subsector and its names.")] input: RenameSectorInput,
    ) -> Result<RenameSectorPayload, Error> {
        let mut reading = Reading::default();
        let code = reading.take("code", either(&input.code));
        let naming = naming(&input.names, &input.sources, &mut reading);
        let (code, naming) = match reading.finish(code.zip(naming)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(RenameSectorPayload { sector: None, user_errors }),
        };
        let outcome = app::sector::rename(op(ctx), code, input.expected_version, naming).await;
        let (sector, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(RenameSectorPayload { sector: sector.map(Sector), user_errors })
    }
}

fn tell(error: &SectorError) -> RenameSectorError {
    use RenameSectorErrorCode as Code;
    let (code, path) = match error {
        SectorError::NameMissing => (Code::NameMissing, "names"),
        SectorError::UnknownSource { .. } => (Code::UnknownSource, "sources"),
        // The other rules are of the other mutations of the tree.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
