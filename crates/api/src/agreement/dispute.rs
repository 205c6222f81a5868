//! `disputeAgreement`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::AgreementId, proposal::AnswerError, text};

use super::Agreement;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which version is answered, and what is wrong with it.
#[derive(InputObject)]
pub struct DisputeAgreementInput {
    /// The paper.
    pub agreement_id: ID,
    /// The `hash` of the version that was read: another version is not answered by mistake.
    pub hash: String,
    /// What is wrong with it: 5 to 2,000 characters. The other parties read it.
    pub words: String,
}

user_errors! {
    "disputeAgreement": DisputeAgreementError, DisputeAgreementErrorCode {
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
pub struct DisputeAgreementPayload {
    /// The paper; nothing if there are `userErrors`.
    pub agreement: Option<Agreement>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<DisputeAgreementError>,
}

#[derive(Default)]
pub struct DisputeAgreement;

#[Object]
impl DisputeAgreement {
    /// Says what is wrong with the current version of a paper. Requires Owner or Editor of another party.
    async fn dispute_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which version is answered, and what is wrong with it.")] input: DisputeAgreementInput,
    ) -> Result<DisputeAgreementPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("agreementId", input.agreement_id.parse::<AgreementId>());
        let words = reading.take("words", text::parse(&input.words, 5, 2_000));
        let (id, words) = match reading.finish(id.zip(words)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(DisputeAgreementPayload { agreement: None, user_errors }),
        };
        let outcome = app::agreement::dispute(op(ctx), id, &input.hash, words).await;
        let (found, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(DisputeAgreementPayload { agreement: found.map(|found| Agreement::OfCompanies(Box::new(found))), user_errors })
    }
}

fn tell(error: &AnswerError) -> DisputeAgreementError {
    use DisputeAgreementErrorCode as Code;
    let code = match error {
        AnswerError::NotPending { .. } => Code::NotPending,
        AnswerError::OtherTerms => Code::OtherTerms,
        AnswerError::AnsweredAlready => Code::AnsweredAlready,
        AnswerError::OwnProposal => Code::OwnProposal,
    };
    rule(code, "hash", error)
}
