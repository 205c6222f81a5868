//! Why nothing was done, told apart by who can do something about it.

use std::time::Duration;

use domain::permit::Denied;
use persistence::{StorageError, error::Unique};
use thiserror::Error;

use crate::credential::{password::HashError, seal::SealError, signing_keys::SigningKeyError, token::TokenError};
use crate::port::StoreError;

/// Not the input's fault.
#[derive(Debug, Error)]
pub enum Failure {
    #[error("sign in first")]
    Unauthenticated,
    /// The token or session that was shown is of no use any more.
    #[error("the session has ended; sign in again")]
    SessionEnded,
    #[error("`{action}` is not open to you")]
    Forbidden { action: &'static str },
    #[error("`{action}` asks for your password again")]
    FreshFactorRequired { action: &'static str },
    #[error("not found")]
    NotFound,
    #[error("the record was changed by somebody else; read it again")]
    Conflict,
    #[error("too often; come again in {} seconds", retry_after.as_secs())]
    TooOften { retry_after: Duration },
    #[error("the forum is busy; come again in a moment")]
    Unavailable,
    #[error("{0}")]
    Internal(String),
}

/// Why a use case did nothing: a rule of the business said no, or something failed.
#[derive(Debug)]
pub enum Refused<E> {
    Rule(E),
    Failure(Failure),
}

/// A refusal of a domain command.
pub trait Rule {}

macro_rules! rules {
    ($($error:ty),* $(,)?) => { $(impl Rule for $error {})* };
}

rules! {
    crate::account::RegisterUserError, crate::account::VerifyEmailError, crate::account::LogInError, crate::account::RefreshError,
    crate::staff::AppointModeratorError,
    domain::company::RegisterError, domain::company::SubmitError, domain::company::DecideError,
    domain::listing::DraftError, domain::listing::PublishError, domain::listing::CloseError,
    domain::introduction::RequestError, domain::introduction::AnswerError,
    domain::agreement::ProposeError, domain::agreement::ReviseError, domain::proposal::AnswerError,
    domain::joint_venture::ProposeError, domain::joint_venture::ReviseError, domain::joint_venture::AdvanceError, domain::joint_venture::ConfirmError,
    domain::file::StoreFileError, domain::file::AttachFileError, domain::file::RemoveFileError,
    domain::milestone::MilestoneError, domain::outcome::ReportError,
}

impl<E: Rule> From<E> for Refused<E> {
    fn from(rule: E) -> Self {
        Self::Rule(rule)
    }
}

impl<E> From<Failure> for Refused<E> {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl<E> From<StorageError> for Refused<E> {
    fn from(error: StorageError) -> Self {
        Self::Failure(error.into())
    }
}

impl<E> From<Denied> for Refused<E> {
    fn from(denied: Denied) -> Self {
        Self::Failure(denied.into())
    }
}

impl<E> From<HashError> for Refused<E> {
    fn from(error: HashError) -> Self {
        Self::Failure(error.into())
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::SignIn => Self::Unauthenticated,
            Denied::NotOpen { action } => Self::Forbidden { action },
            Denied::FreshFactor { action } => Self::FreshFactorRequired { action },
        }
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::NotFound => Self::NotFound,
            StorageError::Stale | StorageError::Taken(_) => Self::Conflict,
            StorageError::Unavailable(text) => {
                tracing::warn!(error = text, "the database is unavailable");
                Self::Unavailable
            }
            // A policy that refuses what the types allowed is a fault of ours, and a stranger's sign of an attack.
            StorageError::Refused(_) | StorageError::Corrupt(_) | StorageError::Failed(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<HashError> for Failure {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Overloaded => Self::Unavailable,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(text) => {
                tracing::warn!(error = text, "the store of files is unavailable");
                Self::Unavailable
            }
            StoreError::Absent => Self::Internal(error.to_string()),
        }
    }
}

impl<E> From<StoreError> for Refused<E> {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl From<SealError> for Failure {
    fn from(error: SealError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<SigningKeyError> for Failure {
    fn from(error: SigningKeyError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<TokenError> for Failure {
    fn from(_: TokenError) -> Self {
        Self::SessionEnded
    }
}

/// Turns running into a uniqueness into the rule that it stands for.
pub(crate) fn taken<E>(unique: Unique, rule: impl FnOnce() -> E) -> impl FnOnce(StorageError) -> Refused<E> {
    move |error| match error {
        StorageError::Taken(found) if found == unique => Refused::Rule(rule()),
        other => Refused::Failure(other.into()),
    }
}
