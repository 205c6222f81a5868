//! What letters tell: written down as facts with the event, put into words when they are sent.
//!
//! The words of each area stand in a file of its own, one function a letter with the four languages beside each other.

mod account;
mod company;
mod introduction;

pub mod invitation;

use domain::{
    id::{CompanyId, IntroductionId, UserId},
    language::Language,
    stamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The fact that a letter tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Content {
    /// Somebody registered with this address: the link proves that it is his.
    VerifyEmail {
        user: UserId,
        issued_at: Timestamp,
    },
    /// Somebody registered with an address that has an account already.
    AlreadyRegistered {
        user: UserId,
    },
    CompanyVerified {
        company: CompanyId,
        name: String,
    },
    CompanyRejected {
        company: CompanyId,
        name: String,
        reason: String,
    },
    IntroductionReceived {
        introduction: IntroductionId,
        from: String,
    },
    IntroductionAccepted {
        introduction: IntroductionId,
        by: String,
    },
}

/// A subject and a text.
pub struct Words {
    pub subject: String,
    pub text: String,
}

/// Puts a fact into a reader's words; `link` is where he goes from here.
pub fn words(content: &Content, language: Language, link: &str) -> Words {
    let (subject, text) = match content {
        Content::VerifyEmail { .. } => account::verify_email(language, link),
        Content::AlreadyRegistered { .. } => account::already_registered(language, link),
        Content::CompanyVerified { name, .. } => company::company_verified(name, language, link),
        Content::CompanyRejected { name, reason, .. } => company::company_rejected(name, reason, language, link),
        Content::IntroductionReceived { from, .. } => introduction::introduction_received(from, language, link),
        Content::IntroductionAccepted { by, .. } => introduction::introduction_accepted(by, language, link),
    };
    Words { subject, text }
}
