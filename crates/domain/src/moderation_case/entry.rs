//! What was said and done about a case: kept with it for ever, and never changed.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ModerationCase;
use crate::{
    actor::{Member, Staff},
    country::Country,
    id::{CaseEntryId, CompanyId, ModerationCaseId, UserId},
    staff::Duty,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What kind of entry it is.
    pub enum EntryKind {
        Opened = "OPENED",
        Claimed = "CLAIMED",
        Released = "RELEASED",
        ChangesRequested = "CHANGES_REQUESTED",
        /// The company has put right what it was asked to.
        Answered = "ANSWERED",
        Approved = "APPROVED",
        Rejected = "REJECTED",
        Reopened = "REOPENED",
        /// The company was suspended because of this case.
        Suspended = "SUSPENDED",
        /// Somebody writes to the other.
        Message = "MESSAGE",
        /// Staff write to each other; the company never reads it.
        Note = "NOTE",
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEntry {
    pub id: CaseEntryId,
    pub case: ModerationCaseId,
    pub company: CompanyId,
    pub kind: EntryKind,
    /// The side and the duty of staff; nothing where the company writes.
    pub by: Option<(Country, Duty)>,
    pub author: UserId,
    pub text: Option<String>,
    pub at: Timestamp,
}

/// What one side writes of one case in a day.
pub const MESSAGES_A_DAY: u64 = 50;

/// Why nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WriteError {
    #[error("a side writes at most {MESSAGES_A_DAY} messages about a case in a day")]
    QuotaExceeded,
}

impl CaseEntry {
    /// What staff did or wrote.
    #[must_use]
    pub fn of_staff(case: &ModerationCase, kind: EntryKind, by: &Staff, text: Option<String>, stamp: Stamp) -> Self {
        let by_whom = Some((by.side, by.duty));
        Self { id: stamp.nth(90), case: case.id, company: case.company, kind, by: by_whom, author: by.person.user, text, at: stamp.at }
    }

    /// What the company did or wrote.
    #[must_use]
    pub fn of_company(case: &ModerationCase, kind: EntryKind, by: &Member, text: Option<String>, stamp: Stamp) -> Self {
        Self { id: stamp.nth(91), case: case.id, company: case.company, kind, by: None, author: by.person.user, text, at: stamp.at }
    }
}
