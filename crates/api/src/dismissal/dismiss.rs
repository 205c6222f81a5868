//! `dismissMatch`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{dismissal::DismissError, id::CompanyId, text};

use super::DismissedMatch;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Whom one would rather not see.
#[derive(InputObject)]
pub struct DismissMatchInput {
    /// The company of the other country.
    pub company_id: ID,
    /// Why, for one's own side only: up to 500 characters.
    pub reason: Option<String>,
}

user_errors! {
    "dismissMatch": DismissMatchError, DismissMatchErrorCode {
        /// Matches join companies of the two countries.
        SameCountry,
    }
}

/// What was kept.
#[derive(SimpleObject)]
pub struct DismissMatchPayload {
    /// The company that leaves one's matches, and whose matches one leaves; nothing if there are `userErrors`.
    pub dismissed: Option<DismissedMatch>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<DismissMatchError>,
}

#[derive(Default)]
pub struct DismissMatch;

#[Object]
impl DismissMatch {
    /// Says "not interested": the two leave each other's matches until it is restored, and the other side never learns of it. Requires Owner or
    /// Editor of a verified company.
    async fn dismiss_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom one would rather not see.")] input: DismissMatchInput,
    ) -> Result<DismissMatchPayload, Error> {
        let mut reading = Reading::default();
        let company = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let reason = input.reason.and_then(|reason| reading.take("reason", text::parse(&reason, 0, 500)));
        let company = match reading.finish(company) {
            Ok(company) => company,
            Err(user_errors) => return Ok(DismissMatchPayload { dismissed: None, user_errors }),
        };
        let reason = reason.filter(|reason| !reason.is_empty());
        let outcome = app::dismissal::dismiss(op(ctx), company, reason).await;
        let (dismissed, user_errors) = split(settle(outcome, tell)?);
        Ok(DismissMatchPayload { dismissed: dismissed.map(DismissedMatch), user_errors })
    }
}

fn tell(error: DismissError) -> DismissMatchError {
    let code = match error {
        DismissError::SameCountry => DismissMatchErrorCode::SameCountry,
    };
    rule(code, "companyId", error)
}
