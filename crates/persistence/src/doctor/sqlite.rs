//! What must hold of a SQLite file and of the connections to it.

use std::{os::unix::fs::PermissionsExt, path::Path};

use sea_orm::sqlx::{self, AssertSqlSafe, SqlitePool};

use super::Finding;

pub(super) async fn examine(path: &Path, readers: &SqlitePool, writer: &SqlitePool) -> Vec<Finding> {
    vec![
        pragma(writer, "journal_mode", "wal", "readers and the writer do not wait for each other").await,
        // NORMAL would acknowledge commits that a power cut loses.
        pragma(writer, "synchronous", "2", "a commit is acknowledged when it is on the disk").await,
        pragma(writer, "foreign_keys", "1", "references are kept").await,
        file_mode(path),
        pragma(readers, "quick_check", "ok", "the file is sound").await,
    ]
}

async fn pragma(pool: &SqlitePool, name: &'static str, wanted: &str, good: &str) -> Finding {
    match ask(pool, name).await {
        Ok(found) if found == wanted => Finding::good(name, good),
        Ok(found) => Finding::fatal(name, format!("is `{found}`, and must be `{wanted}`")),
        Err(error) => Finding::fatal(name, format!("could not be looked at: {error}")),
    }
}

async fn ask(pool: &SqlitePool, name: &'static str) -> Result<String, sqlx::Error> {
    use sqlx::{Row, ValueRef};
    let row = sqlx::query(AssertSqlSafe(format!("PRAGMA {name}"))).fetch_one(pool).await?;
    // Some pragmas answer with a number and some with a word.
    let is_text = row.try_get_raw(0)?.type_info().to_string() == "TEXT";
    if is_text { row.try_get::<String, _>(0) } else { row.try_get::<i64, _>(0).map(|number| number.to_string()) }
}

fn file_mode(path: &Path) -> Finding {
    const NAME: &str = "file_mode";
    match std::fs::metadata(path).map(|metadata| metadata.permissions().mode() & 0o777) {
        Ok(mode) if mode | 0o700 == 0o700 => Finding::good(NAME, "only the owner reads the file"),
        Ok(mode) => Finding::fatal(NAME, format!("{} is open to others (mode {mode:04o}); run `chmod 0600` on it", path.display())),
        Err(error) => Finding::fatal(NAME, format!("{}: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, Permissions},
        path::PathBuf,
    };

    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

    use super::*;
    use crate::{
        database::{Database, Location},
        doctor::{self, Verdict},
    };

    /// A folder that is gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("forum-doctor-{}-{name}", std::process::id()));
            fs::remove_dir_all(&path).ok();
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn file(&self) -> PathBuf {
            self.0.join("forum.sqlite")
        }

        async fn database(&self) -> Database {
            Database::open(Location::Sqlite(self.file())).await.unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    fn not_good(findings: &[Finding]) -> Vec<(&'static str, Verdict)> {
        findings.iter().filter(|finding| finding.verdict != Verdict::Good).map(|finding| (finding.name, finding.verdict)).collect()
    }

    #[tokio::test]
    async fn a_migrated_database_of_our_own_is_good_in_every_respect() {
        let folder = Folder::new("good");
        let database = folder.database().await;
        database.migrate().await.unwrap();
        let findings = doctor::examine(&database).await;
        let names: Vec<_> = findings.iter().map(|finding| finding.name).collect();
        assert_eq!(names, ["journal_mode", "synchronous", "foreign_keys", "file_mode", "quick_check", "migrations"]);
        assert_eq!(not_good(&findings), []);
        database.close().await;
    }

    #[tokio::test]
    async fn a_schema_that_is_behind_is_fatal() {
        let folder = Folder::new("behind");
        let database = folder.database().await;
        let findings = doctor::examine(&database).await;
        assert_eq!(not_good(&findings), [("migrations", Verdict::Fatal)]);
        assert!(findings.last().unwrap().text.contains("m0001_people"), "{findings:?}");
        database.close().await;
    }

    #[tokio::test]
    async fn a_file_that_others_read_is_fatal() {
        let folder = Folder::new("mode");
        let database = folder.database().await;
        database.migrate().await.unwrap();
        fs::set_permissions(folder.file(), Permissions::from_mode(0o640)).unwrap();
        assert_eq!(not_good(&doctor::examine(&database).await), [("file_mode", Verdict::Fatal)]);
        database.close().await;
    }

    #[tokio::test]
    async fn connections_that_lose_writes_or_references_are_fatal() {
        let folder = Folder::new("careless");
        folder.database().await.close().await;
        let careless = SqliteConnectOptions::new()
            .filename(folder.file())
            .journal_mode(SqliteJournalMode::Delete)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(false);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(careless).await.unwrap();
        let findings = examine(&folder.file(), &pool, &pool).await;
        let fatal = [("journal_mode", Verdict::Fatal), ("synchronous", Verdict::Fatal), ("foreign_keys", Verdict::Fatal)];
        assert_eq!(not_good(&findings), fatal);
        let accepted: Vec<_> = findings.into_iter().map(Finding::with_data_loss_accepted).collect();
        let left = [("journal_mode", Verdict::Fatal), ("synchronous", Verdict::Warning), ("foreign_keys", Verdict::Fatal)];
        assert_eq!(not_good(&accepted), left);
        pool.close().await;
    }

    #[tokio::test]
    async fn a_damaged_file_is_fatal() {
        let folder = Folder::new("damaged");
        let database = folder.database().await;
        database.migrate().await.unwrap();
        database.close().await;
        let mut bytes = fs::read(folder.file()).unwrap();
        // The pages after the first, which holds what it takes to open the file at all.
        bytes[8 * 4096..12 * 4096].fill(0xa5);
        fs::write(folder.file(), bytes).unwrap();
        let database = folder.database().await;
        let findings = doctor::examine(&database).await;
        assert!(not_good(&findings).contains(&("quick_check", Verdict::Fatal)), "{findings:?}");
        database.close().await;
    }
}
