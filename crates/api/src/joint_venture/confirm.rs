//! `confirmJointVenture`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::JointVentureId, joint_venture::ConfirmError, proposal::AnswerError};

use super::JointVenture;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which version is answered.
#[derive(InputObject)]
pub struct ConfirmJointVentureInput {
    /// The venture.
    pub joint_venture_id: ID,
    /// The `hash` of the version that was read: another version is not answered by mistake.
    pub hash: String,
}

user_errors! {
    "confirmJointVenture": ConfirmJointVentureError, ConfirmJointVentureErrorCode {
        /// The version takes no more answers.
        NotPending,
        /// The hash is not that of the current version: read it again before you answer.
        OtherTerms,
        /// One's own company has answered this version already.
        AnsweredAlready,
        /// One's own company proposed it.
        OwnProposal,
        /// The proposed stage cannot be reached any more.
        StageNotOpen,
    }
}

/// The venture with the answer.
#[derive(SimpleObject)]
pub struct ConfirmJointVenturePayload {
    /// The venture; nothing if there are `userErrors`.
    pub joint_venture: Option<JointVenture>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ConfirmJointVentureError>,
}

#[derive(Default)]
pub struct ConfirmJointVenture;

#[Object]
impl ConfirmJointVenture {
    /// Believes the stage that is proposed, else the current terms. Requires Owner or Editor of another party; for an incorporation or an end its Owner with a fresh password.
    async fn confirm_joint_venture(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which version is answered.")] input: ConfirmJointVentureInput,
    ) -> Result<ConfirmJointVenturePayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("jointVentureId", input.joint_venture_id.parse::<JointVentureId>());
        let id = match reading.finish(id) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ConfirmJointVenturePayload { joint_venture: None, user_errors }),
        };
        let outcome = app::joint_venture::confirm(op(ctx), id, &input.hash).await;
        let (found, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(ConfirmJointVenturePayload { joint_venture: found.map(JointVenture), user_errors })
    }
}

fn tell(error: &ConfirmError) -> ConfirmJointVentureError {
    use ConfirmJointVentureErrorCode as Code;
    let code = match error {
        ConfirmError::Answer(AnswerError::NotPending { .. }) => Code::NotPending,
        ConfirmError::Answer(AnswerError::OtherTerms) => Code::OtherTerms,
        ConfirmError::Answer(AnswerError::AnsweredAlready) => Code::AnsweredAlready,
        ConfirmError::Answer(AnswerError::OwnProposal) => Code::OwnProposal,
        ConfirmError::Stage(_) => Code::StageNotOpen,
    };
    rule(code, "hash", error)
}
