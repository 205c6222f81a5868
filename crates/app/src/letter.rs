//! What letters tell: written down as facts with the event, put into words when they are sent.
//!
//! The words of each area stand in a file of its own, one function a letter with the four languages beside each other.

mod access;
mod account;
mod company;
mod introduction;

pub mod invitation;

use domain::{
    email_address::EmailAddress,
    id::{CompanyId, EmailChangeId, IntroductionId, UserId},
    language::Language,
    notification::NotificationKind,
    stamp::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::notification::{Facts, digest, more, news, say};

/// The fact that a letter tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Content {
    /// Somebody registered with this address: the link proves that it is his.
    VerifyEmail {
        user: UserId,
        issued_at: Timestamp,
        /// The registration that it proves, where it was asked for again.
        #[serde(default)]
        registered_at: Option<Timestamp>,
    },
    /// Somebody asked for a link that sets a password.
    ResetPassword {
        user: UserId,
        issued_at: Timestamp,
        changed_at: Timestamp,
        email: EmailAddress,
    },
    PasswordChanged {
        user: UserId,
    },
    /// To the address that somebody moves to.
    ConfirmEmailChange {
        change: EmailChangeId,
        to: EmailAddress,
    },
    /// To the address that he moves from.
    EmailChangeAsked {
        change: EmailChangeId,
        email: String,
        to: EmailAddress,
    },
    /// Somebody registered with an address that has an account already.
    AlreadyRegistered {
        user: UserId,
    },
    /// Something that happened, told at once; the path is where the reader goes, below the language of his pages.
    News {
        kind: NotificationKind,
        facts: Facts,
        path: String,
    },
    /// Several of them, told in the morning.
    Digest {
        items: Vec<DigestItem>,
        left_out: usize,
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

/// One piece of news of a gathered letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestItem {
    pub kind: NotificationKind,
    pub facts: Facts,
    pub path: String,
}

/// A subject and a text.
pub struct Words {
    pub subject: String,
    pub text: String,
}

/// The address that a letter goes to, if it is not the one that the person has when it is sent.
pub(crate) fn addressee(content: &Content) -> Option<&EmailAddress> {
    match content {
        Content::ConfirmEmailChange { to, .. } | Content::EmailChangeAsked { to, .. } => Some(to),
        _ => None,
    }
}

/// Puts a fact into a reader's words; `link` is where he goes from here.
pub fn words(content: &Content, language: Language, link: &str) -> Words {
    let (subject, text) = match content {
        Content::VerifyEmail { .. } => account::verify_email(language, link),
        Content::ResetPassword { .. } => access::reset_password(language, link),
        Content::PasswordChanged { .. } => access::password_changed(language, link),
        Content::ConfirmEmailChange { .. } => access::confirm_email_change(language, link),
        Content::EmailChangeAsked { email, .. } => access::email_change_asked(email, language, link),
        Content::AlreadyRegistered { .. } => account::already_registered(language, link),
        Content::News { kind, facts, .. } => (say(*kind, facts, language), format!("{}\n{link}", news(*kind, facts, language))),
        Content::Digest { items, left_out } => gathered(items, *left_out, language, link),
        // Letters of these four kinds are written as news today; those that still wait are sent as they were meant.
        Content::CompanyVerified { name, .. } => company::company_verified(name, language, link),
        Content::CompanyRejected { name, reason, .. } => company::company_rejected(name, reason, language, link),
        Content::IntroductionReceived { from, .. } => introduction::introduction_received(from, language, link),
        Content::IntroductionAccepted { by, .. } => introduction::introduction_accepted(by, language, link),
    };
    Words { subject, text }
}

/// Each piece of news with its link; `home` is where all links begin.
fn gathered(items: &[DigestItem], left_out: usize, language: Language, home: &str) -> (String, String) {
    let told = items.iter().map(|item| format!("• {}\n  {home}{}", say(item.kind, &item.facts, language), item.path));
    let mut text = told.collect::<Vec<_>>().join("\n\n");
    if left_out > 0 {
        text = format!("{text}\n\n{}", more(left_out, language));
    }
    (digest(items.len() + left_out, language), text)
}
