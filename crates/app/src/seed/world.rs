//! The world as a whole: what all chunks know.

use domain::{
    country::Country,
    id::{Identifier, UserId},
    reference::{Reference, Subsector},
};

use persistence::repository::subject_salt::SubjectSalt;
use sha2::{Digest, Sha256};

use super::{Chunk, FEWEST, MOST, Plan, SeedError, chance::Chance, people::OnDuty, trades::Trades};

/// How many companies are made and written at a time: each commit writes pages of every index anew, so a few large ones cost less than
/// many small ones. Even, so that each chunk begins with a company of Kazakhstan.
const CHUNK: u32 = 2_000;

/// The world of a plan, of which any chunk can be made.
pub struct World<'a> {
    pub(super) reference: &'a Reference,
    plan: Plan,
    staff: OnDuty,
    pub(super) trades: Trades,
    /// Regions with how many companies sit in them, in proportion.
    regions: Vec<(Country, String, u64)>,
}

/// Where business is; any other region has little of it.
const BUSY: [(&str, u64); 13] = [
    ("KZ-75", 30),
    ("KZ-71", 15),
    ("KZ-79", 10),
    ("KZ-35", 6),
    ("KZ-19", 5),
    ("KZ-23", 4),
    ("KZ-39", 4),
    ("KZ-47", 4),
    ("PK-PB", 48),
    ("PK-SD", 30),
    ("PK-IS", 8),
    ("PK-KP", 8),
    ("PK-BA", 3),
];

impl<'a> World<'a> {
    pub fn new(reference: &'a Reference, plan: Plan) -> Result<Self, SeedError> {
        if !(FEWEST..=MOST).contains(&plan.companies) {
            return Err(SeedError::Size);
        }
        let sides = [Country::Kz, Country::Pk];
        let of_both = sides.into_iter().all(|side| reference.regions.iter().any(|region| region.country == side));
        if !of_both || reference.sectors.is_empty() || reference.legal_forms.is_empty() {
            return Err(SeedError::NoReference);
        }
        let weight = |code: &str| BUSY.into_iter().find(|(busy, _)| *busy == code).map_or(2, |(_, weight)| weight);
        let regions = reference.regions.iter().map(|region| (region.country, region.code.to_string(), weight(region.code.as_str())));
        let staff = OnDuty::new(&mut Chance::new(plan.seed, u64::from(u32::MAX)), plan.now)?;
        Ok(Self { regions: regions.collect(), trades: Trades::new(reference), staff, plan, reference })
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The salt of a person of this world: of chance by the hash of the password, which no two worlds share.
    pub(super) fn subject_salt(&self, user: UserId) -> SubjectSalt {
        let digest = Sha256::new().chain_update(&self.plan.password_hash).chain_update(user.uuid()).finalize();
        SubjectSalt::new(digest.into())
    }

    pub(super) fn staff(&self) -> &OnDuty {
        &self.staff
    }

    pub fn chunks(&self) -> u32 {
        self.plan.companies.div_ceil(CHUNK)
    }

    /// The companies of a chunk, by their places in the world.
    pub(super) fn places(&self, chunk: u32) -> std::ops::Range<u32> {
        let first = chunk * CHUNK;
        first..(first + CHUNK).min(self.plan.companies)
    }

    /// Makes one chunk. The same plan makes the same chunk, whatever was made before.
    pub fn chunk(&self, number: u32) -> Result<Chunk, SeedError> {
        let mut chance = Chance::new(self.plan.seed, u64::from(number));
        let mut chunk = Chunk::default();
        let firms = super::firms::settle(self, number, &mut chance, &mut chunk)?;
        super::dealings::play(self, &firms, &mut chance, &mut chunk)?;
        Ok(chunk)
    }

    pub(super) fn region(&self, country: Country, chance: &mut Chance) -> String {
        let at = chance.weighted(self.regions.iter().map(|(side, _, weight)| if *side == country { *weight } else { 0 }));
        self.regions[at].1.clone()
    }

    pub(super) fn subsector(&self, code: &str) -> Result<&Subsector, SeedError> {
        self.reference.subsector(code).map(|(_, subsector)| subsector).ok_or(SeedError::NoReference)
    }
}
