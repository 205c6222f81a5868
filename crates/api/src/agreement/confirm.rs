//! `confirmAgreement`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::AgreementId, proposal::AnswerError};

use super::Agreement;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which version is answered.
#[derive(InputObject)]
pub struct ConfirmAgreementInput {
    /// The paper.
    pub agreement_id: ID,
    /// The `hash` of the version that was read: another version is not answered by mistake.
    pub hash: String,
}

user_errors! {
    "confirmAgreement": ConfirmAgreementError, ConfirmAgreementErrorCode {
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

/// The paper with the answer.
#[derive(SimpleObject)]
pub struct ConfirmAgreementPayload {
    /// The paper; nothing if there are `userErrors`.
    pub agreement: Option<Agreement>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ConfirmAgreementError>,
}

#[derive(Default)]
pub struct ConfirmAgreement;

#[Object]
impl ConfirmAgreement {
    /// Believes the current version of a paper. Requires Owner or Editor of another party; for a contract or a shareholders' agreement its Owner with a fresh password.
    async fn confirm_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which version is answered.")] input: ConfirmAgreementInput,
    ) -> Result<ConfirmAgreementPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("agreementId", input.agreement_id.parse::<AgreementId>());
        let id = match reading.finish(id) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ConfirmAgreementPayload { agreement: None, user_errors }),
        };
        let outcome = app::agreement::confirm(op(ctx), id, &input.hash).await;
        let (found, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(ConfirmAgreementPayload { agreement: found.map(|found| Agreement::OfCompanies(Box::new(found))), user_errors })
    }
}

fn tell(error: &AnswerError) -> ConfirmAgreementError {
    use ConfirmAgreementErrorCode as Code;
    let code = match error {
        AnswerError::NotPending { .. } => Code::NotPending,
        AnswerError::OtherTerms => Code::OtherTerms,
        AnswerError::AnsweredAlready => Code::AnsweredAlready,
        AnswerError::OwnProposal => Code::OwnProposal,
    };
    rule(code, "hash", error)
}
