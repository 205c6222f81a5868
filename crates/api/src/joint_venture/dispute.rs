//! `disputeJointVenture`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::JointVentureId, proposal::AnswerError, text};

use super::JointVenture;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which version is answered, and what is wrong with it.
#[derive(InputObject)]
pub struct DisputeJointVentureInput {
    /// The venture.
    pub joint_venture_id: ID,
    /// The `hash` of the version that was read: another version is not answered by mistake.
    pub hash: String,
    /// What is wrong with it: 5 to 2,000 characters. The other parties read it.
    pub words: String,
}

user_errors! {
    "disputeJointVenture": DisputeJointVentureError, DisputeJointVentureErrorCode {
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

/// The venture with the answer.
#[derive(SimpleObject)]
pub struct DisputeJointVenturePayload {
    /// The venture; nothing if there are `userErrors`.
    pub joint_venture: Option<JointVenture>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<DisputeJointVentureError>,
}

#[derive(Default)]
pub struct DisputeJointVenture;

#[Object]
impl DisputeJointVenture {
    /// Says what is wrong with the stage that is proposed, else with the current terms. Requires Owner or Editor of another party.
    async fn dispute_joint_venture(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which version is answered, and what is wrong with it.")] input: DisputeJointVentureInput,
    ) -> Result<DisputeJointVenturePayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("jointVentureId", input.joint_venture_id.parse::<JointVentureId>());
        let words = reading.take("words", text::parse(&input.words, 5, 2_000));
        let (id, words) = match reading.finish(id.zip(words)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(DisputeJointVenturePayload { joint_venture: None, user_errors }),
        };
        let outcome = app::joint_venture::dispute(op(ctx), id, &input.hash, words).await;
        let (found, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(DisputeJointVenturePayload { joint_venture: found.map(JointVenture), user_errors })
    }
}

fn tell(error: &AnswerError) -> DisputeJointVentureError {
    use DisputeJointVentureErrorCode as Code;
    let code = match error {
        AnswerError::NotPending { .. } => Code::NotPending,
        AnswerError::OtherTerms => Code::OtherTerms,
        AnswerError::AnsweredAlready => Code::AnsweredAlready,
        AnswerError::OwnProposal => Code::OwnProposal,
    };
    rule(code, "hash", error)
}
