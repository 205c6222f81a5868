//! What a person is told of what happened, and how he wants to be told it.

use chrono::{Datelike, Days, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{id::UserId, stamp::Timestamp, words::words};

words! {
    /// What news are about: a person chooses by these how each is told.
    pub enum Topic {
        /// Who may sign in, who owns, what was suspended: told whatever was chosen.
        Security = "SECURITY",
        /// What waits at one's company, and what staff decide about it.
        Company = "COMPANY",
        /// Who joins and leaves.
        Members = "MEMBERS",
        /// One's listings.
        Listings = "LISTINGS",
        /// Requests to meet.
        Introductions = "INTRODUCTIONS",
        /// What partners write.
        Messages = "MESSAGES",
        /// Papers that wait for an answer or were answered.
        Agreements = "AGREEMENTS",
        /// Ventures that wait for an answer or were answered.
        Ventures = "VENTURES",
        /// Milestones, outcomes and how it goes.
        Progress = "PROGRESS",
        /// What the forum announces.
        Announcements = "ANNOUNCEMENTS",
        /// What waits for staff.
        Queue = "QUEUE",
    }
}

words! {
    /// When news come by mail.
    pub enum MailChoice {
        AtOnce = "AT_ONCE",
        /// In one letter every morning.
        Daily = "DAILY",
        /// In one letter on Monday morning.
        Weekly = "WEEKLY",
        Never = "NEVER",
    }
}

/// How a person is told of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    pub topic: Topic,
    pub in_app: bool,
    pub mail: MailChoice,
}

/// Why a choice is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PreferenceError {
    #[error("notices of security are always told, in the forum and by mail")]
    AlwaysTold,
    #[error("`{topic}` is named twice")]
    TopicTwice { topic: Topic },
}

impl Topic {
    /// What a business person would choose: at once what waits for him, gathered what is merely good to know.
    #[must_use]
    pub fn usual(self) -> Preference {
        let (in_app, mail) = match self {
            Self::Security | Self::Company | Self::Introductions | Self::Messages | Self::Agreements | Self::Ventures => {
                (true, MailChoice::AtOnce)
            }
            Self::Members | Self::Listings | Self::Progress => (true, MailChoice::Daily),
            Self::Announcements => (true, MailChoice::Weekly),
            // The queue itself is where staff look; the letter is for days on which they do not.
            Self::Queue => (false, MailChoice::Daily),
        };
        Preference { topic: self, in_app, mail }
    }

    /// Whether a person may choose at all.
    #[must_use]
    pub fn is_optional(self) -> bool {
        self != Self::Security
    }
}

impl Preference {
    /// Checks what a person has chosen.
    pub fn choose(chosen: &[Self]) -> Result<(), PreferenceError> {
        for (at, preference) in chosen.iter().enumerate() {
            if !preference.topic.is_optional() {
                return Err(PreferenceError::AlwaysTold);
            }
            if chosen[..at].iter().any(|earlier| earlier.topic == preference.topic) {
                return Err(PreferenceError::TopicTwice { topic: preference.topic });
            }
        }
        Ok(())
    }

    /// Nobody is told at all.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        !self.in_app && self.mail == MailChoice::Never
    }
}

/// What the person wants, topic by topic: his choice, else the usual one.
#[derive(Debug, Clone, Default)]
pub struct Preferences(Vec<(UserId, Preference)>);

impl Preferences {
    #[must_use]
    pub fn new(chosen: Vec<(UserId, Preference)>) -> Self {
        Self(chosen)
    }

    #[must_use]
    pub fn of(&self, user: UserId, topic: Topic) -> Preference {
        let chosen = self.0.iter().find(|(whose, preference)| *whose == user && preference.topic == topic);
        chosen.filter(|_| topic.is_optional()).map_or_else(|| topic.usual(), |(_, preference)| *preference)
    }
}

/// Both countries keep the same time, five hours before Greenwich, the whole year (Asia/Almaty since March 2024, Asia/Karachi).
const LOCAL: TimeDelta = TimeDelta::hours(5);
/// When a working day begins: digests lie on top of the mail.
const MORNING: u32 = 9;

impl MailChoice {
    /// When the digest goes out that takes in something of `at`.
    #[must_use]
    pub fn digest_after(self, at: Timestamp) -> Option<Timestamp> {
        let local = at + LOCAL;
        let morning = NaiveTime::from_hms_opt(MORNING, 0, 0)?;
        let mut day = local.date_naive();
        if local.time() >= morning {
            day = day.checked_add_days(Days::new(1))?;
        }
        match self {
            Self::Daily => {}
            Self::Weekly => {
                while day.weekday() != Weekday::Mon {
                    day = day.checked_add_days(Days::new(1))?;
                }
            }
            Self::AtOnce | Self::Never => return None,
        }
        Some(day.and_time(morning).and_utc() - LOCAL)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal in $topic:ident;)*) => {
        words! {
            /// What exactly a person is told.
            pub enum NotificationKind { $($(#[$doc])* $kind = $word,)* }
        }

        impl NotificationKind {
            /// What it is about.
            #[must_use]
            pub fn topic(self) -> Topic {
                match self { $(Self::$kind => Topic::$topic,)* }
            }
        }
    };
}

kinds! {
    CompanyVerified = "COMPANY_VERIFIED" in Company;
    CompanyRejected = "COMPANY_REJECTED" in Company;
    ListingsExpired = "LISTINGS_EXPIRED" in Listings;
    IntroductionRequested = "INTRODUCTION_REQUESTED" in Introductions;
    IntroductionAccepted = "INTRODUCTION_ACCEPTED" in Introductions;
    IntroductionDeclined = "INTRODUCTION_DECLINED" in Introductions;
    IntroductionWithdrawn = "INTRODUCTION_WITHDRAWN" in Introductions;
    IntroductionsExpired = "INTRODUCTIONS_EXPIRED" in Introductions;
    MessageReceived = "MESSAGE_RECEIVED" in Messages;
    AgreementProposed = "AGREEMENT_PROPOSED" in Agreements;
    AgreementConfirmed = "AGREEMENT_CONFIRMED" in Agreements;
    /// Every party has confirmed.
    AgreementConcluded = "AGREEMENT_CONCLUDED" in Agreements;
    AgreementDisputed = "AGREEMENT_DISPUTED" in Agreements;
    VentureProposed = "VENTURE_PROPOSED" in Ventures;
    VentureConfirmed = "VENTURE_CONFIRMED" in Ventures;
    VentureDisputed = "VENTURE_DISPUTED" in Ventures;
    /// Another party proposes the next stage.
    VentureStageProposed = "VENTURE_STAGE_PROPOSED" in Ventures;
    /// Another party has left.
    VentureLeft = "VENTURE_LEFT" in Ventures;
    VentureDormant = "VENTURE_DORMANT" in Ventures;
    VentureLapsed = "VENTURE_LAPSED" in Ventures;
    HealthReported = "HEALTH_REPORTED" in Progress;
    MilestoneLogged = "MILESTONE_LOGGED" in Progress;
    OutcomeReported = "OUTCOME_REPORTED" in Ventures;
    OutcomeConfirmed = "OUTCOME_CONFIRMED" in Progress;
    SessionRevoked = "SESSION_REVOKED" in Security;
    PutOnDuty = "PUT_ON_DUTY" in Security;
    VerificationRunsOut = "VERIFICATION_RUNS_OUT" in Company;
    VerificationRenewed = "VERIFICATION_RENEWED" in Company;
    VerificationLapsed = "VERIFICATION_LAPSED" in Company;
    PartnerLapsed = "PARTNER_LAPSED" in Company;
    CompaniesMerged = "COMPANIES_MERGED" in Company;
    JoinRequested = "JOIN_REQUESTED" in Company;
    JoinAdmitted = "JOIN_ADMITTED" in Company;
    JoinRefused = "JOIN_REFUSED" in Company;
    MemberJoined = "MEMBER_JOINED" in Members;
    MemberLeft = "MEMBER_LEFT" in Members;
    RoleChanged = "ROLE_CHANGED" in Security;
    RemovedFromCompany = "REMOVED_FROM_COMPANY" in Security;
    OwnershipOffered = "OWNERSHIP_OFFERED" in Security;
    OwnershipTransferred = "OWNERSHIP_TRANSFERRED" in Security;
    OwnershipDeclined = "OWNERSHIP_DECLINED" in Security;
    CompanySuspended = "COMPANY_SUSPENDED" in Security;
    CompanyReinstated = "COMPANY_REINSTATED" in Security;
    SecondFactorAdded = "SECOND_FACTOR_ADDED" in Security;
    SecondFactorRemoved = "SECOND_FACTOR_REMOVED" in Security;
    RecoveryCodesRenewed = "RECOVERY_CODES_RENEWED" in Security;
    PasswordChanged = "PASSWORD_CHANGED" in Security;
    EmailChanged = "EMAIL_CHANGED" in Security;
    NewSignIn = "NEW_SIGN_IN" in Security;
    SessionsEnded = "SESSIONS_ENDED" in Security;
    AccountLocked = "ACCOUNT_LOCKED" in Security;
    AccountUnlocked = "ACCOUNT_UNLOCKED" in Security;
    DataExported = "DATA_EXPORTED" in Security;
    DutyEnded = "DUTY_ENDED" in Security;
    RecordOpened = "RECORD_OPENED" in Security;
    CaseChangesRequested = "CASE_CHANGES_REQUESTED" in Company;
    CaseMessageReceived = "CASE_MESSAGE_RECEIVED" in Company;
    CaseApproved = "CASE_APPROVED" in Company;
    CaseRejected = "CASE_REJECTED" in Company;
    ReportUpheld = "REPORT_UPHELD" in Company;
    ListingHidden = "LISTING_HIDDEN" in Listings;
    ListingRestored = "LISTING_RESTORED" in Listings;
    PublicationProposed = "PUBLICATION_PROPOSED" in Agreements;
    PublicationAnswered = "PUBLICATION_ANSWERED" in Agreements;
    Published = "PUBLISHED" in Agreements;
    PublicationWithdrawn = "PUBLICATION_WITHDRAWN" in Agreements;
    AnnouncementPublished = "ANNOUNCEMENT_PUBLISHED" in Announcements;
    ApprovalWaits = "APPROVAL_WAITS" in Queue;
    RecheckWaits = "RECHECK_WAITS" in Queue;
    CompanySubmitted = "COMPANY_SUBMITTED" in Queue;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_digest_goes_out_at_nine_in_the_reader_s_morning() {
        for (happened, daily, weekly) in [
            // A Monday: 09:00 in Almaty and Karachi is 04:00 in Greenwich.
            ("2026-03-02T03:59:59Z", "2026-03-02T04:00:00Z", "2026-03-02T04:00:00Z"),
            ("2026-03-02T04:00:00Z", "2026-03-03T04:00:00Z", "2026-03-09T04:00:00Z"),
            // Late on a Saturday in Greenwich is Sunday over there.
            ("2026-03-07T21:00:00Z", "2026-03-08T04:00:00Z", "2026-03-09T04:00:00Z"),
            ("2026-12-31T18:59:59Z", "2027-01-01T04:00:00Z", "2027-01-04T04:00:00Z"),
        ] {
            assert_eq!(MailChoice::Daily.digest_after(at(happened)), Some(at(daily)), "{happened}");
            assert_eq!(MailChoice::Weekly.digest_after(at(happened)), Some(at(weekly)), "{happened}");
            assert_eq!(MailChoice::AtOnce.digest_after(at(happened)), None);
            assert_eq!(MailChoice::Never.digest_after(at(happened)), None);
        }
    }

    #[test]
    fn security_is_told_whatever_was_chosen() {
        let nobody: UserId = crate::id::Identifier::from_uuid(uuid::Uuid::from_u128(1));
        let silent = |topic| Preference { topic, in_app: false, mail: MailChoice::Never };
        assert_eq!(Preference::choose(&[silent(Topic::Security)]), Err(PreferenceError::AlwaysTold));
        assert_eq!(
            Preference::choose(&[silent(Topic::Messages), silent(Topic::Messages)]),
            Err(PreferenceError::TopicTwice { topic: Topic::Messages })
        );
        let stored = Preferences::new(vec![(nobody, silent(Topic::Security)), (nobody, silent(Topic::Messages))]);
        assert_eq!(stored.of(nobody, Topic::Security), Topic::Security.usual());
        assert!(stored.of(nobody, Topic::Messages).is_silent());
        assert_eq!(stored.of(nobody, Topic::Queue), Topic::Queue.usual());
    }

    #[test]
    fn nothing_is_silent_by_itself() {
        for topic in Topic::ALL {
            assert!(!topic.usual().is_silent(), "{topic}");
        }
    }
}
