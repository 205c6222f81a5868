//! The two walls between tenants: one schema on both databases, PostgreSQL's policies alone, and two nodes on one database.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

#[path = "walls/audit.rs"]
mod audit;
#[path = "walls/nodes.rs"]
mod nodes;
#[path = "walls/passkeys.rs"]
mod passkeys;
#[path = "walls/people.rs"]
mod people;
#[path = "walls/policies.rs"]
mod policies;
#[path = "walls/revocation.rs"]
mod revocation;
#[path = "walls/tables.rs"]
mod tables;
