//! The only file that holds a connection. A `View` reads, a `Tx` reads and writes, and neither can be used as a plain connection.
//!
//! Asked in the right scope and with what happened, this compiles:
//! ```
//! use persistence::{Tenant, Tx, View, repository::listing::Placed};
//!
//! async fn right(view: View<Tenant>, tx: Tx<Tenant>, placed: &Placed<'_>, event: domain::event::Event) {
//!     let _ = view.introductions();
//!     let _ = tx.listings().add(placed).await;
//!     let _ = tx.commit(event).await;
//! }
//! ```
//!
//! A table that has not said which rows a scope may see cannot be asked for:
//! ```compile_fail
//! use persistence::{Public, View};
//!
//! async fn peek(view: View<Public>) {
//!     let _ = view.introductions();
//! }
//! ```
//!
//! A view cannot write:
//! ```compile_fail
//! use persistence::{Tenant, View, repository::listing::Placed};
//!
//! async fn write(view: View<Tenant>, placed: &Placed<'_>) {
//!     let _ = view.listings().add(placed).await;
//! }
//! ```
//!
//! A transaction is not a connection on which a statement of one's own could run:
//! ```compile_fail
//! use persistence::{Tenant, Tx};
//!
//! async fn raw(tx: Tx<Tenant>) {
//!     let _ = sea_orm::ConnectionTrait::execute_unprepared(&tx, "SELECT 1").await;
//! }
//! ```
//!
//! Nothing is committed without saying what happened:
//! ```compile_fail
//! use persistence::{Tenant, Tx};
//!
//! async fn silent(tx: Tx<Tenant>) {
//!     let _ = tx.commit().await;
//! }
//! ```
//!
//! Nor as bookkeeping, which is the workers' alone:
//! ```compile_fail
//! use persistence::{Tenant, Tx};
//!
//! async fn quietly(tx: Tx<Tenant>) {
//!     let _ = tx.commit_chore().await;
//! }
//! ```

use std::sync::Arc;

use domain::{event::Event, id::EventId, stamp::Timestamp};
use sea_orm::{
    ActiveValue, ConnectionTrait, DbBackend, DbErr, EntityTrait, ExecResult, QueryFilter, QueryResult, RuntimeErr, Select, Statement,
    Value, Values,
    sqlx::{self, AssertSqlSafe, Postgres, Sqlite},
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::{
    database::{Database, Pools},
    entity::{event, event_company},
    error::StorageError,
    notify::Bell,
    scope::{AmendedBy, OwnedBy, Scope, System, VisibleTo},
};

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

/// Who writes, told to the event.
#[derive(Debug, Clone)]
pub struct Author {
    pub kind: &'static str,
    pub id: Option<Uuid>,
    pub request: String,
    pub at: Timestamp,
    pub event: EventId,
}

/// Reads within a scope. Clones share the transaction, so that one request costs one.
#[derive(Clone)]
pub struct View<S: Scope> {
    connection: Arc<Connection>,
    scope: S,
}

/// Reads and writes within a scope, until it is committed with what happened or dropped without a trace.
pub struct Tx<S: Scope> {
    connection: Connection,
    scope: S,
    author: Author,
    bell: Bell,
}

/// What both can do: ask within the scope.
pub trait Reads: Sync {
    type Scope: Scope;
    fn scope(&self) -> &Self::Scope;
    #[doc(hidden)]
    fn connection(&self) -> ConnectionRef<'_>;
}

/// What only a transaction can do.
pub trait Writes: Reads {
    fn author(&self) -> &Author;
}

/// A connection that this crate alone can use.
pub struct ConnectionRef<'a>(pub(crate) &'a Connection);

impl<S: Scope> Reads for View<S> {
    type Scope = S;
    fn scope(&self) -> &S {
        &self.scope
    }
    fn connection(&self) -> ConnectionRef<'_> {
        ConnectionRef(&self.connection)
    }
}

impl<S: Scope> Reads for Tx<S> {
    type Scope = S;
    fn scope(&self) -> &S {
        &self.scope
    }
    fn connection(&self) -> ConnectionRef<'_> {
        ConnectionRef(&self.connection)
    }
}

impl<S: Scope> Writes for Tx<S> {
    fn author(&self) -> &Author {
        &self.author
    }
}

impl<S: Scope> View<S> {
    pub(crate) async fn open(database: &Database, scope: S) -> Result<Self, StorageError> {
        let connection = Arc::new(begin(database.pools(), &scope, true).await?);
        Ok(Self { connection, scope })
    }

    /// The same transaction in a narrower or equal scope, which the caller took from this one.
    pub(crate) fn narrowed<T: Scope>(&self, scope: T) -> View<T> {
        View { connection: Arc::clone(&self.connection), scope }
    }
}

impl View<crate::scope::Reader> {
    /// The view as the company's own, if it is one.
    #[must_use]
    pub fn as_tenant(&self) -> Option<View<crate::scope::Tenant>> {
        if let crate::scope::Reader::Tenant(scope) = self.scope { Some(self.narrowed(scope)) } else { None }
    }

    /// The view as staff's, if it is one.
    #[must_use]
    pub fn as_forum(&self) -> Option<View<crate::scope::Forum>> {
        if let crate::scope::Reader::Forum(scope) = self.scope { Some(self.narrowed(scope)) } else { None }
    }

    /// The view as a person's who acts for no company, if it is one.
    #[must_use]
    pub fn as_person(&self) -> Option<View<crate::scope::Person>> {
        if let crate::scope::Reader::Person(scope) = self.scope { Some(self.narrowed(scope)) } else { None }
    }
}

impl<S: Scope> Tx<S> {
    pub(crate) async fn open(database: &Database, scope: S, author: Author) -> Result<Self, StorageError> {
        let connection = begin(database.pools(), &scope, false).await?;
        Ok(Self { connection, scope, author, bell: database.bell().clone() })
    }

    /// Writes what happened and commits both, or neither.
    pub async fn commit(self, event: impl Into<Event>) -> Result<(), StorageError> {
        let event = event.into();
        let body = serde_json::to_value(&event).map_err(|error| StorageError::Corrupt(error.to_string()))?;
        let event_id = domain::id::Identifier::uuid(self.author.event);
        let row = event::ActiveModel {
            event_id: ActiveValue::Set(event_id),
            name: ActiveValue::Set(event.name().to_owned()),
            body: ActiveValue::Set(body),
            actor_kind: ActiveValue::Set(self.author.kind.to_owned()),
            actor_id: ActiveValue::Set(self.author.id),
            request_id: ActiveValue::Set(self.author.request.clone()),
            at: ActiveValue::Set(self.author.at),
            ..Default::default()
        };
        event::Entity::insert(row).exec_without_returning(&self.connection).await?;
        let mut companies: Vec<_> = event.companies().into_iter().map(domain::id::Identifier::uuid).collect();
        companies.sort_unstable();
        companies.dedup();
        if !companies.is_empty() {
            let rows = companies.into_iter().map(|company_id| event_company::ActiveModel {
                event_id: ActiveValue::Set(event_id),
                company_id: ActiveValue::Set(company_id),
            });
            event_company::Entity::insert_many(rows).exec_without_returning(&self.connection).await?;
        }
        self.connection.commit().await?;
        self.bell.ring();
        Ok(())
    }
}

impl Tx<crate::scope::Forum> {
    /// Goes on as the workers do, in the same transaction: what two members of staff want may reach into what neither of them may read.
    pub async fn carried_out_for(self, approval: &domain::approval::Approval) -> Result<Tx<System>, StorageError> {
        let two = approval.decided_by.is_some_and(|second| second != approval.proposed_by);
        if !two || approval.state != domain::approval::ApprovalState::Approved {
            return Err(StorageError::Refused("only what two people want is carried out for them".to_owned()));
        }
        if self.connection.backend == DbBackend::Postgres {
            self.connection.execute_unprepared(&format!("SET LOCAL ROLE {}", System.standing().role)).await?;
        }
        let Self { connection, author, bell, .. } = self;
        Ok(Tx { connection, scope: System, author, bell })
    }
}

impl Tx<crate::scope::Tenant> {
    /// The company that writes.
    #[must_use]
    pub fn company(&self) -> domain::id::CompanyId {
        self.scope.company
    }
}

impl Tx<System> {
    /// Commits bookkeeping of the workers, which is no business of anybody's: how far one has read, which letter left.
    pub async fn commit_chore(self) -> Result<(), StorageError> {
        self.connection.commit().await
    }
}

impl Connection {
    async fn commit(self) -> Result<(), StorageError> {
        match self.transaction.into_inner() {
            Some(Transaction::Sqlite(transaction)) => transaction.commit().await?,
            Some(Transaction::Postgres(transaction)) => transaction.commit().await?,
            None => return Err(StorageError::Unavailable("the transaction is gone".to_owned())),
        }
        Ok(())
    }
}

/// Opens a transaction in a task of its own: a request that is dropped half-way must not leave a connection with half a BEGIN.
async fn begin<S: Scope>(pools: &Pools, scope: &S, read_only: bool) -> Result<Connection, StorageError> {
    let (backend, opening) = match pools {
        Pools::Sqlite { readers, writer } => {
            let (pool, sql) = if read_only { (readers.clone(), "BEGIN") } else { (writer.clone(), "BEGIN IMMEDIATE") };
            (DbBackend::Sqlite, spawn(async move { pool.begin_with(sql).await.map(Transaction::Sqlite) }))
        }
        Pools::Postgres(pool) => {
            let mode = if read_only { "BEGIN READ ONLY" } else { "BEGIN" };
            let sql = AssertSqlSafe(format!("{mode}; {}", scope.standing().sql()));
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

#[async_trait::async_trait]
impl ConnectionTrait for Connection {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
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

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.backend, sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
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

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
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

/// The rows of a table that the scope sees: every query starts here.
pub(crate) fn visible<E: VisibleTo<R::Scope>, R: Reads>(reads: &R) -> Select<E> {
    E::find().filter(E::visible(reads.scope()))
}

/// Adds rows that belong to the scope.
pub(crate) async fn add<E, W>(writes: &W, mut rows: Vec<E::ActiveModel>) -> Result<(), StorageError>
where
    E: OwnedBy<W::Scope>,
    W: Writes,
    E::ActiveModel: Send,
{
    if rows.is_empty() {
        return Ok(());
    }
    for row in &mut rows {
        E::own(writes.scope(), row);
    }
    E::insert_many(rows).exec_without_returning(writes.connection().0).await?;
    Ok(())
}

/// Changes exactly the one row that `which` names among those that the scope may change; its absence means that somebody else was faster.
pub(crate) async fn amend<E, W>(writes: &W, row: E::ActiveModel, which: sea_orm::Condition) -> Result<(), StorageError>
where
    E: AmendedBy<W::Scope>,
    W: Writes,
{
    // Each in brackets of its own: what the scope says may be an `OR`, to which a further condition must not be added.
    let condition = sea_orm::Condition::all().add(E::amendable(writes.scope())).add(which);
    let result = E::update_many().set(row).filter(condition).exec(writes.connection().0).await?;
    match result.rows_affected {
        1 => Ok(()),
        0 => Err(StorageError::Stale),
        many => Err(StorageError::Corrupt(format!("{many} rows changed where one was meant"))),
    }
}
