//! What a database holds, read past the forum: how much has happened, and whether anything is left to be done.

use app::storage::Location;
use sqlx::{Connection, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::cluster::{named, superuser};

/// A connection to a world's PostgreSQL database that no policy holds.
pub async fn past_the_wall(url: &str) -> PgConnection {
    let (_, database) = url.rsplit_once('/').expect("a URL with a database");
    PgConnection::connect(&named(&superuser(), "postgres", database)).await.unwrap()
}

/// A connection to a world's SQLite file that changes nothing.
pub async fn beside_the_forum(path: &std::path::Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path).read_only(true)).await.unwrap()
}

/// The one number that a statement gives.
pub async fn number(location: &Location, statement: &'static str) -> i64 {
    match location {
        Location::Sqlite(path) => sqlx::query_scalar(statement).fetch_one(&mut beside_the_forum(path).await).await.unwrap(),
        Location::Postgres { url, .. } => {
            let mut connection = past_the_wall(url).await;
            let number = sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            number
        }
    }
}

/// How many events there are.
pub async fn events(location: &Location) -> i64 {
    number(location, "SELECT count(*) FROM event").await
}

/// Whether an event waits for a transaction that began before it.
pub async fn held_up(location: &Location) -> bool {
    let Location::Postgres { .. } = location else { return false };
    number(location, "SELECT count(*) FROM event WHERE xact >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint").await > 0
}

/// How many letters wait that nobody has tried to send: those that the post refused are not among them.
pub async fn untried_letters(location: &Location) -> i64 {
    number(location, "SELECT count(*) FROM letter WHERE state = 'WAITING' AND attempts = 0").await
}

/// How many events nobody has looked at who writes letters.
pub async fn unread_events(location: &Location) -> i64 {
    const UNREAD: &str = "SELECT count(*) FROM event e
        WHERE NOT EXISTS (SELECT 1 FROM reading r WHERE r.name = 'letters' AND (e.xact, e.seq) <= (r.xact, r.seq))";
    number(location, UNREAD).await
}
