//! `retireSector`

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
pub struct RetireSectorInput {
    /// The code of the sector or subsector.
    pub code: String,
    /// The version of the sector as it was read; a subsector has its sector's.
    pub expected_version: i32,
}

user_errors! {
    "retireSector": RetireSectorError, RetireSectorErrorCode {
        /// It is retired already.
        RetiredAlready,
    }
}

/// The sector, or the one of the subsector.
#[derive(SimpleObject)]
pub struct RetireSectorPayload {
    /// The sector; nothing if there are `userErrors`.
    pub sector: Option<Sector>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RetireSectorError>,
}

#[derive(Default)]
pub struct RetireSector;

#[Object]
impl RetireSector {
    /// Lets nobody choose a sector or subsector any more; what was chosen before stays. Requires an Administrator with a fresh factor.
    async fn retire_sector(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sector or subsector.")] input: RetireSectorInput,
    ) -> Result<RetireSectorPayload, Error> {
        let mut reading = Reading::default();
        let code = reading.take("code", either(&input.code));
        let code = match reading.finish(code) {
            Ok(code) => code,
            Err(user_errors) => return Ok(RetireSectorPayload { sector: None, user_errors }),
        };
        let outcome = app::sector::retire(op(ctx), code, input.expected_version).await;
        let (sector, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(RetireSectorPayload { sector: sector.map(Sector), user_errors })
    }
}

fn tell(error: &SectorError) -> RetireSectorError {
    use RetireSectorErrorCode as Code;
    let (code, path) = match error {
        SectorError::RetiredAlready => (Code::RetiredAlready, "code"),
        // The other rules are of the other mutations of the tree.
        _ => (Code::InvalidInput, "code"),
    };
    rule(code, path, error)
}
