//! A company: the tenant of the forum, and the states it passes from draft to verified.

pub mod name;
pub mod registration_number;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    country::Country,
    id::{CompanyId, StaffId},
    language::{Language, Translations},
    permit::{Permit, Relation, Subject},
    policy::{RegisterCompany, RejectCompany, SubmitCompany, VerifyCompany},
    reference::{LegalFormCode, RegionCode, SubsectorCode},
    stamp::{Stamp, Timestamp},
    words::words,
};
use name::LegalName;
use registration_number::{Lei, RegistrationNumber, RegistrationNumberKind, Secp};

words! {
    /// How far the forum has found a company to be what it says.
    pub enum CompanyState {
        Draft = "DRAFT",
        Submitted = "SUBMITTED",
        InReview = "IN_REVIEW",
        Verified = "VERIFIED",
        Rejected = "REJECTED",
        Suspended = "SUSPENDED",
        /// It was another company registered twice; its old addresses lead there.
        Merged = "MERGED",
    }
}

impl CompanyState {
    /// Suspended companies read, export and appeal, and nothing else; what was merged away is only read.
    #[must_use]
    pub fn may_write(self) -> bool {
        !matches!(self, Self::Suspended | Self::Merged)
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

/// What staff found, on what evidence, and until when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub by: StaffId,
    pub at: Timestamp,
    /// What was looked at: the registry extract, the tax register, a call.
    pub evidence: String,
    pub valid_until: Timestamp,
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
    pub registered_at: Timestamp,
    pub version: i32,
}

/// A verification is looked at again after a year.
const VALID_DAYS: i64 = 365;
/// One person keeps at most this many unverified companies.
const MAX_UNVERIFIED: u64 = 3;
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
}

/// Why a decision about a company is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecideError {
    #[error("only what was submitted is decided about; the company is {state}")]
    NotSubmitted { state: CompanyState },
    #[error("another verified company has this registration number")]
    NumberTaken,
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
            registered_at: stamp.at,
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

    /// Finds the company to be what it says, on this evidence.
    pub fn verify(permit: Permit<VerifyCompany>, evidence: String, stamp: Stamp) -> Result<Self, DecideError> {
        let (mut company, staff) = permit.into_parts();
        company.expect_submitted()?;
        company.state = CompanyState::Verified;
        company.rejection_reason = None;
        company.verification =
            Some(Verification { by: staff.id, at: stamp.at, evidence, valid_until: stamp.at + chrono::Duration::days(VALID_DAYS) });
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
