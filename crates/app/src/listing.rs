//! Offers and needs: written down, shown, taken back.

use domain::{
    actor::Actor,
    event::Event,
    id::ListingId,
    listing::{CloseError, DraftError, Listing, ListingState, ListingTerms, ModerateError, PublishError},
    moderation_case::{CaseEntry, CaseKind, CaseState, CaseSubject, EntryKind, ModerationCase, Queue},
    policy::{CloseListing, DraftListing, HideListing, PublishListing, ReadQueue, RestoreListing, ReviewCase},
};
use persistence::{Forum, Tenant, Tx, repository::listing::Placed};

use crate::{
    failure::{Failure, Refused},
    moderation::record,
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
    let event = shown(op, &tx, &actor, &listing).await?;
    tx.commit(event).await?;
    Ok(listing)
}

/// Shows a draft to the other side.
pub async fn publish(op: &Op, id: ListingId) -> Result<Listing, Refused<PublishError>> {
    let (tx, actor) = op.begin().await?;
    let listing = tx.listings().get(id).await?;
    let listing = show(&tx, &actor, listing, op.stamp()).await??;
    tx.listings().change_state(&listing).await?;
    let event = shown(op, &tx, &actor, &listing).await?;
    tx.commit(event).await?;
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

/// What happened: it is shown, or a moderator sees it first.
async fn shown(op: &Op, tx: &Tx<Tenant>, actor: &Actor, listing: &Listing) -> Result<Event, Failure> {
    let (id, company) = (listing.id, listing.company);
    let Actor::Member(member) = actor else { return Err(Failure::Forbidden { action: "PublishListing" }) };
    if listing.state == ListingState::Published {
        return Ok(Event::ListingPublished { listing: id, company });
    }
    let (side, stamp) = (tx.companies().get(company).await?.registration.country, op.stamp());
    let case = ModerationCase::open(CaseKind::Listing, CaseSubject::Listing(id), company, side, stamp);
    tx.moderation_cases().add(&case).await?;
    tx.case_entries().add(&CaseEntry::of_company(&case, EntryKind::Opened, member, None, stamp)).await?;
    Ok(Event::ListingSubmitted { listing: id, company, case: case.id })
}

/// Takes a published listing from sight; the case that says why is what its company appeals against.
pub async fn hide(op: &Op, id: ListingId, version: i32, reason: String) -> Result<Listing, Refused<ModerateError>> {
    let (tx, actor) = op.begin_staff().await?;
    let listing = read_at(&tx, &actor, id, version).await?;
    let listing = Listing::hide(actor.permit::<HideListing>(listing)?)?;
    let stamp = op.stamp();
    let side = tx.companies().get(listing.company).await?.registration.country;
    let case = ModerationCase::open(CaseKind::Listing, CaseSubject::Listing(id), listing.company, side, stamp);
    let permit = actor.permit::<ReviewCase>(case)?;
    let by = permit.by().clone();
    let case = ModerationCase::close(permit, CaseState::Rejected, reason.clone(), stamp).map_err(|_| Failure::Conflict)?;
    tx.listings().change_state(&listing).await?;
    tx.moderation_cases().add(&case).await?;
    record(&tx, &case, EntryKind::Rejected, &by, Some(reason.clone()), stamp).await?;
    tx.commit(Event::ListingHidden { listing: id, company: listing.company, case: case.id, reason }).await?;
    Ok(next(listing))
}

/// Shows again what staff have taken from sight.
pub async fn restore(op: &Op, id: ListingId, version: i32, reason: String) -> Result<Listing, Refused<ModerateError>> {
    let (tx, actor) = op.begin_staff().await?;
    let listing = read_at(&tx, &actor, id, version).await?;
    let stamp = op.stamp();
    let listing = Listing::restore(actor.permit::<RestoreListing>(listing)?, stamp)?;
    tx.listings().change_state(&listing).await?;
    let cases = tx.moderation_cases().about(CaseKind::Listing, CaseSubject::Listing(id)).await?;
    if let Some(case) = cases.into_iter().find(|case| case.state == CaseState::Rejected) {
        let reopened = ModerationCase::reopen(actor.permit::<ReviewCase>(case)?).map_err(|_| Failure::Conflict)?;
        let permit = actor.permit::<ReviewCase>(reopened)?;
        let by = permit.by().clone();
        let case = ModerationCase::close(permit, CaseState::Approved, reason.clone(), stamp).map_err(|_| Failure::Conflict)?;
        tx.moderation_cases().change(&case).await?;
        record(&tx, &case, EntryKind::Approved, &by, Some(reason.clone()), stamp).await?;
    }
    tx.commit(Event::ListingRestored { listing: id, company: listing.company, reason }).await?;
    Ok(next(listing))
}

/// The listing, if it still is what staff have read.
async fn read_at(tx: &Tx<Forum>, actor: &Actor, id: ListingId, version: i32) -> Result<Listing, Failure> {
    let _permit = actor.permit::<ReadQueue>(Queue)?;
    let listing = tx.listings().get(id).await?;
    if listing.version == version { Ok(listing) } else { Err(Failure::Conflict) }
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
