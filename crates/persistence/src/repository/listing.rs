//! Offers and needs.

use chrono::{DateTime, Utc};
use domain::{
    country::Country,
    id::{CompanyId, Identifier, ListingId},
    listing::{Listing, ListingKind, ListingState},
    reference::SectorCode,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{json, value, word};
use crate::{
    entity::listing,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, Forum, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, amend_all, raise, visible},
};

pub struct Listings<'a, R>(pub(super) &'a R);

/// Which listings are asked for.
#[derive(Debug, Clone, Default)]
pub struct ListingFilter {
    pub company: Option<CompanyId>,
    pub country: Option<Country>,
    pub kind: Option<ListingKind>,
    pub sector: Option<String>,
    pub subsector: Option<String>,
    /// Published ones unless said otherwise; other states are seen of one's own company only.
    pub state: Option<ListingState>,
}

fn read(row: listing::Model) -> Result<Listing, StorageError> {
    Ok(Listing {
        id: ListingId::from_uuid(row.id),
        company: CompanyId::from_uuid(row.company_id),
        terms: value(row.terms)?,
        state: word(&row.state)?,
        drafted_at: row.drafted_at,
        published_at: row.published_at,
        version: row.version,
    })
}

/// A listing with what its row repeats of others, so that lists need no join.
#[derive(Debug, Clone)]
pub struct Placed<'a> {
    pub listing: &'a Listing,
    pub country: Country,
    pub sector: &'a SectorCode,
}

fn write(placed: &Placed<'_>, version: i32) -> Result<listing::ActiveModel, StorageError> {
    let listing = placed.listing;
    Ok(listing::ActiveModel {
        id: Set(listing.id.uuid()),
        company_id: Set(listing.company.uuid()),
        country: Set(placed.country.as_str().to_owned()),
        kind: Set(listing.terms.kind.as_str().to_owned()),
        subsector: Set(listing.terms.subsector.as_str().to_owned()),
        sector: Set(placed.sector.as_str().to_owned()),
        terms: Set(json(&listing.terms)?),
        state: Set(listing.state.as_str().to_owned()),
        drafted_at: Set(listing.drafted_at),
        published_at: Set(listing.published_at),
        expires_at: Set(listing.terms.expires_at),
        version: Set(version),
    })
}

impl<R: Reads> Listings<'_, R>
where
    listing::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: ListingId) -> Result<Option<Listing>, StorageError> {
        let row = visible::<listing::Entity, R>(self.0).filter(listing::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn get(self, id: ListingId) -> Result<Listing, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    pub async fn by_ids(self, ids: &[ListingId]) -> Result<Vec<Listing>, StorageError> {
        let ids = ids.iter().map(|id| id.uuid());
        let rows = visible::<listing::Entity, R>(self.0).filter(listing::Column::Id.is_in(ids)).all(self.0.connection().0).await?;
        rows.into_iter().map(read).collect()
    }

    pub async fn page(self, filter: &ListingFilter, window: &Window) -> Result<Page<Listing>, StorageError> {
        let state = filter.state.unwrap_or(ListingState::Published);
        let mut select = visible::<listing::Entity, R>(self.0).filter(listing::Column::State.eq(state.as_str()));
        if let Some(company) = filter.company {
            select = select.filter(listing::Column::CompanyId.eq(company.uuid()));
        }
        if let Some(country) = filter.country {
            select = select.filter(listing::Column::Country.eq(country.as_str()));
        }
        if let Some(kind) = filter.kind {
            select = select.filter(listing::Column::Kind.eq(kind.as_str()));
        }
        if let Some(sector) = &filter.sector {
            select = select.filter(listing::Column::Sector.eq(sector.as_str()));
        }
        if let Some(subsector) = &filter.subsector {
            select = select.filter(listing::Column::Subsector.eq(subsector.as_str()));
        }
        // Published ones stand in the order of their publication, others in that of their writing.
        let at = if state == ListingState::Published { listing::Column::PublishedAt } else { listing::Column::DraftedAt };
        let select = newest_first(select, at, listing::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }

    /// The published listings of some companies: what their matches are explained from.
    pub async fn published_of(self, companies: &[CompanyId]) -> Result<Vec<Listing>, StorageError> {
        let rows = visible::<listing::Entity, R>(self.0)
            .filter(listing::Column::CompanyId.is_in(companies.iter().map(|id| id.uuid())))
            .filter(listing::Column::State.eq(ListingState::Published.as_str()))
            .order_by_asc(listing::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    pub async fn count_published(self, company: CompanyId) -> Result<u64, StorageError> {
        let found = visible::<listing::Entity, R>(self.0)
            .filter(listing::Column::CompanyId.eq(company.uuid()))
            .filter(listing::Column::State.eq(ListingState::Published.as_str()))
            .count(self.0.connection().0)
            .await?;
        Ok(found)
    }
}

impl<W: Writes> Listings<'_, W>
where
    listing::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, placed: &Placed<'_>) -> Result<(), StorageError> {
        add::<listing::Entity, W>(self.0, vec![write(placed, 1)?]).await
    }

    pub async fn add_all(self, placed: &[Placed<'_>]) -> Result<(), StorageError> {
        let rows = placed.iter().map(|placed| write(placed, 1)).collect::<Result<_, _>>()?;
        add::<listing::Entity, W>(self.0, rows).await
    }
}

impl<W: Writes> Listings<'_, W>
where
    listing::Entity: AmendedBy<W::Scope>,
{
    /// Stores the state of a listing; what it says does not change once it is written.
    pub async fn change_state(self, listing: &Listing) -> Result<(), StorageError> {
        let row = listing::ActiveModel {
            state: Set(listing.state.as_str().to_owned()),
            published_at: Set(listing.published_at),
            version: Set(listing.version + 1),
            ..Default::default()
        };
        let which = Condition::all().add(listing::Column::Id.eq(listing.id.uuid())).add(listing::Column::Version.eq(listing.version));
        amend::<listing::Entity, W>(self.0, row, which).await
    }

    /// Takes back everything that a company has drafted or published, and says how much that was.
    pub async fn close_all(self, company: CompanyId) -> Result<u64, StorageError> {
        let open = [ListingState::Draft.as_str(), ListingState::Published.as_str()];
        let row = listing::ActiveModel { state: Set(ListingState::Closed.as_str().to_owned()), ..Default::default() };
        let which = Condition::all().add(listing::Column::CompanyId.eq(company.uuid())).add(listing::Column::State.is_in(open));
        let closed = amend_all::<listing::Entity, W>(self.0, row, which).await?;
        Ok(closed)
    }
}

impl<W: Writes<Scope = Forum>> Listings<'_, W> {
    /// Withholds what a company publishes, or shows it again: one statement, however much it is.
    pub async fn withhold(self, company: CompanyId, withheld: bool) -> Result<(), StorageError> {
        let (shown, hidden) = (ListingState::Published.as_str(), ListingState::Withheld.as_str());
        let (from, to) = if withheld { (shown, hidden) } else { (hidden, shown) };
        let row = listing::ActiveModel { state: Set(to.to_owned()), ..Default::default() };
        let which = Condition::all().add(listing::Column::CompanyId.eq(company.uuid())).add(listing::Column::State.eq(from));
        raise::<listing::Entity, W>(self.0, row, listing::Column::Version, which).await?;
        Ok(())
    }
}

impl<W: Writes<Scope = System>> Listings<'_, W> {
    /// Ends at most `limit` published listings whose date has passed, and tells whose they were.
    pub async fn expire(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CompanyId>, StorageError> {
        let due = visible::<listing::Entity, W>(self.0)
            .filter(listing::Column::State.eq(ListingState::Published.as_str()))
            .filter(listing::Column::ExpiresAt.lte(now))
            .order_by_asc(listing::Column::ExpiresAt)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        let row = listing::ActiveModel { state: Set(ListingState::Expired.as_str().to_owned()), ..Default::default() };
        let which = Condition::all()
            .add(listing::Column::Id.is_in(due.iter().map(|listing| listing.id)))
            .add(listing::Column::State.eq(ListingState::Published.as_str()));
        amend_all::<listing::Entity, W>(self.0, row, which).await?;
        Ok(due.into_iter().map(|listing| CompanyId::from_uuid(listing.company_id)).collect())
    }
}

impl<R: Reads<Scope = System>> Listings<'_, R> {
    /// Whether any has run out.
    pub async fn any_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let due = visible::<listing::Entity, R>(self.0)
            .filter(listing::Column::State.eq(ListingState::Published.as_str()))
            .filter(listing::Column::ExpiresAt.lte(now))
            .limit(1)
            .count(self.0.connection().0)
            .await?;
        Ok(due > 0)
    }
}
