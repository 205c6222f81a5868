//! What of an execution's errors the caller may read.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};

use super::error::Kind;
use super::request_id::RequestId;
use crate::guard::{Code, Guard};

/// Labels what the library left without a code, and hides what nobody labelled.
///
/// A code is a promise that the message was written for the caller. Without one the message is the text of some failure
/// deep inside, which goes to the log and nowhere else.
pub fn mask(mut response: Response, id: &RequestId, guard: &Guard) -> Response {
    response.errors.truncate(guard.limits().errors);
    let nothing_ran = response.data == Value::Null;
    for error in &mut response.errors {
        if code_of(error).is_some() {
            continue;
        }
        if is_input(error, guard) {
            label(error, Code::BadUserInput, guard);
        } else if nothing_ran && is_validation(error) {
            label(error, Code::ValidationFailed, guard);
        } else {
            tracing::error!(request_id = %id, path = ?error.path, error = %error.message, "a resolver failed");
            hide(error, id);
        }
    }
    response
}

/// The kind of an executed answer: an error that has no path and left no data means that nothing ran.
pub(super) fn kind_of(response: &Response) -> Kind {
    // Nothing was done because too much is going on: proxies and clients have to know without reading the answer.
    if response.data == Value::Null && response.errors.iter().any(is_unavailable) {
        return Kind::Unavailable;
    }
    let refused = response.data == Value::Null && !response.errors.is_empty() && response.errors.iter().all(|error| error.path.is_empty());
    if !refused {
        return Kind::Executed;
    }
    match response.errors.first().and_then(code_of) {
        Some("RATE_LIMITED") => Kind::RateLimited,
        Some("UNAUTHENTICATED") => Kind::Unauthenticated,
        Some("FORBIDDEN") => Kind::Forbidden,
        Some("INTERNAL_SERVER_ERROR") => Kind::Internal,
        _ => Kind::Refused,
    }
}

fn is_unavailable(error: &ServerError) -> bool {
    let reason = error.extensions.as_ref().and_then(|extensions| extensions.get("reason"));
    matches!(reason, Some(Value::String(reason)) if reason == "UNAVAILABLE")
}

pub(super) fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        Value::Enum(code) => Some(code.as_str()),
        _ => None,
    }
}

/// A scalar or an input validator refused a value. A failure inside a resolver carries its source, and cannot name one of
/// the schema's input types unless it means one.
fn is_input(error: &ServerError, guard: &Guard) -> bool {
    let named = ["Failed to parse \"", "Expected input type \""]
        .iter()
        .find_map(|opening| error.message.strip_prefix(opening)?.split_once('"'))
        .is_some_and(|(name, _)| guard.has_input_type(name.trim_matches(['[', ']', '!'])));
    error.source.is_none() && named
}

/// The library's own validation: a place in the document and no path, or one of its two limits.
fn is_validation(error: &ServerError) -> bool {
    let limit = matches!(error.message.as_str(), "Query is too complex." | "Query is nested too deep.");
    error.source.is_none() && error.path.is_empty() && (limit || !error.locations.is_empty())
}

fn label(error: &mut ServerError, code: Code, guard: &Guard) {
    if let Some((end, _)) = error.message.char_indices().nth(guard.limits().message) {
        error.message.truncate(end);
    }
    error.extensions.get_or_insert_default().set("code", code.as_str());
}

fn hide(error: &mut ServerError, id: &RequestId) {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", Code::InternalServerError.as_str());
    extensions.set("requestId", id.as_str());
    "Internal error".clone_into(&mut error.message);
    error.source = None;
    error.extensions = Some(extensions);
}
