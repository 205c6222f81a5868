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

/// Changes something past the forum.
pub async fn change(location: &Location, statement: &str) {
    let statement = sqlx::AssertSqlSafe(statement.to_owned());
    match location {
        Location::Sqlite(path) => {
            let mut connection = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await.unwrap();
            sqlx::query(statement).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        Location::Postgres { url, .. } => {
            let mut connection = past_the_wall(url).await;
            sqlx::query(statement).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
    }
}

/// Every column of every table, as `table.column`, with its type.
pub async fn columns(location: &Location) -> Vec<(String, String, String)> {
    match location {
        Location::Sqlite(path) => {
            let sql = "SELECT m.name, c.name, lower(c.type) FROM sqlite_master m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2";
            sqlx::query_as(sql).fetch_all(&mut beside_the_forum(path).await).await.unwrap()
        }
        Location::Postgres { url, .. } => {
            let mut connection = past_the_wall(url).await;
            let sql = "SELECT c.table_name::text, c.column_name::text, c.data_type::text FROM information_schema.columns c
                JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2";
            let columns = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            columns
        }
    }
}

/// The columns of any table in which one of the texts stands, in whatever case, as text or within bytes.
pub async fn columns_with(location: &Location, needles: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, column, _) in columns(location).await {
        for needle in needles {
            let needle = needle.to_lowercase();
            let hexadecimal: String = needle.bytes().map(|byte| format!("{byte:02x}")).collect();
            let count: i64 = match location {
                Location::Sqlite(path) => {
                    // `lower` of SQLite knows Latin letters only: what is looked for in other letters is looked for as it was written.
                    let sql = format!(
                        "SELECT count(*) FROM \"{table}\" WHERE instr(lower(CAST(\"{column}\" AS TEXT)), ?1) > 0
                         OR instr(lower(hex(\"{column}\")), ?2) > 0"
                    );
                    let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(&needle).bind(&hexadecimal);
                    query.fetch_one(&mut beside_the_forum(path).await).await.unwrap()
                }
                Location::Postgres { url, .. } => {
                    let mut connection = past_the_wall(url).await;
                    let sql = format!(
                        "SELECT count(*) FROM \"{table}\" WHERE position($1 in lower(\"{column}\"::text)) > 0
                         OR position($2 in \"{column}\"::text) > 0"
                    );
                    let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(&needle).bind(&hexadecimal);
                    let count = query.fetch_one(&mut connection).await.unwrap();
                    connection.close().await.unwrap();
                    count
                }
            };
            if count > 0 {
                found.push(format!("{table}.{column} holds `{needle}`"));
            }
        }
    }
    found
}
