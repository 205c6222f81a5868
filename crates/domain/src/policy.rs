//! Who may do what: the whole policy on one page.
//!
//! Each line names an action, the kind of actor that it takes, the record that it is done to, and the rule.
//! Rules look at the actor's standing and at how the record relates to him, never at the record's state: that is the command's to refuse.

use crate::{
    actor::{Actor, Member, SignedIn, Staff},
    agreement::{Agreement, AgreementParties},
    approval::Approval,
    audit::WholeAudit,
    company::Company,
    handover::Handover,
    introduction::Introduction,
    invitation::{Addressed, Invitation},
    join_request::{JoinRequest, Wish},
    joint_venture::{JointVenture, VentureParties},
    listing::Listing,
    member::{OwnMembership, Role, Roster},
    moderation_case::Queue,
    outcome::Outcome,
    permit::{Acting, Action, Appointing, Relation},
    staff::Office,
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
    /// A person registers a company and becomes its owner.
    RegisterCompany: SignedIn => (); |by, _relation| by.proved;
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
    TransferOwnership: Member => Roster, fresh; |by, relation| relation == Own && by.keeps_members();
    /// That member acknowledges.
    AcceptOwnership: Member => Handover, fresh; |by, relation| relation == Counterpart && by.state.may_write();
    /// He does not, or the giver takes it back.
    DeclineOwnership: Member => Handover; |by, relation| relation == Counterpart || relation == Own && by.role == Role::Owner;

    /// Staff read what waits for a decision.
    ReadQueue: Staff => Queue; |by, relation| relation != Own && by.duty.moderates();
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
    /// A party promises something by a date, or says that it is met.
    LogMilestone: Member => JointVenture; |by, relation| relation != Relation::Stranger && by.deals();
    /// A party says what the venture has realised.
    ReportOutcome: Member => JointVenture; |by, relation| relation != Relation::Stranger && by.deals();
    /// Another party believes it.
    ConfirmOutcome: Member => Outcome; |by, relation| relation == Counterpart && by.deals();

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

    /// The owner reads what the audit holds of the company, and has it proved.
    ReadCompanyAudit: Member => Company; |by, relation| relation == Own && by.role == crate::member::Role::Owner;
    /// Auditors and administrators look into the audit of all.
    ReadAudit: Staff => WholeAudit; |by, relation| relation != Own && (by.duty.audits() || by.duty.administers());
    /// Auditors take a copy of it.
    ExportAudit: Staff => WholeAudit; |by, relation| relation != Own && by.duty.audits();
}
