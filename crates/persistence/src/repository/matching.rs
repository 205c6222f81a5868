//! What the match index is filled from: verified companies with what they publish, swept in the order of ids.

use domain::{
    company::{CompanySize, Verification},
    country::Country,
    id::{CompanyId, Identifier},
    language::Language,
    listing::Listing,
    reference::{RegionCode, SubsectorCode},
    stamp::Timestamp,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{listing::Listings, value, word};
use crate::{
    entity::company,
    error::StorageError,
    scope::System,
    tx::{Reads, visible},
};

/// A company as the match index sees it.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: CompanyId,
    pub country: Country,
    pub region: RegionCode,
    pub subsectors: Vec<SubsectorCode>,
    pub size: CompanySize,
    pub languages: Vec<Language>,
    /// When it was verified: from then on it can be found.
    pub joined_at: Timestamp,
    /// In the order of their ids.
    pub listings: Vec<Listing>,
}

pub struct Matching<'a, R>(pub(super) &'a R);

impl<R: Reads<Scope = System>> Matching<'_, R> {
    /// Verified companies after an id, in the order of ids.
    pub async fn sweep(self, after: Option<CompanyId>, limit: u64) -> Result<Vec<Candidate>, StorageError> {
        let mut select = visible::<company::Entity, R>(self.0)
            .filter(company::Column::State.eq("VERIFIED"))
            .order_by_asc(company::Column::Id)
            .limit(limit);
        if let Some(after) = after {
            select = select.filter(company::Column::Id.gt(after.uuid()));
        }
        let rows = select.all(self.0.connection().0).await?;
        self.with_listings(rows).await
    }

    /// Those of some companies that are verified.
    pub async fn of(self, companies: &[CompanyId]) -> Result<Vec<Candidate>, StorageError> {
        let rows = visible::<company::Entity, R>(self.0)
            .filter(company::Column::State.eq("VERIFIED"))
            .filter(company::Column::Id.is_in(companies.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        self.with_listings(rows).await
    }

    async fn with_listings(self, rows: Vec<company::Model>) -> Result<Vec<Candidate>, StorageError> {
        let ids: Vec<_> = rows.iter().map(|row| CompanyId::from_uuid(row.id)).collect();
        let mut listings = Listings(self.0).published_of(&ids).await?;
        listings.sort_by_key(|listing| (listing.company, listing.id));
        rows.into_iter()
            .map(|row| {
                let id = CompanyId::from_uuid(row.id);
                let from = listings.partition_point(|listing| listing.company < id);
                let to = listings.partition_point(|listing| listing.company <= id);
                Ok(Candidate {
                    id,
                    country: word(&row.country)?,
                    region: RegionCode::stored(row.region),
                    subsectors: value(row.subsectors)?,
                    size: word(&row.size)?,
                    languages: value(row.languages)?,
                    joined_at: row.verification.map(value::<Verification>).transpose()?.map_or(row.registered_at, |found| found.at),
                    listings: listings[from..to].to_vec(),
                })
            })
            .collect()
    }
}
