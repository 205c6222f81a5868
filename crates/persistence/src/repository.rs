//! What can be asked of the database, aggregate by aggregate; each repository looks through a scope.

pub mod agreement;
pub mod announcement;
pub mod approval;
pub mod audit;
pub mod break_glass;
pub mod case_entry;
pub mod challenge;
pub mod company;
pub mod consent;
pub mod conversation;
pub mod data_export;
pub mod directory;
pub mod dismissal;
pub mod email_change;
pub mod event;
pub mod exposure;
pub mod handover;
pub mod introduction;
pub mod invitation;
pub mod join_request;
pub mod joint_venture;
pub mod legal_hold;
pub mod legal_text;
pub mod letter;
pub mod likeness;
pub mod listing;
pub mod matching;
pub mod member;
pub mod merge;
pub mod meter;
pub mod milestone;
pub mod moderation_case;
pub mod notification;
pub mod outcome;
pub mod partner;
pub mod personal;
pub mod proposal;
pub mod publication;
pub mod redirect;
pub mod reference;
pub mod report;
pub mod second_factor;
pub mod session;
pub mod signing_key;
pub mod staff;
pub mod standing;
pub mod subject_salt;
pub mod tally;
pub mod trade_flow;
pub mod trade_import;
pub mod user;

use std::{fmt::Display, str::FromStr};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::StorageError,
    scope::{Scope, VisibleTo},
    tx::{Tx, View},
};

/// Gives `View` and `Tx` a method per repository, there only where the scope may see the table.
macro_rules! repositories {
    ($($method:ident: $module:ident::$repository:ident of $($entity:ident)+;)*) => {
        impl<S: Scope> View<S> {
            $(pub fn $method(&self) -> $module::$repository<'_, Self> where $(crate::entity::$entity::Entity: VisibleTo<S>,)+ {
                $module::$repository(self)
            })*
        }
        impl<S: Scope> Tx<S> {
            $(pub fn $method(&self) -> $module::$repository<'_, Self> where $(crate::entity::$entity::Entity: VisibleTo<S>,)+ {
                $module::$repository(self)
            })*
        }
        $(impl<R> Clone for $module::$repository<'_, R> { fn clone(&self) -> Self { *self } }
        impl<R> Copy for $module::$repository<'_, R> {})*
    };
}

repositories! {
    standings: standing::Standings of session user_account second_factor;
    users: user::Users of user_account;
    passwords: user::Passwords of password;
    consents: consent::Consents of consent;
    legal_texts: legal_text::LegalTexts of legal_text;
    legal_holds: legal_hold::LegalHolds of legal_hold;
    data_exports: data_export::DataExports of data_export;
    personal: personal::Personal of user_account staff;
    subject_salts: subject_salt::SubjectSalts of subject_salt;
    sessions: session::Sessions of session;
    second_factors: second_factor::SecondFactors of second_factor;
    factor_secrets: second_factor::FactorSecrets of factor_secret recovery_code;
    challenges: challenge::Challenges of challenge;
    email_changes: email_change::EmailChanges of email_change;
    letter_requests: letter::LetterRequests of letter_request;
    meters: meter::Meters of meter;
    signing_keys: signing_key::SigningKeys of signing_key;
    staff: staff::StaffList of staff;
    companies: company::Companies of company;
    members: member::Members of member;
    invitations: invitation::Invitations of invitation;
    join_requests: join_request::JoinRequests of join_request;
    handovers: handover::Handovers of handover;
    likenesses: likeness::Likenesses of company_key;
    case_findings: likeness::CaseFindings of case_finding;
    partners: partner::Partners of introduction party;
    moderation_cases: moderation_case::ModerationCases of moderation_case;
    case_entries: case_entry::CaseEntries of case_entry;
    reports: report::Reports of report;
    openings: break_glass::Openings of break_glass;
    publications: publication::Publications of publication;
    published_records: publication::PublishedRecords of published_record;
    directory: directory::Directory of company_public directory_entry;
    listings: listing::Listings of listing;
    introductions: introduction::Introductions of introduction;
    conversations: conversation::Conversations of conversation message;
    dismissals: dismissal::Dismissals of dismissal;
    exposures: exposure::Exposures of exposure;
    notifications: notification::Notifications of notification notification_preference mail_refusal;
    approvals: approval::Approvals of approval;
    agreements: agreement::Agreements of agreement;
    proposals: proposal::Proposals of proposal proposal_answer party;
    joint_ventures: joint_venture::JointVentures of joint_venture proposal;
    milestones: milestone::Milestones of milestone;
    outcomes: outcome::Outcomes of outcome proposal;
    events: event::Events of event;
    audits: audit::Audits of audit_entry;
    letters: letter::Letters of letter;
    reference: reference::ReferenceTables of sector region legal_form complementarity ownership_rule pillar initiative target source;
    trade_flows: trade_flow::TradeFlows of trade_flow;
    trade_imports: trade_import::TradeImports of trade_import;
    announcements: announcement::Announcements of announcement;
    redirects: redirect::Redirects of company_redirect;
    merges: merge::Merges of member listing introduction party moderation_case company;
    tally: tally::Tallies of agreement outcome joint_venture introduction company;
    matching: matching::Matching of company listing introduction;
}

/// A stored word as the member of its set.
pub(crate) fn word<T: FromStr>(text: &str) -> Result<T, StorageError>
where
    T::Err: Display,
{
    text.parse().map_err(|error: T::Err| StorageError::Corrupt(error.to_string()))
}

/// A stored document as the value that it holds.
pub(crate) fn value<T: DeserializeOwned>(json: serde_json::Value) -> Result<T, StorageError> {
    serde_json::from_value(json).map_err(|error| StorageError::Corrupt(error.to_string()))
}

/// A value as the document that is stored.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<serde_json::Value, StorageError> {
    serde_json::to_value(value).map_err(|error| StorageError::Corrupt(error.to_string()))
}

/// A count that never is negative.
pub(crate) fn count(rows: i64) -> u64 {
    u64::try_from(rows).unwrap_or(0)
}
