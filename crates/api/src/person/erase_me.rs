//! `eraseMe`

use app::erasure::EraseMeError as Rule;
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};

use crate::{
    context::op,
    user_error::{rule, settle, split, user_errors},
};

/// Who leaves for good.
#[derive(InputObject)]
pub struct EraseMeInput {
    /// The person's own e-mail address once more, since this cannot be undone.
    pub email: String,
}

user_errors! {
    "eraseMe": EraseMeError, EraseMeErrorCode {
        /// This is not the address of the person who asks.
        OtherAddress,
        /// A company would be left without an owner; the message names it.
        LastOwner,
        /// The person is on duty for the forum, or about to be.
        OnDuty,
        /// The law asks for the person's data to be held.
        UnderHold,
    }
}

/// Whether the person is forgotten.
#[derive(SimpleObject)]
pub struct EraseMePayload {
    /// Whether it is done.
    pub erased: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<EraseMeError>,
}

#[derive(Default)]
pub struct EraseMe;

#[Object]
impl EraseMe {
    /// Erases the person who asks: name, address, password, factors, sessions, letters and memberships are destroyed, and with them what
    /// the audit needs to tell who he was. What companies signed stays, without his name. It cannot be undone. Requires somebody who has
    /// signed in, with a fresh factor.
    #[graphql(complexity = 50)]
    async fn erase_me(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who leaves for good.")] input: EraseMeInput,
    ) -> Result<EraseMePayload, Error> {
        let outcome = app::erasure::erase_me(op(ctx), &input.email).await;
        let (done, user_errors) = split(settle(outcome, tell)?);
        if done.is_some() {
            crate::cookie::take_back(ctx);
        }
        Ok(EraseMePayload { erased: done.is_some(), user_errors })
    }
}

fn tell(error: Rule) -> EraseMeError {
    use EraseMeErrorCode as Code;
    let (code, path) = match error {
        Rule::OtherAddress => (Code::OtherAddress, "email"),
        Rule::LastOwner { .. } => (Code::LastOwner, ""),
        Rule::OnDuty => (Code::OnDuty, ""),
        Rule::UnderHold => (Code::UnderHold, ""),
    };
    rule(code, path, error)
}
