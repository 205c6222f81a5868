//! The GraphQL request as it stands in a body, in a query string or in a socket's message.

use std::sync::Arc;

use ::http::Uri;
use axum::extract::Query;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Engine;
use super::error::FrontError;
use super::settings::Documents;
use crate::guard::Code;

/// A request that has the right shape; whether its document makes sense is the guard's business.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Envelope {
    query: Option<String>,
    document_id: Option<String>,
    pub operation_name: Option<String>,
    pub variables: Map<String, Value>,
    pub extensions: Map<String, Value>,
}

impl Envelope {
    /// Reads a body. Unknown keys are ignored; a list of requests is not a request.
    pub(super) fn parse_json(bytes: &[u8]) -> Result<Self, FrontError> {
        // The reader's own text names a line and a column and repeats nothing, but it speaks of Rust's types.
        let value: Value = serde_json::from_slice(bytes).map_err(|_| FrontError::malformed("The body is not JSON."))?;
        match value {
            Value::Object(map) => Self::parse_map(map),
            Value::Array(_) => Err(FrontError::malformed("One request at a time: a list is not accepted.")),
            _ => Err(FrontError::malformed("The body is not a JSON object.")),
        }
    }

    pub(super) fn parse_map(mut map: Map<String, Value>) -> Result<Self, FrontError> {
        let query = match map.remove("query") {
            None | Some(Value::Null) => None,
            Some(Value::String(query)) => Some(query),
            Some(_) => return Err(FrontError::malformed("\"query\" must be a string.")),
        };
        let document_id = text(map.remove("documentId"), "\"documentId\" must be a string or null.")?;
        let operation_name = text(map.remove("operationName"), "\"operationName\" must be a string or null.")?;
        let variables = object(map.remove("variables"), "\"variables\" must be an object or null.")?;
        let extensions = object(map.remove("extensions"), "\"extensions\" must be an object or null.")?;
        Self { query, document_id, operation_name, variables, extensions }.with_apollo_hash()
    }

    /// Reads a query string; variables and extensions are JSON in it.
    pub(super) fn parse_uri(uri: &Uri) -> Result<Self, FrontError> {
        let Query(pairs) =
            Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|_| FrontError::malformed("The query string cannot be read."))?;
        let mut map = Map::new();
        for (key, value) in pairs {
            let value = match key.as_str() {
                "query" | "operationName" | "documentId" => Value::String(value),
                "variables" | "extensions" => {
                    serde_json::from_str(&value).map_err(|_| FrontError::malformed("\"variables\" and \"extensions\" must be JSON."))?
                }
                _ => continue,
            };
            if map.insert(key, value).is_some() {
                return Err(FrontError::malformed("A parameter is given twice."));
            }
        }
        Self::parse_map(map)
    }

    /// Apollo's clients name a document by a hash in the extensions; it is read as an id and never stored.
    fn with_apollo_hash(mut self) -> Result<Self, FrontError> {
        let Some(persisted) = self.extensions.get("persistedQuery") else { return self.named() };
        let hash = persisted.get("sha256Hash").and_then(Value::as_str);
        let Some(hash) = hash else { return Err(FrontError::malformed("\"persistedQuery\" has no \"sha256Hash\".")) };
        if self.document_id.is_none() {
            self.document_id = Some(format!("sha256:{}", hash.to_ascii_lowercase()));
        }
        self.named()
    }

    fn named(self) -> Result<Self, FrontError> {
        if self.query.is_none() && self.document_id.is_none() {
            return Err(FrontError::malformed("\"query\" is missing."));
        }
        Ok(self)
    }

    /// The text to run: what was sent, or the stored document it names, as far as the policy allows.
    pub(super) fn document<E: Engine>(&self, engine: &E, policy: Documents, anonymous: bool) -> Result<Arc<str>, FrontError> {
        let stored_only = match policy {
            Documents::Any => false,
            Documents::Trusted => true,
            Documents::TrustedForAnonymous => anonymous,
        };
        let Some(query) = &self.query else {
            let id = self.document_id.as_deref().unwrap_or_default();
            return engine.document(id).ok_or_else(|| FrontError::refused(Code::PersistedQueryNotFound, "PersistedQueryNotFound"));
        };
        if !stored_only && self.document_id.is_none() {
            return Ok(query.as_str().into());
        }
        if query.len() > engine.guard().limits().bytes {
            // The guard refuses it by its length; there is no need to read it all first.
            return Ok(query.as_str().into());
        }
        let id = id_of(query);
        if self.document_id.as_ref().is_some_and(|named| *named != id) {
            return Err(FrontError::malformed("The hash is not that of \"query\"."));
        }
        if stored_only {
            return engine
                .document(&id)
                .ok_or_else(|| FrontError::refused(Code::PersistedQueryNotFound, "Only stored documents are run here."));
        }
        Ok(query.as_str().into())
    }
}

fn id_of(document: &str) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(document);
    digest.iter().fold(String::from("sha256:"), |mut id, byte| {
        // Writing to a string cannot fail.
        let _ = write!(id, "{byte:02x}");
        id
    })
}

fn text(value: Option<Value>, message: &'static str) -> Result<Option<String>, FrontError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(FrontError::malformed(message)),
    }
}

fn object(value: Option<Value>, message: &'static str) -> Result<Map<String, Value>, FrontError> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(FrontError::malformed(message)),
    }
}
