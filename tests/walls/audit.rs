//! P14: whoever changes history past the forum is found out, wherever he does it.
//!
//! `FORUM_TAMPERINGS` says how many changes are tried on each database, `FORUM_SEED` which ones.

use app::audit::check::Fault;
use app::storage::Location;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use tests::{Kind, World, ledger::past_the_wall};

/// A connection past the forum that no policy holds.
enum Past {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Past {
    async fn of(world: &World) -> Self {
        match &world.location {
            Location::Sqlite(path) => {
                let options = SqliteConnectOptions::new().filename(path).foreign_keys(false).pragma("synchronous", "OFF");
                Self::Sqlite(SqliteConnection::connect_with(&options).await.unwrap())
            }
            Location::Postgres { url, .. } => Self::Postgres(past_the_wall(url).await),
        }
    }

    async fn runs(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => connection.execute(sql).await.map(|_| ()),
            Self::Postgres(connection) => connection.execute(sql).await.map(|_| ()),
        }
    }

    async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => connection.fetch_one(sql).await.unwrap().get(0),
            Self::Postgres(connection) => connection.fetch_one(sql).await.unwrap().get(0),
        }
    }

    /// Where each row of a copy lies.
    async fn rows(&mut self, table: &str) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => {
                let sql = AssertSqlSafe(format!("SELECT CAST(rowid AS TEXT) FROM kept_{table} ORDER BY rowid"));
                sqlx::query_scalar(sql).fetch_all(connection).await.unwrap()
            }
            Self::Postgres(connection) => {
                let sql = AssertSqlSafe(format!("SELECT ctid::text FROM kept_{table} ORDER BY ctid"));
                sqlx::query_scalar(sql).fetch_all(connection).await.unwrap()
            }
        }
    }

    fn at(&self, place: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("rowid = {place}"),
            Self::Postgres(_) => format!("ctid = '{place}'"),
        }
    }

    /// Another value in the place of a column's.
    fn altered(&self, column: &str, kind: Holds) -> String {
        match (self, kind) {
            (_, Holds::Text) => format!("coalesce({column}, '') || 'x'"),
            (_, Holds::Number) => format!("{column} + 1000"),
            (Self::Sqlite(_), Holds::Json) => format!("json_set({column}, '$.x', 1)"),
            (Self::Sqlite(_), Holds::Uuid) => "randomblob(16)".to_owned(),
            (Self::Sqlite(_), Holds::Bytes) => format!("randomblob(max(1, length({column})))"),
            (Self::Sqlite(_), Holds::Moment) => format!("replace({column}, '2026', '2027')"),
            (Self::Postgres(_), Holds::Json) => format!("{column} || '{{\"x\": 1}}'::jsonb"),
            (Self::Postgres(_), Holds::Uuid) => "gen_random_uuid()".to_owned(),
            (Self::Postgres(_), Holds::Bytes) => format!("coalesce({column}, '') || '\\x01'::bytea"),
            (Self::Postgres(_), Holds::Moment) => format!("{column} + interval '1 microsecond'"),
        }
    }

    /// Puts a table back as it was kept.
    async fn restores(&mut self, table: &Table) {
        self.runs(&format!("DELETE FROM {0}; INSERT INTO {0} ({1}) SELECT {1} FROM kept_{0}", table.name, table.columns())).await.unwrap();
    }

    /// Whether a table differs from what was kept of it.
    async fn differs(&mut self, table: &Table) -> bool {
        let Table { name, .. } = table;
        let columns = table.columns();
        let sql = format!(
            "SELECT (SELECT count(*) FROM (SELECT {columns} FROM {name} EXCEPT SELECT {columns} FROM kept_{name}) a)
                  + (SELECT count(*) FROM (SELECT {columns} FROM kept_{name} EXCEPT SELECT {columns} FROM {name}) b)
                  + abs((SELECT count(*) FROM {name}) - (SELECT count(*) FROM kept_{name}))"
        );
        self.number(&sql).await > 0
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Text,
    Number,
    Json,
    Uuid,
    Bytes,
    Moment,
}

struct Table {
    name: &'static str,
    key: &'static [&'static str],
    holds: &'static [(&'static str, Holds)],
    /// What is put in the place of which column so that a copy of a row is a row of its own.
    fresh: &'static [&'static str],
}

use Holds::{Bytes, Json, Moment, Number, Text, Uuid};

const TABLES: &[Table] = &[
    Table {
        name: "event",
        key: &["seq"],
        holds: &[
            ("seq", Number),
            ("xact", Number),
            ("event_id", Uuid),
            ("name", Text),
            ("body", Json),
            ("actor_kind", Text),
            ("actor_id", Uuid),
            ("request_id", Text),
            ("at", Moment),
            ("company_id", Uuid),
            ("changes", Text),
            ("private", Text),
        ],
        fresh: &["seq", "event_id"],
    },
    Table {
        name: "event_company",
        key: &["event_id", "company_id"],
        holds: &[("event_id", Uuid), ("company_id", Uuid)],
        fresh: &["company_id"],
    },
    Table {
        name: "audit_entry",
        key: &["chain_id", "number"],
        holds: &[("chain_id", Uuid), ("number", Number), ("event_id", Uuid), ("hash", Bytes)],
        fresh: &["chain_id"],
    },
    Table {
        name: "audit_chain",
        key: &["chain_id"],
        holds: &[("chain_id", Uuid), ("length", Number), ("hash", Bytes)],
        fresh: &["chain_id"],
    },
    Table {
        name: "audit_checkpoint",
        key: &["number"],
        holds: &[("number", Number), ("size", Number), ("root", Bytes), ("at", Moment), ("note", Text)],
        fresh: &["number"],
    },
    Table {
        name: "audit_leaf",
        key: &["place"],
        holds: &[("place", Number), ("checkpoint", Number), ("chain_id", Uuid), ("length", Number), ("hash", Bytes), ("nodes", Bytes)],
        fresh: &["place"],
    },
];

impl Table {
    fn columns(&self) -> String {
        self.holds.iter().map(|(column, _)| *column).collect::<Vec<_>>().join(", ")
    }

    /// The columns of a row, with what is put in the place of some.
    fn with(&self, put: impl Fn(&str, Holds) -> Option<String>) -> String {
        self.holds.iter().map(|(column, kind)| put(column, *kind).unwrap_or_else(|| format!("a.{column}"))).collect::<Vec<_>>().join(", ")
    }

    fn key_is(&self, from: &str) -> String {
        let parts: Vec<String> =
            self.key.iter().map(|column| format!("{0}.{column} = (SELECT {column} FROM kept_{0} WHERE {from})", self.name)).collect();
        parts.join(" AND ")
    }
}

/// Numbers that look random and are the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "a test is told by its environment how much to try")]
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// People and companies who have done something of every kind, and three checkpoints of it.
async fn history(world: &World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let mut company = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let mut partner = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
    world.later(chrono::TimeDelta::minutes(6));
    world.settle().await;
    company.owner.refreshes().await;
    partner.owner.refreshes().await;
    company.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    company.is_introduced_to(&partner).await;
    world.later(chrono::TimeDelta::minutes(6));
    world.settle().await;
    company.owner.refreshes().await;
    partner.owner.refreshes().await;
    let terms = json!({ "kind": "CONTRACT", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
    let input = json!({ "agreement": { "with": [partner.id] }, "terms": terms });
    let paper = company.owner.does("proposeAgreement", input, "agreement { id proposal { hash } }").await["agreement"].clone();
    let answer = json!({ "agreementId": paper["id"], "hash": paper["proposal"]["hash"] });
    partner.owner.does("confirmAgreement", answer, "agreement { id }").await;
    world.later(chrono::TimeDelta::minutes(6));
    world.settle().await;
}

async fn faults(world: &World, outside: Option<&str>) -> Vec<Fault> {
    let mut faults = Vec::new();
    world.app.check_audit(None, outside, &mut |fault| faults.push(fault)).await.unwrap();
    faults
}

/// Tries one change; nothing if the database would not have it or it left everything as it was.
async fn tampers(past: &mut Past, chance: &mut Chance) -> Option<(usize, String)> {
    let which = chance.below(TABLES.len());
    let table = &TABLES[which];
    let rows = past.rows(table.name).await;
    let (one, other) = (&rows[chance.below(rows.len())], &rows[chance.below(rows.len())]);
    let (column, kind) = table.holds[chance.below(table.holds.len())];
    let Table { name, .. } = table;
    let (columns, at_one, at_other) = (table.columns(), past.at(one), past.at(other));
    let copied = |put: String, at: &str| format!("INSERT INTO {name} ({columns}) SELECT {put} FROM kept_{name} a WHERE {}", at_of("a", at));
    let delete = |at: &str| format!("DELETE FROM {name} WHERE {}", table.key_is(at));
    let (told, sql) = match chance.below(4) {
        0 => {
            let altered = past.altered(&format!("a.{column}"), kind);
            let put = table.with(|name, _| (name == column).then(|| altered.clone()));
            (format!("edit of {name}.{column} at {one}"), format!("{}; {}", delete(&at_one), copied(put, &at_one)))
        }
        1 => (format!("deletion from {name} at {one}"), delete(&at_one)),
        2 => {
            let fresh = |column: &str, kind| table.fresh.contains(&column).then(|| past.altered(&format!("a.{column}"), kind));
            (format!("insertion into {name} after {one}"), copied(table.with(fresh), &at_one))
        }
        _ if one == other => return None,
        _ => {
            let from = |at: &str| format!("(SELECT b.{column} FROM kept_{name} b WHERE {})", at_of("b", at));
            let swapped = |at: &str| table.with(|name, _| (name == column).then(|| from(at)));
            let sql = format!(
                "{}; {}; {}; {}",
                delete(&at_one),
                delete(&at_other),
                copied(swapped(&at_other), &at_one),
                copied(swapped(&at_one), &at_other)
            );
            (format!("swap of {name}.{column} between {one} and {other}"), sql)
        }
    };
    let done = past.runs(&format!("BEGIN; {sql}; COMMIT")).await;
    if done.is_err() {
        let _ = past.runs("ROLLBACK").await;
    }
    if done.is_ok() && past.differs(table).await {
        return Some((which, told));
    }
    past.restores(table).await;
    None
}

/// A place of a row, in the words of an alias.
fn at_of(alias: &str, at: &str) -> String {
    format!("{alias}.{at}")
}

#[expect(clippy::print_stderr, reason = "a run that looks random says how it is repeated")]
async fn every_change_is_found(kind: Kind) {
    let world = World::open(kind).await;
    history(&world).await;
    assert_eq!(faults(&world, None).await, [], "what nobody touched verifies");
    let mut past = Past::of(&world).await;
    for table in TABLES {
        past.runs(&format!("CREATE TABLE kept_{0} AS SELECT * FROM {0}", table.name)).await.unwrap();
    }
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let seed = setting("FORUM_SEED", now);
    let wanted = setting("FORUM_TAMPERINGS", 1_000);
    eprintln!("FORUM_SEED={seed} FORUM_TAMPERINGS={wanted}");
    let mut chance = Chance(seed);
    let mut tried = 0;
    while tried < wanted {
        let Some((table, told)) = tampers(&mut past, &mut chance).await else { continue };
        tried += 1;
        let found = faults(&world, None).await;
        assert!(!found.is_empty(), "FORUM_SEED={seed}: nobody noticed change {tried}, the {told}");
        past.restores(&TABLES[table]).await;
    }
    assert_eq!(faults(&world, None).await, [], "what was put back verifies");
}

#[tokio::test]
async fn every_change_of_history_is_found_on_sqlite() {
    every_change_is_found(Kind::Sqlite).await;
}

#[tokio::test]
async fn every_change_of_history_is_found_on_postgres() {
    every_change_is_found(Kind::Postgres).await;
}

/// Cuts history off after an event as one would who knows the audit: entries, heads and whom it concerned go along.
async fn cuts_off(past: &mut Past, after: i64) {
    let later = format!("(SELECT event_id FROM event WHERE seq > {after})");
    let statements = [
        format!("DELETE FROM event_company WHERE event_id IN {later}"),
        format!("DELETE FROM audit_entry WHERE event_id IN {later}"),
        format!("DELETE FROM event WHERE seq > {after}"),
        "DELETE FROM audit_chain WHERE chain_id NOT IN (SELECT chain_id FROM audit_entry)".to_owned(),
        "UPDATE audit_chain SET length = (SELECT max(number) FROM audit_entry e WHERE e.chain_id = audit_chain.chain_id)".to_owned(),
        "UPDATE audit_chain SET hash = (SELECT hash FROM audit_entry e WHERE e.chain_id = audit_chain.chain_id AND e.number = audit_chain.length)"
            .to_owned(),
    ];
    for statement in statements {
        past.runs(&statement).await.unwrap();
    }
}

async fn history_that_is_cut_off_is_found(kind: Kind) {
    let world = World::open(kind).await;
    history(&world).await;
    let mut past = Past::of(&world).await;
    for table in TABLES {
        past.runs(&format!("CREATE TABLE kept_{0} AS SELECT * FROM {0}", table.name)).await.unwrap();
    }
    let kept = world.app.checkpoint(None).await.unwrap().unwrap();
    let first = past.number("SELECT min(seq) FROM event").await;
    let last = past.number("SELECT max(seq) FROM event").await;
    for after in first..last {
        cuts_off(&mut past, after).await;
        let found = faults(&world, None).await;
        assert!(found.iter().any(|fault| fault.what.contains("took it")), "cut off after {after} of {last}: {found:?}");
        for table in TABLES {
            past.restores(table).await;
        }
    }
    // Whoever also takes the checkpoints away leaves a shorter history that is true in itself: a checkpoint that was kept outside tells.
    let size = past.number("SELECT size FROM audit_checkpoint WHERE number = 1").await;
    let end = past
        .number("SELECT max(e.seq) FROM event e JOIN audit_entry n ON n.event_id = e.event_id JOIN audit_leaf l ON l.chain_id = n.chain_id AND l.length = n.number AND l.checkpoint = 1")
        .await;
    cuts_off(&mut past, end).await;
    past.runs(&format!("DELETE FROM audit_leaf WHERE place >= {size}")).await.unwrap();
    past.runs("DELETE FROM audit_checkpoint WHERE number > 1").await.unwrap();
    assert_eq!(faults(&world, None).await, []);
    let found = faults(&world, Some(&kept)).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].what.contains("history was cut off"), "{found:?}");
    // Nor does a text that the forum never signed prove anything.
    let forged = kept.replacen("\nnumber ", "\nnumber 1", 1);
    assert_ne!(forged, kept);
    let found = faults(&world, Some(&forged)).await;
    assert_eq!(found.iter().map(|fault| fault.what.as_str()).collect::<Vec<_>>(), ["no key of this forum signed it"]);
}

#[tokio::test]
async fn history_that_is_cut_off_is_found_on_sqlite() {
    history_that_is_cut_off_is_found(Kind::Sqlite).await;
}

#[tokio::test]
async fn history_that_is_cut_off_is_found_on_postgres() {
    history_that_is_cut_off_is_found(Kind::Postgres).await;
}
