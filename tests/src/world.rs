//! A forum of its own: stopped clock, counted identities, seeded randomness, letters kept in memory.

use std::sync::Arc;

use api::{
    ForumEngine,
    front::{FrontSettings, router},
};
use app::{
    Application, Ports, Settings,
    credential::{password::Cost, seal::MasterSecret},
    port::seeded::{CountedIds, StoppedClock},
    storage::{Database, Location},
};
use axum::{Router, body::Body};
use chrono::TimeDelta;
use delivery::{files::Files, mail::MemoryMailer};
use http::{Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    cluster::{self, Folder},
    ledger,
    people::{Firm, Person},
};

/// Which database the world is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A forum of its own.
pub struct World {
    pub app: Arc<Application>,
    pub clock: Arc<StoppedClock>,
    pub letters: Arc<MemoryMailer>,
    pub location: Location,
    router: Router,
    _shutdown: tokio::sync::watch::Sender<bool>,
    folder: Option<Arc<Folder>>,
}

/// Everybody's password.
pub const PASSWORD: &str = "сорок тысяч пудов пшеницы";

impl World {
    pub async fn open(kind: Kind) -> Self {
        let folder = (kind == Kind::Sqlite).then(|| Arc::new(Folder::new()));
        let location = match &folder {
            Some(folder) => cluster::sqlite(folder).await,
            None => cluster::postgres().await,
        };
        Self::at(location, folder, 1).await
    }

    /// A second node on the same database.
    pub async fn neighbour(&self) -> Self {
        Self::at(self.location.clone(), None, 2).await
    }

    async fn at(location: Location, folder: Option<Arc<Folder>>, seed: u64) -> Self {
        let clock = Arc::new(StoppedClock::new("2026-03-02T09:00:00Z".parse().unwrap()));
        let letters = Arc::new(MemoryMailer::new());
        let database = Database::open(location.clone()).await.unwrap();
        let ports =
            Ports { clock: clock.clone(), ids: Arc::new(CountedIds::new(seed)), mailer: letters.clone(), files: Arc::new(Files::memory()) };
        let settings = Settings {
            public_url: "https://forum.example".to_owned(),
            secret: MasterSecret::new([7; 32]),
            password_cost: Cost { memory: 8, passes: 1, lanes: 1 },
            password_permits: std::num::NonZeroUsize::MIN,
        };
        let app = Application::open(database, ports, settings).await.unwrap();
        let engine = Arc::new(ForumEngine::new(Arc::clone(&app), true).unwrap_or_else(|_| panic!("the guard refuses the schema")));
        let (shutdown, stopping) = tokio::sync::watch::channel(false);
        let ids = Arc::clone(&app);
        let front = FrontSettings::new(vec!["https://forum.example".to_owned()], Arc::new(move || ids.request_id()), stopping);
        Self {
            app,
            clock,
            letters,
            location,
            router: router(Arc::clone(&engine), front).merge(api::file_door::router(engine, vec!["https://forum.example".to_owned()])),
            _shutdown: shutdown,
            folder,
        }
    }

    /// Sends a document as whoever holds the token, and gives back the whole answer.
    pub async fn send(&self, token: Option<&str>, document: &str, variables: Value) -> Value {
        let body = json!({ "query": document, "variables": variables }).to_string();
        let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&bytes).unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&bytes)))
    }

    /// Sends a request of one's own making through the router.
    pub async fn request(&self, request: Request<Body>) -> http::Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Asks as nobody, and expects data without errors.
    pub async fn asks(&self, document: &str, variables: Value) -> Value {
        data(&self.send(None, document, variables).await)
    }

    /// Everything that follows from what happened is done: indexes are fresh, letters are sent.
    pub async fn settle(&self) {
        // Events of a transaction that another may yet overtake are not read. The cluster has one count of transactions for all its
        // databases, so a world beside this one can hold it up.
        while ledger::held_up(&self.location).await {}
        self.app.settle().await.unwrap();
    }

    /// What is left of the world when its story has been told.
    pub fn rest(&self) -> Rest {
        Rest { app: Arc::clone(&self.app), location: self.location.clone(), _folder: self.folder.clone() }
    }

    /// How many events there are: nothing has happened while the number stays.
    pub async fn happened(&self) -> i64 {
        ledger::events(&self.location).await
    }

    /// How many have been added.
    pub async fn happened_since(&self, before: i64) -> i64 {
        self.happened().await - before
    }

    /// Time passes for everybody.
    pub fn later(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// A person who has registered, proved the address and signed in.
    pub async fn person(&self, email: &str) -> Person<'_> {
        Person::registers(self, email).await
    }

    /// A moderator of a side, put on duty by the operator.
    pub async fn moderator(&self, email: &str, side: &str) -> Person<'_> {
        self.on_duty(email, domain::staff::Duty::Moderator, side).await
    }

    /// Somebody put on duty by the operator.
    pub async fn on_duty(&self, email: &str, duty: domain::staff::Duty, side: &str) -> Person<'_> {
        let mut person = self.person(email).await;
        let address = domain::email_address::EmailAddress::parse(email).unwrap();
        let added = app::staff::add(&self.app, address, None, duty, side.parse().unwrap()).await;
        assert!(added.is_ok(), "{email} could not be put on duty");
        person.signs_in(json!({ "forum": true })).await;
        person
    }

    /// A verified company of Kazakhstan with its owner.
    pub async fn kazakh(&self, name: &str, serial: u32, subsectors: &[&str], moderator: &Person<'_>) -> Firm<'_> {
        let firm = Firm::registers(self, "KZ", name, serial, subsectors).await;
        firm.is_verified_by(moderator).await
    }

    /// A verified company of Pakistan with its owner.
    pub async fn pakistani(&self, name: &str, serial: u32, subsectors: &[&str], moderator: &Person<'_>) -> Firm<'_> {
        let firm = Firm::registers(self, "PK", name, serial, subsectors).await;
        firm.is_verified_by(moderator).await
    }
}

/// What is left of a world.
pub struct Rest {
    app: Arc<Application>,
    location: Location,
    _folder: Option<Arc<Folder>>,
}

impl Rest {
    /// A story ends when everything that follows from it is done: every event was read, every letter was tried.
    pub async fn is_quiet(self) {
        while ledger::held_up(&self.location).await {}
        self.app.settle().await.unwrap();
        assert_eq!(ledger::untried_letters(&self.location).await, 0, "letters are left");
        assert_eq!(ledger::unread_events(&self.location).await, 0, "events are left");
    }
}

/// The data of an answer that has no errors.
pub fn data(answer: &Value) -> Value {
    assert!(answer.get("errors").is_none(), "unexpected errors: {answer:#}");
    answer["data"].clone()
}

/// The code of the first error of an answer.
pub fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("no coded error: {answer:#}"))
}
