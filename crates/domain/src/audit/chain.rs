//! How an entry of a chain follows from what happened and from the entry before it.

use chrono::SecondsFormat;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Digest, canonical::canonical};
use crate::stamp::Timestamp;

/// The chain of what concerns no company and no single person: the forum's own.
pub const FORUM: Uuid = Uuid::nil();

/// What stands before everything that an entry's hash is worked out from.
pub const DOMAIN: &[u8] = b"pkf-audit-v1";

/// All that is known of something that happened. The record is the same in every chain that has an entry of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    pub event: Uuid,
    pub name: &'a str,
    pub body: &'a Value,
    pub actor_kind: &'a str,
    pub actor: Option<Uuid>,
    /// The company that the actor acted for.
    pub acting_for: Option<Uuid>,
    pub request: &'a str,
    pub at: Timestamp,
    /// What rows were and became, as canonical JSON; personal values as commitments.
    pub changes: Option<&'a str>,
    /// What of it only those whom it concerns may read.
    pub private: Option<&'a str>,
    /// The companies that it concerns, in order.
    pub companies: &'a [Uuid],
    /// The chains that have an entry of it, in order.
    pub chains: &'a [Uuid],
}

impl Record<'_> {
    /// The fingerprint of the whole record. Changes enter by their own, so that a record can be shown without them.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let fingerprint = |text: Option<&str>| text.map(|text| Digest::of(&[text.as_bytes()]).to_string());
        let simple = |ids: &[Uuid]| ids.iter().map(|id| id.simple().to_string()).collect::<Vec<_>>();
        let value = json!({
            "actor": { "id": self.actor.map(|id| id.simple().to_string()), "kind": self.actor_kind },
            "acting_for": self.acting_for.map(|id| id.simple().to_string()),
            "at": moment(self.at),
            "body": self.body,
            "chains": simple(self.chains),
            "changes": fingerprint(self.changes),
            "companies": simple(self.companies),
            "event": self.event.simple().to_string(),
            "name": self.name,
            "private": fingerprint(self.private),
            "request": self.request,
        });
        Digest::of(&[canonical(&value).as_bytes()])
    }
}

/// What a chain says of something that happened: nothing that a company named in it might not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    pub event: Uuid,
    pub name: &'a str,
    pub at: Timestamp,
    pub record: Digest,
}

impl Entry<'_> {
    /// The canonical JSON of the entry but for its end, which names the place among all events that the database gives.
    #[must_use]
    pub fn beginning(&self) -> String {
        let Self { event, name, at, record } = self;
        let name = Value::from(*name);
        format!("{{\"at\":\"{}\",\"event\":\"{}\",\"name\":{name},\"record\":\"{record}\"", moment(*at), event.simple())
    }

    /// The canonical JSON of the entry.
    #[must_use]
    pub fn canonical(&self, seq: i64, xact: i64) -> String {
        format!("{},\"seq\":{seq},\"xact\":{xact}}}", self.beginning())
    }
}

/// The hash of the entry at a number of a chain, from that of the entry before and its own canonical JSON.
#[must_use]
pub fn link(chain: Uuid, number: i64, previous: &Digest, entry: &str) -> Digest {
    Digest::of(&[DOMAIN, chain.as_bytes(), &number.to_be_bytes(), &previous.0, entry.as_bytes()])
}

/// A moment as the audit spells it: in the microseconds that both databases keep.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Timestamp {
        "2026-03-02T09:30:00.000007Z".parse().unwrap()
    }

    fn entry(record: Digest) -> Entry<'static> {
        Entry { event: Uuid::from_u128(7), name: "CompanyVerified", at: at(), record }
    }

    #[test]
    fn an_entry_is_canonical_json() {
        let text = entry(Digest::ZERO).canonical(12, 34);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(canonical(&value), text);
        assert_eq!(value["at"], "2026-03-02T09:30:00.000007Z");
    }

    #[test]
    fn a_hash_follows_from_everything_that_stands_before_it() {
        let text = entry(Digest::ZERO).canonical(12, 34);
        let hash = link(Uuid::from_u128(1), 1, &Digest::ZERO, &text);
        let others = [
            link(Uuid::from_u128(2), 1, &Digest::ZERO, &text),
            link(Uuid::from_u128(1), 2, &Digest::ZERO, &text),
            link(Uuid::from_u128(1), 1, &hash, &text),
            link(Uuid::from_u128(1), 1, &Digest::ZERO, &entry(Digest::ZERO).canonical(12, 35)),
            link(Uuid::from_u128(1), 1, &Digest::ZERO, &entry(hash).canonical(12, 34)),
        ];
        assert!(others.iter().all(|other| *other != hash));
    }

    #[test]
    fn a_record_is_told_apart_by_each_of_its_parts() {
        let body = json!({ "a": 1 });
        let (one, two) = ([Uuid::from_u128(1)], [Uuid::from_u128(1), Uuid::from_u128(2)]);
        let record = Record {
            event: Uuid::from_u128(7),
            name: "CompanyVerified",
            body: &body,
            actor_kind: "STAFF",
            actor: None,
            acting_for: None,
            request: "r",
            at: at(),
            changes: None,
            private: None,
            companies: &one,
            chains: &one,
        };
        let other_body = json!({ "a": 2 });
        let others = [
            Record { event: Uuid::from_u128(8), ..record.clone() },
            Record { name: "CompanyRejected", ..record.clone() },
            Record { body: &other_body, ..record.clone() },
            Record { actor_kind: "SYSTEM", ..record.clone() },
            Record { actor: Some(Uuid::from_u128(9)), ..record.clone() },
            Record { acting_for: Some(Uuid::from_u128(9)), ..record.clone() },
            Record { request: "s", ..record.clone() },
            Record { at: at() + chrono::TimeDelta::microseconds(1), ..record.clone() },
            Record { changes: Some("[]"), ..record.clone() },
            Record { private: Some("[]"), ..record.clone() },
            Record { companies: &two, ..record.clone() },
            Record { chains: &two, ..record.clone() },
        ];
        for other in others {
            assert_ne!(other.digest(), record.digest(), "{other:?}");
        }
    }
}
