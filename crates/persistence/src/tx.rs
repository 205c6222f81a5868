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

mod connection;
mod ledger;
mod record;
mod write;

use std::sync::Arc;

use domain::{event::Event, id::EventId, stamp::Timestamp};
use sea_orm::{QueryFilter, Select};
use uuid::Uuid;

pub(crate) use self::write::{add, add_once, amend, amend_all, put, raise, remove};
use self::{
    connection::{Connection, Mode, Writing, begin},
    ledger::Ledger,
};
use crate::{
    database::Database,
    error::StorageError,
    notify::Bell,
    scope::{Scope, System, VisibleTo},
};

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
    ledger: Ledger,
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
    #[doc(hidden)]
    fn ledger(&self) -> LedgerRef<'_>;
}

/// A connection that this crate alone can use.
pub struct ConnectionRef<'a>(pub(crate) &'a Connection);

/// What has changed so far, which this crate alone writes.
pub struct LedgerRef<'a>(pub(crate) &'a Ledger);

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
    fn ledger(&self) -> LedgerRef<'_> {
        LedgerRef(&self.ledger)
    }
}

impl<S: Scope> View<S> {
    pub(crate) async fn open(database: &Database, scope: S) -> Result<Self, StorageError> {
        let connection = Arc::new(begin(database.pools(), &scope, Mode::Reads).await?);
        Ok(Self { connection, scope })
    }

    pub(crate) async fn still(database: &Database, scope: S) -> Result<Self, StorageError> {
        let connection = Arc::new(begin(database.pools(), &scope, Mode::ReadsOneMoment).await?);
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
        let connection = begin(database.pools(), &scope, Mode::Writes).await?;
        Ok(Self { connection, scope, author, ledger: Ledger::default(), bell: database.bell().clone() })
    }

    /// Writes what happened, what it changed and its entries in the audit, and commits all of it or nothing.
    pub async fn commit(self, event: impl Into<Event>) -> Result<(), StorageError> {
        let event = event.into();
        record::append(&Writing(&self.connection), &self.author, &self.scope.standing(), &event, &self.ledger).await?;
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
        self.connection.become_role(System.standing().role).await?;
        let Self { connection, author, ledger, bell, .. } = self;
        Ok(Tx { connection, scope: System, author, ledger, bell })
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
    /// Writes rows by the thousand: the audit keeps how many of which table, and not each of them.
    #[must_use]
    pub fn in_bulk(self) -> Self {
        self.ledger.count_only();
        self
    }

    /// Commits bookkeeping of the workers, which is no business of anybody's: how far one has read, which letter left.
    pub async fn commit_chore(self) -> Result<(), StorageError> {
        self.connection.commit().await
    }
}

/// The rows of a table that the scope sees: every query starts here.
pub(crate) fn visible<E: VisibleTo<R::Scope>, R: Reads>(reads: &R) -> Select<E> {
    E::find().filter(E::visible(reads.scope()))
}
