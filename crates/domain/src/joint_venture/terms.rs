//! What the parties of a venture agree on: who brings what, who owns how much.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    agreement::Confidentiality,
    company::Company,
    id::CompanyId,
    money::{BasisPoints, Money},
    reference::{RegionCode, SubsectorCode},
    words::words,
};

words! {
    /// What a party is to the venture.
    pub enum PartyRole {
        Founder = "FOUNDER",
        Investor = "INVESTOR",
        Technology = "TECHNOLOGY",
        Offtaker = "OFFTAKER",
        Landholder = "LANDHOLDER",
    }
}

words! {
    /// How the venture is built.
    pub enum Structure {
        Incorporated = "INCORPORATED",
        Contractual = "CONTRACTUAL",
        Consortium = "CONSORTIUM",
        ShareAcquisition = "SHARE_ACQUISITION",
    }
}

words! {
    /// What a party brings.
    pub enum ContributionKind {
        Cash = "CASH",
        Equipment = "EQUIPMENT",
        LandUse = "LAND_USE",
        Buildings = "BUILDINGS",
        IpLicence = "IP_LICENCE",
        KnowHow = "KNOW_HOW",
        Offtake = "OFFTAKE",
        Services = "SERVICES",
        ShareholderLoan = "SHAREHOLDER_LOAN",
        InKindGoods = "IN_KIND_GOODS",
    }
}

/// Something a party brings, and what it is worth where that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    pub kind: ContributionKind,
    pub value: Option<Money>,
    pub note: Option<String>,
}

/// One party's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VentureParty {
    pub company: CompanyId,
    pub role: PartyRole,
    /// Left open until the parties know; once one is named, all are, and they add up to the whole.
    pub stake: Option<BasisPoints>,
    pub contributions: Vec<Contribution>,
}

/// What the parties agree on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VentureTerms {
    pub title: String,
    pub summary: String,
    pub structure: Structure,
    pub subsectors: Vec<SubsectorCode>,
    pub region: Option<RegionCode>,
    pub capital: Option<Money>,
    pub parties: Vec<VentureParty>,
    pub confidentiality: Confidentiality,
}

/// Why terms are refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TermsError {
    #[error("name at least one subsector")]
    NoSubsectors,
    #[error("`{subsector}` is named twice")]
    SubsectorTwice { subsector: SubsectorCode },
    #[error("stakes add up to {sum} basis points, not to 10000")]
    StakesDoNotAddUp { sum: u32 },
    #[error("either every party's stake is named or none")]
    StakeMissing { company: CompanyId },
    #[error("farmland in Kazakhstan may not be given to a company with any foreign share (law of 2021)")]
    FarmlandWithForeignShare { company: CompanyId },
}

/// The subsectors in which land brought in Kazakhstan is farmland (rule KZ-LAND).
const FARMLAND: [&str; 4] = ["AGR-GR", "AGR-FV", "AGR-LM", "TEX-FI"];

impl VentureTerms {
    pub(super) fn check(&self, parties: &[Company]) -> Result<(), TermsError> {
        if self.subsectors.is_empty() {
            return Err(TermsError::NoSubsectors);
        }
        for (at, subsector) in self.subsectors.iter().enumerate() {
            if self.subsectors[..at].contains(subsector) {
                return Err(TermsError::SubsectorTwice { subsector: subsector.clone() });
            }
        }
        self.check_stakes()?;
        self.check_farmland(parties)
    }

    fn check_stakes(&self) -> Result<(), TermsError> {
        if self.parties.iter().all(|party| party.stake.is_none()) {
            return Ok(());
        }
        let mut sum = 0;
        for party in &self.parties {
            let stake = party.stake.ok_or(TermsError::StakeMissing { company: party.company })?;
            sum += u32::from(stake.get());
        }
        if sum == u32::from(BasisPoints::WHOLE.get()) { Ok(()) } else { Err(TermsError::StakesDoNotAddUp { sum }) }
    }

    /// A venture of both countries always has a foreign share, so farmland brought in Kazakhstan is always refused.
    fn check_farmland(&self, parties: &[Company]) -> Result<(), TermsError> {
        let farming = self.subsectors.iter().any(|subsector| FARMLAND.contains(&subsector.as_str()));
        let kazakh = |company: CompanyId| {
            parties.iter().any(|party| party.id == company && party.registration.country == crate::country::Country::Kz)
        };
        let landholder = self
            .parties
            .iter()
            .find(|party| kazakh(party.company) && party.contributions.iter().any(|brought| brought.kind == ContributionKind::LandUse));
        match landholder {
            Some(party) if farming => Err(TermsError::FarmlandWithForeignShare { company: party.company }),
            _ => Ok(()),
        }
    }
}
