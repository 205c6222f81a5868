//! What happened: appended in the transaction that did it. Audit, letters, subscriptions and the match index are readings of it.

use serde::{Deserialize, Serialize};

use crate::id::{
    AgreementId, CompanyId, FileId, IntroductionId, JointVentureId, ListingId, MilestoneId, ModerationCaseId, OutcomeId, SessionId,
    StaffId, UserId,
};

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
    FileStored { file: FileId, company: CompanyId } => vec![*company];
    LogoSet { company: CompanyId, file: FileId } => vec![*company];
    LogoRemoved { company: CompanyId } => vec![*company];
    PaperAttached { agreement: AgreementId, file: FileId, by: CompanyId, parties: Vec<CompanyId> } => parties.clone();
    PaperRemoved { agreement: AgreementId, file: FileId, by: CompanyId, parties: Vec<CompanyId> } => parties.clone();
    /// Files that nobody needed any more are gone from the store.
    FilesPurged { companies: Vec<CompanyId> } => companies.clone();
    ModeratorAppointed { staff: StaffId, user: UserId };
    ReferenceImported { version: i32 };
    DemonstrationSeeded { companies: i64, seed: i64 };
    SigningKeyRotated { kid: String };
    LettersSent { count: i64 };
}
