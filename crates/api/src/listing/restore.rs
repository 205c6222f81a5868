//! `restoreListing`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ListingId, listing::ModerateError, text};

use super::Listing;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which listing, and why.
#[derive(InputObject)]
pub struct RestoreListingInput {
    /// The listing.
    pub listing_id: ID,
    /// The version that was read: if somebody changed it since, nothing is done.
    pub expected_version: i32,
    /// Why; the company reads it. 10 to 2,000 characters.
    pub reason: String,
}

user_errors! {
    "restoreListing": RestoreListingError, RestoreListingErrorCode {
        /// Only a published listing is taken from sight.
        NotPublished,
        /// Only what staff have taken from sight is shown again.
        NotHidden,
        /// Its date has passed.
        Expired,
    }
}

/// The listing that is shown again.
#[derive(SimpleObject)]
pub struct RestoreListingPayload {
    /// The listing; nothing if there are `userErrors`.
    pub listing: Option<Listing>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RestoreListingError>,
}

#[derive(Default)]
pub struct RestoreListing;

#[Object]
impl RestoreListing {
    /// Shows a listing again that staff have taken from sight. Requires a Moderator or an Administrator who is no member of the company.
    async fn restore_listing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which listing, and why.")] input: RestoreListingInput,
    ) -> Result<RestoreListingPayload, Error> {
        let mut reading = Reading::default();
        let listing = reading.take("listingId", input.listing_id.parse::<ListingId>());
        let reason = reading.take("reason", text::parse(&input.reason, 10, 2000));
        let (listing, reason) = match reading.finish(listing.zip(reason)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(RestoreListingPayload { listing: None, user_errors }),
        };
        let outcome = app::listing::restore(op(ctx), listing, input.expected_version, reason).await;
        let (value, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(RestoreListingPayload { listing: value.map(Listing), user_errors })
    }
}

fn tell(error: &ModerateError) -> RestoreListingError {
    use RestoreListingErrorCode as Code;
    let code = match error {
        ModerateError::NotPublished { .. } => Code::NotPublished,
        ModerateError::NotHidden { .. } => Code::NotHidden,
        ModerateError::Expired => Code::Expired,
    };
    rule(code, "listingId", error)
}
