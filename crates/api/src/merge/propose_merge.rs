//! `proposeMerge`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    id::CompanyId,
    merge::{MergeError, ProposeMergeError as Rule},
    text,
};

use crate::{
    approval::Approval,
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which company stays, which one is the same, and why.
#[derive(InputObject)]
pub struct ProposeMergeInput {
    /// The company that stays.
    pub keep_id: ID,
    /// The company that was registered twice: its listings, introductions, papers and people follow, and its addresses lead to the other.
    pub retire_id: ID,
    /// Why the two are one, 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "proposeMerge": ProposeMergeError, ProposeMergeErrorCode {
        /// Name two companies.
        SameCompany,
        /// The two are of different countries.
        OtherCountry,
        /// The company that stays has to be verified.
        KeptNotVerified,
        /// The other one is suspended, or merged already.
        NotMergeable,
        /// Both are parties to one agreement or venture; end or revise it first.
        BothAreParties,
        /// The same is proposed already and waits for a second person.
        AlreadyProposed,
    }
}

/// What waits for a second person.
#[derive(SimpleObject)]
pub struct ProposeMergePayload {
    /// The proposal; nothing if there are `userErrors`.
    pub approval: Option<Approval>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ProposeMergeError>,
}

#[derive(Default)]
pub struct ProposeMerge;

#[Object]
impl ProposeMerge {
    /// Proposes to make one company of two that were one all along: it is done when a second administrator approves. What was signed stays
    /// as it was signed. Requires an Administrator with a fresh factor who is a member of neither.
    async fn propose_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company stays, which one is the same, and why.")] input: ProposeMergeInput,
    ) -> Result<ProposeMergePayload, Error> {
        let mut reading = Reading::default();
        let keep = reading.take("keepId", input.keep_id.parse::<CompanyId>());
        let retire = reading.take("retireId", input.retire_id.parse::<CompanyId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2_000));
        let ((keep, retire), reason) = match reading.finish(keep.zip(retire).zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ProposeMergePayload { approval: None, user_errors }),
        };
        let outcome = app::merge::propose_merge(op(ctx), keep, retire, reason).await;
        let (approval, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(ProposeMergePayload { approval: approval.map(Approval), user_errors })
    }
}

fn tell(error: &Rule) -> ProposeMergeError {
    use ProposeMergeErrorCode as Code;
    let (code, path) = match error {
        Rule::Merge(MergeError::SameCompany) => (Code::SameCompany, "retireId"),
        Rule::Merge(MergeError::OtherCountry) => (Code::OtherCountry, "retireId"),
        Rule::Merge(MergeError::KeptNotVerified { .. }) => (Code::KeptNotVerified, "keepId"),
        Rule::Merge(MergeError::NotMergeable { .. }) => (Code::NotMergeable, "retireId"),
        Rule::Merge(MergeError::BothAreParties) => (Code::BothAreParties, "retireId"),
        Rule::Propose(_) => (Code::AlreadyProposed, "retireId"),
    };
    rule(code, path, error)
}
