//! A small schema and an engine with everything that can go wrong in them.

#![expect(clippy::unused_async, reason = "the library asks for resolvers that are async")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use ::http::header;
use async_graphql::{
    Context, Error, ErrorExtensions, InputObject, InputValueError, InputValueResult, Object, OneofObject, Request, Response, Result,
    SDLExportOptions, Scalar, ScalarType, Schema, SimpleObject, Subscription, Value,
};
use futures_util::stream::{self, BoxStream, Stream, StreamExt};
use tokio::sync::Notify;

use super::{Door, Engine, Entry, FrontError, Guard, Limits, Operation, RequestId};

#[derive(Default)]
pub struct World {
    pub bumps: AtomicUsize,
    pub started: Notify,
    pub go_on: Notify,
    pub finished: Notify,
    pub revoked: AtomicBool,
    pub dropped: AtomicUsize,
}

struct Even(i32);

#[Scalar]
impl ScalarType for Even {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::Number(number) if number.as_i64().is_some_and(|number| number % 2 == 0) => Ok(Self(0)),
            Value::Number(_) => Err(InputValueError::custom("not even")),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}

#[derive(InputObject)]
struct Filter {
    name: Option<String>,
    minimum: Option<i32>,
    not: Option<Box<Filter>>,
}

#[derive(OneofObject)]
enum By {
    Id(i32),
    Slug(String),
}

#[derive(SimpleObject)]
struct Company {
    id: i32,
    name: String,
}

struct Node(i32);

#[Object]
impl Node {
    async fn id(&self) -> i32 {
        self.0
    }

    async fn next(&self) -> Node {
        Node(self.0 + 1)
    }

    async fn must(&self) -> Result<i32> {
        Err(Error::new("not here").extend_with(|_, extensions| extensions.set("code", "NOT_FOUND")))
    }

    async fn may(&self) -> Result<Option<i32>> {
        Err(Error::new("postgres://user:secret@host"))
    }

    async fn kept(&self) -> Option<Result<i32>> {
        Some(Err(Error::new("postgres://user:secret@host")))
    }

    async fn maybe(&self) -> Option<Node> {
        Some(Node(self.0 + 1))
    }
}

pub struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &'static str {
        "salem"
    }

    async fn who(&self, context: &Context<'_>) -> String {
        context.data_unchecked::<Caller>().0.clone().unwrap_or_default()
    }

    async fn seen(&self, context: &Context<'_>) -> String {
        let operation = context.data_unchecked::<Arc<Operation>>();
        format!("{:?} {:?} {:?} {}", operation.kind, operation.name, operation.roots, context.data_unchecked::<RequestId>())
    }

    async fn echo(&self, text: String) -> String {
        text
    }

    async fn number(&self, n: Option<i32>) -> Option<i32> {
        n
    }

    async fn even(&self, n: Even) -> i32 {
        n.0
    }

    async fn first(&self, #[graphql(validator(minimum = 1, maximum = 100))] n: i32) -> i32 {
        n
    }

    async fn find(&self, filter: Option<Filter>) -> Option<String> {
        filter.and_then(|filter| filter.name)
    }

    async fn list(&self, items: Option<Vec<Option<i32>>>) -> Option<usize> {
        items.map(|items| items.len())
    }

    async fn company(&self, by: By) -> Option<Company> {
        match by {
            By::Id(id) => Some(Company { id, name: "Alatau".to_owned() }),
            By::Slug(name) => Some(Company { id: 0, name }),
        }
    }

    async fn node(&self) -> Node {
        Node(0)
    }

    async fn nodes(&self) -> Vec<Option<Node>> {
        vec![Some(Node(1)), None]
    }

    async fn panics(&self) -> Option<i32> {
        let nothing: Option<i32> = None;
        nothing.map_or_else(|| panic!("secret of the panic"), Some)
    }

    async fn limited(&self) -> Result<Option<i32>> {
        Err(std::io::Error::other("Failed to parse \"Int\": secret"))?
    }

    async fn waits(&self, context: &Context<'_>) -> bool {
        context.data_unchecked::<Arc<World>>().go_on.notified().await;
        true
    }
}

pub struct Mutation;

#[Object]
impl Mutation {
    async fn bump(&self, context: &Context<'_>) -> usize {
        context.data_unchecked::<Arc<World>>().bumps.fetch_add(1, Ordering::SeqCst) + 1
    }

    async fn slow_bump(&self, context: &Context<'_>) -> usize {
        let world = context.data_unchecked::<Arc<World>>();
        world.started.notify_one();
        world.go_on.notified().await;
        let bumps = world.bumps.fetch_add(1, Ordering::SeqCst) + 1;
        world.finished.notify_one();
        bumps
    }

    async fn log_in(&self, password: String) -> bool {
        password == "steppe"
    }
}

struct Dropped(Arc<World>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
    }
}

pub struct Subscribed;

#[Subscription]
impl Subscribed {
    async fn ticks(&self, count: i32) -> impl Stream<Item = i32> {
        stream::iter(1..=count)
    }

    async fn silence(&self, context: &Context<'_>) -> impl Stream<Item = i32> {
        let dropped = Dropped(Arc::clone(context.data_unchecked::<Arc<World>>()));
        stream::once(async { 0 }).chain(stream::unfold(dropped, |dropped| async move {
            let _dropped = dropped;
            std::future::pending().await
        }))
    }

    async fn breaks(&self) -> impl Stream<Item = i32> {
        stream::iter(1..=3).inspect(|tick| assert!(*tick < 2, "secret of the panic"))
    }

    async fn refused(&self) -> Result<stream::Empty<i32>> {
        Err(Error::new("secret of the subscription"))
    }
}

pub type TestSchema = Schema<Query, Mutation, Subscribed>;

#[derive(Clone)]
pub struct Caller(pub Option<String>);

pub struct Fixture {
    pub schema: TestSchema,
    pub world: Arc<World>,
    guard: Guard,
}

pub const STORED: &str = "query Stored { hello }";

pub fn schema() -> TestSchema {
    Schema::build(Query, Mutation, Subscribed).finish()
}

pub fn sdl() -> String {
    schema().sdl_with_options(SDLExportOptions::new().include_specified_by())
}

pub fn stored_id() -> String {
    use sha2::Digest;
    sha2::Sha256::digest(STORED).iter().fold(String::from("sha256:"), |id, byte| format!("{id}{byte:02x}"))
}

impl Fixture {
    pub fn new() -> Self {
        let world = Arc::new(World::default());
        let schema = Schema::build(Query, Mutation, Subscribed).data(Arc::clone(&world)).limit_complexity(5_000).finish();
        let guard = Guard::parse(&sdl(), Limits::default(), ["logIn"]).unwrap();
        Self { schema, world, guard }
    }
}

impl Engine for Fixture {
    type Caller = Caller;

    async fn authenticate(&self, entry: Entry<'_>) -> Result<Caller, FrontError> {
        assert!(!entry.cookies || entry.door == Door::Socket || entry.method == ::http::Method::POST);
        let text = |name| entry.headers.get(name).and_then(|value: &::http::HeaderValue| value.to_str().ok());
        match text(header::AUTHORIZATION) {
            Some("Bearer good") => Ok(Caller(Some("aliya".to_owned()))),
            Some("Bearer banned") => Err(FrontError::forbidden("The company is suspended.")),
            Some("Bearer greedy") => Err(FrontError::rate_limited(Duration::from_millis(7_200))),
            Some(_) => Err(FrontError::unauthenticated("The token is not valid.")),
            None if entry.cookies && text(header::COOKIE) == Some("forum=1") => Ok(Caller(Some("bakyt".to_owned()))),
            None => Ok(Caller(None)),
        }
    }

    async fn execute(&self, caller: Caller, request: Request) -> Response {
        self.schema.execute(request.data(caller)).await
    }

    fn subscribe(&self, caller: Caller, request: Request) -> BoxStream<'static, Response> {
        self.schema.execute_stream(request.data(caller)).boxed()
    }

    async fn still_valid(&self, _: &Caller) -> bool {
        !self.world.revoked.load(Ordering::SeqCst)
    }

    fn guard(&self) -> &Guard {
        &self.guard
    }

    fn document(&self, id: &str) -> Option<Arc<str>> {
        (id == stored_id()).then(|| STORED.into())
    }

    fn subject(&self, caller: &Caller) -> Option<String> {
        caller.0.clone()
    }
}
