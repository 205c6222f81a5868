//! Two companies that were one all along, and a company whose owner is gone.

use thiserror::Error;

use crate::{
    actor::Actor,
    company::{Company, CompanyState},
    permit::{Permit, Relation, Subject},
    policy::{MergeCompanies, TransferOwnership},
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

impl Duplicates {
    /// Whether the two may become one: `share` says whether both are parties to one record.
    pub fn check(&self, _: &Permit<MergeCompanies>, share: bool) -> Result<(), MergeError> {
        self.mergeable(share)
    }

    fn mergeable(&self, share: bool) -> Result<(), MergeError> {
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

/// Whether `heir` may become the owner of the company of the permit.
pub fn inherit(
    permit: &Permit<TransferOwnership>,
    heir: Option<User>,
    on_duty: bool,
    only_owner: impl Fn(&User) -> bool,
) -> Result<User, TransferError> {
    let company = permit.subject();
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
