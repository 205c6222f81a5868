//! Server-sent events in the distinct connections mode of `graphql-sse`: one request, one stream.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::{Response as Executed, ServerError};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::stream::{self, BoxStream, StreamExt};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::error::FrontError;
use super::mask::mask;
use super::request_id::RequestId;
use super::seats::Seat;
use super::work::{panicked, stopped};
use super::{Engine, Front, reply};

/// A single result as a stream of one.
pub(super) fn single(response: &Executed) -> Response {
    let events = [next(reply::json_of(response)), complete()].map(Ok::<_, Infallible>);
    Sse::new(stream::iter(events)).into_response()
}

fn next(json: String) -> Event {
    Event::default().event("next").data(json)
}

fn complete() -> Event {
    Event::default().event("complete").data("")
}

struct Open<E: Engine> {
    front: Arc<Front<E>>,
    source: BoxStream<'static, Executed>,
    caller: E::Caller,
    check: Interval,
    shutdown: watch::Receiver<bool>,
    id: RequestId,
    last: Vec<Event>,
    ended: bool,
    _seat: Seat,
}

/// The results of a subscription until it ends, the credential fails or the node stops.
pub(super) fn stream<E: Engine>(
    front: &Arc<Front<E>>,
    source: BoxStream<'static, Executed>,
    caller: E::Caller,
    seat: Seat,
    id: &RequestId,
) -> Response {
    let every = front.settings.socket.check_every;
    let mut check = interval_at(Instant::now() + every, every);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let open = Open {
        front: Arc::clone(front),
        source,
        caller,
        check,
        shutdown: front.settings.shutdown.clone(),
        id: id.clone(),
        last: Vec::new(),
        ended: false,
        _seat: seat,
    };
    let events = stream::unfold(open, |mut open| async move {
        let event = open.event().await?;
        Some((Ok::<_, Infallible>(event), open))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(front.settings.keep_alive)).into_response()
}

impl<E: Engine> Open<E> {
    async fn event(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.last.pop() {
                return Some(event);
            }
            if self.ended {
                return None;
            }
            tokio::select! {
                // A node that stops ends the stream without `complete`, so that the client tries another one.
                () = stopped(&mut self.shutdown) => return None,
                _ = self.check.tick() => self.check_credential().await,
                item = AssertUnwindSafe(self.source.next()).catch_unwind() => match item {
                    Ok(Some(response)) => {
                        let response = mask(response, &self.id, self.front.engine.guard());
                        return Some(next(reply::json_of(&response)));
                    }
                    Ok(None) => self.end(&[]),
                    Err(panic) => {
                        panicked(&self.id, panic.as_ref());
                        let errors = FrontError::internal().errors(&self.id);
                        self.end(&errors);
                    }
                },
            }
        }
    }

    async fn check_credential(&mut self) {
        let (front, caller) = (Arc::clone(&self.front), self.caller.clone());
        let checked = self.front.detached(&self.id, async move { Ok(front.engine.still_valid(&caller).await) }).await;
        // A check that could not be made is made again next time; only a "no" ends the stream.
        if matches!(checked, Ok(false)) {
            let errors = FrontError::unauthenticated("The credential no longer holds.").errors(&self.id);
            self.end(&errors);
        }
    }

    fn end(&mut self, errors: &[ServerError]) {
        self.ended = true;
        self.last.push(complete());
        if !errors.is_empty() {
            self.last.push(next(reply::json_of_errors(errors)));
        }
    }
}
