//! What a company reads of its own chain, what auditors read of all, and the proof that an entry was there.

use std::collections::BTreeSet;

use domain::{
    audit::{WholeAudit, canonical::canonical, merkle},
    email_address::EmailAddress,
    id::{CompanyId, EventId, Identifier},
    policy::{ReadAudit, ReadCompanyAudit},
};
use persistence::{
    Auditor, Page, Position, Window,
    repository::audit::{AuditFilter, Audited, ChainEntry},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    failure::Failure,
    op::{Op, Who},
};

/// An entry of a company's chain, as the company reads it.
#[derive(Debug, Clone)]
pub struct OwnEntry {
    pub number: i64,
    pub hash: String,
    pub event: Audited,
    /// Whether one of its own did it: then it reads who, and by which request.
    pub own: bool,
    pub changes: Vec<Value>,
}

/// The proof that an entry was in a chain when a checkpoint was taken.
#[derive(Debug, Clone)]
pub struct Proof {
    pub chain: Uuid,
    pub number: i64,
    /// The hash of the entry before.
    pub previous: String,
    /// The entry itself and those after it, up to the one at which the checkpoint took the chain; each canonical JSON.
    pub entries: Vec<String>,
    /// The head that was taken.
    pub leaf: String,
    pub index: i64,
    /// The hashes beside the way from the leaf to the root, nearest first.
    pub path: Vec<String>,
    /// The signed text.
    pub checkpoint: String,
}

/// How many entries a proof spans at most.
const SPAN: i64 = 10_000;

/// Takes the owner's permit to read what the audit holds of his company.
async fn owned(op: &Op, company: CompanyId) -> Result<(), Failure> {
    let view = op.tenant_view().await?;
    let company = view.companies().get(company).await?;
    let _permit = op.actor().await?.permit::<ReadCompanyAudit>(company)?;
    Ok(())
}

/// The company's own entries, the latest first.
pub async fn own(op: &Op, company: CompanyId, window: &Window) -> Result<Page<(Position, OwnEntry)>, Failure> {
    owned(op, company).await?;
    let view = op.tenant_view().await?;
    let page = view.audits().own(window).await?;
    let ids: Vec<EventId> = page.items.iter().map(|(_, entry)| entry.event).collect();
    // What happened is in no company's scope; what of it the company may read is decided row by row below.
    let events = op.app().view_system().await?.audits().events(&ids).await?;
    let named: BTreeSet<Uuid> = events.values().flat_map(named).collect();
    let named: Vec<Uuid> = named.into_iter().collect();
    let mut concerning: BTreeSet<Uuid> = view.proposals().parties(&named).await?.into_keys().collect();
    concerning.insert(company.uuid());
    page.try_map(|(position, entry)| {
        let event = events.get(&entry.event).cloned().ok_or_else(|| Failure::Internal(format!("{} is not there", entry.event)))?;
        Ok((position, shown(&entry, event, company, &concerning)))
    })
}

fn shown(entry: &ChainEntry, event: Audited, company: CompanyId, concerning: &BTreeSet<Uuid>) -> OwnEntry {
    let mine = |change: &Value| of(change).any(|id| concerning.contains(&id));
    let private = list(event.private.as_deref());
    let whole = |(place, mut change): (usize, Value)| {
        if let Some(hidden) = private.iter().find(|hidden| hidden["change"] == json!(place)) {
            for side in ["was", "is"] {
                if let (Some(open), Some(hidden)) = (change[side].as_object_mut(), hidden[side].as_object()) {
                    open.extend(hidden.clone());
                }
            }
        }
        change
    };
    let changes = list(event.changes.as_deref()).into_iter().enumerate().filter(|(_, change)| mine(change)).map(whole).collect();
    let hash = entry.hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    OwnEntry { number: entry.number, hash, own: event.acting_for == Some(company), event, changes }
}

fn list(text: Option<&str>) -> Vec<Value> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// Whom a change concerns.
fn of(change: &Value) -> impl Iterator<Item = Uuid> + '_ {
    change["of"].as_array().into_iter().flatten().filter_map(|id| Uuid::try_parse(id.as_str()?).ok())
}

fn named(event: &Audited) -> Vec<Uuid> {
    list(event.changes.as_deref()).iter().flat_map(|change| of(change).collect::<Vec<_>>()).collect()
}

/// The proof that the company's entry of an event was there when a checkpoint was taken; nothing until one has been.
pub async fn proof(op: &Op, event: EventId) -> Result<Option<Proof>, Failure> {
    let Who::Person { acting: crate::op::For::Company(company), .. } = op.who() else {
        op.tenant_view().await?;
        return Err(Failure::NotFound);
    };
    owned(op, company).await?;
    let entry = op.tenant_view().await?.audits().own_of(event).await?.ok_or(Failure::NotFound)?;
    let view = op.app().view_system().await?;
    let audits = view.audits();
    let Some(checkpoint) = audits.checkpoint(None).await? else { return Ok(None) };
    let Some(leaf) = audits.leaf_over(entry.chain, entry.number, checkpoint.size).await? else { return Ok(None) };
    if leaf.length - entry.number > SPAN {
        return Err(Failure::Internal("the entry is further from its checkpoint than can be".to_owned()));
    }
    let span = audits.between(entry.chain, entry.number - 1, leaf.length).await?;
    let zero = "0".repeat(64);
    let hex = |hash: &[u8]| hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let previous = span.iter().find(|before| before.number == entry.number - 1).map_or(zero, |before| hex(&before.hash));
    let ids: Vec<EventId> = span.iter().filter(|later| later.number >= entry.number).map(|later| later.event).collect();
    let events = audits.events(&ids).await?;
    let entries = ids.iter().filter_map(|id| events.get(id).map(Audited::entry)).collect();
    let missing = || Failure::Internal(format!("leaf {} is not of a head", leaf.index));
    let head = leaf.head().ok_or_else(missing)?;
    let mut path = Vec::new();
    for (start, end) in merkle::path(leaf.index.unsigned_abs(), checkpoint.size.unsigned_abs()) {
        path.push(merkle::root(&audits.subtrees(&merkle::whole(start, end)).await?).to_string());
    }
    Ok(Some(Proof {
        chain: entry.chain,
        number: entry.number,
        previous,
        entries,
        leaf: head.leaf(),
        index: leaf.index,
        path,
        checkpoint: checkpoint.note,
    }))
}

/// Looks into the audit of all. To look is itself an event, committed before anything is read.
pub async fn search(op: &Op, filter: &AuditFilter, window: &Window) -> Result<Page<(Position, Audited)>, Failure> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = actor.permit::<ReadAudit>(WholeAudit)?;
    let by = permit.by().clone();
    tx.commit(domain::event::Event::AuditRead { staff: by.id, asked: asked(filter) }).await?;
    let view = op.app().database.view(Auditor(by.person.user)).await?;
    let page = view.audits().search(filter, window).await?;
    Ok(page.map(|(position, event)| (position, masked(event))))
}

/// What was asked for, in canonical JSON.
pub(crate) fn asked(filter: &AuditFilter) -> String {
    let at = |at: Option<domain::stamp::Timestamp>| at.map(domain::audit::chain::moment);
    canonical(&json!({
        "actor": filter.actor.map(|actor| actor.to_string()),
        "company": filter.company.map(|company| company.to_string()),
        "event": filter.event,
        "from": at(filter.from),
        "request": filter.request,
        "until": at(filter.until),
    }))
}

/// An event without what tells of a person: values in rows are commitments already, and no address stands in a text of its own.
pub(crate) fn masked(mut event: Audited) -> Audited {
    event.body = without_addresses(event.body);
    event.changes = event.changes.map(|changes| match serde_json::from_str(&changes) {
        Ok(changes) => canonical(&without_addresses(changes)),
        Err(_) => changes,
    });
    event.private = None;
    event
}

fn without_addresses(value: Value) -> Value {
    match value {
        Value::String(text)
            if text
                .split_whitespace()
                .any(|word| word.contains('@') && EmailAddress::parse(word.trim_matches(|c: char| !c.is_alphanumeric())).is_ok()) =>
        {
            json!({ "withheld": true })
        }
        Value::Array(items) => items.into_iter().map(without_addresses).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, without_addresses(value))).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_left_in_what_auditors_read() {
        let value = json!({ "reason": "write to <owner@example.kz>, please", "list": ["a@example.kz", "at @ noon"], "number": 3 });
        let left = json!({ "reason": { "withheld": true }, "list": [{ "withheld": true }, "at @ noon"], "number": 3 });
        assert_eq!(without_addresses(value), left);
    }
}
