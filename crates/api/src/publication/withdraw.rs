//! `withdrawPublication`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::PublicationId, publication::WithdrawError, text};

use super::Publication;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which publication, and why.
#[derive(InputObject)]
pub struct WithdrawPublicationInput {
    /// The publication.
    pub publication_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// Why; every party reads it. 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "withdrawPublication": WithdrawPublicationError, WithdrawPublicationErrorCode {
        /// It is refused, rejected or withdrawn already.
        NotOpen,
    }
}

/// The publication that was withdrawn.
#[derive(SimpleObject)]
pub struct WithdrawPublicationPayload {
    /// The publication; nothing if there are `userErrors`.
    pub publication: Option<Publication>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WithdrawPublicationError>,
}

#[derive(Default)]
pub struct WithdrawPublication;

#[Object]
impl WithdrawPublication {
    /// Takes a publication back; what the public read of it is gone at once. Requires Owner or Editor of a company that is a party, or a Moderator or an Administrator who belongs to none of them.
    async fn withdraw_publication(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which publication, and why.")] input: WithdrawPublicationInput,
    ) -> Result<WithdrawPublicationPayload, Error> {
        let mut reading = Reading::default();
        let publication = reading.take("publicationId", input.publication_id.parse::<PublicationId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (publication, reason) = match reading.finish(publication.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(WithdrawPublicationPayload { publication: None, user_errors }),
        };
        let outcome = app::publication::withdraw(op(ctx), publication, input.expected_version, reason).await;
        let (value, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(WithdrawPublicationPayload { publication: value.map(Publication), user_errors })
    }
}

fn tell(error: &WithdrawError) -> WithdrawPublicationError {
    use WithdrawPublicationErrorCode as Code;
    let code = match error {
        WithdrawError::NotOpen { .. } => Code::NotOpen,
    };
    rule(code, "publicationId", error)
}
