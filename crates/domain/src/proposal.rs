//! What two sides must both believe: one proposes a version, every other party confirms the very same version or disputes it with words.
//!
//! Agreements, the terms of ventures, their stages and their outcomes all pass through here; only what all parties confirmed counts.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::{
    id::{CompanyId, ProposalId, UserId},
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What became of a version.
    pub enum ProposalState {
        /// Some party has yet to answer.
        Pending = "PENDING",
        /// Every party believes it.
        Confirmed = "CONFIRMED",
        /// Some party said what is wrong with it.
        Disputed = "DISPUTED",
        /// A later version took its place before all had answered.
        Superseded = "SUPERSEDED",
    }
}

words! {
    /// What a party says to a version.
    pub enum Verdict {
        Confirmed = "CONFIRMED",
        Disputed = "DISPUTED",
    }
}

/// The fingerprint of a version's terms: who confirms names it, so that nobody confirms what he has not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TermsHash(String);

impl TermsHash {
    /// SHA-256 over the terms as canonical JSON (keys in the order of their declaration, no white space), in hexadecimal.
    fn of<T: Serialize>(terms: &T) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_vec(terms)?;
        let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        Ok(Self(Sha256::digest(json).iter().flat_map(digits).collect()))
    }

    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One party's word on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub company: CompanyId,
    pub by: UserId,
    pub verdict: Verdict,
    pub words: Option<String>,
    pub at: Timestamp,
}

/// One version of something, with what the parties said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<T> {
    pub id: ProposalId,
    /// 1 for the first version, and so on.
    pub number: i32,
    pub terms: T,
    pub hash: TermsHash,
    pub proposed_by: CompanyId,
    pub proposer: UserId,
    pub proposed_at: Timestamp,
    pub state: ProposalState,
    pub answers: Vec<Answer>,
}

/// Why an answer to a version is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    #[error("this version is {state} and takes no more answers")]
    NotPending { state: ProposalState },
    #[error("these are not the terms of the current version: read it again before you answer")]
    OtherTerms,
    #[error("your company has answered this version already")]
    AnsweredAlready,
    #[error("the proposing company has nothing to confirm")]
    OwnProposal,
}

/// The terms could not be written as JSON: a fault of ours, since they are plain values.
#[derive(Debug, Error)]
#[error("terms cannot be written: {0}")]
pub struct Unwritable(#[from] serde_json::Error);

impl<T: Serialize + DeserializeOwned> Proposal<T> {
    /// A new version, believed so far by the company that proposes it.
    pub fn new(number: i32, terms: T, company: CompanyId, by: UserId, stamp: Stamp) -> Result<Self, Unwritable> {
        let hash = TermsHash::of(&terms)?;
        Ok(Self {
            id: stamp.nth(0),
            number,
            terms,
            hash,
            proposed_by: company,
            proposer: by,
            proposed_at: stamp.at,
            state: ProposalState::Pending,
            answers: Vec::new(),
        })
    }

    /// A party believes the version whose hash it names; confirmed once every other party of `parties` does.
    pub fn confirm(&mut self, hash: &str, company: CompanyId, by: UserId, parties: &[CompanyId], stamp: Stamp) -> Result<(), AnswerError> {
        self.expect_answerable(hash, company)?;
        self.answers.push(Answer { company, by, verdict: Verdict::Confirmed, words: None, at: stamp.at });
        if parties.iter().all(|party| self.believed_by(*party)) {
            self.state = ProposalState::Confirmed;
        }
        Ok(())
    }

    /// A party says what is wrong with the version whose hash it names.
    pub fn dispute(&mut self, hash: &str, company: CompanyId, by: UserId, words: String, stamp: Stamp) -> Result<(), AnswerError> {
        self.expect_answerable(hash, company)?;
        self.answers.push(Answer { company, by, verdict: Verdict::Disputed, words: Some(words), at: stamp.at });
        self.state = ProposalState::Disputed;
        Ok(())
    }

    /// Whether the party proposed or confirmed this version.
    #[must_use]
    pub fn believed_by(&self, company: CompanyId) -> bool {
        self.proposed_by == company || self.answers.iter().any(|answer| answer.company == company && answer.verdict == Verdict::Confirmed)
    }

    /// A later version takes the place of one that is not yet settled.
    pub fn supersede(&mut self) {
        if matches!(self.state, ProposalState::Pending | ProposalState::Disputed) {
            self.state = ProposalState::Superseded;
        }
    }

    fn expect_answerable(&self, hash: &str, company: CompanyId) -> Result<(), AnswerError> {
        if self.hash.as_str() != hash {
            return Err(AnswerError::OtherTerms);
        }
        if self.state != ProposalState::Pending {
            return Err(AnswerError::NotPending { state: self.state });
        }
        if self.proposed_by == company {
            return Err(AnswerError::OwnProposal);
        }
        if self.answers.iter().any(|answer| answer.company == company) {
            return Err(AnswerError::AnsweredAlready);
        }
        Ok(())
    }
}
