//! `proposeOwnershipTransfer`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    email_address::EmailAddress,
    id::CompanyId,
    merge::{ProposeTransferError as Rule, TransferError},
    text,
};

use crate::{
    approval::Approval,
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which company, to whom, and why.
#[derive(InputObject)]
pub struct ProposeOwnershipTransferInput {
    /// The company whose owner is gone.
    pub company_id: ID,
    /// The e-mail address of the registered person who becomes its owner.
    pub email: String,
    /// Why, as the company will read it; 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "proposeOwnershipTransfer": ProposeOwnershipTransferError, ProposeOwnershipTransferErrorCode {
        /// The company was merged away.
        NotTransferable,
        /// Nobody is registered with this address.
        UnknownPerson,
        /// The person has not proved the address yet.
        AddressNotProved,
        /// The person is the only owner already.
        OwnerAlready,
        /// The person is on duty for the forum, and staff own no company.
        OnDuty,
        /// The same is proposed already and waits for a second person.
        AlreadyProposed,
    }
}

/// What waits for a second person.
#[derive(SimpleObject)]
pub struct ProposeOwnershipTransferPayload {
    /// The proposal; nothing if there are `userErrors`.
    pub approval: Option<Approval>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ProposeOwnershipTransferError>,
}

#[derive(Default)]
pub struct ProposeOwnershipTransfer;

#[Object]
impl ProposeOwnershipTransfer {
    /// Proposes another owner for a company whose owner is gone: it is done when a second administrator approves, and whoever owned it
    /// before reads on as a Viewer. Requires an Administrator with a fresh factor who is no member of it.
    async fn propose_ownership_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, to whom, and why.")] input: ProposeOwnershipTransferInput,
    ) -> Result<ProposeOwnershipTransferPayload, Error> {
        let mut reading = Reading::default();
        let company = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2_000));
        let ((company, email), reason) = match reading.finish(company.zip(email).zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ProposeOwnershipTransferPayload { approval: None, user_errors }),
        };
        let outcome = app::merge::propose_transfer(op(ctx), company, &email, reason).await;
        let (approval, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(ProposeOwnershipTransferPayload { approval: approval.map(Approval), user_errors })
    }
}

fn tell(error: &Rule) -> ProposeOwnershipTransferError {
    use ProposeOwnershipTransferErrorCode as Code;
    let (code, path) = match error {
        Rule::Transfer(TransferError::NotTransferable { .. }) => (Code::NotTransferable, "companyId"),
        Rule::Transfer(TransferError::UnknownPerson) => (Code::UnknownPerson, "email"),
        Rule::Transfer(TransferError::AddressNotProved) => (Code::AddressNotProved, "email"),
        Rule::Transfer(TransferError::OwnerAlready) => (Code::OwnerAlready, "email"),
        Rule::Transfer(TransferError::OnDuty) => (Code::OnDuty, "email"),
        Rule::Propose(_) => (Code::AlreadyProposed, "companyId"),
    };
    rule(code, path, error)
}
