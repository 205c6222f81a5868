//! Who fits whom: companies of the two sides, matched on what each offers and what each needs.
//!
//! A company's listings are folded into a [`Signature`]; the [`MatchIndex`] keeps the signatures of all verified companies in memory
//! and answers "the best counterparts of this one" by visiting only companies that can still reach the page. Why two companies
//! fit is worked out afterwards by [`reasons`], from the listings themselves and only for those that are shown.
//!
//! Architecture invariant: the index and the reasons count the same points. A direction's part is the sum of its reasons' points,
//! and a test holds every match of every generated world to it.

mod block;
mod index;
mod locator;
mod plane;
mod points;
mod profile;
#[cfg(test)]
mod properties;
mod ranking;
mod reason;
mod search;
mod shelf;
mod signature;
mod taxonomy;

pub use index::{Ask, MatchIndex, NotIndexed, PAGED_PLACES};
pub use points::{NEW_DAYS, QUIET_EXPOSURES, Score, score};
pub use profile::{CompanyFacts, Day, Kind, ListingFacts, Profile, chapter_of};
pub use ranking::{Position, Scored};
pub use reason::{Direction, Reason, Whose, reasons};

pub use signature::{Signature, SignatureBuilder};
pub use taxonomy::{Complement, Link, Taxonomy, TaxonomyError, TaxonomySource};
