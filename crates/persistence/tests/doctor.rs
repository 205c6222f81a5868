//! What the examination finds on a real PostgreSQL: production as Compose makes it passes, and each way of making it weaker is found.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

use std::sync::atomic::{AtomicU32, Ordering};

use persistence::{
    Database,
    database::Location,
    doctor::{Finding, Verdict, examine},
};
use sea_orm::sqlx::{self, AssertSqlSafe, Connection, PgConnection};
use tokio::sync::{Mutex, MutexGuard};

/// Roles belong to the whole server, so the tests take turns.
static TURN: Mutex<()> = Mutex::const_new(());
static WORLDS: AtomicU32 = AtomicU32::new(0);

/// A server prepared as Compose does: a migrator who owns, and a login that may become the four roles.
struct World {
    server: String,
    name: String,
    database: Database,
    _turn: MutexGuard<'static, ()>,
}

#[expect(clippy::disallowed_methods, reason = "the test command says in the environment where its server is")]
fn server() -> String {
    std::env::var("FORUM_TEST_POSTGRES").expect("this test needs a PostgreSQL: run it by `cargo xtask test`, which starts one")
}

async fn run(url: &str, sql: impl Into<String>) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let sql = sql.into();
    sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(&mut connection).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().await.unwrap();
}

impl World {
    async fn new() -> Self {
        let turn = TURN.lock().await;
        let server = server();
        let name = format!("doctor_{}_{}", std::process::id(), WORLDS.fetch_add(1, Ordering::Relaxed));
        for role in ["forum_app", "forum_staff", "forum_worker", "forum_auditor"] {
            let exists = format!("SELECT FROM pg_roles WHERE rolname = '{role}'");
            run(&server, format!("DO $$ BEGIN IF NOT EXISTS ({exists}) THEN CREATE ROLE {role} NOLOGIN; END IF; END $$")).await;
        }
        run(&server, format!("CREATE ROLE {name}_migrator LOGIN BYPASSRLS PASSWORD 'steppe'")).await;
        run(&server, format!("CREATE ROLE {name} LOGIN NOINHERIT PASSWORD 'steppe'")).await;
        run(&server, format!("GRANT forum_app, forum_staff, forum_worker, forum_auditor TO {name}")).await;
        run(&server, format!("CREATE DATABASE {name} OWNER {name}_migrator")).await;
        let inside = at(&server, "postgres", &name);
        run(&inside, format!("REVOKE ALL ON SCHEMA public FROM PUBLIC; ALTER SCHEMA public OWNER TO {name}_migrator")).await;
        run(&inside, format!("GRANT USAGE ON SCHEMA public TO {name}")).await;
        let location =
            Location::Postgres { url: at(&server, &name, &name), migrator: Some(at(&server, &format!("{name}_migrator"), &name)) };
        let database = Database::open(location).await.unwrap();
        database.migrate().await.unwrap();
        Self { server, name, database, _turn: turn }
    }

    /// Changes something as the superuser, inside the database.
    async fn weaken(&self, sql: impl Into<String>) {
        run(&at(&self.server, "postgres", &self.name), sql).await;
    }

    /// What is not as it should be, but for the durability that the server of the tests does without.
    async fn complaints(&self) -> Vec<Finding> {
        complaints(&self.database).await
    }

    async fn end(self) {
        self.database.close().await;
        let name = &self.name;
        run(&self.server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        run(&self.server, format!("DROP ROLE {name}")).await;
        run(&self.server, format!("DROP ROLE {name}_migrator")).await;
    }
}

async fn complaints(database: &Database) -> Vec<Finding> {
    let findings = examine(database).await.into_iter().map(Finding::with_data_loss_accepted);
    findings.filter(Finding::is_fatal).collect()
}

/// The server's address with another login and another database.
fn at(server: &str, login: &str, database: &str) -> String {
    let host = server.rsplit_once('@').and_then(|(_, rest)| rest.split_once('/')).unwrap().0;
    format!("postgres://{login}:steppe@{host}/{database}")
}

fn only<'a>(complaints: &'a [Finding], name: &str) -> &'a str {
    match complaints {
        [complaint] if complaint.name == name => &complaint.text,
        _ => panic!("one complaint about {name} was expected: {complaints:#?}"),
    }
}

#[tokio::test]
async fn production_as_compose_makes_it_is_fit_to_start() {
    let world = World::new().await;
    assert_eq!(world.complaints().await, []);
    world.end().await;
}

#[tokio::test]
async fn every_respect_is_looked_at() {
    let world = World::new().await;
    let names: Vec<_> = examine(&world.database).await.into_iter().map(|finding| finding.name).collect();
    let expected = [
        "server_version",
        "login",
        "login_privileges",
        "roles",
        "ownership",
        "row_security",
        "truncate",
        "definer_functions",
        "views",
        "fsync",
        "synchronous_commit",
        "full_page_writes",
        "migrations",
    ];
    assert_eq!(names, expected);
    world.end().await;
}

#[tokio::test]
async fn a_superuser_is_refused() {
    let world = World::new().await;
    let url = at(&world.server, "postgres", &world.name);
    let database = Database::open(Location::Postgres { url, migrator: None }).await.unwrap();
    let text = only(&complaints(&database).await, "login").to_owned();
    assert_eq!(text, "the login `postgres` is a superuser, whom no policy holds");
    database.close().await;
    world.end().await;
}

#[tokio::test]
async fn the_migrator_is_refused() {
    let world = World::new().await;
    let url = at(&world.server, &format!("{}_migrator", world.name), &world.name);
    let database = Database::open(Location::Postgres { url, migrator: None }).await.unwrap();
    let complaints = complaints(&database).await;
    let names: Vec<_> = complaints.iter().map(|complaint| complaint.name).collect();
    // It cannot become the worker either, so it cannot read which migrations there are.
    assert_eq!(names[..4], ["login", "login_privileges", "roles", "ownership"], "{complaints:#?}");
    assert!(complaints[0].text.contains("BYPASSRLS"), "{complaints:#?}");
    database.close().await;
    world.end().await;
}

#[tokio::test]
async fn a_login_that_could_become_more_is_refused() {
    let world = World::new().await;
    let name = &world.name;
    world.weaken(format!("CREATE ROLE {name}_more NOLOGIN BYPASSRLS; GRANT {name}_more TO {name}")).await;
    assert!(only(&world.complaints().await, "login").contains("which the login may become, has BYPASSRLS"));
    world.weaken(format!("DROP ROLE {name}_more")).await;
    world.weaken(format!("ALTER TABLE listing OWNER TO {name}")).await;
    let complaints = world.complaints().await;
    let owned: Vec<_> = complaints.iter().map(|complaint| complaint.name).collect();
    assert_eq!(owned, ["login_privileges", "ownership"], "{complaints:#?}");
    world.weaken(format!("REASSIGN OWNED BY {name} TO {name}_migrator")).await;
    world.weaken(format!("ALTER ROLE {name} INHERIT")).await;
    assert!(only(&world.complaints().await, "login_privileges").contains("NOINHERIT"));
    world.end().await;
}

#[tokio::test]
async fn a_login_without_one_of_the_roles_is_refused() {
    let world = World::new().await;
    world.weaken(format!("REVOKE forum_auditor FROM {}", world.name)).await;
    assert!(only(&world.complaints().await, "roles").contains("cannot become `forum_auditor`"));
    world.end().await;
}

#[tokio::test]
async fn a_table_outside_its_policies_is_refused() {
    let world = World::new().await;
    for (sql, complaint) in [
        (
            "DO $$ DECLARE name text; BEGIN FOR name IN SELECT policyname FROM pg_policies WHERE tablename = 'joint_venture'
                LOOP EXECUTE format('DROP POLICY %I ON joint_venture', name); END LOOP; END $$",
            "`joint_venture` has no policy",
        ),
        ("ALTER TABLE listing NO FORCE ROW LEVEL SECURITY", "`listing` does not FORCE row-level security on its owner"),
        ("ALTER TABLE session DISABLE ROW LEVEL SECURITY", "`session` has row-level security switched off"),
        ("CREATE TABLE note (id uuid, company_id uuid)", "`note` has row-level security switched off"),
    ] {
        let url = at(&world.server, "postgres", &world.name);
        run(&url, sql).await;
        let found = world.complaints().await;
        assert!(only(&found, "row_security").contains(complaint), "{sql}: {found:#?}");
    }
    world.end().await;
}

#[tokio::test]
async fn ways_around_the_policies_are_refused() {
    let world = World::new().await;
    world.weaken("CREATE VIEW every_listing AS SELECT * FROM listing").await;
    assert_eq!(only(&world.complaints().await, "views"), "`every_listing` walks around the policies of its reader");
    world.weaken("ALTER VIEW every_listing SET (security_invoker = true)").await;
    assert_eq!(world.complaints().await, []);

    world.weaken("CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM public.listing'").await;
    assert_eq!(only(&world.complaints().await, "definer_functions"), "`peek` is SECURITY DEFINER and not one of ours");
    world.weaken("DROP FUNCTION peek").await;
    world.weaken("ALTER FUNCTION app_colleagues() RESET search_path").await;
    assert!(only(&world.complaints().await, "definer_functions").starts_with("`app_colleagues` has no fixed search_path"));
    world.weaken("ALTER FUNCTION app_colleagues() SET search_path = pg_catalog").await;
    world.weaken("ALTER FUNCTION app_memberships() OWNER TO forum_auditor").await;
    assert!(only(&world.complaints().await, "definer_functions").starts_with("`app_memberships` belongs to a role without BYPASSRLS"));
    world.weaken(format!("ALTER FUNCTION app_memberships() OWNER TO {}_migrator", world.name)).await;

    world.weaken("GRANT TRUNCATE ON listing TO forum_app").await;
    assert_eq!(only(&world.complaints().await, "truncate"), "granted to forum_app on listing");
    world.end().await;
}

#[tokio::test]
async fn a_server_that_loses_writes_is_refused_unless_that_is_accepted() {
    let world = World::new().await;
    world.weaken(format!("ALTER ROLE {} SET synchronous_commit = off", world.name)).await;
    world.database.close().await;
    let database = Database::open(Location::Postgres { url: at(&world.server, &world.name, &world.name), migrator: None }).await.unwrap();
    let findings = examine(&database).await;
    let found = findings.into_iter().find(|finding| finding.name == "synchronous_commit").unwrap();
    assert_eq!(found.verdict, Verdict::Fatal);
    assert_eq!(found.with_data_loss_accepted().verdict, Verdict::Warning);
    database.close().await;
    world.end().await;
}

#[tokio::test]
async fn a_schema_that_is_behind_is_refused() {
    let world = World::new().await;
    world.weaken("DELETE FROM seaql_migrations WHERE version LIKE 'm0006%'").await;
    assert_eq!(only(&world.complaints().await, "migrations"), "not applied yet: m0006_row_security; run `forum migrate`");
    world.end().await;
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_one_complaint_and_not_thirteen() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = format!("postgres://forum:secret@127.0.0.1:{port}/forum");
    let database = Database::open(Location::Postgres { url, migrator: None }).await.unwrap();
    let complaints = complaints(&database).await;
    assert_eq!(complaints.iter().map(|complaint| complaint.name).collect::<Vec<_>>(), ["connection", "migrations"]);
    assert!(complaints.iter().all(|complaint| !complaint.text.contains("secret")), "{complaints:#?}");
}
