//! By what one company may be taken for another, across scripts and countries: keys that two of them share.

use serde::{Deserialize, Serialize};

use super::{
    Company,
    name::{consonant_key, search_key, skeleton},
    registration_number::RegistrationNumberKind,
};
use crate::{
    id::{CompanyId, ModerationCaseId},
    stamp::Timestamp,
    words::words,
};

words! {
    /// What two companies have in common.
    pub enum LikenessReason {
        /// The same number of the same register.
        SameNumber = "SAME_NUMBER",
        /// The same legal entity identifier.
        SameLei = "SAME_LEI",
        /// The same host of their websites.
        SameWebsite = "SAME_WEBSITE",
        /// Names that look the same, letter by letter, whatever the script of each letter.
        LooksAlike = "LOOKS_ALIKE",
        /// Names that are read aloud the same, whatever their script.
        SoundsAlike = "SOUNDS_ALIKE",
    }
}

/// One thing by which a company may be taken for another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LikenessKey {
    pub reason: LikenessReason,
    pub key: String,
}

/// That the company of a case is like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub case: ModerationCaseId,
    pub company: CompanyId,
    pub other: CompanyId,
    pub reason: LikenessReason,
    /// The other was verified when this was found: the dangerous kind.
    pub of_verified: bool,
    pub found_at: Timestamp,
}

/// Names of fewer consonants sound like half of the register.
const FEWEST_CONSONANTS: usize = 5;

/// Everything by which a company may be taken for another.
#[must_use]
pub fn keys(company: &Company) -> Vec<LikenessKey> {
    let said = &company.registration;
    let mut keys = Vec::new();
    let mut add = |reason, key: String| {
        if !key.is_empty() {
            keys.push(LikenessKey { reason, key });
        }
    };
    add(LikenessReason::SameNumber, format!("{} {}", said.number.kind().as_str(), said.number.as_str()));
    if let Some(secp) = &said.secp {
        // A company may name the same number as its first, or beside another.
        add(LikenessReason::SameNumber, format!("{} {}", RegistrationNumberKind::Secp.as_str(), secp.as_str()));
    }
    if let Some(lei) = &said.lei {
        add(LikenessReason::SameLei, lei.as_str().to_owned());
    }
    if let Some(website) = company.website.as_ref().filter(|website| !website.is_shared()) {
        add(LikenessReason::SameWebsite, website.host().to_owned());
    }
    for (_, name) in said.names.iter() {
        add(LikenessReason::LooksAlike, skeleton(name));
        let sound = search_key(name);
        if !sound.is_empty() {
            add(LikenessReason::SoundsAlike, format!("= {sound}"));
        }
        let consonants = consonant_key(name);
        if consonants.chars().filter(|c| !c.is_whitespace()).count() >= FEWEST_CONSONANTS {
            add(LikenessReason::SoundsAlike, format!("~ {consonants}"));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}
