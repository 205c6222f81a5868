//! `submitCompany`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::company::SubmitError;

use super::{Company, verification::PaperInput};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

user_errors! {
    "submitCompany": SubmitCompanyError, SubmitCompanyErrorCode {
        /// A company is submitted from draft or after a rejection.
        NotSubmittable,
        /// At most 12 papers are handed in.
        TooManyPapers,
    }
}

/// What the moderators are to look at.
#[derive(InputObject, Default)]
pub struct SubmitCompanyInput {
    /// The papers that prove what the company says, in the place of what was handed in before.
    #[graphql(default)]
    pub papers: Vec<PaperInput>,
}

/// The company that was submitted.
#[derive(SimpleObject)]
pub struct SubmitCompanyPayload {
    /// The company; nothing if there are `userErrors`.
    pub company: Option<Company>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<SubmitCompanyError>,
}

#[derive(Default)]
pub struct SubmitCompany;

#[Object]
impl SubmitCompany {
    /// Hands the company that one acts for to the moderators. Requires its Owner.
    async fn submit_company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the moderators are to look at.", default)] input: SubmitCompanyInput,
    ) -> Result<SubmitCompanyPayload, Error> {
        let mut reading = Reading::default();
        let mut papers = Vec::new();
        for (at, paper) in input.papers.into_iter().enumerate() {
            papers.extend(paper.read(&mut reading, &format!("papers.{at}")));
        }
        let papers = match reading.finish(Some(papers)) {
            Ok(papers) => papers,
            Err(user_errors) => return Ok(SubmitCompanyPayload { company: None, user_errors }),
        };
        let (company, user_errors) = split(settle(app::company::submit(op(ctx), papers).await, tell)?);
        Ok(SubmitCompanyPayload { company: company.map(Company::from), user_errors })
    }
}

fn tell(error: SubmitError) -> SubmitCompanyError {
    use SubmitCompanyErrorCode as Code;
    let (code, path) = match error {
        SubmitError::NotSubmittable { .. } => (Code::NotSubmittable, ""),
        SubmitError::TooManyPapers => (Code::TooManyPapers, "papers"),
    };
    rule(code, path, error)
}
