//! A signed paper between companies: a memorandum, a letter of intent, a contract. It counts when every party confirmed the same terms.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    company::{Company, CompanyState},
    id::{AgreementId, CompanyId, IntroductionId},
    language::Language,
    money::Money,
    permit::{Permit, Relation, Subject},
    policy::{ConfirmBindingAgreement, ConfirmMemorandum, DisputeAgreement, ProposeAgreement, ReviseAgreement},
    proposal::{AnswerError, Proposal, ProposalState, Unwritable},
    reference::SubsectorCode,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What kind of paper it is.
    pub enum AgreementKind {
        Memorandum = "MEMORANDUM",
        LetterOfIntent = "LETTER_OF_INTENT",
        Contract = "CONTRACT",
        ShareholdersAgreement = "SHAREHOLDERS_AGREEMENT",
        Protocol = "PROTOCOL",
        Treaty = "TREATY",
        Declaration = "DECLARATION",
        Programme = "PROGRAMME",
    }
}

impl AgreementKind {
    /// Whether the paper binds its parties, as a memorandum or a letter of intent does not.
    #[must_use]
    pub fn binds(self) -> bool {
        matches!(self, Self::Contract | Self::ShareholdersAgreement | Self::Treaty)
    }

    /// Whether companies sign such papers; the rest are the states'.
    #[must_use]
    pub fn of_companies(self) -> bool {
        matches!(self, Self::Memorandum | Self::LetterOfIntent | Self::Contract | Self::ShareholdersAgreement)
    }
}

words! {
    /// Who may read a record.
    pub enum Confidentiality {
        Private = "PRIVATE",
        SummaryPublic = "SUMMARY_PUBLIC",
        Public = "PUBLIC",
    }
}

/// What a paper says, as far as the forum keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementTerms {
    pub kind: AgreementKind,
    pub title: String,
    pub summary: String,
    pub subsectors: Vec<SubsectorCode>,
    pub signed_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    /// What the paper names as its worth. An umbrella names what others will detail, and is left out of every sum.
    pub value: Option<Money>,
    pub umbrella: bool,
    pub estimate: bool,
    pub languages: Vec<Language>,
    pub confidentiality: Confidentiality,
}

/// The companies that a paper is to be between: the one that writes it first.
#[derive(Debug, Clone)]
pub struct AgreementParties(pub Vec<Company>);

/// A paper with its current version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    pub id: AgreementId,
    pub parties: Vec<CompanyId>,
    /// The introduction that led to it.
    pub introduction: Option<IntroductionId>,
    pub proposal: Proposal<AgreementTerms>,
    pub opened_at: Timestamp,
    pub version: i32,
}

/// Why terms are refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TermsError {
    #[error("companies do not sign a {kind}; staff enter those")]
    KindOfStates { kind: AgreementKind },
    #[error("a paper is signed today at the latest")]
    SignedInTheFuture,
    #[error("ends before it is signed")]
    ExpiresBeforeSigning,
    #[error("name at least one subsector")]
    NoSubsectors,
}

/// Why a paper is not proposed.
#[derive(Debug, Error)]
pub enum ProposeError {
    #[error(transparent)]
    Terms(#[from] TermsError),
    #[error("name at least one other company")]
    NoCounterpart,
    #[error("`{company}` is named twice")]
    PartyTwice { company: CompanyId },
    #[error("`{company}` is not verified")]
    PartyNotVerified { company: CompanyId },
    #[error("a paper of the forum is between companies of both countries")]
    OneCountryOnly,
    #[error("a paper follows an accepted introduction between the companies")]
    NotIntroduced,
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

/// Why other terms are refused.
#[derive(Debug, Error)]
pub enum ReviseError {
    #[error(transparent)]
    Terms(#[from] TermsError),
    #[error("the same terms as the current version")]
    NothingChanged,
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

impl AgreementTerms {
    fn check(&self, stamp: Stamp) -> Result<(), TermsError> {
        if !self.kind.of_companies() {
            return Err(TermsError::KindOfStates { kind: self.kind });
        }
        // Signed "today" may already be tomorrow's date where the parties are.
        if self.signed_on > (stamp.at + chrono::Duration::hours(14)).date_naive() {
            return Err(TermsError::SignedInTheFuture);
        }
        if self.expires_on.is_some_and(|expires| expires <= self.signed_on) {
            return Err(TermsError::ExpiresBeforeSigning);
        }
        if self.subsectors.is_empty() {
            return Err(TermsError::NoSubsectors);
        }
        Ok(())
    }
}

/// Parties of anything bilateral: distinct, verified, of both countries.
pub(crate) enum PartiesFault {
    NoCounterpart,
    Twice(CompanyId),
    NotVerified(CompanyId),
    OneCountryOnly,
}

pub(crate) fn check_parties(parties: &[Company]) -> Result<(), PartiesFault> {
    if parties.len() < 2 {
        return Err(PartiesFault::NoCounterpart);
    }
    for (at, party) in parties.iter().enumerate() {
        if parties[..at].iter().any(|other| other.id == party.id) {
            return Err(PartiesFault::Twice(party.id));
        }
        if party.state != CompanyState::Verified {
            return Err(PartiesFault::NotVerified(party.id));
        }
    }
    let first = parties[0].registration.country;
    if parties.iter().all(|party| party.registration.country == first) {
        return Err(PartiesFault::OneCountryOnly);
    }
    Ok(())
}

impl From<PartiesFault> for ProposeError {
    fn from(fault: PartiesFault) -> Self {
        match fault {
            PartiesFault::NoCounterpart => Self::NoCounterpart,
            PartiesFault::Twice(company) => Self::PartyTwice { company },
            PartiesFault::NotVerified(company) => Self::PartyNotVerified { company },
            PartiesFault::OneCountryOnly => Self::OneCountryOnly,
        }
    }
}

impl Agreement {
    /// Writes the first version; `introduced` says whether every counterpart accepted an introduction with the proposer.
    pub fn propose(
        permit: Permit<ProposeAgreement>,
        terms: AgreementTerms,
        introduction: Option<IntroductionId>,
        introduced: bool,
        stamp: Stamp,
    ) -> Result<Self, ProposeError> {
        let (AgreementParties(parties), by) = permit.into_parts();
        check_parties(&parties)?;
        if !introduced {
            return Err(ProposeError::NotIntroduced);
        }
        terms.check(stamp)?;
        Ok(Self {
            id: stamp.id(),
            parties: parties.iter().map(|party| party.id).collect(),
            introduction,
            proposal: Proposal::new(1, terms, by.company, by.person.user, stamp)?,
            opened_at: stamp.at,
            version: 1,
        })
    }

    /// Writes a further version in the place of the current one; what was confirmed stays readable as the version before.
    pub fn revise(
        permit: Permit<ReviseAgreement>,
        terms: AgreementTerms,
        stamp: Stamp,
    ) -> Result<(Self, Proposal<AgreementTerms>), ReviseError> {
        let (mut agreement, by) = permit.into_parts();
        terms.check(stamp)?;
        if terms == agreement.proposal.terms {
            return Err(ReviseError::NothingChanged);
        }
        let next = Proposal::new(agreement.proposal.number + 1, terms, by.company, by.person.user, stamp)?;
        let mut previous = std::mem::replace(&mut agreement.proposal, next);
        previous.supersede();
        Ok((agreement, previous))
    }

    /// Believes the current version of a paper that does not bind.
    pub fn confirm_memorandum(permit: Permit<ConfirmMemorandum>, hash: &str, stamp: Stamp) -> Result<Self, AnswerError> {
        let (agreement, by) = permit.into_parts();
        agreement.confirmed(hash, by.company, by.person.user, stamp)
    }

    /// Binds the company to the current version.
    pub fn confirm_binding(permit: Permit<ConfirmBindingAgreement>, hash: &str, stamp: Stamp) -> Result<Self, AnswerError> {
        let (agreement, by) = permit.into_parts();
        agreement.confirmed(hash, by.company, by.person.user, stamp)
    }

    fn confirmed(mut self, hash: &str, company: CompanyId, by: crate::id::UserId, stamp: Stamp) -> Result<Self, AnswerError> {
        let parties = self.parties.clone();
        self.proposal.confirm(hash, company, by, &parties, stamp)?;
        Ok(self)
    }

    /// Says what is wrong with the current version.
    pub fn dispute(permit: Permit<DisputeAgreement>, hash: &str, words: String, stamp: Stamp) -> Result<Self, AnswerError> {
        let (mut agreement, by) = permit.into_parts();
        agreement.proposal.dispute(hash, by.company, by.person.user, words, stamp)?;
        Ok(agreement)
    }

    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.proposal.state == ProposalState::Confirmed
    }
}

/// The proposer of the current version looks at his own; other parties are his counterparts.
impl Subject for Agreement {
    fn relation(&self, actor: &Actor) -> Relation {
        relation_to(actor, &self.parties, self.proposal.proposed_by)
    }
}

impl Subject for AgreementParties {
    fn relation(&self, actor: &Actor) -> Relation {
        let ids: Vec<_> = self.0.iter().map(|company| company.id).collect();
        if matches!(actor, Actor::Member(member) if ids.contains(&member.company)) { Relation::Own } else { Relation::Stranger }
    }
}

/// How a record of several parties stands to an actor: his own if his company put forward what is on the table.
pub(crate) fn relation_to(actor: &Actor, parties: &[CompanyId], proposed_by: CompanyId) -> Relation {
    match actor {
        Actor::Member(member) if member.company == proposed_by => Relation::Own,
        Actor::Member(member) if parties.contains(&member.company) => Relation::Counterpart,
        _ => Relation::Stranger,
    }
}

/// A paper between states, as it was entered with its sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatePaper {
    pub id: AgreementId,
    pub kind: AgreementKind,
    pub record: StatePaperRecord,
    pub version: i32,
}

/// What is known of a paper between states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatePaperRecord {
    pub code: String,
    pub title: String,
    /// As far as it is known: a day, a month, a year or nothing.
    pub date: Option<String>,
    pub date_quality: String,
    pub parties: Vec<String>,
    pub sectors: Vec<String>,
    /// The source's own word for what the paper is.
    pub kind: String,
    pub status: String,
    pub value_usd_minor: Option<i64>,
    pub evidence: String,
    pub sources: Vec<String>,
    pub note: Option<String>,
}

impl StatePaperRecord {
    /// Where it stands in a list by time: at the beginning of what is known of its date.
    #[must_use]
    pub fn listed_at(&self) -> Timestamp {
        let date = self.date.as_deref().unwrap_or_default();
        let mut parts = date.split('-').map_while(|part| part.parse::<u32>().ok());
        let year = parts.next().and_then(|year| i32::try_from(year).ok()).unwrap_or(1970);
        let (month, day) = (parts.next().unwrap_or(1), parts.next().unwrap_or(1));
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default().and_time(chrono::NaiveTime::MIN).and_utc()
    }
}
