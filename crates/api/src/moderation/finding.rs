//! Companies that the company of a case may be taken for.

use async_graphql::{Context, Error, Object};
use domain::{actor::Actor, company::likeness::Finding, id::ModerationCaseId};

use crate::{
    company::Company,
    context::{loaders, op},
    error::{failed, failed_together, nullable},
    loader::FindingsOf,
    scalar::DateTime,
    word::LikenessReason,
};

/// Another company that the company of a case may be taken for.
pub struct CaseFinding(Finding);

/// Another company that the company of a case may be taken for, and by what.
#[Object(name = "CaseFinding")]
impl CaseFinding {
    /// The other company.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.other).await)
    }

    /// What the two have in common.
    async fn reason(&self) -> LikenessReason {
        self.0.reason.into()
    }

    /// Whether the other was verified when this was found.
    async fn of_verified(&self) -> bool {
        self.0.of_verified
    }

    /// When it was found.
    async fn found_at(&self) -> DateTime {
        self.0.found_at.into()
    }
}

async fn found(ctx: &Context<'_>, case: ModerationCaseId) -> Result<Option<Vec<Finding>>, Error> {
    let Actor::Staff(_) = op(ctx).actor().await.map_err(failed)? else { return Ok(None) };
    let found = loaders(ctx).load_one(FindingsOf(case)).await.map_err(|error| failed_together(&error))?;
    Ok(Some(found.unwrap_or_default()))
}

pub async fn of_case(ctx: &Context<'_>, case: ModerationCaseId) -> Option<Result<Vec<CaseFinding>, Error>> {
    nullable(found(ctx, case).await.map(|found| found.map(|found| found.into_iter().map(CaseFinding).collect())))
}

pub async fn is_look_alike(ctx: &Context<'_>, case: ModerationCaseId) -> Option<Result<bool, Error>> {
    nullable(found(ctx, case).await.map(|found| found.map(|found| found.iter().any(|finding| finding.of_verified))))
}
