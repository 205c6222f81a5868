//! What happened: appended in the transaction that did it. Audit, letters, subscriptions and the match index are readings of it.

use serde::{Deserialize, Serialize};

use crate::id::{
    AgreementId, AnnouncementId, ApprovalId, BreakGlassId, CompanyId, ConversationId, DataExportId, HandoverId, IntroductionId,
    InvitationId, JoinRequestId, JointVentureId, LegalHoldId, ListingId, MessageId, MilestoneId, ModerationCaseId, OutcomeId,
    PublicationId, ReportId, SecondFactorId, SessionId, StaffId, TradeImportId, UserId,
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
    /// A password was wrong, or the address is nobody's; or somebody registered with an address that has an account.
    SignInRefused { user: Option<UserId> };
    /// The password was right, and a second factor is asked for.
    SignInChallenged { user: UserId };
    SecondFactorRefused { user: UserId };
    /// A person showed once more that it is he.
    AccessConfirmed { user: UserId, session: SessionId };
    SecondFactorAdded { user: UserId, factor: SecondFactorId };
    SecondFactorRemoved { user: UserId, factor: SecondFactorId };
    RecoveryCodesRenewed { user: UserId };
    /// Somebody, known or not, asked for a letter with a link.
    LetterRequested {};
    PasswordResetRequested { user: UserId };
    PasswordReset { user: UserId };
    PasswordChanged { user: UserId, session: SessionId };
    EmailVerificationRequested { user: UserId };
    EmailChangeRequested { user: UserId };
    EmailChanged { user: UserId };
    EmailChangeStopped { user: UserId };
    SessionEnded { user: UserId, session: SessionId };
    OtherSessionsEnded { user: UserId, kept: SessionId };
    SessionRefreshed { user: UserId, session: SessionId };
    /// A refresh token was used twice: the whole family is closed.
    SessionRevoked { user: UserId, session: SessionId };
    SignedOut { user: UserId, session: SessionId };
    ConsentGiven { user: UserId, purpose: String, version: Option<String> };
    ConsentWithdrawn { user: UserId, purpose: String };
    /// A person asked for a copy of everything that is held on him.
    DataExportRequested { user: UserId, export: DataExportId };
    LegalHoldPlaced { hold: LegalHoldId, user: UserId };
    LegalHoldLifted { hold: LegalHoldId, user: UserId };
    /// What said who he was is gone; what he did is still told of the one with this identifier.
    PersonErased { user: UserId };
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
    OwnershipHandedOver { handover: HandoverId, company: CompanyId, from: UserId, to: UserId } => vec![*company];
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
    IntroductionEdited { introduction: IntroductionId, from: CompanyId, to: CompanyId } => vec![*from, *to];
    IntroductionWithdrawn { introduction: IntroductionId, from: CompanyId, to: CompanyId } => vec![*from, *to];
    /// What was written is in the conversation, never in the event.
    MessageSent { message: MessageId, conversation: ConversationId, by: CompanyId, to: CompanyId } => vec![*by, *to];
    MessageRetracted { message: MessageId, conversation: ConversationId, by: CompanyId, to: CompanyId } => vec![*by, *to];
    ConversationRead { conversation: ConversationId, company: CompanyId, user: UserId } => vec![*company];
    /// Private: the other company is not among those that it concerns.
    MatchDismissed { company: CompanyId, other: CompanyId } => vec![*company];
    MatchRestored { company: CompanyId, other: CompanyId } => vec![*company];
    JointVentureHealthReported { joint_venture: JointVentureId, parties: Vec<CompanyId>, by: CompanyId, health: String } => parties.clone();
    /// Nobody has written for sixty days: is it still alive?
    JointVentureDormant { joint_venture: JointVentureId, parties: Vec<CompanyId> } => parties.clone();
    /// The memorandum that it stood on has run out.
    JointVentureLapsed { joint_venture: JointVentureId, parties: Vec<CompanyId> } => parties.clone();
    NotificationsRead { user: UserId };
    NotificationPreferencesChanged { user: UserId };
    Unsubscribed { user: UserId, topic: String };
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
    /// A sector was added, named anew, retired or reinstated, or one of its subsectors was.
    SectorEdited { code: String, by: StaffId };
    ComplementarityEdited { code: String, by: StaffId };
    PillarEdited { code: String, by: StaffId };
    InitiativeEdited { code: String, by: StaffId };
    InitiativeMilestoneLogged { initiative: String, number: i32, by: StaffId };
    InitiativeStatusLogged { initiative: String, by: StaffId };
    TargetEdited { code: String, by: StaffId };
    SourceEdited { key: String, by: StaffId };
    StatePaperEdited { agreement: AgreementId, by: StaffId };
    /// Observations of trade were brought in; the operator of the host is nobody.
    TradeFlowsImported { import: TradeImportId, digest: String, added: i64, changed: i64, by: Option<StaffId> };
    /// Two companies that were one all along became one again; the operator of the host is nobody.
    CompaniesMerged { kept: CompanyId, retired: CompanyId, reason: String, by: Option<StaffId> } => vec![*kept, *retired];
    OwnershipTransferred { company: CompanyId, to: UserId, from: Vec<UserId>, reason: String, by: Option<StaffId> } => vec![*company];
    AnnouncementDrafted { announcement: AnnouncementId, by: StaffId };
    AnnouncementPublished { announcement: AnnouncementId, audience: String, by: StaffId };
    AnnouncementWithdrawn { announcement: AnnouncementId, by: StaffId };
    /// A first member of staff proposes what a second one carries out; the companies that it concerns learn of it when it is done.
    ApprovalProposed { approval: ApprovalId, by: StaffId, kind: String };
    ApprovalRejected { approval: ApprovalId, by: StaffId, kind: String };
    ApprovalWithdrawn { approval: ApprovalId, by: StaffId, kind: String };
    ApprovalsExpired { approvals: Vec<ApprovalId> };
    CaseClaimed { case: ModerationCaseId, by: StaffId };
    CaseReleased { case: ModerationCaseId, by: StaffId };
    /// Claims that nothing came of, found by a worker.
    CaseClaimsLapsed { cases: Vec<ModerationCaseId> };
    CaseChangesRequested { case: ModerationCaseId, company: CompanyId, kind: String, reason: String } => vec![*company];
    /// The company has put right what it was asked to.
    CaseAnswered { case: ModerationCaseId, company: CompanyId, kind: String } => vec![*company];
    /// Staff decided about a listing, a publication or an appeal.
    CaseApproved { case: ModerationCaseId, company: CompanyId, kind: String, reason: String } => vec![*company];
    CaseRejected { case: ModerationCaseId, company: CompanyId, kind: String, reason: String } => vec![*company];
    CaseReopened { case: ModerationCaseId, company: CompanyId, kind: String, reason: String } => vec![*company];
    CaseMessageWritten { case: ModerationCaseId, company: CompanyId, by_staff: bool } => vec![*company];
    CaseNoted { case: ModerationCaseId, by: StaffId };
    CaseAppealed { case: ModerationCaseId, against: ModerationCaseId, company: CompanyId } => vec![*company];
    /// A report names nobody: whoever made it is known to staff's own records only.
    ContentReported { report: ReportId, case: ModerationCaseId };
    /// Told to the reporters; to the company only what was found about it.
    ReportUpheld { case: ModerationCaseId, company: CompanyId, reason: String } => vec![*company];
    ReportDismissed { case: ModerationCaseId };
    ListingSubmitted { listing: ListingId, company: CompanyId, case: ModerationCaseId } => vec![*company];
    ListingHidden { listing: ListingId, company: CompanyId, case: ModerationCaseId, reason: String } => vec![*company];
    ListingRestored { listing: ListingId, company: CompanyId, reason: String } => vec![*company];
    PublicationProposed { publication: PublicationId, parties: Vec<CompanyId>, by: CompanyId } => parties.clone();
    PublicationAnswered { publication: PublicationId, parties: Vec<CompanyId>, by: CompanyId, agrees: bool } => parties.clone();
    Published { publication: PublicationId, parties: Vec<CompanyId> } => parties.clone();
    PublicationWithdrawn { publication: PublicationId, parties: Vec<CompanyId>, by_staff: bool, reason: String } => parties.clone();
    /// Staff opened a private record to one of them for an hour; its companies learn of it at once.
    GlassBroken { opening: BreakGlassId, case: ModerationCaseId, record: String, parties: Vec<CompanyId>, reason: String } => parties.clone();
    GlassClosed { openings: Vec<BreakGlassId> };
    AccountLocked { user: UserId, by: StaffId, reason: String };
    AccountUnlocked { user: UserId, by: StaffId, reason: String };
    SessionsEnded { user: UserId, by: StaffId, reason: String };
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
            Self::UserRegistered { user, .. }
            | Self::EmailVerified { user, .. }
            | Self::SignedIn { user, .. }
            | Self::SignInChallenged { user, .. }
            | Self::SecondFactorRefused { user, .. }
            | Self::AccessConfirmed { user, .. }
            | Self::SecondFactorAdded { user, .. }
            | Self::SecondFactorRemoved { user, .. }
            | Self::RecoveryCodesRenewed { user, .. }
            | Self::SessionRefreshed { user, .. }
            | Self::SessionRevoked { user, .. }
            | Self::SignedOut { user, .. }
            | Self::ConsentGiven { user, .. }
            | Self::ConsentWithdrawn { user, .. }
            | Self::DataExportRequested { user, .. }
            | Self::PersonErased { user, .. }
            | Self::PasswordResetRequested { user, .. }
            | Self::PasswordReset { user, .. }
            | Self::PasswordChanged { user, .. }
            | Self::EmailVerificationRequested { user, .. }
            | Self::EmailChangeRequested { user, .. }
            | Self::EmailChanged { user, .. }
            | Self::EmailChangeStopped { user, .. }
            | Self::SessionEnded { user, .. }
            | Self::OtherSessionsEnded { user, .. } => Some(*user),
            Self::SignInRefused { user } => *user,
            _ => None,
        }
    }
}
