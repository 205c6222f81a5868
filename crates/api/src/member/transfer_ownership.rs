//! `transferOwnership`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{handover::TransferError, id::UserId, text};

use super::Handover;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// To whom.
#[derive(InputObject)]
pub struct TransferOwnershipInput {
    /// The member who is to be Owner.
    pub user_id: ID,
    /// What he should know, at most 1,000 characters.
    pub note: Option<String>,
}

user_errors! {
    "transferOwnership": TransferOwnershipError, TransferOwnershipErrorCode {
        /// The person does not belong to the company.
        NotAMember,
        /// That is you.
        Oneself,
        /// The person is an Owner already.
        AlreadyOwner,
        /// An offer waits for an answer.
        AlreadyOffered,
    }
}

/// The offer.
#[derive(SimpleObject)]
pub struct TransferOwnershipPayload {
    /// The offer; nothing if there are `userErrors`.
    pub handover: Option<Handover>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<TransferOwnershipError>,
}

#[derive(Default)]
pub struct TransferOwnership;

#[Object]
impl TransferOwnership {
    /// Offers one's own place as Owner to another member of the company. It counts when that member has acknowledged it: then he is Owner and
    /// the giver an Editor. Requires an Owner with a fresh password; the offer ends by itself after 14 days.
    async fn transfer_ownership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To whom.")] input: TransferOwnershipInput,
    ) -> Result<TransferOwnershipPayload, Error> {
        let mut reading = Reading::default();
        let user = reading.take("userId", input.user_id.parse::<UserId>());
        let note = input.note.map(|note| reading.take("note", text::parse(&note, 1, 1_000)));
        let user = match reading.finish(user) {
            Ok(user) => user,
            Err(user_errors) => return Ok(TransferOwnershipPayload { handover: None, user_errors }),
        };
        let outcome = app::handover::offer(op(ctx), user, note.flatten()).await;
        let (handover, user_errors) = split(settle(outcome, tell)?);
        Ok(TransferOwnershipPayload { handover: handover.map(Handover), user_errors })
    }
}

fn tell(error: TransferError) -> TransferOwnershipError {
    use TransferOwnershipErrorCode as Code;
    let code = match error {
        TransferError::NotAMember => Code::NotAMember,
        TransferError::Oneself => Code::Oneself,
        TransferError::AlreadyOwner => Code::AlreadyOwner,
        TransferError::AlreadyOffered => Code::AlreadyOffered,
    };
    rule(code, "userId", error)
}
