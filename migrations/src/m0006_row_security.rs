//! PostgreSQL's second wall: roles, grants and policies. On SQLite the types are the only wall.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let connection = manager.get_connection();
        for script in [
            include_str!("row_security/roles.sql"),
            include_str!("row_security/context.sql"),
            include_str!("row_security/policies.sql"),
            include_str!("row_security/grants.sql"),
        ] {
            connection.execute_unprepared(script).await?;
        }
        Ok(())
    }
}
