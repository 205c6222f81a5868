//! What one member of staff proposes and a second one carries out by approving it: neither could do it alone.
//!
//! A further kind is a variant of `Proposed` with the use case that carries it out; everything else is here.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::{
    actor::{Actor, Staff},
    company::{Company, CompanyState},
    id::{ApprovalId, CompanyId, Identifier, ModerationCaseId, StaffId, UserId},
    merge::{MergeError, TransferError},
    permit::{Appointing, Permit, Relation, Subject},
    policy::{DecideApproval, EndAppointment, ProposeReinstatement, ProposeSuspension, WithdrawApproval},
    staff::{Appointment, AppointmentState},
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What is proposed.
    pub enum ApprovalKind {
        Suspension = "SUSPENSION",
        Reinstatement = "REINSTATEMENT",
        EndOfAppointment = "END_OF_APPOINTMENT",
        Merge = "MERGE",
        OwnershipTransfer = "OWNERSHIP_TRANSFER",
    }
}

words! {
    /// What became of it.
    pub enum ApprovalState {
        /// A second person has yet to decide.
        Pending = "PENDING",
        /// The second person said yes, and it was carried out.
        Approved = "APPROVED",
        Rejected = "REJECTED",
        /// The first person took it back.
        Withdrawn = "WITHDRAWN",
        /// Nobody decided in time.
        Expired = "EXPIRED",
    }
}

/// What is proposed, with everything that carrying it out needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Proposed {
    /// A company leaves the forum for now.
    Suspension { company: CompanyId, case: ModerationCaseId },
    /// It comes back.
    Reinstatement { company: CompanyId },
    /// Somebody's duty ends.
    EndOfAppointment { staff: StaffId, user: UserId },
    /// Two companies that were one all along become one again.
    Merge { keep: CompanyId, retire: CompanyId },
    /// A company whose owner is gone is given another.
    OwnershipTransfer { company: CompanyId, to: UserId },
}

impl Proposed {
    #[must_use]
    pub fn kind(&self) -> ApprovalKind {
        match self {
            Self::Suspension { .. } => ApprovalKind::Suspension,
            Self::Reinstatement { .. } => ApprovalKind::Reinstatement,
            Self::EndOfAppointment { .. } => ApprovalKind::EndOfAppointment,
            Self::Merge { .. } => ApprovalKind::Merge,
            Self::OwnershipTransfer { .. } => ApprovalKind::OwnershipTransfer,
        }
    }

    /// The record that it is done to: of one kind there is one open proposal about it.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        match self {
            Self::Suspension { company, .. } | Self::Reinstatement { company } => company.uuid(),
            Self::EndOfAppointment { staff, .. } => staff.uuid(),
            Self::Merge { retire, .. } => retire.uuid(),
            Self::OwnershipTransfer { company, .. } => company.uuid(),
        }
    }

    /// The companies that it concerns: nobody who belongs to one proposes or decides.
    #[must_use]
    pub fn companies(&self) -> Vec<CompanyId> {
        match self {
            Self::Suspension { company, .. } | Self::Reinstatement { company } => vec![*company],
            Self::EndOfAppointment { .. } => Vec::new(),
            Self::Merge { keep, retire } => vec![*keep, *retire],
            Self::OwnershipTransfer { company, .. } => vec![*company],
        }
    }

    /// The person whose own matter it is, who does not decide about it either.
    #[must_use]
    pub fn person(&self) -> Option<UserId> {
        match self {
            Self::EndOfAppointment { user, .. } | Self::OwnershipTransfer { to: user, .. } => Some(*user),
            Self::Suspension { .. } | Self::Reinstatement { .. } | Self::Merge { .. } => None,
        }
    }
}

/// Something proposed, and what the second person said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub id: ApprovalId,
    pub proposed: Proposed,
    pub reason: String,
    pub state: ApprovalState,
    pub proposed_by: StaffId,
    /// The person of that duty: one with two duties is still one.
    pub proposer: UserId,
    pub proposed_at: Timestamp,
    pub expires_at: Timestamp,
    pub decided_by: Option<StaffId>,
    pub decided_at: Option<Timestamp>,
    pub decision_reason: Option<String>,
    pub version: i32,
}

/// What nobody decides about within a week is proposed anew or not at all.
const EXPIRES_DAYS: i64 = 7;

/// Why nothing is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProposeError {
    #[error("only a verified company is suspended; this one is {state}")]
    NotVerified { state: CompanyState },
    #[error("only a suspended company is reinstated; this one is {state}")]
    NotSuspended { state: CompanyState },
    #[error("the case is about another company")]
    OtherCompany,
    #[error("this duty has ended, or has not begun")]
    NotOnDuty,
    #[error("the same is proposed already and waits for a second person")]
    AlreadyProposed,
}

/// Why a decision about a proposal is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecideError {
    #[error("the proposal is {state} already")]
    NotPending { state: ApprovalState },
    #[error("the proposal has expired")]
    Expired,
    #[error("a second person decides about what the first proposed")]
    SamePerson,
    #[error("this is about yourself; somebody else decides")]
    OwnMatter,
    #[error("the company is {state}; what was proposed cannot be done any more")]
    CompanyChanged { state: CompanyState },
    #[error("the duty has ended already")]
    DutyEnded,
    #[error(transparent)]
    Merge(#[from] MergeError),
    #[error(transparent)]
    Transfer(#[from] TransferError),
}

/// Why a proposal is not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WithdrawError {
    #[error("the proposal is {state} already")]
    NotPending { state: ApprovalState },
    #[error("only who proposed it takes it back")]
    OfAnother,
}

impl Approval {
    /// Puts a proposal before a second person. The command of each kind has taken the permit before.
    pub(crate) fn open(by: &Staff, proposed: Proposed, reason: String, stamp: Stamp) -> Self {
        Self {
            id: stamp.id(),
            proposed,
            reason,
            state: ApprovalState::Pending,
            proposed_by: by.id,
            proposer: by.person.user,
            proposed_at: stamp.at,
            expires_at: stamp.at + Duration::days(EXPIRES_DAYS),
            decided_by: None,
            decided_at: None,
            decision_reason: None,
            version: 1,
        }
    }

    /// Proposes to take a company out of the forum for now, because of what a case says.
    pub fn suspension(
        permit: Permit<ProposeSuspension>,
        case: (ModerationCaseId, CompanyId),
        reason: String,
        stamp: Stamp,
    ) -> Result<Self, ProposeError> {
        let (company, by) = permit.into_parts();
        if company.state != CompanyState::Verified {
            return Err(ProposeError::NotVerified { state: company.state });
        }
        if case.1 != company.id {
            return Err(ProposeError::OtherCompany);
        }
        Ok(Self::open(&by, Proposed::Suspension { company: company.id, case: case.0 }, reason, stamp))
    }

    /// Proposes to take a company back.
    pub fn reinstatement(permit: Permit<ProposeReinstatement>, reason: String, stamp: Stamp) -> Result<Self, ProposeError> {
        let (company, by) = permit.into_parts();
        if company.state != CompanyState::Suspended {
            return Err(ProposeError::NotSuspended { state: company.state });
        }
        Ok(Self::open(&by, Proposed::Reinstatement { company: company.id }, reason, stamp))
    }

    /// Proposes to end somebody's duty; one's own ends at once, and so does what the operator of the host says: `None`.
    pub fn end_of_appointment(
        permit: &Permit<EndAppointment>,
        appointment: &Appointment,
        reason: String,
        stamp: Stamp,
    ) -> Result<Option<Self>, ProposeError> {
        if appointment.state == AppointmentState::Ended {
            return Err(ProposeError::NotOnDuty);
        }
        match permit.by() {
            Appointing::Staff(by) if by.person.user != appointment.user => {
                let proposed = Proposed::EndOfAppointment { staff: appointment.id, user: appointment.user };
                Ok(Some(Self::open(by, proposed, reason, stamp)))
            }
            _ => Ok(None),
        }
    }

    /// The second person's yes. Whoever calls carries out what was proposed in the same transaction.
    pub fn approve(permit: Permit<DecideApproval>, stamp: Stamp) -> Result<Self, DecideError> {
        Self::decided(permit, ApprovalState::Approved, None, stamp)
    }

    /// The second person's no.
    pub fn reject(permit: Permit<DecideApproval>, reason: String, stamp: Stamp) -> Result<Self, DecideError> {
        Self::decided(permit, ApprovalState::Rejected, Some(reason), stamp)
    }

    fn decided(permit: Permit<DecideApproval>, state: ApprovalState, reason: Option<String>, stamp: Stamp) -> Result<Self, DecideError> {
        let (mut approval, by) = permit.into_parts();
        match approval.state {
            ApprovalState::Pending if approval.expires_at <= stamp.at => return Err(DecideError::Expired),
            ApprovalState::Pending => {}
            state => return Err(DecideError::NotPending { state }),
        }
        if approval.proposer == by.person.user {
            return Err(DecideError::SamePerson);
        }
        if approval.proposed.person() == Some(by.person.user) {
            return Err(DecideError::OwnMatter);
        }
        approval.state = state;
        approval.decided_by = Some(by.id);
        approval.decided_at = Some(stamp.at);
        approval.decision_reason = reason;
        Ok(approval)
    }

    /// The first person takes the proposal back.
    pub fn withdraw(permit: Permit<WithdrawApproval>, stamp: Stamp) -> Result<Self, WithdrawError> {
        let (mut approval, by) = permit.into_parts();
        if approval.proposer != by.person.user {
            return Err(WithdrawError::OfAnother);
        }
        if approval.state != ApprovalState::Pending {
            return Err(WithdrawError::NotPending { state: approval.state });
        }
        approval.state = ApprovalState::Withdrawn;
        approval.decided_by = Some(by.id);
        approval.decided_at = Some(stamp.at);
        Ok(approval)
    }

    /// Whether it still waits for the second person.
    #[must_use]
    pub fn waits(&self, now: Timestamp) -> bool {
        self.state == ApprovalState::Pending && self.expires_at > now
    }
}

impl Company {
    /// Takes the company out of the forum for now; that two people want it is seen to by the approval.
    pub fn suspend(mut self, approval: &Approval) -> Result<Self, DecideError> {
        let meant = matches!(&approval.proposed, Proposed::Suspension { company, .. } if *company == self.id);
        if !meant || approval.state != ApprovalState::Approved || self.state != CompanyState::Verified {
            return Err(DecideError::CompanyChanged { state: self.state });
        }
        self.state = CompanyState::Suspended;
        Ok(self)
    }

    /// Takes it back.
    pub fn reinstate(mut self, approval: &Approval) -> Result<Self, DecideError> {
        let meant = matches!(&approval.proposed, Proposed::Reinstatement { company } if *company == self.id);
        if !meant || approval.state != ApprovalState::Approved || self.state != CompanyState::Suspended {
            return Err(DecideError::CompanyChanged { state: self.state });
        }
        self.state = CompanyState::Verified;
        Ok(self)
    }
}

impl Subject for Approval {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Staff(staff) if self.proposed.companies().iter().any(|company| staff.companies.contains(company)) => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{actor::SignedIn, id::SessionId, staff::Duty};

    fn at(day: i64) -> Stamp {
        Stamp::new(Timestamp::UNIX_EPOCH + Duration::days(20_000 + day), Uuid::from_u128(900))
    }

    fn staff(person: u128, duty: Duty, companies: &[CompanyId]) -> Actor {
        let person_id = UserId::from_uuid(Uuid::from_u128(person));
        let person =
            SignedIn { user: person_id, session: SessionId::from_uuid(Uuid::from_u128(1)), proved: true, fresh: true, founds: false };
        Actor::Staff(Staff {
            person,
            id: StaffId::from_uuid(Uuid::from_u128(person_id.uuid().as_u128() + 100)),
            duty,
            side: crate::country::Country::Kz,
            companies: companies.to_vec(),
        })
    }

    fn company() -> CompanyId {
        CompanyId::from_uuid(Uuid::from_u128(7))
    }

    fn proposal() -> Approval {
        let Actor::Staff(first) = staff(10, Duty::Moderator, &[]) else { unreachable!() };
        let case = ModerationCaseId::from_uuid(Uuid::from_u128(8));
        Approval::open(&first, Proposed::Suspension { company: company(), case }, "Forged extract".to_owned(), at(0))
    }

    fn approve(by: &Actor, approval: Approval, day: i64) -> Result<Approval, DecideError> {
        Approval::approve(by.permit::<DecideApproval>(approval).unwrap(), at(day))
    }

    #[test]
    fn a_second_administrator_approves() {
        let approved = approve(&staff(11, Duty::Administrator, &[]), proposal(), 6).unwrap();
        assert_eq!(approved.state, ApprovalState::Approved);
        assert_eq!(approved.decided_by, Some(StaffId::from_uuid(Uuid::from_u128(111))));
        assert_eq!(
            approve(&staff(12, Duty::Administrator, &[]), approved, 6),
            Err(DecideError::NotPending { state: ApprovalState::Approved })
        );
    }

    #[test]
    fn the_same_person_in_another_duty_is_not_a_second_one() {
        assert_eq!(approve(&staff(10, Duty::Administrator, &[]), proposal(), 1), Err(DecideError::SamePerson));
    }

    #[test]
    fn a_week_is_long_enough() {
        let second = staff(11, Duty::Administrator, &[]);
        assert_eq!(approve(&second, proposal(), 7), Err(DecideError::Expired));
        assert!(proposal().waits(at(6).at) && !proposal().waits(at(7).at));
    }

    #[test]
    fn neither_moderators_nor_members_of_the_company_approve() {
        assert!(staff(11, Duty::Moderator, &[]).permit::<DecideApproval>(proposal()).is_err());
        assert!(staff(11, Duty::Auditor, &[]).permit::<DecideApproval>(proposal()).is_err());
        assert!(staff(11, Duty::Administrator, &[company()]).permit::<DecideApproval>(proposal()).is_err());
    }

    #[test]
    fn nobody_decides_about_his_own_duty() {
        let Actor::Staff(first) = staff(10, Duty::Administrator, &[]) else { unreachable!() };
        let proposed =
            Proposed::EndOfAppointment { staff: StaffId::from_uuid(Uuid::from_u128(111)), user: UserId::from_uuid(Uuid::from_u128(11)) };
        let approval = Approval::open(&first, proposed, "Moves on".to_owned(), at(0));
        assert_eq!(approve(&staff(11, Duty::Administrator, &[]), approval.clone(), 1), Err(DecideError::OwnMatter));
        assert!(approve(&staff(12, Duty::Administrator, &[]), approval, 1).is_ok());
    }

    #[test]
    fn only_the_proposer_takes_it_back_and_only_while_it_waits() {
        let withdraw = |by: &Actor, approval: Approval| Approval::withdraw(by.permit::<WithdrawApproval>(approval).unwrap(), at(1));
        assert_eq!(withdraw(&staff(11, Duty::Moderator, &[]), proposal()), Err(WithdrawError::OfAnother));
        let withdrawn = withdraw(&staff(10, Duty::Moderator, &[]), proposal()).unwrap();
        assert_eq!(
            withdraw(&staff(10, Duty::Moderator, &[]), withdrawn.clone()),
            Err(WithdrawError::NotPending { state: ApprovalState::Withdrawn })
        );
        assert_eq!(
            approve(&staff(11, Duty::Administrator, &[]), withdrawn, 1),
            Err(DecideError::NotPending { state: ApprovalState::Withdrawn })
        );
    }
}
