//! One socket from `connection_init` to its close.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::Poll;

use ::http::{HeaderValue, Method, header};
use async_graphql::{Response as Executed, ServerError};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::stream::{BoxStream, StreamExt};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until, timeout};

use super::Opening;
use super::message::{Close, FromClient, ToClient};
use crate::front::envelope::Envelope;
use crate::front::error::{FrontError, Kind};
use crate::front::http::prepare;
use crate::front::mask::{kind_of, mask};
use crate::front::seats::Seat;
use crate::front::settings::SocketSettings;
use crate::front::work::{panicked, stopped};
use crate::front::{Door, Engine, Entry, Front, reply};
use crate::guard::{Code, OperationKind};

/// An open operation; a panic of its resolver ends the stream with an error and not the socket.
type Source = BoxStream<'static, std::thread::Result<Executed>>;

/// Nothing more can be said to the other end.
struct Gone;

enum Step {
    On,
    Close(Close),
}

pub(super) struct Session<E: Engine> {
    front: Arc<Front<E>>,
    socket: WebSocket,
    opening: Opening,
    seat: Seat,
    caller: Option<E::Caller>,
    operations: Vec<(String, Source)>,
    shutdown: watch::Receiver<bool>,
    heard: usize,
}

enum Heard {
    Stop,
    InitTimeout,
    Ping,
    Check,
    Client(Option<Result<Message, axum::Error>>),
    Event(String, Option<std::thread::Result<Executed>>),
}

impl<E: Engine> Session<E> {
    pub(super) fn new(front: Arc<Front<E>>, socket: WebSocket, opening: Opening, seat: Seat) -> Self {
        let shutdown = front.settings.shutdown.clone();
        // The ping of the first interval needs no answer before it.
        Self { front, socket, opening, seat, caller: None, operations: Vec::new(), shutdown, heard: 1 }
    }

    pub(super) async fn run(mut self) {
        if let Ok(close) = self.converse().await {
            self.close(close).await;
        }
    }

    fn settings(&self) -> &SocketSettings {
        &self.front.settings.socket
    }

    async fn converse(&mut self) -> Result<Close, Gone> {
        let init = Instant::now() + self.settings().init_timeout;
        let mut ping = every(self.settings().ping_every);
        let mut check = every(self.settings().check_every);
        loop {
            let heard = tokio::select! {
                () = stopped(&mut self.shutdown) => Heard::Stop,
                () = sleep_until(init), if self.caller.is_none() => Heard::InitTimeout,
                _ = ping.tick() => Heard::Ping,
                _ = check.tick(), if self.caller.is_some() => Heard::Check,
                message = self.socket.recv() => Heard::Client(message),
                (id, item) = next(&mut self.operations), if !self.operations.is_empty() => Heard::Event(id, item),
            };
            let step = match heard {
                Heard::Stop => Step::Close(Close::GOING_AWAY),
                Heard::InitTimeout => Step::Close(Close::INIT_TIMEOUT),
                Heard::Ping => self.ping().await?,
                Heard::Check => self.check_credential().await,
                Heard::Client(message) => self.client(message).await?,
                Heard::Event(id, item) => self.event(id, item).await?,
            };
            if let Step::Close(close) = step {
                return Ok(close);
            }
        }
    }

    async fn ping(&mut self) -> Result<Step, Gone> {
        if std::mem::take(&mut self.heard) == 0 {
            return Ok(Step::Close(Close::SILENT));
        }
        self.say(&ToClient::Ping).await
    }

    async fn check_credential(&mut self) -> Step {
        let Some(caller) = self.caller.clone() else { return Step::On };
        let front = Arc::clone(&self.front);
        let checked = self.front.detached(&self.opening.id, async move { Ok(front.engine.still_valid(&caller).await) }).await;
        // A check that could not be made is made again next time; only a "no" closes the socket.
        if matches!(checked, Ok(false)) { Step::Close(Close::UNAUTHORIZED) } else { Step::On }
    }

    async fn client(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<Step, Gone> {
        self.heard += 1;
        if self.heard > self.settings().messages {
            return Ok(Step::Close(Close::TOO_MANY_MESSAGES));
        }
        let text = match message {
            None | Some(Ok(Message::Close(_))) => return Err(Gone),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(Step::On),
            Some(Ok(Message::Binary(_))) => return Ok(Step::Close(Close::BAD_MESSAGE)),
            Some(Ok(Message::Text(text))) => text,
            Some(Err(error)) => return if too_large(&error) { Ok(Step::Close(Close::TOO_LARGE)) } else { Err(Gone) },
        };
        let Ok(message) = serde_json::from_str::<FromClient>(&text) else { return Ok(Step::Close(Close::BAD_MESSAGE)) };
        match message {
            FromClient::ConnectionInit { payload } => self.init(payload.unwrap_or_default()).await,
            FromClient::Ping { payload } => self.say(&ToClient::Pong { payload }).await,
            FromClient::Pong {} => Ok(Step::On),
            FromClient::Subscribe { id, payload } => self.subscribe(id, payload).await,
            FromClient::Complete { id } => {
                self.operations.retain(|(open, _)| *open != id);
                Ok(Step::On)
            }
        }
    }

    async fn init(&mut self, payload: Map<String, Value>) -> Result<Step, Gone> {
        if self.caller.is_some() {
            return Ok(Step::Close(Close::TOO_MANY_INITS));
        }
        let mut headers = self.opening.headers.clone();
        let sent = payload.iter().find(|(key, _)| key.eq_ignore_ascii_case("authorization"));
        if let Some((_, value)) = sent {
            let Some(value) = value.as_str().and_then(|value| HeaderValue::from_str(value).ok()) else {
                return Ok(Step::Close(Close::BAD_MESSAGE));
            };
            headers.insert(header::AUTHORIZATION, value);
        }
        let (front, peer, cookies, id) = (Arc::clone(&self.front), self.opening.peer, self.opening.cookies, self.opening.id.clone());
        let authenticated = self
            .front
            .detached(&self.opening.id, async move {
                let entry = Entry { headers: &headers, peer, method: &Method::GET, cookies, door: Door::Socket, request_id: &id };
                front.engine.authenticate(entry).await
            })
            .await;
        let caller = match authenticated {
            Ok(caller) => caller,
            Err(error) => {
                return Ok(Step::Close(match error.kind() {
                    Kind::Unauthenticated => Close::UNAUTHORIZED,
                    Kind::RateLimited => Close::RATE_LIMITED,
                    Kind::Unavailable | Kind::Internal => Close::INTERNAL,
                    _ => Close::FORBIDDEN,
                }));
            }
        };
        if let Some(subject) = self.front.engine.subject(&caller)
            && !self.seat.name(subject)
        {
            return Ok(Step::Close(Close::TOO_MANY_SOCKETS));
        }
        self.caller = Some(caller);
        self.say(&ToClient::ConnectionAck).await
    }

    async fn subscribe(&mut self, id: String, payload: Map<String, Value>) -> Result<Step, Gone> {
        let Some(caller) = self.caller.clone() else { return Ok(Step::Close(Close::UNAUTHORIZED)) };
        if id.is_empty() || id.len() > 128 {
            return Ok(Step::Close(Close::BAD_MESSAGE));
        }
        if self.operations.iter().any(|(open, _)| *open == id) {
            return Ok(Step::Close(Close::SUBSCRIBER_EXISTS));
        }
        match self.start(caller, payload) {
            Ok(source) => {
                self.operations.push((id, source));
                Ok(Step::On)
            }
            // A payload of the wrong shape is the client program's fault, not its user's.
            Err(error) if error.kind() == Kind::Malformed => Ok(Step::Close(Close::BAD_MESSAGE)),
            Err(error) => self.fail(&id, &error.errors(&self.opening.id)).await,
        }
    }

    fn start(&self, caller: E::Caller, payload: Map<String, Value>) -> Result<Source, FrontError> {
        if self.operations.len() >= self.settings().operations {
            return Err(FrontError::refused(Code::RateLimited, "Too many operations are open on this socket."));
        }
        let mut envelope = Envelope::parse_map(payload)?;
        let (operation, request) = prepare(&self.front, &mut envelope, &caller, &self.opening.id)?;
        if operation.kind != OperationKind::Subscription {
            return Err(FrontError::refused(
                Code::OperationResolutionFailure,
                "Only subscriptions run on a socket; send the rest by POST.",
            ));
        }
        let source = self.front.engine.subscribe(caller, request);
        Ok(AssertUnwindSafe(source).catch_unwind().boxed())
    }

    async fn event(&mut self, id: String, item: Option<std::thread::Result<Executed>>) -> Result<Step, Gone> {
        match item {
            None => {
                self.operations.retain(|(open, _)| *open != id);
                self.say(&ToClient::Complete { id: &id }).await
            }
            Some(Err(panic)) => {
                panicked(&self.opening.id, panic.as_ref());
                self.fail(&id, &FrontError::internal().errors(&self.opening.id)).await
            }
            Some(Ok(response)) => {
                let response = mask(response, &self.opening.id, self.front.engine.guard());
                if kind_of(&response) != Kind::Executed {
                    return self.fail(&id, &response.errors).await;
                }
                match RawValue::from_string(reply::json_of(&response)) {
                    Ok(payload) => self.say(&ToClient::Next { id: &id, payload: &payload }).await,
                    Err(_) => Ok(Step::Close(Close::INTERNAL)),
                }
            }
        }
    }

    /// An error message ends its operation, so no `complete` follows.
    async fn fail(&mut self, id: &str, errors: &[ServerError]) -> Result<Step, Gone> {
        self.operations.retain(|(open, _)| *open != id);
        self.say(&ToClient::Error { id, payload: errors }).await
    }

    /// A reader that stands still would hold its seat for ever, so it has a time to take each message.
    async fn say(&mut self, message: &ToClient<'_>) -> Result<Step, Gone> {
        let Ok(text) = serde_json::to_string(message) else { return Ok(Step::Close(Close::INTERNAL)) };
        let patience = self.settings().send_timeout;
        match timeout(patience, self.socket.send(Message::Text(text.into()))).await {
            Ok(Ok(())) => Ok(Step::On),
            Ok(Err(_)) | Err(_) => Err(Gone),
        }
    }

    /// Says why and waits for the other end to have heard it; a reset would overtake the frame.
    async fn close(mut self, close: Close) {
        self.operations.clear();
        let frame = CloseFrame { code: close.code, reason: close.reason.into() };
        let patience = self.settings().send_timeout.min(std::time::Duration::from_secs(1));
        let farewell = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // Whoever does not answer has been told, and that is all that can be done.
        let _ = timeout(patience, farewell).await;
    }
}

fn every(period: std::time::Duration) -> Interval {
    let mut interval = interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

/// The next thing that happens to any operation. Whoever spoke goes to the end of the line, so that none is starved.
async fn next(operations: &mut Vec<(String, Source)>) -> (String, Option<std::thread::Result<Executed>>) {
    std::future::poll_fn(|context| {
        for place in 0..operations.len() {
            let Some((_, source)) = operations.get_mut(place) else { break };
            if let Poll::Ready(item) = source.poll_next_unpin(context) {
                let spoke = operations.remove(place);
                let id = spoke.0.clone();
                operations.push(spoke);
                return Poll::Ready((id, item));
            }
        }
        Poll::Pending
    })
    .await
}

/// The socket's own error type is not within reach, only its words.
fn too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.to_string().contains("Space limit exceeded") {
            return true;
        }
        cause = error.source();
    }
    false
}
