//! `closeListing`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::ListingId, listing::CloseError};

use super::Listing;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which listing is taken back.
#[derive(InputObject)]
pub struct CloseListingInput {
    /// The listing.
    pub listing_id: ID,
}

user_errors! {
    "closeListing": CloseListingError, CloseListingErrorCode {
        /// It is closed or has expired already.
        NotOpen,
    }
}

/// The listing that was taken back.
#[derive(SimpleObject)]
pub struct CloseListingPayload {
    /// The listing; nothing if there are `userErrors`.
    pub listing: Option<Listing>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<CloseListingError>,
}

#[derive(Default)]
pub struct CloseListing;

#[Object]
impl CloseListing {
    /// Takes a listing back, published or not. Requires Owner or Editor.
    async fn close_listing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which listing is taken back.")] input: CloseListingInput,
    ) -> Result<CloseListingPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("listingId", input.listing_id.parse::<ListingId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(CloseListingPayload { listing: None, user_errors }),
        };
        let (listing, user_errors) = split(settle(app::listing::close(op(ctx), id).await, |error: CloseError| {
            let CloseError::NotOpen { .. } = error;
            rule(CloseListingErrorCode::NotOpen, "listingId", error)
        })?);
        Ok(CloseListingPayload { listing: listing.map(Listing), user_errors })
    }
}
