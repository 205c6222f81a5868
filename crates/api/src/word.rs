//! The closed sets of words, as the schema spells them: the same as everywhere.

/// Declares a GraphQL enum for a set of words of the domain, value by value.
macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident = $remote:literal { $($(#[doc = $value_doc:literal])+ $value:ident,)* })*) => {$(
        $(#[doc = $doc])+
        #[derive(async_graphql::Enum, Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[graphql(remote = $remote)]
        pub enum $name { $($(#[doc = $value_doc])+ $value,)* }
    )*};
}
pub(crate) use words;

words! {
    /// A side of the forum, by its ISO 3166-1 code.
    CountryCode = "domain::country::Country" {
        /// Kazakhstan.
        Kz,
        /// Pakistan.
        Pk,
    }

    /// A language of the forum, by its BCP 47 tag in capitals.
    LanguageTag = "domain::language::Language" {
        /// English.
        En,
        /// Russian.
        Ru,
        /// Kazakh.
        Kk,
        /// Urdu.
        Ur,
    }

    /// How far the forum has found a company to be what it says.
    CompanyState = "domain::company::CompanyState" {
        /// Written down by its owner and seen by nobody else.
        Draft,
        /// Handed to the moderators.
        Submitted,
        /// A moderator looks at it.
        InReview,
        /// Found to be what it says; `verification` tells what was looked at and until when it holds.
        Verified,
        /// Sent back with a reason; it may be corrected and submitted again.
        Rejected,
        /// Taken out of the forum for now; it may appeal.
        Suspended,
        /// Taken out of the forum for good by its owner.
        Closed,
        /// It was another company registered twice; its old addresses lead there.
        Merged,
    }

    /// What can be looked at before a company is verified.
    VerificationCheckKind = "domain::company::verification::CheckKind" {
        /// The extract of the register of companies.
        RegistryExtract,
        /// The register of tax payers.
        TaxRegister,
        /// The website, and that its domain belongs to the company.
        Website,
        /// The address where it can be found.
        Address,
        /// That whoever acts for it here may do so.
        AuthorisedPerson,
        /// The lists of sanctions.
        Sanctions,
    }

    /// Whether a verification still holds.
    VerificationState = "domain::company::verification::VerificationState" {
        /// It holds.
        Current,
        /// It holds, runs out within a month, and is being looked at again.
        RecheckDue,
        /// It has run out: the company stays in the directory and begins nothing new.
        Lapsed,
    }

    /// What two companies have in common.
    LikenessReason = "domain::company::likeness::LikenessReason" {
        /// The same number of the same register.
        SameNumber,
        /// The same legal entity identifier.
        SameLei,
        /// The same host of their websites.
        SameWebsite,
        /// Names that look the same, letter by letter.
        LooksAlike,
        /// Names that are read aloud the same, whatever their script.
        SoundsAlike,
    }

    /// What became of an invitation.
    InvitationState = "domain::invitation::InvitationState" {
        /// It waits for an answer until `expiresAt`.
        Pending,
        /// The person is a member.
        Accepted,
        /// The person would rather not.
        Declined,
        /// The company took it back.
        Withdrawn,
        /// Nobody answered in time.
        Expired,
    }

    /// What became of a request to be let into a company.
    JoinRequestState = "domain::join_request::JoinRequestState" {
        /// It waits for an answer until `expiresAt`.
        Pending,
        /// The person is a member.
        Admitted,
        /// The company would rather not.
        Refused,
        /// The person took it back.
        Withdrawn,
        /// Nobody answered in time.
        Expired,
    }

    /// What became of an offer of ownership.
    HandoverState = "domain::handover::HandoverState" {
        /// It waits to be acknowledged until `expiresAt`.
        Pending,
        /// The receiver is Owner, the giver an Editor.
        Accepted,
        /// The receiver would rather not.
        Declined,
        /// The giver took it back, or one of the two left.
        Withdrawn,
        /// Nobody answered in time.
        Expired,
    }

    /// How large a company is, by the people it employs.
    CompanySize = "domain::company::CompanySize" {
        /// Fewer than 10 people.
        Micro,
        /// 10 to 49 people.
        Small,
        /// 50 to 249 people.
        Medium,
        /// 250 people and more.
        Large,
    }

    /// The script that a legal name is written in.
    Script = "domain::company::Script" {
        /// Latin, also for Kazakh in its new alphabet.
        Latin,
        /// Cyrillic.
        Cyrillic,
        /// Arabic, for Urdu.
        Arabic,
    }

    /// The register that a number comes from.
    RegistrationNumberKind = "domain::company::registration_number::RegistrationNumberKind" {
        /// Business identification number of Kazakhstan: 12 digits, the last a check digit.
        Bin,
        /// National tax number of Pakistan: 7 characters, and a check digit that may be left out.
        Ntn,
        /// Registration number of the Securities and Exchange Commission of Pakistan: 7 digits.
        Secp,
    }

    /// What a member may do for a company.
    MemberRole = "domain::member::Role" {
        /// Reads.
        Viewer,
        /// Speaks for the company.
        Editor,
        /// Binds the company and keeps its members.
        Owner,
    }

    /// What the forum asks of a member of staff.
    StaffDuty = "domain::staff::Duty" {
        /// Decides about companies and what they publish.
        Moderator,
        /// Appoints moderators and keeps the forum's own records.
        Administrator,
        /// Reads the audit.
        Auditor,
    }

    /// What shows a second factor.
    SecondFactorKind = "domain::second_factor::FactorKind" {
        /// An app that makes a code of six digits every half minute.
        Totp,
        /// A key that a device or a browser keeps.
        Passkey,
    }

    /// Whether a duty counts yet: two people stand behind each.
    AppointmentState = "domain::staff::AppointmentState" {
        /// A second administrator has yet to say the same.
        Pending,
        /// It counts.
        Active,
        /// It counts no longer.
        Ended,
    }

    /// What is to be decided.
    ModerationCaseKind = "domain::moderation_case::CaseKind" {
        /// A company was submitted for verification.
        Registration,
        /// A verified company says that it is called or numbered otherwise.
        Change,
        /// A verification runs out soon.
        Recheck,
        /// A listing waits for a moderator, or was taken from sight.
        Listing,
        /// The parties of a record want the public to read of it.
        Publication,
        /// Somebody says that something is wrong.
        Report,
        /// A company asks other people to look again.
        Appeal,
    }

    /// How far a case is.
    ModerationCaseState = "domain::moderation_case::CaseState" {
        /// It waits for somebody to claim it.
        Open,
        /// Somebody has claimed it.
        InReview,
        /// It waits for the company.
        ChangesRequested,
        /// It was found right.
        Approved,
        /// It was sent back with a reason.
        Rejected,
    }

    /// What was said or done about a case.
    CaseEntryKind = "domain::moderation_case::EntryKind" {
        /// It was put before staff.
        Opened,
        /// Somebody of staff took it.
        Claimed,
        /// He gave it back.
        Released,
        /// The company was asked to put something right.
        ChangesRequested,
        /// The company has.
        Answered,
        /// It was found right.
        Approved,
        /// It was found wrong.
        Rejected,
        /// The rejection was taken back.
        Reopened,
        /// The company was suspended because of it.
        Suspended,
        /// Somebody wrote to the other side.
        Message,
        /// Staff noted something for each other.
        Note,
    }

    /// What is wrong with what is reported.
    ReportKind = "domain::report::ReportKind" {
        /// Somebody asks for money and gives nothing for it.
        Fraud,
        /// The company is not who it says.
        FalseIdentity,
        /// It says what is not so.
        Misleading,
        /// What is offered must not be traded.
        Prohibited,
        /// It offends.
        Offensive,
        /// It is sent to everybody and meant for nobody.
        Spam,
        /// Something else.
        Other,
    }

    /// What came of a report.
    ReportState = "domain::report::ReportState" {
        /// Staff have yet to look at it.
        Open,
        /// Staff found it right.
        Upheld,
        /// Staff found nothing wrong.
        Dismissed,
    }

    /// How much of a record the public reads.
    PublicationLevel = "domain::publication::PublicationLevel" {
        /// A summary, with the value as a band.
        Summary,
        /// The value too.
        Public,
    }

    /// How far a publication is.
    PublicationState = "domain::publication::PublicationState" {
        /// Some party has yet to agree.
        Proposed,
        /// Every party agrees; a moderator of each side looks at it.
        InReview,
        /// Everybody reads it.
        Published,
        /// A party would rather not.
        Refused,
        /// Staff found something wrong with it.
        Rejected,
        /// A party or staff took it back.
        Withdrawn,
    }

    /// Which side of a deal a company is on.
    ListingKind = "domain::listing::ListingKind" {
        /// It will be paid.
        Offer,
        /// It will pay.
        Need,
    }

    /// Whether others see a listing.
    ListingState = "domain::listing::ListingState" {
        /// Seen by its own company only.
        Draft,
        /// Shown to everybody.
        Published,
        /// Taken back by its company.
        Closed,
        /// Its date has passed.
        Expired,
        /// It waits for a moderator, as listings of arms and naval systems do.
        InReview,
        /// Staff have taken it from sight; the case says why, and its company may appeal.
        Hidden,
        /// Its company is suspended; it comes back with it.
        Withheld,
    }

    /// What one member of staff proposes and a second one carries out.
    ApprovalKind = "domain::approval::ApprovalKind" {
        /// A company leaves the forum for now.
        Suspension,
        /// It comes back.
        Reinstatement,
        /// Somebody's duty ends.
        EndOfAppointment,
        /// Two companies that were one all along become one again.
        Merge,
        /// A company whose owner is gone is given another.
        OwnershipTransfer,
    }

    /// What became of a proposal for a second person.
    ApprovalState = "domain::approval::ApprovalState" {
        /// A second person has yet to decide.
        Pending,
        /// The second person said yes, and it was carried out.
        Approved,
        /// The second person said no.
        Rejected,
        /// The first person took it back.
        Withdrawn,
        /// Nobody decided within a week.
        Expired,
    }

    /// Incoterms 2020: where cost and risk pass from seller to buyer.
    Incoterm = "domain::listing::Incoterm" {
        /// Ex works.
        Exw,
        /// Free carrier.
        Fca,
        /// Carriage paid to.
        Cpt,
        /// Carriage and insurance paid to.
        Cip,
        /// Delivered at place.
        Dap,
        /// Delivered at place unloaded.
        Dpu,
        /// Delivered duty paid.
        Ddp,
        /// Free alongside ship.
        Fas,
        /// Free on board.
        Fob,
        /// Cost and freight.
        Cfr,
        /// Cost, insurance and freight.
        Cif,
    }

    /// What kind of partnership is sought.
    PartnershipForm = "domain::listing::PartnershipForm" {
        /// Buying and selling.
        Trade,
        /// Selling on in the other country.
        Distribution,
        /// Making for the other's brand.
        ContractManufacturing,
        /// Founding something together.
        JointVenture,
        /// Putting money in.
        Investment,
        /// Giving or taking know-how.
        Technology,
    }

    /// A unit of quantity.
    Unit = "domain::listing::Unit" {
        /// 1,000 kilograms.
        Tonne,
        /// Kilogram.
        Kilogram,
        /// Litre.
        Litre,
        /// Cubic metre.
        CubicMetre,
        /// Square metre.
        SquareMetre,
        /// Metre.
        Metre,
        /// Piece.
        Piece,
        /// Shipping container of twenty feet.
        Container,
        /// Hour of work.
        Hour,
        /// The whole of one project.
        Project,
    }

    /// What became of a request to meet.
    IntroductionState = "domain::introduction::IntroductionState" {
        /// It waits for an answer until `expiresAt`.
        Pending,
        /// The contacts of both sides are open.
        Accepted,
        /// The other side would rather not.
        Declined,
        /// The side that asked took it back.
        Withdrawn,
        /// Nobody answered in time.
        Expired,
    }

    /// What kind of paper it is.
    AgreementKind = "domain::agreement::AgreementKind" {
        /// Memorandum of understanding; does not bind.
        Memorandum,
        /// Letter of intent; does not bind.
        LetterOfIntent,
        /// Contract; binds.
        Contract,
        /// Shareholders' agreement; binds.
        ShareholdersAgreement,
        /// Protocol between states or their bodies.
        Protocol,
        /// Treaty or agreement between states; binds.
        Treaty,
        /// Declaration of states.
        Declaration,
        /// Programme, plan or roadmap of states.
        Programme,
    }

    /// Who may read a record.
    Confidentiality = "domain::agreement::Confidentiality" {
        /// Its parties only.
        Private,
        /// A summary may be published; the value as a band.
        SummaryPublic,
        /// All of it may be published.
        Public,
    }

    /// What became of a version.
    ProposalState = "domain::proposal::ProposalState" {
        /// Some party has yet to answer.
        Pending,
        /// Every party believes it; only such versions count.
        Confirmed,
        /// Some party said what is wrong with it.
        Disputed,
        /// A later version took its place.
        Superseded,
    }

    /// What a party says to a version.
    Verdict = "domain::proposal::Verdict" {
        /// It believes it.
        Confirmed,
        /// It says what is wrong with it.
        Disputed,
    }

    /// How far a venture is. It goes forward by one step with evidence, or to one of four ends.
    VentureStage = "domain::joint_venture::Stage" {
        /// Written down by one party and seen by nobody else.
        Draft,
        /// Logged by one party; the others have yet to confirm the terms.
        Proposed,
        /// Every party believes the terms.
        Negotiating,
        /// A memorandum is confirmed by all.
        MouSigned,
        /// A binding paper is confirmed by all.
        AgreementSigned,
        /// The vehicle is founded.
        Incorporated,
        /// The funds are there.
        Financed,
        /// It is being built.
        Implementing,
        /// It has realised something.
        Operating,
        /// Everything that was promised is done.
        Completed,
        /// The other side would rather not.
        Declined,
        /// A party left before anything was signed.
        Withdrawn,
        /// Its memorandum ran out.
        Lapsed,
        /// It ended after signing.
        Terminated,
    }

    /// How a venture goes, apart from how far it is.
    VentureHealth = "domain::joint_venture::Health" {
        /// As promised.
        OnTrack,
        /// A party sees a danger.
        AtRisk,
        /// Later than promised.
        Delayed,
        /// Nobody has written for 60 days.
        Dormant,
    }

    /// What a party is to a venture.
    VenturePartyRole = "domain::joint_venture::PartyRole" {
        /// Founder.
        Founder,
        /// Investor.
        Investor,
        /// Brings technology.
        Technology,
        /// Buys what is made.
        Offtaker,
        /// Brings land.
        Landholder,
    }

    /// How a venture is built.
    VentureStructure = "domain::joint_venture::Structure" {
        /// A company of its own.
        Incorporated,
        /// By contract.
        Contractual,
        /// A consortium.
        Consortium,
        /// One takes shares in the other.
        ShareAcquisition,
    }

    /// What a party brings.
    ContributionKind = "domain::joint_venture::ContributionKind" {
        /// Money.
        Cash,
        /// Machines.
        Equipment,
        /// The use of land.
        LandUse,
        /// Buildings.
        Buildings,
        /// A licence of intellectual property.
        IpLicence,
        /// Know-how.
        KnowHow,
        /// The promise to buy.
        Offtake,
        /// Services.
        Services,
        /// A loan of a shareholder.
        ShareholderLoan,
        /// Goods.
        InKindGoods,
    }

    /// What the next stage still asks for.
    VentureMissing = "domain::joint_venture::Missing" {
        /// Terms that every party confirmed.
        ConfirmedTerms,
        /// A memorandum or letter of intent that every party confirmed.
        ConfirmedMemorandum,
        /// A binding paper that every party confirmed.
        ConfirmedBindingAgreement,
        /// The vehicle: name, country, legal form and registration number.
        Vehicle,
        /// The stake of every party.
        Stakes,
        /// The capital.
        Capital,
        /// Where the funds come from.
        SourcesOfFunds,
        /// An outcome that every party confirmed.
        ConfirmedOutcome,
        /// The answer of another party to the stage that is proposed.
        AnswerToProposedStage,
    }

    /// Whether a promise was kept.
    MilestoneState = "domain::milestone::MilestoneState" {
        /// Not due yet, or nobody has said.
        Open,
        /// Kept.
        Met,
        /// Kept in part.
        PartlyMet,
        /// Not kept.
        NotMet,
    }

    /// What was realised.
    OutcomeKind = "domain::outcome::OutcomeKind" {
        /// Goods or services sold between the countries.
        Trade,
        /// Money that went into the venture.
        Investment,
        /// People employed.
        Jobs,
    }

    /// What stretch of time an observation of trade covers.
    TradePeriodKind = "domain::trade::PeriodKind" {
        /// A calendar year.
        CalendarYear,
        /// Part of a calendar year.
        PartCalendarYear,
        /// A fiscal year of Pakistan, from July to June.
        FiscalYear,
        /// Part of a fiscal year.
        PartFiscalYear,
        /// Somebody said so on a day.
        Statement,
        /// The source does not say.
        Unclear,
    }

    /// Which way the goods went.
    TradeDirection = "domain::trade::Flow" {
        /// Both ways together.
        Total,
        /// From Pakistan to Kazakhstan.
        PakistanToKazakhstan,
        /// From Kazakhstan to Pakistan.
        KazakhstanToPakistan,
    }

    /// What a person may agree to.
    ConsentPurpose = "domain::consent::Purpose" {
        /// The terms: without them nobody registers.
        Terms,
        /// The privacy notice, which the person was shown.
        Privacy,
        /// Name and address are shown to companies that the person's own was introduced to.
        ContactDetails,
        /// News of the forum by letter, beside what concerns the person's own affairs.
        NewsByMail,
    }

    /// What a text that people are asked to agree to is about.
    LegalTextKind = "domain::legal_text::LegalTextKind" {
        /// What people may expect of the forum, and the forum of people.
        Terms,
        /// What is kept of a person, and why.
        Privacy,
    }

    /// How a figure came about.
    TradeFigureQuality = "domain::trade::Quality" {
        /// The source gives it.
        Reported,
        /// Worked out from two that sources give.
        Derived,
        /// The source gives it roughly.
        Approximate,
        /// Somebody said so.
        Statement,
        /// The source speaks of it without a figure.
        NoFigure,
    }

    /// What news are about: a person chooses by topic how each is told.
    NotificationTopic = "domain::notification::Topic" {
        /// Who may sign in, who owns, what was suspended: told whatever was chosen.
        Security,
        /// What waits at one's company, and what staff decide about it.
        Company,
        /// Who joins and leaves.
        Members,
        /// One's listings.
        Listings,
        /// Requests to meet.
        Introductions,
        /// What partners write.
        Messages,
        /// Papers that wait for an answer or were answered.
        Agreements,
        /// Ventures that wait for an answer or were answered.
        Ventures,
        /// Milestones, outcomes and how it goes.
        Progress,
        /// What the forum announces.
        Announcements,
        /// What waits for staff.
        Queue,
    }

    /// When news come by mail.
    MailChoice = "domain::notification::MailChoice" {
        /// As soon as they happen.
        AtOnce,
        /// In one letter every morning at nine, Almaty and Karachi time.
        Daily,
        /// In one letter on Monday at nine in the morning, Almaty and Karachi time.
        Weekly,
        /// Not at all.
        Never,
    }

    /// What exactly a person was told. New kinds may be added: treat one you do not know as news.
    NotificationKind = "domain::notification::NotificationKind" {
        /// One's company was verified.
        CompanyVerified,
        /// One's company could not be verified.
        CompanyRejected,
        /// Listings of one's company ran out.
        ListingsExpired,
        /// Another company would like to meet.
        IntroductionRequested,
        /// Another company accepted one's request to meet.
        IntroductionAccepted,
        /// Another company declined it.
        IntroductionDeclined,
        /// Another company took its own request back.
        IntroductionWithdrawn,
        /// Requests to meet ended without an answer.
        IntroductionsExpired,
        /// A partner wrote; told once until one has looked.
        MessageReceived,
        /// A paper waits for one's confirmation.
        AgreementProposed,
        /// Another party confirmed a paper.
        AgreementConfirmed,
        /// Every party has confirmed a paper.
        AgreementConcluded,
        /// Another party disputes a paper.
        AgreementDisputed,
        /// A venture waits for one's confirmation.
        VentureProposed,
        /// Another party confirmed a venture or its stage.
        VentureConfirmed,
        /// Another party disputes what was proposed for a venture.
        VentureDisputed,
        /// A new stage waits for one's confirmation.
        VentureStageProposed,
        /// Another party has left a venture.
        VentureLeft,
        /// Nobody has written about a venture for sixty days.
        VentureDormant,
        /// The memorandum behind a venture ran out.
        VentureLapsed,
        /// Another party says how a venture goes.
        HealthReported,
        /// Another party wrote down a milestone.
        MilestoneLogged,
        /// An outcome waits for one's confirmation.
        OutcomeReported,
        /// Another party confirmed an outcome.
        OutcomeConfirmed,
        /// A sign-in was ended because somebody else may have used it.
        SessionRevoked,
        /// One was proposed or appointed for duty.
        PutOnDuty,
        /// One's verification runs out soon.
        VerificationRunsOut,
        /// One's company was verified anew.
        VerificationRenewed,
        /// One's verification ran out.
        VerificationLapsed,
        /// The verification of a partner ran out.
        PartnerLapsed,
        /// Two registrations of one company became one.
        CompaniesMerged,
        /// Somebody asks to join one's company.
        JoinRequested,
        /// A company took the person in.
        JoinAdmitted,
        /// A company did not take the person in.
        JoinRefused,
        /// Somebody joined one's company.
        MemberJoined,
        /// Somebody left one's company.
        MemberLeft,
        /// The person's role was changed.
        RoleChanged,
        /// The person was removed from a company.
        RemovedFromCompany,
        /// The person is offered the ownership of a company.
        OwnershipOffered,
        /// The ownership of one's company has passed on.
        OwnershipTransferred,
        /// An offer of ownership was declined.
        OwnershipDeclined,
        /// One's company was suspended.
        CompanySuspended,
        /// One's company is back.
        CompanyReinstated,
        /// A second factor was added to the person's account.
        SecondFactorAdded,
        /// A second factor was removed from it.
        SecondFactorRemoved,
        /// The person's recovery codes were made anew.
        RecoveryCodesRenewed,
        /// The person's password was changed.
        PasswordChanged,
        /// The person's e-mail address was changed.
        EmailChanged,
        /// Somebody signed in from a device that was not known.
        NewSignIn,
        /// The person's sign-ins were ended.
        SessionsEnded,
        /// The person's account was locked by staff.
        AccountLocked,
        /// The person's account is open again.
        AccountUnlocked,
        /// A copy of the person's data was asked for.
        DataExported,
        /// The person's duty has ended.
        DutyEnded,
        /// Staff read a private record of one's company under a case.
        RecordOpened,
        /// Staff ask for something to be put right before they decide.
        CaseChangesRequested,
        /// Staff wrote about a case.
        CaseMessageReceived,
        /// Staff decided as the company wished.
        CaseApproved,
        /// Staff decided otherwise, and said why.
        CaseRejected,
        /// What was reported about the company was found to be so.
        ReportUpheld,
        /// Staff took a listing from sight.
        ListingHidden,
        /// It can be seen again.
        ListingRestored,
        /// A partner wants the public to read of a record.
        PublicationProposed,
        /// A partner answered what one's company wants the public to read.
        PublicationAnswered,
        /// The public reads of a record.
        Published,
        /// It does no more.
        PublicationWithdrawn,
        /// The forum announces something.
        AnnouncementPublished,
        /// Something waits for a second administrator.
        ApprovalWaits,
        /// A verification has to be looked at again.
        RecheckWaits,
        /// A company waits for verification.
        CompanySubmitted,
    }
}
