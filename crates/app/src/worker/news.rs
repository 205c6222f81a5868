//! Which events are news to whom. What nobody is told of stands here too, with the reason.

use std::collections::BTreeMap;

use domain::{
    event::Event,
    id::{AgreementId, CompanyId, JointVentureId, UserId},
    joint_venture::Stage,
    member::Role,
    notification::NotificationKind as Kind,
};

use crate::notification::Facts;

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// Whoever speaks for a company, but for the one who did it.
    Company(CompanyId),
    /// Whoever speaks for one of the companies that did not do it.
    Others(Vec<CompanyId>, By),
    /// Whoever speaks for one of them, but for the one who did it.
    All(Vec<CompanyId>),
    Person(UserId),
    /// Every administrator, but for the one who did it.
    Administrators,
    /// The staff of a company's side.
    StaffFor(CompanyId),
}

/// Which company did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Company(CompanyId),
    /// The one that wrote the version that stands in the record.
    Proposer,
    /// The one for which the person acts who did it.
    Actor,
}

/// The paper or venture whose title is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Record {
    Agreement(AgreementId),
    JointVenture(JointVentureId),
}

/// Something that people are told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct News {
    pub kind: Kind,
    pub reach: Reach,
    /// The company that is named; the one that did it where none is.
    pub about: Option<CompanyId>,
    pub record: Option<Record>,
    pub subject: Option<String>,
    pub facts: Facts,
}

impl News {
    fn of(kind: Kind, reach: Reach) -> Self {
        Self { kind, reach, about: None, record: None, subject: None, facts: Facts::default() }
    }

    fn about(self, company: CompanyId) -> Self {
        Self { about: Some(company), ..self }
    }

    fn on(self, subject: impl ToString) -> Self {
        Self { subject: Some(subject.to_string()), ..self }
    }

    fn in_role(kind: Kind, reach: Reach, company: CompanyId, role: Role) -> Self {
        let facts = Facts { role: Some(role), ..Facts::default() };
        Self { facts, ..Self::of(kind, reach).about(company).on(company) }
    }

    fn agreement(kind: Kind, reach: Reach, id: AgreementId) -> Self {
        Self { record: Some(Record::Agreement(id)), ..Self::of(kind, reach).on(id) }
    }

    fn venture(kind: Kind, reach: Reach, id: JointVentureId) -> Self {
        Self { record: Some(Record::JointVenture(id)), ..Self::of(kind, reach).on(id) }
    }

    /// The companies whose people are told.
    pub(super) fn readers(&self) -> &[CompanyId] {
        match &self.reach {
            Reach::Company(company) => std::slice::from_ref(company),
            Reach::Others(companies, _) | Reach::All(companies) => companies,
            Reach::Person(_) | Reach::StaffFor(_) | Reach::Administrators => &[],
        }
    }
}

/// One each for how often a company is named.
fn counted(kind: Kind, companies: &[CompanyId]) -> Vec<News> {
    let mut counts: BTreeMap<CompanyId, u64> = BTreeMap::new();
    for company in companies {
        *counts.entry(*company).or_default() += 1;
    }
    let told =
        |(company, count)| News { facts: Facts { count: Some(count), ..Facts::default() }, ..News::of(kind, Reach::Company(company)) };
    counts.into_iter().map(told).collect()
}

fn others(parties: &[CompanyId], by: By) -> Reach {
    Reach::Others(parties.to_vec(), by)
}

/// What staff decided about a company, with the reason.
fn decided(kind: Kind, company: CompanyId, reason: &str, subject: impl ToString) -> Vec<News> {
    let facts = Facts { reason: Some(reason.to_owned()), ..Facts::default() };
    vec![News { facts, ..News::of(kind, Reach::Company(company)).about(company).on(subject) }]
}

/// What an event is to people.
#[expect(clippy::match_same_arms, reason = "each group of events has a reason of its own why nobody is told")]
pub(super) fn news(event: &Event) -> Vec<News> {
    use Event as E;
    let nobody = Vec::new;
    match event {
        E::CompanyVerified { company, .. } => vec![News::of(Kind::CompanyVerified, Reach::Company(*company)).about(*company).on(company)],
        E::CompanyRejected { company, reason, .. } => {
            let facts = Facts { reason: Some(reason.clone()), ..Facts::default() };
            vec![News { facts, ..News::of(Kind::CompanyRejected, Reach::Company(*company)).about(*company).on(company) }]
        }
        E::CompanySubmitted { company, case } => {
            vec![News::of(Kind::CompanySubmitted, Reach::StaffFor(*company)).about(*company).on(case)]
        }
        // What a changed name waits for is a verification like the first.
        E::CompanyEdited { company, case: Some(case), .. } => {
            vec![News::of(Kind::CompanySubmitted, Reach::StaffFor(*company)).about(*company).on(case)]
        }
        E::RecheckOpened { company, case, valid_until } => {
            let facts = Facts { date: Some(valid_until.date_naive()), ..Facts::default() };
            vec![
                News { facts, ..News::of(Kind::VerificationRunsOut, Reach::Company(*company)).about(*company).on(company) },
                News::of(Kind::RecheckWaits, Reach::StaffFor(*company)).about(*company).on(case),
            ]
        }
        E::VerificationRenewed { company, valid_until, .. } => {
            let facts = Facts { date: Some(valid_until.date_naive()), ..Facts::default() };
            vec![News { facts, ..News::of(Kind::VerificationRenewed, Reach::Company(*company)).about(*company).on(company) }]
        }
        E::VerificationLapsed { company, partners } => vec![
            News::of(Kind::VerificationLapsed, Reach::Company(*company)).about(*company).on(company),
            News::of(Kind::PartnerLapsed, Reach::All(partners.clone())).about(*company).on(company),
        ],
        E::JoinRequested { request, company, .. } => {
            vec![News::of(Kind::JoinRequested, Reach::Company(*company)).about(*company).on(request)]
        }
        E::InvitationAccepted { company, role, .. } => vec![News::in_role(Kind::MemberJoined, Reach::Company(*company), *company, *role)],
        E::MemberAdmitted { company, user, role, .. } => vec![
            News::in_role(Kind::JoinAdmitted, Reach::Person(*user), *company, *role),
            News::in_role(Kind::MemberJoined, Reach::Company(*company), *company, *role),
        ],
        E::MemberRefused { company, user, .. } => vec![News::of(Kind::JoinRefused, Reach::Person(*user)).about(*company).on(company)],
        E::MemberRoleChanged { company, user, to, .. } => vec![News::in_role(Kind::RoleChanged, Reach::Person(*user), *company, *to)],
        // Whoever was removed does not speak for the company any more, and is told as a person.
        E::MemberRemoved { company, user, .. } => vec![
            News::of(Kind::RemovedFromCompany, Reach::Person(*user)).about(*company).on(company),
            News::of(Kind::MemberLeft, Reach::Company(*company)).about(*company).on(company),
        ],
        E::MemberLeft { company, .. } => vec![News::of(Kind::MemberLeft, Reach::Company(*company)).about(*company).on(company)],
        E::OwnershipOffered { handover, company, to, .. } => {
            vec![News::of(Kind::OwnershipOffered, Reach::Person(*to)).about(*company).on(handover)]
        }
        // The giver is an Editor now and speaks for the company still; the receiver has just done it.
        E::OwnershipHandedOver { company, .. } => {
            vec![News::of(Kind::OwnershipTransferred, Reach::Company(*company)).about(*company).on(company)]
        }
        E::OwnershipDeclined { company, .. } => {
            vec![News::of(Kind::OwnershipDeclined, Reach::Company(*company)).about(*company).on(company)]
        }
        // What a company says of itself it has just said; whoever closed it was asked twice, and what he dealt in says that it is closed.
        E::CompanyEdited { case: None, .. } | E::CompanyClosed { .. } => nobody(),
        // The address is written to by a letter of its own, and what became of it stands in the company's list of invitations.
        E::MemberInvited { .. }
        | E::InvitationResent { .. }
        | E::InvitationWithdrawn { .. }
        | E::InvitationDeclined { .. }
        | E::InvitationsExpired { .. } => nobody(),
        // Nothing came of it, and nothing is to be done.
        E::JoinRequestWithdrawn { .. } | E::JoinRequestsExpired { .. } | E::HandoversExpired { .. } => nobody(),
        E::ListingsExpired { companies } => counted(Kind::ListingsExpired, companies),
        E::IntroductionRequested { introduction, from, to } => {
            vec![News::of(Kind::IntroductionRequested, Reach::Company(*to)).about(*from).on(introduction)]
        }
        E::IntroductionAccepted { introduction, from, to } => {
            vec![News::of(Kind::IntroductionAccepted, Reach::Company(*from)).about(*to).on(introduction)]
        }
        E::IntroductionDeclined { introduction, from, to } => {
            vec![News::of(Kind::IntroductionDeclined, Reach::Company(*from)).about(*to).on(introduction)]
        }
        E::IntroductionWithdrawn { introduction, from, to } => {
            vec![News::of(Kind::IntroductionWithdrawn, Reach::Company(*to)).about(*from).on(introduction)]
        }
        E::IntroductionsExpired { companies } => counted(Kind::IntroductionsExpired, companies),
        E::MessageSent { conversation, by, to, .. } => {
            vec![News::of(Kind::MessageReceived, Reach::Company(*to)).about(*by).on(conversation)]
        }
        E::AgreementProposed { agreement, parties, .. } => {
            vec![News::agreement(Kind::AgreementProposed, others(parties, By::Proposer), *agreement)]
        }
        E::AgreementConfirmed { agreement, parties, by_all: true, .. } => {
            vec![News::agreement(Kind::AgreementConcluded, Reach::All(parties.clone()), *agreement)]
        }
        E::AgreementConfirmed { agreement, parties, by, by_all: false } => {
            vec![News::agreement(Kind::AgreementConfirmed, others(parties, By::Company(*by)), *agreement)]
        }
        E::AgreementDisputed { agreement, parties, by } => {
            vec![News::agreement(Kind::AgreementDisputed, others(parties, By::Company(*by)), *agreement)]
        }
        E::JointVentureProposed { joint_venture, parties, .. } => {
            vec![News::venture(Kind::VentureProposed, others(parties, By::Proposer), *joint_venture)]
        }
        E::JointVentureConfirmed { joint_venture, parties, by, stage } => {
            let facts = Facts { stage: stage.parse().ok(), ..Facts::default() };
            vec![News { facts, ..News::venture(Kind::VentureConfirmed, others(parties, By::Company(*by)), *joint_venture) }]
        }
        E::JointVentureDisputed { joint_venture, parties, by } => {
            vec![News::venture(Kind::VentureDisputed, others(parties, By::Company(*by)), *joint_venture)]
        }
        E::JointVentureAdvanced { joint_venture, parties, by, to } => {
            let stage: Option<Stage> = to.parse().ok();
            let kind = if stage.is_some_and(Stage::is_unilateral) { Kind::VentureLeft } else { Kind::VentureStageProposed };
            let facts = Facts { stage, ..Facts::default() };
            vec![News { facts, ..News::venture(kind, others(parties, By::Company(*by)), *joint_venture) }]
        }
        E::JointVentureHealthReported { joint_venture, parties, by, health } => {
            let facts = Facts { health: health.parse().ok(), ..Facts::default() };
            vec![News { facts, ..News::venture(Kind::HealthReported, others(parties, By::Company(*by)), *joint_venture) }]
        }
        E::JointVentureDormant { joint_venture, parties } => {
            vec![News::venture(Kind::VentureDormant, Reach::All(parties.clone()), *joint_venture)]
        }
        E::JointVentureLapsed { joint_venture, parties } => {
            vec![News::venture(Kind::VentureLapsed, Reach::All(parties.clone()), *joint_venture)]
        }
        E::MilestoneLogged { joint_venture, parties, .. } => {
            vec![News::venture(Kind::MilestoneLogged, others(parties, By::Actor), *joint_venture)]
        }
        E::OutcomeReported { joint_venture, parties, .. } => {
            vec![News::venture(Kind::OutcomeReported, others(parties, By::Actor), *joint_venture)]
        }
        E::OutcomeConfirmed { joint_venture, parties, by, .. } => {
            vec![News::venture(Kind::OutcomeConfirmed, others(parties, By::Company(*by)), *joint_venture)]
        }
        E::AppointmentEnded { user, .. } => vec![News::of(Kind::DutyEnded, Reach::Person(*user))],
        E::ApprovalProposed { approval, .. } => vec![News::of(Kind::ApprovalWaits, Reach::Administrators).on(approval)],
        E::CompanySuspended { company, reason, .. } => {
            let facts = Facts { reason: Some(reason.clone()), ..Facts::default() };
            vec![News { facts, ..News::of(Kind::CompanySuspended, Reach::Company(*company)).about(*company).on(company) }]
        }
        E::CompanyReinstated { company, reason, .. } => {
            let facts = Facts { reason: Some(reason.clone()), ..Facts::default() };
            vec![News { facts, ..News::of(Kind::CompanyReinstated, Reach::Company(*company)).about(*company).on(company) }]
        }
        E::CompaniesMerged { kept, .. } => vec![News::of(Kind::CompaniesMerged, Reach::Company(*kept)).about(*kept).on(kept)],
        // Whoever has it now speaks for the company; those who had it are told as people, since they may not any more.
        E::OwnershipTransferred { company, from, .. } => {
            let told = |reach| News::of(Kind::OwnershipTransferred, reach).about(*company).on(company);
            std::iter::once(Reach::Company(*company)).chain(from.iter().map(|user| Reach::Person(*user))).map(told).collect()
        }
        E::CaseChangesRequested { case, company, reason, .. } => decided(Kind::CaseChangesRequested, *company, reason, case),
        E::CaseApproved { case, company, reason, .. } => decided(Kind::CaseApproved, *company, reason, case),
        E::CaseRejected { case, company, reason, .. } => decided(Kind::CaseRejected, *company, reason, case),
        E::ReportUpheld { case, company, reason } => decided(Kind::ReportUpheld, *company, reason, case),
        E::CaseMessageWritten { case, company, by_staff: true } => {
            vec![News::of(Kind::CaseMessageReceived, Reach::Company(*company)).about(*company).on(case)]
        }
        E::ListingHidden { listing, company, reason, .. } => decided(Kind::ListingHidden, *company, reason, listing),
        E::ListingRestored { listing, company, reason } => decided(Kind::ListingRestored, *company, reason, listing),
        E::PublicationProposed { publication, parties, by } => {
            vec![News::of(Kind::PublicationProposed, others(parties, By::Company(*by))).about(*by).on(publication)]
        }
        E::PublicationAnswered { publication, parties, by, .. } => {
            vec![News::of(Kind::PublicationAnswered, others(parties, By::Company(*by))).about(*by).on(publication)]
        }
        E::Published { publication, parties } => vec![News::of(Kind::Published, Reach::All(parties.clone())).on(publication)],
        E::PublicationWithdrawn { publication, parties, reason, .. } => {
            let facts = Facts { reason: Some(reason.clone()), ..Facts::default() };
            vec![News { facts, ..News::of(Kind::PublicationWithdrawn, Reach::All(parties.clone())).on(publication) }]
        }
        E::GlassBroken { record, parties, reason, .. } => {
            let facts = Facts { reason: Some(reason.clone()), ..Facts::default() };
            vec![News { facts, ..News::of(Kind::RecordOpened, Reach::All(parties.clone())).on(record) }]
        }
        E::SecondFactorAdded { user, .. } => vec![News::of(Kind::SecondFactorAdded, Reach::Person(*user))],
        E::SecondFactorRemoved { user, .. } => vec![News::of(Kind::SecondFactorRemoved, Reach::Person(*user))],
        E::RecoveryCodesRenewed { user } => vec![News::of(Kind::RecoveryCodesRenewed, Reach::Person(*user))],
        E::SessionsEnded { user, .. } => vec![News::of(Kind::SessionsEnded, Reach::Person(*user))],
        E::AccountLocked { user, reason, .. } => {
            let facts = Facts { reason: Some(reason.clone()), ..Facts::default() };
            vec![News { facts, ..News::of(Kind::AccountLocked, Reach::Person(*user)) }]
        }
        E::AccountUnlocked { user, .. } => vec![News::of(Kind::AccountUnlocked, Reach::Person(*user))],
        E::DataExportRequested { user, .. } => vec![News::of(Kind::DataExported, Reach::Person(*user))],
        E::SessionRevoked { user, .. } => vec![News::of(Kind::SessionRevoked, Reach::Person(*user))],
        E::ModeratorAppointed { user, .. } => vec![News::of(Kind::PutOnDuty, Reach::Person(*user))],
        // He has just done it himself, and was written to where a letter is owed.
        E::UserRegistered { .. }
        | E::EmailVerified { .. }
        | E::SignedIn { .. }
        | E::SessionRefreshed { .. }
        | E::SignInChallenged { .. }
        | E::AccessConfirmed { .. }
        | E::SessionEnded { .. }
        | E::OtherSessionsEnded { .. }
        | E::ConsentGiven { .. }
        | E::ConsentWithdrawn { .. }
        | E::SignedOut { .. }
        | E::CompanyRegistered { .. }
        | E::NotificationsRead { .. }
        | E::NotificationPreferencesChanged { .. }
        | E::Unsubscribed { .. }
        | E::ConversationRead { .. } => nobody(),
        // The use case writes a letter of its own, to the address that it is about.
        E::LetterRequested {}
        | E::PasswordResetRequested { .. }
        | E::PasswordReset { .. }
        | E::PasswordChanged { .. }
        | E::EmailVerificationRequested { .. }
        | E::EmailChangeRequested { .. }
        | E::EmailChanged { .. }
        | E::EmailChangeStopped { .. } => nobody(),
        // The law may ask that he does not know of it; and nobody is left to be told.
        E::LegalHoldPlaced { .. } | E::LegalHoldLifted { .. } | E::PersonErased { .. } => nobody(),
        // Work among staff, who see it in the queue.
        E::CaseClaimed { .. }
        | E::CaseReleased { .. }
        | E::CaseClaimsLapsed { .. }
        | E::CaseAnswered { .. }
        | E::CaseReopened { .. }
        | E::CaseMessageWritten { by_staff: false, .. }
        | E::CaseNoted { .. }
        | E::CaseAppealed { .. }
        | E::ContentReported { .. }
        | E::ReportDismissed { .. }
        | E::ListingSubmitted { .. }
        | E::GlassClosed { .. } => nobody(),
        // To tell of every wrong password would let a stranger fill somebody's inbox.
        E::SignInRefused { .. } | E::SecondFactorRefused { .. } => nobody(),
        // One's own listings: whoever may read them sees them where they stand.
        E::ListingDrafted { .. } | E::ListingPublished { .. } | E::ListingClosed { .. } => nobody(),
        // Whoever is asked reads the request as it stands when he opens it.
        E::IntroductionEdited { .. } => nobody(),
        // What was taken back is better not announced.
        E::MessageRetracted { .. } => nobody(),
        // Private to one side, whose own doing it is.
        E::MatchDismissed { .. } | E::MatchRestored { .. } => nobody(),
        // Whoever proposed looks at what became of it in the list of approvals, which is short.
        E::ApprovalRejected { .. } | E::ApprovalWithdrawn { .. } | E::ApprovalsExpired { .. } => nobody(),
        // An announcement stands before everybody whom it concerns for as long as it holds; a letter to all of them would be one more.
        E::AnnouncementDrafted { .. } | E::AnnouncementPublished { .. } | E::AnnouncementWithdrawn { .. } => nobody(),
        // What everybody agrees on is read by whoever needs it, when he does.
        E::SectorEdited { .. }
        | E::ComplementarityEdited { .. }
        | E::PillarEdited { .. }
        | E::InitiativeEdited { .. }
        | E::InitiativeMilestoneLogged { .. }
        | E::InitiativeStatusLogged { .. }
        | E::TargetEdited { .. }
        | E::SourceEdited { .. }
        | E::StatePaperEdited { .. }
        | E::TradeFlowsImported { .. } => nobody(),
        // The forum's own housekeeping and the audit's.
        E::ReferenceImported { .. }
        | E::DemonstrationSeeded { .. }
        | E::SigningKeyRotated { .. }
        | E::AuditKeyMade { .. }
        | E::AuditRead { .. }
        | E::AuditExported { .. }
        | E::LettersSent { .. } => nobody(),
    }
}
