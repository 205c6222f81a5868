//! Opens the database that the settings name, and says whether it is fit to be used.

use std::{path::PathBuf, str::FromStr, time::Duration};

use migrations::Migrator;
use sea_orm::{
    SqlxPostgresConnector, SqlxSqliteConnector,
    sqlx::{
        ConnectOptions, PgPool, SqlitePool,
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use crate::{
    error::StorageError,
    notify::Bell,
    scope::Scope,
    tx::{Author, Tx, View},
};

/// Where the forum remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file, made with its folder if it is not there.
    Sqlite(PathBuf),
    /// A PostgreSQL URL of the runtime login, and the migrator's if there is one.
    Postgres { url: String, migrator: Option<String> },
}

pub(crate) enum Pools {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

/// The open database. Cheap to clone, safe to share.
#[derive(Clone)]
pub struct Database {
    pools: std::sync::Arc<Pools>,
    bell: Bell,
    location: Location,
}

/// How long a request waits for a connection before it is told to come again.
const ACQUIRE: Duration = Duration::from_secs(2);
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 20;

impl Database {
    /// Opens the pools without looking at what is inside.
    pub async fn open(location: Location) -> Result<Self, StorageError> {
        let pools = match &location {
            Location::Sqlite(path) => open_sqlite(path).await?,
            Location::Postgres { url, .. } => Pools::Postgres(open_postgres(url, "5s")?),
        };
        Ok(Self { pools: std::sync::Arc::new(pools), bell: Bell::default(), location })
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        use sea_orm_migration::MigratorTrait;
        match (&*self.pools, &self.location) {
            (Pools::Sqlite { writer, .. }, _) => {
                let connection = SqlxSqliteConnector::from_sqlx_sqlite_pool(writer.clone());
                Migrator::up(&connection, None).await?;
            }
            (Pools::Postgres(_), Location::Postgres { url, migrator }) => {
                // A migration takes as long as it takes.
                let pool = open_postgres(migrator.as_deref().unwrap_or(url), "0")?;
                let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
                let result = Migrator::up(&connection, None).await;
                pool.close().await;
                result?;
            }
            (Pools::Postgres(_), Location::Sqlite(_)) => {}
        }
        Ok(())
    }

    /// The migrations that the binary has and the database has not.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StorageError> {
        use sea_orm::sqlx;
        use sea_orm_migration::MigratorTrait;
        const SQL: &str = "SELECT version FROM seaql_migrations";
        let applied: Result<Vec<String>, sqlx::Error> = match &*self.pools {
            Pools::Sqlite { readers, .. } => sqlx::query_scalar(SQL).fetch_all(readers).await,
            Pools::Postgres(pool) => {
                // The table is readable by the roles that a scope picks, not by the login itself.
                let mut tx = pool.begin_with("BEGIN READ ONLY; SET LOCAL ROLE forum_worker").await?;
                sqlx::query_scalar(SQL).fetch_all(&mut *tx).await
            }
        };
        let applied = match applied {
            Ok(applied) => applied,
            // No table yet: nothing was applied.
            Err(sqlx::Error::Database(_)) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let known = Migrator::migrations().into_iter().map(|migration| migration.name().to_owned());
        Ok(known.filter(|name| !applied.contains(name)).collect())
    }

    /// Reads in a scope.
    pub async fn view<S: Scope>(&self, scope: S) -> Result<View<S>, StorageError> {
        View::open(self, scope).await
    }

    /// Reads in a scope, all of it as it is at one moment, however long that takes.
    pub async fn snapshot<S: Scope>(&self, scope: S) -> Result<View<S>, StorageError> {
        View::still(self, scope).await
    }

    /// Reads and writes in a scope.
    pub async fn begin<S: Scope>(&self, scope: S, author: Author) -> Result<Tx<S>, StorageError> {
        Tx::open(self, scope, author).await
    }

    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(*self.pools, Pools::Postgres(_))
    }

    #[must_use]
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Whether a statement comes back within the time a request would wait.
    pub async fn ping(&self) -> Result<(), StorageError> {
        use sea_orm::sqlx;
        match &*self.pools {
            Pools::Sqlite { readers, .. } => sqlx::query("SELECT 1").execute(readers).await.map(drop)?,
            Pools::Postgres(pool) => sqlx::query("SELECT 1").execute(pool).await.map(drop)?,
        }
        Ok(())
    }

    /// Lets running transactions end and closes every connection.
    pub async fn close(&self) {
        match &*self.pools {
            Pools::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.pools
    }

    pub(crate) fn location(&self) -> &Location {
        &self.location
    }
}

async fn open_sqlite(path: &std::path::Path) -> Result<Pools, StorageError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| StorageError::Unavailable(format!("{}: {error}", folder.display())))?;
    }
    private(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // NORMAL would acknowledge commits that a power cut loses.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "OFF")
        .pragma("cache_size", "-16384")
        .pragma("mmap_size", "268435456")
        .statement_cache_capacity(400)
        .disable_statement_logging();
    let writer = SqlitePoolOptions::new().max_connections(1).acquire_timeout(ACQUIRE * 2).connect_with(options.clone()).await?;
    let readers =
        SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(ACQUIRE).connect_with(options.pragma("query_only", "ON")).await?;
    Ok(Pools::Sqlite { readers, writer })
}

/// The file is the owner's alone, from before anything is written into it.
fn private(path: &std::path::Path) -> Result<(), StorageError> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| StorageError::Unavailable(format!("{}: {error}", path.display())))
}

fn open_postgres(url: &str, statement_timeout: &str) -> Result<PgPool, StorageError> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("forum")
        // Otherwise every connection that is given back would tell, through the hook below, that no transaction was open.
        .options([
            ("client_min_messages", "error"),
            ("statement_timeout", statement_timeout),
            ("lock_timeout", "2s"),
            ("idle_in_transaction_session_timeout", "10s"),
            ("timezone", "UTC"),
        ])
        .statement_cache_capacity(400)
        .disable_statement_logging();
    Ok(PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        // A request that was dropped half-way may leave a transaction open, with a tenant's name in it.
        .after_release(|connection, _| {
            Box::pin(async move {
                sea_orm::sqlx::raw_sql("ROLLBACK; RESET ALL").execute(connection).await?;
                Ok(true)
            })
        })
        .connect_lazy_with(options))
}
