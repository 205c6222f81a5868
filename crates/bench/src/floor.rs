//! The floor: what the same answer costs with nothing around it. A bare axum route that answers bytes out of memory, and routes that ask
//! one statement each, prepared, over tokio-postgres.

use std::{
    net::SocketAddr,
    sync::{Arc, RwLock},
};

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::Method;
use serde::Serialize;
use serde_json::Value;
use tokio_postgres::{Client as Postgres, Row, Statement};
use uuid::Uuid;

use crate::{
    failure::Failure,
    load::{Asked, Client},
    world,
};

/// As many connections as a node has.
const CONNECTIONS: usize = 8;

const DIRECTORY: &str = "SELECT c.id, c.slug, c.country, c.names, c.region, c.size, c.subsectors, e.listed_at
    FROM directory_entry e JOIN company_public c ON c.id = e.company_id
    WHERE e.code = $1 AND e.country = $2 ORDER BY e.listed_at DESC, e.company_id DESC LIMIT 21";

const VENTURES: &str = "SELECT v.id, v.stage, v.health, t.terms, v.proposed_at,
        (SELECT jsonb_agg(jsonb_build_array(c.id, c.names, c.country)) FROM party p JOIN company c ON c.id = p.company_id WHERE p.record_id = v.id),
        (SELECT jsonb_agg(jsonb_build_array(m.id, m.title, m.due, m.state) ORDER BY m.due) FROM milestone m WHERE m.joint_venture_id = v.id)
    FROM party own JOIN joint_venture v ON v.id = own.record_id JOIN proposal t ON t.id = v.terms_proposal_id
    WHERE own.company_id = $1 ORDER BY v.proposed_at DESC, v.id DESC LIMIT 11";

#[derive(Clone)]
struct Floor {
    kept: Arc<RwLock<Bytes>>,
    database: Option<Arc<Vec<Prepared>>>,
}

struct Prepared {
    postgres: Postgres,
    directory: Statement,
    ventures: Statement,
}

/// Serves until it is killed.
pub async fn serve(listen: SocketAddr, database: Option<String>) -> Result<(), Failure> {
    let mut prepared = Vec::new();
    for url in database.iter().cycle().take(if database.is_some() { CONNECTIONS } else { 0 }) {
        let postgres = world::connect(url).await?;
        let (directory, ventures) = (postgres.prepare(DIRECTORY).await?, postgres.prepare(VENTURES).await?);
        prepared.push(Prepared { postgres, directory, ventures });
    }
    let database = database.map(|_| Arc::new(prepared));
    let floor = Floor { kept: Arc::default(), database };
    let router = Router::new()
        .route("/keep", post(keep))
        .route("/kept", post(kept))
        .route("/directory/{country}/{code}", get(directory))
        .route("/ventures/{company}", get(ventures))
        .with_state(floor);
    let listener = tokio::net::TcpListener::bind(listen).await.map_err(Failure::at(listen))?;
    axum::serve(listener, router).await.map_err(Failure::at(listen))
}

/// Gives the floor the bytes to answer, and the request that gets them.
pub async fn from_memory(address: SocketAddr, sample: &Bytes) -> Result<Vec<Asked>, Failure> {
    let asked = |path: &str, body: Bytes| Asked { method: Method::POST, path: path.to_owned(), token: None, body };
    Client::connect(address, 0).await?.ask(&asked("/keep", sample.clone())).await?;
    Ok(vec![asked("/kept", Bytes::from_static(b"{}"))])
}

async fn keep(State(floor): State<Floor>, body: Bytes) -> StatusCode {
    if let Ok(mut kept) = floor.kept.write() {
        *kept = body;
    }
    StatusCode::NO_CONTENT
}

async fn kept(State(floor): State<Floor>, _: Bytes) -> Response {
    let bytes = floor.kept.read().map(|kept| kept.clone()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], Body::from(bytes)).into_response()
}

#[derive(Serialize)]
struct Card {
    id: Uuid,
    slug: String,
    country: String,
    names: Value,
    region: String,
    size: String,
    subsectors: Value,
    listed_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct Venture {
    id: Uuid,
    stage: String,
    health: String,
    terms: Value,
    proposed_at: DateTime<Utc>,
    parties: Option<Value>,
    milestones: Option<Value>,
}

/// One after the other, as a pool would.
fn one(floor: &Floor) -> Result<&Prepared, Refused> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let prepared = floor.database.as_deref().ok_or(Refused)?;
    prepared.get(NEXT.fetch_add(1, Ordering::Relaxed) % prepared.len().max(1)).ok_or(Refused)
}

struct Refused;

impl From<tokio_postgres::Error> for Refused {
    fn from(_: tokio_postgres::Error) -> Self {
        Self
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

async fn directory(State(floor): State<Floor>, Path((country, code)): Path<(String, String)>) -> Result<Json<Vec<Card>>, Refused> {
    let own = one(&floor)?;
    let rows = own.postgres.query(&own.directory, &[&code, &country]).await?;
    Ok(Json(rows.iter().map(card).collect()))
}

fn card(row: &Row) -> Card {
    Card {
        id: row.get(0),
        slug: row.get(1),
        country: row.get(2),
        names: row.get(3),
        region: row.get(4),
        size: row.get(5),
        subsectors: row.get(6),
        listed_at: row.get(7),
    }
}

async fn ventures(State(floor): State<Floor>, Path(company): Path<Uuid>) -> Result<Json<Vec<Venture>>, Refused> {
    let own = one(&floor)?;
    let rows = own.postgres.query(&own.ventures, &[&company]).await?;
    let venture = |row: &Row| Venture {
        id: row.get(0),
        stage: row.get(1),
        health: row.get(2),
        terms: row.get(3),
        proposed_at: row.get(4),
        parties: row.get(5),
        milestones: row.get(6),
    };
    Ok(Json(rows.iter().map(venture).collect()))
}
