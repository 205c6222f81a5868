//! One node of the forum: its database, its ports to the outside, and what it keeps in memory that can be worked out anew.

use std::{num::NonZeroUsize, sync::Arc};

use arc_swap::ArcSwap;
use domain::{
    id::{EventId, Identifier},
    reference::Reference,
    stamp::{Stamp, Timestamp},
};
use persistence::{
    Author, Database, System, Tx, View,
    repository::{event::Recorded, subject_salt::SubjectSalt},
};
use tokio::sync::{Semaphore, broadcast};

use crate::{
    credential::{
        password::{Cost, Password, PasswordHasher},
        seal::{MasterSecret, Seal},
        signing_keys::SigningKeys,
        token::AccessTokens,
    },
    failure::Failure,
    matching::MatchBoard,
    op::{Op, Who},
    port::{Clock, FileStore, IdSource, Mailer, Randomness},
    scoreboard::Board,
    search::NameIndex,
    worker::Diary,
};

/// The outside world.
#[derive(Clone)]
pub struct Ports {
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn IdSource>,
    pub mailer: Arc<dyn Mailer>,
    pub files: Arc<dyn FileStore>,
}

/// What an operator decides.
pub struct Settings {
    /// Where people reach the forum: letters link there, tokens are issued in its name.
    pub public_url: String,
    pub secret: MasterSecret,
    pub password_cost: Cost,
    pub password_permits: NonZeroUsize,
}

/// One node.
pub struct Application {
    pub(crate) database: Database,
    pub(crate) ports: Ports,
    pub(crate) public_url: String,
    pub(crate) hasher: PasswordHasher,
    pub(crate) key_seal: Seal,
    pub(crate) link_seal: Seal,
    pub(crate) tokens: AccessTokens,
    pub(crate) keys: ArcSwap<SigningKeys>,
    pub(crate) reference: ArcSwap<Reference>,
    pub(crate) matches: MatchBoard,
    pub(crate) names: NameIndex,
    pub(crate) board: ArcSwap<Board>,
    pub(crate) diary: Diary,
    /// Pictures are drawn one after the other: each takes much memory and a core.
    pub(crate) drawing: Semaphore,
    pub(crate) told: broadcast::Sender<Arc<Recorded>>,
}

/// How many events a slow subscriber may be behind before it is told to read anew.
const TOLD: usize = 1024;

impl Application {
    /// Opens a node on a database whose schema is up to date, and fills what it keeps in memory.
    pub async fn open(database: Database, ports: Ports, settings: Settings) -> Result<Arc<Self>, Failure> {
        let randomness: Arc<dyn Randomness> = Arc::clone(&ports.ids) as Arc<dyn Randomness>;
        let hasher = PasswordHasher::new(settings.password_cost, settings.password_permits, None, randomness)?;
        let key_seal = Seal::new(&settings.secret, "signing-keys");
        let no_keys = SigningKeys::open(&[], &key_seal)?;
        let application = Arc::new(Self {
            ports,
            hasher,
            key_seal,
            link_seal: Seal::new(&settings.secret, "links"),
            tokens: AccessTokens::new(settings.public_url.clone(), settings.public_url.clone()),
            public_url: settings.public_url,
            keys: ArcSwap::from_pointee(no_keys),
            reference: ArcSwap::default(),
            matches: MatchBoard::default(),
            names: NameIndex::open()?,
            board: ArcSwap::default(),
            diary: Diary::default(),
            drawing: Semaphore::new(1),
            told: broadcast::channel(TOLD).0,
            database,
        });
        application.load_keys().await?;
        application.refill().await?;
        Ok(application)
    }

    /// What everybody agrees on, as this node knows it.
    pub fn reference(&self) -> Arc<Reference> {
        self.reference.load_full()
    }

    /// The present moment, in the microseconds that both databases keep.
    pub fn now(&self) -> Timestamp {
        let now = self.ports.clock.now();
        Timestamp::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// The time and an identity that sorts by it.
    pub(crate) fn stamp(&self) -> Stamp {
        let now = self.now();
        Stamp::new(now, self.ports.ids.uuid_v7(now))
    }

    /// The time and an identity that tells nothing, for what others must not know to exist.
    pub(crate) fn secret_stamp(&self) -> Stamp {
        Stamp::new(self.now(), self.ports.ids.uuid_v4())
    }

    /// The salt of a new person.
    pub(crate) fn subject_salt(&self) -> SubjectSalt {
        let mut bytes = [0; 32];
        self.ports.ids.fill(&mut bytes);
        SubjectSalt::new(bytes)
    }

    pub(crate) fn author(&self, kind: &'static str, id: Option<uuid::Uuid>, request: &str) -> Author {
        let at = self.now();
        Author { kind, id, request: request.to_owned(), at, event: EventId::from_uuid(self.ports.ids.uuid_v7(at)) }
    }

    pub(crate) async fn begin_system(&self, request: &str) -> Result<Tx<System>, Failure> {
        Ok(self.database.begin(System, self.author("SYSTEM", None, request)).await?)
    }

    pub(crate) async fn view_system(&self) -> Result<View<System>, Failure> {
        Ok(self.database.view(System).await?)
    }

    /// One request of somebody.
    pub fn op(self: &Arc<Self>, who: Who, request: impl Into<String>) -> Op {
        Op::new(Arc::clone(self), who, request.into())
    }

    /// The hash under which a password is kept: for the demonstration world, whose people share one.
    pub async fn hash_password(&self, password: &str) -> Result<String, Failure> {
        Ok(self.hasher.hash(&Password::new(password)).await?.as_str().to_owned())
    }

    pub fn database(&self) -> &Database {
        &self.database
    }

    /// What happens from now on, in the order in which it was committed.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Recorded>> {
        self.told.subscribe()
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.told.receiver_count()
    }

    /// How busy the hashing of passwords is: permits, running, waiting, and all hashes so far.
    pub fn hashing(&self) -> (usize, usize, usize, u64) {
        (self.hasher.permits(), self.hasher.running(), self.hasher.waiting(), self.hasher.evaluated())
    }

    /// An identity for a request that brought none.
    pub fn request_id(&self) -> String {
        self.ports.ids.uuid_v7(self.now()).simple().to_string()
    }
}
