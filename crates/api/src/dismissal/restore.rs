//! `restoreMatch`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{dismissal::RestoreError, id::CompanyId};

use super::DismissedMatch;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Who may be seen again.
#[derive(InputObject)]
pub struct RestoreMatchInput {
    /// The company that was dismissed.
    pub company_id: ID,
}

user_errors! {
    "restoreMatch": RestoreMatchError, RestoreMatchErrorCode {
        /// That company was not dismissed.
        NotDismissed,
    }
}

/// What was taken back.
#[derive(SimpleObject)]
pub struct RestoreMatchPayload {
    /// The company that may be seen again; nothing if there are `userErrors`.
    pub restored: Option<DismissedMatch>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RestoreMatchError>,
}

#[derive(Default)]
pub struct RestoreMatch;

#[Object]
impl RestoreMatch {
    /// Takes "not interested" back. Requires Owner or Editor of a verified company.
    async fn restore_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who may be seen again.")] input: RestoreMatchInput,
    ) -> Result<RestoreMatchPayload, Error> {
        let mut reading = Reading::default();
        let company = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let company = match reading.finish(company) {
            Ok(company) => company,
            Err(user_errors) => return Ok(RestoreMatchPayload { restored: None, user_errors }),
        };
        let outcome = app::dismissal::restore(op(ctx), company).await;
        let (restored, user_errors) = split(settle(outcome, tell)?);
        Ok(RestoreMatchPayload { restored: restored.map(DismissedMatch), user_errors })
    }
}

fn tell(error: RestoreError) -> RestoreMatchError {
    let code = match error {
        RestoreError::NotDismissed => RestoreMatchErrorCode::NotDismissed,
    };
    rule(code, "companyId", error)
}
