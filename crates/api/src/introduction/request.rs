//! `requestIntroduction`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    id::{CompanyId, ListingId},
    introduction::RequestError,
    text,
};

use super::Introduction;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Whom to meet, and why.
#[derive(InputObject)]
pub struct RequestIntroductionInput {
    /// The company of the other country.
    pub company_id: ID,
    /// Why the two should meet: 20 to 2,000 characters.
    pub message: String,
    /// A listing of that company that it is about.
    pub listing_id: Option<ID>,
}

user_errors! {
    "requestIntroduction": RequestIntroductionError, RequestIntroductionErrorCode {
        /// Introductions join companies of the two countries.
        SameCountry,
        /// That company is not verified, or its verification has run out.
        NotVerified,
        /// The verification of one's own company has run out.
        VerificationLapsed,
        /// There is a pending or accepted introduction between the two already.
        AlreadyIntroduced,
        /// A company asks for at most 50 introductions a day.
        QuotaExceeded,
    }
}

/// The request.
#[derive(SimpleObject)]
pub struct RequestIntroductionPayload {
    /// The introduction, pending; nothing if there are `userErrors`.
    pub introduction: Option<Introduction>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RequestIntroductionError>,
}

#[derive(Default)]
pub struct RequestIntroduction;

#[Object]
impl RequestIntroduction {
    /// Asks a company of the other country to meet. Requires Owner or Editor of a verified company.
    async fn request_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to meet, and why.")] input: RequestIntroductionInput,
    ) -> Result<RequestIntroductionPayload, Error> {
        let mut reading = Reading::default();
        let company = reading.take("companyId", input.company_id.parse::<CompanyId>());
        let message = reading.take("message", text::parse(&input.message, 20, 2_000));
        let listing = input.listing_id.and_then(|id| reading.take("listingId", id.parse::<ListingId>()));
        let (company, message) = match reading.finish(company.zip(message)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(RequestIntroductionPayload { introduction: None, user_errors }),
        };
        let outcome = app::introduction::request(op(ctx), company, message, listing).await;
        let (introduction, user_errors) = split(settle(outcome, tell)?);
        Ok(RequestIntroductionPayload { introduction: introduction.map(Introduction), user_errors })
    }
}

fn tell(error: RequestError) -> RequestIntroductionError {
    use RequestIntroductionErrorCode as Code;
    let (code, path) = match error {
        RequestError::SameCountry => (Code::SameCountry, "companyId"),
        RequestError::NotVerified => (Code::NotVerified, "companyId"),
        RequestError::VerificationLapsed => (Code::VerificationLapsed, ""),
        RequestError::AlreadyIntroduced => (Code::AlreadyIntroduced, "companyId"),
        RequestError::QuotaExceeded => (Code::QuotaExceeded, ""),
    };
    rule(code, path, error)
}
