//! The schema: what can be asked, done and heard.

use async_graphql::{MergedObject, SDLExportOptions, Schema};

use crate::{
    account::{log_in::LogIn, log_out::LogOut, refresh::Refresh, register::Register, verify_email::VerifyEmail},
    agreement::{AgreementQuery, confirm::ConfirmAgreement, dispute::DisputeAgreement, propose::ProposeAgreement},
    company::{CompanyQuery, register::RegisterCompany, reject::RejectCompany, submit::SubmitCompany, verify::VerifyCompany},
    file::{attach_paper::AttachPaper, remove_logo::RemoveLogo, remove_paper::RemovePaper, set_logo::SetLogo},
    introduction::{IntroductionQuery, accept::AcceptIntroduction, decline::DeclineIntroduction, request::RequestIntroduction},
    joint_venture::{
        JointVentureQuery, advance::AdvanceJointVenture, confirm::ConfirmJointVenture, confirm_outcome::ConfirmOutcome,
        dispute::DisputeJointVenture, log_milestone::LogMilestone, propose::ProposeJointVenture, report_outcome::ReportOutcome,
    },
    listing::{ListingQuery, close::CloseListing, draft::DraftListing, publish::PublishListing},
    matching::MatchQuery,
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
pub struct OwnQueries(ViewerQuery, MatchQuery, IntroductionQuery, JointVentureQuery, ModerationQuery);

/// What can be asked.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct Query(PublicQueries, OwnQueries);

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
    SetLogo,
    RemoveLogo,
    AttachPaper,
    RemovePaper,
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

/// What can be done.
#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct Mutation(AccountMutations, DealingMutations, VentureMutations);

/// The schema of the forum.
pub type ForumSchema = Schema<Query, Mutation, SubscriptionRoot>;

/// Mutations that stand alone in their document: each is worth guessing at, or too dear to repeat.
pub const SENSITIVE: [&str; 5] = ["logIn", "register", "refresh", "verifyEmail", "appointModerator"];

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
