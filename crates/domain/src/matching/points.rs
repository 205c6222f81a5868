//! What a fit is worth, in whole points.
//!
//! A direction is "what one side needs, against what the other offers". It has 0 points when no sector ties the two, else the sum of
//!
//! | for | points |
//! |---|---|
//! | the best tie: same subsector; complementary with weight 3, 2, 1; same sector | 60; 45, 35, 25; 20 |
//! | each further shared subsector, two at most | 3 |
//! | an HS chapter both the needs and the offers name | 8 |
//! | a value band both the needs and the offers name | 4 |
//! | regions on one corridor | 6 |
//! | a language in common | 5 |
//! | a form of partnership both seek | 5 |
//! | the same or neighbouring size band | 2 |
//! | each side's newest listing: up to 30 days old, up to 90 | 2, 1 |
//!
//! which is 100 at most. With directions `a` and `b` the score is `200·a·b / (a + b)`, the harmonic mean in hundredths, when both are
//! above 0: 2,000 to 10,000. One direction alone scores `20·a − 1`: 399 to 1,999, below every mutual fit and in an order of its own.
//! The score is the same seen from either side.

use super::{
    profile::{Day, Kind},
    signature::{Marks, Signature},
    taxonomy::{Reach, Taxonomy, bits},
};

pub(super) const SAME: u32 = 60;
pub(super) const COMPLEMENTARY: [u32; 3] = [25, 35, 45];
pub(super) const SECTOR: u32 = 20;
pub(super) const FURTHER: u32 = 3;
pub(super) const FURTHER_AT_MOST: usize = 2;
pub(super) const CHAPTER: u32 = 8;
pub(super) const VALUE: u32 = 4;
pub(super) const CORRIDOR: u32 = 6;
pub(super) const LANGUAGE: u32 = 5;
pub(super) const FORM: u32 = 5;
pub(super) const SIZE: u32 = 2;
/// For each side.
pub(super) const FRESH_AT_MOST: u32 = 2;
const FRESH_DAYS: [u16; 2] = [30, 90];

/// A company shown fewer times than this is quiet.
pub const QUIET_EXPOSURES: u32 = 10;
/// A company that joined within this many days is new.
pub const NEW_DAYS: u16 = 30;

/// How well a direction's sectors tie: 0 is not at all, the last is three shared subsectors or more.
pub(super) const LEVELS: usize = 8;
pub(super) const LEVEL_POINTS: [u32; LEVELS] =
    [0, SECTOR, COMPLEMENTARY[0], COMPLEMENTARY[1], COMPLEMENTARY[2], SAME, SAME + FURTHER, SAME + 2 * FURTHER];
/// The first level that shares a subsector.
pub(super) const SAME_LEVEL: usize = 5;

/// A score with what each side gets from the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score {
    /// 0 to 10,000.
    pub score: u16,
    /// How well what I need meets what they offer, 0 to 100.
    pub my_part: u8,
    /// How well what they need meets what I offer, 0 to 100.
    pub their_part: u8,
}

impl Score {
    pub(super) fn of(mine: u32, theirs: u32) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a direction has at most 100 points")]
        let (my_part, their_part) = (mine as u8, theirs as u8);
        Self { score: combine(mine, theirs), my_part, their_part }
    }
}

/// The score of two directions.
pub(super) fn combine(mine: u32, theirs: u32) -> u16 {
    let score = match (mine, theirs) {
        (0, 0) => 0,
        (one, 0) | (0, one) => 20 * one - 1,
        (mine, theirs) => 200 * mine * theirs / (mine + theirs),
    };
    #[expect(clippy::cast_possible_truncation, reason = "directions have at most 100 points, so that a score is at most 10,000")]
    let score = score as u16;
    score
}

/// The points of a newest listing's age.
pub(super) fn fresh_points(published: Day, today: Day) -> u32 {
    FRESH_DAYS.iter().map(|days| u32::from(published >= today.before(*days))).sum()
}

/// What two companies can share besides sectors, in the order of its bits.
pub(super) const FEATURES: usize = 8;
/// What each feature adds to my direction and to theirs: chapters and value bands of either direction, corridor, language, form, size.
const FEATURE_POINTS: [[u32; 2]; FEATURES] =
    [[CHAPTER, 0], [0, CHAPTER], [VALUE, 0], [0, VALUE], [CORRIDOR; 2], [LANGUAGE; 2], [FORM; 2], [SIZE; 2]];
/// The same points for every set of features.
static SET_POINTS: [[u32; 2]; 1 << FEATURES] = set_points();

const fn set_points() -> [[u32; 2]; 1 << FEATURES] {
    let mut sums = [[0; 2]; 1 << FEATURES];
    let mut set = 1;
    while set < sums.len() {
        let rest = sums[set & (set - 1)];
        let points = FEATURE_POINTS[set.trailing_zeros() as usize];
        sums[set] = [rest[0] + points[0], rest[1] + points[1]];
        set += 1;
    }
    sums
}

/// The features by how few companies share them: the order in which they thin out candidates soonest.
const RAREST_FIRST: [usize; FEATURES] = [2, 3, 6, 0, 1, 7, 4, 5];

/// For each feature the properties of a counterpart that make it: offered chapters, needed chapters, then marks.
pub(super) type Features = [u128; FEATURES];

/// One company as it looks at the other side: its own signature, and everything about it that does not change from one
/// counterpart to the next.
#[derive(Debug, Clone)]
pub(super) struct Outlook {
    pub own: Signature,
    /// The offers that meet my needs.
    pub supply: Reach,
    /// The needs that my offers meet.
    pub demand: Reach,
    pub features: Features,
    /// The features that some counterpart could share.
    pub shareable: u8,
    fresh: u32,
    recent: [Day; 2],
    pub new_since: Day,
}

impl Outlook {
    pub fn new(taxonomy: &Taxonomy, own: Signature, today: Day) -> Self {
        let (languages, forms) = own.marks.of_both();
        let near = bits(own.marks.0 >> 64).fold(0, |near, region| near | taxonomy.joined_to(region));
        let features = [
            own.need_chapters,
            own.offer_chapters,
            own.marks.bands_met(Kind::Offer).0,
            own.marks.bands_met(Kind::Need).0,
            Marks::regions(near).0,
            languages.0,
            forms.0,
            own.marks.near_sizes().0,
        ];
        Self {
            own,
            supply: taxonomy.supply_for(own.needs, own.country.other()),
            demand: taxonomy.demand_for(own.offers, own.country),
            features,
            shareable: set_of(features.map(|mask| mask != 0)),
            fresh: fresh_points(own.fresh, today),
            recent: FRESH_DAYS.map(|days| today.before(days)),
            new_since: today.before(NEW_DAYS),
        }
    }

    /// The score of a counterpart, from the levels its two directions stand on, the features it shares, and its newest listing.
    pub fn score(&self, levels: [usize; 2], features: u8, fresh: Day) -> Score {
        let theirs = self.recent.iter().map(|day| u32::from(fresh >= *day)).sum::<u32>();
        let [mine, theirs] = self.directions(levels, features, theirs);
        Score::of(mine, theirs)
    }

    /// The highest score anyone can have whose directions stand on these levels and who shares some of these features.
    pub fn ceiling(&self, levels: [usize; 2], features: u8) -> u16 {
        let [mine, theirs] = self.directions(levels, features, FRESH_AT_MOST);
        combine(mine, theirs)
    }

    /// Those of the features without any one of which a counterpart on these levels stays below a score.
    pub fn needed_for(&self, bar: u16, levels: [usize; 2], features: u8) -> impl Iterator<Item = usize> {
        RAREST_FIRST.into_iter().filter(move |feature| {
            let without = features & !(1 << feature);
            without != features && self.ceiling(levels, without) < bar
        })
    }

    fn directions(&self, levels: [usize; 2], features: u8, fresh: u32) -> [u32; 2] {
        let points = SET_POINTS[usize::from(features)];
        [0, 1].map(|direction| match LEVEL_POINTS[levels[direction]] {
            0 => 0,
            tie => tie + points[direction] + self.fresh + fresh,
        })
    }
}

pub(super) fn set_of(shared: [bool; FEATURES]) -> u8 {
    shared.iter().rev().fold(0, |set, shared| set << 1 | u8::from(*shared))
}

/// The level on which a counterpart's subsectors stand within a reach.
fn level(reach: &Reach, subsectors: u128) -> usize {
    let shared = (reach.same & subsectors).count_ones() as usize;
    if shared > 0 {
        return SAME_LEVEL + (shared - 1).min(FURTHER_AT_MOST);
    }
    let complementary = reach.complementary.iter().rposition(|mask| mask & subsectors != 0);
    complementary.map_or(usize::from(reach.sector & subsectors != 0), |place| place + 2)
}

/// How two companies fit, seen from the first: nothing if they are of one country or nothing ties them.
#[must_use]
pub fn score(taxonomy: &Taxonomy, mine: &Signature, theirs: &Signature, today: Day) -> Option<Score> {
    if mine.country == theirs.country {
        return None;
    }
    let outlook = Outlook::new(taxonomy, *mine, today);
    let levels = [level(&outlook.supply, theirs.offers), level(&outlook.demand, theirs.needs)];
    let [offered, needed, marks @ ..] = outlook.features;
    let marks = marks.map(|mask| mask & theirs.marks.0 != 0);
    let [offer_bands, need_bands, corridor, language, form, size] = marks;
    let chapters = [offered & theirs.offer_chapters != 0, needed & theirs.need_chapters != 0];
    let features = set_of([chapters[0], chapters[1], offer_bands, need_bands, corridor, language, form, size]);
    Some(outlook.score(levels, features, theirs.fresh)).filter(|score| score.score > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_has_at_most_100_points() {
        let bonuses = CHAPTER + VALUE + CORRIDOR + LANGUAGE + FORM + SIZE + 2 * FRESH_AT_MOST;
        assert_eq!(LEVEL_POINTS[LEVELS - 1] + bonuses, 100);
    }

    #[test]
    fn levels_rise() {
        assert!(LEVEL_POINTS.is_sorted_by(|lower, higher| lower < higher));
    }

    #[test]
    fn the_worst_mutual_fit_ranks_above_the_best_one_sided_fit() {
        assert_eq!(combine(SECTOR, SECTOR), 2_000);
        assert_eq!(combine(100, 0), 1_999);
        assert_eq!(combine(0, SECTOR), 399);
        assert_eq!(combine(100, 100), 10_000);
        assert_eq!(combine(0, 0), 0);
    }

    #[test]
    fn the_score_rises_with_each_direction() {
        for other in 0..=100 {
            for points in 20..100 {
                assert!(combine(points, other) <= combine(points + 1, other), "{points} against {other}");
            }
        }
    }

    #[test]
    fn freshness_falls_off_at_30_and_90_days() {
        let today = Day(20_000);
        let points = [20_001, 20_000, 19_970, 19_969, 19_910, 19_909, 0].map(|day| fresh_points(Day(day), today));
        assert_eq!(points, [2, 2, 2, 1, 1, 0, 0]);
    }

    #[test]
    fn a_set_of_features_has_the_points_of_its_members() {
        for (set, sums) in SET_POINTS.iter().enumerate() {
            for direction in [0, 1] {
                let points: u32 = (0..FEATURES).filter(|bit| set >> bit & 1 == 1).map(|bit| FEATURE_POINTS[bit][direction]).sum();
                assert_eq!(sums[direction], points);
            }
        }
    }
}
