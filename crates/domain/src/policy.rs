//! Who may do what: the whole policy on one page.
//!
//! Each line names an action, the kind of actor that it takes, the record that it is done to, and the rule.
//! Rules look at the actor's standing and at how the record relates to him, never at the record's state: that is the command's to refuse.

use crate::{
    actor::{Actor, Member, SignedIn, Staff},
    agreement::{Agreement, AgreementParties},
    company::Company,
    file::PaperFile,
    introduction::Introduction,
    joint_venture::{JointVenture, VentureParties},
    listing::Listing,
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

    /// A picture or a paper is handed over, to be used afterwards.
    StoreFile: Member => (); |by, _relation| by.speaks() && by.state.may_write();
    /// The company shows a picture of its own, or none.
    SetLogo: Member => Company; |by, relation| relation == Own && by.speaks() && by.state.may_write();
    /// A party lays a text of a paper beside it.
    AttachPaper: Member => Agreement; |by, relation| relation != Relation::Stranger && by.deals();
    /// The party that laid it there takes it back.
    RemovePaper: Member => PaperFile; |by, relation| relation == Own && by.deals();

    /// Somebody is put on duty.
    AppointModerator: Appointing => Office, fresh; |by, _relation| match by {
        Appointing::Staff(staff) => staff.duty.administers(),
        Appointing::Operator => true,
    };
}
