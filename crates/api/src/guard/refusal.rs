//! Why a document is refused, in words and codes that a client can act on.

use std::borrow::Cow;

use async_graphql::{ErrorExtensionValues, Pos, ServerError};

/// The whole vocabulary of `extensions.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema or the limits.
    ValidationFailed,
    /// A variable, an argument or the request itself is malformed.
    BadUserInput,
    /// The document holds no such operation, or it may not be run this way.
    OperationResolutionFailure,
    /// The hash names no stored document.
    PersistedQueryNotFound,
    /// The credential is missing, wrong or expired.
    Unauthenticated,
    /// The caller may not do this.
    Forbidden,
    /// What is named is not there, or not for this caller.
    NotFound,
    /// The state does not allow it now.
    Conflict,
    /// Too many requests, or the server is full.
    RateLimited,
    /// Our own fault.
    InternalServerError,
}

impl Code {
    /// The word as it stands in `extensions.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::OperationResolutionFailure => "OPERATION_RESOLUTION_FAILURE",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::Conflict => "CONFLICT",
            Self::RateLimited => "RATE_LIMITED",
            Self::InternalServerError => "INTERNAL_SERVER_ERROR",
        }
    }
}

/// One complaint about a document, its place in the text where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The word for programs.
    pub code: Code,
    /// The sentence for people; it may name a field or a variable but never repeats the document.
    pub message: Cow<'static, str>,
    /// Line and column, both counted from one.
    pub at: Option<(usize, usize)>,
}

impl Complaint {
    pub(super) fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), at: None }
    }

    pub(super) fn at(mut self, at: Option<(usize, usize)>) -> Self {
        self.at = at;
        self
    }
}

impl From<&Complaint> for ServerError {
    fn from(complaint: &Complaint) -> Self {
        let mut error = Self::new(complaint.message.clone(), complaint.at.map(|(line, column)| Pos { line, column }));
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", complaint.code.as_str());
        error.extensions = Some(extensions);
        error
    }
}

/// A document, or its variables, refused: never empty, never longer than the limit on errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub(super) Vec<Complaint>);

impl Refusal {
    pub(super) fn one(complaint: Complaint) -> Self {
        Self(vec![complaint])
    }

    /// The complaints, in the order of the document.
    pub fn complaints(&self) -> &[Complaint] {
        &self.0
    }

    /// The complaints as the library's own errors.
    pub fn errors(&self) -> Vec<ServerError> {
        self.0.iter().map(ServerError::from).collect()
    }
}

/// A message cut to a number of characters, since names in a document can be as long as the document.
pub(super) fn cut(message: String, limit: usize) -> String {
    match message.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}
