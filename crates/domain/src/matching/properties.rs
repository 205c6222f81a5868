//! Generated worlds: the index against a reference that compares every pair of listings, and the reasons against the points.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use proptest::{prelude::*, sample::subsequence};
use uuid::Uuid;

use super::*;
use crate::country::Country;

const TODAY: Day = Day(20_000);

/// 12 subsectors in 4 sectors, the last one closed.
fn taxonomy(complements: Vec<Complement>) -> Arc<Taxonomy> {
    let sector_of = (0..12).map(|bit| bit / 3).collect();
    let source = TaxonomySource { sector_of, complements, closed: 1 << 11, corridors: vec![0b1_0001, 0b10_0110] };
    Arc::new(Taxonomy::parse(source).unwrap())
}

fn country() -> impl Strategy<Value = Country> {
    prop::sample::select(Country::ALL.to_vec())
}

fn complements() -> impl Strategy<Value = Vec<Complement>> {
    let row = (0_u8..12, 0_u8..12, 1_u8..=3, prop::option::of(country()))
        .prop_map(|(supplier, consumer, weight, usual_supplier)| Complement { supplier, consumer, weight, usual_supplier });
    prop::collection::vec(row, 0..20)
}

fn listing() -> impl Strategy<Value = ListingFacts> {
    let kind = prop::sample::select(vec![Kind::Offer, Kind::Need]);
    let hs = prop::sample::select(vec![None, Some("1006.30"), Some("10"), Some("5201"), Some("77"), Some("oil")]);
    let days = prop::sample::select(vec![0_u16, 19_900, 19_910, 19_950, 19_970, 20_000, 20_001]);
    (any::<u64>(), kind, 0_u8..13, hs, prop::option::of(0_u8..18), 0_u8..4, 0_u16..8, days).prop_map(
        |(id, kind, subsector, hs, value_band, languages, forms, published)| ListingFacts {
            id: Uuid::from_u64_pair(0, id),
            kind,
            subsector,
            hs: hs.map(str::to_owned),
            value_band,
            languages,
            forms,
            published: Day(published),
        },
    )
}

fn profile() -> impl Strategy<Value = Profile> {
    country().prop_flat_map(profile_of)
}

fn profile_of(country: Country) -> impl Strategy<Value = Profile> {
    let joined = prop::sample::select(vec![10_000_u16, 19_969, 19_970, 20_000]);
    let company = (prop::option::of(0_u8..66), 0_u8..8, prop::option::of(0_u8..10), joined, 0_u32..300).prop_map(
        move |(region, languages, size, joined, exposures)| CompanyFacts {
            country,
            region: region.map(|region| if region < 60 { region % 6 } else { region }),
            languages,
            size,
            joined: Day(joined),
            exposures: exposures / 5,
        },
    );
    (company, prop::collection::vec(listing(), 0..6)).prop_map(|(company, listings)| Profile { company, listings })
}

/// The points of one direction, by looking at every need against every offer.
fn direction(taxonomy: &Taxonomy, consumer: &Profile, supplier: &Profile) -> u32 {
    let open = |profile: &Profile, kind: Kind| -> Vec<ListingFacts> {
        profile.listings.iter().filter(|l| l.kind == kind && l.subsector < 11).cloned().collect()
    };
    let (needs, offers) = (open(consumer, Kind::Need), open(supplier, Kind::Offer));
    let (mut best, mut shared, mut chapter, mut band) = (0, HashSet::new(), 0, 0);
    for need in &needs {
        for offer in &offers {
            let tie = if need.subsector == offer.subsector {
                shared.insert(need.subsector);
                60
            } else if let Some(link) = taxonomy.link(offer.subsector, need.subsector, supplier.company.country) {
                15 + 10 * u32::from(link.weight)
            } else {
                20 * u32::from(need.subsector / 3 == offer.subsector / 3)
            };
            best = best.max(tie);
            if need.chapter().is_some() && need.chapter() == offer.chapter() {
                chapter = 8;
            }
            if need.value_band == offer.value_band && need.value_band.is_some_and(|band| band < 16) {
                band = 4;
            }
        }
    }
    if best == 0 {
        return 0;
    }
    let further = match shared.len() {
        0 | 1 => 0,
        2 => 3,
        _ => 6,
    };
    best + further + chapter + band + of_both(consumer, supplier)
}

fn of_both(one: &Profile, other: &Profile) -> u32 {
    let open = |profile: &Profile| profile.listings.iter().filter(|l| l.subsector < 11).cloned().collect::<Vec<_>>();
    let languages = |profile: &Profile| open(profile).iter().fold(profile.company.languages, |all, l| all | l.languages);
    let forms = |profile: &Profile| open(profile).iter().fold(0, |all, l| all | l.forms);
    let fresh = |profile: &Profile| match open(profile).iter().map(|l| l.published.0).max() {
        Some(19_970..) => 2,
        Some(19_910..) => 1,
        _ => 0,
    };
    let on = |corridor: &[u8], profile: &Profile| profile.company.region.is_some_and(|region| corridor.contains(&region));
    let corridor = [&[0, 4][..], &[1, 2, 5]].iter().any(|corridor| on(corridor, one) && on(corridor, other));
    let near = one.company.size.zip(other.company.size).is_some_and(|(one, other)| one.min(7).abs_diff(other.min(7)) <= 1);
    6 * u32::from(corridor)
        + 5 * u32::from(languages(one) & languages(other) != 0)
        + 5 * u32::from(forms(one) & forms(other) != 0)
        + 2 * u32::from(near)
        + fresh(one)
        + fresh(other)
}

fn reference(taxonomy: &Taxonomy, mine: &Profile, theirs: &Profile) -> Option<(u32, u32, u32)> {
    if mine.company.country == theirs.company.country {
        return None;
    }
    let (a, b) = (direction(taxonomy, mine, theirs), direction(taxonomy, theirs, mine));
    match (a, b) {
        (0, 0) => None,
        (a, 0) => Some((20 * a - 1, a, 0)),
        (0, b) => Some((20 * b - 1, 0, b)),
        _ => Some((200 * a * b / (a + b), a, b)),
    }
}

type World = BTreeMap<Uuid, Profile>;

/// A company's matches from the best down, as (score, id, quiet or new).
fn ranked(taxonomy: &Taxonomy, world: &World, of: Uuid, exclude: &HashSet<Uuid>) -> Vec<(u32, Uuid, bool)> {
    let mut all: Vec<(u32, Uuid, bool)> = world
        .iter()
        .filter(|(id, _)| !exclude.contains(id))
        .filter_map(|(id, theirs)| {
            let lift = theirs.company.exposures < QUIET_EXPOSURES || theirs.company.joined.0 >= 19_970;
            reference(taxonomy, &world[&of], theirs).map(|(score, ..)| (score, *id, lift))
        })
        .collect();
    all.sort_by_key(|(score, id, _)| (std::cmp::Reverse(*score), *id));
    all
}

/// The first page by its definition: the fewest last places given away that leave the kept number of quiet and new companies.
fn first_page(all: &[(u32, Uuid, bool)], limit: usize) -> Vec<(Uuid, bool)> {
    let kept = limit / 10;
    let length = all.len().min(limit);
    let lifted = |from: &[(u32, Uuid, bool)]| from.iter().filter(|place| place.2).count();
    let given = (0..=kept.min(length))
        .find(|given| {
            let (top, rest) = all.split_at(length - given);
            lifted(top) + given >= kept || lifted(rest) <= *given
        })
        .unwrap();
    let (top, rest) = all.split_at(length - given);
    let extra = rest.iter().filter(|place| place.2).take(given);
    top.iter().map(|place| (place.1, false)).chain(extra.map(|place| (place.1, true))).collect()
}

fn index_of(taxonomy: &Arc<Taxonomy>, world: &World) -> MatchIndex {
    let mut index = MatchIndex::new(Arc::clone(taxonomy));
    for (id, profile) in world {
        index.upsert(*id, &Signature::of(taxonomy, profile));
    }
    index
}

fn ask(limit: u16, after: Option<Position>, exclude: &HashSet<Uuid>) -> Ask<'_> {
    Ask { limit, after, exclude, today: TODAY }
}

fn world(profiles: Vec<Profile>) -> World {
    // Ids in an order of their own, so that ties do not fall by order of arrival.
    (1_u128..).map(|n| Uuid::from_u128(n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835))).zip(profiles).collect()
}

#[derive(Debug, Clone)]
enum Step {
    Upsert(usize, Profile),
    Remove(usize),
    Expose(usize, u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0_usize..40, profile()).prop_map(|(n, profile)| Step::Upsert(n, profile)),
        1 => (0_usize..40).prop_map(Step::Remove),
        1 => (0_usize..40, 0_u32..20).prop_map(|(n, exposures)| Step::Expose(n, exposures)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_index_ranks_like_the_reference(
        rows in complements(),
        profiles in prop::collection::vec(profile(), 1..60),
        excluded in subsequence((0_usize..60).collect::<Vec<_>>(), 0..6),
        limit in 0_u16..40,
    ) {
        let taxonomy = taxonomy(rows);
        let world = world(profiles);
        let ids: Vec<Uuid> = world.keys().copied().collect();
        let exclude: HashSet<Uuid> = excluded.iter().filter_map(|place| ids.get(*place).copied()).collect();
        let index = index_of(&taxonomy, &world);
        for &of in &ids {
            let all = ranked(&taxonomy, &world, of, &exclude);
            let found = index.top(of, ask(limit, None, &exclude)).unwrap();
            let shown: Vec<(Uuid, bool)> = found.iter().map(|scored| (scored.id, scored.exposure)).collect();
            prop_assert_eq!(shown, first_page(&all, usize::from(limit)));
            for scored in &found {
                let expected = reference(&taxonomy, &world[&of], &world[&scored.id]);
                prop_assert_eq!(expected, Some((scored.score.into(), scored.my_part.into(), scored.their_part.into())));
            }
            prop_assert_eq!(index.top(of, ask(limit, None, &exclude)).unwrap(), found);
        }
    }

    #[test]
    fn pages_show_every_match_once(rows in complements(), profiles in prop::collection::vec(profile(), 1..60), limit in 1_u16..25) {
        let taxonomy = taxonomy(rows);
        let world = world(profiles);
        let index = index_of(&taxonomy, &world);
        let nobody = HashSet::new();
        for &of in world.keys() {
            let all = ranked(&taxonomy, &world, of, &nobody);
            let (mut shown, mut after) = (Vec::new(), None);
            loop {
                let page = index.top(of, ask(limit, after, &nobody)).unwrap();
                let Some(last) = page.last().copied() else { break };
                after = Some(last.position);
                shown.extend(page);
                prop_assert_eq!(usize::from(last.position.places), shown.len());
            }
            let order: Vec<Uuid> = shown.iter().filter(|scored| !scored.exposure).map(|scored| scored.id).collect();
            let kept: HashSet<Uuid> = shown.iter().filter(|scored| scored.exposure).map(|scored| scored.id).collect();
            let expected: Vec<Uuid> = all.iter().map(|place| place.1).filter(|id| !kept.contains(id)).collect();
            prop_assert_eq!(order, expected);
            prop_assert_eq!(shown.len(), all.len());
        }
    }

    #[test]
    fn changes_leave_no_trace(rows in complements(), steps in prop::collection::vec(step(), 1..120)) {
        let taxonomy = taxonomy(rows);
        let ids: Vec<Uuid> = world(vec![Profile::empty(); 40]).into_keys().collect();
        let (mut index, mut world) = (MatchIndex::new(Arc::clone(&taxonomy)), World::new());
        for step in steps {
            match step {
                Step::Upsert(n, profile) => {
                    index.upsert(ids[n], &Signature::of(&taxonomy, &profile));
                    world.insert(ids[n], profile);
                }
                Step::Remove(n) => prop_assert_eq!(index.remove(ids[n]), world.remove(&ids[n]).is_some()),
                Step::Expose(n, exposures) => {
                    let held = world.get_mut(&ids[n]);
                    prop_assert_eq!(index.set_exposures(ids[n], exposures), held.is_some());
                    if let Some(profile) = held {
                        profile.company.exposures = exposures;
                    }
                }
            }
        }
        let fresh = index_of(&taxonomy, &world);
        let nobody = HashSet::new();
        prop_assert_eq!(index.len(), world.len());
        for &of in &ids {
            prop_assert_eq!(index.signature(of), world.get(&of).map(|profile| Signature::of(&taxonomy, profile)));
            prop_assert_eq!(index.top(of, ask(20, None, &nobody)), fresh.top(of, ask(20, None, &nobody)));
        }
    }

    #[test]
    fn the_reasons_add_up_to_the_parts(rows in complements(), mine in profile_of(Country::Pk), theirs in profile_of(Country::Kz)) {
        let taxonomy = taxonomy(rows);
        let found = reasons(&taxonomy, &mine, &theirs, TODAY);
        let expected = reference(&taxonomy, &mine, &theirs).map_or((0, 0), |(_, a, b)| (a, b));
        prop_assert_eq!((explained(&found, Direction::MyNeed), explained(&found, Direction::TheirNeed)), expected);
        let scored = score(&taxonomy, &Signature::of(&taxonomy, &mine), &Signature::of(&taxonomy, &theirs), TODAY);
        prop_assert_eq!(scored.map_or((0, 0), |s| (s.my_part.into(), s.their_part.into())), expected);
    }

    #[test]
    fn both_sides_see_one_score(rows in complements(), mine in profile_of(Country::Pk), theirs in profile_of(Country::Kz)) {
        let taxonomy = taxonomy(rows);
        let [mine, theirs] = [mine, theirs].map(|profile| Signature::of(&taxonomy, &profile));
        let there = score(&taxonomy, &mine, &theirs, TODAY);
        let back = score(&taxonomy, &theirs, &mine, TODAY).map(|s| Score { my_part: s.their_part, their_part: s.my_part, ..s });
        prop_assert_eq!(there, back);
    }
}

/// More companies than a block holds, with ids that do not rise, some of them gone or changed.
#[test]
fn a_search_over_many_blocks_finds_what_comparing_all_finds() {
    let rows = (0..12).map(|n| Complement { supplier: n, consumer: (n * 5 + 1) % 12, weight: 1 + n % 3, usual_supplier: None }).collect();
    let taxonomy = taxonomy(rows);
    let mut index = MatchIndex::new(Arc::clone(&taxonomy));
    let mut all = BTreeMap::new();
    let ids: Vec<Uuid> = world(vec![Profile::empty(); 70_000]).into_keys().collect();
    let mut state = 7_u64;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    for turn in 0..80_000_usize {
        let id = ids[(turn * 7_919) % ids.len()];
        let country = Country::ALL[id.as_bytes()[3] as usize % 2];
        let narrow = |value: u64| u8::try_from(value).unwrap();
        let count = below(4);
        let listings: Vec<ListingFacts> = (0..count)
            .map(|n| ListingFacts {
                id: Uuid::from_u128(n.into()),
                kind: if below(2) == 0 { Kind::Offer } else { Kind::Need },
                subsector: narrow(below(12)),
                hs: Some(format!("{:02}", below(30))),
                value_band: Some(narrow(below(8))),
                languages: 0,
                forms: 1 << below(8),
                published: Day(20_000 - u16::from(narrow(below(200)))),
            })
            .collect();
        let company = CompanyFacts {
            country,
            region: Some(narrow(below(6))),
            languages: narrow(below(8)),
            size: Some(narrow(below(5))),
            joined: Day(10_000),
            exposures: 50,
        };
        let signature = Signature::of(&taxonomy, &Profile { company, listings });
        index.upsert(id, &signature);
        all.insert(id, signature);
        if turn % 5 == 0 {
            index.remove(id);
            all.remove(&id);
        }
    }
    assert_eq!(index.len(), all.len());
    let nobody = HashSet::new();
    for (of, mine) in all.iter().step_by(all.len() / 25) {
        let matches = all.iter().filter_map(|(id, theirs)| score(&taxonomy, mine, theirs, TODAY).map(|score| (score.score, *id)));
        let mut expected: Vec<(u16, Uuid)> = matches.collect();
        expected.sort_by_key(|(score, id)| (std::cmp::Reverse(*score), *id));
        expected.truncate(100);
        let found = index.top(*of, ask(100, None, &nobody)).unwrap();
        assert_eq!(found.iter().map(|scored| (scored.score, scored.id)).collect::<Vec<_>>(), expected);
    }
}

impl Profile {
    fn empty() -> Self {
        let company = CompanyFacts { country: Country::Kz, region: None, languages: 0, size: None, joined: Day(0), exposures: 0 };
        Self { company, listings: Vec::new() }
    }
}

/// What a direction's reasons are worth together, from the table of points.
fn explained(reasons: &[Reason], direction: Direction) -> u32 {
    let ties = |reason: &&Reason| {
        matches!(reason, Reason::SameSubsector { .. } | Reason::Complementary { .. } | Reason::SameSector { .. })
            && reason.direction() == Some(direction)
    };
    let Some(best) = reasons.iter().find(ties) else { return 0 };
    let shared = reasons.iter().filter(ties).filter(|reason| matches!(reason, Reason::SameSubsector { .. })).count();
    let best = match best {
        Reason::SameSubsector { .. } => 60 + 3 * (u32::try_from(shared).unwrap() - 1),
        Reason::Complementary { weight, .. } => 15 + 10 * u32::from(*weight),
        _ => 20,
    };
    let rest = reasons.iter().filter(|reason| reason.direction().is_none_or(|of| of == direction)).map(|reason| match reason {
        Reason::SameHsChapter { .. } => 8,
        Reason::Corridor { .. } => 6,
        Reason::CommonLanguage { .. } | Reason::PartnershipForm { .. } => 5,
        Reason::ValueBand { .. } => 4,
        Reason::SizeBand { .. } => 2,
        Reason::Fresh { published, .. } => 1 + u32::from(published.0 >= 19_970),
        _ => 0,
    });
    best + rest.sum::<u32>()
}
