//! The demonstration world: fictional companies of both countries that list, meet, sign and build, the same for the same seed.
//!
//! Everything is made through the domain's own commands, so that it is in a state that real people could have brought it to. It is made
//! and written in chunks that know nothing of each other, so that a world of any size fits into memory.

mod chance;
mod chunk;
mod dealings;
mod firms;
mod listings;
mod papers;
mod people;
#[cfg(test)]
mod tests;
mod trades;
mod ventures;
mod words;
mod world;

use std::fmt::{self, Display};

use domain::{
    event::Event,
    id::{CompanyId, UserId},
    reference::Reference,
    stamp::Timestamp,
};
use persistence::{Author, Database, StorageError, System};
use thiserror::Error;

pub use chunk::Chunk;
pub use world::World;

/// The smallest world: one company of each country.
pub const FEWEST: u32 = 2;
/// The largest world, bounded by the registration numbers that nobody real can have.
pub const MOST: u32 = 900_000;

/// Which world is asked for.
#[derive(Debug, Clone)]
pub struct Plan {
    pub companies: u32,
    pub seed: u64,
    /// The moment at which the world is looked at: all that happened in it happened before.
    pub now: Timestamp,
    /// The hash of the one password of everybody in it.
    pub password_hash: String,
}

/// Somebody whom a reader can sign in as, whatever the size of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub email: String,
    /// What he is: the owner of a company, or on duty.
    pub standing: String,
    pub user: UserId,
    pub company: Option<CompanyId>,
}

/// Whom a reader can sign in as in any world, and what each is.
#[must_use]
pub fn accounts() -> [(&'static str, &'static str); 5] {
    let [kazakh, pakistani] = people::OWNERS;
    let [first, second, third] = people::ON_DUTY.map(|(address, _, _, standing)| (address, standing));
    [(kazakh, "owner of a company of Kazakhstan"), (pakistani, "owner of a company of Pakistan"), first, second, third]
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeedReport {
    pub users: u64,
    pub companies: u64,
    pub verified: u64,
    pub members: u64,
    pub cases: u64,
    pub listings: u64,
    pub introductions: u64,
    pub agreements: u64,
    pub joint_ventures: u64,
    pub milestones: u64,
    pub outcomes: u64,
    /// The accounts to print, with the password that the caller hashed.
    pub accounts: Vec<Account>,
}

impl fmt::Display for SeedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { users, companies, verified, listings, introductions, agreements, joint_ventures, milestones, outcomes, .. } = self;
        write!(
            f,
            "seeded: {companies} companies ({verified} verified), {users} people, {listings} listings, {introductions} introductions, "
        )?;
        write!(f, "{agreements} agreements, {joint_ventures} joint ventures, {milestones} milestones, {outcomes} outcomes")
    }
}

/// Why there is no world, or no more of it.
#[derive(Debug, Error)]
pub enum SeedError {
    #[error("the database holds companies already; a demonstration world goes into an empty one")]
    Inhabited,
    #[error("import the reference data first: there are no sectors, regions or legal forms")]
    NoReference,
    #[error("a world has from {FEWEST} to {MOST} companies")]
    Size,
    #[error("the rules refused what the world was to hold: {0}")]
    Refused(String),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A rule said no to something that was made to follow the rules: a fault of this module.
fn refused(error: impl Display) -> SeedError {
    SeedError::Refused(error.to_string())
}

/// Writes the world of the plan into a database without companies, a chunk in a transaction.
pub async fn seed(database: &Database, reference: &Reference, plan: Plan, author: impl Fn() -> Author) -> Result<SeedReport, SeedError> {
    let world = World::new(reference, plan)?;
    let tx = database.begin(System, author()).await?.in_bulk();
    if tx.companies().any().await? {
        return Err(SeedError::Inhabited);
    }
    world.staff().write(&tx, &world).await?;
    tx.commit(Event::DemonstrationSeeded { companies: 0, seed: world.plan().seed.cast_signed() }).await?;
    let mut report = SeedReport { accounts: world.staff().accounts(), users: world.staff().count(), ..SeedReport::default() };
    for number in 0..world.chunks() {
        let chunk = world.chunk(number)?;
        let tx = database.begin(System, author()).await?.in_bulk();
        chunk.write(&tx, &world).await?;
        let companies = i64::try_from(chunk.companies.len()).unwrap_or(i64::MAX);
        tx.commit(Event::DemonstrationSeeded { companies, seed: world.plan().seed.cast_signed() }).await?;
        chunk.count(&mut report);
    }
    Ok(report)
}
