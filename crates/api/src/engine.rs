//! The forum behind the doors of `/graphql`, and the same for the pages, which go through no door.

use std::{net::IpAddr, sync::Arc, time::Duration};

use app::{Application, Failure, Op, Who};
use async_graphql::{
    Name, Request, Response, Value,
    dataloader::DataLoader,
    runtime::{TokioSpawner, TokioTimer},
};
use futures_util::{StreamExt, stream::BoxStream};
use http::header::AUTHORIZATION;

use crate::{
    cookie::{self, CookieRule},
    front::{Engine, Entry, FrontError, Guard, Limits, Operation, RequestId, SchemaRefused, mask},
    loader::Loaders,
    rate::{Buckets, Meter, told},
    schema::{ForumSchema, SENSITIVE, schema, sdl},
};

/// The forum as an engine of the front.
pub struct ForumEngine {
    app: Arc<Application>,
    schema: ForumSchema,
    guard: Guard,
    cookies: CookieRule,
    buckets: Arc<Buckets>,
}

/// Who sent a request.
#[derive(Debug, Clone)]
pub struct Caller {
    who: Who,
    peer: Option<IpAddr>,
}

impl ForumEngine {
    /// `secure` says whether the forum is reached by https.
    pub fn new(app: Arc<Application>, secure: bool) -> Result<Self, SchemaRefused> {
        let guard = Guard::parse(&sdl(), Limits::default(), SENSITIVE)?;
        Ok(Self { app, schema: schema(), guard, cookies: CookieRule { secure }, buckets: Arc::default() })
    }

    pub fn app(&self) -> &Arc<Application> {
        &self.app
    }

    fn prepared(&self, caller: &Caller, mut request: Request) -> (Request, Meter) {
        let id = request.data.get(&std::any::TypeId::of::<RequestId>()).and_then(|id| id.downcast_ref::<RequestId>());
        let id = id.map_or_else(|| self.app.request_id(), |id| id.as_str().to_owned());
        // Lists are weighed by `first` and `last`, and the weighing takes a variable that was left out for a fault. In this schema
        // nothing and null are the same for a number.
        let operation = request.data.get(&std::any::TypeId::of::<Arc<Operation>>());
        if let Some(operation) = operation.and_then(|operation| operation.downcast_ref::<Arc<Operation>>()) {
            for name in operation.optional_numbers() {
                request.variables.entry(Name::new(name)).or_insert(Value::Null);
            }
        }
        let op: Arc<Op> = Arc::new(self.app.op(caller.who, id));
        let meter = Meter::new(Arc::clone(&self.buckets), caller.who, caller.peer);
        request = request
            .data(Arc::clone(&op))
            .data(DataLoader::new(Loaders { op }, TokioSpawner::current(), TokioTimer::default()).delay(Duration::ZERO))
            .data(meter.clone())
            .data(self.cookies);
        (request, meter)
    }

    async fn run(&self, caller: Caller, request: Request) -> Response {
        let (request, meter) = self.prepared(&caller, request);
        let response = self.schema.execute(request).await;
        with_cost(response, &meter)
    }

    /// One request of a caller that is no document, such as a file that is fetched.
    pub(crate) fn op(&self, caller: &Caller, request_id: &str) -> Op {
        self.app.op(caller.who, request_id)
    }

    /// The same, where it costs.
    pub(crate) fn charged(&self, caller: &Caller, request_id: &str, cost: u32) -> Result<Op, Failure> {
        let meter = Meter::new(Arc::clone(&self.buckets), caller.who, caller.peer);
        meter.charge(cost).map_err(|retry_after| Failure::TooOften { retry_after })?;
        Ok(self.op(caller, request_id))
    }

    /// Who a cookie belongs to: what the pages ask before they execute anything.
    pub async fn who_has_cookie(&self, headers: &http::HeaderMap) -> Result<Who, Failure> {
        match cookie::read(self.cookies, headers) {
            Some(secret) => app::account::cookie(&self.app, &secret).await,
            None => Ok(Who::Anonymous),
        }
    }

    /// Runs a document of the pages, through the same guard, as whoever the page is for.
    pub async fn answer_page(&self, who: Who, document: &str, variables: serde_json::Value, request_id: &str) -> PageAnswer {
        let response = self.execute_for_page(who, document, variables, request_id).await;
        let set_cookie = response.http_headers.get_all(http::header::SET_COOKIE).iter().cloned().collect();
        let json = serde_json::to_value(&response).unwrap_or_else(|error| {
            tracing::error!(%error, "an answer to a page could not be written");
            serde_json::json!({ "errors": [{ "message": "Internal error", "extensions": { "code": "INTERNAL_SERVER_ERROR" } }] })
        });
        PageAnswer { json, set_cookie }
    }

    async fn execute_for_page(&self, who: Who, document: &str, variables: serde_json::Value, request_id: &str) -> Response {
        let serde_json::Value::Object(map) = &variables else {
            return Response::from_errors(vec![async_graphql::ServerError::new("variables are an object", None)]);
        };
        let operation = match self.guard.check(document, None, map) {
            Ok(operation) => operation,
            Err(refusal) => return Response::from_errors(refusal.errors()),
        };
        let id = RequestId::parse(request_id).or_else(|| RequestId::parse(&self.app.request_id()));
        let mut request = Request::new(document).variables(async_graphql::Variables::from_json(variables)).data(operation);
        if let Some(id) = id.clone() {
            request = request.data(id);
        }
        let response = self.run(Caller { who, peer: None }, request).await;
        match id {
            Some(id) => mask(response, &id, &self.guard),
            None => response,
        }
    }
}

/// The answer to a page: the response of GraphQL, and what the browser is to keep.
pub struct PageAnswer {
    pub json: serde_json::Value,
    pub set_cookie: Vec<http::HeaderValue>,
}

fn with_cost(response: Response, meter: &Meter) -> Response {
    let charged = meter.charged();
    if charged.limit == 0 {
        return response;
    }
    let mut response = response;
    for (name, number) in [("ratelimit-limit", charged.limit), ("ratelimit-remaining", charged.remaining)] {
        response.http_headers.insert(http::HeaderName::from_static(name), number.into());
    }
    response.extension("cost", told(charged))
}

/// How a failure to authenticate leaves the front.
fn refused(failure: &Failure) -> FrontError {
    match failure {
        Failure::Unavailable => FrontError::unavailable("the forum is busy", Duration::from_secs(1)),
        Failure::Internal(text) => {
            tracing::error!(error = text, "authentication failed by a fault of ours");
            FrontError::internal()
        }
        other => FrontError::unauthenticated(other.to_string()),
    }
}

impl Engine for ForumEngine {
    type Caller = Caller;

    async fn authenticate(&self, entry: Entry<'_>) -> Result<Caller, FrontError> {
        let peer = entry.peer.map(|peer| peer.ip());
        let shown = entry.headers.get(AUTHORIZATION);
        let who = match shown {
            Some(value) => {
                let token =
                    value.to_str().ok().and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
                let (_, token) = token.ok_or_else(|| FrontError::unauthenticated("Authorization: Bearer … is understood"))?;
                app::account::bearer(&self.app, token.trim()).map_err(|failure| refused(&failure))?
            }
            None if entry.cookies => match self.who_has_cookie(entry.headers).await {
                // A cookie that has run out makes nobody: the page says so, a public document still runs.
                Ok(who) => who,
                Err(Failure::SessionEnded) => Who::Anonymous,
                Err(failure) => return Err(refused(&failure)),
            },
            None => Who::Anonymous,
        };
        Ok(Caller { who, peer })
    }

    fn execute(&self, caller: Caller, request: Request) -> impl Future<Output = Response> + Send {
        self.run(caller, request)
    }

    fn subscribe(&self, caller: Caller, request: Request) -> BoxStream<'static, Response> {
        let (request, _) = self.prepared(&caller, request);
        self.schema.execute_stream(request).boxed()
    }

    fn still_valid(&self, caller: &Caller) -> impl Future<Output = bool> + Send {
        let op = self.app.op(caller.who, "socket-check");
        async move { op.actor().await.is_ok() }
    }

    fn guard(&self) -> &Guard {
        &self.guard
    }

    fn document(&self, _: &str) -> Option<Arc<str>> {
        None
    }

    fn subject(&self, caller: &Caller) -> Option<String> {
        match caller.who {
            Who::Person { user, .. } => Some(user.to_string()),
            _ => None,
        }
    }
}
