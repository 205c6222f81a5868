//! All verified companies of both sides, in memory, ready to be matched.

use std::{collections::HashSet, sync::Arc};

use thiserror::Error;
use uuid::Uuid;

use super::{
    locator::{Locator, Place},
    points::{self, Outlook, Score},
    profile::Day,
    ranking::{Position, Ranking, Scored, kept_places, page},
    search::{Bounds, search},
    shelf::Shelf,
    signature::Signature,
    taxonomy::Taxonomy,
};
use crate::country::Country;

/// How far a company can page through its matches.
pub const PAGED_PLACES: u16 = 200;

/// What is wanted of a company's matches.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    pub limit: u16,
    /// The position of the last place already seen.
    pub after: Option<Position>,
    /// Companies that are not to be suggested: not interested, either way, or met already.
    pub exclude: &'a HashSet<Uuid>,
    pub today: Day,
}

/// The company is not in the index: it is not verified, or it has not been read in yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the company is not in the match index")]
pub struct NotIndexed;

/// The index. Reading takes `&self` and no scratch space of its own, so that it can stand behind a read-write lock.
#[derive(Debug, Clone)]
pub struct MatchIndex {
    taxonomy: Arc<Taxonomy>,
    shelves: [Shelf; 2],
    locator: Locator,
}

impl MatchIndex {
    #[must_use]
    pub fn new(taxonomy: Arc<Taxonomy>) -> Self {
        Self { taxonomy, shelves: [Shelf::new(Country::Kz), Shelf::new(Country::Pk)], locator: Locator::default() }
    }

    #[must_use]
    pub fn taxonomy(&self) -> &Arc<Taxonomy> {
        &self.taxonomy
    }

    /// How many companies it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.locator.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The memory it takes, allocations included.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.locator.heap_bytes() + self.shelves.iter().map(Shelf::heap_bytes).sum::<usize>()
    }

    #[must_use]
    pub fn contains(&self, id: Uuid) -> bool {
        self.find(id).is_some()
    }

    /// A company as the index sees it.
    #[must_use]
    pub fn signature(&self, id: Uuid) -> Option<Signature> {
        self.find(id).map(|place| self.shelves[place.country as usize].signature(place.slot))
    }

    /// Takes a company in, or takes it in anew after a change.
    pub fn upsert(&mut self, id: Uuid, signature: &Signature) {
        match self.find(id) {
            Some(place) if place.country == signature.country => self.shelves[place.country as usize].replace(place.slot, signature),
            found => {
                if found.is_some() {
                    self.remove(id);
                }
                let slot = self.shelves[signature.country as usize].insert(id, signature);
                let shelves = &self.shelves;
                self.locator.insert(id, Place { country: signature.country, slot }, |place| id_at(shelves, place));
            }
        }
    }

    /// Takes a company out. Whether it was in.
    pub fn remove(&mut self, id: Uuid) -> bool {
        let Some(place) = self.find(id) else { return false };
        let shelves = &self.shelves;
        self.locator.remove(id, |place| id_at(shelves, place));
        self.shelves[place.country as usize].remove(place.slot);
        true
    }

    /// Notes how often a company has been shown: cheaper than taking it in anew. Whether it is in.
    pub fn set_exposures(&mut self, id: Uuid, exposures: u32) -> bool {
        let Some(place) = self.find(id) else { return false };
        self.shelves[place.country as usize].set_exposures(place.slot, exposures);
        true
    }

    /// How two companies of the index fit, seen from the first.
    #[must_use]
    pub fn score(&self, of: Uuid, other: Uuid, today: Day) -> Option<Score> {
        points::score(&self.taxonomy, &self.signature(of)?, &self.signature(other)?, today)
    }

    /// The best counterparts of a company, from the best down; then those that have a place kept for quiet and new companies.
    ///
    /// One place in ten of the first page is kept: if fewer of the best are quiet or new, the best of those that are take the last
    /// places. Pages after the first go on from where the ranked places ended, without those that had a kept place.
    pub fn top(&self, of: Uuid, ask: Ask<'_>) -> Result<Vec<Scored>, NotIndexed> {
        let own = self.signature(of).ok_or(NotIndexed)?;
        let outlook = Outlook::new(&self.taxonomy, own, ask.today);
        let Some(after) = ask.after else {
            return Ok(self.first_page(&outlook, &ask, usize::from(ask.limit.min(PAGED_PLACES))));
        };
        let limit = usize::from(ask.limit.min(PAGED_PLACES.saturating_sub(after.places)));
        let first = self.first_page(&outlook, &ask, usize::from(after.first.min(PAGED_PLACES)));
        let placed: Vec<Uuid> = first.iter().filter(|scored| scored.exposure).map(|scored| scored.id).collect();
        let bounds = Bounds { exclude: ask.exclude, after: Some((after.score, after.id)), placed: &placed };
        let mut best = Ranking::new(limit);
        search(self.counterparts(&outlook).blocks(), &outlook, bounds, &mut best, &mut Ranking::new(0));
        Ok(page(&best.into_sorted(), &[], 0, Some(after), limit))
    }

    fn first_page(&self, outlook: &Outlook, ask: &Ask<'_>, limit: usize) -> Vec<Scored> {
        let kept = kept_places(limit);
        let (mut best, mut lifted) = (Ranking::new(limit), Ranking::new(kept));
        let bounds = Bounds { exclude: ask.exclude, after: None, placed: &[] };
        search(self.counterparts(outlook).blocks(), outlook, bounds, &mut best, &mut lifted);
        page(&best.into_sorted(), &lifted.into_sorted(), kept, None, limit)
    }

    fn counterparts(&self, outlook: &Outlook) -> &Shelf {
        &self.shelves[outlook.own.country.other() as usize]
    }

    fn find(&self, id: Uuid) -> Option<Place> {
        self.locator.find(id, |place| id_at(&self.shelves, place))
    }
}

fn id_at(shelves: &[Shelf; 2], place: Place) -> Uuid {
    shelves[place.country as usize].id(place.slot)
}
