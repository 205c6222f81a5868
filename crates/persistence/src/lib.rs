//! What the forum remembers: one code for SQLite and PostgreSQL, in which a forgotten tenant does not compile.

mod audited;
pub mod database;
pub mod doctor;
mod entity;
pub mod error;
pub mod notify;
pub mod page;
pub mod repository;
pub mod scope;
pub mod turn;
pub mod tx;

pub use database::Database;
pub use error::StorageError;
pub use page::{Page, Position, Window};
pub use scope::{Auditor, Forum, Person, Public, Reader, Scope, System, Tenant};
pub use turn::Quota;
pub use tx::{Author, Tx, View};
