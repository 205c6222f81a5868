//! The shape of the database, written once for SQLite and PostgreSQL; row-level security is PostgreSQL's own and stands in `.sql` files.
#![cfg_attr(not(test), expect(clippy::wildcard_imports, reason = "the schema builder's words are meant to be read without a prefix"))]

mod m0001_people;
mod m0002_companies;
mod m0003_dealings;
mod m0004_events;
mod m0005_reference;
mod m0006_row_security;
mod m0007_access;
mod m0008_person;
mod m0009_members;
mod m0010_moderation;
mod m0011_audit;
mod m0012_administration;
mod m0013_notifications;
mod table;

use sea_orm_migration::prelude::*;

/// Every migration, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_companies::Migration),
            Box::new(m0003_dealings::Migration),
            Box::new(m0004_events::Migration),
            Box::new(m0005_reference::Migration),
            Box::new(m0006_row_security::Migration),
            Box::new(m0007_access::Migration),
            Box::new(m0008_person::Migration),
            Box::new(m0009_members::Migration),
            Box::new(m0010_moderation::Migration),
            Box::new(m0011_audit::Migration),
            Box::new(m0012_administration::Migration),
            Box::new(m0013_notifications::Migration),
        ]
    }
}
