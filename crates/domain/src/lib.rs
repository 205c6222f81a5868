//! The rules of the business forum: what a company, an introduction, an agreement and a venture are, and what may be done with them.
//!
//! Nothing here knows of a database, a socket, a clock or a random number: they come in as arguments.

pub mod actor;
pub mod agreement;
pub mod company;
pub mod country;
pub mod email_address;
pub mod event;
pub mod file;
pub mod id;
pub mod introduction;
pub mod joint_venture;
pub mod language;
pub mod listing;
pub mod matching;
pub mod member;
pub mod milestone;
pub mod moderation_case;
pub mod money;
pub mod outcome;
pub mod permit;
pub mod policy;
pub mod proposal;
pub mod reference;
pub mod scoreboard;
pub mod staff;
pub mod stamp;
pub mod text;
pub mod trade;
pub mod user;
pub mod words;
