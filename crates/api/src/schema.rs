//! The schema: what can be asked, done and heard.

use async_graphql::{MergedObject, SDLExportOptions, Schema};

use crate::{
    account::{
        change_password::ChangePassword, confirm_access::ConfirmAccess, confirm_access_with_passkey::ConfirmAccessWithPasskey,
        confirm_email_change::ConfirmEmailChange, confirm_totp::ConfirmTotp, end_other_sessions::EndOtherSessions, end_session::EndSession,
        enrol_totp::EnrolTotp, finish_passkey_registration::FinishPasskeyRegistration, finish_passkey_sign_in::FinishPasskeySignIn,
        log_in::LogIn, log_in_with_second_factor::LogInWithSecondFactor, log_out::LogOut, refresh::Refresh, register::Register,
        remove_second_factor::RemoveSecondFactor, renew_recovery_codes::RenewRecoveryCodes, request_email_change::RequestEmailChange,
        request_email_verification::RequestEmailVerification, request_password_reset::RequestPasswordReset, reset_password::ResetPassword,
        start_passkey_registration::StartPasskeyRegistration, start_passkey_sign_in::StartPasskeySignIn,
        stop_email_change::StopEmailChange, verify_email::VerifyEmail,
    },
    agreement::{AgreementQuery, confirm::ConfirmAgreement, dispute::DisputeAgreement, propose::ProposeAgreement},
    announcement::{AnnouncementQuery, draft::DraftAnnouncement, publish::PublishAnnouncement, withdraw::WithdrawAnnouncement},
    approval::{
        ApprovalQuery, approve::Approve, end_appointment::EndAppointment, propose_reinstatement::ProposeReinstatement,
        propose_suspension::ProposeSuspension, reject::RejectApproval, withdraw::WithdrawApproval,
    },
    audit::AuditQuery,
    break_glass::{OpeningQuery, open::BreakGlass},
    company::{
        CompanyQuery, close::CloseCompany, edit::EditCompany, register::RegisterCompany, reject::RejectCompany,
        renew_verification::RenewVerification, submit::SubmitCompany, verify::VerifyCompany,
    },
    consent::{LegalTextQuery, record::RecordConsent, withdraw::WithdrawConsent},
    conversation::{ConversationQuery, mark_read::MarkConversationRead, retract::RetractMessage, send::SendMessage},
    dismissal::{DismissalQuery, dismiss::DismissMatch, restore::RestoreMatch},
    introduction::{
        IntroductionQuery, accept::AcceptIntroduction, decline::DeclineIntroduction, edit::EditIntroduction, request::RequestIntroduction,
        withdraw::WithdrawIntroduction,
    },
    joint_venture::{
        JointVentureQuery, advance::AdvanceJointVenture, confirm::ConfirmJointVenture, confirm_outcome::ConfirmOutcome,
        dispute::DisputeJointVenture, log_milestone::LogMilestone, propose::ProposeJointVenture, report_health::ReportHealth,
        report_outcome::ReportOutcome,
    },
    legal_hold::{LegalHoldQuery, lift::LiftLegalHold, place::PlaceLegalHold},
    listing::{
        ListingQuery, close::CloseListing, draft::DraftListing, hide::HideListing, publish::PublishListing, restore::RestoreListing,
    },
    lock::{end_sessions::EndSessionsOf, lock::LockAccount, unlock::UnlockAccount},
    matching::MatchQuery,
    member::{
        MemberQuery, accept_invitation::AcceptInvitation, accept_ownership::AcceptOwnership, admit::AdmitMember, ask_to_join::AskToJoin,
        change_role::ChangeMemberRole, decline_invitation::DeclineInvitation, decline_ownership::DeclineOwnership, invite::InviteMember,
        leave::LeaveCompany, refuse::RefuseMember, remove::RemoveMember, resend_invitation::ResendInvitation,
        transfer_ownership::TransferOwnership, withdraw_invitation::WithdrawInvitation, withdraw_join_request::WithdrawJoinRequest,
    },
    merge::{propose_merge::ProposeMerge, propose_ownership_transfer::ProposeOwnershipTransfer},
    moderation::{
        ModerationQuery, appeal::Appeal, appoint_moderator::AppointModerator, approve_case::ApproveCase, claim::ClaimCase,
        note::NoteOnCase, reject_case::RejectCase, release::ReleaseCase, reopen::ReopenCase, request_changes::RequestChanges,
        write::WriteToCase,
    },
    node::NodeQuery,
    notification::{mark_read::MarkNotificationsRead, preferences::UpdateNotificationPreferences, unsubscribe::Unsubscribe},
    person::{erase_me::EraseMe, export_my_data::ExportMyData},
    publication::{PublishedQuery, answer::AnswerPublication, propose::ProposePublication, withdraw::WithdrawPublication},
    rate::{RateQuery, Weighing},
    reference::ReferenceQuery,
    report::{ReportQuery, file::FileReport},
    roadmap::{
        RoadmapQuery, log_milestone::LogInitiativeMilestone, log_status::LogInitiativeStatus, write_initiative::WriteInitiative,
        write_pillar::WritePillar, write_source::WriteSource, write_state_paper::WriteStatePaper, write_target::WriteTarget,
    },
    scoreboard::ScoreboardQuery,
    sector::{
        ComplementarityQuery, add::AddSector, add_subsector::AddSubsector, reinstate::ReinstateSector, rename::RenameSector,
        retire::RetireSector, write_complementarity::WriteComplementarity,
    },
    staff::StaffQuery,
    subscription::SubscriptionRoot,
    trade_import::{TradeImportQuery, import::ImportTradeFlows},
    user_error::UserError,
    viewer::ViewerQuery,
};

/// The public part.
#[derive(MergedObject, Default)]
pub struct PublicQueries(CompanyQuery, ListingQuery, ReferenceQuery, ScoreboardQuery, AgreementQuery, NodeQuery, RateQuery);

/// The part of those who have signed in.
#[derive(MergedObject, Default)]
pub struct OwnQueries(ViewerQuery, MatchQuery, IntroductionQuery, JointVentureQuery, ConversationQuery, DismissalQuery, MemberQuery);

/// The part of staff.
#[derive(MergedObject, Default)]
pub struct ModerationQueries(ModerationQuery, ApprovalQuery, PublishedQuery, ReportQuery, OpeningQuery, AuditQuery);

/// The part that is about people themselves.
#[derive(MergedObject, Default)]
pub struct PersonQueries(LegalTextQuery, LegalHoldQuery);

/// What administrators keep, as everybody and as they read it.
#[derive(MergedObject, Default)]
pub struct AdministrationQueries(RoadmapQuery, ComplementarityQuery, TradeImportQuery, AnnouncementQuery, StaffQuery);

/// What can be asked.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct Query(PublicQueries, OwnQueries, PersonQueries, ModerationQueries, AdministrationQueries);

/// What proves who somebody is.
#[derive(MergedObject, Default)]
pub struct AccessMutations(LogInWithSecondFactor, ConfirmAccess, EnrolTotp, ConfirmTotp, RemoveSecondFactor, RenewRecoveryCodes);

/// Keys that devices keep.
#[derive(MergedObject, Default)]
pub struct PasskeyMutations(
    StartPasskeyRegistration,
    FinishPasskeyRegistration,
    StartPasskeySignIn,
    FinishPasskeySignIn,
    ConfirmAccessWithPasskey,
);

/// What becomes of password, address and devices.
#[derive(MergedObject, Default)]
pub struct PasswordMutations(
    ChangePassword,
    ConfirmEmailChange,
    EndOtherSessions,
    EndSession,
    RequestEmailChange,
    RequestEmailVerification,
    RequestPasswordReset,
    ResetPassword,
    StopEmailChange,
);

/// People and companies.
#[derive(MergedObject, Default)]
pub struct AccountMutations(
    Register,
    VerifyEmail,
    LogIn,
    Refresh,
    LogOut,
    RegisterCompany,
    SubmitCompany,
    VerifyCompany,
    RejectCompany,
    AppointModerator,
);

/// Who belongs to a company, and what it says of itself.
#[derive(MergedObject, Default)]
pub struct MemberMutations(
    EditCompany,
    CloseCompany,
    RenewVerification,
    InviteMember,
    ResendInvitation,
    WithdrawInvitation,
    AcceptInvitation,
    DeclineInvitation,
    ChangeMemberRole,
    RemoveMember,
    LeaveCompany,
    AskToJoin,
    WithdrawJoinRequest,
    AdmitMember,
    RefuseMember,
    TransferOwnership,
    AcceptOwnership,
    DeclineOwnership,
);

/// What people say and ask for themselves.
#[derive(MergedObject, Default)]
pub struct PersonMutations(RecordConsent, WithdrawConsent, ExportMyData, EraseMe, PlaceLegalHold, LiftLegalHold);

/// What companies do with each other.
#[derive(MergedObject, Default)]
pub struct DealingMutations(
    DraftListing,
    PublishListing,
    CloseListing,
    RequestIntroduction,
    AcceptIntroduction,
    DeclineIntroduction,
    ProposeAgreement,
    ConfirmAgreement,
    DisputeAgreement,
);

/// What becomes of it.
#[derive(MergedObject, Default)]
pub struct VentureMutations(
    ProposeJointVenture,
    ConfirmJointVenture,
    DisputeJointVenture,
    AdvanceJointVenture,
    LogMilestone,
    ReportHealth,
    ReportOutcome,
    ConfirmOutcome,
);

/// What administrators keep.
#[derive(MergedObject, Default)]
pub struct AdministrationMutations(
    AddSector,
    AddSubsector,
    RenameSector,
    RetireSector,
    ReinstateSector,
    WriteComplementarity,
    WritePillar,
    WriteInitiative,
    LogInitiativeMilestone,
    LogInitiativeStatus,
    WriteTarget,
    WriteSource,
    WriteStatePaper,
    ImportTradeFlows,
    DraftAnnouncement,
    PublishAnnouncement,
    WithdrawAnnouncement,
    ProposeMerge,
    ProposeOwnershipTransfer,
);

/// What staff decide.
#[derive(MergedObject, Default)]
pub struct ModerationMutations(ProposeSuspension, ProposeReinstatement, EndAppointment, Approve, RejectApproval, WithdrawApproval);

/// The queue.
#[derive(MergedObject, Default)]
pub struct QueueMutations(
    ClaimCase,
    ReleaseCase,
    RequestChanges,
    ApproveCase,
    RejectCase,
    ReopenCase,
    WriteToCase,
    NoteOnCase,
    Appeal,
    FileReport,
    HideListing,
    RestoreListing,
);

/// What the public reads, what staff read of what it does not, and what they do to accounts.
#[derive(MergedObject, Default)]
pub struct PublicationMutations(
    ProposePublication,
    AnswerPublication,
    WithdrawPublication,
    BreakGlass,
    LockAccount,
    UnlockAccount,
    EndSessionsOf,
);

/// What people are told, and what they say to each other.
#[derive(MergedObject, Default)]
pub struct TalkMutations(
    EditIntroduction,
    WithdrawIntroduction,
    SendMessage,
    RetractMessage,
    MarkConversationRead,
    DismissMatch,
    RestoreMatch,
    MarkNotificationsRead,
    UpdateNotificationPreferences,
    Unsubscribe,
);

/// What can be done.
#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct Mutation(
    AccessMutations,
    PasswordMutations,
    PasskeyMutations,
    AccountMutations,
    PersonMutations,
    MemberMutations,
    DealingMutations,
    VentureMutations,
    ModerationMutations,
    QueueMutations,
    PublicationMutations,
    AdministrationMutations,
    TalkMutations,
);

/// The schema of the forum.
pub type ForumSchema = Schema<Query, Mutation, SubscriptionRoot>;

/// Mutations that stand alone in their document: each is worth guessing at, or too dear to repeat.
pub const SENSITIVE: [&str; 31] = [
    "logIn",
    "logInWithSecondFactor",
    "confirmAccess",
    "confirmTotp",
    "removeSecondFactor",
    "renewRecoveryCodes",
    "register",
    "refresh",
    "verifyEmail",
    "appointModerator",
    "placeLegalHold",
    "exportMyData",
    "eraseMe",
    "startPasskeyRegistration",
    "finishPasskeyRegistration",
    "finishPasskeySignIn",
    "confirmAccessWithPasskey",
    "endAppointment",
    "breakGlass",
    "lockAccount",
    "unlockAccount",
    "endSessionsOf",
    "changePassword",
    "confirmEmailChange",
    "endOtherSessions",
    "endSession",
    "requestEmailChange",
    "requestEmailVerification",
    "requestPasswordReset",
    "resetPassword",
    "stopEmailChange",
];

/// Builds the schema.
#[must_use]
pub fn schema() -> ForumSchema {
    Schema::build(Query::default(), Mutation::default(), SubscriptionRoot)
        .register_output_type::<UserError>()
        .extension(Weighing)
        .disable_suggestions()
        // The guard has said no to everything larger; these are for whoever forgets the guard.
        .limit_depth(30)
        .limit_recursive_depth(64)
        .finish()
}

/// The schema in its own language, as it is checked in.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .include_specified_by()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .prefer_single_line_descriptions();
    schema().sdl_with_options(options)
}
