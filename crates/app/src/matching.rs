//! Matches: found in memory by this node's index, explained from what both sides publish.

mod facts;
mod shown;

use std::{
    collections::HashSet,
    sync::{Arc, PoisonError, RwLock},
};

use domain::{
    actor::Actor,
    company::CompanyState,
    id::{CompanyId, Identifier},
    matching::{Ask, MatchIndex, Position, Profile, Reason, Scored, Signature, Taxonomy, reasons},
    reference::Reference,
};
use persistence::repository::matching::Candidate;

use crate::{application::Application, failure::Failure, op::Op};

/// The index of a node and the taxonomy that it was built with. Nothing is lost with it.
#[derive(Default)]
pub(crate) struct MatchBoard {
    built: RwLock<Option<Built>>,
    /// Who would rather not see whom: private to one side, but both leave each other's matches.
    apart: RwLock<shown::Apart>,
    /// Who was shown to whom since it was last added up.
    shown: std::sync::Mutex<shown::Shown>,
}

struct Built {
    taxonomy: Arc<Taxonomy>,
    index: MatchIndex,
}

/// A suggested counterpart, with what speaks for it.
pub struct Match {
    pub company: CompanyId,
    pub scored: Scored,
    pub reasons: Vec<Reason>,
}

/// A page of matches.
pub struct Matches {
    pub items: Vec<Match>,
    pub more: bool,
}

impl MatchBoard {
    /// Begins an index anew where the sectors have changed in what matches look at, which a name is not. True if it did: then it is empty.
    pub(crate) fn rebuild(&self, reference: &Reference) -> Result<bool, Failure> {
        let taxonomy = facts::taxonomy(reference).map_err(|error| Failure::Internal(error.to_string()))?;
        let mut guard = self.built.write().unwrap_or_else(PoisonError::into_inner);
        if guard.as_ref().is_some_and(|built| *built.taxonomy == taxonomy) {
            return Ok(false);
        }
        let taxonomy = Arc::new(taxonomy);
        *guard = Some(Built { index: MatchIndex::new(Arc::clone(&taxonomy)), taxonomy });
        Ok(true)
    }

    /// Puts companies in the place of what was known of them.
    pub(crate) fn upsert(&self, reference: &Reference, candidates: &[Candidate]) {
        let mut guard = self.built.write().unwrap_or_else(PoisonError::into_inner);
        let Some(built) = guard.as_mut() else { return };
        for candidate in candidates {
            let profile = facts::profile(reference, candidate);
            built.index.upsert(candidate.id.uuid(), &Signature::of(&built.taxonomy, &profile));
        }
    }

    pub(crate) fn remove(&self, companies: &[CompanyId]) {
        let mut guard = self.built.write().unwrap_or_else(PoisonError::into_inner);
        let Some(built) = guard.as_mut() else { return };
        for company in companies {
            built.index.remove(company.uuid());
        }
    }

    fn top(&self, of: CompanyId, ask: Ask<'_>) -> Vec<Scored> {
        let guard = self.built.read().unwrap_or_else(PoisonError::into_inner);
        // A company that publishes nothing is not in the index, and has no matches.
        guard.as_ref().and_then(|built| built.index.top(of.uuid(), ask).ok()).unwrap_or_default()
    }

    fn reasons(&self, mine: &Profile, theirs: &Profile, today: domain::matching::Day) -> Vec<Reason> {
        let guard = self.built.read().unwrap_or_else(PoisonError::into_inner);
        guard.as_ref().map(|built| reasons(&built.taxonomy, mine, theirs, today)).unwrap_or_default()
    }

    pub(crate) fn size(&self) -> (usize, usize) {
        let guard = self.built.read().unwrap_or_else(PoisonError::into_inner);
        guard.as_ref().map_or((0, 0), |built| (built.index.len(), built.index.memory_bytes()))
    }
}

impl Application {
    /// How many companies the match index holds, and in how many bytes.
    pub fn match_index_size(&self) -> (usize, usize) {
        self.matches.size()
    }
}

/// The companies of the other country that fit one's own best, those left out that it has met.
pub async fn page(op: &Op, limit: u16, after: Option<Position>) -> Result<Matches, Failure> {
    let view = op.tenant_view().await?;
    let Actor::Member(member) = op.actor().await? else { return Err(Failure::Unauthenticated) };
    if member.state != CompanyState::Verified {
        return Err(Failure::Forbidden { action: "ReadMatches" });
    }
    let app = op.app();
    let mut met: HashSet<_> = view.introductions().acquainted_with(member.company).await?.into_iter().map(Identifier::uuid).collect();
    // One's own word counts at once, on whichever node it was said; the other side's within a second.
    met.extend(view.dismissals().of(member.company).await?.into_iter().map(Identifier::uuid));
    app.matches.leave_out(member.company, &mut met);
    let today = facts::day(app.now());
    let mut scored = app.matches.top(member.company, Ask { limit: limit + 1, after, exclude: &met, today });
    let more = scored.len() > usize::from(limit);
    scored.truncate(usize::from(limit));
    let ids: Vec<_> = std::iter::once(member.company).chain(scored.iter().map(|scored| CompanyId::from_uuid(scored.id))).collect();
    let listings = view.listings().published_of(&ids).await?;
    let cards = view.directory().by_ids(&ids).await?;
    let reference = app.reference();
    let profile_of = |company: CompanyId| {
        let card = cards.iter().find(|card| card.id == company)?;
        let own = listings.iter().filter(|listing| listing.company == company);
        Some(facts::profile_of_card(&reference, card, own))
    };
    let Some(mine) = profile_of(member.company) else { return Ok(Matches { items: Vec::new(), more: false }) };
    let items = scored
        .into_iter()
        .filter_map(|scored| {
            let company = CompanyId::from_uuid(scored.id);
            let theirs = profile_of(company)?;
            let reasons = app.matches.reasons(&mine, &theirs, today);
            Some(Match { company, scored, reasons })
        })
        .collect::<Vec<_>>();
    app.matches.note_shown(member.company, items.iter().map(|item: &Match| item.company));
    Ok(Matches { items, more })
}
