//! A database of its own for each world, copied from a template that is migrated and filled once.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use app::storage::{Database, Location};
use chrono::{DateTime, Utc};
use domain::id::{EventId, Identifier};
use sqlx::{Connection, Executor, PgConnection};
use tokio::sync::OnceCell;

static SQLITE: OnceCell<PathBuf> = OnceCell::const_new();
static POSTGRES: OnceCell<String> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder that is removed with the value.
pub struct Folder(pub PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    pub fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("forum-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

async fn fill(database: &Database) {
    database.migrate().await.unwrap();
    let at: DateTime<Utc> = "2026-03-01T08:00:00Z".parse().unwrap();
    let author = || persistence::Author {
        kind: "OPERATOR",
        id: None,
        request: "template".to_owned(),
        at,
        event: EventId::from_uuid(uuid::Uuid::from_u128(1)),
    };
    app::import::import(database, &app::import::ReferenceFiles::built_in(), author).await.unwrap();
    database.close().await;
}

/// A fresh SQLite file in the folder.
pub async fn sqlite(folder: &Folder) -> Location {
    let template = SQLITE
        .get_or_init(async || {
            let folder = Folder::new();
            let path = folder.0.join("template.sqlite");
            // The template outlives the world that made it: every world of this process copies it.
            std::mem::forget(folder);
            fill(&Database::open(Location::Sqlite(path.clone())).await.unwrap()).await;
            path
        })
        .await;
    let path = folder.0.join("forum.sqlite");
    std::fs::copy(template, &path).unwrap();
    Location::Sqlite(path)
}

/// The superuser of the cluster that the test command has started.
#[expect(clippy::disallowed_methods, reason = "the test command tells the cluster's address by the environment")]
pub fn superuser() -> String {
    std::env::var("FORUM_TEST_POSTGRES").expect("no PostgreSQL to test on: run the tests by `cargo xtask test`, or see CONTRIBUTING.md")
}

/// The same server by another name: `user` in `database`.
pub fn named(url: &str, user: &str, database: &str) -> String {
    let (_, rest) = url.split_once('@').expect("postgres://user@host:port/database");
    let (host, _) = rest.split_once('/').expect("postgres://user@host:port/database");
    format!("postgres://{user}@{host}/{database}")
}

/// A fresh PostgreSQL database, entered by a login that can do nothing but pick one of the roles.
pub async fn postgres() -> Location {
    let url = superuser();
    let template = POSTGRES
        .get_or_init(async || {
            let template = format!("template_{}", std::process::id());
            let mut connection = PgConnection::connect(&url).await.unwrap();
            // Roles belong to the cluster, and test binaries may run beside each other.
            connection.execute("SELECT pg_advisory_lock(4711)").await.unwrap();
            connection.execute(LOGIN).await.unwrap();
            connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {template}"))).await.unwrap();
            fill(
                &Database::open(Location::Postgres { url: named(&url, "postgres", &template), migrator: None })
                    .await
                    .unwrap_or_else(|e| panic!("{e}")),
            )
            .await;
            connection.execute("GRANT forum_app, forum_staff, forum_worker, forum_auditor TO forum").await.unwrap();
            connection.close().await.unwrap();
            template
        })
        .await;
    let name = format!("world_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&url).await.unwrap();
    // Copies of one template take turns; nobody may be connected to it.
    connection.execute("SELECT pg_advisory_lock(4712)").await.unwrap();
    connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}"))).await.unwrap();
    connection.close().await.unwrap();
    Location::Postgres { url: named(&url, "forum", &name), migrator: None }
}

const LOGIN: &str = "DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'forum') THEN
        CREATE ROLE forum LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
END $$";
