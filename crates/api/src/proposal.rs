//! Versions of what two sides must both believe, and the answers to them.

use async_graphql::{ComplexObject, Context, Error, ID, SimpleObject};
use domain::{id::CompanyId, proposal as domain_proposal};

use crate::{
    company::Company,
    error::nullable,
    scalar::DateTime,
    word::{ProposalState, Verdict},
};

/// A party's word on a version.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct ProposalAnswer {
    /// What it says.
    pub verdict: Verdict,
    /// What is wrong, in its own words; of disputes only.
    pub words: Option<String>,
    /// When.
    pub at: DateTime,
    #[graphql(skip)]
    company: CompanyId,
}

#[ComplexObject]
impl ProposalAnswer {
    /// The party.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.company).await)
    }
}

/// One version of something, with what the parties say to it. Only what every party confirmed counts.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Proposal {
    /// The identifier.
    pub id: ID,
    /// 1 for the first version, and so on.
    pub number: i32,
    /// The fingerprint of the terms, SHA-256 in hexadecimal. Who confirms or disputes names it, so that nobody answers what he has not seen.
    pub hash: String,
    /// What became of it.
    pub state: ProposalState,
    /// When it was proposed.
    pub proposed_at: DateTime,
    /// What the other parties said.
    pub answers: Vec<ProposalAnswer>,
    #[graphql(skip)]
    proposed_by: CompanyId,
}

#[ComplexObject]
impl Proposal {
    /// The party that proposed it.
    async fn proposed_by(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.proposed_by).await)
    }
}

impl<T> From<&domain_proposal::Proposal<T>> for Proposal {
    fn from(proposal: &domain_proposal::Proposal<T>) -> Self {
        Self {
            id: ID(proposal.id.to_string()),
            number: proposal.number,
            hash: proposal.hash.as_str().to_owned(),
            state: proposal.state.into(),
            proposed_at: proposal.proposed_at.into(),
            answers: proposal
                .answers
                .iter()
                .map(|answer| ProposalAnswer {
                    verdict: answer.verdict.into(),
                    words: answer.words.clone(),
                    at: answer.at.into(),
                    company: answer.company,
                })
                .collect(),
            proposed_by: proposal.proposed_by,
        }
    }
}
