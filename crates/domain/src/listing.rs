//! An offer or a need of a company in one subsector. The side that will be paid makes an offer.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    id::{CompanyId, ListingId},
    language::Language,
    money::Money,
    permit::{Permit, Relation, Subject},
    policy::{CloseListing, DraftListing, HideListing, PublishListing, RestoreListing},
    reference::SubsectorCode,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// Which side of a deal the company is on.
    pub enum ListingKind {
        /// It will be paid.
        Offer = "OFFER",
        /// It will pay.
        Need = "NEED",
    }
}

words! {
    /// Whether others see it.
    pub enum ListingState {
        Draft = "DRAFT",
        Published = "PUBLISHED",
        Closed = "CLOSED",
        Expired = "EXPIRED",
        /// It waits for a moderator, as listings of arms do.
        InReview = "IN_REVIEW",
        /// Staff have taken it from sight, with a reason.
        Hidden = "HIDDEN",
        /// Its company is suspended; it comes back with it.
        Withheld = "WITHHELD",
    }
}

words! {
    /// Incoterms 2020: where cost and risk pass.
    pub enum Incoterm {
        Exw = "EXW", Fca = "FCA", Cpt = "CPT", Cip = "CIP", Dap = "DAP", Dpu = "DPU", Ddp = "DDP",
        Fas = "FAS", Fob = "FOB", Cfr = "CFR", Cif = "CIF",
    }
}

words! {
    /// What kind of partnership is sought.
    pub enum PartnershipForm {
        Trade = "TRADE",
        Distribution = "DISTRIBUTION",
        ContractManufacturing = "CONTRACT_MANUFACTURING",
        JointVenture = "JOINT_VENTURE",
        Investment = "INVESTMENT",
        Technology = "TECHNOLOGY",
    }
}

/// A heading of the Harmonized System 2022: two, four or six digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HsCode(String);

/// Why a text is not an HS code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("an HS code has two, four or six digits, the first two a chapter from 01 to 97 other than 77")]
pub struct HsCodeError;

impl HsCode {
    pub fn parse(text: &str) -> Result<Self, HsCodeError> {
        let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        let shaped = matches!(digits.len(), 2 | 4 | 6) && digits.bytes().all(|b| b.is_ascii_digit());
        let chapter = shaped.then(|| digits[..2].parse::<u8>().ok()).flatten().ok_or(HsCodeError)?;
        if !(1..=97).contains(&chapter) || chapter == 77 {
            return Err(HsCodeError);
        }
        Ok(Self(digits))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The chapter: the first two digits.
    #[must_use]
    pub fn chapter(&self) -> &str {
        &self.0[..2]
    }
}

/// How much of what, in a unit of UN/CEFACT Recommendation 20 by its common name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    pub amount: i64,
    pub unit: Unit,
}

words! {
    /// A unit of quantity.
    pub enum Unit {
        Tonne = "TONNE", Kilogram = "KILOGRAM", Litre = "LITRE", CubicMetre = "CUBIC_METRE", SquareMetre = "SQUARE_METRE",
        Metre = "METRE", Piece = "PIECE", Container = "CONTAINER", Hour = "HOUR", Project = "PROJECT",
    }
}

/// What a listing says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingTerms {
    pub kind: ListingKind,
    pub subsector: SubsectorCode,
    pub title: String,
    pub text: String,
    pub hs_code: Option<HsCode>,
    pub quantity: Option<Quantity>,
    /// The price asked or the budget set aside, for all of it.
    pub value: Option<Money>,
    pub incoterms: Vec<Incoterm>,
    pub certificates: Vec<String>,
    pub languages: Vec<Language>,
    pub forms: Vec<PartnershipForm>,
    pub expires_at: Timestamp,
}

/// An offer or a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub id: ListingId,
    pub company: CompanyId,
    pub terms: ListingTerms,
    pub state: ListingState,
    pub drafted_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub version: i32,
}

/// A listing is looked at again after half a year at the latest.
const MAX_DAYS: i64 = 183;
const MAX_PUBLISHED: u64 = 100;

/// Why a listing is not drafted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DraftError {
    #[error("expires in the past")]
    ExpiresInThePast,
    #[error("expires later than {MAX_DAYS} days from now")]
    ExpiresTooLate,
}

/// Why a listing is not published.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PublishError {
    #[error("only a draft is published; this listing is {state}")]
    NotDraft { state: ListingState },
    #[error("the company already has {MAX_PUBLISHED} published listings")]
    TooManyPublished,
    #[error("its expiry has passed")]
    Expired,
    #[error("the verification of the company has run out; it can publish again when it has been looked at")]
    VerificationLapsed,
}

/// Why staff do not change whether a listing is seen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModerateError {
    #[error("only a published listing is taken from sight; this one is {state}")]
    NotPublished { state: ListingState },
    #[error("only what staff have taken from sight is shown again; this listing is {state}")]
    NotHidden { state: ListingState },
    #[error("its expiry has passed")]
    Expired,
}

/// Subsectors whose listings a moderator sees before everybody else does: arms and naval systems, which are never matched openly either.
pub const REVIEWED_FIRST: [&str; 2] = ["DEF-AM", "DEF-NV"];

/// Why a listing is not closed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CloseError {
    #[error("this listing is {state} already")]
    NotOpen { state: ListingState },
}

impl Listing {
    /// Writes a listing down; nobody else sees it yet.
    pub fn draft(permit: &Permit<DraftListing>, terms: ListingTerms, stamp: Stamp) -> Result<Self, DraftError> {
        if terms.expires_at <= stamp.at {
            return Err(DraftError::ExpiresInThePast);
        }
        if terms.expires_at > stamp.at + chrono::Duration::days(MAX_DAYS) {
            return Err(DraftError::ExpiresTooLate);
        }
        Ok(Self {
            id: stamp.id(),
            company: permit.by().company,
            terms,
            state: ListingState::Draft,
            drafted_at: stamp.at,
            published_at: None,
            version: 1,
        })
    }

    /// Shows a draft to the other side.
    pub fn publish(permit: Permit<PublishListing>, published: u64, lapsed: bool, stamp: Stamp) -> Result<Self, PublishError> {
        let (mut listing, _) = permit.into_parts();
        if lapsed {
            return Err(PublishError::VerificationLapsed);
        }
        if listing.state != ListingState::Draft {
            return Err(PublishError::NotDraft { state: listing.state });
        }
        if published >= MAX_PUBLISHED {
            return Err(PublishError::TooManyPublished);
        }
        if listing.terms.expires_at <= stamp.at {
            return Err(PublishError::Expired);
        }
        if REVIEWED_FIRST.contains(&listing.terms.subsector.as_str()) {
            listing.state = ListingState::InReview;
        } else {
            listing.state = ListingState::Published;
            listing.published_at = Some(stamp.at);
        }
        Ok(listing)
    }

    /// Takes a published listing from sight.
    pub fn hide(permit: Permit<HideListing>) -> Result<Self, ModerateError> {
        let (mut listing, _) = permit.into_parts();
        if listing.state != ListingState::Published {
            return Err(ModerateError::NotPublished { state: listing.state });
        }
        listing.state = ListingState::Hidden;
        Ok(listing)
    }

    /// Shows again what staff have taken from sight.
    pub fn restore(permit: Permit<RestoreListing>, stamp: Stamp) -> Result<Self, ModerateError> {
        let (listing, _) = permit.into_parts();
        if listing.state != ListingState::Hidden {
            return Err(ModerateError::NotHidden { state: listing.state });
        }
        listing.shown(stamp)
    }

    /// Shows what waited for a moderator, who has decided so by its case.
    pub fn shown(mut self, stamp: Stamp) -> Result<Self, ModerateError> {
        if !matches!(self.state, ListingState::InReview | ListingState::Hidden) {
            return Err(ModerateError::NotHidden { state: self.state });
        }
        if self.terms.expires_at <= stamp.at {
            return Err(ModerateError::Expired);
        }
        self.state = ListingState::Published;
        self.published_at = self.published_at.or(Some(stamp.at));
        Ok(self)
    }

    /// What a moderator did not let through, or looks at again.
    pub fn moved(mut self, from: ListingState, to: ListingState) -> Result<Self, ModerateError> {
        if self.state != from {
            return Err(ModerateError::NotHidden { state: self.state });
        }
        self.state = to;
        Ok(self)
    }

    /// Takes a listing back.
    pub fn close(permit: Permit<CloseListing>) -> Result<Self, CloseError> {
        let (mut listing, _) = permit.into_parts();
        match listing.state {
            ListingState::Draft | ListingState::Published | ListingState::InReview | ListingState::Hidden => {
                listing.state = ListingState::Closed;
            }
            state => return Err(CloseError::NotOpen { state }),
        }
        Ok(listing)
    }
}

impl Subject for Listing {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.company => Relation::Own,
            Actor::Staff(staff) if staff.companies.contains(&self.company) => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}
