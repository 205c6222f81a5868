//! `POST /graphql` and `GET /graphql`.

use std::net::SocketAddr;
use std::sync::Arc;

use ::http::request::Parts;
use ::http::{Method, header};
use async_graphql::{Request as Executable, Response as Executed, Variables};
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use futures_util::stream::BoxStream;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;
use tokio::time::timeout;

use super::accept::{Accepted, Media, accepted, is_json};
use super::envelope::Envelope;
use super::error::{FrontError, Kind};
use super::mask::mask;
use super::origin::same_origin;
use super::request_id::RequestId;
use super::seats::Seat;
use super::{Door, Engine, Entry, Front, events, reply};
use crate::guard::{Code, Operation, OperationKind};

/// What the work of a request hands back to the connection.
enum Done<C> {
    Answer(Executed, Media),
    Stream(BoxStream<'static, Executed>, C, Seat),
}

/// Everything the work needs, owned, since it may outlive the connection.
struct Asked {
    parts: Parts,
    envelope: Envelope,
    accepted: Accepted,
    id: RequestId,
}

/// Answers every method on `/graphql`.
pub(super) async fn graphql<E: Engine>(State(front): State<Arc<Front<E>>>, request: Request) -> Response {
    let id = RequestId::of(request.headers(), &front.settings);
    let accepted = accepted(request.headers());
    let mut response = match answer(&front, request, accepted, &id).await {
        Ok(response) => response,
        Err(error) => reply::failed(&error, accepted.for_error(), &id),
    };
    reply::sign(response.headers_mut(), &id);
    response
}

async fn answer<E: Engine>(front: &Arc<Front<E>>, request: Request, accepted: Accepted, id: &RequestId) -> Result<Response, FrontError> {
    let (parts, body) = request.into_parts();
    let envelope = match parts.method {
        Method::GET => {
            if let Some(page) = page(front, &parts, accepted) {
                return Ok(page);
            }
            readable(accepted)?;
            Envelope::parse_uri(&parts.uri)?
        }
        Method::POST => {
            readable(accepted)?;
            if !is_json(&parts.headers) {
                return Err(FrontError::of_kind(Kind::UnsupportedMediaType, "The body must be application/json in UTF-8."));
            }
            Envelope::parse_json(&read(front, &parts, body).await?)?
        }
        _ => return Err(FrontError::of_kind(Kind::MethodNotAllowed("GET, POST"), "Use GET or POST.")),
    };
    let asked = Asked { parts, envelope, accepted, id: id.clone() };
    let work = perform(Arc::clone(front), asked);
    match front.detached(id, work).await? {
        Done::Answer(response, Media::Events) => Ok(events::single(&response)),
        Done::Answer(response, media) => Ok(reply::executed(response, media)),
        Done::Stream(stream, caller, seat) => Ok(events::stream(front, stream, caller, seat, id)),
    }
}

/// The page for whoever comes with a browser and asks nothing.
fn page<E>(front: &Front<E>, parts: &Parts, accepted: Accepted) -> Option<Response> {
    let asks = parts
        .uri
        .query()
        .is_some_and(|query| query.split('&').any(|pair| matches!(pair.split('=').next(), Some("query" | "documentId" | "extensions"))));
    let page = front.settings.graphiql.as_ref()?;
    (accepted.html && !asks).then(|| page())
}

fn readable(accepted: Accepted) -> Result<(), FrontError> {
    match accepted.for_result() {
        Some(_) => Ok(()),
        None => Err(FrontError::of_kind(
            Kind::NotAcceptable,
            "The answer is application/graphql-response+json, application/json or text/event-stream.",
        )),
    }
}

async fn read<E>(front: &Front<E>, parts: &Parts, body: Body) -> Result<axum::body::Bytes, FrontError> {
    let too_large = || FrontError::of_kind(Kind::BodyTooLarge, "The body is too long.");
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > front.settings.body_bytes as u64) {
        return Err(too_large());
    }
    let limited = Limited::new(body, front.settings.body_bytes);
    match timeout(front.settings.body_timeout, limited.collect()).await {
        Err(_) => Err(FrontError::of_kind(Kind::BodyTimeout, "The body did not arrive in time.")),
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(FrontError::malformed("The body broke off.")),
    }
}

/// Authentication comes first, so that refused documents count against the rate limit too.
async fn perform<E: Engine>(front: Arc<Front<E>>, asked: Asked) -> Result<Done<E::Caller>, FrontError> {
    let Asked { parts, mut envelope, accepted, id } = asked;
    let engine = &front.engine;
    let entry = Entry {
        headers: &parts.headers,
        peer: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0),
        method: &parts.method,
        cookies: parts.method == Method::POST && same_origin(&parts.headers, &front.settings.public_origins),
        door: if accepted.events && accepted.json.is_none() { Door::Events } else { Door::Http },
        request_id: &id,
    };
    let caller = engine.authenticate(entry).await?;
    let refused = |error: FrontError| {
        // A reader of event streams gets a refusal as an event, like every other result.
        let media = accepted.for_result().unwrap_or(Media::Json);
        if media == Media::Events && error.kind() == Kind::Refused {
            Ok(Done::Answer(Executed::from_errors(error.errors(&id)), media))
        } else {
            Err(error)
        }
    };
    let (operation, executable) = match prepare(&*front, &mut envelope, &caller, &id) {
        Ok(prepared) => prepared,
        Err(error) => return refused(error),
    };
    match operation.kind {
        OperationKind::Mutation if parts.method == Method::GET => {
            Err(FrontError::of_kind(Kind::MethodNotAllowed("POST"), "A mutation needs POST."))
        }
        OperationKind::Subscription if !accepted.events => {
            refused(FrontError::refused(Code::OperationResolutionFailure, "A subscription needs text/event-stream or the WebSocket."))
        }
        OperationKind::Subscription => {
            let full = || FrontError::unavailable("Too many streams are open.", front.settings.retry_after);
            let mut seat = front.settings.seats.take().ok_or_else(full)?;
            if let Some(subject) = engine.subject(&caller)
                && !seat.name(subject)
            {
                return Err(FrontError::rate_limited(front.settings.retry_after));
            }
            Ok(Done::Stream(engine.subscribe(caller.clone(), executable), caller, seat))
        }
        OperationKind::Query | OperationKind::Mutation => {
            let response = engine.execute(caller, executable).await;
            Ok(Done::Answer(mask(response, &id, engine.guard()), accepted.for_result().unwrap_or(Media::Json)))
        }
    }
}

/// From an envelope to something the engine may run: the document found, guarded, and its variables with it.
pub(super) fn prepare<E: Engine>(
    front: &Front<E>,
    envelope: &mut Envelope,
    caller: &E::Caller,
    id: &RequestId,
) -> Result<(Arc<Operation>, Executable), FrontError> {
    let engine = &*front.engine;
    let anonymous = engine.subject(caller).is_none();
    let document = envelope.document(engine, front.settings.documents, anonymous)?;
    let operation = engine.guard().check(&document, envelope.operation_name.as_deref(), &envelope.variables).map_err(FrontError::guard)?;
    let mut request = Executable::new(&*document)
        .variables(Variables::from_json(Value::Object(std::mem::take(&mut envelope.variables))))
        .data(Arc::clone(&operation))
        .data(id.clone());
    // The library refuses the name of an operation that is alone and has none, and needs none for one that has.
    request.operation_name.clone_from(&envelope.operation_name);
    Ok((operation, request))
}
