//! `confirmOutcome`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::OutcomeId, proposal::AnswerError};

use super::Outcome;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which version is answered.
#[derive(InputObject)]
pub struct ConfirmOutcomeInput {
    /// The outcome.
    pub outcome_id: ID,
    /// The `hash` of the version that was read: another version is not answered by mistake.
    pub hash: String,
}

user_errors! {
    "confirmOutcome": ConfirmOutcomeError, ConfirmOutcomeErrorCode {
        /// The version takes no more answers.
        NotPending,
        /// The hash is not that of the current version: read it again before you answer.
        OtherTerms,
        /// One's own company has answered this version already.
        AnsweredAlready,
        /// One's own company proposed it.
        OwnProposal,
    }
}

/// The outcome with the answer.
#[derive(SimpleObject)]
pub struct ConfirmOutcomePayload {
    /// The outcome; nothing if there are `userErrors`.
    pub outcome: Option<Outcome>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ConfirmOutcomeError>,
}

#[derive(Default)]
pub struct ConfirmOutcome;

#[Object]
impl ConfirmOutcome {
    /// Believes what another party reported. Requires Owner or Editor of another party.
    async fn confirm_outcome(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which version is answered.")] input: ConfirmOutcomeInput,
    ) -> Result<ConfirmOutcomePayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("outcomeId", input.outcome_id.parse::<OutcomeId>());
        let id = match reading.finish(id) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ConfirmOutcomePayload { outcome: None, user_errors }),
        };
        let outcome = app::outcome::confirm(op(ctx), id, &input.hash).await;
        let (found, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(ConfirmOutcomePayload { outcome: found.map(Outcome), user_errors })
    }
}

fn tell(error: &AnswerError) -> ConfirmOutcomeError {
    use ConfirmOutcomeErrorCode as Code;
    let code = match error {
        AnswerError::NotPending { .. } => Code::NotPending,
        AnswerError::OtherTerms => Code::OtherTerms,
        AnswerError::AnsweredAlready => Code::AnsweredAlready,
        AnswerError::OwnProposal => Code::OwnProposal,
    };
    rule(code, "hash", error)
}
