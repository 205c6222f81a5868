//! The best so far, and the page that is made of them.

use std::{cmp::Ordering, collections::BinaryHeap};

use uuid::Uuid;

use super::points::Score;

/// A counterpart on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    pub id: Uuid,
    pub score: u16,
    /// How well what I need meets what they offer, 0 to 100.
    pub my_part: u8,
    /// How well what they need meets what I offer, 0 to 100.
    pub their_part: u8,
    /// It has one of the places kept for quiet and new companies.
    pub exposure: bool,
    /// Where a page begins that starts after this place.
    pub position: Position,
}

/// A place in the order of a company's matches, to go on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// Of the last company placed by its rank.
    pub score: u16,
    pub id: Uuid,
    /// The places given out up to here.
    pub places: u16,
    /// The length of the first page: it settles which companies had a kept place there and have no second one.
    pub first: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub score: Score,
    pub id: Uuid,
    /// It is quiet or new.
    pub may_lift: bool,
}

impl Candidate {
    pub fn ranks_after(&self, score: u16, id: Uuid) -> bool {
        (score, self.id) > (self.score.score, id)
    }
}

/// The better candidate is the lesser one: by score downwards, then by id upwards.
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.score.cmp(&self.score.score).then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best candidates seen, as many as asked for.
#[derive(Debug, Clone)]
pub(super) struct Ranking {
    places: usize,
    worst_first: BinaryHeap<Candidate>,
    /// The score of the last, once all places are taken.
    floor: u16,
}

impl Ranking {
    pub fn new(places: usize) -> Self {
        let floor = if places == 0 { u16::MAX } else { 0 };
        Self { places, worst_first: BinaryHeap::with_capacity(places + 1), floor }
    }

    /// What a candidate must score to be ranked, if its id is this one or higher.
    ///
    /// Ties go to lower ids, and ids rise with time as blocks do: a later block has nobody to add at the floor itself.
    pub fn bar(&self, lowest_id: Uuid) -> u16 {
        if self.takes(self.floor, lowest_id) { self.floor } else { self.floor.saturating_add(1) }
    }

    /// Whether somebody with this score and this id would be ranked.
    pub fn takes(&self, score: u16, id: Uuid) -> bool {
        match score.cmp(&self.floor) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => self.worst_first.len() < self.places || self.worst_first.peek().is_some_and(|worst| id < worst.id),
        }
    }

    pub fn offer(&mut self, candidate: Candidate) {
        if self.worst_first.len() < self.places {
            self.worst_first.push(candidate);
        } else if let Some(mut worst) = self.worst_first.peek_mut().filter(|worst| candidate < **worst) {
            *worst = candidate;
        }
        if self.worst_first.len() == self.places {
            self.floor = self.worst_first.peek().map_or(u16::MAX, |worst| worst.score.score);
        }
    }

    pub fn into_sorted(self) -> Vec<Candidate> {
        self.worst_first.into_sorted_vec()
    }
}

/// How many places of a page are kept for quiet and new companies.
pub(super) fn kept_places(limit: usize) -> usize {
    limit / 10
}

/// A page, of the best of all and the best of the quiet and new: the fewest of its last places are given to quiet and new companies
/// that leave `kept` of them on the page, if there are so many. Those it lifts come last, and the ranked before them.
pub(super) fn page(best: &[Candidate], lifted: &[Candidate], kept: usize, start: Option<Position>, limit: usize) -> Vec<Scored> {
    let (ranked, extra) = (0..=kept.min(best.len()))
        .map(|given| {
            let ranked = &best[..best.len() - given];
            let among = ranked.iter().filter(|candidate| candidate.may_lift).count();
            let others: Vec<Candidate> = lifted.iter().filter(|candidate| !ranked.contains(candidate)).copied().collect();
            (given, among, ranked, others)
        })
        .find(|(given, among, _, others)| among + given >= kept || others.len() <= *given)
        .map_or((best, Vec::new()), |(given, _, ranked, mut others)| {
            others.truncate(given);
            (ranked, others)
        });
    let (already, first) = start.map_or((0, limit), |start| (start.places, usize::from(start.first)));
    let mut last = start.map(|start| (start.score, start.id));
    let ranked = ranked.iter().map(|candidate| (candidate, false));
    ranked
        .chain(extra.iter().map(|candidate| (candidate, true)))
        .zip(already + 1..)
        .map(|((candidate, exposure), places)| {
            let Score { score, my_part, their_part } = candidate.score;
            if !exposure {
                last = Some((score, candidate.id));
            }
            let (after_score, after_id) = last.unwrap_or((score, candidate.id));
            let first = u16::try_from(first).unwrap_or(u16::MAX);
            let position = Position { score: after_score, id: after_id, places, first };
            Scored { id: candidate.id, score, my_part, their_part, exposure, position }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: u128, points: u32, may_lift: bool) -> Candidate {
        Candidate { score: Score::of(points, points), id: Uuid::from_u128(id), may_lift }
    }

    fn shown(best: &[Candidate], lifted: &[Candidate], kept: usize) -> Vec<(u128, bool)> {
        page(best, lifted, kept, None, best.len()).iter().map(|scored| (scored.id.as_u128(), scored.exposure)).collect()
    }

    #[test]
    fn a_ranking_keeps_the_best_and_breaks_ties_by_id() {
        let mut ranking = Ranking::new(3);
        assert_eq!(ranking.bar(Uuid::max()), 0);
        for (id, points) in [(5, 50), (4, 60), (9, 60), (1, 50), (7, 30), (2, 50)] {
            ranking.offer(candidate(id, points, false));
        }
        assert_eq!([0, 1].map(|id| ranking.bar(Uuid::from_u128(id))), [5_000, 5_001]);
        let takes = [(4_999, 0), (5_000, 1), (5_000, 0), (5_001, 9)].map(|(score, id)| ranking.takes(score, Uuid::from_u128(id)));
        assert_eq!(takes, [false, false, true, true]);
        let ids: Vec<u128> = ranking.into_sorted().iter().map(|kept| kept.id.as_u128()).collect();
        assert_eq!(ids, [4, 9, 1]);
    }

    #[test]
    fn a_ranking_of_no_places_takes_nobody() {
        let mut ranking = Ranking::new(0);
        ranking.offer(candidate(1, 100, true));
        assert_eq!(ranking.bar(Uuid::nil()), u16::MAX);
        assert_eq!(ranking.into_sorted(), []);
    }

    #[test]
    fn quiet_companies_take_the_last_places_of_a_page() {
        let best: Vec<Candidate> = (1..=10).map(|id| candidate(id, 90, false)).collect();
        let lifted = [candidate(20, 40, true), candidate(21, 30, true)];
        let page = shown(&best, &lifted, 2);
        assert_eq!(page[7..], [(8, false), (20, true), (21, true)]);
        assert_eq!(page.len(), 10);
    }

    #[test]
    fn a_page_with_quiet_companies_on_it_needs_no_more() {
        let best: Vec<Candidate> = (1..=10).map(|id| candidate(id, 90, id == 1 || id == 3)).collect();
        let lifted = [best[0], best[2]];
        assert!(shown(&best, &lifted, 2).iter().all(|(_, exposure)| !exposure));
    }

    #[test]
    fn one_quiet_company_on_the_page_leaves_one_kept_place() {
        let best: Vec<Candidate> = (1..=10).map(|id| candidate(id, 90, id == 1)).collect();
        let lifted = [best[0], candidate(20, 40, true)];
        assert_eq!(shown(&best, &lifted, 2)[8..], [(9, false), (20, true)]);
    }

    #[test]
    fn without_quiet_companies_nobody_loses_a_place() {
        let best: Vec<Candidate> = (1..=10).map(|id| candidate(id, 90, false)).collect();
        assert_eq!(shown(&best, &[], 2).len(), 10);
        assert_eq!(shown(&best, &[candidate(20, 40, true)], 2)[8..], [(9, false), (20, true)]);
        assert_eq!(shown(&[], &[], 2), []);
    }

    #[test]
    fn a_kept_place_goes_on_from_the_last_ranked_one() {
        let best: Vec<Candidate> = (1..=10).map(|id| candidate(id, 90, false)).collect();
        let page = page(&best, &[candidate(20, 40, true)], 1, None, 10);
        let expected = Position { score: 9_000, id: Uuid::from_u128(9), places: 10, first: 10 };
        assert_eq!(page[9].position, expected);
    }
}
