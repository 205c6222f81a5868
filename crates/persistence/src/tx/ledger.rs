//! What a transaction has changed so far, row by row, until it is committed with what happened.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::SecondsFormat;
use domain::audit::canonical::canonical;
use ring::hmac;
use sea_orm::{ActiveModelTrait, EntityTrait, IdenStatic, Iterable, ModelTrait, PrimaryKeyToColumn, Value};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::audited::Audited;

/// What a transaction has changed.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Pages>);

#[derive(Default)]
struct Pages {
    changes: Vec<Change>,
    /// Where rows are written by the thousand, only how many of which table.
    bulk: Option<BTreeMap<String, [u64; 3]>>,
}

/// What a column held.
enum Held {
    Plain(Json),
    Private(Json),
    /// Something that tells who a person is.
    Personal(Uuid, Json),
}

type Columns = Vec<(&'static str, Held)>;

/// One row, before and after.
struct Change {
    table: String,
    row: Map<String, Json>,
    of: BTreeSet<Uuid>,
    was: Option<Columns>,
    is: Option<Columns>,
    /// Columns that changed and are not kept.
    secret: Vec<&'static str>,
}

/// The changes as they are kept: what auditors read, and what only those whom it concerns do.
pub(super) struct Kept {
    pub(super) changes: Option<String>,
    pub(super) private: Option<String>,
}

const ADDED: usize = 0;
const AMENDED: usize = 1;
const REMOVED: usize = 2;

impl Ledger {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn count_only(&self) {
        self.pages().bulk = Some(BTreeMap::new());
    }

    pub(super) fn is_in_bulk(&self) -> bool {
        self.pages().bulk.is_some()
    }

    /// Notes the changes, or how many there were. The rows are looked at only where they are kept.
    fn note<E: Audited>(&self, rows: u64, done: usize, changes: impl FnOnce() -> Vec<Change>) {
        if E::AUDIT.exempt.is_some() {
            return;
        }
        let mut pages = self.pages();
        if let Some(counts) = &mut pages.bulk {
            counts.entry(table::<E>()).or_default()[done] += rows;
        } else {
            pages.changes.extend(changes());
        }
    }

    pub(super) fn added<E: Audited>(&self, rows: &[E::ActiveModel]) {
        self.note::<E>(rows.len() as u64, ADDED, || {
            rows.iter().map(|row| change::<E>(None, Some(&|column| row.get(column).into_value()))).collect()
        });
    }

    pub(super) fn amended<E: Audited>(&self, before: Option<Vec<E::Model>>, rows: u64, set: impl Fn(E::Column) -> Option<Value>) {
        self.note::<E>(rows, AMENDED, || before.unwrap_or_default().iter().map(|row| change::<E>(Some(row), Some(&set))).collect());
    }

    pub(super) fn raised<E: Audited>(
        &self,
        before: Option<Vec<E::Model>>,
        rows: u64,
        raised: E::Column,
        set: impl Fn(E::Column) -> Option<Value>,
    ) {
        self.note::<E>(rows, AMENDED, || {
            let raise = |row: &E::Model| match row.get(raised) {
                Value::Int(Some(number)) => Value::Int(Some(number.saturating_add(1))),
                Value::BigInt(Some(number)) => Value::BigInt(Some(number.saturating_add(1))),
                other => other,
            };
            let same = |column: E::Column| column.as_str() == raised.as_str();
            let of = |row: &E::Model| change::<E>(Some(row), Some(&|column| if same(column) { Some(raise(row)) } else { set(column) }));
            before.unwrap_or_default().iter().map(of).collect()
        });
    }

    pub(super) fn removed<E: Audited>(&self, before: Option<Vec<E::Model>>, rows: u64) {
        self.note::<E>(rows, REMOVED, || before.unwrap_or_default().iter().map(|row| change::<E>(Some(row), None)).collect());
    }

    pub(super) fn put<E: Audited>(&self, rows: &[E::ActiveModel], before: &[E::Model], key: E::Column, replaced: &[E::Column]) {
        self.note::<E>(rows.len() as u64, ADDED, || {
            rows.iter()
                .map(|row| {
                    let own = row.get(key).into_value();
                    let was = before.iter().find(|was| own.as_ref() == Some(&was.get(key)));
                    let comes = |column: E::Column| was.is_none() || replaced.iter().any(|replaced| replaced.as_str() == column.as_str());
                    change::<E>(was, Some(&|column| row.get(column).into_value().filter(|_| comes(column))))
                })
                .collect()
        });
    }

    /// The people of whom something personal changed.
    pub(super) fn subjects(&self) -> BTreeSet<Uuid> {
        let pages = self.pages();
        let held = pages.changes.iter().flat_map(|change| [&change.was, &change.is]).flatten().flatten();
        held.filter_map(|(_, held)| if let Held::Personal(subject, _) = held { Some(*subject) } else { None }).collect()
    }

    /// Writes the changes down, what is personal under the salts that there are.
    pub(super) fn keep(&self, salts: &BTreeMap<Uuid, Vec<u8>>) -> Kept {
        let mut pages = self.pages();
        if let Some(counts) = pages.bulk.take() {
            let counted = |(table, [added, amended, removed]): (String, [u64; 3])| json!({ "table": table, "added": added, "amended": amended, "removed": removed });
            let counts: Vec<Json> = counts.into_iter().map(counted).collect();
            return Kept { changes: (!counts.is_empty()).then(|| canonical(&Json::Array(counts))), private: None };
        }
        let (mut changes, mut private) = (Vec::new(), Vec::new());
        for change in pages.changes.drain(..) {
            // An amendment that leaves everything as it was is none.
            if change.was.as_ref().is_some_and(Vec::is_empty) && change.is.as_ref().is_some_and(Vec::is_empty) && change.secret.is_empty() {
                continue;
            }
            let (open, hidden) = change.written(changes.len(), salts);
            changes.push(open);
            private.extend(hidden);
        }
        let text = |items: Vec<Json>| (!items.is_empty()).then(|| canonical(&Json::Array(items)));
        Kept { changes: text(changes), private: text(private) }
    }
}

impl Change {
    /// The change as auditors read it, and what of it only those whom it concerns read.
    fn written(self, place: usize, salts: &BTreeMap<Uuid, Vec<u8>>) -> (Json, Option<Json>) {
        let mut open = Map::new();
        let mut hidden = Map::new();
        let mut names = BTreeSet::new();
        for (side, columns) in [("was", self.was), ("is", self.is)] {
            let Some(columns) = columns else { continue };
            let (mut shown, mut kept) = (Map::new(), Map::new());
            for (column, held) in columns {
                match held {
                    Held::Plain(value) => drop(shown.insert(column.to_owned(), value)),
                    Held::Personal(subject, value) => {
                        drop(shown.insert(column.to_owned(), commitment(salts.get(&subject), &self.table, column, &value)));
                    }
                    Held::Private(value) => {
                        names.insert(column);
                        drop(kept.insert(column.to_owned(), value));
                    }
                }
            }
            open.insert(side.to_owned(), Json::Object(shown));
            if !kept.is_empty() {
                hidden.insert(side.to_owned(), Json::Object(kept));
            }
        }
        open.insert("table".to_owned(), self.table.into());
        open.insert("row".to_owned(), Json::Object(self.row));
        let list = |items: Vec<String>| Json::Array(items.into_iter().map(Json::String).collect());
        if !self.of.is_empty() {
            open.insert("of".to_owned(), list(self.of.iter().map(|id| id.simple().to_string()).collect()));
        }
        if !self.secret.is_empty() {
            open.insert("secret".to_owned(), list(self.secret.iter().map(|&column| column.to_owned()).collect()));
        }
        if !names.is_empty() {
            open.insert("private".to_owned(), list(names.into_iter().map(str::to_owned).collect()));
        }
        let hidden = (!hidden.is_empty()).then(|| {
            hidden.insert("change".to_owned(), place.into());
            Json::Object(hidden)
        });
        (Json::Object(open), hidden)
    }
}

/// A commitment to a personal value: whoever has the salt can check a guess, and nobody once it is destroyed.
fn commitment(salt: Option<&Vec<u8>>, table: &str, column: &str, value: &Json) -> Json {
    if value.is_null() {
        return Json::Null;
    }
    let Some(salt) = salt else { return json!({ "erased": true }) };
    let text = format!("{table}.{column}\n{}", canonical(value));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, salt), text.as_bytes());
    let digest = domain::audit::Digest::stored(tag.as_ref()).map(|digest| digest.to_string());
    json!({ "hmac": digest })
}

fn table<E: EntityTrait>() -> String {
    E::default().table_name().to_owned()
}

/// What a row was and became: all of it where it came or went, else what changed.
fn change<E: Audited>(was: Option<&E::Model>, is: Option<&dyn Fn(E::Column) -> Option<Value>>) -> Change {
    // A column's value in the row that there is, else in the one that comes.
    let known = |column: E::Column| was.map(|was| was.get(column)).or_else(|| is.and_then(|is| is(column)));
    let same = |a: &E::Column, b: &E::Column| a.as_str() == b.as_str();
    let held = |column: &E::Column, value: Value| {
        let value = shown(value);
        if let Some((_, subject)) = E::AUDIT.personal.iter().find(|(personal, _)| same(personal, column)) {
            match known(*subject) {
                Some(Value::Uuid(Some(subject))) => Held::Personal(subject, value),
                // Nobody to commit to: it is not kept.
                _ => Held::Plain(if value.is_null() { Json::Null } else { json!({ "erased": true }) }),
            }
        } else if E::AUDIT.private.iter().any(|private| same(private, column)) {
            Held::Private(value)
        } else {
            Held::Plain(value)
        }
    };
    let (mut before, mut after, mut secret) = (Vec::new(), Vec::new(), Vec::new());
    for column in E::Column::iter() {
        let old = was.map(|was| was.get(column));
        let new = is.and_then(|is| is(column));
        if was.is_some() && is.is_some() && (new.is_none() || old.clone().map(shown) == new.clone().map(shown)) {
            continue;
        }
        if E::AUDIT.secret.iter().any(|secret| same(secret, &column)) {
            secret.push(column.as_str());
            continue;
        }
        if let Some(old) = old {
            before.push((column.as_str(), held(&column, old)));
        }
        if let Some(new) = new {
            after.push((column.as_str(), held(&column, new)));
        }
    }
    let key = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    let row = key.filter_map(|column| known(column).map(|value| (column.as_str().to_owned(), shown(value)))).collect();
    let of =
        E::AUDIT.of.iter().filter_map(|column| if let Some(Value::Uuid(Some(id))) = known(*column) { Some(id) } else { None }).collect();
    Change { table: table::<E>(), row, of, was: was.map(|_| before), is: is.map(|_| after), secret }
}

/// A stored value as JSON: moments in microseconds, bytes in hexadecimal.
fn shown(value: Value) -> Json {
    match value {
        Value::Bool(value) => json!(value),
        Value::TinyInt(value) => json!(value),
        Value::SmallInt(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::BigInt(value) => json!(value),
        Value::Unsigned(value) => json!(value),
        Value::BigUnsigned(value) => json!(value),
        Value::Double(value) => json!(value),
        Value::String(value) => json!(value),
        Value::Json(value) => value.map_or(Json::Null, |value| *value),
        Value::Uuid(value) => json!(value.map(|id| id.simple().to_string())),
        Value::Bytes(value) => json!(value.map(|bytes| bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))),
        Value::ChronoDate(value) => json!(value.map(|date| date.to_string())),
        Value::ChronoDateTimeUtc(value) => json!(value.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true))),
        other => json!(other.to_string()),
    }
}
