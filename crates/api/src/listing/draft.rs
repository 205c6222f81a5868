//! `draftListing`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::listing::DraftError;

use super::{Listing, ListingTermsInput};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What the listing says.
#[derive(InputObject)]
pub struct DraftListingInput {
    /// What the listing says.
    pub terms: ListingTermsInput,
}

user_errors! {
    "draftListing": DraftListingError, DraftListingErrorCode {
        /// It would end before it begins.
        ExpiresInThePast,
        /// It would last longer than 183 days.
        ExpiresTooLate,
    }
}

/// The listing that was written down.
#[derive(SimpleObject)]
pub struct DraftListingPayload {
    /// The listing; nothing if there are `userErrors`.
    pub listing: Option<Listing>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<DraftListingError>,
}

#[derive(Default)]
pub struct DraftListing;

#[Object]
impl DraftListing {
    /// Writes a listing down; nobody but one's own company sees it. Requires Owner or Editor; the company need not be verified.
    async fn draft_listing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the listing says.")] input: DraftListingInput,
    ) -> Result<DraftListingPayload, Error> {
        let op = op(ctx);
        let mut reading = Reading::default();
        let terms = input.terms.read(&op.app().reference(), &mut reading, "terms");
        let terms = match reading.finish(terms) {
            Ok(terms) => terms,
            Err(user_errors) => return Ok(DraftListingPayload { listing: None, user_errors }),
        };
        let (listing, user_errors) = split(settle(app::listing::draft(op, terms).await, tell)?);
        Ok(DraftListingPayload { listing: listing.map(Listing), user_errors })
    }
}

fn tell(error: DraftError) -> DraftListingError {
    use DraftListingErrorCode as Code;
    let code = match error {
        DraftError::ExpiresInThePast => Code::ExpiresInThePast,
        DraftError::ExpiresTooLate => Code::ExpiresTooLate,
    };
    rule(code, "terms.expiresAt", error)
}
