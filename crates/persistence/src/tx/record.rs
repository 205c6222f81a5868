//! How what happened is appended: the event, whom it concerns, and its entries in the chains, in the transaction that did it.

use std::collections::BTreeMap;

use domain::{
    audit::{
        Digest,
        chain::{Entry, FORUM, Record, link},
    },
    event::Event,
    id::Identifier,
};
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, Statement, Value,
    sea_query::{Alias, Expr, ExprTrait, OnConflict, Query},
};
use uuid::Uuid;

use super::{Author, connection::Writing, ledger::Ledger};
use crate::{
    entity::{audit_chain, audit_entry, event, event_company},
    error::StorageError,
    scope::Standing,
};

/// Appends the event with what the transaction has changed.
pub(super) async fn append(
    connection: &Writing<'_>,
    author: &Author,
    standing: &Standing,
    event: &Event,
    ledger: &Ledger,
) -> Result<(), StorageError> {
    let body = serde_json::to_value(event).map_err(|error| StorageError::Corrupt(error.to_string()))?;
    let kept = ledger.keep(&salts(connection, ledger).await?);
    let mut companies: Vec<Uuid> = event.companies().into_iter().map(Identifier::uuid).collect();
    companies.sort_unstable();
    companies.dedup();
    let person = || event.person().map(Identifier::uuid).or(author.id.filter(|_| author.kind == "USER"));
    let chains = if companies.is_empty() { vec![person().unwrap_or(FORUM)] } else { companies.clone() };
    let record = Record {
        event: author.event.uuid(),
        name: event.name(),
        body: &body,
        actor_kind: author.kind,
        actor: author.id,
        acting_for: standing.company.map(Identifier::uuid),
        request: &author.request,
        at: author.at,
        changes: kept.changes.as_deref(),
        private: kept.private.as_deref(),
        companies: &companies,
        chains: &chains,
    };
    match connection.get_database_backend() {
        DbBackend::Postgres => by_function(connection, &record).await,
        _ => by_statements(connection, &record).await,
    }
}

/// The salts of those of whom something personal changed. Whoever was erased has none.
async fn salts(connection: &Writing<'_>, ledger: &Ledger) -> Result<BTreeMap<Uuid, Vec<u8>>, StorageError> {
    let subjects = ledger.subjects();
    if subjects.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut select = Query::select();
    select
        .columns([Alias::new("user_id"), Alias::new("salt")])
        .from(Alias::new("subject_salt"))
        .and_where(Expr::col(Alias::new("user_id")).is_in(subjects));
    let rows = connection.query_all(&select).await?;
    rows.iter().map(|row| Ok((row.try_get("", "user_id")?, row.try_get("", "salt")?))).collect()
}

/// PostgreSQL does it in one round trip, by a function that no role can go around: none may write these tables itself.
async fn by_function(connection: &Writing<'_>, record: &Record<'_>) -> Result<(), StorageError> {
    const SQL: &str = "SELECT audit_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CAST($11 AS uuid[]), CAST($12 AS uuid[]), $13)";
    let array = |ids: &[Uuid]| format!("{{{}}}", ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(","));
    let values: [Value; 13] = [
        record.event.into(),
        record.name.into(),
        record.body.clone().into(),
        record.actor_kind.into(),
        record.actor.into(),
        record.acting_for.into(),
        record.request.into(),
        record.at.into(),
        record.changes.map(str::to_owned).into(),
        record.private.map(str::to_owned).into(),
        array(record.companies).into(),
        array(record.chains).into(),
        entry(record).beginning().into(),
    ];
    connection.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, SQL, values)).await?;
    Ok(())
}

fn entry<'a>(record: &Record<'a>) -> Entry<'a> {
    Entry { event: record.event, name: record.name, at: record.at, record: record.digest() }
}

/// SQLite does the same by as many statements, however many companies there are; it has one writer, so nobody is in between.
async fn by_statements(connection: &Writing<'_>, record: &Record<'_>) -> Result<(), StorageError> {
    use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter};
    let row = event::ActiveModel {
        event_id: Set(record.event),
        name: Set(record.name.to_owned()),
        body: Set(record.body.clone()),
        actor_kind: Set(record.actor_kind.to_owned()),
        actor_id: Set(record.actor),
        company_id: Set(record.acting_for),
        request_id: Set(record.request.to_owned()),
        at: Set(record.at),
        changes: Set(record.changes.map(str::to_owned)),
        private: Set(record.private.map(str::to_owned)),
        ..Default::default()
    };
    // The transaction's number is PostgreSQL's alone.
    let seq = event::Entity::insert(row).exec(connection).await?.last_insert_id;
    if !record.companies.is_empty() {
        let rows =
            record.companies.iter().map(|company| event_company::ActiveModel { event_id: Set(record.event), company_id: Set(*company) });
        event_company::Entity::insert_many(rows).exec_without_returning(connection).await?;
    }
    let heads =
        audit_chain::Entity::find().filter(audit_chain::Column::ChainId.is_in(record.chains.iter().copied())).all(connection).await?;
    let text = entry(record).canonical(seq, 0);
    let mut entries = Vec::new();
    let mut longer = Vec::new();
    for chain in record.chains {
        let (length, hash) = match heads.iter().find(|head| head.chain_id == *chain) {
            Some(head) => {
                let stored = Digest::stored(&head.hash).ok_or_else(|| StorageError::Corrupt(format!("the head of the chain {chain}")))?;
                (head.length, stored)
            }
            None => (0, Digest::ZERO),
        };
        let number = length + 1;
        let hash = link(*chain, number, &hash, &text).0.to_vec();
        entries.push(audit_entry::ActiveModel {
            chain_id: Set(*chain),
            number: Set(number),
            event_id: Set(record.event),
            hash: Set(hash.clone()),
        });
        longer.push(audit_chain::ActiveModel { chain_id: Set(*chain), length: Set(number), hash: Set(hash) });
    }
    audit_entry::Entity::insert_many(entries).exec_without_returning(connection).await?;
    let replace = OnConflict::column(audit_chain::Column::ChainId)
        .update_columns([audit_chain::Column::Length, audit_chain::Column::Hash])
        .to_owned();
    audit_chain::Entity::insert_many(longer).on_conflict(replace).exec_without_returning(connection).await?;
    Ok(())
}
