//! A transaction behind a lock. Repositories may only ask through it; what writes is here and beside, so that nothing is written unseen.

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Value, Values,
    sqlx::{self, AssertSqlSafe, Postgres, Sqlite},
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;

use crate::{database::Pools, error::StorageError, scope::Scope};

/// A transaction of either database.
enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// One transaction behind a lock: resolvers of one request take turns on it.
pub(crate) struct Connection {
    backend: DbBackend,
    transaction: Mutex<Option<Transaction>>,
}

/// The same transaction for the few functions that write through it and tell the audit.
pub(super) struct Writing<'a>(pub(super) &'a Connection);

impl Connection {
    pub(super) async fn commit(self) -> Result<(), StorageError> {
        match self.transaction.into_inner() {
            Some(Transaction::Sqlite(transaction)) => transaction.commit().await?,
            Some(Transaction::Postgres(transaction)) => transaction.commit().await?,
            None => return Err(StorageError::Unavailable("the transaction is gone".to_owned())),
        }
        Ok(())
    }

    /// Goes on in another role of PostgreSQL until the transaction ends; SQLite knows none.
    pub(super) async fn become_role(&self, role: &'static str) -> Result<(), StorageError> {
        if self.backend == DbBackend::Postgres {
            self.run(Statement::from_string(self.backend, format!("SET LOCAL ROLE {role}"))).await?;
        }
        Ok(())
    }

    async fn run(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let sql = AssertSqlSafe(statement.sql.as_str());
        match self.transaction.lock().await.as_mut() {
            Some(Transaction::Sqlite(tx)) => {
                sqlx::query_with(sql, arguments(&statement)).execute(&mut **tx).await.map(Into::into).map_err(failed)
            }
            Some(Transaction::Postgres(tx)) => {
                sqlx::query_with(sql, arguments(&statement)).execute(&mut **tx).await.map(Into::into).map_err(failed)
            }
            None => Err(gone()),
        }
    }

    async fn one(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let sql = AssertSqlSafe(statement.sql.as_str());
        match self.transaction.lock().await.as_mut() {
            Some(Transaction::Sqlite(tx)) => {
                let row = sqlx::query_with(sql, arguments(&statement)).fetch_optional(&mut **tx).await;
                row.map(|row| row.map(Into::into)).map_err(failed)
            }
            Some(Transaction::Postgres(tx)) => {
                let row = sqlx::query_with(sql, arguments(&statement)).fetch_optional(&mut **tx).await;
                row.map(|row| row.map(Into::into)).map_err(failed)
            }
            None => Err(gone()),
        }
    }

    async fn many(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let sql = AssertSqlSafe(statement.sql.as_str());
        match self.transaction.lock().await.as_mut() {
            Some(Transaction::Sqlite(tx)) => {
                let rows = sqlx::query_with(sql, arguments(&statement)).fetch_all(&mut **tx).await;
                rows.map(|rows| rows.into_iter().map(Into::into).collect()).map_err(failed)
            }
            Some(Transaction::Postgres(tx)) => {
                let rows = sqlx::query_with(sql, arguments(&statement)).fetch_all(&mut **tx).await;
                rows.map(|rows| rows.into_iter().map(Into::into).collect()).map_err(failed)
            }
            None => Err(gone()),
        }
    }
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Reads,
    /// Every statement sees the same moment; on SQLite each transaction does.
    ReadsOneMoment,
    Writes,
}

/// Opens a transaction in a task of its own: a request that is dropped half-way must not leave a connection with half a BEGIN.
pub(super) async fn begin<S: Scope>(pools: &Pools, scope: &S, mode: Mode) -> Result<Connection, StorageError> {
    let (backend, opening) = match pools {
        Pools::Sqlite { readers, writer } => {
            let (pool, sql) = if mode == Mode::Writes { (writer.clone(), "BEGIN IMMEDIATE") } else { (readers.clone(), "BEGIN") };
            (DbBackend::Sqlite, spawn(async move { pool.begin_with(sql).await.map(Transaction::Sqlite) }))
        }
        Pools::Postgres(pool) => {
            let begin = match mode {
                Mode::Reads => "BEGIN READ ONLY",
                Mode::ReadsOneMoment => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                Mode::Writes => "BEGIN",
            };
            let standing = scope.standing();
            // Who writes holds what his rights follow from, from before it is read: see `app_hold`.
            let hold = if mode == Mode::Writes && standing.person.is_some() { "; SELECT app_hold()" } else { "" };
            let sql = AssertSqlSafe(format!("{begin}; {}{hold}", standing.sql()));
            let pool = pool.clone();
            (DbBackend::Postgres, spawn(async move { pool.begin_with(sql).await.map(Transaction::Postgres) }))
        }
    };
    let transaction = opening.await.map_err(|error| StorageError::Unavailable(error.to_string()))??;
    Ok(Connection { backend, transaction: Mutex::new(Some(transaction)) })
}

#[expect(clippy::disallowed_methods, reason = "the one place where a future must outlive the request that asked for it")]
fn spawn<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> tokio::task::JoinHandle<T> {
    tokio::spawn(future)
}

fn arguments(statement: &Statement) -> SqlxValues {
    SqlxValues(statement.values.clone().unwrap_or(Values(Vec::<Value>::new())))
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

fn gone() -> DbErr {
    DbErr::Custom("the transaction is gone".to_owned())
}

/// A statement of a repository's own that would write: the audit would not hear of it.
fn unseen() -> DbErr {
    DbErr::Custom(
        "a repository asks through its connection; it writes by `add`, `put`, `amend`, `amend_all`, `raise` or `remove`".to_owned(),
    )
}

fn asks(statement: &Statement) -> bool {
    statement.sql.starts_with("SELECT") || statement.sql.starts_with("WITH")
}

#[async_trait::async_trait]
impl ConnectionTrait for Connection {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(unseen())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(unseen())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        if asks(&statement) { self.one(statement).await } else { Err(unseen()) }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if asks(&statement) { self.many(statement).await } else { Err(unseen()) }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Writing<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.0.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.run(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.run(Statement::from_string(self.0.backend, sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.one(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.many(statement).await
    }
}
