//! What happened, as it is kept: a company's own entries with their proofs, and everything for auditors.

pub mod routes;

use app::{
    audit::reading::{self, OwnEntry},
    storage::{AuditFilter, Audited, Page, Position, Window},
};
use async_graphql::{Context, Enum, Error, ID, InputObject, Object, SimpleObject, connection::Connection};
use domain::{
    audit::canonical::canonical,
    id::{CompanyId, EventId, Identifier, UserId},
};
use serde_json::Value;

use crate::{
    context::{self, op},
    error::{bad_input, failed, nullable},
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
};

/// In which capacity something was done.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditActorKind {
    /// By somebody who acted for a company.
    Member,
    /// By a person who acted for himself.
    User,
    /// By staff on duty.
    Staff,
    /// By the forum itself: what a date or another event brings about, and whatever happens before it is known who asks.
    System,
    /// By the operator of the host, on the command line.
    Operator,
}

impl AuditActorKind {
    fn read(word: &str) -> Self {
        match word {
            "MEMBER" => Self::Member,
            "USER" => Self::User,
            "STAFF" => Self::Staff,
            "OPERATOR" => Self::Operator,
            _ => Self::System,
        }
    }
}

/// Why a value is not told.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditWithheld {
    /// It proves or opens something and is kept nowhere in the audit.
    Secret,
    /// It tells who a person is. What stands in its place is a commitment, which nobody can check once the person is erased.
    Personal,
    /// Only those whom the record concerns may read it.
    Private,
}

/// One value of a row that changed.
#[derive(SimpleObject, Clone)]
pub struct AuditValue {
    /// The column.
    pub column: String,
    /// What it was, in JSON; nothing where the row was added.
    pub before: Option<String>,
    /// What it became, in JSON; nothing where the row was removed.
    pub after: Option<String>,
    /// Why the value is not told, if it is not.
    pub withheld: Option<AuditWithheld>,
}

/// One row that changed, or how many did where rows were written by the thousand.
#[derive(SimpleObject, Clone)]
pub struct AuditChange {
    /// The table.
    pub table: String,
    /// The key of the row, in JSON; nothing where many rows are told of together.
    pub row: Option<String>,
    /// How many rows.
    pub rows: i32,
    /// The values that changed; all of them where the row was added or removed.
    pub values: Vec<AuditValue>,
}

impl AuditChange {
    fn read(change: &Value) -> Self {
        let table = change["table"].as_str().unwrap_or_default().to_owned();
        if change["row"].is_null() {
            let rows: u64 = ["added", "amended", "removed"].iter().filter_map(|done| change[done].as_u64()).sum();
            return Self { table, row: None, rows: i32::try_from(rows).unwrap_or(i32::MAX), values: Vec::new() };
        }
        let columns = |side: &str| change[side].as_object().into_iter().flatten().map(|(column, _)| column.clone()).collect::<Vec<_>>();
        let mut names = [columns("was"), columns("is")].concat();
        names.sort_unstable();
        names.dedup();
        let of = |side: &str, column: &str| change[side].get(column).map(canonical);
        let is_commitment = |side: &str, column: &str| {
            let value = &change[side][column];
            value.as_object().is_some_and(|value| value.len() == 1 && (value.contains_key("hmac") || value.contains_key("erased")))
        };
        let mut values: Vec<AuditValue> = names
            .iter()
            .map(|column| AuditValue {
                column: column.clone(),
                before: of("was", column),
                after: of("is", column),
                withheld: (is_commitment("was", column) || is_commitment("is", column)).then_some(AuditWithheld::Personal),
            })
            .collect();
        for (list, why) in [("secret", AuditWithheld::Secret), ("private", AuditWithheld::Private)] {
            let withheld = change[list].as_array().into_iter().flatten().filter_map(Value::as_str);
            let withheld = withheld.filter(|column| !names.iter().any(|name| name == column));
            values.extend(withheld.map(|column| AuditValue { column: column.to_owned(), before: None, after: None, withheld: Some(why) }));
        }
        Self { table, row: Some(canonical(&change["row"])), rows: 1, values }
    }
}

/// Something that happened and concerns the company, as an entry of its chain.
pub struct AuditEntry(OwnEntry);

/// Something that happened and concerns the company, as an entry of its chain.
#[Object(name = "AuditEntry")]
impl AuditEntry {
    /// The identifier of the event: what `auditProof` asks for.
    async fn id(&self) -> ID {
        ID(self.0.event.id.to_string())
    }

    /// The place in the chain, from 1.
    async fn number(&self) -> i32 {
        i32::try_from(self.0.number).unwrap_or(i32::MAX)
    }

    /// What happened, in one word, such as `CompanyVerified`.
    async fn event(&self) -> &str {
        &self.0.event.name
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.event.at.into()
    }

    /// In which capacity it was done.
    async fn actor_kind(&self) -> AuditActorKind {
        AuditActorKind::read(&self.0.event.actor_kind)
    }

    /// Who did it, where it was one of the company's own people.
    async fn actor(&self) -> Option<ID> {
        let actor = self.0.event.actor.filter(|_| self.0.own)?;
        Some(ID(UserId::from_uuid(actor).to_string()))
    }

    /// The request that it was done by, where it was one of the company's own people's.
    async fn request(&self) -> Option<&str> {
        self.0.own.then_some(self.0.event.request.as_str())
    }

    /// What it changed of records that are the company's own or that it shares.
    async fn changes(&self) -> Vec<AuditChange> {
        self.0.changes.iter().map(AuditChange::read).collect()
    }

    /// The entry as canonical JSON: what its hash is worked out from, together with the chain, the number and the hash before.
    async fn content(&self) -> String {
        self.0.event.entry()
    }

    /// The hash of the entry, in hexadecimal.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

/// The proof that an entry was in the company's chain when a checkpoint was taken. What to do with it is told in ARCHITECTURE.md.
#[derive(SimpleObject)]
pub struct AuditProof {
    /// The chain, in hexadecimal: the company's identifier without its prefix.
    pub chain: String,
    /// The place of the entry in the chain.
    pub number: i32,
    /// The hash of the entry before, in hexadecimal; zeros before the first.
    pub previous_hash: String,
    /// The entry, and those after it up to the last that the checkpoint took; each is canonical JSON.
    pub entries: Vec<String>,
    /// The leaf: the head of the chain as the checkpoint took it.
    pub leaf: String,
    /// The place of the leaf in the tree, from 0.
    pub leaf_index: i32,
    /// The hashes beside the way from the leaf to the root (RFC 6962), nearest first, in hexadecimal.
    pub path: Vec<String>,
    /// The checkpoint: a signed note that names the size of the tree and its root.
    pub checkpoint: String,
}

/// Something that happened, as auditors read it: without what tells of a person, or is private to those whom it concerns.
pub struct AuditEvent(Audited);

/// Something that happened, as auditors read it: without what tells of a person, or is private to those whom it concerns.
#[Object(name = "AuditEvent")]
impl AuditEvent {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What happened, in one word, such as `CompanyVerified`.
    async fn event(&self) -> &str {
        &self.0.name
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// In which capacity it was done.
    async fn actor_kind(&self) -> AuditActorKind {
        AuditActorKind::read(&self.0.actor_kind)
    }

    /// Who did it.
    async fn actor(&self) -> Option<ID> {
        self.0.actor.map(|actor| ID(UserId::from_uuid(actor).to_string()))
    }

    /// The company that he acted for.
    async fn acting_for(&self) -> Option<ID> {
        self.0.acting_for.map(|company| ID(company.to_string()))
    }

    /// The companies that it concerns: each has an entry of it in its chain.
    async fn companies(&self) -> Vec<ID> {
        self.0.companies.iter().map(|company| ID(CompanyId::from_uuid(*company).to_string())).collect()
    }

    /// The request that it was done by.
    async fn request(&self) -> &str {
        &self.0.request
    }

    /// What the event says of itself, in JSON.
    async fn details(&self) -> String {
        canonical(&self.0.body)
    }

    /// What it changed.
    async fn changes(&self) -> Vec<AuditChange> {
        let changes: Vec<Value> = self.0.changes.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        changes.iter().map(AuditChange::read).collect()
    }
}

/// A span of time: from a moment on, up to but without another.
#[derive(InputObject, Default)]
pub struct AuditPeriod {
    /// From this moment on.
    pub from: Option<DateTime>,
    /// Up to, and without, this moment.
    pub until: Option<DateTime>,
}

/// Which events are looked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct AuditEventFilter {
    /// Done by this person.
    pub actor: Option<ID>,
    /// Concerning this company.
    pub company: Option<ID>,
    /// With this name, such as `CompanyVerified`.
    pub event: Option<String>,
    /// Within this span of time.
    pub between: Option<AuditPeriod>,
    /// Done by this request.
    pub request: Option<String>,
}

impl AuditEventFilter {
    fn read(self) -> Result<AuditFilter, Error> {
        let between = self.between.unwrap_or_default();
        let bounded = |argument: &str, text: Option<String>| match text {
            Some(text) if text.len() > 200 => Err(bad_input(argument, "at most 200 characters")),
            text => Ok(text),
        };
        Ok(AuditFilter {
            actor: self.actor.map(|id| context::id("where.actor", &id)).transpose()?,
            company: self.company.map(|id| context::id("where.company", &id)).transpose()?,
            event: bounded("where.event", self.event)?,
            from: between.from.map(|at| at.0),
            until: between.until.map(|at| at.0),
            request: bounded("where.request", self.request)?,
        })
    }
}

/// A company's own entries, for its owner.
pub async fn own(ctx: &Context<'_>, company: CompanyId, window: &Window) -> Result<Connection<Cursor, AuditEntry>, Error> {
    let page: Page<(Position, OwnEntry)> = reading::own(op(ctx), company, window).await.map_err(failed)?;
    Ok(connection(page, window, AuditEntry))
}

#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// Everything that happened, the latest first; with `last`, the earliest. For auditors and administrators, and every look is itself
    /// an event.
    #[graphql(complexity = "10 + cost(first, last, child_complexity)")]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which events.", default)] filter: AuditEventFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, AuditEvent>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let page = reading::search(op(ctx), &filter.read()?, &window).await.map_err(failed)?;
        Ok(connection(page, &window, AuditEvent))
    }

    /// The proof that an entry of one's own company was in its chain when the newest checkpoint was taken; nothing until one has been.
    /// For the owner.
    #[graphql(complexity = "50 + child_complexity")]
    async fn audit_proof(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The identifier of the entry.")] entry: ID,
    ) -> Option<Result<AuditProof, Error>> {
        nullable(prove(ctx, &entry).await)
    }
}

async fn prove(ctx: &Context<'_>, entry: &ID) -> Result<Option<AuditProof>, Error> {
    let event: EventId = context::id("entry", entry)?;
    let proof = match reading::proof(op(ctx), event).await {
        // What is not there and what is another's are the same nothing.
        Err(app::Failure::NotFound) => None,
        other => other.map_err(failed)?,
    };
    let number = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    Ok(proof.map(|proof| AuditProof {
        chain: proof.chain.simple().to_string(),
        number: number(proof.number),
        previous_hash: proof.previous,
        entries: proof.entries,
        leaf: proof.leaf,
        leaf_index: number(proof.index),
        path: proof.path,
        checkpoint: proof.checkpoint,
    }))
}
