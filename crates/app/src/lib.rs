//! What the forum does, one use case at a time, for whoever asks: resolvers, workers and commands share them.

pub mod account;
pub mod agreement;
pub mod application;
pub mod company;
pub mod credential;
pub mod failure;
pub mod file;
pub mod import;
pub mod introduction;
pub mod joint_venture;
pub mod keys;
pub mod letter;
pub mod listing;
pub mod matching;
pub mod milestone;
pub mod op;
pub mod outcome;
pub mod port;
pub mod scoreboard;
pub mod search;
pub mod seed;
pub mod staff;
pub mod worker;

pub use application::{Application, Ports, Settings};
pub use failure::{Failure, Refused};
pub use op::{Op, Who};
/// What the interface needs of the database's words: pages, positions, filters and cards.
pub mod storage {
    pub use persistence::{
        Database, Forum, Page, Person, Position, Public, Reader, StorageError, Tenant, View, Window,
        database::Location,
        repository::{
            agreement::{AgreementFilter, Paper},
            directory::{Card, DirectoryFilter},
            event::Recorded,
            introduction::IntroductionFilter,
            listing::ListingFilter,
            proposal::SubjectKind,
        },
    };
}
