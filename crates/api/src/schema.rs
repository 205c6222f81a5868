//! The schema: what can be asked, done and heard.

use async_graphql::{MergedObject, SDLExportOptions, Schema};

use crate::{
    account::{log_in::LogIn, log_out::LogOut, refresh::Refresh, register::Register, verify_email::VerifyEmail},
    agreement::{AgreementQuery, confirm::ConfirmAgreement, dispute::DisputeAgreement, propose::ProposeAgreement},
    approval::{
        ApprovalQuery, approve::Approve, end_appointment::EndAppointment, propose_reinstatement::ProposeReinstatement,
        propose_suspension::ProposeSuspension, reject::RejectApproval, withdraw::WithdrawApproval,
    },
    audit::AuditQuery,
    company::{
        CompanyQuery, close::CloseCompany, edit::EditCompany, register::RegisterCompany, reject::RejectCompany,
        renew_verification::RenewVerification, submit::SubmitCompany, verify::VerifyCompany,
    },
    introduction::{IntroductionQuery, accept::AcceptIntroduction, decline::DeclineIntroduction, request::RequestIntroduction},
    joint_venture::{
        JointVentureQuery, advance::AdvanceJointVenture, confirm::ConfirmJointVenture, confirm_outcome::ConfirmOutcome,
        dispute::DisputeJointVenture, log_milestone::LogMilestone, propose::ProposeJointVenture, report_outcome::ReportOutcome,
    },
    listing::{ListingQuery, close::CloseListing, draft::DraftListing, publish::PublishListing},
    matching::MatchQuery,
    member::{
        MemberQuery, accept_invitation::AcceptInvitation, accept_ownership::AcceptOwnership, admit::AdmitMember, ask_to_join::AskToJoin,
        change_role::ChangeMemberRole, decline_invitation::DeclineInvitation, decline_ownership::DeclineOwnership, invite::InviteMember,
        leave::LeaveCompany, refuse::RefuseMember, remove::RemoveMember, resend_invitation::ResendInvitation,
        transfer_ownership::TransferOwnership, withdraw_invitation::WithdrawInvitation, withdraw_join_request::WithdrawJoinRequest,
    },
    moderation::{ModerationQuery, appoint_moderator::AppointModerator},
    node::NodeQuery,
    rate::{RateQuery, Weighing},
    reference::ReferenceQuery,
    scoreboard::ScoreboardQuery,
    subscription::SubscriptionRoot,
    user_error::UserError,
    viewer::ViewerQuery,
};

/// The public part.
#[derive(MergedObject, Default)]
pub struct PublicQueries(CompanyQuery, ListingQuery, ReferenceQuery, ScoreboardQuery, AgreementQuery, NodeQuery, RateQuery);

/// The part of those who have signed in.
#[derive(MergedObject, Default)]
pub struct OwnQueries(ViewerQuery, MatchQuery, IntroductionQuery, JointVentureQuery, MemberQuery);

/// The part of staff.
#[derive(MergedObject, Default)]
pub struct ModerationQueries(ModerationQuery, ApprovalQuery, AuditQuery);

/// What can be asked.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct Query(PublicQueries, OwnQueries, ModerationQueries);

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
    ReportOutcome,
    ConfirmOutcome,
);

/// What staff decide.
#[derive(MergedObject, Default)]
pub struct ModerationMutations(ProposeSuspension, ProposeReinstatement, EndAppointment, Approve, RejectApproval, WithdrawApproval);

/// What can be done.
#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct Mutation(AccountMutations, MemberMutations, DealingMutations, VentureMutations, ModerationMutations);

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
