//! The schema: what can be asked, done and heard.

use async_graphql::{MergedObject, SDLExportOptions, Schema};

use crate::{
    account::{log_in::LogIn, log_out::LogOut, refresh::Refresh, register::Register, verify_email::VerifyEmail},
    agreement::{AgreementQuery, confirm::ConfirmAgreement, dispute::DisputeAgreement, propose::ProposeAgreement},
    announcement::{AnnouncementQuery, draft::DraftAnnouncement, publish::PublishAnnouncement, withdraw::WithdrawAnnouncement},
    approval::{
        ApprovalQuery, approve::Approve, end_appointment::EndAppointment, propose_reinstatement::ProposeReinstatement,
        propose_suspension::ProposeSuspension, reject::RejectApproval, withdraw::WithdrawApproval,
    },
    audit::AuditQuery,
    company::{CompanyQuery, register::RegisterCompany, reject::RejectCompany, submit::SubmitCompany, verify::VerifyCompany},
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
    listing::{ListingQuery, close::CloseListing, draft::DraftListing, publish::PublishListing},
    matching::MatchQuery,
    merge::{propose_merge::ProposeMerge, propose_ownership_transfer::ProposeOwnershipTransfer},
    moderation::{ModerationQuery, appoint_moderator::AppointModerator},
    node::NodeQuery,
    notification::{mark_read::MarkNotificationsRead, preferences::UpdateNotificationPreferences, unsubscribe::Unsubscribe},
    rate::{RateQuery, Weighing},
    reference::ReferenceQuery,
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
pub struct OwnQueries(ViewerQuery, MatchQuery, IntroductionQuery, JointVentureQuery, ConversationQuery, DismissalQuery);

/// The part of staff.
#[derive(MergedObject, Default)]
pub struct ModerationQueries(ModerationQuery, ApprovalQuery, AuditQuery);

/// What administrators keep, as everybody and as they read it.
#[derive(MergedObject, Default)]
pub struct AdministrationQueries(RoadmapQuery, ComplementarityQuery, TradeImportQuery, AnnouncementQuery, StaffQuery);

/// What can be asked.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct Query(PublicQueries, OwnQueries, ModerationQueries, AdministrationQueries);

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
pub struct Mutation(AccountMutations, DealingMutations, VentureMutations, ModerationMutations, AdministrationMutations, TalkMutations);

/// The schema of the forum.
pub type ForumSchema = Schema<Query, Mutation, SubscriptionRoot>;

/// Mutations that stand alone in their document: each is worth guessing at, or too dear to repeat.
pub const SENSITIVE: [&str; 6] = ["logIn", "register", "refresh", "verifyEmail", "appointModerator", "endAppointment"];

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
