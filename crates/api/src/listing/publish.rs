//! `publishListing`

use app::listing::PublishNewError;
use async_graphql::{Context, Error, ID, InputObject, Object, OneofObject, SimpleObject};
use domain::{
    id::ListingId,
    listing::{DraftError, PublishError},
};

use super::{Listing, ListingTermsInput};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// What to publish: exactly one of these.
#[derive(OneofObject)]
#[expect(clippy::large_enum_variant, reason = "it lives for one request")]
pub enum ListingToPublish {
    /// A draft that was written down before.
    DraftId(ID),
    /// A new listing, shown at once.
    Terms(ListingTermsInput),
}

/// What to publish.
#[derive(InputObject)]
pub struct PublishListingInput {
    /// A draft, or a new listing.
    pub listing: ListingToPublish,
}

user_errors! {
    "publishListing": PublishListingError, PublishListingErrorCode {
        /// Only a draft is published.
        NotDraft,
        /// A company has at most 100 published listings.
        TooManyPublished,
        /// The verification of the company has run out.
        VerificationLapsed,
        /// It would end before it begins, or has ended.
        ExpiresInThePast,
        /// It would last longer than 183 days.
        ExpiresTooLate,
    }
}

/// The listing that was published.
#[derive(SimpleObject)]
pub struct PublishListingPayload {
    /// The listing; nothing if there are `userErrors`.
    pub listing: Option<Listing>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<PublishListingError>,
}

#[derive(Default)]
pub struct PublishListing;

#[Object]
impl PublishListing {
    /// Shows an offer or a need to everybody; matches find it within seconds. Requires Owner or Editor of a verified company.
    async fn publish_listing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to publish.")] input: PublishListingInput,
    ) -> Result<PublishListingPayload, Error> {
        let op = op(ctx);
        let mut reading = Reading::default();
        let outcome = match input.listing {
            ListingToPublish::DraftId(id) => {
                let id = reading.take("listing.draftId", id.parse::<ListingId>());
                match reading.finish(id) {
                    Ok(id) => settle(app::listing::publish(op, id).await, |error| tell(&error))?,
                    Err(user_errors) => Err(user_errors),
                }
            }
            ListingToPublish::Terms(terms) => {
                let terms = terms.read(&op.app().reference(), &mut reading, "listing.terms");
                match reading.finish(terms) {
                    Ok(terms) => settle(app::listing::publish_new(op, terms).await, |error| tell_new(&error))?,
                    Err(user_errors) => Err(user_errors),
                }
            }
        };
        let (listing, user_errors) = split(outcome);
        Ok(PublishListingPayload { listing: listing.map(Listing), user_errors })
    }
}

fn tell(error: &PublishError) -> PublishListingError {
    use PublishListingErrorCode as Code;
    let code = match error {
        PublishError::NotDraft { .. } => Code::NotDraft,
        PublishError::TooManyPublished => Code::TooManyPublished,
        PublishError::Expired => Code::ExpiresInThePast,
        PublishError::VerificationLapsed => Code::VerificationLapsed,
    };
    rule(code, "listing", error)
}

fn tell_new(error: &PublishNewError) -> PublishListingError {
    use PublishListingErrorCode as Code;
    match error {
        PublishNewError::Publish(error) => tell(error),
        PublishNewError::Draft(error) => {
            let code = match error {
                DraftError::ExpiresInThePast => Code::ExpiresInThePast,
                DraftError::ExpiresTooLate => Code::ExpiresTooLate,
            };
            rule(code, "listing.terms.expiresAt", error)
        }
    }
}
