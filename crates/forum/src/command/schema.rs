//! Brings the schema up to date, when asked to and when a node starts.

use persistence::Database;

use crate::{
    failure::Failure,
    settings::{Migrate, Settings},
    terminal::say,
    wiring,
};

/// Applies what is missing, and says what that was.
pub async fn migrate(settings: &Settings) -> Result<(), Failure> {
    let database = wiring::open_database(settings).await?;
    let migrated = apply(&database).await;
    database.close().await;
    let applied = migrated?;
    if applied.is_empty() {
        return say("the schema is up to date");
    }
    applied.iter().try_for_each(|name| say(format_args!("applied {name}")))
}

async fn apply(database: &Database) -> Result<Vec<String>, Failure> {
    let pending = database.pending_migrations().await.unwrap_or_default();
    database.migrate().await?;
    Ok(pending)
}

/// Sees to it that a node finds the schema that it knows: a single node migrates by itself, and on PostgreSQL one that was given the
/// migrator's login; any other refuses to start on a schema that is behind.
pub async fn prepare(database: &Database, settings: &Settings) -> Result<(), Failure> {
    let pending = database.pending_migrations().await?;
    if pending.is_empty() {
        return Ok(());
    }
    let has_migrator = matches!(&settings.database, persistence::database::Location::Postgres { migrator: Some(_), .. });
    if settings.migrate == Migrate::Auto && (has_migrator || !settings.is_postgres()) {
        tracing::info!(?pending, "the schema is brought up to date");
        return Ok(database.migrate().await?);
    }
    let how = if settings.is_postgres() {
        "run `forum migrate` with FORUM_MIGRATION_URL set to the migrator's login"
    } else {
        "run `forum migrate`, or set FORUM_MIGRATE=auto"
    };
    Err(Failure::Refused(format!("the schema of the database is behind this forum by {}; {how}", pending.join(", "))))
}
