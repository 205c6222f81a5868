//! What can be asked of the database, aggregate by aggregate; each repository looks through a scope.

pub mod agreement;
pub mod company;
pub mod directory;
pub mod event;
pub mod file;
pub mod introduction;
pub mod joint_venture;
pub mod letter;
pub mod listing;
pub mod matching;
pub mod member;
pub mod milestone;
pub mod moderation_case;
pub mod outcome;
pub mod proposal;
pub mod reference;
pub mod session;
pub mod signing_key;
pub mod staff;
pub mod standing;
pub mod subject_salt;
pub mod tally;
pub mod trade_flow;
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
    standings: standing::Standings of session user_account;
    users: user::Users of user_account;
    passwords: user::Passwords of password;
    subject_salts: subject_salt::SubjectSalts of subject_salt;
    sessions: session::Sessions of session;
    signing_keys: signing_key::SigningKeys of signing_key;
    staff: staff::StaffList of staff;
    companies: company::Companies of company;
    members: member::Members of member;
    moderation_cases: moderation_case::ModerationCases of moderation_case;
    directory: directory::Directory of company_public directory_entry;
    listings: listing::Listings of listing;
    introductions: introduction::Introductions of introduction;
    agreements: agreement::Agreements of agreement;
    proposals: proposal::Proposals of proposal proposal_answer party;
    joint_ventures: joint_venture::JointVentures of joint_venture proposal;
    milestones: milestone::Milestones of milestone;
    outcomes: outcome::Outcomes of outcome proposal;
    events: event::Events of event;
    files: file::Files of file;
    letters: letter::Letters of letter;
    reference: reference::ReferenceTables of sector region legal_form complementarity ownership_rule pillar initiative target source;
    trade_flows: trade_flow::TradeFlows of trade_flow;
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
