//! Who meets whom, and what comes of it.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use domain::{
    country::Country,
    id::ListingId,
    introduction::{Acquaintance, Introduction, IntroductionState},
    listing::ListingKind,
    policy::{AcceptIntroduction, DeclineIntroduction, RequestIntroduction},
    stamp::{Stamp, Timestamp},
};

use super::{
    Chunk, SeedError,
    chance::{Chance, Pace},
    firms::Firm,
    papers, refused, ventures,
    world::World,
};

/// Two companies that fit, and the listing that the second has what the first needs by.
pub struct Pair<'a> {
    pub from: &'a Firm,
    pub to: &'a Firm,
    pub listing: Option<ListingId>,
}

/// Two companies whose contacts are open, and the time that they have for what follows.
pub struct Acquainted<'a> {
    pub from: &'a Firm,
    pub to: &'a Firm,
    pub introduction: Introduction,
    pub pace: Pace,
}

/// Of this many companies one starts an introduction, an agreement, a venture.
const INTRODUCTIONS: usize = 3;
const AGREEMENTS: usize = 12;
const VENTURES: usize = 14;

/// Ventures and agreements are of companies that have been there for this long.
const SEASONED: TimeDelta = TimeDelta::days(125);

/// Lets the companies of a chunk meet, sign and build.
pub fn play(world: &World<'_>, firms: &[Firm], chance: &mut Chance, chunk: &mut Chunk) -> Result<(), SeedError> {
    let now = world.plan().now;
    let mut fair = Fair::new(firms, chunk);
    if let Some(pair) = fair.first() {
        chunk.introductions.push(request(&pair, chance.stamp(now - TimeDelta::days(2)))?);
    }
    for nth in 0..firms.len() / VENTURES {
        if let Some(pair) = fair.pair(now - SEASONED, chance, chunk) {
            let acquainted = acquaint(&pair, now, ventures::steps(nth), chance)?;
            chunk.introductions.push(acquainted.introduction.clone());
            ventures::build(world, acquainted, nth, chance, chunk)?;
        }
    }
    for nth in 0..firms.len() / AGREEMENTS {
        if let Some(pair) = fair.pair(now - SEASONED, chance, chunk) {
            let acquainted = acquaint(&pair, now, 8, chance)?;
            chunk.introductions.push(acquainted.introduction.clone());
            papers::sign(world, acquainted, nth, chance, chunk)?;
        }
    }
    for nth in 0..firms.len() / INTRODUCTIONS {
        let before = if nth % 10 == 9 { now - TimeDelta::days(30) } else { now - TimeDelta::days(2) };
        if let Some(pair) = fair.pair(before, chance, chunk) {
            chunk.introductions.push(introduce(&pair, now, nth, chance)?);
        }
    }
    Ok(())
}

/// The companies of a chunk, looking for one another.
struct Fair<'a> {
    firms: &'a [Firm],
    /// Who offers what, by country and subsector.
    offers: HashMap<(Country, String), Vec<(usize, ListingId)>>,
    /// Pairs that have met, the company of Kazakhstan first.
    met: HashSet<(usize, usize)>,
}

impl<'a> Fair<'a> {
    fn new(firms: &'a [Firm], chunk: &Chunk) -> Self {
        let mut offers: HashMap<_, Vec<_>> = HashMap::new();
        for (at, firm) in firms.iter().enumerate() {
            let listings = firm.published.iter().map(|place| &chunk.listings[*place]);
            for listing in listings.filter(|listing| listing.terms.kind == ListingKind::Offer) {
                offers.entry((firm.country(), listing.terms.subsector.to_string())).or_default().push((at, listing.id));
            }
        }
        let at = |place: u32| firms.iter().position(|firm| firm.place == place);
        // The first two are each other's best match, and stay so for whoever tries the forum out.
        let met = at(0).zip(at(1)).into_iter().collect();
        Self { firms, offers, met }
    }

    /// Somebody of Pakistan asks the first company of Kazakhstan to meet.
    fn first(&mut self) -> Option<Pair<'a>> {
        let asked = self.firms.iter().position(|firm| firm.place == 0)?;
        let asking = self.firms.iter().position(|firm| firm.place > 1 && firm.country() == Country::Pk)?;
        self.met.insert((asked, asking));
        Some(Pair { from: &self.firms[asking], to: &self.firms[asked], listing: None })
    }

    /// Two companies that were verified before a moment and have not met; mostly such that one offers what the other needs.
    fn pair(&mut self, before: Timestamp, chance: &mut Chance, chunk: &Chunk) -> Option<Pair<'a>> {
        for attempt in 0..80 {
            let from = chance.below(self.firms.len());
            let asking = self.firms.get(from)?;
            let (to, listing) = if attempt < 60 {
                let needs: Vec<_> = asking
                    .published
                    .iter()
                    .map(|place| &chunk.listings[*place].terms)
                    .filter(|terms| terms.kind == ListingKind::Need)
                    .collect();
                let Some(need) = needs.get(chance.below(needs.len())) else { continue };
                let Some(offers) = self.offers.get(&(asking.country().other(), need.subsector.to_string())) else { continue };
                let (to, listing) = offers[chance.below(offers.len())];
                (to, Some(listing))
            } else {
                (chance.below(self.firms.len()), None)
            };
            let asked = &self.firms[to];
            let old = asking.verified_at <= before && asked.verified_at <= before;
            if !old || asking.country() == asked.country() {
                continue;
            }
            let key = if asking.country() == Country::Kz { (from, to) } else { (to, from) };
            if self.met.insert(key) {
                return Some(Pair { from: asking, to: asked, listing });
            }
        }
        None
    }
}

fn request(pair: &Pair<'_>, stamp: Stamp) -> Result<Introduction, SeedError> {
    let permit = pair.from.actor().permit::<RequestIntroduction>(pair.to.company.clone()).map_err(refused)?;
    let from = pair.from.company.registration.names.primary();
    let message = format!("This is {from}, a fictional company. We would like to meet and to speak about what you list (demonstration).");
    Introduction::request(permit, &pair.from.company, message, pair.listing, Acquaintance::default(), stamp).map_err(refused)
}

fn accept(pair: &Pair<'_>, introduction: Introduction, stamp: Stamp) -> Result<Introduction, SeedError> {
    let permit = pair.to.actor().permit::<AcceptIntroduction>(introduction).map_err(refused)?;
    Introduction::accept(permit, false, stamp).map_err(refused)
}

fn since(pair: &Pair<'_>) -> Timestamp {
    pair.from.verified_at.max(pair.to.verified_at)
}

/// Opens the contacts of two companies early, so that there is time for what follows.
fn acquaint<'a>(pair: &Pair<'a>, now: Timestamp, steps: i64, chance: &mut Chance) -> Result<Acquainted<'a>, SeedError> {
    let since = since(pair);
    let asked = chance.moment(since, since + TimeDelta::days(12));
    let answered = chance.moment(asked + TimeDelta::hours(1), asked + TimeDelta::days(8));
    // The listing was published later than this, so the request is about the company as a whole.
    let pair = Pair { from: pair.from, to: pair.to, listing: None };
    let introduction = request(&pair, chance.stamp(asked))?;
    let introduction = accept(&pair, introduction, chance.stamp(answered))?;
    Ok(Acquainted { from: pair.from, to: pair.to, introduction, pace: Pace::new(answered, now - TimeDelta::hours(1), steps) })
}

/// An introduction in one of its states, in turn.
fn introduce(pair: &Pair<'_>, now: Timestamp, nth: usize, chance: &mut Chance) -> Result<Introduction, SeedError> {
    let since = since(pair);
    let turn = nth % 10;
    let hour = TimeDelta::hours(1);
    let (from, to) = match turn {
        0..=2 => (since.max(now - TimeDelta::days(19)), now - hour),
        9 => (since, now - TimeDelta::days(23)),
        _ => (since, now - hour * 30),
    };
    let asked = chance.moment(from, to);
    let recent = asked > now - TimeDelta::days(60);
    let pair = Pair { from: pair.from, to: pair.to, listing: pair.listing.filter(|_| recent && turn < 3) };
    let mut introduction = request(&pair, chance.stamp(asked))?;
    let answered = chance.moment(asked + hour, (asked + TimeDelta::days(18)).min(now));
    match turn {
        0..=2 => {}
        3..=5 => introduction = accept(&pair, introduction, chance.stamp(answered))?,
        6 | 7 => {
            let reason = (turn == 6).then(|| "Our capacity is booked for this season (demonstration).".to_owned());
            let permit = pair.to.actor().permit::<DeclineIntroduction>(introduction).map_err(refused)?;
            introduction = Introduction::decline(permit, reason, chance.stamp(answered)).map_err(refused)?;
        }
        // As the asking side takes it back, and as the worker ends it.
        8 => introduction.state = IntroductionState::Withdrawn,
        _ => introduction.state = IntroductionState::Expired,
    }
    Ok(introduction)
}
