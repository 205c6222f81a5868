//! Both databases have the same tables, and PostgreSQL guards every one that holds a tenant's rows.

use std::collections::{BTreeMap, BTreeSet};

use app::storage::Location;
use sqlx::{PgConnection, Row, SqliteConnection};
use tests::{
    Kind, World,
    ledger::{beside_the_forum, past_the_wall},
};

/// What two databases have to agree on.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    /// `table.column` with whether it may be empty.
    columns: BTreeMap<String, bool>,
    /// `table(columns)` of each primary key.
    keys: BTreeSet<String>,
    /// `name on table(columns)` of each other index, with whether it is unique and whether it covers a part only.
    indexes: BTreeMap<String, (bool, bool)>,
    /// `table(column) -> table(column)`
    references: BTreeSet<String>,
}

async fn of_sqlite(connection: &mut SqliteConnection) -> Shape {
    let mut shape = Shape::default();
    let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    for table in tables {
        let columns = sqlx::query("SELECT name, \"notnull\", pk FROM pragma_table_info(?) ORDER BY pk").bind(&table);
        let mut key = Vec::new();
        for column in columns.fetch_all(&mut *connection).await.unwrap() {
            let (name, required, place): (String, bool, i64) = (column.get(0), column.get(1), column.get(2));
            if place > 0 {
                key.push(name.clone());
            }
            shape.columns.insert(format!("{table}.{name}"), !required && place == 0);
        }
        shape.keys.insert(format!("{table}({})", key.join(", ")));
        let indexes = sqlx::query("SELECT name, \"unique\", partial FROM pragma_index_list(?) WHERE origin = 'c'").bind(&table);
        for index in indexes.fetch_all(&mut *connection).await.unwrap() {
            let (name, unique, partial): (String, bool, bool) = (index.get(0), index.get(1), index.get(2));
            let columns = sqlx::query_scalar("SELECT name FROM pragma_index_info(?) ORDER BY seqno").bind(&name);
            let columns: Vec<String> = columns.fetch_all(&mut *connection).await.unwrap();
            shape.indexes.insert(format!("{name} on {table}({})", columns.join(", ")), (unique, partial));
        }
        let unnamed: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_index_list(?) WHERE origin = 'u'")
            .bind(&table)
            .fetch_all(&mut *connection)
            .await
            .unwrap();
        assert_eq!(unnamed, Vec::<String>::new(), "a uniqueness without a name cannot be translated where it is hit");
        let references = sqlx::query("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?)").bind(&table);
        for reference in references.fetch_all(&mut *connection).await.unwrap() {
            let (from, to, column): (String, String, String) = (reference.get(0), reference.get(1), reference.get(2));
            shape.references.insert(format!("{table}({from}) -> {to}({column})"));
        }
    }
    shape
}

async fn of_postgres(connection: &mut PgConnection) -> Shape {
    let mut shape = Shape::default();
    let columns = sqlx::query(
        "SELECT table_name::text, column_name::text, is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = 'public'",
    );
    for column in columns.fetch_all(&mut *connection).await.unwrap() {
        let (table, name, nullable): (String, String, bool) = (column.get(0), column.get(1), column.get(2));
        shape.columns.insert(format!("{table}.{name}"), nullable);
    }
    let indexes = sqlx::query(
        "SELECT of.relname::text, index.relname::text, i.indisprimary, i.indisunique, i.indpred IS NOT NULL,
             (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number)
         FROM pg_index i JOIN pg_class of ON of.oid = i.indrelid JOIN pg_class index ON index.oid = i.indexrelid
         WHERE of.relnamespace = 'public'::regnamespace",
    );
    for index in indexes.fetch_all(&mut *connection).await.unwrap() {
        let (table, name, primary, unique, partial, columns): (String, String, bool, bool, bool, String) =
            (index.get(0), index.get(1), index.get(2), index.get(3), index.get(4), index.get(5));
        if primary {
            shape.keys.insert(format!("{table}({columns})"));
        } else {
            shape.indexes.insert(format!("{name} on {table}({columns})"), (unique, partial));
        }
    }
    let references = sqlx::query(
        "SELECT c.conrelid::regclass::text, f.attname::text, c.confrelid::regclass::text, t.attname::text FROM pg_constraint c
         JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = c.conkey[1]
         JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = c.confkey[1] WHERE c.contype = 'f'",
    );
    for reference in references.fetch_all(&mut *connection).await.unwrap() {
        let (table, from, to, column): (String, String, String, String) =
            (reference.get(0), reference.get(1), reference.get(2), reference.get(3));
        shape.references.insert(format!("{table}({from}) -> {to}({column})"));
    }
    shape
}

async fn guarded(world: &World) -> PgConnection {
    let Location::Postgres { url, .. } = &world.location else { panic!("a world on PostgreSQL") };
    past_the_wall(url).await
}

#[tokio::test]
async fn both_databases_have_one_shape() {
    let (small, large) = (World::open(Kind::Sqlite).await, World::open(Kind::Postgres).await);
    let Location::Sqlite(path) = &small.location else { panic!("a world on SQLite") };
    let sqlite = of_sqlite(&mut beside_the_forum(path).await).await;
    let postgres = of_postgres(&mut guarded(&large).await).await;
    assert!(sqlite.columns.len() > 200 && sqlite.references.len() > 20 && sqlite.indexes.values().any(|(unique, _)| *unique));
    assert_eq!(sqlite.columns, postgres.columns);
    assert_eq!(sqlite.keys, postgres.keys);
    assert_eq!(sqlite.indexes, postgres.indexes);
    assert_eq!(sqlite.references, postgres.references);
}

/// Every table that names a company, a person or a shared record is behind a policy that holds for its owner too.
#[tokio::test]
async fn every_table_of_tenants_is_behind_a_policy() {
    let world = World::open(Kind::Postgres).await;
    let mut connection = guarded(&world).await;
    let unguarded: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname ~ '(company_id|record_id|user_id|joint_venture_id|proposal_id)$'
         AND NOT (c.relrowsecurity AND c.relforcerowsecurity
             AND EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname AND 'forum_worker' = ANY (p.roles)))
         ORDER BY 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(unguarded, Vec::<String>::new());
    // What tenants and people may read at all, they read through a policy of their own, or it is public.
    let open: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT g.table_name::text FROM information_schema.role_table_grants g WHERE g.grantee = 'forum_app' AND g.table_schema = 'public'
         AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.tablename = g.table_name AND 'forum_app' = ANY (p.roles)) ORDER BY 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let public = [
        "company_redirect",
        "complementarity",
        "import",
        "initiative",
        "legal_form",
        "legal_text",
        "ownership_rule",
        "pillar",
        "published_record",
        "region",
        "seaql_migrations",
        "sector",
        "source",
        "target",
        "trade_flow",
    ];
    assert_eq!(open, public);
    let everybody: Vec<String> =
        sqlx::query_scalar("SELECT policyname::text FROM pg_policies WHERE roles = '{public}'").fetch_all(&mut connection).await.unwrap();
    assert_eq!(everybody, Vec::<String>::new(), "a policy for whomever");
    let grants: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee IN ('PUBLIC', 'forum')",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    assert_eq!(grants, 0, "the login itself may do nothing");
    // Nobody but the migrator changes or deletes what happened.
    let rewriters: Vec<String> = sqlx::query_scalar(
        "SELECT grantee || ' ' || privilege_type || ' ' || table_name FROM information_schema.role_table_grants
         WHERE table_schema = 'public' AND grantee LIKE 'forum%' AND table_name IN ('event', 'event_company', 'party', 'proposal_answer') AND privilege_type NOT IN ('SELECT', 'INSERT')",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(rewriters, Vec::<String>::new());
}
