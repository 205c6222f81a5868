//! Two companies that were one all along, and a company whose owner is gone.

use thiserror::Error;

use crate::{
    actor::Actor,
    approval::{Approval, ProposeError, Proposed},
    company::{Company, CompanyState},
    id::UserId,
    permit::{Appointing, Permit, Relation, Subject},
    policy::{MergeCompanies, TransferOwnership},
    stamp::Stamp,
    user::User,
};

/// The company that stays, and the one that was registered twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicates {
    pub keep: Company,
    pub retire: Company,
}

/// Whoever belongs to either has no part in it.
impl Subject for Duplicates {
    fn relation(&self, actor: &Actor) -> Relation {
        if self.keep.relation(actor) == Relation::Own { Relation::Own } else { self.retire.relation(actor) }
    }
}

/// Why two companies stay two.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MergeError {
    #[error("name two companies")]
    SameCompany,
    #[error("the two are of different countries, so they are not one")]
    OtherCountry,
    #[error("the company that stays has to be verified; it is {state}")]
    KeptNotVerified { state: CompanyState },
    #[error("a company that is {state} is not merged away")]
    NotMergeable { state: CompanyState },
    #[error("both are parties to one agreement or venture, whose stakes a merge would have to rewrite; end or revise it first")]
    BothAreParties,
}

/// Why the owner stays the owner.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TransferError {
    #[error("a company that is {state} has no ownership to transfer")]
    NotTransferable { state: CompanyState },
    #[error("nobody is registered with this address")]
    UnknownPerson,
    #[error("this person has not proved the address yet")]
    AddressNotProved,
    #[error("this person is the only owner already")]
    OwnerAlready,
    #[error("this person is on duty for the forum, and staff own no company")]
    OnDuty,
}

/// Why a merge is not proposed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProposeMergeError {
    #[error(transparent)]
    Merge(#[from] MergeError),
    #[error(transparent)]
    Propose(#[from] ProposeError),
}

/// Why a transfer is not proposed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProposeTransferError {
    #[error(transparent)]
    Transfer(#[from] TransferError),
    #[error(transparent)]
    Propose(#[from] ProposeError),
}

impl Approval {
    /// Proposes that two companies become one; what the operator of the host says needs no second person: `None`.
    pub fn merge(permit: Permit<MergeCompanies>, share: bool, reason: String, stamp: Stamp) -> Result<Option<Self>, MergeError> {
        let (duplicates, by) = permit.into_parts();
        duplicates.check(share)?;
        let proposed = Proposed::Merge { keep: duplicates.keep.id, retire: duplicates.retire.id };
        Ok(match by {
            Appointing::Staff(by) => Some(Self::open(&by, proposed, reason, stamp)),
            Appointing::Operator => None,
        })
    }

    /// Proposes another owner of a company; what the operator of the host says needs no second person: `None`.
    pub fn ownership_transfer(
        permit: Permit<TransferOwnership>,
        to: UserId,
        reason: String,
        stamp: Stamp,
    ) -> Result<Option<Self>, TransferError> {
        let (company, by) = permit.into_parts();
        Ok(match by {
            Appointing::Staff(by) if by.person.user == to => return Err(TransferError::OnDuty),
            Appointing::Staff(by) => Some(Self::open(&by, Proposed::OwnershipTransfer { company: company.id, to }, reason, stamp)),
            Appointing::Operator => None,
        })
    }
}

impl Duplicates {
    /// Whether the two may become one: `share` says whether both are parties to one record.
    pub fn check(&self, share: bool) -> Result<(), MergeError> {
        let Self { keep, retire } = self;
        if keep.id == retire.id {
            return Err(MergeError::SameCompany);
        }
        if keep.registration.country != retire.registration.country {
            return Err(MergeError::OtherCountry);
        }
        if keep.state != CompanyState::Verified {
            return Err(MergeError::KeptNotVerified { state: keep.state });
        }
        // A suspended company would slip out of what it was suspended for.
        if matches!(retire.state, CompanyState::Suspended | CompanyState::Merged) {
            return Err(MergeError::NotMergeable { state: retire.state });
        }
        if share { Err(MergeError::BothAreParties) } else { Ok(()) }
    }
}

/// Whether `heir` may become the owner of the company.
pub fn inherit(company: &Company, heir: Option<User>, on_duty: bool, only_owner: impl Fn(&User) -> bool) -> Result<User, TransferError> {
    if company.state == CompanyState::Merged {
        return Err(TransferError::NotTransferable { state: company.state });
    }
    let heir = heir.ok_or(TransferError::UnknownPerson)?;
    if heir.email_verified_at.is_none() {
        return Err(TransferError::AddressNotProved);
    }
    if on_duty {
        return Err(TransferError::OnDuty);
    }
    if only_owner(&heir) { Err(TransferError::OwnerAlready) } else { Ok(heir) }
}
