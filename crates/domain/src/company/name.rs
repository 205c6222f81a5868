//! What a company is called, and when two names are one.
//!
//! A name is kept as it is written. Everything else here is derived from it:
//! * [`search_key`] and [`consonant_key`] make it findable in whatever script it is typed;
//! * [`skeleton`] and [`mixes_scripts`] make an imitation visible;
//! * [`slug`] makes it fit for an address.
//!
//! ```text
//! name -> words (lower case, no punctuation) -> without legal forms -> Latin sounds -> keys
//!                                                                   -> shapes       -> skeleton
//! ```

mod invisible;
mod legal_form;
mod legal_name;
mod look_alike;
mod perso_arabic;
mod search;
mod sound;
mod words;

pub use self::legal_name::{LegalName, LegalNameError};
pub use self::look_alike::{mixes_scripts, skeleton};
pub use self::search::{consonant_key, search_key, slug};
