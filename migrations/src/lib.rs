//! The shape of the database, written once for SQLite and PostgreSQL; row-level security is PostgreSQL's own and stands in `.sql` files.
#![cfg_attr(not(test), expect(clippy::wildcard_imports, reason = "the schema builder's words are meant to be read without a prefix"))]

mod m0001_people;
mod m0002_companies;
mod m0003_dealings;
mod m0004_events;
mod m0005_reference;
mod m0006_row_security;
mod m0008_person;
mod m0014_files;
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
            Box::new(m0008_person::Migration),
            Box::new(m0014_files::Migration),
        ]
    }
}
