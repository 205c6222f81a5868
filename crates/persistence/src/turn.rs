//! Requests that count before they write take turns: otherwise two of one moment count the same and both write.

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use crate::{
    error::StorageError,
    scope::Scope,
    tx::{Reads, Tx},
};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quota {
    Introductions,
    Registrations,
    Reports,
    CaseMessages,
    Invitations,
}

impl Quota {
    fn name(self) -> &'static str {
        match self {
            Self::Introductions => "introductions",
            Self::Registrations => "registrations",
            Self::Reports => "reports",
            Self::CaseMessages => "case messages",
            Self::Invitations => "invitations",
        }
    }
}

impl<S: Scope> Tx<S> {
    /// Waits until no other transaction counts the same of the same company or person. SQLite has one writer, who waits already.
    pub async fn take_turn(&self, quota: Quota, whose: Uuid) -> Result<(), StorageError> {
        let connection = self.connection().0;
        if connection.get_database_backend() == DbBackend::Postgres {
            let name = format!("{} {whose}", quota.name());
            let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
            connection.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, [name.into()])).await?;
        }
        Ok(())
    }
}
