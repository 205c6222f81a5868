//! `askToJoin`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::CompanyId, join_request::AskError, text};

use super::JoinRequest;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which company, and why.
#[derive(InputObject)]
pub struct AskToJoinInput {
    /// A company of the directory.
    pub company_id: ID,
    /// Who one is and what one does there, 10 to 1,000 characters; its owners read it.
    pub message: String,
}

user_errors! {
    "askToJoin": AskToJoinError, AskToJoinErrorCode {
        /// You are a member already.
        AlreadyMember,
        /// A request to this company waits for an answer.
        AlreadyAsked,
        /// The company has refused you within the last 30 days.
        RefusedLately,
        /// You have asked as often as you may.
        QuotaExceeded,
    }
}

/// The request.
#[derive(SimpleObject)]
pub struct AskToJoinPayload {
    /// The request; nothing if there are `userErrors`.
    pub join_request: Option<JoinRequest>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AskToJoinError>,
}

#[derive(Default)]
pub struct AskToJoin;

#[Object]
impl AskToJoin {
    /// Asks a verified company to let oneself in; its owners read who asks, and whoever asks reads nothing of its people. Requires a person
    /// with a proved address; at most three requests wait, and at most five are made in a day.
    async fn ask_to_join(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, and why.")] input: AskToJoinInput,
    ) -> Result<AskToJoinPayload, Error> {
        let mut reading = Reading::default();
        let company = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let message = reading.take("message", text::parse(&input.message, 10, 1_000));
        let (company, message) = match reading.finish(company.zip(message)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(AskToJoinPayload { join_request: None, user_errors }),
        };
        let (request, user_errors) = split(settle(app::join_request::ask(op(ctx), company, message).await, tell)?);
        Ok(AskToJoinPayload { join_request: request.map(JoinRequest), user_errors })
    }
}

fn tell(error: AskError) -> AskToJoinError {
    use AskToJoinErrorCode as Code;
    let code = match error {
        AskError::AlreadyMember => Code::AlreadyMember,
        AskError::AlreadyAsked => Code::AlreadyAsked,
        AskError::RefusedLately => Code::RefusedLately,
        AskError::QuotaExceeded => Code::QuotaExceeded,
    };
    rule(code, "companyId", error)
}
