//! Offers and needs: written down, shown, taken back.

use domain::{
    actor::Actor,
    event::Event,
    id::ListingId,
    listing::{CloseError, DraftError, Listing, ListingTerms, PublishError},
    policy::{CloseListing, DraftListing, PublishListing},
};
use persistence::{Tenant, Tx, repository::listing::Placed};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Why a listing is not published at once.
#[derive(Debug)]
pub enum PublishNewError {
    Draft(DraftError),
    Publish(PublishError),
}

impl crate::failure::Rule for PublishNewError {}

/// Writes a listing down; nobody else sees it yet.
pub async fn draft(op: &Op, terms: ListingTerms) -> Result<Listing, Refused<DraftError>> {
    let (tx, actor) = op.begin().await?;
    let listing = Listing::draft(&actor.permit::<DraftListing>(())?, terms, op.stamp())?;
    add(op, &tx, &listing).await?;
    tx.commit(Event::ListingDrafted { listing: listing.id, company: listing.company }).await?;
    Ok(listing)
}

/// Writes a listing down and shows it in one step.
pub async fn publish_new(op: &Op, terms: ListingTerms) -> Result<Listing, Refused<PublishNewError>> {
    let (tx, actor) = op.begin().await?;
    let stamp = op.stamp();
    let listing = Listing::draft(&actor.permit::<DraftListing>(())?, terms, stamp).map_err(PublishNewError::Draft)?;
    let listing = show(&tx, &actor, listing, stamp).await?.map_err(PublishNewError::Publish)?;
    add(op, &tx, &listing).await?;
    tx.commit(Event::ListingPublished { listing: listing.id, company: listing.company }).await?;
    Ok(listing)
}

/// Shows a draft to the other side.
pub async fn publish(op: &Op, id: ListingId) -> Result<Listing, Refused<PublishError>> {
    let (tx, actor) = op.begin().await?;
    let listing = tx.listings().get(id).await?;
    let listing = show(&tx, &actor, listing, op.stamp()).await??;
    tx.listings().change_state(&listing).await?;
    tx.commit(Event::ListingPublished { listing: listing.id, company: listing.company }).await?;
    Ok(next(listing))
}

async fn show(
    tx: &Tx<Tenant>,
    actor: &Actor,
    listing: Listing,
    stamp: domain::stamp::Stamp,
) -> Result<Result<Listing, PublishError>, Failure> {
    let published = tx.listings().count_published(listing.company).await?;
    let company = listing.company;
    let permit = actor.permit::<PublishListing>(listing)?;
    let lapsed = tx.companies().get(company).await?.has_lapsed(stamp.at);
    Ok(Listing::publish(permit, published, lapsed, stamp))
}

/// Takes a listing back.
pub async fn close(op: &Op, id: ListingId) -> Result<Listing, Refused<CloseError>> {
    let (tx, actor) = op.begin().await?;
    let listing = tx.listings().get(id).await?;
    let listing = Listing::close(actor.permit::<CloseListing>(listing)?)?;
    tx.listings().change_state(&listing).await?;
    tx.commit(Event::ListingClosed { listing: listing.id, company: listing.company }).await?;
    Ok(next(listing))
}

async fn add(op: &Op, tx: &Tx<Tenant>, listing: &Listing) -> Result<(), Failure> {
    let country = tx.companies().get(listing.company).await?.registration.country;
    let reference = op.app().reference();
    let (sector, _) = reference.subsector(listing.terms.subsector.as_str()).ok_or(Failure::NotFound)?;
    Ok(tx.listings().add(&Placed { listing, country, sector: &sector.code }).await?)
}

fn next(mut listing: Listing) -> Listing {
    listing.version += 1;
    listing
}
