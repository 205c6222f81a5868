//! Who is kept out of whose matches, and who was shown to whom.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::PoisonError,
};

use domain::{
    event::Event,
    id::{CompanyId, Identifier},
};
use uuid::Uuid;

use super::MatchBoard;

/// Who has dismissed whom, from both ends.
#[derive(Default)]
pub(super) struct Apart {
    by: HashMap<CompanyId, HashSet<CompanyId>>,
    of: HashMap<CompanyId, HashSet<CompanyId>>,
}

/// Pairs: to whom a company was shown. Somebody who looks again within the minute counts once.
#[derive(Default)]
pub(super) struct Shown {
    pairs: BTreeSet<(CompanyId, CompanyId)>,
    /// Counted before, and not added up yet.
    kept: BTreeMap<CompanyId, i64>,
}

/// More than this many pairs a minute are not counted: the figure is a hint, and memory is bounded.
const PAIRS: usize = 200_000;

impl MatchBoard {
    /// Follows what companies say of each other.
    pub(crate) fn hear(&self, event: &Event) {
        match event {
            Event::MatchDismissed { company, other } => self.keep_apart(*company, *other),
            Event::MatchRestored { company, other } => {
                let mut apart = self.apart.write().unwrap_or_else(PoisonError::into_inner);
                apart.by.entry(*company).or_default().remove(other);
                apart.of.entry(*other).or_default().remove(company);
            }
            _ => {}
        }
    }

    /// One of them would rather not see the other.
    pub(crate) fn keep_apart(&self, company: CompanyId, other: CompanyId) {
        let mut apart = self.apart.write().unwrap_or_else(PoisonError::into_inner);
        apart.by.entry(company).or_default().insert(other);
        apart.of.entry(other).or_default().insert(company);
    }

    /// Adds everybody who is not to be seen by a company, whichever of the two said so.
    pub(super) fn leave_out(&self, company: CompanyId, met: &mut HashSet<Uuid>) {
        let apart = self.apart.read().unwrap_or_else(PoisonError::into_inner);
        let both = apart.by.get(&company).into_iter().chain(apart.of.get(&company)).flatten();
        met.extend(both.map(|other| other.uuid()));
    }

    /// Notes that companies were shown to another.
    pub(super) fn note_shown(&self, to: CompanyId, companies: impl Iterator<Item = CompanyId>) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.pairs.len() < PAIRS {
            shown.pairs.extend(companies.map(|company| (company, to)));
        }
    }

    /// How often each was shown since this was last asked, in the order of companies.
    pub(crate) fn take_shown(&self) -> Vec<(CompanyId, i64)> {
        let shown = std::mem::take(&mut *self.shown.lock().unwrap_or_else(PoisonError::into_inner));
        let mut counts = shown.kept;
        for (company, _) in shown.pairs {
            *counts.entry(company).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    /// Keeps counts for another time.
    pub(crate) fn put_back(&self, counted: &[(CompanyId, i64)]) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        for (company, count) in counted {
            *shown.kept.entry(*company).or_default() += count;
        }
    }

    /// Tells the index how often companies were shown.
    pub(crate) fn set_exposures(&self, counts: impl IntoIterator<Item = (CompanyId, i64)>) {
        let mut guard = self.built.write().unwrap_or_else(PoisonError::into_inner);
        let Some(built) = guard.as_mut() else { return };
        for (company, shown) in counts {
            built.index.set_exposures(company.uuid(), u32::try_from(shown).unwrap_or(u32::MAX));
        }
    }
}
