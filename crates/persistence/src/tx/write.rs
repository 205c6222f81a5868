//! The few ways in which rows are written. Each tells the ledger of the transaction what the row was and became.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbBackend, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};

use super::{Writes, connection::Writing};
use crate::{
    error::StorageError,
    scope::{AmendedBy, OwnedBy},
};

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
    writes.ledger().0.added::<E>(&rows);
    E::insert_many(rows).exec_without_returning(&Writing(writes.connection().0)).await?;
    Ok(())
}

/// Adds a row unless there is one with the same value in `key`. True if it was added.
pub(crate) async fn add_once<E, W>(writes: &W, mut row: E::ActiveModel, key: E::Column) -> Result<bool, StorageError>
where
    E: OwnedBy<W::Scope>,
    W: Writes,
    E::ActiveModel: Send,
{
    E::own(writes.scope(), &mut row);
    let keep = OnConflict::column(key).do_nothing().to_owned();
    let added = E::insert(row.clone()).on_conflict(keep).exec_without_returning(&Writing(writes.connection().0)).await? > 0;
    if added {
        writes.ledger().0.added::<E>(&[row]);
    }
    Ok(added)
}

/// Adds rows, or changes the columns `replaced` of those that are there already with the same value in `key`.
pub(crate) async fn put<E, W>(writes: &W, mut rows: Vec<E::ActiveModel>, key: E::Column, replaced: &[E::Column]) -> Result<(), StorageError>
where
    E: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    W: Writes,
    E::ActiveModel: Send,
{
    if rows.is_empty() {
        return Ok(());
    }
    for row in &mut rows {
        E::own(writes.scope(), row);
    }
    let keys = rows.iter().filter_map(|row| row.get(key).into_value());
    let before = before::<E, W>(writes, key.is_in(keys.collect::<Vec<_>>()).into()).await?.unwrap_or_default();
    writes.ledger().0.put::<E>(&rows, &before, key, replaced);
    let replace = OnConflict::column(key).update_columns(replaced.iter().copied()).to_owned();
    E::insert_many(rows).on_conflict(replace).exec_without_returning(&Writing(writes.connection().0)).await?;
    Ok(())
}

/// Changes exactly the one row that `which` names among those that the scope may change; its absence means that somebody else was faster.
pub(crate) async fn amend<E, W>(writes: &W, row: E::ActiveModel, which: Condition) -> Result<(), StorageError>
where
    E: AmendedBy<W::Scope>,
    W: Writes,
{
    match amend_all::<E, W>(writes, row, which).await? {
        1 => Ok(()),
        0 => Err(StorageError::Stale),
        many => Err(StorageError::Corrupt(format!("{many} rows changed where one was meant"))),
    }
}

/// Changes every row that `which` names among those that the scope may change, and tells how many there were.
pub(crate) async fn amend_all<E, W>(writes: &W, row: E::ActiveModel, which: Condition) -> Result<u64, StorageError>
where
    E: AmendedBy<W::Scope>,
    W: Writes,
{
    // Each in brackets of its own: what the scope says may be an `OR`, to which a further condition must not be added.
    let condition = Condition::all().add(E::amendable(writes.scope())).add(which);
    let before = before::<E, W>(writes, condition.clone()).await?;
    if before.as_ref().is_some_and(Vec::is_empty) {
        return Ok(0);
    }
    let changed = row.clone();
    let result = E::update_many().set(row).filter(condition).exec(&Writing(writes.connection().0)).await?;
    writes.ledger().0.amended::<E>(before, result.rows_affected, |column| changed.get(column).into_value());
    Ok(result.rows_affected)
}

/// Changes every row that `which` names, and adds one to a number in each: two who do so at one moment both count.
pub(crate) async fn raise<E, W>(writes: &W, row: E::ActiveModel, column: E::Column, which: Condition) -> Result<u64, StorageError>
where
    E: AmendedBy<W::Scope>,
    W: Writes,
{
    let condition = Condition::all().add(E::amendable(writes.scope())).add(which);
    let before = before::<E, W>(writes, condition.clone()).await?;
    let raised = Expr::col(column).add(1);
    let set = row.clone();
    let update = E::update_many().set(row).col_expr(column, raised).filter(condition);
    let result = update.exec(&Writing(writes.connection().0)).await?;
    writes.ledger().0.raised::<E>(before, result.rows_affected, column, |column| set.get(column).into_value());
    Ok(result.rows_affected)
}

/// Removes every row that `which` names among those that the scope may change, and tells how many there were.
pub(crate) async fn remove<E, W>(writes: &W, which: Condition) -> Result<u64, StorageError>
where
    E: AmendedBy<W::Scope>,
    W: Writes,
{
    let condition = Condition::all().add(E::amendable(writes.scope())).add(which);
    let before = before::<E, W>(writes, condition.clone()).await?;
    let result = E::delete_many().filter(condition).exec(&Writing(writes.connection().0)).await?;
    writes.ledger().0.removed::<E>(before, result.rows_affected);
    Ok(result.rows_affected)
}

/// The rows as they are before they change, kept from others until the transaction ends; nothing where the audit keeps nothing of them.
async fn before<E, W>(writes: &W, condition: Condition) -> Result<Option<Vec<E::Model>>, StorageError>
where
    E: AmendedBy<W::Scope>,
    W: Writes,
{
    if E::AUDIT.exempt.is_some() || writes.ledger().0.is_in_bulk() {
        return Ok(None);
    }
    let connection = Writing(writes.connection().0);
    let mut select = E::find().filter(condition);
    // SQLite has one writer, which this transaction is from its beginning.
    if sea_orm::ConnectionTrait::get_database_backend(&connection) == DbBackend::Postgres {
        select = select.lock(LockType::Update);
    }
    Ok(Some(select.all(&connection).await?))
}
