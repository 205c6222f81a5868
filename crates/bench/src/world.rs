//! A seeded world on either database, and the people who are asked to act in it.

use std::{
    fmt,
    path::{Path, PathBuf},
    process::Stdio,
};

use bytes::Bytes;
use http::{HeaderValue, Method};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use tokio_postgres::NoTls;

use crate::{
    failure::Failure,
    load::{Asked, Client},
    node::{Node, free_address},
    process,
};

/// The seed of every world here: the same for the same size.
const SEED: &str = "2026";
/// Everybody's password in a seeded world.
const PASSWORD: &str = "walnut-saddle-monsoon-42";
/// Any 32 bytes do where nothing is secret.
const SECRET: &str = "0707070707070707070707070707070707070707070707070707070707070707";
/// How many people act: as many as it takes for none of them to use up what he may ask in a minute.
const PEOPLE: usize = 48;
/// How many companies are asked for in turn, so that no row is always at hand.
const COMPANIES: usize = 500;
const PAGE: usize = 100;

/// On which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

/// A world that is laid out.
pub struct World {
    folder: TempDir,
    postgres: Option<Server>,
}

/// A database of its own in a PostgreSQL.
struct Server {
    superuser: String,
    name: String,
    postmaster: Option<u32>,
}

/// Who and what is there to be asked about.
pub struct Cast {
    pub companies: Vec<Known>,
    pub members: Vec<Acting>,
}

/// A company of the directory.
#[derive(Debug, Clone)]
pub struct Known {
    pub name: String,
    pub country: String,
    pub subsector: String,
}

/// Somebody who acts for a company, and a company of the other country that it has been introduced to.
#[derive(Debug, Clone)]
pub struct Acting {
    pub token: HeaderValue,
    pub company: String,
    pub partner: Option<String>,
}

impl World {
    /// Makes the database and fills it.
    pub async fn lay_out(forum: &Path, database: Database, companies: u32, superuser: Option<&str>) -> Result<Self, Failure> {
        let folder = TempDir::new().map_err(Failure::at("a temporary folder"))?;
        let postgres = match (database, superuser) {
            (Database::Sqlite, _) => None,
            (Database::Postgres, None) => return Err(Failure::Other("--postgres, or FORUM_TEST_POSTGRES, is missing".to_owned())),
            (Database::Postgres, Some(superuser)) => Some(Server::create(superuser, &format!("bench_{companies}")).await?),
        };
        let world = Self { folder, postgres };
        for step in [vec!["migrate"], vec!["import"], vec!["seed", "--companies", &companies.to_string(), "--seed", SEED]] {
            let output = world.command(forum, true).args(&step).stdout(Stdio::null()).output().await;
            let output = output.map_err(Failure::at(forum.display()))?;
            if !output.status.success() {
                return Err(Failure::Other(format!("`forum {}`: {}", step.join(" "), String::from_utf8_lossy(&output.stderr))));
            }
        }
        if let Some(server) = &world.postgres {
            server.open().await?;
        }
        Ok(world)
    }

    fn command(&self, program: &Path, owner: bool) -> Command {
        let mut command = Command::new(program);
        command.env("FORUM_DATA", self.folder.path()).env("FORUM_SECRET", SECRET).env("FORUM_LOG", "warn").env_remove("DATABASE_URL");
        command.env("FORUM_TRUSTED_PROXIES", "127.0.0.1").stderr(Stdio::piped());
        if let Some(server) = &self.postgres {
            command.env("DATABASE_URL", server.url(if owner { "postgres" } else { "forum" }));
        }
        command
    }

    /// Starts a node on it.
    pub async fn serve(&self, forum: &Path) -> Result<Node, Failure> {
        let address = free_address()?;
        let mut command = self.command(forum, false);
        command.args(["serve", "--i-accept-data-loss"]).env("FORUM_LISTEN", address.to_string()).stderr(Stdio::inherit());
        Node::start(&mut command, address, self.postgres.as_ref().and_then(|server| server.postmaster)).await
    }

    /// Starts the floor on it.
    pub async fn floor(&self) -> Result<Node, Failure> {
        let address = free_address()?;
        let own: PathBuf = std::env::current_exe().map_err(Failure::at("this program"))?;
        let mut command = Command::new(own);
        command.args(["floor", "--listen", &address.to_string()]).stderr(Stdio::inherit());
        if let Some(server) = &self.postgres {
            command.args(["--database", &server.url("postgres")]);
        }
        Node::start(&mut command, address, self.postgres.as_ref().and_then(|server| server.postmaster)).await
    }

    /// Finds companies to ask about and signs people in.
    pub async fn cast(&self, node: &Node) -> Result<Cast, Failure> {
        let mut client = Client::connect(node.address, 200).await?;
        let mut companies = Vec::new();
        let mut after = Value::Null;
        while companies.len() < COMPANIES {
            let document = "query($after: String, $first: Int) { companies(first: $first, after: $after) { nodes { name country subsectors { code } } pageInfo { endCursor hasNextPage } } }";
            let page = client.graphql(None, document, json!({ "after": after, "first": PAGE })).await?["companies"].take();
            companies.extend(page["nodes"].as_array().into_iter().flatten().filter_map(known));
            if page["pageInfo"]["hasNextPage"] != json!(true) {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        let mut members = Vec::new();
        // Owners are named after the place of their company in the world; those of unverified companies cannot deal.
        for place in 3.. {
            if members.len() == PEOPLE || place > 4 * PEOPLE {
                break;
            }
            let side = if place % 2 == 1 { "kz" } else { "pk" };
            if let Some(member) = sign_in(&mut client, &format!("owner-{place}@{side}.demo.example")).await? {
                members.push(member);
            }
        }
        Ok(Cast { companies, members })
    }

    /// Takes the database away.
    pub async fn remove(self) -> Result<(), Failure> {
        match self.postgres {
            Some(server) => server.drop().await,
            None => self.folder.close().map_err(Failure::at("a temporary folder")),
        }
    }
}

fn known(node: &Value) -> Option<Known> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(Known { name: text(&node["name"])?, country: text(&node["country"])?, subsector: text(&node["subsectors"][0]["code"])? })
}

/// A person of a verified company, and nobody where the address is of nobody or of an unverified one.
async fn sign_in(client: &mut Client, email: &str) -> Result<Option<Acting>, Failure> {
    let document = "mutation($input: LogInInput!) { logIn(input: $input) { tokens { accessToken } userErrors { code } } }";
    let input = json!({ "input": { "email": email, "password": PASSWORD } });
    let Ok(data) = client.graphql(None, document, input).await else { return Ok(None) };
    let Some(token) = data["logIn"]["tokens"]["accessToken"].as_str() else { return Ok(None) };
    let token = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|error| Failure::Other(error.to_string()))?;
    let document =
        "{ viewer { company { id state } } introductions(first: 1, where: { state: ACCEPTED }) { nodes { from { id } to { id } } } }";
    let Ok(data) = client.graphql(Some(token.clone()), document, Value::Null).await else { return Ok(None) };
    if data["viewer"]["company"]["state"] != json!("VERIFIED") {
        return Ok(None);
    }
    let company = data["viewer"]["company"]["id"].as_str().unwrap_or_default().to_owned();
    let sides = &data["introductions"]["nodes"][0];
    let others = [&sides["from"]["id"], &sides["to"]["id"]];
    let partner = others.into_iter().filter_map(Value::as_str).find(|id| *id != company).map(str::to_owned);
    Ok(Some(Acting { token, company, partner }))
}

impl Client {
    /// The data of an answer.
    async fn graphql(&mut self, token: Option<HeaderValue>, document: &str, variables: Value) -> Result<Value, Failure> {
        let answer = self.ask(&graphql(token, document, &variables)).await?;
        let mut answer: Value = serde_json::from_slice(&answer).map_err(|error| Failure::Other(error.to_string()))?;
        Ok(answer["data"].take())
    }
}

/// A GraphQL request.
pub fn graphql(token: Option<HeaderValue>, document: &str, variables: &Value) -> Asked {
    let body = json!({ "query": document, "variables": variables }).to_string();
    Asked { method: Method::POST, path: "/graphql".to_owned(), token, body: Bytes::from(body) }
}

impl Server {
    async fn create(superuser: &str, name: &str) -> Result<Self, Failure> {
        let client = connect(superuser).await?;
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await?;
        client.batch_execute(&format!("CREATE DATABASE {name}")).await?;
        client
            .batch_execute(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'forum') THEN
                    CREATE ROLE forum LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
                END IF; END $$",
            )
            .await?;
        let backend: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await?.get(0);
        let postmaster = u32::try_from(backend).ok().and_then(process::parent_of);
        Ok(Self { superuser: superuser.to_owned(), name: name.to_owned(), postmaster })
    }

    /// Lets the login of the runtime in, and tells the planner what is there.
    async fn open(&self) -> Result<(), Failure> {
        let client = connect(&self.url("postgres")).await?;
        client.batch_execute("GRANT forum_app, forum_staff, forum_worker, forum_auditor TO forum").await?;
        client.batch_execute("VACUUM ANALYZE").await?;
        Ok(())
    }

    fn url(&self, user: &str) -> String {
        let host = self.superuser.split_once('@').map_or("127.0.0.1:5432/postgres", |(_, rest)| rest);
        let host = host.split_once('/').map_or(host, |(host, _)| host);
        format!("postgres://{user}@{host}/{}", self.name)
    }

    async fn drop(self) -> Result<(), Failure> {
        let client = connect(&self.superuser).await?;
        client.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await?;
        Ok(())
    }
}

/// A connection to PostgreSQL, driven by a task of its own.
pub async fn connect(url: &str) -> Result<tokio_postgres::Client, Failure> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}
