//! What happened: appended in the transaction that did it. Audit, letters, subscriptions and the match index are readings of it.

use serde::{Deserialize, Serialize};

use crate::id::{
    AgreementId, ApprovalId, CompanyId, HandoverId, IntroductionId, InvitationId, JoinRequestId, JointVentureId, ListingId, MilestoneId,
    ModerationCaseId, OutcomeId, SessionId, StaffId, UserId,
};
use crate::{member::Role, stamp::Timestamp};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? } $(=> $companies:expr)?;)*) => {
        /// Something that happened, in the past tense.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "event", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "snake_case")]
        pub enum Event { $($(#[$doc])* $name { $($field: $type),* },)* }

        impl Event {
            /// The name under which it is stored and told.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$name { .. } => stringify!($name),)* }
            }

            /// The companies that it concerns: whoever may read it.
            #[must_use]
            #[expect(unused_variables, reason = "not every event concerns a company")]
            pub fn companies(&self) -> Vec<CompanyId> {
                match self { $(Self::$name { $($field),* } => events!(@ $($companies)?),)* }
            }
        }
    };
    (@ $companies:expr) => { $companies };
    (@) => { Vec::new() };
}

events! {
    UserRegistered { user: UserId };
    EmailVerified { user: UserId };
    SignedIn { user: UserId, session: SessionId };
    SignInRefused { user: UserId };
    SessionRefreshed { user: UserId, session: SessionId };
    /// A refresh token was used twice: the whole family is closed.
    SessionRevoked { user: UserId, session: SessionId };
    SignedOut { user: UserId, session: SessionId };
    CompanyRegistered { company: CompanyId, user: UserId } => vec![*company];
    CompanySubmitted { company: CompanyId, case: ModerationCaseId } => vec![*company];
    CompanyVerified { company: CompanyId, case: ModerationCaseId, by: StaffId } => vec![*company];
    CompanyRejected { company: CompanyId, case: ModerationCaseId, by: StaffId, reason: String } => vec![*company];
    /// What a company says of itself was changed; with a case where the change has to be looked at.
    CompanyEdited { company: CompanyId, fields: Vec<String>, case: Option<ModerationCaseId> } => vec![*company];
    CompanyClosed { company: CompanyId, listings: i64 } => vec![*company];
    /// A verification runs out soon.
    RecheckOpened { company: CompanyId, case: ModerationCaseId, valid_until: Timestamp } => vec![*company];
    VerificationRenewed { company: CompanyId, by: StaffId, valid_until: Timestamp } => vec![*company];
    /// A verification has run out; whoever deals with the company is told.
    VerificationLapsed { company: CompanyId, partners: Vec<CompanyId> } => std::iter::once(*company).chain(partners.iter().copied()).collect();
    MemberInvited { invitation: InvitationId, company: CompanyId, role: Role } => vec![*company];
    InvitationResent { invitation: InvitationId, company: CompanyId } => vec![*company];
    InvitationWithdrawn { invitation: InvitationId, company: CompanyId } => vec![*company];
    InvitationAccepted { invitation: InvitationId, company: CompanyId, user: UserId, role: Role } => vec![*company];
    InvitationDeclined { invitation: InvitationId, company: CompanyId } => vec![*company];
    InvitationsExpired { companies: Vec<CompanyId> } => companies.clone();
    MemberRoleChanged { company: CompanyId, user: UserId, from: Role, to: Role } => vec![*company];
    MemberRemoved { company: CompanyId, user: UserId, role: Role } => vec![*company];
    MemberLeft { company: CompanyId, user: UserId, role: Role } => vec![*company];
    JoinRequested { request: JoinRequestId, company: CompanyId, user: UserId } => vec![*company];
    JoinRequestWithdrawn { request: JoinRequestId, company: CompanyId, user: UserId } => vec![*company];
    MemberAdmitted { request: JoinRequestId, company: CompanyId, user: UserId, role: Role } => vec![*company];
    MemberRefused { request: JoinRequestId, company: CompanyId, user: UserId } => vec![*company];
    JoinRequestsExpired { companies: Vec<CompanyId> } => companies.clone();
    OwnershipOffered { handover: HandoverId, company: CompanyId, from: UserId, to: UserId } => vec![*company];
    OwnershipTransferred { handover: HandoverId, company: CompanyId, from: UserId, to: UserId } => vec![*company];
    OwnershipDeclined { handover: HandoverId, company: CompanyId, by: UserId } => vec![*company];
    HandoversExpired { companies: Vec<CompanyId> } => companies.clone();
    ListingDrafted { listing: ListingId, company: CompanyId } => vec![*company];
    ListingPublished { listing: ListingId, company: CompanyId } => vec![*company];
    ListingClosed { listing: ListingId, company: CompanyId } => vec![*company];
    /// Listings whose date has passed, found by a worker.
    ListingsExpired { companies: Vec<CompanyId> } => companies.clone();
    IntroductionRequested { introduction: IntroductionId, from: CompanyId, to: CompanyId } => vec![*from, *to];
    IntroductionAccepted { introduction: IntroductionId, from: CompanyId, to: CompanyId } => vec![*from, *to];
    IntroductionDeclined { introduction: IntroductionId, from: CompanyId, to: CompanyId } => vec![*from, *to];
    IntroductionsExpired { companies: Vec<CompanyId> } => companies.clone();
    AgreementProposed { agreement: AgreementId, parties: Vec<CompanyId>, number: i32, hash: String } => parties.clone();
    AgreementConfirmed { agreement: AgreementId, parties: Vec<CompanyId>, by: CompanyId, by_all: bool } => parties.clone();
    AgreementDisputed { agreement: AgreementId, parties: Vec<CompanyId>, by: CompanyId } => parties.clone();
    JointVentureProposed { joint_venture: JointVentureId, parties: Vec<CompanyId>, hash: String } => parties.clone();
    JointVentureConfirmed { joint_venture: JointVentureId, parties: Vec<CompanyId>, by: CompanyId, stage: String } => parties.clone();
    JointVentureDisputed { joint_venture: JointVentureId, parties: Vec<CompanyId>, by: CompanyId } => parties.clone();
    JointVentureAdvanced { joint_venture: JointVentureId, parties: Vec<CompanyId>, by: CompanyId, to: String } => parties.clone();
    MilestoneLogged { milestone: MilestoneId, joint_venture: JointVentureId, parties: Vec<CompanyId> } => parties.clone();
    OutcomeReported { outcome: OutcomeId, joint_venture: JointVentureId, parties: Vec<CompanyId> } => parties.clone();
    OutcomeConfirmed { outcome: OutcomeId, joint_venture: JointVentureId, parties: Vec<CompanyId>, by: CompanyId, by_all: bool } => parties.clone();
    ModeratorAppointed { staff: StaffId, user: UserId };
    /// A first member of staff proposes what a second one carries out; the companies that it concerns learn of it when it is done.
    ApprovalProposed { approval: ApprovalId, by: StaffId, kind: String };
    ApprovalRejected { approval: ApprovalId, by: StaffId, kind: String };
    ApprovalWithdrawn { approval: ApprovalId, by: StaffId, kind: String };
    ApprovalsExpired { approvals: Vec<ApprovalId> };
    AppointmentEnded { staff: StaffId, user: UserId, by: Option<StaffId>, approval: Option<ApprovalId> };
    CompanySuspended { company: CompanyId, case: ModerationCaseId, approval: ApprovalId, reason: String } => vec![*company];
    CompanyReinstated { company: CompanyId, approval: ApprovalId, reason: String } => vec![*company];
    ReferenceImported { version: i32 };
    DemonstrationSeeded { companies: i64, seed: i64 };
    SigningKeyRotated { kid: String };
    /// The key that signs checkpoints of the audit.
    AuditKeyMade { kid: String };
    /// Somebody on duty looked into the audit of all: what he asked for, in canonical JSON.
    AuditRead { staff: StaffId, asked: String };
    /// Somebody took a copy of it, on duty or at the host.
    AuditExported { staff: Option<StaffId>, asked: String };
    LettersSent { count: i64 };
}

impl Event {
    /// The person whose own doing it is, where it concerns no company: sign-ins of two people need not wait for each other in one chain.
    #[must_use]
    pub fn person(&self) -> Option<UserId> {
        match self {
            Self::UserRegistered { user }
            | Self::EmailVerified { user }
            | Self::SignedIn { user, .. }
            | Self::SignInRefused { user }
            | Self::SessionRefreshed { user, .. }
            | Self::SessionRevoked { user, .. }
            | Self::SignedOut { user, .. } => Some(*user),
            _ => None,
        }
    }
}
