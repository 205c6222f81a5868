//! The two walls between tenants: one schema on both databases, PostgreSQL's policies alone, and two nodes on one database.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

#[path = "walls/audit.rs"]
mod audit;
#[path = "walls/nodes.rs"]
mod nodes;
#[path = "walls/policies.rs"]
mod policies;
#[path = "walls/tables.rs"]
mod tables;
