//! The chains of the audit and the checkpoints over them, read for whoever verifies, proves or searches.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    audit::{
        Digest,
        chain::{Entry, Record},
        merkle::{Head, Subtree},
    },
    id::{CompanyId, EventId, Identifier, UserId},
    stamp::Timestamp,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, FromQueryResult, Iterable, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Query,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    entity::{audit_chain, audit_checkpoint, audit_entry, audit_key, audit_leaf, event, event_company, reading},
    error::StorageError,
    page::{Page, Position, Window, newest_first},
    scope::{Auditor, System, Tenant},
    tx::{Reads, Writes, add, visible},
};

/// Something that happened, with all that the audit keeps of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Audited {
    pub id: EventId,
    pub seq: i64,
    pub xact: i64,
    pub name: String,
    pub body: Value,
    pub actor_kind: String,
    pub actor: Option<Uuid>,
    pub acting_for: Option<CompanyId>,
    pub request: String,
    pub at: Timestamp,
    pub changes: Option<String>,
    pub private: Option<String>,
    /// The companies that it concerns, in order.
    pub companies: Vec<Uuid>,
    /// The chains that have an entry of it, in order.
    pub chains: Vec<Uuid>,
}

impl Audited {
    /// What the fingerprint of the record is worked out from.
    #[must_use]
    pub fn record(&self) -> Record<'_> {
        Record {
            event: self.id.uuid(),
            name: &self.name,
            body: &self.body,
            actor_kind: &self.actor_kind,
            actor: self.actor,
            acting_for: self.acting_for.map(Identifier::uuid),
            request: &self.request,
            at: self.at,
            changes: self.changes.as_deref(),
            private: self.private.as_deref(),
            companies: &self.companies,
            chains: &self.chains,
        }
    }

    /// The canonical JSON of its entries: the same in every chain.
    #[must_use]
    pub fn entry(&self) -> String {
        Entry { event: self.id.uuid(), name: &self.name, at: self.at, record: self.record().digest() }.canonical(self.seq, self.xact)
    }
}

/// An entry of a chain as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainEntry {
    pub chain: Uuid,
    pub number: i64,
    pub event: EventId,
    pub hash: Vec<u8>,
}

/// The head of a chain as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredHead {
    pub chain: Uuid,
    pub length: i64,
    pub hash: Vec<u8>,
}

/// A checkpoint as it is stored and published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    pub number: i64,
    pub size: i64,
    pub root: Vec<u8>,
    pub at: Timestamp,
    pub note: String,
}

/// A head in the tree of the checkpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLeaf {
    pub index: i64,
    pub checkpoint: i64,
    pub chain: Uuid,
    pub length: i64,
    pub hash: Vec<u8>,
    /// The hashes of the subtrees of two leaves and more that end here, smallest first.
    pub nodes: Vec<u8>,
}

impl StoredLeaf {
    /// The head that it is of, if its hash is one.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        Digest::stored(&self.hash).map(|hash| Head { chain: self.chain, length: self.length, hash })
    }

    /// The hash of a subtree that ends here.
    #[must_use]
    pub fn subtree(&self, level: u32) -> Option<Digest> {
        let Some(place) = level.checked_sub(1) else { return self.head().map(|head| head.hash()) };
        let start = usize::try_from(place).ok()?.checked_mul(32)?;
        self.nodes.get(start..start.checked_add(32)?).and_then(Digest::stored)
    }
}

/// The key that signs checkpoints, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAuditKey {
    pub kid: String,
    pub sealed: Vec<u8>,
    pub public: Vec<u8>,
    pub created_at: Timestamp,
}

pub struct Audits<'a, R>(pub(super) &'a R);

fn entry(row: audit_entry::Model) -> ChainEntry {
    ChainEntry { chain: row.chain_id, number: row.number, event: EventId::from_uuid(row.event_id), hash: row.hash }
}

fn checkpoint(row: audit_checkpoint::Model) -> StoredCheckpoint {
    StoredCheckpoint { number: row.number, size: row.size, root: row.root, at: row.at, note: row.note }
}

fn leaf(row: audit_leaf::Model) -> StoredLeaf {
    StoredLeaf { index: row.place, checkpoint: row.checkpoint, chain: row.chain_id, length: row.length, hash: row.hash, nodes: row.nodes }
}

/// What an auditor looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub actor: Option<UserId>,
    pub company: Option<CompanyId>,
    pub event: Option<String>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub request: Option<String>,
}

/// An event as auditors read it.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
struct OpenEvent {
    seq: i64,
    xact: i64,
    event_id: Uuid,
    name: String,
    body: Value,
    actor_kind: String,
    actor_id: Option<Uuid>,
    request_id: String,
    at: Timestamp,
    company_id: Option<Uuid>,
    changes: Option<String>,
}

impl OpenEvent {
    fn audited(self, companies: Vec<Uuid>) -> Audited {
        Audited {
            id: EventId::from_uuid(self.event_id),
            seq: self.seq,
            xact: self.xact,
            name: self.name,
            body: self.body,
            actor_kind: self.actor_kind,
            actor: self.actor_id,
            acting_for: self.company_id.map(CompanyId::from_uuid),
            request: self.request_id,
            at: self.at,
            changes: self.changes,
            private: None,
            companies,
            chains: Vec::new(),
        }
    }
}

impl<R: Reads<Scope = Auditor>> Audits<'_, R> {
    /// What happened, the latest first.
    pub async fn search(self, filter: &AuditFilter, window: &Window) -> Result<Page<(Position, Audited)>, StorageError> {
        let select = newest_first(self.found(filter), event::Column::At, event::Column::EventId, window);
        let page = Page::cut(self.open(select).await?, window);
        Ok(page.map(|event| (Position::at(event.at, event.id.uuid()), event)))
    }

    /// What happened after a place, the earliest first: how a copy is written a part at a time.
    pub async fn onward(self, filter: &AuditFilter, after: Option<(Timestamp, EventId)>, limit: u64) -> Result<Vec<Audited>, StorageError> {
        let mut select = self.found(filter);
        if let Some((at, id)) = after {
            let further = Condition::all().add(event::Column::At.eq(at)).add(event::Column::EventId.gt(id.uuid()));
            select = select.filter(Condition::any().add(event::Column::At.gt(at)).add(further));
        }
        self.open(select.order_by_asc(event::Column::At).order_by_asc(event::Column::EventId).limit(limit)).await
    }

    fn found(self, filter: &AuditFilter) -> Select<event::Entity> {
        let mut select = visible::<event::Entity, R>(self.0);
        if let Some(actor) = filter.actor {
            select = select.filter(event::Column::ActorId.eq(actor.uuid()));
        }
        if let Some(company) = filter.company {
            let mut concerned = Query::select();
            let of = event_company::Column::CompanyId.eq(company.uuid());
            concerned.column(event_company::Column::EventId).from(event_company::Entity).and_where(of);
            select = select.filter(event::Column::EventId.in_subquery(concerned));
        }
        if let Some(name) = &filter.event {
            select = select.filter(event::Column::Name.eq(name));
        }
        if let Some(from) = filter.from {
            select = select.filter(event::Column::At.gte(from));
        }
        if let Some(until) = filter.until {
            select = select.filter(event::Column::At.lt(until));
        }
        if let Some(request) = &filter.request {
            select = select.filter(event::Column::RequestId.eq(request));
        }
        select
    }

    /// Reads the events with whom they concern, without what is private.
    async fn open(self, select: Select<event::Entity>) -> Result<Vec<Audited>, StorageError> {
        let connection = self.0.connection().0;
        let open = event::Column::iter().filter(|column| !matches!(column, event::Column::Private));
        let rows = select.select_only().columns(open).into_model::<OpenEvent>().all(connection).await?;
        let concerned = visible::<event_company::Entity, R>(self.0)
            .filter(event_company::Column::EventId.is_in(rows.iter().map(|row| row.event_id)))
            .order_by_asc(event_company::Column::CompanyId)
            .all(connection)
            .await?;
        let mut companies: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for row in concerned {
            companies.entry(row.event_id).or_default().push(row.company_id);
        }
        Ok(rows
            .into_iter()
            .map(|row| {
                let companies = companies.remove(&row.event_id).unwrap_or_default();
                row.audited(companies)
            })
            .collect())
    }
}

impl<R: Reads<Scope = Tenant>> Audits<'_, R> {
    /// The entries of the company's own chain, newest first.
    pub async fn own(self, window: &Window) -> Result<Page<(Position, ChainEntry)>, StorageError> {
        let mut select = visible::<audit_entry::Entity, R>(self.0);
        if let Some(after) = window.after {
            select = select.filter(audit_entry::Column::Number.lt(after.key));
        }
        if let Some(before) = window.before {
            select = select.filter(audit_entry::Column::Number.gt(before.key));
        }
        let order = if window.backward { Order::Asc } else { Order::Desc };
        let rows = select.order_by(audit_entry::Column::Number, order).limit(window.limit + 1).all(self.0.connection().0).await?;
        Ok(Page::cut(rows, window).map(|row| (Position { key: row.number, id: row.event_id }, entry(row))))
    }

    /// One entry of the company's own chain.
    pub async fn own_of(self, event: EventId) -> Result<Option<ChainEntry>, StorageError> {
        let row = visible::<audit_entry::Entity, R>(self.0)
            .filter(audit_entry::Column::EventId.eq(event.uuid()))
            .one(self.0.connection().0)
            .await?;
        Ok(row.map(entry))
    }
}

impl<R: Reads<Scope = System>> Audits<'_, R> {
    /// The entries of all chains or of one, in the order of chains and numbers.
    pub async fn entries(self, only: Option<Uuid>, after: Option<(Uuid, i64)>, limit: u64) -> Result<Vec<ChainEntry>, StorageError> {
        let mut select = visible::<audit_entry::Entity, R>(self.0);
        if let Some(chain) = only {
            select = select.filter(audit_entry::Column::ChainId.eq(chain));
        }
        if let Some((chain, number)) = after {
            let further = Condition::all().add(audit_entry::Column::ChainId.eq(chain)).add(audit_entry::Column::Number.gt(number));
            select = select.filter(Condition::any().add(audit_entry::Column::ChainId.gt(chain)).add(further));
        }
        let select = select.order_by_asc(audit_entry::Column::ChainId).order_by_asc(audit_entry::Column::Number).limit(limit);
        Ok(select.all(self.0.connection().0).await?.into_iter().map(entry).collect())
    }

    /// The entries of a chain from one number to another, both included.
    pub async fn between(self, chain: Uuid, first: i64, last: i64) -> Result<Vec<ChainEntry>, StorageError> {
        let rows = visible::<audit_entry::Entity, R>(self.0)
            .filter(audit_entry::Column::ChainId.eq(chain))
            .filter(audit_entry::Column::Number.between(first, last))
            .order_by_asc(audit_entry::Column::Number)
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Which of the named entries are there.
    pub async fn named(self, places: &[(Uuid, i64)]) -> Result<Vec<ChainEntry>, StorageError> {
        let mut found = Vec::new();
        for places in places.chunks(100) {
            let which = places.iter().fold(Condition::any(), |any, (chain, number)| {
                any.add(Condition::all().add(audit_entry::Column::ChainId.eq(*chain)).add(audit_entry::Column::Number.eq(*number)))
            });
            found.extend(visible::<audit_entry::Entity, R>(self.0).filter(which).all(self.0.connection().0).await?.into_iter().map(entry));
        }
        Ok(found)
    }

    /// What happened, by its ids, with whom it concerns and which chains tell of it.
    pub async fn events(self, ids: &[EventId]) -> Result<BTreeMap<EventId, Audited>, StorageError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let uuids = || ids.iter().map(|id| id.uuid());
        let connection = self.0.connection().0;
        let rows = visible::<event::Entity, R>(self.0).filter(event::Column::EventId.is_in(uuids())).all(connection).await?;
        let mut companies: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
        for row in visible::<event_company::Entity, R>(self.0).filter(event_company::Column::EventId.is_in(uuids())).all(connection).await?
        {
            companies.entry(row.event_id).or_default().insert(row.company_id);
        }
        let mut chains: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
        for row in visible::<audit_entry::Entity, R>(self.0).filter(audit_entry::Column::EventId.is_in(uuids())).all(connection).await? {
            chains.entry(row.event_id).or_default().insert(row.chain_id);
        }
        let list = |of: &mut BTreeMap<Uuid, BTreeSet<Uuid>>, id: &Uuid| of.remove(id).unwrap_or_default().into_iter().collect();
        Ok(rows
            .into_iter()
            .map(|row| {
                let audited = Audited {
                    id: EventId::from_uuid(row.event_id),
                    seq: row.seq,
                    xact: row.xact,
                    name: row.name,
                    body: row.body,
                    actor_kind: row.actor_kind,
                    actor: row.actor_id,
                    acting_for: row.company_id.map(CompanyId::from_uuid),
                    request: row.request_id,
                    at: row.at,
                    changes: row.changes,
                    private: row.private,
                    companies: list(&mut companies, &row.event_id),
                    chains: list(&mut chains, &row.event_id),
                };
                (audited.id, audited)
            })
            .collect())
    }

    /// The last place among the events that was given before there were chains.
    pub async fn begun_after(self) -> Result<i64, StorageError> {
        let noted =
            visible::<reading::Entity, R>(self.0).filter(reading::Column::Name.eq("before-audit")).one(self.0.connection().0).await?;
        Ok(noted.map_or(0, |noted| noted.seq))
    }

    /// Whether a chain tells of an event up to a place.
    pub async fn enters_until(self, place: i64) -> Result<bool, StorageError> {
        let mut entered = Query::select();
        entered.column(audit_entry::Column::EventId).from(audit_entry::Entity);
        let select = visible::<event::Entity, R>(self.0).filter(event::Column::Seq.lte(place));
        let found: Option<i64> = select
            .filter(event::Column::EventId.in_subquery(entered))
            .select_only()
            .column(event::Column::Seq)
            .into_tuple()
            .one(self.0.connection().0)
            .await?;
        Ok(found.is_some())
    }

    /// How far one has come from a place among the events, which of them no chain tells of, and how many there were.
    pub async fn unentered(self, after: i64, limit: u64) -> Result<(Option<i64>, Vec<EventId>, u64), StorageError> {
        let connection = self.0.connection().0;
        let places: Vec<(i64, Uuid)> = visible::<event::Entity, R>(self.0)
            .filter(event::Column::Seq.gt(after))
            .select_only()
            .column(event::Column::Seq)
            .column(event::Column::EventId)
            .order_by_asc(event::Column::Seq)
            .limit(limit)
            .into_tuple()
            .all(connection)
            .await?;
        let entered: Vec<Uuid> = visible::<audit_entry::Entity, R>(self.0)
            .filter(audit_entry::Column::EventId.is_in(places.iter().map(|(_, id)| *id)))
            .select_only()
            .column(audit_entry::Column::EventId)
            .distinct()
            .into_tuple()
            .all(connection)
            .await?;
        let entered: BTreeSet<Uuid> = entered.into_iter().collect();
        let missing = places.iter().filter(|(_, id)| !entered.contains(id)).map(|(_, id)| EventId::from_uuid(*id)).collect();
        Ok((places.last().map(|(seq, _)| *seq), missing, places.len() as u64))
    }

    /// Who is said to be concerned, after a place, and which of that names an event that is not there.
    pub async fn concerned_by_nothing(
        self,
        after: Option<(Uuid, Uuid)>,
        limit: u64,
    ) -> Result<(Option<(Uuid, Uuid)>, Vec<(Uuid, Uuid)>), StorageError> {
        let connection = self.0.connection().0;
        let mut select = visible::<event_company::Entity, R>(self.0);
        if let Some((company, event)) = after {
            let further = Condition::all().add(event_company::Column::CompanyId.eq(company)).add(event_company::Column::EventId.gt(event));
            select = select.filter(Condition::any().add(event_company::Column::CompanyId.gt(company)).add(further));
        }
        let select = select.order_by_asc(event_company::Column::CompanyId).order_by_asc(event_company::Column::EventId).limit(limit);
        let rows: Vec<(Uuid, Uuid)> = select.all(connection).await?.into_iter().map(|row| (row.company_id, row.event_id)).collect();
        let there: Vec<Uuid> = visible::<event::Entity, R>(self.0)
            .filter(event::Column::EventId.is_in(rows.iter().map(|(_, event)| *event)))
            .select_only()
            .column(event::Column::EventId)
            .into_tuple()
            .all(connection)
            .await?;
        let there: BTreeSet<Uuid> = there.into_iter().collect();
        Ok((rows.last().copied(), rows.into_iter().filter(|(_, event)| !there.contains(event)).collect()))
    }

    /// Heads in the order of their chains.
    pub async fn heads(self, after: Option<Uuid>, limit: u64) -> Result<Vec<StoredHead>, StorageError> {
        let mut select = visible::<audit_chain::Entity, R>(self.0);
        if let Some(chain) = after {
            select = select.filter(audit_chain::Column::ChainId.gt(chain));
        }
        let rows = select.order_by_asc(audit_chain::Column::ChainId).limit(limit).all(self.0.connection().0).await?;
        Ok(rows.into_iter().map(head).collect())
    }

    /// The heads of some chains.
    pub async fn heads_of(self, chains: &[Uuid]) -> Result<Vec<StoredHead>, StorageError> {
        let rows = visible::<audit_chain::Entity, R>(self.0)
            .filter(audit_chain::Column::ChainId.is_in(chains.iter().copied()))
            .order_by_asc(audit_chain::Column::ChainId)
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(head).collect())
    }

    /// The checkpoints after a number, oldest first.
    pub async fn checkpoints(self, after: i64, limit: u64) -> Result<Vec<StoredCheckpoint>, StorageError> {
        let rows = visible::<audit_checkpoint::Entity, R>(self.0)
            .filter(audit_checkpoint::Column::Number.gt(after))
            .order_by_asc(audit_checkpoint::Column::Number)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(checkpoint).collect())
    }

    /// The checkpoint of a number, or the newest.
    pub async fn checkpoint(self, number: Option<i64>) -> Result<Option<StoredCheckpoint>, StorageError> {
        let mut select = visible::<audit_checkpoint::Entity, R>(self.0);
        if let Some(number) = number {
            select = select.filter(audit_checkpoint::Column::Number.eq(number));
        }
        let row = select.order_by_desc(audit_checkpoint::Column::Number).one(self.0.connection().0).await?;
        Ok(row.map(checkpoint))
    }

    /// The leaves from an index on.
    pub async fn leaves(self, from: i64, limit: u64) -> Result<Vec<StoredLeaf>, StorageError> {
        let rows = visible::<audit_leaf::Entity, R>(self.0)
            .filter(audit_leaf::Column::Place.gte(from))
            .order_by_asc(audit_leaf::Column::Place)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(leaf).collect())
    }

    /// The first leaf that a chain of at least this length has within a tree of that size.
    pub async fn leaf_over(self, chain: Uuid, number: i64, size: i64) -> Result<Option<StoredLeaf>, StorageError> {
        let row = visible::<audit_leaf::Entity, R>(self.0)
            .filter(audit_leaf::Column::ChainId.eq(chain))
            .filter(audit_leaf::Column::Length.gte(number))
            .filter(audit_leaf::Column::Place.lt(size))
            .order_by_asc(audit_leaf::Column::Length)
            .one(self.0.connection().0)
            .await?;
        Ok(row.map(leaf))
    }

    /// The lengths at which the chains have been taken already.
    pub async fn taken(self, heads: &[StoredHead]) -> Result<BTreeSet<(Uuid, i64)>, StorageError> {
        let rows: Vec<(Uuid, i64)> = visible::<audit_leaf::Entity, R>(self.0)
            .filter(audit_leaf::Column::ChainId.is_in(heads.iter().map(|head| head.chain)))
            .filter(audit_leaf::Column::Length.is_in(heads.iter().map(|head| head.length)))
            .select_only()
            .column(audit_leaf::Column::ChainId)
            .column(audit_leaf::Column::Length)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().collect())
    }

    /// The hashes of whole subtrees, in their order.
    pub async fn subtrees(self, wanted: &[Subtree]) -> Result<Vec<Digest>, StorageError> {
        let index = |subtree: &Subtree| i64::try_from(subtree.last_leaf()).unwrap_or(i64::MAX);
        let rows = visible::<audit_leaf::Entity, R>(self.0)
            .filter(audit_leaf::Column::Place.is_in(wanted.iter().map(index)))
            .all(self.0.connection().0)
            .await?;
        let rows: BTreeMap<i64, StoredLeaf> = rows.into_iter().map(|row| (row.place, leaf(row))).collect();
        let missing = |subtree: &Subtree| StorageError::Corrupt(format!("the tree of checkpoints lacks {subtree:?}"));
        let hash =
            |subtree: &Subtree| rows.get(&index(subtree)).and_then(|leaf| leaf.subtree(subtree.level)).ok_or_else(|| missing(subtree));
        wanted.iter().map(hash).collect()
    }

    /// The keys that sign checkpoints, oldest first.
    pub async fn keys(self) -> Result<Vec<StoredAuditKey>, StorageError> {
        let rows = visible::<audit_key::Entity, R>(self.0).order_by_asc(audit_key::Column::CreatedAt).all(self.0.connection().0).await?;
        Ok(rows
            .into_iter()
            .map(|row| StoredAuditKey { kid: row.kid, sealed: row.sealed, public: row.public, created_at: row.created_at })
            .collect())
    }

    /// The chains that tell of some events.
    pub async fn chains_of(self, events: &[EventId]) -> Result<BTreeSet<Uuid>, StorageError> {
        let chains: Vec<Uuid> = visible::<audit_entry::Entity, R>(self.0)
            .filter(audit_entry::Column::EventId.is_in(events.iter().map(|id| id.uuid())))
            .select_only()
            .column(audit_entry::Column::ChainId)
            .distinct()
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(chains.into_iter().collect())
    }
}

fn head(row: audit_chain::Model) -> StoredHead {
    StoredHead { chain: row.chain_id, length: row.length, hash: row.hash }
}

impl<W: Writes<Scope = System>> Audits<'_, W> {
    pub async fn add_key(self, key: &StoredAuditKey) -> Result<(), StorageError> {
        let row = audit_key::ActiveModel {
            kid: Set(key.kid.clone()),
            sealed: Set(key.sealed.clone()),
            public: Set(key.public.clone()),
            created_at: Set(key.created_at),
        };
        add::<audit_key::Entity, W>(self.0, vec![row]).await
    }

    /// Adds a checkpoint with the leaves that it is the first to contain.
    pub async fn add_checkpoint(self, checkpoint: &StoredCheckpoint, leaves: &[StoredLeaf]) -> Result<(), StorageError> {
        for leaves in leaves.chunks(1_000) {
            let row = |leaf: &StoredLeaf| audit_leaf::ActiveModel {
                place: Set(leaf.index),
                checkpoint: Set(leaf.checkpoint),
                chain_id: Set(leaf.chain),
                length: Set(leaf.length),
                hash: Set(leaf.hash.clone()),
                nodes: Set(leaf.nodes.clone()),
            };
            add::<audit_leaf::Entity, W>(self.0, leaves.iter().map(row).collect()).await?;
        }
        let row = audit_checkpoint::ActiveModel {
            number: Set(checkpoint.number),
            size: Set(checkpoint.size),
            root: Set(checkpoint.root.clone()),
            at: Set(checkpoint.at),
            note: Set(checkpoint.note.clone()),
        };
        add::<audit_checkpoint::Entity, W>(self.0, vec![row]).await
    }
}
