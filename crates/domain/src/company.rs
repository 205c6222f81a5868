//! A company: the tenant of the forum, and the states it passes from draft to verified.

pub mod edit;
pub mod likeness;
pub mod name;
pub mod registration_number;
pub mod verification;
pub mod website;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    country::Country,
    id::CompanyId,
    language::{Language, Translations},
    permit::{Permit, Relation, Subject},
    policy::{CloseCompany, RegisterCompany, RejectCompany, RenewVerification, SubmitCompany, VerifyCompany},
    reference::{LegalFormCode, RegionCode, SubsectorCode},
    stamp::{Stamp, Timestamp},
    words::words,
};
use name::LegalName;
use registration_number::{Lei, RegistrationNumber, RegistrationNumberKind, Secp};
pub use verification::{Check, CheckKind, Findings, FindingsError, Paper, Verification, VerificationState};
use website::Link;

words! {
    /// How far the forum has found a company to be what it says.
    pub enum CompanyState {
        Draft = "DRAFT",
        Submitted = "SUBMITTED",
        InReview = "IN_REVIEW",
        Verified = "VERIFIED",
        Rejected = "REJECTED",
        Suspended = "SUSPENDED",
        /// Its owner has taken it out of the forum for good.
        Closed = "CLOSED",
        /// It was another company registered twice; its old addresses lead there.
        Merged = "MERGED",
    }
}

impl CompanyState {
    /// Suspended companies read, export and appeal, and nothing else; of what was closed or merged away the past can be read.
    #[must_use]
    pub fn may_write(self) -> bool {
        !matches!(self, Self::Suspended | Self::Closed | Self::Merged)
    }
}

words! {
    /// How large a company is, by the people it employs.
    pub enum CompanySize {
        /// Fewer than 10.
        Micro = "MICRO",
        /// 10 to 49.
        Small = "SMALL",
        /// 50 to 249.
        Medium = "MEDIUM",
        /// 250 and more.
        Large = "LARGE",
    }
}

words! {
    /// The script that a legal name is written in.
    pub enum Script {
        Latin = "LATIN",
        Cyrillic = "CYRILLIC",
        Arabic = "ARABIC",
    }
}

/// The legal name in each script that the company uses; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LegalNames(Vec<(Script, String)>);

impl LegalNames {
    /// `None` without a single name, or with two of the same script.
    #[must_use]
    pub fn new(mut names: Vec<(Script, LegalName)>) -> Option<Self> {
        names.sort_by_key(|(script, _)| *script);
        let distinct = names.windows(2).all(|pair| pair[0].0 != pair[1].0);
        (distinct && !names.is_empty()).then(|| Self(names.into_iter().map(|(script, name)| (script, name.as_str().to_owned())).collect()))
    }

    /// The name to show where there is room for one: Latin where there is one.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.first().map_or("", |(_, name)| name.as_str())
    }

    pub fn iter(&self) -> impl Iterator<Item = (Script, &str)> {
        self.0.iter().map(|(script, name)| (*script, name.as_str()))
    }
}

/// What a company says of itself when it registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub country: Country,
    pub legal_form: LegalFormCode,
    pub number: RegistrationNumber,
    /// The number of the Securities and Exchange Commission, beside the tax number.
    pub secp: Option<Secp>,
    pub lei: Option<Lei>,
    pub names: LegalNames,
    pub region: RegionCode,
    pub subsectors: Vec<SubsectorCode>,
    pub size: CompanySize,
    pub languages: Vec<Language>,
    pub profile: Translations,
}

/// A tenant of the forum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    pub id: CompanyId,
    pub slug: String,
    pub registration: Registration,
    pub state: CompanyState,
    pub verification: Option<Verification>,
    pub rejection_reason: Option<String>,
    /// What it does, in one line.
    pub tagline: Translations,
    pub website: Option<Link>,
    /// What it handed in to be looked at.
    pub papers: Vec<Paper>,
    pub registered_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub version: i32,
}

/// One person keeps at most this many unverified companies.
const MAX_UNVERIFIED: u64 = 3;
/// What a company hands in at once.
const MAX_PAPERS: usize = 12;
/// What a company may claim to do.
const MAX_SUBSECTORS: usize = 12;

/// Why a registration is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RegisterError {
    #[error("you already have three companies that are not verified")]
    TooManyUnverified,
    #[error("the legal form `{form}` is not one of the law of {country}")]
    LegalFormOfOtherCountry { form: LegalFormCode, country: Country },
    #[error("the region `{region}` does not lie in {country}")]
    RegionOfOtherCountry { region: RegionCode, country: Country },
    #[error("companies of {country} are known by their {expected}")]
    NumberOfOtherCountry { country: Country, expected: &'static str },
    #[error("this legal form is identified by a person's own number, which the forum does not keep")]
    SoleTrader,
    #[error("name at least one subsector")]
    NoSubsectors,
    #[error("name at most {MAX_SUBSECTORS} subsectors")]
    TooManySubsectors,
    #[error("`{subsector}` is named twice")]
    SubsectorTwice { subsector: SubsectorCode },
    #[error("a company with this number is verified already")]
    NumberTaken,
}

/// Why a submission is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SubmitError {
    #[error("a company is submitted from draft or after a rejection, not when it is {state}")]
    NotSubmittable { state: CompanyState },
    #[error("hand in at most {MAX_PAPERS} papers")]
    TooManyPapers,
}

/// Why a decision about a company is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecideError {
    #[error("only what was submitted is decided about; the company is {state}")]
    NotSubmitted { state: CompanyState },
    #[error("another verified company has this registration number")]
    NumberTaken,
    #[error("somebody else works on the case of this company")]
    ClaimedByOther,
}

/// Why a company is not verified.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VerifyError {
    #[error(transparent)]
    Decide(#[from] DecideError),
    #[error(transparent)]
    Findings(#[from] FindingsError),
}

/// Why a verification is not renewed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RenewError {
    #[error("only a verified company is looked at again; this one is {state}")]
    NotVerified { state: CompanyState },
    #[error(transparent)]
    Findings(#[from] FindingsError),
}

/// Why a company is not closed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CloseError {
    #[error("{ventures} ventures of the company are open: bring them to their end first")]
    OpenVentures { ventures: u64 },
}

impl Registration {
    fn check(&self) -> Result<(), RegisterError> {
        let country = self.country;
        let of_country = |code: &str| code.starts_with(country.as_str());
        if !of_country(self.legal_form.as_str()) {
            return Err(RegisterError::LegalFormOfOtherCountry { form: self.legal_form.clone(), country });
        }
        if matches!(self.legal_form.as_str(), "KZ-IE" | "PK-SP") {
            return Err(RegisterError::SoleTrader);
        }
        if !of_country(self.region.as_str()) {
            return Err(RegisterError::RegionOfOtherCountry { region: self.region.clone(), country });
        }
        let (fits, expected) = match (country, self.number.kind()) {
            (Country::Kz, RegistrationNumberKind::Bin) => (self.secp.is_none(), "BIN"),
            (Country::Kz, _) => (false, "BIN"),
            (Country::Pk, RegistrationNumberKind::Bin) => (false, "NTN or SECP number"),
            (Country::Pk, _) => (true, "NTN or SECP number"),
        };
        if !fits {
            return Err(RegisterError::NumberOfOtherCountry { country, expected });
        }
        if self.subsectors.is_empty() {
            return Err(RegisterError::NoSubsectors);
        }
        if self.subsectors.len() > MAX_SUBSECTORS {
            return Err(RegisterError::TooManySubsectors);
        }
        for (at, subsector) in self.subsectors.iter().enumerate() {
            if self.subsectors[..at].contains(subsector) {
                return Err(RegisterError::SubsectorTwice { subsector: subsector.clone() });
            }
        }
        Ok(())
    }
}

impl Company {
    /// Registers a company as a draft of the person who asks.
    pub fn register(
        permit: &Permit<RegisterCompany>,
        registration: Registration,
        unverified: u64,
        stamp: Stamp,
    ) -> Result<Self, RegisterError> {
        let _ = permit.by();
        if unverified >= MAX_UNVERIFIED {
            return Err(RegisterError::TooManyUnverified);
        }
        registration.check()?;
        let id: CompanyId = stamp.id();
        // The name alone is not unique; four hexadecimal digits of the identity make it so in practice, and the database in truth.
        let hex = crate::id::Identifier::uuid(id).simple().to_string();
        let slug = format!("{}-{}", name::slug(registration.names.primary()), &hex[hex.len() - 6..]);
        Ok(Self {
            id,
            slug,
            registration,
            state: CompanyState::Draft,
            verification: None,
            rejection_reason: None,
            tagline: Translations::default(),
            website: None,
            papers: Vec::new(),
            registered_at: stamp.at,
            closed_at: None,
            version: 1,
        })
    }

    /// Hands the company to the moderators.
    pub fn submit(permit: Permit<SubmitCompany>) -> Result<Self, SubmitError> {
        let (mut company, _) = permit.into_parts();
        match company.state {
            CompanyState::Draft | CompanyState::Rejected => company.state = CompanyState::Submitted,
            state => return Err(SubmitError::NotSubmittable { state }),
        }
        Ok(company)
    }

    /// The same with papers to look at, in the place of what was handed in before.
    pub fn submit_with(permit: Permit<SubmitCompany>, papers: Vec<Paper>) -> Result<Self, SubmitError> {
        if papers.len() > MAX_PAPERS {
            return Err(SubmitError::TooManyPapers);
        }
        let mut company = Self::submit(permit)?;
        if !papers.is_empty() {
            company.papers = papers;
        }
        Ok(company)
    }

    /// Finds the company to be what it says, by these findings.
    pub fn verify(permit: Permit<VerifyCompany>, findings: Findings, stamp: Stamp) -> Result<Self, VerifyError> {
        let (mut company, staff) = permit.into_parts();
        company.expect_submitted()?;
        company.verification = Some(findings.settle(&staff, stamp)?);
        company.state = CompanyState::Verified;
        company.rejection_reason = None;
        Ok(company)
    }

    /// Finds a verified company to be what it says still; also one whose verification has run out.
    pub fn renew(permit: Permit<RenewVerification>, findings: Findings, stamp: Stamp) -> Result<Self, RenewError> {
        let (mut company, staff) = permit.into_parts();
        if company.state != CompanyState::Verified {
            return Err(RenewError::NotVerified { state: company.state });
        }
        company.verification = Some(findings.settle(&staff, stamp)?);
        Ok(company)
    }

    /// Notes that the company is being looked at again, if it is time.
    #[must_use]
    pub fn recheck(mut self, stamp: Stamp) -> Option<Self> {
        let found = self.verification.as_mut().filter(|found| self.state == CompanyState::Verified && found.recheck_at() <= stamp.at)?;
        if found.recheck_opened_at.is_some() {
            return None;
        }
        found.recheck_opened_at = Some(stamp.at);
        Some(self)
    }

    /// Notes that it was told that the verification has run out, if it has.
    #[must_use]
    pub fn lapse(mut self, stamp: Stamp) -> Option<Self> {
        let found = self.verification.as_mut().filter(|found| self.state == CompanyState::Verified && found.has_lapsed(stamp.at))?;
        if found.lapse_told_at.is_some() {
            return None;
        }
        found.lapse_told_at = Some(stamp.at);
        Some(self)
    }

    /// Whether the company was verified and that has run out: it begins nothing new.
    #[must_use]
    pub fn has_lapsed(&self, now: Timestamp) -> bool {
        self.verification.as_ref().is_some_and(|found| found.has_lapsed(now))
    }

    /// Takes the company out of the forum for good.
    pub fn close(permit: Permit<CloseCompany>, open_ventures: u64, stamp: Stamp) -> Result<Self, CloseError> {
        let (mut company, _) = permit.into_parts();
        if open_ventures > 0 {
            return Err(CloseError::OpenVentures { ventures: open_ventures });
        }
        company.state = CompanyState::Closed;
        company.closed_at = Some(stamp.at);
        Ok(company)
    }

    /// Sends the company back with a reason; it may be submitted again.
    pub fn reject(permit: Permit<RejectCompany>, reason: String) -> Result<Self, DecideError> {
        let (mut company, _) = permit.into_parts();
        company.expect_submitted()?;
        company.state = CompanyState::Rejected;
        company.rejection_reason = Some(reason);
        Ok(company)
    }

    /// A moderator has claimed its case, or given it back.
    pub fn reviewed(mut self, claimed: bool) -> Result<Self, DecideError> {
        self.expect_submitted()?;
        self.state = if claimed { CompanyState::InReview } else { CompanyState::Submitted };
        Ok(self)
    }

    /// Goes back to its people, who put something right and submit it anew.
    pub fn sent_back(mut self) -> Result<Self, DecideError> {
        self.expect_submitted()?;
        self.state = CompanyState::Draft;
        Ok(self)
    }

    /// The rejection is taken back: it waits for a decision as before.
    pub fn unrejected(mut self) -> Result<Self, DecideError> {
        if self.state != CompanyState::Rejected {
            return Err(DecideError::NotSubmitted { state: self.state });
        }
        self.state = CompanyState::Submitted;
        self.rejection_reason = None;
        Ok(self)
    }

    fn expect_submitted(&self) -> Result<(), DecideError> {
        match self.state {
            CompanyState::Submitted | CompanyState::InReview => Ok(()),
            state => Err(DecideError::NotSubmitted { state }),
        }
    }
}

impl Subject for Company {
    fn relation(&self, actor: &Actor) -> Relation {
        let own = match actor {
            Actor::Member(member) => member.company == self.id,
            Actor::Staff(staff) => staff.companies.contains(&self.id),
            _ => false,
        };
        if own { Relation::Own } else { Relation::Stranger }
    }
}
