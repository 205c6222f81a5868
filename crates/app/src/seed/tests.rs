use std::collections::{BTreeSet, HashSet};

use chrono::TimeDelta;
use domain::{
    company::{CompanyState, registration_number::RegistrationNumber},
    country::Country,
    email_address::EmailAddress,
    id::{EventId, Identifier},
    introduction::IntroductionState,
    joint_venture::{Health, JointVenture, Stage},
    listing::{ListingKind, ListingState},
    milestone::MilestoneState,
    proposal::{Proposal, ProposalState},
    stamp::Stamp,
};
use persistence::{database::Location, repository::directory::DirectoryFilter};
use sha2::{Digest, Sha256};

use super::*;
use crate::import::{ReferenceFiles, import};

fn now() -> Timestamp {
    Timestamp::from_timestamp(1_795_000_000, 0).unwrap()
}

fn reference() -> Reference {
    ReferenceFiles::built_in().read().unwrap().reference
}

fn plan(companies: u32, seed: u64) -> Plan {
    Plan { companies, seed, now: now(), password_hash: "$argon2id$demonstration".to_owned() }
}

fn made(companies: u32, seed: u64) -> Vec<Chunk> {
    let reference = reference();
    let world = World::new(&reference, plan(companies, seed)).unwrap();
    (0..world.chunks()).map(|number| world.chunk(number).unwrap()).collect()
}

fn digest(chunks: &[Chunk]) -> String {
    hex::encode(Sha256::digest(format!("{chunks:?}")))
}

/// A database in a folder of its own, which goes with the value.
struct Scratch(std::path::PathBuf);

impl Scratch {
    async fn open(name: &str) -> (Self, Database) {
        let folder = std::env::temp_dir().join(format!("forum-seed-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let database = Database::open(Location::Sqlite(folder.join("forum.sqlite"))).await.unwrap();
        database.migrate().await.unwrap();
        import(&database, &ReferenceFiles::built_in(), || author(u128::MAX)).await.unwrap();
        (Self(folder), database)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn author(number: u128) -> Author {
    let event = EventId::from_uuid(uuid::Uuid::from_u128(number));
    Author { kind: "OPERATOR", id: None, request: "seed".to_owned(), at: now(), event }
}

fn counted() -> impl Fn() -> Author {
    let next = std::cell::Cell::new(0);
    move || {
        next.set(next.get() + 1);
        author(next.get())
    }
}

#[test]
fn the_same_seed_makes_the_same_world_and_another_seed_another() {
    let world = digest(&made(700, 7));
    assert_eq!(world, digest(&made(700, 7)));
    assert_ne!(world, digest(&made(700, 8)));
}

#[test]
fn a_chunk_does_not_depend_on_those_before() {
    let reference = reference();
    let world = World::new(&reference, plan(2_200, 3)).unwrap();
    let second = world.chunk(1).unwrap();
    assert_eq!(second, made(2_200, 3).pop().unwrap());
    assert_eq!(second.companies.len(), 200);
}

#[test]
fn three_hundred_companies_show_everything() {
    let chunks = made(300, 1);
    let [chunk] = chunks.as_slice() else { panic!("one chunk was expected") };
    assert_eq!(chunk.companies.len(), 300);
    let of = |country| chunk.companies.iter().filter(|(company, _)| company.registration.country == country).count();
    assert_eq!((of(Country::Kz), of(Country::Pk)), (150, 150));

    let states: BTreeSet<_> = chunk.companies.iter().map(|(company, _)| company.state.as_str()).collect();
    assert_eq!(states, BTreeSet::from(["DRAFT", "SUBMITTED", "VERIFIED", "REJECTED"]));
    let states: BTreeSet<_> = chunk.listings.iter().map(|listing| listing.state).collect();
    // What staff have taken from sight or look at first is no part of the demonstration.
    let shown =
        ListingState::ALL.iter().filter(|state| !matches!(state, ListingState::InReview | ListingState::Hidden | ListingState::Withheld));
    assert_eq!(states.len(), shown.count());
    let states: BTreeSet<_> = chunk.introductions.iter().map(|introduction| introduction.state).collect();
    assert_eq!(states.len(), IntroductionState::ALL.len());
    let states: BTreeSet<_> = chunk.agreements.iter().map(|agreement| agreement.proposal.state.as_str()).collect();
    assert_eq!(states, BTreeSet::from(["PENDING", "CONFIRMED", "DISPUTED"]));
    assert!(chunk.superseded.iter().all(|(_, previous)| previous.state == ProposalState::Superseded) && !chunk.superseded.is_empty());
    // No command brings a venture into the stage of a draft: it is logged when it is proposed.
    let reached: BTreeSet<_> = chunk.joint_ventures.iter().map(|venture| venture.stage).collect();
    assert_eq!(reached, Stage::ALL.iter().copied().filter(|stage| *stage != Stage::Draft).collect());
    let states: BTreeSet<_> = chunk.milestones.iter().map(|milestone| milestone.state).collect();
    assert_eq!(states.len(), MilestoneState::ALL.len());
    assert!(chunk.milestones.iter().any(|milestone| !milestone.changes.is_empty()));
    let states: BTreeSet<_> = chunk.outcomes.iter().map(|outcome| outcome.proposal.state.as_str()).collect();
    assert_eq!(states, BTreeSet::from(["PENDING", "CONFIRMED"]));
    assert!(chunk.joint_ventures.iter().any(|venture| venture.pending_stage().is_some()));
    assert!(chunk.joint_ventures.iter().any(|venture| venture.health == Health::OnTrack));
}

#[test]
fn whatever_is_named_is_there() {
    let reference = reference();
    for chunk in made(1_000, 5) {
        let users: HashSet<_> = chunk.users.iter().map(|user| user.id).collect();
        let companies: HashSet<_> = chunk.companies.iter().map(|(company, _)| company.id).collect();
        let listings: HashSet<_> = chunk.listings.iter().map(|listing| listing.id).collect();
        let introductions: HashSet<_> = chunk.introductions.iter().map(|introduction| introduction.id).collect();
        let agreements: HashSet<_> = chunk.agreements.iter().map(|agreement| agreement.id).collect();
        let ventures: HashSet<_> = chunk.joint_ventures.iter().map(|venture| venture.id).collect();
        for (company, owner) in &chunk.companies {
            assert!(users.contains(owner));
            assert!(reference.region(company.registration.region.as_str()).is_some());
            assert!(reference.legal_form(company.registration.legal_form.as_str()).is_some());
            assert!(company.registration.subsectors.iter().all(|code| reference.subsector(code.as_str()).is_some()));
        }
        for listing in &chunk.listings {
            let (_, branch) = reference.subsector(listing.terms.subsector.as_str()).unwrap();
            assert!(companies.contains(&listing.company));
            let chapter = listing.terms.hs_code.as_ref().map(|code| code.chapter().to_owned());
            assert!(chapter.is_none_or(|chapter| branch.hs2022_chapters.contains(&chapter)));
            assert!(!["DEF-AM", "DEF-NV"].contains(&branch.code.as_str()));
        }
        for introduction in &chunk.introductions {
            assert!(companies.contains(&introduction.from) && companies.contains(&introduction.to));
            assert!(introduction.listing.is_none_or(|listing| listings.contains(&listing)));
        }
        for agreement in &chunk.agreements {
            assert!(agreement.introduction.is_some_and(|introduction| introductions.contains(&introduction)));
            assert!(agreement.parties.iter().all(|party| companies.contains(party)));
        }
        for venture in &chunk.joint_ventures {
            assert!(venture.introduction.is_some_and(|introduction| introductions.contains(&introduction)));
            let evidence = venture.stage_change.as_ref().and_then(|change| change.terms.evidence.agreement);
            assert!(venture.agreement.into_iter().chain(evidence).all(|agreement| agreements.contains(&agreement)));
        }
        assert!(chunk.milestones.iter().all(|milestone| ventures.contains(&milestone.joint_venture)));
        assert!(chunk.outcomes.iter().all(|outcome| ventures.contains(&outcome.joint_venture)));
    }
}

/// The hash that the domain gives these terms.
fn fresh<T: Clone + serde::Serialize + serde::de::DeserializeOwned>(proposal: &Proposal<T>) -> String {
    let stamp = Stamp::new(proposal.proposed_at, uuid::Uuid::nil());
    let again = Proposal::new(1, proposal.terms.clone(), proposal.proposed_by, proposal.proposer, stamp).unwrap();
    again.hash.as_str().to_owned()
}

#[test]
fn nothing_happened_later_than_now_and_hashes_are_those_of_the_terms() {
    let reached = |venture: &JointVenture, changes: &[i32]| {
        // The stage changes of a venture are numbered without a gap.
        let last = venture.stage_change.as_ref().map_or(0, |change| change.number);
        let mut numbers: Vec<_> = changes.iter().copied().chain((last > 0).then_some(last)).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=last).collect::<Vec<_>>());
    };
    for chunk in made(1_000, 9) {
        for (company, _) in &chunk.companies {
            let verified = company.verification.as_ref().map(|found| found.at);
            assert!(company.registered_at < now() && verified.is_none_or(|at| company.registered_at < at && at < now()));
            assert!(company.verification.as_ref().is_none_or(|found| found.valid_until > now()));
        }
        for listing in chunk.listings.iter().filter(|listing| listing.state == ListingState::Published) {
            assert!(listing.terms.expires_at > now() && listing.published_at.is_some_and(|at| at < now()));
        }
        for introduction in &chunk.introductions {
            assert!(introduction.requested_at < now() && introduction.answered_at.is_none_or(|at| at <= now()));
            let open = introduction.state == IntroductionState::Pending;
            assert!(!open || introduction.expires_at > now());
            assert!(introduction.state != IntroductionState::Expired || introduction.expires_at < now());
        }
        for agreement in &chunk.agreements {
            assert_eq!(agreement.proposal.hash.as_str(), fresh(&agreement.proposal));
            assert!(agreement.proposal.answers.iter().all(|answer| answer.at <= now() && answer.at >= agreement.proposal.proposed_at));
        }
        for venture in &chunk.joint_ventures {
            assert!(venture.touched_at <= now() && venture.touched_at >= venture.proposed_at);
            assert_eq!(venture.terms.hash.as_str(), fresh(&venture.terms));
            let mine = chunk.stages.iter().filter(|(id, _)| *id == venture.id);
            reached(venture, &mine.map(|(_, change)| change.number).collect::<Vec<_>>());
            let silent = venture.touched_at < now() - TimeDelta::days(60);
            assert_eq!(venture.health == Health::Dormant, silent && !venture.stage.is_final());
        }
        for outcome in &chunk.outcomes {
            assert_eq!(outcome.proposal.hash.as_str(), fresh(&outcome.proposal));
        }
    }
}

#[test]
fn names_say_that_they_are_fictional_and_numbers_are_nobody_s() {
    for (company, _) in made(1_500, 2).iter().flat_map(|chunk| &chunk.companies) {
        let said = &company.registration;
        assert!(said.names.primary().contains("(Demonstration)"));
        assert!(company.slug.contains("demonstration"), "{}", company.slug);
        let scripts = said.names.iter().count();
        assert_eq!(scripts, 2);
        let marks = ["fictional", "Вымышленная", "Ойдан шығарылған", "فرضی"];
        assert!(said.profile.iter().all(|(_, text)| marks.iter().any(|mark| text.contains(mark))));
        assert_eq!(said.profile.iter().count(), said.languages.len());
        match &said.number {
            RegistrationNumber::Bin(bin) => assert!((50..70).contains(&bin.year())),
            RegistrationNumber::Ntn(ntn) => assert!(ntn.as_str().starts_with("999") && ntn.check_digit_agrees() == Some(true)),
            RegistrationNumber::Secp(_) => panic!("companies of the world are known by tax numbers"),
        }
        let evidence = company.verification.as_ref().map(|found| found.evidence.as_str());
        assert!(evidence.is_none_or(|evidence| evidence.starts_with("demonstration data")));
    }
}

#[test]
fn most_needs_are_met_by_an_offer_of_the_other_side() {
    let chunks = made(1_000, 4);
    let published = || chunks.iter().flat_map(|chunk| &chunk.listings).filter(|listing| listing.state == ListingState::Published);
    let countries: std::collections::HashMap<_, _> =
        chunks.iter().flat_map(|chunk| &chunk.companies).map(|(company, _)| (company.id, company.registration.country)).collect();
    let offers: HashSet<_> = published()
        .filter(|listing| listing.terms.kind == ListingKind::Offer)
        .map(|listing| (countries[&listing.company], listing.terms.subsector.clone()))
        .collect();
    let needs: Vec<_> = published().filter(|listing| listing.terms.kind == ListingKind::Need).collect();
    let met = needs.iter().filter(|need| offers.contains(&(countries[&need.company].other(), need.terms.subsector.clone()))).count();
    assert!(met * 100 > needs.len() * 80, "{met} of {}", needs.len());
}

#[test]
fn a_world_has_both_countries_and_reference_data() {
    assert!(matches!(World::new(&reference(), plan(1, 1)).err(), Some(SeedError::Size)));
    assert!(matches!(World::new(&reference(), plan(MOST + 1, 1)).err(), Some(SeedError::Size)));
    assert!(matches!(World::new(&Reference::default(), plan(10, 1)).err(), Some(SeedError::NoReference)));
}

#[tokio::test]
async fn what_is_made_is_written_and_only_once() {
    let (_scratch, database) = Scratch::open("written").await;
    let reference = reference();
    let report = seed(&database, &reference, plan(600, 1), counted()).await.unwrap();
    assert_eq!(report.companies, 600);
    let view = database.view(System).await.unwrap();
    let listed = view.directory().count(&DirectoryFilter::default(), 10_000).await.unwrap();
    assert_eq!(listed, report.verified);
    let chunks = made(600, 1);
    let ids: Vec<_> = chunks[0].companies.iter().map(|(company, _)| company.id).collect();
    let stored = view.companies().get_all(&ids).await.unwrap();
    assert!(stored.iter().zip(&chunks[0].companies).all(|(stored, (made, _))| stored == made));
    let ids: Vec<_> = chunks[0].joint_ventures.iter().map(|venture| venture.id).collect();
    let ventures = view.joint_ventures().by_ids(&ids).await.unwrap();
    assert_eq!(ventures.len(), ids.len());
    for made in &chunks[0].joint_ventures {
        assert_eq!(ventures.iter().find(|stored| stored.id == made.id), Some(made));
        let history = view.joint_ventures().stage_history(made.id).await.unwrap();
        assert_eq!(history.last(), made.stage_change.as_ref());
    }
    let ids: Vec<_> = chunks[0].listings.iter().map(|listing| listing.id).collect();
    assert_eq!(view.listings().by_ids(&ids).await.unwrap().len(), ids.len());
    drop(view);
    let again = seed(&database, &reference, plan(600, 2), counted()).await;
    assert!(matches!(again, Err(SeedError::Inhabited)));
}

#[tokio::test]
async fn the_special_accounts_are_there_at_any_size() {
    for companies in [4, 40] {
        let (_scratch, database) = Scratch::open(&format!("accounts-{companies}")).await;
        let report = seed(&database, &reference(), plan(companies, 11), counted()).await.unwrap();
        let mut emails: Vec<_> = report.accounts.iter().map(|account| account.email.as_str()).collect();
        emails.sort_unstable();
        let all =
            ["admin@demo.example", "almaty@demo.example", "faisalabad@demo.example", "moderator.pk@demo.example", "moderator@demo.example"];
        assert_eq!(emails, all);
        let view = database.view(System).await.unwrap();
        for account in &report.accounts {
            let user = view.users().by_email(&EmailAddress::parse(&account.email).unwrap()).await.unwrap().unwrap();
            assert_eq!((user.id, user.email_verified_at.is_some()), (account.user, true));
            assert_eq!(view.passwords().of(user.id).await.unwrap().unwrap().hash, "$argon2id$demonstration");
            match account.company {
                Some(company) => {
                    assert_eq!(view.companies().get(company).await.unwrap().state, CompanyState::Verified);
                    assert!(view.listings().count_published(company).await.unwrap() >= 3);
                }
                None => assert!(view.staff().active(user.id).await.unwrap().is_some()),
            }
        }
        let chunk = made(companies, 11).remove(0);
        let almaty = chunk.companies[0].0.id;
        let asked = |introduction: &&domain::introduction::Introduction| {
            introduction.to == almaty && introduction.state == IntroductionState::Pending
        };
        assert!(chunk.introductions.iter().any(|introduction| asked(&introduction)));
    }
}

#[tokio::test]
async fn a_world_of_several_chunks_is_whole() {
    let (_scratch, database) = Scratch::open("several").await;
    let report = seed(&database, &reference(), plan(2_100, 1), counted()).await.unwrap();
    assert_eq!(report.companies, 2_100);
    let view = database.view(System).await.unwrap();
    let mut after = None;
    let mut swept = 0;
    loop {
        let found = view.matching().sweep(after, 500).await.unwrap();
        let Some(last) = found.last() else { break };
        after = Some(last.id);
        swept += found.len() as u64;
    }
    assert_eq!(swept, report.verified);
}
