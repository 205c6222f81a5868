//! What a mutation answers when the input is malformed or a rule of the business says no: `userErrors`, each with a code, a path and a
//! sentence.

use std::fmt::Display;

use app::Refused;
use async_graphql::{Error, Interface};

use crate::error::failed;

/// Declares the error type of a mutation and the closed set of its codes; every set begins with `INVALID_INPUT`.
macro_rules! user_errors {
    ($mutation:literal: $error:ident, $code:ident { $($(#[doc = $doc:literal])+ $variant:ident,)* }) => {
        #[doc = concat!("What can be wrong with the input of `", $mutation, "`. New codes may be added: treat one you do not know as a refusal.")]
        #[derive(async_graphql::Enum, Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $code {
            /// A value cannot be read; `path` names it and `message` says what would be right.
            InvalidInput,
            $($(#[doc = $doc])+ $variant,)*
        }

        #[doc = concat!("Why `", $mutation, "` did nothing.")]
        #[derive(Debug, Clone)]
        pub struct $error {
            code: $code,
            path: Vec<String>,
            message: String,
        }

        #[doc = concat!("Why `", $mutation, "` did nothing.")]
        #[async_graphql::Object]
        impl $error {
            /// The reason, for programs.
            async fn code(&self) -> $code {
                self.code
            }

            /// Where in the input it lies: field names and list positions, beginning with `input`.
            pub async fn path(&self) -> &Vec<String> {
                &self.path
            }

            /// The reason, for people.
            pub async fn message(&self) -> &String {
                &self.message
            }
        }

        impl $crate::user_error::Coded for $error {
            type Code = $code;
            const INVALID: $code = $code::InvalidInput;
            fn new(code: $code, path: Vec<String>, message: String) -> Self { Self { code, path, message } }
        }
    };
}
pub(crate) use user_errors;

/// An error type of a mutation.
pub trait Coded: Sized {
    type Code;
    const INVALID: Self::Code;
    fn new(code: Self::Code, path: Vec<String>, message: String) -> Self;
}

/// A path below `input`.
pub fn at(path: &str) -> Vec<String> {
    std::iter::once("input").chain(path.split('.').filter(|part| !part.is_empty())).map(str::to_owned).collect()
}

/// The one error of a rule that said no.
pub fn rule<E: Coded>(code: E::Code, path: &str, message: impl Display) -> E {
    E::new(code, at(path), message.to_string())
}

/// Collects everything that is malformed, so that a form comes back with all its faults at once.
#[derive(Debug, Default)]
pub struct Reading {
    faults: Vec<(String, String)>,
}

impl Reading {
    /// The value, or nothing and a fault at `path`.
    pub fn take<T, E: Display>(&mut self, path: impl Into<String>, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(path, error);
                None
            }
        }
    }

    pub fn fault(&mut self, path: impl Into<String>, message: impl Display) {
        self.faults.push((path.into(), message.to_string()));
    }

    /// What was read, if nothing was malformed.
    pub fn finish<T, E: Coded>(self, value: Option<T>) -> Result<T, Vec<E>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults.into_iter().map(|(path, message)| E::new(E::INVALID, at(&path), message)).collect()),
        }
    }
}

/// The outcome of a use case: its value, the rule that said no as user errors, or a failure as a top-level error.
pub fn settle<T, R, E>(result: Result<T, Refused<R>>, tell: impl FnOnce(R) -> E) -> Result<Result<T, Vec<E>>, Error> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Refused::Rule(rule)) => Ok(Err(vec![tell(rule)])),
        Err(Refused::Failure(failure)) => Err(failed(failure)),
    }
}

/// Splits an outcome into what a payload holds.
pub fn split<T, E>(outcome: Result<T, Vec<E>>) -> (Option<T>, Vec<E>) {
    match outcome {
        Ok(value) => (Some(value), Vec::new()),
        Err(errors) => (None, errors),
    }
}

macro_rules! every_user_error {
    ($($module:ident::$inner:ident::$error:ident,)*) => {
        /// Why a mutation did nothing; the type of each mutation adds a `code`.
        #[derive(Interface)]
        #[graphql(field(name = "path", ty = "&Vec<String>", desc = "Where in the input it lies, beginning with `input`."),
                  field(name = "message", ty = "&String", desc = "The reason, for people."))]
        #[expect(clippy::enum_variant_names, reason = "the variants are the types")]
        pub enum UserError { $($error(crate::$module::$inner::$error),)* }
    };
}

every_user_error! {
    account::register::RegisterError,
    account::verify_email::VerifyEmailError,
    account::log_in::LogInError,
    account::refresh::RefreshError,
    company::register::RegisterCompanyError,
    company::submit::SubmitCompanyError,
    company::verify::VerifyCompanyError,
    company::reject::RejectCompanyError,
    listing::draft::DraftListingError,
    listing::publish::PublishListingError,
    listing::close::CloseListingError,
    introduction::request::RequestIntroductionError,
    introduction::accept::AcceptIntroductionError,
    introduction::decline::DeclineIntroductionError,
    agreement::propose::ProposeAgreementError,
    agreement::confirm::ConfirmAgreementError,
    agreement::dispute::DisputeAgreementError,
    joint_venture::propose::ProposeJointVentureError,
    joint_venture::confirm::ConfirmJointVentureError,
    joint_venture::dispute::DisputeJointVentureError,
    joint_venture::advance::AdvanceJointVentureError,
    joint_venture::log_milestone::LogMilestoneError,
    joint_venture::report_outcome::ReportOutcomeError,
    joint_venture::confirm_outcome::ConfirmOutcomeError,
    file::set_logo::SetLogoError,
    file::remove_logo::RemoveLogoError,
    file::attach_paper::AttachPaperError,
    file::remove_paper::RemovePaperError,
    moderation::appoint_moderator::AppointModeratorError,
}
