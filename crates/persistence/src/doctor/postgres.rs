//! What must hold of a PostgreSQL server, of the login and of the schema, so that row-level security is a wall and a commit is kept.

use sea_orm::sqlx::{self, PgPool};

use super::Finding;

/// The roles that a scope picks; policies are written for these.
const ROLES: [&str; 4] = ["forum_app", "forum_staff", "forum_worker", "forum_auditor"];

/// What everybody may read. Every other table needs policies, so that a table somebody forgot to think about is found here.
const PUBLIC_TABLES: [&str; 15] = [
    "company_public",
    "complementarity",
    "directory_entry",
    "import",
    "initiative",
    "legal_form",
    "legal_text",
    "ownership_rule",
    "pillar",
    "region",
    "seaql_migrations",
    "sector",
    "source",
    "target",
    "trade_flow",
];

/// What must be there, with policies: the tables of tenants and people.
const GUARDED_TABLES: [&str; 26] = [
    "agreement",
    "company",
    "consent",
    "data_export",
    "event",
    "event_company",
    "introduction",
    "joint_venture",
    "legal_hold",
    "letter",
    "listing",
    "member",
    "milestone",
    "moderation_case",
    "outcome",
    "party",
    "password",
    "proposal",
    "proposal_answer",
    "file",
    "reading",
    "session",
    "signing_key",
    "staff",
    "subject_salt",
    "user_account",
];

/// The functions that step past a policy on purpose, see the migration of row security.
const DEFINERS: [&str; 5] = ["app_colleagues", "app_founds", "app_memberships", "app_record_exists", "app_shared_records"];

const OLDEST_SERVER: i32 = 150_000;

pub(super) async fn examine(pool: &PgPool) -> Vec<Finding> {
    if let Err(error) = sqlx::query("SELECT 1").execute(pool).await {
        return vec![Finding::fatal("connection", format!("the database does not answer: {error}"))];
    }
    vec![
        seen("server_version", server_version(pool).await),
        seen("login", login(pool).await),
        seen("login_privileges", login_privileges(pool).await),
        roles(pool).await,
        seen("ownership", ownership(pool).await),
        seen("row_security", row_security(pool).await),
        seen("truncate", truncate(pool).await),
        seen("definer_functions", definer_functions(pool).await),
        seen("views", views(pool).await),
        setting(pool, "fsync", "a commit is acknowledged when it is on the disk").await,
        setting(pool, "synchronous_commit", "a commit is acknowledged when it is written").await,
        setting(pool, "full_page_writes", "a page that a power cut tore is mended").await,
    ]
}

/// What could not be looked at is not known to be good.
fn seen(name: &'static str, found: Result<Finding, sqlx::Error>) -> Finding {
    found.unwrap_or_else(|error| Finding::fatal(name, format!("could not be looked at: {error}")))
}

async fn server_version(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    const SQL: &str = "SELECT current_setting('server_version'), current_setting('server_version_num')::int";
    let (version, number): (String, i32) = sqlx::query_as(SQL).fetch_one(pool).await?;
    let text = format!("PostgreSQL {version}");
    Ok(if number >= OLDEST_SERVER {
        Finding::good("server_version", text)
    } else {
        Finding::fatal("server_version", format!("{text}; the forum needs 15 or newer, where views can obey the policies of their reader"))
    })
}

/// The login itself, and whatever it could become.
async fn login(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    const SQL: &str = "SELECT rolname::text, rolname = session_user, rolsuper, rolbypassrls FROM pg_roles \
        WHERE pg_has_role(session_user, oid, 'MEMBER') AND (rolname = session_user OR \
            NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)) ORDER BY 1";
    let roles: Vec<(String, bool, bool, bool)> = sqlx::query_as(SQL).fetch_all(pool).await?;
    let mut complaints = Vec::new();
    for (role, is_login, superuser, bypasses) in &roles {
        let who = if *is_login { format!("the login `{role}`") } else { format!("the role `{role}`, which the login may become,") };
        if *superuser {
            complaints.push(format!("{who} is a superuser, whom no policy holds"));
        } else if *bypasses {
            complaints.push(format!("{who} has BYPASSRLS, so no policy holds it"));
        }
    }
    let login = roles.iter().find(|role| role.1).map_or("?", |role| role.0.as_str());
    Ok(Finding::unless("login", &complaints, format!("`{login}` is held by the policies")))
}

/// By itself the login reads nothing: only a transaction that has picked a role does.
async fn login_privileges(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    const SQL: &str = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') \
        AND relname <> ALL ($1) AND has_table_privilege(session_user, oid, 'SELECT, INSERT, UPDATE, DELETE') \
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) ORDER BY 1";
    let tables: Vec<String> = sqlx::query_scalar(SQL).bind(PUBLIC_TABLES.as_slice()).fetch_all(pool).await?;
    let mut complaints = Vec::new();
    if !tables.is_empty() {
        let tables = tables.join(", ");
        complaints.push(format!("the login may use {tables} without picking a role; it must be NOINHERIT and have no grants of its own"));
    }
    Ok(Finding::unless("login_privileges", &complaints, "the login by itself may use no table of tenants or people"))
}

async fn roles(pool: &PgPool) -> Finding {
    let mut complaints = Vec::new();
    for role in ROLES {
        if let Err(error) = become_role(pool, role).await {
            complaints.push(format!("the login cannot become `{role}`: {error}"));
        }
    }
    Finding::unless("roles", &complaints, format!("the login may become {}", ROLES.join(", ")))
}

async fn become_role(pool: &PgPool, role: &'static str) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    // As `SET LOCAL ROLE`, with the role as an argument.
    sqlx::query("SELECT set_config('role', $1, true)").bind(role).execute(&mut *tx).await?;
    tx.rollback().await
}

/// An owner may switch a policy off, and so may whoever may become one.
async fn ownership(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    const SQL: &str = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace \
        AND relkind IN ('r', 'p', 'v', 'm', 'S') AND pg_has_role(session_user, relowner, 'MEMBER') \
        AND (relowner = (SELECT oid FROM pg_roles WHERE rolname = session_user) \
            OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)) ORDER BY 1";
    let owned: Vec<String> = sqlx::query_scalar(SQL).fetch_all(pool).await?;
    let complaints: Vec<String> = match owned.as_slice() {
        [] => Vec::new(),
        [first, ..] => {
            vec![format!(
                "the login owns, or may become the owner of, {} tables, among them `{first}`; migrate as another login",
                owned.len()
            )]
        }
    };
    Ok(Finding::unless("ownership", &complaints, "the login owns nothing"))
}

async fn row_security(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    const SQL: &str = "SELECT c.relname::text, c.relrowsecurity, c.relforcerowsecurity, \
            EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) FROM pg_class c \
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL ($1) ORDER BY 1";
    let tables: Vec<(String, bool, bool, bool)> = sqlx::query_as(SQL).bind(PUBLIC_TABLES.as_slice()).fetch_all(pool).await?;
    let mut complaints: Vec<String> = GUARDED_TABLES
        .iter()
        .filter(|guarded| !tables.iter().any(|(name, ..)| name == *guarded))
        .map(|missing| format!("`{missing}` is missing"))
        .collect();
    for (name, enabled, forced, has_policy) in &tables {
        if !enabled {
            complaints.push(format!("`{name}` has row-level security switched off"));
        } else if !forced {
            complaints.push(format!("`{name}` does not FORCE row-level security on its owner"));
        }
        if !has_policy {
            complaints.push(format!("`{name}` has no policy"));
        }
    }
    Ok(Finding::unless("row_security", &complaints, format!("{} tables are behind forced policies", tables.len())))
}

/// TRUNCATE asks no policy.
async fn truncate(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    const SQL: &str = "SELECT r.rolname::text || ' on ' || c.relname FROM pg_class c, pg_roles r \
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND r.rolname = ANY ($1) \
        AND NOT r.rolsuper AND has_table_privilege(r.oid, c.oid, 'TRUNCATE, REFERENCES, TRIGGER') ORDER BY 1";
    let granted: Vec<String> = sqlx::query_scalar(SQL).bind(ROLES.as_slice()).fetch_all(pool).await?;
    let complaints: Vec<String> = granted.into_iter().map(|grant| format!("granted to {grant}")).collect();
    Ok(Finding::unless("truncate", &complaints, "no role may empty a table, refer to it or put a trigger on it"))
}

async fn definer_functions(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    const SQL: &str = "SELECT p.proname::text, n.nspname = 'public', \
            coalesce(p.proconfig, '{}') @> ARRAY['search_path=pg_catalog'], r.rolsuper OR r.rolbypassrls \
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner \
        WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";
    let functions: Vec<(String, bool, bool, bool)> = sqlx::query_as(SQL).fetch_all(pool).await?;
    let mut complaints: Vec<String> = DEFINERS
        .iter()
        .filter(|known| !functions.iter().any(|(name, ..)| name == *known))
        .map(|missing| format!("`{missing}` is missing, or is no SECURITY DEFINER"))
        .collect();
    for (name, in_public, has_path, steps_past) in &functions {
        if !in_public || !DEFINERS.contains(&name.as_str()) {
            complaints.push(format!("`{name}` is SECURITY DEFINER and not one of ours"));
        } else if !has_path {
            complaints.push(format!("`{name}` has no fixed search_path, so a caller may put his own tables before ours"));
        } else if !steps_past {
            complaints.push(format!("`{name}` belongs to a role without BYPASSRLS, so it sees nothing: migrate as a role that has it"));
        }
    }
    Ok(Finding::unless("definer_functions", &complaints, "only our own functions step past a policy, on a fixed path"))
}

/// A view asks the policies of its owner, unless it is told to ask its reader's; a materialised view asks none.
async fn views(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    const SQL: &str = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (relkind = 'm' OR \
        (relkind = 'v' AND NOT EXISTS (SELECT FROM unnest(reloptions) option \
            WHERE lower(option) IN ('security_invoker=true', 'security_invoker=on', 'security_invoker=1', 'security_invoker=yes')))) ORDER BY 1";
    let views: Vec<String> = sqlx::query_scalar(SQL).fetch_all(pool).await?;
    let complaints: Vec<String> = views.into_iter().map(|view| format!("`{view}` walks around the policies of its reader")).collect();
    Ok(Finding::unless("views", &complaints, "no view walks around a policy"))
}

async fn setting(pool: &PgPool, name: &'static str, good: &str) -> Finding {
    let found: Result<String, _> = sqlx::query_scalar("SELECT current_setting($1)").bind(name).fetch_one(pool).await;
    match found {
        Ok(found) if found != "off" => Finding::good(name, good),
        Ok(_) => Finding::fatal(name, "is off: a power cut loses what was acknowledged; `--i-accept-data-loss` starts all the same"),
        Err(error) => Finding::fatal(name, format!("could not be looked at: {error}")),
    }
}
