//! The search: block by block, the best-tied companies first, until nothing that is left can reach the page.
//!
//! In each block every candidate stands on one level of each direction. The pairs of levels are visited from the highest score
//! they allow downwards; a level's companies are found by joining the planes of its subsectors, and only when its turn comes. Once the
//! rankings are full, most blocks are done after their best pair.

use std::collections::HashSet;

use uuid::Uuid;

use super::{
    block::Block,
    plane::{Bitmap, Plane, Planes, WORDS, is_set, offsets},
    points::{FEATURES, LEVELS, Outlook, SAME_LEVEL, set_of},
    profile::Day,
    ranking::{Candidate, Ranking},
    taxonomy::Reach,
};

/// What a search leaves out, and where it starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds<'a> {
    pub exclude: &'a HashSet<Uuid>,
    /// The score and the id after which places begin.
    pub after: Option<(u16, Uuid)>,
    /// Companies that had a place already.
    pub placed: &'a [Uuid],
}

impl Bounds<'_> {
    fn admits(&self, candidate: &Candidate) -> bool {
        self.after.is_none_or(|(score, id)| candidate.ranks_after(score, id))
            && !self.placed.contains(&candidate.id)
            && !self.exclude.contains(&candidate.id)
    }
}

/// A level of each direction, and the most that anyone on them can score.
#[derive(Debug, Clone, Copy)]
struct Pair {
    levels: [usize; 2],
    ceiling: u16,
}

/// Fills two rankings: the best of all, and the best of the quiet and the new.
pub(super) fn search(blocks: &[Block], outlook: &Outlook, bounds: Bounds<'_>, best: &mut Ranking, lifted: &mut Ranking) {
    let pairs = pairs(outlook);
    let mut view = View::new(outlook);
    for block in blocks {
        view.turn(block);
        view.rank(block, &pairs, false, bounds, best);
        if !block.quiet.is_empty() || view.may_hold_new(block) {
            view.rank(block, &pairs, true, bounds, lifted);
        }
    }
}

/// The pairs of levels that some counterpart could stand on, highest ceiling first.
fn pairs(outlook: &Outlook) -> Vec<Pair> {
    let (supply, demand) = (possible(&outlook.supply), possible(&outlook.demand));
    let mut pairs: Vec<Pair> = (0..LEVELS)
        .flat_map(|mine| (0..LEVELS).map(move |theirs| [mine, theirs]))
        .filter(|levels| *levels != [0, 0] && supply[levels[0]] && demand[levels[1]])
        .map(|levels| Pair { levels, ceiling: outlook.ceiling(levels, outlook.shareable) })
        .collect();
    pairs.sort_by(|one, other| other.ceiling.cmp(&one.ceiling).then(other.levels.cmp(&one.levels)));
    pairs
}

fn possible(reach: &Reach) -> [bool; LEVELS] {
    let shared = reach.same.count_ones() as usize;
    std::array::from_fn(|level| match level {
        0 => true,
        1 => reach.sector != 0,
        2..SAME_LEVEL => reach.complementary[level - 2] != 0,
        _ => shared > level - SAME_LEVEL,
    })
}

/// One block after another through the eyes of one company. The bitmaps are made once and filled anew only as far as they are used.
struct View<'a> {
    outlook: &'a Outlook,
    supply: Levels,
    demand: Levels,
    features: Box<[Bitmap; FEATURES]>,
    /// The features that anyone in this block could share.
    shareable: u8,
    /// The features filled in for this block.
    filled: [bool; FEATURES],
}

impl<'a> View<'a> {
    fn new(outlook: &'a Outlook) -> Self {
        Self {
            outlook,
            supply: Levels::new(outlook.supply),
            demand: Levels::new(outlook.demand),
            features: Box::new([[0; WORDS]; FEATURES]),
            shareable: 0,
            filled: [false; FEATURES],
        }
    }

    /// Turns to another block.
    fn turn(&mut self, block: &Block) {
        let features = self.outlook.features;
        self.shareable = set_of(std::array::from_fn(|feature| planes_of(block, feature).among(features[feature]).next().is_some()));
        self.supply.down_to = LEVELS;
        self.demand.down_to = LEVELS;
        self.filled = [false; FEATURES];
    }

    fn may_hold_new(&self, block: &Block) -> bool {
        block.latest_joined >= self.outlook.new_since
    }

    /// Visits pair after pair, as long as it can still change the ranking.
    fn rank(&mut self, block: &Block, pairs: &[Pair], only_lifted: bool, bounds: Bounds<'_>, ranking: &mut Ranking) {
        for pair in pairs {
            if pair.ceiling < ranking.bar(block.lowest_id) {
                break;
            }
            if self.outlook.ceiling(pair.levels, self.shareable) < ranking.bar(block.lowest_id) {
                continue;
            }
            self.visit(block, pair.levels, only_lifted, bounds, ranking);
        }
    }

    /// Ranks the companies on a pair of levels, or only the quiet and the new ones among them.
    fn visit(&mut self, block: &Block, levels: [usize; 2], only_lifted: bool, bounds: Bounds<'_>, ranking: &mut Ranking) {
        let [mine, theirs] = levels;
        if !self.supply.find(mine, &block.offers) || !self.demand.find(theirs, &block.needs) {
            return;
        }
        let (supply, demand) = (&self.supply.found[mine], &self.demand.found[theirs]);
        let mut candidates: Bitmap = std::array::from_fn(|word| supply[word] & demand[word]);
        if is_empty(&candidates) {
            return;
        }
        if only_lifted && !self.may_hold_new(block) && !keep(&mut candidates, &sum([&block.quiet])) {
            return;
        }
        let outlook = self.outlook;
        let mut bar = ranking.bar(block.lowest_id);
        for feature in outlook.needed_for(bar, levels, self.shareable) {
            if are_few(&candidates) {
                break;
            }
            if !keep(&mut candidates, self.feature(block, feature)) {
                return;
            }
        }
        let few = are_few(&candidates);
        if !few {
            for feature in 0..FEATURES {
                self.feature(block, feature);
            }
        }
        for offset in offsets(&candidates) {
            let set = if few {
                set_of(std::array::from_fn(|feature| self.shares(block, feature, offset)))
            } else {
                set_of(self.features.each_ref().map(|bitmap| is_set(bitmap, offset)))
            };
            // Its age and its id are looked up last: they are in memory that nothing else here touches.
            if outlook.score(levels, set, Day(u16::MAX)).score < bar {
                continue;
            }
            let score = outlook.score(levels, set, block.fresh(offset));
            if score.score < bar {
                continue;
            }
            let may_lift = block.is_quiet(offset) || block.joined(offset) >= outlook.new_since;
            let candidate = Candidate { score, id: block.id(offset), may_lift };
            if (may_lift || !only_lifted) && ranking.takes(score.score, candidate.id) && bounds.admits(&candidate) {
                ranking.offer(candidate);
                bar = ranking.bar(block.lowest_id);
            }
        }
    }

    /// Who in the block shares a feature.
    fn feature(&mut self, block: &Block, feature: usize) -> &Bitmap {
        let bitmap = &mut self.features[feature];
        if !self.filled[feature] {
            *bitmap = sum(planes_of(block, feature).among(self.outlook.features[feature]));
            self.filled[feature] = true;
        }
        bitmap
    }

    /// Whether one company shares a feature: asked of its planes, where nobody asked for the whole block.
    fn shares(&self, block: &Block, feature: usize, offset: u16) -> bool {
        if self.filled[feature] {
            is_set(&self.features[feature], offset)
        } else {
            planes_of(block, feature).among(self.outlook.features[feature]).any(|plane| plane.contains(offset))
        }
    }
}

/// The planes that a feature's properties are in.
fn planes_of(block: &Block, feature: usize) -> &Planes {
    match feature {
        0 => &block.offer_chapters,
        1 => &block.need_chapters,
        _ => &block.marks,
    }
}

/// So few that it is cheaper to ask about each than about the whole block.
fn are_few(candidates: &Bitmap) -> bool {
    candidates.iter().map(|word| word.count_ones()).sum::<u32>() <= 8
}

/// Keeps the candidates of another bitmap. Whether any are left.
fn keep(candidates: &mut Bitmap, only: &Bitmap) -> bool {
    candidates.iter_mut().zip(only).for_each(|(word, only)| *word &= only);
    !is_empty(candidates)
}

fn is_empty(bitmap: &Bitmap) -> bool {
    bitmap.iter().fold(0, |any, word| any | word) == 0
}

fn sum<'p>(planes: impl IntoIterator<Item = &'p Plane>) -> Bitmap {
    let mut sum = [0; WORDS];
    planes.into_iter().for_each(|plane| plane.add_to(&mut sum));
    sum
}

/// The companies of a block on each level of one direction, found from the highest level down and not before they are asked for.
struct Levels {
    reach: Reach,
    found: Box<[Bitmap; LEVELS]>,
    occupied: [bool; LEVELS],
    /// Everyone on a level found so far.
    covered: Bitmap,
    /// The lowest level found: what lies below is of another block.
    down_to: usize,
}

impl Levels {
    fn new(reach: Reach) -> Self {
        Self { reach, found: Box::new([[0; WORDS]; LEVELS]), occupied: [false; LEVELS], covered: [0; WORDS], down_to: LEVELS }
    }

    /// Finds a level and those above it. Whether anyone is on it.
    fn find(&mut self, level: usize, planes: &Planes) -> bool {
        while self.down_to > level {
            if self.down_to == LEVELS {
                self.find_same(planes);
                self.down_to = SAME_LEVEL;
            } else {
                self.down_to -= 1;
                self.occupied[self.down_to] = self.find_next(self.down_to, planes);
            }
        }
        self.occupied[level]
    }

    fn find_same(&mut self, planes: &Planes) {
        let mut counts = [[0; WORDS]; 3];
        planes.among(self.reach.same).for_each(|plane| plane.count_into(&mut counts));
        let [one, two, three] = counts;
        self.covered = one;
        self.found[SAME_LEVEL] = std::array::from_fn(|word| one[word] & !two[word]);
        self.found[SAME_LEVEL + 1] = std::array::from_fn(|word| two[word] & !three[word]);
        self.found[SAME_LEVEL + 2] = three;
        for level in SAME_LEVEL..LEVELS {
            self.occupied[level] = !is_empty(&self.found[level]);
        }
    }

    fn find_next(&mut self, level: usize, planes: &Planes) -> bool {
        let mask = match level {
            // The lowest level is everyone whom nothing ties: the complement of the others.
            0 => {
                self.found[0] = self.covered.map(|word| !word);
                return true;
            }
            1 => self.reach.sector,
            _ => self.reach.complementary[level - 2],
        };
        let found = &mut self.found[level];
        *found = sum(planes.among(mask));
        let mut any = 0;
        for (found, covered) in found.iter_mut().zip(&mut self.covered) {
            *found &= !*covered;
            *covered |= *found;
            any |= *found;
        }
        any != 0
    }
}
