//! `proposeAgreement`

use async_graphql::{Context, Error, ID, InputObject, Object, OneofObject, SimpleObject};
use domain::{
    agreement::{ProposeError, ReviseError, TermsError},
    id::{AgreementId, CompanyId},
};

use super::{Agreement, AgreementTermsInput};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// A new paper with other companies, or a further version of one that exists: exactly one of these.
#[derive(OneofObject)]
pub enum AgreementToPropose {
    /// The other companies of a new paper; one's own is a party of course.
    With(Vec<ID>),
    /// A paper of one's own whose terms are to be replaced.
    Revising(AgreementVersionInput),
}

/// A paper as it was read.
#[derive(InputObject)]
pub struct AgreementVersionInput {
    /// The paper.
    pub agreement_id: ID,
    /// The version that was read: if somebody changed it since, nothing is proposed.
    pub expected_version: i32,
}

/// Terms, and for whom.
#[derive(InputObject)]
pub struct ProposeAgreementInput {
    /// A new paper or a further version.
    pub agreement: AgreementToPropose,
    /// What it says.
    pub terms: AgreementTermsInput,
}

user_errors! {
    "proposeAgreement": ProposeAgreementError, ProposeAgreementErrorCode {
        /// Companies do not sign papers of this kind.
        KindOfStates,
        /// A paper is signed today at the latest.
        SignedInTheFuture,
        /// It ends before it is signed.
        ExpiresBeforeSigning,
        /// At least one subsector is needed.
        NoSubsectors,
        /// At least one other company is needed.
        NoCounterpart,
        /// A company is named twice.
        PartyTwice,
        /// A company is not verified.
        PartyNotVerified,
        /// A paper of the forum is between companies of both countries.
        OneCountryOnly,
        /// A paper follows an accepted introduction between the companies.
        NotIntroduced,
        /// The terms are those of the current version.
        NothingChanged,
    }
}

/// The paper with its new version.
#[derive(SimpleObject)]
pub struct ProposeAgreementPayload {
    /// The paper, waiting for the other parties; nothing if there are `userErrors`.
    pub agreement: Option<Agreement>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ProposeAgreementError>,
}

#[derive(Default)]
pub struct ProposeAgreement;

#[Object]
impl ProposeAgreement {
    /// Writes the terms of a paper that every other party has to confirm. Requires Owner or Editor of a verified company.
    async fn propose_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Terms, and for whom.")] input: ProposeAgreementInput,
    ) -> Result<ProposeAgreementPayload, Error> {
        let op = op(ctx);
        let mut reading = Reading::default();
        let revises = matches!(input.agreement, AgreementToPropose::Revising(_));
        let terms = input.terms.read(&op.app().reference(), revises, &mut reading);
        let outcome = match input.agreement {
            AgreementToPropose::With(ids) => {
                let mut others = Vec::new();
                if ids.len() > 20 {
                    reading.fault("agreement.with", "at most 20 companies");
                }
                for (at, id) in ids.iter().take(20).enumerate() {
                    others.extend(reading.take(format!("agreement.with.{at}"), id.parse::<CompanyId>()));
                }
                match reading.finish(terms) {
                    Ok(terms) => settle(app::agreement::propose(op, &others, terms).await, |error| tell(&error))?,
                    Err(user_errors) => Err(user_errors),
                }
            }
            AgreementToPropose::Revising(read) => {
                let id = reading.take("agreement.revising.agreementId", read.agreement_id.parse::<AgreementId>());
                match reading.finish(id.zip(terms)) {
                    Ok((id, terms)) => {
                        let outcome = app::agreement::revise(op, id, read.expected_version, terms).await;
                        settle(outcome, |error| tell_revision(&error))?
                    }
                    Err(user_errors) => Err(user_errors),
                }
            }
        };
        let (agreement, user_errors) = split(outcome);
        Ok(ProposeAgreementPayload { agreement: agreement.map(|agreement| Agreement::OfCompanies(Box::new(agreement))), user_errors })
    }
}

fn tell_terms(error: &TermsError) -> ProposeAgreementError {
    use ProposeAgreementErrorCode as Code;
    let (code, path) = match error {
        TermsError::KindOfStates { .. } => (Code::KindOfStates, "terms.kind"),
        TermsError::SignedInTheFuture => (Code::SignedInTheFuture, "terms.signedOn"),
        TermsError::ExpiresBeforeSigning => (Code::ExpiresBeforeSigning, "terms.expiresOn"),
        TermsError::NoSubsectors => (Code::NoSubsectors, "terms.subsectors"),
    };
    rule(code, path, error)
}

fn tell(error: &ProposeError) -> ProposeAgreementError {
    use ProposeAgreementErrorCode as Code;
    let code = match error {
        ProposeError::Terms(terms) => return tell_terms(terms),
        ProposeError::NoCounterpart => Code::NoCounterpart,
        ProposeError::PartyTwice { .. } => Code::PartyTwice,
        ProposeError::PartyNotVerified { .. } => Code::PartyNotVerified,
        ProposeError::OneCountryOnly => Code::OneCountryOnly,
        ProposeError::NotIntroduced => Code::NotIntroduced,
        ProposeError::Unwritable(_) => Code::InvalidInput,
    };
    rule(code, "agreement.with", error)
}

fn tell_revision(error: &ReviseError) -> ProposeAgreementError {
    use ProposeAgreementErrorCode as Code;
    match error {
        ReviseError::Terms(terms) => tell_terms(terms),
        ReviseError::NothingChanged => rule(Code::NothingChanged, "terms", error),
        ReviseError::Unwritable(_) => rule(Code::InvalidInput, "terms", error),
    }
}
