//! `reinstateSector`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::sector::SectorError;

use super::either;
use crate::{
    context::op,
    reference::Sector,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which sector or subsector.
#[derive(InputObject)]
pub struct ReinstateSectorInput {
    /// The code of the sector or subsector.
    pub code: String,
    /// The version of the sector as it was read; a subsector has its sector's.
    pub expected_version: i32,
}

user_errors! {
    "reinstateSector": ReinstateSectorError, ReinstateSectorErrorCode {
        /// It is not retired.
        NotRetired,
        /// The matches have no room for it; retire another first.
        TooManySubsectors,
    }
}

/// The sector, or the one of the subsector.
#[derive(SimpleObject)]
pub struct ReinstateSectorPayload {
    /// The sector; nothing if there are `userErrors`.
    pub sector: Option<Sector>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ReinstateSectorError>,
}

#[derive(Default)]
pub struct ReinstateSector;

#[Object]
impl ReinstateSector {
    /// Lets a retired sector or subsector be chosen again. Requires an Administrator with a fresh factor.
    async fn reinstate_sector(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sector or subsector.")] input: ReinstateSectorInput,
    ) -> Result<ReinstateSectorPayload, Error> {
        let mut reading = Reading::default();
        let code = reading.take("code", either(&input.code));
        let code = match reading.finish(code) {
            Ok(code) => code,
            Err(user_errors) => return Ok(ReinstateSectorPayload { sector: None, user_errors }),
        };
        let outcome = app::sector::reinstate(op(ctx), code, input.expected_version).await;
        let (sector, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(ReinstateSectorPayload { sector: sector.map(Sector), user_errors })
    }
}

fn tell(error: &SectorError) -> ReinstateSectorError {
    use ReinstateSectorErrorCode as Code;
    let (code, path) = match error {
        SectorError::NotRetired => (Code::NotRetired, "code"),
        SectorError::TooManySubsectors => (Code::TooManySubsectors, "code"),
        // The other rules are of the other mutations of the tree.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
