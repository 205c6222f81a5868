//! The sentences by which people are told, in four languages beside each other: English, Russian, Kazakh, Urdu.
//!
//! Russian and Kazakh put a noun before a company's name, so that verbs agree with the noun whatever the name is.

mod dealing;
mod decision;
mod standing;

use domain::notification::NotificationKind as Kind;

use super::word::Four;

/// The sentence of a kind, with places for its particulars.
pub(super) fn template(kind: Kind) -> Four {
    match kind {
        Kind::CompanyVerified => standing::COMPANY_VERIFIED,
        Kind::CompanyRejected => standing::COMPANY_REJECTED,
        Kind::ListingsExpired => standing::LISTINGS_EXPIRED,
        Kind::IntroductionRequested => dealing::INTRODUCTION_REQUESTED,
        Kind::IntroductionAccepted => dealing::INTRODUCTION_ACCEPTED,
        Kind::IntroductionDeclined => dealing::INTRODUCTION_DECLINED,
        Kind::IntroductionWithdrawn => dealing::INTRODUCTION_WITHDRAWN,
        Kind::IntroductionsExpired => dealing::INTRODUCTIONS_EXPIRED,
        Kind::MessageReceived => dealing::MESSAGE_RECEIVED,
        Kind::AgreementProposed => dealing::AGREEMENT_PROPOSED,
        Kind::AgreementConfirmed => dealing::AGREEMENT_CONFIRMED,
        Kind::AgreementConcluded => dealing::AGREEMENT_CONCLUDED,
        Kind::AgreementDisputed => dealing::AGREEMENT_DISPUTED,
        Kind::VentureProposed => dealing::VENTURE_PROPOSED,
        Kind::VentureConfirmed => dealing::VENTURE_CONFIRMED,
        Kind::VentureDisputed => dealing::VENTURE_DISPUTED,
        Kind::VentureStageProposed => dealing::VENTURE_STAGE_PROPOSED,
        Kind::VentureLeft => dealing::VENTURE_LEFT,
        Kind::VentureDormant => dealing::VENTURE_DORMANT,
        Kind::VentureLapsed => dealing::VENTURE_LAPSED,
        Kind::HealthReported => dealing::HEALTH_REPORTED,
        Kind::MilestoneLogged => dealing::MILESTONE_LOGGED,
        Kind::OutcomeReported => dealing::OUTCOME_REPORTED,
        Kind::OutcomeConfirmed => dealing::OUTCOME_CONFIRMED,
        Kind::SessionRevoked => standing::SESSION_REVOKED,
        Kind::PutOnDuty => standing::PUT_ON_DUTY,
        Kind::VerificationRunsOut => standing::VERIFICATION_RUNS_OUT,
        Kind::VerificationRenewed => standing::VERIFICATION_RENEWED,
        Kind::VerificationLapsed => standing::VERIFICATION_LAPSED,
        Kind::PartnerLapsed => standing::PARTNER_LAPSED,
        Kind::CompaniesMerged => standing::COMPANIES_MERGED,
        Kind::JoinRequested => standing::JOIN_REQUESTED,
        Kind::JoinAdmitted => standing::JOIN_ADMITTED,
        Kind::JoinRefused => standing::JOIN_REFUSED,
        Kind::MemberJoined => standing::MEMBER_JOINED,
        Kind::MemberLeft => standing::MEMBER_LEFT,
        Kind::RoleChanged => standing::ROLE_CHANGED,
        Kind::RemovedFromCompany => standing::REMOVED_FROM_COMPANY,
        Kind::OwnershipOffered => standing::OWNERSHIP_OFFERED,
        Kind::OwnershipTransferred => standing::OWNERSHIP_TRANSFERRED,
        Kind::OwnershipDeclined => standing::OWNERSHIP_DECLINED,
        Kind::CompanySuspended => standing::COMPANY_SUSPENDED,
        Kind::CompanyReinstated => standing::COMPANY_REINSTATED,
        Kind::SecondFactorAdded => standing::SECOND_FACTOR_ADDED,
        Kind::SecondFactorRemoved => standing::SECOND_FACTOR_REMOVED,
        Kind::RecoveryCodesRenewed => standing::RECOVERY_CODES_RENEWED,
        Kind::PasswordChanged => standing::PASSWORD_CHANGED,
        Kind::EmailChanged => standing::EMAIL_CHANGED,
        Kind::NewSignIn => standing::NEW_SIGN_IN,
        Kind::SessionsEnded => standing::SESSIONS_ENDED,
        Kind::AccountLocked => standing::ACCOUNT_LOCKED,
        Kind::AccountUnlocked => standing::ACCOUNT_UNLOCKED,
        Kind::DataExported => standing::DATA_EXPORTED,
        Kind::DutyEnded => standing::DUTY_ENDED,
        Kind::RecordOpened => standing::RECORD_OPENED,
        Kind::CaseChangesRequested => decision::CASE_CHANGES_REQUESTED,
        Kind::CaseMessageReceived => decision::CASE_MESSAGE_RECEIVED,
        Kind::CaseApproved => decision::CASE_APPROVED,
        Kind::CaseRejected => decision::CASE_REJECTED,
        Kind::ReportUpheld => decision::REPORT_UPHELD,
        Kind::ListingHidden => decision::LISTING_HIDDEN,
        Kind::ListingRestored => decision::LISTING_RESTORED,
        Kind::PublicationProposed => decision::PUBLICATION_PROPOSED,
        Kind::PublicationAnswered => decision::PUBLICATION_ANSWERED,
        Kind::Published => decision::PUBLISHED,
        Kind::PublicationWithdrawn => decision::PUBLICATION_WITHDRAWN,
        Kind::AnnouncementPublished => standing::ANNOUNCEMENT_PUBLISHED,
        Kind::ApprovalWaits => standing::APPROVAL_WAITS,
        Kind::RecheckWaits => standing::RECHECK_WAITS,
        Kind::CompanySubmitted => standing::COMPANY_SUBMITTED,
    }
}
