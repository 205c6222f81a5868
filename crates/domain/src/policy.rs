//! Who may do what: the whole policy on one page.
//!
//! Each line names an action, the kind of actor that it takes, the record that it is done to, and the rule.
//! Rules look at the actor's standing and at how the record relates to him, never at the record's state: that is the command's to refuse.

use crate::{
    actor::{Actor, Member, SignedIn, Staff},
    agreement::{Agreement, AgreementParties},
    approval::Approval,
    audit::WholeAudit,
    break_glass::Sealed,
    company::Company,
    conversation::{Conversation, Message},
    dismissal::Dismissal,
    handover::Handover,
    introduction::Introduction,
    invitation::{Addressed, Invitation},
    join_request::{JoinRequest, Wish},
    joint_venture::{JointVenture, VentureParties},
    legal_hold::{HeldPerson, LegalHold},
    listing::Listing,
    member::{OwnMembership, Role, Roster},
    merge::Duplicates,
    moderation_case::{ModerationCase, Queue},
    outcome::Outcome,
    permit::{Acting, Action, Appointing, ForumRecord, Relation, Reporting},
    publication::{Publication, Sharing},
    report::Reported,
    staff::Office,
    user::Account,
};

/// One line of the policy, for the table that documentation and tests share.
pub struct Rule {
    pub action: &'static str,
    pub by: &'static str,
    pub fresh: bool,
    allows: fn(&Actor, Relation) -> bool,
}

impl Rule {
    /// Whether `actor` may do it to a record that relates to him so, freshness of his factor apart.
    #[must_use]
    pub fn allows(&self, actor: &Actor, relation: Relation) -> bool {
        (self.allows)(actor, relation)
    }
}

macro_rules! policy {
    ($($(#[$doc:meta])* $action:ident: $by:ty => $subject:ty $(, $fresh:ident)?; |$who:ident, $relation:ident| $rule:expr;)*) => {
        $(
            $(#[$doc])*
            pub struct $action;
            impl Action for $action {
                type By = $by;
                type Subject = $subject;
                const NAME: &'static str = stringify!($action);
                const FRESH: bool = false $(|| policy!(@ $fresh))?;
                fn allows($who: &$by, $relation: Relation) -> bool { $rule }
            }
        )*

        /// Every rule, in the order of this page.
        pub const POLICY: &[Rule] = &[$(Rule {
            action: stringify!($action),
            by: <$by as Acting>::NAME,
            fresh: <$action as Action>::FRESH,
            allows: |actor, relation| <$by as Acting>::of(actor).is_some_and(|by| <$action as Action>::allows(&by, relation)),
        }),*];
    };
    (@ fresh) => { true };
}

use Relation::{Counterpart, Own};

policy! {
    /// A person sets another password.
    ChangePassword: SignedIn => (), fresh; |by, _relation| by.proved;
    /// He moves to another address.
    ChangeEmail: SignedIn => (), fresh; |by, _relation| by.proved;
    /// He ends what he is signed in on elsewhere.
    EndSessions: SignedIn => (), fresh; |by, _relation| by.proved;
    /// He adds a second factor or takes one away, or has other recovery codes made.
    KeepFactors: SignedIn => (), fresh; |by, _relation| by.proved;
    /// A person says what he agrees to.
    RecordConsent: SignedIn => (); |by, _relation| by.proved;
    /// A person says what he agrees to no longer.
    WithdrawConsent: SignedIn => (); |by, _relation| by.proved;
    /// A person takes a copy of everything that is held on him.
    ExportMyData: SignedIn => (), fresh; |by, _relation| by.proved;
    /// A person leaves for good.
    EraseMe: SignedIn => (), fresh; |by, _relation| by.proved;
    /// Somebody keeps a person from being erased, for a reason that the law gives.
    PlaceLegalHold: Appointing => HeldPerson, fresh; |by, _relation| match by {
        Appointing::Staff(staff) => staff.duty.administers(),
        Appointing::Operator => true,
    };
    /// Somebody lets go of a person again.
    LiftLegalHold: Appointing => LegalHold, fresh; |by, _relation| match by {
        Appointing::Staff(staff) => staff.duty.administers(),
        Appointing::Operator => true,
    };

    /// A person registers a company and becomes its owner.
    RegisterCompany: SignedIn => (); |by, _relation| by.proved && by.founds;
    /// The owner hands the company to the moderators.
    SubmitCompany: Member => Company; |by, relation| relation == Own && by.role == crate::member::Role::Owner;
    /// Owner or Editor changes what the company says of itself.
    EditCompany: Member => Company; |by, relation| relation == Own && by.speaks() && by.state.may_write();
    /// Staff find that the company is what it says.
    VerifyCompany: Staff => Company; |by, relation| relation != Own && by.duty.moderates();
    /// Staff find that it is not, and say why.
    RejectCompany: Staff => Company; |by, relation| relation != Own && by.duty.moderates();
    /// Staff have looked at a verified company again.
    RenewVerification: Staff => Company; |by, relation| relation != Own && by.duty.moderates();
    /// The owner takes the company out of the forum for good.
    CloseCompany: Member => Company, fresh; |by, relation| relation == Own && by.keeps_members();

    /// The owner asks somebody into the company.
    InviteMember: Member => Roster, fresh; |by, relation| relation == Own && by.keeps_members();
    /// The owner sends an invitation again, or takes it back.
    KeepInvitation: Member => Invitation; |by, relation| relation == Own && by.keeps_members();
    /// The person whose proved address is invited becomes a member.
    AcceptInvitation: SignedIn => Addressed; |by, relation| relation == Own && by.proved;
    /// He would rather not.
    DeclineInvitation: SignedIn => Addressed; |by, relation| relation == Own && by.proved;
    /// The owner gives a member another role.
    ChangeMemberRole: Member => Roster, fresh; |by, relation| relation == Own && by.keeps_members();
    /// The owner ends a membership.
    RemoveMember: Member => Roster, fresh; |by, relation| relation == Own && by.keeps_members();
    /// A member of whatever role ends his own.
    LeaveCompany: Member => OwnMembership; |_by, relation| relation == Own;
    /// A person asks a company to let him in.
    AskToJoin: SignedIn => Wish; |by, relation| relation == Own && by.proved;
    /// He takes that back.
    WithdrawJoinRequest: SignedIn => JoinRequest; |by, relation| relation == Own && by.proved;
    /// The owner lets him in.
    AdmitMember: Member => JoinRequest, fresh; |by, relation| relation == Counterpart && by.keeps_members();
    /// The owner does not.
    RefuseMember: Member => JoinRequest; |by, relation| relation == Counterpart && by.keeps_members();
    /// An owner offers his place to another member.
    OfferOwnership: Member => Roster, fresh; |by, relation| relation == Own && by.keeps_members();
    /// That member acknowledges.
    AcceptOwnership: Member => Handover, fresh; |by, relation| relation == Counterpart && by.state.may_write();
    /// He does not, or the giver takes it back.
    DeclineOwnership: Member => Handover; |by, relation| relation == Counterpart || relation == Own && by.role == Role::Owner;

    /// Staff read what waits for a decision.
    ReadQueue: Staff => Queue; |by, relation| relation != Own && by.duty.moderates();
    /// Staff work on a case: claim it, decide it, write to the company and to each other.
    ReviewCase: Staff => ModerationCase; |by, relation| relation != Own && by.duty.moderates();
    /// A company answers what staff write to it; the owner of a suspended one still may.
    AnswerCase: Member => ModerationCase; |by, relation| relation == Own
        && (by.speaks() && by.state.may_write() || by.role == crate::member::Role::Owner);
    /// The owner asks other people to look again.
    Appeal: Member => ModerationCase; |by, relation| relation == Own && by.role == crate::member::Role::Owner;
    /// Anybody who has signed in tells staff that something of another is wrong.
    ReportContent: Reporting => Reported; |by, relation| relation != Own && match by {
        Reporting::User(person) => person.proved,
        Reporting::Member(member) => member.state.may_write(),
        Reporting::Staff(staff) => staff.duty.moderates(),
    };
    /// Staff take a listing from sight.
    HideListing: Staff => Listing; |by, relation| relation != Own && by.duty.moderates();
    /// Staff show it again.
    RestoreListing: Staff => Listing; |by, relation| relation != Own && by.duty.moderates();
    /// One record is opened to one administrator for an hour, because a case asks for it.
    BreakGlass: Staff => Sealed, fresh; |by, relation| relation != Own && by.duty.administers();
    /// Somebody signs in no more, and is signed in nowhere.
    LockAccount: Staff => Account, fresh; |by, relation| relation != Own && by.duty.moderates();
    /// He may sign in again.
    UnlockAccount: Staff => Account, fresh; |by, relation| relation != Own && by.duty.moderates();
    /// Every device of somebody is signed out.
    EndSessionsOf: Staff => Account, fresh; |by, relation| relation != Own && by.duty.moderates();

    /// Staff propose to take a company out of the forum for now; a second person decides.
    ProposeSuspension: Staff => Company; |by, relation| relation != Own && by.duty.moderates();
    /// Staff propose to take it back; a second person decides.
    ProposeReinstatement: Staff => Company; |by, relation| relation != Own && by.duty.moderates();
    /// A second person decides about what a first one proposed.
    DecideApproval: Staff => Approval, fresh; |by, relation| relation != Own && by.duty.administers();
    /// The first one takes it back.
    WithdrawApproval: Staff => Approval; |by, relation| relation != Own && by.duty.moderates();

    /// An offer or a need is written down.
    DraftListing: Member => (); |by, relation| relation == Own && by.speaks() && by.state.may_write();
    /// It is shown to the other side.
    PublishListing: Member => Listing; |by, relation| relation == Own && by.deals();
    /// It is taken back.
    CloseListing: Member => Listing; |by, relation| relation == Own && by.speaks() && by.state.may_write();

    /// A company asks another to meet.
    RequestIntroduction: Member => Company; |by, relation| relation != Own && by.deals();
    /// The other side opens its contacts.
    AcceptIntroduction: Member => Introduction; |by, relation| relation == Counterpart && by.deals();
    /// The other side would rather not.
    DeclineIntroduction: Member => Introduction; |by, relation| relation == Counterpart && by.deals();
    /// The side that asked says it better while nobody has answered.
    EditIntroduction: Member => Introduction; |by, relation| relation == Own && by.deals();
    /// The side that asked takes it back.
    WithdrawIntroduction: Member => Introduction; |by, relation| relation == Own && by.deals();

    /// A company writes to one that it was introduced to.
    SendMessage: Member => Conversation; |by, relation| relation == Own && by.deals();
    /// Whoever wrote a message takes it back.
    RetractMessage: Member => Message; |by, relation| relation == Own && by.deals();
    /// A company would rather not see another among its matches.
    DismissMatch: Member => Company; |by, relation| relation != Own && by.deals();
    /// It thinks better of it.
    RestoreMatch: Member => Dismissal; |by, relation| relation == Own && by.deals();

    /// A party writes the terms of a paper.
    ProposeAgreement: Member => AgreementParties; |by, relation| relation == Own && by.deals();
    /// A party writes other terms for a paper that exists.
    ReviseAgreement: Member => Agreement; |by, relation| relation != Relation::Stranger && by.deals();
    /// Another party believes the same terms of a memorandum.
    ConfirmMemorandum: Member => Agreement; |by, relation| relation == Counterpart && by.deals();
    /// Another party binds itself.
    ConfirmBindingAgreement: Member => Agreement, fresh; |by, relation| relation == Counterpart && by.binds();
    /// Another party says what is wrong with the terms.
    DisputeAgreement: Member => Agreement; |by, relation| relation == Counterpart && by.deals();

    /// A party logs a venture.
    ProposeJointVenture: Member => VentureParties; |by, relation| relation == Own && by.deals();
    /// A party writes other terms for a venture that exists.
    ReviseJointVenture: Member => JointVenture; |by, relation| relation != Relation::Stranger && by.deals();
    /// Another party believes the proposed terms or stage.
    ConfirmJointVenture: Member => JointVenture; |by, relation| relation == Counterpart && by.deals();
    /// The same where it incorporates or ends the venture.
    BindJointVenture: Member => JointVenture, fresh; |by, relation| relation == Counterpart && by.binds();
    /// Another party says what is wrong with them.
    DisputeJointVenture: Member => JointVenture; |by, relation| relation == Counterpart && by.deals();
    /// A party proposes the next stage, with its evidence.
    AdvanceJointVenture: Member => JointVenture; |by, relation| relation != Relation::Stranger && by.deals();
    /// A party leaves before anything is signed.
    WithdrawJointVenture: Member => JointVenture, fresh; |by, relation| relation != Relation::Stranger && by.binds();
    /// A party says how it goes.
    ReportHealth: Member => JointVenture; |by, relation| relation != Relation::Stranger && by.deals();
    /// A party promises something by a date, or says that it is met.
    LogMilestone: Member => JointVenture; |by, relation| relation != Relation::Stranger && by.deals();
    /// A party says what the venture has realised.
    ReportOutcome: Member => JointVenture; |by, relation| relation != Relation::Stranger && by.deals();
    /// Another party believes it.
    ConfirmOutcome: Member => Outcome; |by, relation| relation == Counterpart && by.deals();

    /// A party writes what the public may read of what all confirmed.
    ProposePublication: Member => Sharing; |by, relation| relation == Own && by.deals();
    /// Another party agrees, or would rather not.
    AnswerPublication: Member => Publication; |by, relation| relation == Counterpart && by.deals();
    /// A party takes it back.
    WithdrawPublication: Member => Publication; |by, relation| relation != Relation::Stranger && by.speaks() && by.state.may_write();
    /// Staff do.
    RetractPublication: Staff => Publication; |by, relation| relation != Own && by.duty.moderates();

    /// Somebody is put on duty.
    AppointModerator: Appointing => Office, fresh; |by, _relation| match by {
        Appointing::Staff(staff) => staff.duty.administers(),
        Appointing::Operator => true,
    };
    /// Somebody's duty ends: one's own by one's own word, another's by that of two administrators.
    EndAppointment: Appointing => Office, fresh; |by, relation| match by {
        Appointing::Staff(staff) => relation == Own || staff.duty.administers(),
        Appointing::Operator => true,
    };

    /// Sectors, subsectors and what complements what are named, added and retired.
    KeepSectors: Staff => ForumRecord, fresh; |by, relation| relation != Own && by.duty.administers();
    /// Pillars, initiatives with their milestones, targets and papers between states are written and corrected.
    KeepRoadmap: Staff => ForumRecord, fresh; |by, relation| relation != Own && by.duty.administers();
    /// Observations of trade are brought in, each with its source.
    ImportTradeFlows: Appointing => ForumRecord, fresh; |by, _relation| match by {
        Appointing::Staff(staff) => staff.duty.administers(),
        Appointing::Operator => true,
    };
    /// What a file of figures would change is looked at; nothing is written.
    PreviewTradeImport: Appointing => ForumRecord; |by, _relation| match by {
        Appointing::Staff(staff) => staff.duty.administers(),
        Appointing::Operator => true,
    };
    /// Two companies that were one all along become one again.
    MergeCompanies: Appointing => Duplicates, fresh; |by, relation| match by {
        Appointing::Staff(staff) => relation != Own && staff.duty.administers(),
        Appointing::Operator => true,
    };
    /// A company whose owner is gone is given another.
    TransferOwnership: Appointing => Company, fresh; |by, relation| match by {
        Appointing::Staff(staff) => relation != Own && staff.duty.administers(),
        Appointing::Operator => true,
    };
    /// The forum speaks to everybody, to its members or to one side.
    KeepAnnouncements: Staff => ForumRecord, fresh; |by, relation| relation != Own && by.duty.administers();
    /// What administrators work on is read: drafts of announcements, files of figures that were brought in.
    ReadDesk: Staff => ForumRecord; |by, relation| relation != Own && by.duty.administers();
    /// Who is on duty is read.
    ReadStaff: Appointing => ForumRecord; |by, _relation| match by {
        Appointing::Staff(staff) => staff.duty.administers(),
        Appointing::Operator => true,
    };

    /// The owner reads what the audit holds of the company, and has it proved.
    ReadCompanyAudit: Member => Company; |by, relation| relation == Own && by.role == crate::member::Role::Owner;
    /// Auditors and administrators look into the audit of all.
    ReadAudit: Staff => WholeAudit; |by, relation| relation != Own && (by.duty.audits() || by.duty.administers());
    /// Auditors take a copy of it.
    ExportAudit: Staff => WholeAudit; |by, relation| relation != Own && by.duty.audits();
}
